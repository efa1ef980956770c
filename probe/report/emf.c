/* SPDX-License-Identifier: Apache-2.0 */
/* CloudWatch's embedded metric format: one object in one line, whose metrics and
 * dimensions are members of the root.  Dimensions are few, since each set of
 * values is a metric of its own, and is paid for. */
#include "json_build.h"
#include "metrics.h"
#include "renderers.h"
#include "summary.h"

/* The format's own limit; ours are a tenth of it. */
enum { MAX_EMF_METRICS = 100, SECOND_MS = 1000 };

static const char *const units[] = {
	[METRIC_NUMBER] = "Count",
	[METRIC_DURATION] = "Microseconds",
	[METRIC_TIME] = "None",
};

/* A set of one; the list of sets. */
static void put_dimension(struct json *root, struct json *sets, const char *name, const char *value)
{
	struct json set = { 0 };

	if (!*value)
		return;
	json_string(root, name, value);
	json_append_string(&set, name);
	json_append(sets, &set, true);
}

/* None is a set too: the metric is then the account's. */
static void put_empty_set(struct json *sets)
{
	struct json set = { 0 };

	json_append(sets, &set, true);
}

static struct json make_metrics(struct json *root, const struct report *report)
{
	size_t count, used = 0;
	const struct metric *rows = metric_table(&count);
	struct json metrics = { 0 };
	int64_t value;

	for (size_t i = 0; i < count && used < MAX_EMF_METRICS; i++) {
		struct json metric = { 0 };

		if (!rows[i].emf || !metric_of_run(&rows[i], report, &value))
			continue;
		used++;
		json_integer(root, rows[i].emf, value);
		json_string(&metric, "Name", rows[i].emf);
		json_string(&metric, "Unit", units[rows[i].unit]);
		json_append(&metrics, &metric, false);
	}
	return metrics;
}

/* For a search in the log: no metric and no dimension. */
static void put_properties(struct json *root, const struct report *report)
{
	struct json failed = { 0 };

	json_string(root, "Verdict", verdict_name(report->verdict));
	json_string(root, "Version", report->version);
	json_string(root, "AgentSeen", agent_sight_name(summary_agent_sight(report)));
	json_string(root, "Region", report->facts->identity.region);
	for (size_t i = 0; i < metric_endpoints(report); i++)
		if (report->endpoints[i].status == STATUS_FAIL)
			json_append_string(&failed, report->endpoints[i].target->service);
	json_child(root, "Failed", &failed, true);
}

int report_emf(FILE *out, const struct report *report, const struct render_style *style)
{
	const struct agent_status *agent = report->agent;
	struct json root = { 0 }, aws = { 0 }, directive = { 0 }, directives = { 0 };
	struct json sets = { 0 }, metrics;

	(void)style;
	put_dimension(&root, &sets, "InstanceId", report->facts->identity.instance_id);
	put_dimension(&root, &sets, "Cluster",
		      agent && agent->looked ? agent->introspection.cluster : "");
	if (!sets.count)
		put_empty_set(&sets);
	put_properties(&root, report);
	metrics = make_metrics(&root, report);
	json_string(&directive, "Namespace", "ECSProbe");
	json_child(&directive, "Dimensions", &sets, true);
	json_child(&directive, "Metrics", &metrics, true);
	json_append(&directives, &directive, false);
	json_integer(&aws, "Timestamp", report->time_s * SECOND_MS);
	json_child(&aws, "CloudWatchMetrics", &directives, true);
	json_child(&root, "_aws", &aws, false);
	return json_print(&root, false, out);
}
