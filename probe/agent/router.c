/* SPDX-License-Identifier: Apache-2.0 */
/* FireLens: the destinations of a task's log router, as the agent wrote them to files
 * (agent/taskresource/firelens of aws/amazon-ecs-agent). */
#include <stdio.h>
#include <string.h>

#include "ecsprobe/facts.h"
#include "ecsprobe/util.h"
#include "workload_parse.h"

/* Output plugins by the name that the task definition gives; of Fluent Bit those in
 * C and those in Go, and Fluentd's. */
static const struct {
	const char *plugin, *service; /* service NULL: the log does not leave the instance */
	bool regionless;              /* without a Region it takes one of its own */
} plugins[] = {
	{ "cloudwatch_logs", "logs", false },
	{ "cloudwatch", "logs", false },
	{ "kinesis_firehose", "kinesis-firehose", false },
	{ "firehose", "kinesis-firehose", false },
	{ "kinesis_streams", "kinesis-streams", false },
	{ "kinesis", "kinesis-streams", false },
	{ "s3", "s3", true },
	{ "null", NULL, false },
	{ "stdout", NULL, false },
};

struct router {
	struct workload *workload;
	bool in_output;
	const char *service; /* of the output that is being read; NULL: none */
	char region[REGION_BYTES];
	bool regionless; /* of the plugin */
	bool assumes;    /* a role, which STS hands out */
	bool unclear;    /* its Region or host is set in a way that is not followed */
};

static void add_routed(struct router *r, const char *service)
{
	char text[64];

	(void)snprintf(text, sizeof text, "%s%s%s", service, r->region[0] ? "/" : "", r->region);
	workload_add(r->workload, &r->workload->routed, text);
}

static void finish_output(struct router *r)
{
	if (r->service && (r->unclear || (r->regionless && !r->region[0]))) {
		r->workload->routed_elsewhere = true;
	} else if (r->service) {
		add_routed(r, r->service);
		if (r->assumes)
			add_routed(r, "sts");
	}
	r->service = NULL;
	r->region[0] = '\0';
	r->unclear = r->assumes = false;
}

static void begin_output(struct router *r, const char *plugin)
{
	finish_output(r);
	for (size_t i = 0; r->in_output && i < ARRAY_SIZE(plugins); i++) {
		if (strcasecmp(plugins[i].plugin, plugin) == 0) {
			r->service = plugins[i].service;
			r->regionless = plugins[i].regionless;
			return;
		}
	}
	r->workload->routed_elsewhere |= r->in_output;
}

/* "[OUTPUT]" of Fluent Bit, "<match TAG>" of Fluentd, "outputs:" of YAML. */
static bool is_section(struct router *r, const char *key, const char *value)
{
	static const char *const lists[] = { "outputs", "inputs", "filters" };

	if (*key == '[' || *key == '<') {
		finish_output(r);
		r->in_output = strcasecmp(key, "[OUTPUT]") == 0 || strcmp(key, "<match") == 0;
		return true;
	}
	for (size_t i = 0; !*value && i < ARRAY_SIZE(lists); i++) {
		if (strcmp(key, lists[i]) != 0)
			continue;
		finish_output(r);
		r->in_output = i == 0;
		return true;
	}
	return false;
}

static bool is_one_of(const char *key, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcasecmp(key, names[i]) == 0)
			return true;
	return false;
}

static void read_option(struct router *r, const char *key, const char *value)
{
	/* Fluentd's S3 has its own words. */
	static const char *const regions[] = { "region", "s3_region" };
	static const char *const hosts[] = { "endpoint", "s3_endpoint", "sts_endpoint" };
	bool is_region = is_one_of(key, regions, ARRAY_SIZE(regions));

	if (is_section(r, key, value))
		return;
	if (strcasecmp(key, "name") == 0 || strcmp(key, "@type") == 0)
		begin_output(r, value);
	else if (strcasecmp(key, "@include") == 0 || strcmp(key, "includes") == 0)
		r->workload->routed_elsewhere = true;
	else if (is_region && region_is_wellformed(value))
		(void)copy_text(r->region, sizeof r->region, value);
	else if (is_region || is_one_of(key, hosts, ARRAY_SIZE(hosts)))
		r->unclear = true;
	else if (strcasecmp(key, "role_arn") == 0)
		r->assumes = true;
}

static const char around[] = " \t\r\"'";

/* "KEY VALUE", or "- KEY: VALUE" of YAML. */
static void read_line(struct router *r, char *line)
{
	char *key = text_trim(line, around);
	char *value;
	size_t len;

	if (strncmp(key, "- ", 2) == 0)
		key = text_trim(key + 2, around);
	len = strcspn(key, " \t");
	value = key + len;
	if (*value)
		*value++ = '\0';
	if (len && key[len - 1] == ':')
		key[len - 1] = '\0';
	if (*key && *key != '#')
		read_option(r, key, text_trim(value, around));
}

void workload_parse_router(struct workload *workload, const char *text)
{
	struct router r = { .workload = workload };
	char *copy = xstrdup(text);
	char *rest = copy;
	char *line;

	while ((line = strsep(&rest, "\n")))
		read_line(&r, line);
	finish_output(&r);
	text_wipe_bytes(copy, strlen(text));
	free(copy);
}
