/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_OPTION_CONFLICTS_H
#define ECSPROBE_OPTION_CONFLICTS_H
/* What options say together.  Private to the cli room. */
#include "ecsprobe/options.h"

/* Of what cannot hold together the stronger source's stays; what one source says
 * against itself is an error. */
int options_reconcile(struct options *options, struct error *e) ECSPROBE_MUST_CHECK;

/* Takes the reports on stdout away where --quiet stands. */
void options_hush(struct options *options);

#endif
