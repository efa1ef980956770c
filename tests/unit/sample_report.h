/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_SAMPLE_REPORT_H
#define ECSPROBE_TESTS_SAMPLE_REPORT_H
/* One report with something of everything, the same in every run. */
#include "world.h"

/* Its findings are the sample's own, so that the judge's words may change. */
struct world *sample_report(void);

#endif
