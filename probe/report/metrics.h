/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_METRICS_H
#define ECSPROBE_METRICS_H
/* What is measured: one table for Prometheus, for Nagios's perfdata and for
 * CloudWatch.  Private to the report room. */
#include "ecsprobe/report.h"

enum metric_unit {
	METRIC_NUMBER,
	METRIC_DURATION, /* microseconds here, seconds where people look */
	METRIC_TIME,     /* seconds since the epoch */
};

/* How the endpoints' values become the one of the run, for formats that know no
 * labels. */
enum metric_fold {
	FOLD_NONE, /* it is the run's own */
	FOLD_SUM,
	FOLD_MOST,
};

/* One series, or one for each endpoint.  Series of a family stand together. */
struct metric {
	const char *family; /* after "ecsprobe_"; its unit is in the name */
	const char *help;
	const char *label, *value; /* what tells this series of the family from others, or NULL */
	enum metric_unit unit;
	enum metric_fold fold;
	const char *nagios; /* the label in perfdata; NULL: not there */
	const char *emf;    /* the name of the metric in CloudWatch; NULL: not there */
	/* False where it is not known.  endpoint is NULL with FOLD_NONE. */
	bool (*get)(const struct report *report, const struct endpoint_verdict *endpoint, int which,
		    int64_t *value);
	int which;
};

const struct metric *metric_table(size_t *count);

/* How many of the report's endpoints have metrics: all, or none where an image is
 * judged. */
size_t metric_endpoints(const struct report *report);

/* Of the run as a whole; false where no endpoint has it. */
bool metric_of_run(const struct metric *metric, const struct report *report, int64_t *value);

#endif
