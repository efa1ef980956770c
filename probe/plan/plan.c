/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/plan.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/escape.h"

static const char unknown_account[] = "000000000000";
static const char all_services[] = "all";

static const char *value_of(const struct identity *identity, const char *name, size_t len)
{
	const struct {
		const char *name;
		const char *value;
	} values[] = {
		{ "region", identity->region },
		{ "suffix", identity->dns_suffix },
		{ "dual", identity->known_partition ? identity->known_partition->dual_dns_suffix
						    : identity->dns_suffix },
		{ "account", identity->account[0] ? identity->account : unknown_account },
	};

	for (size_t i = 0; i < ARRAY_SIZE(values); i++)
		if (strlen(values[i].name) == len && strncmp(values[i].name, name, len) == 0)
			return values[i].value;
	return "";
}

/* The values were validated where they came in, so the result is a host name
 * whenever it fits, and it always does for real Regions. */
static bool expand(char *out, size_t size, const char *pattern, const struct identity *identity)
{
	size_t used = 0;

	while (*pattern) {
		size_t len = strcspn(pattern, "{");
		const char *piece = pattern;

		if (len == 0) {
			size_t name = strcspn(pattern + 1, "}");

			piece = value_of(identity, pattern + 1, name);
			len = strlen(piece);
			pattern += name + 2;
		} else {
			pattern += len;
		}
		if (len >= size - used)
			return false;
		memcpy(out + used, piece, len);
		used += len;
	}
	out[used] = '\0';
	return used > 0;
}

enum { HTTPS_PORT = 443 };

/* How a --host is named in --skip, in findings and in the report. */
static void name_host(char out[static SERVICE_BYTES], const struct host_option *host)
{
	if (host->port == HTTPS_PORT)
		(void)copy_text(out, SERVICE_BYTES, host->name);
	else
		(void)snprintf(out, SERVICE_BYTES, "%s:%u", host->name, host->port);
}

static bool is_known_service(const struct options *options, const char *name)
{
	char service[SERVICE_BYTES];

	if (catalog_find(name))
		return true;
	for (size_t i = 0; i < options->hosts.count; i++) {
		name_host(service, &options->hosts.items[i]);
		if (strcmp(service, name) == 0)
			return true;
	}
	return false;
}

static int unknown_service(const char *option, const char *name, struct error *e)
{
	char known[256] = "";
	char shown[64];
	size_t used = 0;
	size_t count;
	const struct catalog_row *rows = catalog_table(&count);

	for (size_t i = 0; i < count && used < sizeof known; i++)
		used += (size_t)snprintf(known + used, sizeof known - used, "%s%s", i ? ", " : "",
					 rows[i].id);
	escape_text(shown, sizeof shown, name);
	return error_set(e, ERROR_USAGE, EINVAL, "--%s: found '%s', expected one of %s", option,
			 shown, known);
}

int plan_check(const struct options *options, struct error *e)
{
	const struct {
		const char *option;
		const struct string_list *list;
		bool all_allowed;
	} lists[] = {
		{ "service", &options->services, false },
		{ "skip", &options->skip, false },
		{ "require", &options->require, true },
		{ "optional", &options->optional, true },
	};

	for (size_t l = 0; l < ARRAY_SIZE(lists); l++) {
		for (size_t i = 0; i < lists[l].list->count; i++) {
			const char *name = lists[l].list->items[i];

			if (lists[l].all_allowed && strcmp(name, all_services) == 0)
				continue;
			if (!is_known_service(options, name))
				return unknown_service(lists[l].option, name, e);
		}
	}
	return 0;
}

/* A name beats "all", and naming beats the default. */
static bool is_required(const struct options *options, const char *service, bool by_default)
{
	if (string_list_has(&options->require, service))
		return true;
	if (string_list_has(&options->optional, service))
		return false;
	if (string_list_has(&options->require, all_services))
		return true;
	if (string_list_has(&options->optional, all_services))
		return false;
	return by_default;
}

/* The name that the agent would ask for (facts/ecs-agent.md 2.2): FIPS only by
 * AWS_USE_FIPS_ENDPOINT, dual-stack only on a host that is IPv6 alone. */
static const char *host_pattern(const struct catalog_row *row, const struct identity *identity)
{
	const char *pattern = row->host;

	if (identity->agent_fips && identity->agent_dual_stack)
		pattern = row->host_dual_fips;
	else if (identity->agent_dual_stack)
		pattern = row->host_dual;
	else if (identity->agent_fips)
		pattern = row->host_fips;
	return pattern ? pattern : row->host;
}

static struct target *add_target(struct plan *plan)
{
	plan->targets = xgrow(plan->targets, plan->count, sizeof *plan->targets);
	return &plan->targets[plan->count++];
}

