/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TEXT_H
#define ECSPROBE_TEXT_H
/* Messages from templates: "{host}" and the like are replaced by what the view
 * says.  Private to the judge. */
#include "view.h"

/* Owned by the caller.  A word that does not exist stays as it is, which a
 * test looks for. */
char *text_expand(const char *template, const struct view *view);

#endif
