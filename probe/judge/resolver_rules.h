/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_RESOLVER_RULES_H
#define ECSPROBE_RESOLVER_RULES_H
/* Whether the host's own resolv.conf, and the stub behind it, are complete.  Private to the
 * judge. */
#include "ecsprobe/judge.h"

/* worst: how bad it is that no nameserver answers which stands in for what the file
 * does not name; SEVERITY_NOTE: one does. */
void judge_resolv_conf(struct report *report, enum severity worst);

#endif
