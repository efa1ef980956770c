/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_LOOK_UP_H
#define ECSPROBE_LOOK_UP_H
/* The AWS CLI commands that look up what a hint asks about.  Private to the judge. */
#include "ecsprobe/report.h"

/* Adds to each failure and warning the commands of its code, filled in from the report. */
void findings_look_up(struct report *report);

#endif
