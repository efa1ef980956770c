/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_PROXY_RULES_H
#define ECSPROBE_PROXY_RULES_H
/* Findings about the proxies of the diallers.  Private to the judge. */
#include "ecsprobe/judge.h"

void judge_proxies(struct report *report);

#endif
