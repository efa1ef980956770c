/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_CLOCK_H
#define ECSPROBE_CLOCK_H
/* How far this instance's clock may be off.  Private to the judge. */
#include "ecsprobe/report.h"

enum { SKEW_WARN_S = 60, SKEW_FAIL_S = 300 };

/* AWS rejects signatures that are five minutes off (IAM User Guide, Signature Version 4).  Whether
 * the metadata service shows that this clock is. */
static inline bool clock_is_skewed(const struct imds_status *imds)
{
	return imds->clock_known &&
	       (imds->clock_skew_s > SKEW_FAIL_S || imds->clock_skew_s < -SKEW_FAIL_S);
}

/* ... or the age of this program does. */
static inline bool clock_is_rejected(const struct report *report)
{
	return report->time_s < report->build_s || clock_is_skewed(&report->facts->imds);
}

#endif
