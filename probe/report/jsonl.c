/* SPDX-License-Identifier: Apache-2.0 */
#include "json_agent.h"
#include "json_api.h"
#include "json_parts.h"
#include "renderers.h"
#include "summary.h"

/* What makes a line whole by itself, whatever a log shipper does to the others. */
static struct json begin(const struct report *report, const char *type)
{
	struct json line = { 0 };

	json_string(&line, "schema", "ecsprobe.line/1");
	json_string(&line, "type", type);
	json_string(&line, "version", report->version);
	json_time(&line, "time", report->time_s);
	json_string(&line, "instance_id", report->facts->identity.instance_id);
	return line;
}

/* The first failure stays the answer; the rest is then not worth printing. */
static void end(FILE *out, struct json *line, int *r)
{
	int printed = json_print(line, false, out);

	if (*r == 0)
		*r = printed;
}

int report_jsonl(FILE *out, const struct report *report, const struct render_style *style)
{
	struct json line = begin(report, "run");
	int r = 0;

	(void)style;
	json_put_run(&line, report);
	end(out, &line, &r);
	for (size_t i = 0; i < report->endpoint_count; i++) {
		line = begin(report, "endpoint");
		json_put_endpoint(&line, report->plan, &report->endpoints[i]);
		end(out, &line, &r);
	}
	for (size_t i = 0; i < report->findings.count; i++) {
		line = begin(report, "finding");
		json_put_finding(&line, report, finding_ranked(&report->findings, i));
		end(out, &line, &r);
	}
	line = begin(report, "agent");
	if (json_put_agent(&line, report))
		end(out, &line, &r);
	else
		json_drop(&line);
	line = begin(report, "action");
	if (json_put_action(&line, report->action))
		end(out, &line, &r);
	else
		json_drop(&line);
	line = begin(report, "api");
	if (json_put_api(&line, report->api))
		end(out, &line, &r);
	else
		json_drop(&line);
	return r;
}
