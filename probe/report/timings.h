/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TIMINGS_H
#define ECSPROBE_TIMINGS_H
/* How long an endpoint takes its client: of its judged addresses the slowest,
 * since that is the one a client may wait for.  Private to the report room. */
#include "ecsprobe/report.h"

enum stage { STAGE_DNS, STAGE_TCP, STAGE_TLS, STAGES };

/* False, and *us untouched, where it was not measured. */
bool endpoint_stage_us(const struct endpoint_verdict *endpoint, enum stage stage, uint64_t *us);

#endif
