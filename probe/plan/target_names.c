/* SPDX-License-Identifier: Apache-2.0 */
#include "target_names.h"

#include "ecsprobe/catalog.h"
#include <stdio.h>
#include <string.h>

static const char unknown_account[] = "000000000000";

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

/* The name that the client would ask for: by the options for every service,
 * else by the agent's own settings for its own clients: FIPS only by
 * AWS_USE_FIPS_ENDPOINT, dual-stack on a host that is IPv6 alone, and by
 * AWS_USE_DUALSTACK_ENDPOINT, which the SDK reads where it reads the other.  The
 * client of dockerd's awslogs driver reads both in dockerd's own environment
 * (daemon/logger/awslogs/cloudwatchlogs.go of moby). */
static enum name_variant wanted_variant(const struct target *t, const struct options *options,
					const struct identity *identity)
{
	/* The SSM agent reads none of them. */
	unsigned follows = t->dialled_by == DIALLER_SSM_AGENT ? 0 : t->row->follows_agent;
	bool follows_dual = follows & (1U << NAME_DUAL);
	bool follows_fips = follows & (1U << NAME_FIPS);
	bool as_dockerd_dual = t->row->follows_dockerd & (1U << NAME_DUAL);
	bool as_dockerd_fips = t->row->follows_dockerd & (1U << NAME_FIPS);
	unsigned variant = NAME_PLAIN;

	if (options->dual_stack || (identity->agent_dual_stack && follows_dual) ||
	    (identity->agent_sdk_dual_stack && follows_fips) ||
	    (identity->dockerd_dual_stack && as_dockerd_dual))
		variant |= NAME_DUAL;
	if (options->fips || (identity->agent_fips && follows_fips) ||
	    (identity->dockerd_fips && as_dockerd_fips))
		variant |= NAME_FIPS;
	return (enum name_variant)variant;
}

bool target_name_as(struct target *t, const struct identity *identity)
{
	const struct partition *partition = identity->known_partition;
	const char *label;

	if (!expand(t->host, sizeof t->host, catalog_host(t->row, partition, &t->variant),
		    identity))
		return false;
	t->provenance = catalog_provenance(t->row, partition);
	t->may_not_exist = identity->partition_assumed ||
			   !catalog_is_everywhere(t->row, t->variant);
	t->unoffered = catalog_unoffered(t->row, partition, identity->region, t->variant);
	label = catalog_service_label(t->row, partition, t->variant, &t->endpoint_note);
	if (t->unoffered)
		t->endpoint_note = NULL;
	else if (label)
		(void)snprintf(t->endpoint_service, sizeof t->endpoint_service, "%s.%s.%s",
			       partition_service_prefix(identity->region, label), identity->region,
			       label);
	return true;
}

bool target_name(struct target *t, const struct options *options, const struct identity *identity)
{
	t->variant = wanted_variant(t, options, identity);
	return target_name_as(t, identity);
}

bool target_has_account(const struct target *t)
{
	return t->row && strstr(t->row->hosts[NAME_PLAIN], "{account}") &&
	       strncmp(t->host, unknown_account, sizeof unknown_account - 1) == 0;
}

void target_name_account(struct plan *plan, struct target *t, const struct identity *identity)
{
	/* It fits: it is as long as it was. */
	t->unnamed = !target_name_as(t, identity);
	plan->account_unknown = !identity->account[0];
}

bool plan_plain_host(const struct target *target, const struct identity *identity,
		     char out[static HOST_BYTES])
{
	enum name_variant plain = NAME_PLAIN;

	/* What goes by its host has no other name. */
	return target->row && strcmp(target->service, target->row->id) == 0 &&
	       expand(out, HOST_BYTES, catalog_host(target->row, identity->known_partition, &plain),
		      identity) &&
	       strcmp(out, target->host) != 0;
}

bool plan_dual_host(const struct target *target, const struct identity *identity,
		    char out[static HOST_BYTES])
{
	/* As s3 has it; no page and no log shows it. */
	static const char layers[] =
		"prod-{region}-starport-layer-bucket.s3.dualstack.{region}.{suffix}";
	enum name_variant variant = NAME_DUAL;
	const char *host;

	if (!target->row || strcmp(target->service, target->row->id) != 0 ||
	    target->variant != NAME_PLAIN)
		return false;
	if (strcmp(target->service, SERVICE_ECR_LAYERS) == 0)
		return expand(out, HOST_BYTES, layers, identity);
	host = catalog_host(target->row, identity->known_partition, &variant);
	return strcmp(target->service, SERVICE_ECR_DKR) == 0 && variant == NAME_DUAL &&
	       expand(out, HOST_BYTES, host, identity);
}

struct target *plan_add(struct plan *plan, const struct target *like)
{
	struct target *t = xcalloc(1, sizeof *t);

	*t = *like;
	plan->targets = xgrow(plan->targets, plan->count, sizeof(struct target *));
	plan->targets[plan->count++] = t;
	return t;
}

struct target *target_find(struct plan *plan, const char *host, uint16_t port)
{
	for (size_t i = 0; i < plan->count; i++)
		if (strcmp(plan->targets[i]->host, host) == 0 && plan->targets[i]->port == port)
			return plan->targets[i];
	return NULL;
}