/* A host of the user's own instead of the ecs name. */
static void take_backend(struct target *t, const struct identity *identity)
{
	if (!identity->agent_backend[0] || strcmp(t->service, "ecs") != 0)
		return;
	(void)copy_text(t->host, sizeof t->host, identity->agent_backend);
	t->port = identity->agent_backend_port;
	t->inferred = false;
	t->source = "the agent's own ECS_BACKEND_HOST or endpoint URL";
}

static int add_service(struct plan *plan, const struct options *options,
		       const struct identity *identity, const struct catalog_row *row,
		       struct error *e)
{
	const struct partition *partition = identity->known_partition;
	const char *prefix = partition ? partition_service_prefix(partition, row->id)
				       : "com.amazonaws";
	struct target *t = add_target(plan);

	t->row = row;
	t->port = HTTPS_PORT;
	t->dialled_by = row->dialled_by;
	t->required = is_required(options, row->id, row->required);
	/* Of a partition newer than this program only the names that are alike
	 * everywhere are sure. */
	t->inferred = partition ? !(row->documented & (1U << partition->id))
				: row->documented != CATALOG_IN_ALL;
	t->expect = row->expect == EXPECT_AUTO ? options->expect : row->expect;
	t->source = row->source;
	t->why = row->why;
	(void)copy_text(t->service, sizeof t->service, row->id);
	(void)snprintf(t->endpoint_service, sizeof t->endpoint_service, "%s.%s.%s", prefix,
		       identity->region, row->service_label);
	if (!expand(t->host, sizeof t->host, host_pattern(row, identity), identity))
		return error_set(e, ERROR_INTERNAL, ENAMETOOLONG,
				 "the host name of %s does not fit for Region %s", row->id,
				 identity->region);
	take_backend(t, identity);
	if (strstr(row->host, "{account}") && !identity->account[0])
		plan->account_unknown = true;
	return 0;
}

static void add_host(struct plan *plan, const struct options *options,
		     const struct host_option *host)
{
	char service[SERVICE_BYTES];
	struct target *t;

	name_host(service, host);
	for (size_t i = 0; i < plan->count; i++)
		if (strcmp(plan->targets[i].host, host->name) == 0 &&
		    plan->targets[i].port == host->port)
			return;
	if (string_list_has(&options->skip, service))
		return;
	t = add_target(plan);
	(void)copy_text(t->service, sizeof t->service, service);
	(void)copy_text(t->host, sizeof t->host, host->name);
	t->port = host->port;
	t->dialled_by = DIALLER_TASK;
	t->required = is_required(options, service, true);
	/* Nothing is known about a host of the user's own, so only what the
	 * user says of the path counts. */
	t->expect = options->expect == EXPECT_AUTO ? EXPECT_ANY : options->expect;
	t->source = "--host";
	t->why = "asked for on the command line";
}

/* A plan of optional services only could never be healthy or unhealthy: what
 * was asked for by name then counts, unless it was called optional too. */
static void require_something(struct plan *plan, const struct options *options)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->targets[i].required)
			return;
	for (size_t i = 0; i < plan->count; i++)
		if (string_list_has(&options->services, plan->targets[i].service))
			plan->targets[i].required =
				is_required(options, plan->targets[i].service, true);
}

static bool is_wanted(const struct options *options, const char *service)
{
	if (string_list_has(&options->skip, service))
		return false;
	return options->services.count == 0 || string_list_has(&options->services, service);
}

int plan_build(struct plan *plan, const struct options *options, const struct identity *identity,
	       struct error *e)
{
	size_t count;
	const struct catalog_row *rows = catalog_table(&count);
	struct plan built = { 0 };
	int r = plan_check(options, e);

	for (size_t i = 0; r == 0 && i < count; i++)
		if (is_wanted(options, rows[i].id))
			r = add_service(&built, options, identity, &rows[i], e);
	for (size_t i = 0; r == 0 && i < options->hosts.count; i++)
		add_host(&built, options, &options->hosts.items[i]);
	if (r == 0 && built.count == 0)
		r = error_set(e, ERROR_UNDECIDED, ENOENT,
			      "nothing to check: the options leave no service in the plan");
	if (r < 0) {
		plan_done(&built);
		return r;
	}
	require_something(&built, options);
	*plan = built;
	return 0;
}

bool plan_plain_host(const struct target *target, const struct identity *identity,
		     char out[static HOST_BYTES])
{
	return target->row && expand(out, HOST_BYTES, target->row->host, identity) &&
	       strcmp(out, target->host) != 0;
}

void plan_done(struct plan *plan)
{
	for (size_t i = 0; i < DIALLER_COUNT; i++) {
		text_wipe(plan->proxies[i].url);
		free(plan->proxies[i].url);
	}
	free(plan->targets);
	*plan = (struct plan){ 0 };
}
