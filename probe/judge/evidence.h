/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_EVIDENCE_H
#define ECSPROBE_EVIDENCE_H
/* Where what a finding says is written.  Private to the judge. */
#include "ecsprobe/judge.h"

/* For those that rest on a file. */
void findings_prove(struct report *report);

#endif
