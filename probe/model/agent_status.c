/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/agent_status.h"

#include <string.h>

/* 0 for a word that is not among them. */
static int index_of(const char *const *words, size_t count, const char *word)
{
	for (size_t i = 1; i < count; i++)
		if (strcmp(words[i], word) == 0)
			return (int)i;
	return 0;
}

enum unit_state unit_state(const struct unit_status *unit)
{
	static const char *const words[] = {
		[UNIT_STATE_ACTIVE] = "active",
		[UNIT_STATE_RELOADING] = "reloading",
		[UNIT_STATE_REFRESHING] = "refreshing",
		[UNIT_STATE_INACTIVE] = "inactive",
		[UNIT_STATE_FAILED] = "failed",
		[UNIT_STATE_ACTIVATING] = "activating",
		[UNIT_STATE_DEACTIVATING] = "deactivating",
		[UNIT_STATE_MAINTENANCE] = "maintenance",
	};

	return (enum unit_state)index_of(words, ARRAY_SIZE(words), unit->active);
}

struct part_sight agent_part_sight(const struct agent_status *status, enum agent_part part)
{
	const struct part_sight parts[AGENT_PART_COUNT] = {
		[AGENT_PART_UNIT] = { "unit", status->unit.sight, status->unit.why },
		[AGENT_PART_CONTAINER] = { "container", status->container.sight,
					   status->container.why },
		[AGENT_PART_METADATA] = { "introspection API", status->introspection.sight,
					  status->introspection.why },
		[AGENT_PART_CONFIG] = { "configuration", status->config.sight, status->config.why },
		[AGENT_PART_LOG] = { "log", status->path.log_sight, status->path.log_why },
		[AGENT_PART_PEERS] = { "connections", status->path.peers_sight,
				       status->path.peers_why },
		[AGENT_PART_RESOLVER] = { "nameservers", status->resolver.sight,
					  status->resolver.why },
	};

	return parts[part];
}

enum unit_load unit_load(const struct unit_status *unit)
{
	static const char *const words[] = {
		[UNIT_LOAD_LOADED] = "loaded",
		[UNIT_LOAD_MASKED] = "masked",
		[UNIT_LOAD_NOT_FOUND] = "not-found",
	};

	return (enum unit_load)index_of(words, ARRAY_SIZE(words), unit->load);
}

bool unit_is_down(const struct unit_status *unit)
{
	enum unit_state state = unit_state(unit);

	return state == UNIT_STATE_INACTIVE || state == UNIT_STATE_FAILED;
}

bool unit_is_disabled(const struct unit_status *unit)
{
	return strcmp(unit->file_state, "disabled") == 0;
}

/* "auto-restart" and "auto-restart-queued". */
bool unit_retries(const struct unit_status *unit)
{
	static const char waiting[] = "auto-restart";

	return strncmp(unit->sub, waiting, sizeof waiting - 1) == 0;
}

bool agent_container_is_by_hand(const struct agent_status *status)
{
	const struct container_status *container = &status->container;

	return container->sight == SIGHT_SEEN && container->restart_policy[0] &&
	       strcmp(container->restart_policy, "no") != 0;
}

bool agent_is_unfound(const struct agent_status *status)
{
	const struct unit_status *unit = &status->unit;
	bool dead = unit->sight == SIGHT_ABSENT ||
		    (unit->sight == SIGHT_SEEN &&
		     (unit_load(unit) == UNIT_LOAD_MASKED || unit_is_down(unit)));

	return status->introspection.sight == SIGHT_SEEN && dead &&
	       status->container.sight != SIGHT_UNKNOWN && !status->container.running;
}

enum runs_as agent_runs_as(const struct agent_status *status)
{
	static const enum runs_as without_unit[] = {
		[SIGHT_UNKNOWN] = RUNS_AS_UNKNOWN,
		[SIGHT_ABSENT] = RUNS_AS_ABSENT,
		[SIGHT_SEEN] = RUNS_AS_CONTAINER,
	};

	if (status->unit.sight == SIGHT_UNKNOWN)
		return !status->booted && agent_container_is_by_hand(status) ? RUNS_AS_CONTAINER
									     : RUNS_AS_UNKNOWN;
	if (status->unit.sight == SIGHT_ABSENT && agent_is_unfound(status))
		return RUNS_AS_UNKNOWN;
	if (status->unit.sight == SIGHT_ABSENT)
		return without_unit[status->container.sight];
	return status->unit.without_container ? RUNS_AS_UNIT_WITHOUT_CONTAINER : RUNS_AS_UNIT;
}

const char *image_cache_state_text(int state)
{
	switch (state) {
	case IMAGE_CACHE_UNKNOWN:
		return "the cache's state file is missing or has no number";
	case IMAGE_CACHE_EMPTY:
		return "the cache's state file says 'not cached'";
	case IMAGE_CACHE_CURRENT:
		return "the cache's state file says 'cached'";
	case IMAGE_CACHE_RELOAD:
		return "the cache's state file says 'load at the next start'";
	default:
		return "the cache's state file has an unknown number";
	}
}

const char *runs_as_name(enum runs_as runs_as)
{
	static const char *const names[] = {
		[RUNS_AS_UNKNOWN] = "unknown",
		[RUNS_AS_ABSENT] = "absent",
		[RUNS_AS_UNIT] = "unit",
		[RUNS_AS_UNIT_WITHOUT_CONTAINER] = "unit-without-container",
		[RUNS_AS_CONTAINER] = "container",
	};

	return names[runs_as];
}

const char *log_cause_name(enum log_cause cause)
{
	static const char *const names[] = {
		[LOG_CAUSE_NONE] = NULL,
		[LOG_CAUSE_PROXY] = "proxy",
		[LOG_CAUSE_X509] = "x509",
		[LOG_CAUSE_NO_SUCH_HOST] = "no-such-host",
		[LOG_CAUSE_DNS_TIMEOUT] = "dns-timeout",
		[LOG_CAUSE_DNS_FAILURE] = "dns-failure",
		[LOG_CAUSE_IO_TIMEOUT] = "io-timeout",
		[LOG_CAUSE_CLOCK] = "clock",
		[LOG_CAUSE_CREDENTIALS] = "credentials",
		[LOG_CAUSE_INACTIVE] = "inactive",
		[LOG_CAUSE_INVALID_CLUSTER] = "invalid-cluster",
		[LOG_CAUSE_ENDPOINT_POLICY] = "endpoint-policy",
		[LOG_CAUSE_IDENTITY_POLICY] = "identity-policy",
		[LOG_CAUSE_ORGANIZATION_POLICY] = "organization-policy",
		[LOG_CAUSE_DENIED] = "denied",
		[LOG_CAUSE_REFUSED] = "refused",
		[LOG_CAUSE_CLOUD_INIT] = "cloud-init",
		[LOG_CAUSE_CLUSTER_CHANGED] = "cluster-changed",
		[LOG_CAUSE_TYPE_CHANGED] = "type-changed",
		[LOG_CAUSE_INVALID_PARAMETER] = "invalid-parameter",
		[LOG_CAUSE_THROTTLED] = "throttled",
	};

	return names[cause];
}

const char *acs_word_name(enum acs_word word)
{
	static const char *const names[] = {
		[ACS_WORD_NONE] = "none",
		[ACS_WORD_DIALLING] = "dialling",
		[ACS_WORD_CONNECTED] = "connected",
		[ACS_WORD_FAILED] = "failed",
	};

	return names[word];
}

static void dockerd_done(struct dockerd_status *dockerd)
{
	char *const texts[] = { dockerd->https_proxy, dockerd->http_proxy, dockerd->no_proxy };

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		text_wipe(texts[i]);
		free(texts[i]);
	}
}

void agent_status_done(struct agent_status *status)
{
	struct string_list *environment = &status->container.environment;

	for (size_t i = 0; i < environment->count; i++)
		text_wipe(environment->items[i]);
	string_list_done(environment);
	dockerd_done(&status->dockerd);
	free(status->hosts.text);
	string_list_done(&status->tasks.ids);
	string_list_done(&status->config.changed);
	string_list_done(&status->config.unmodelled);
	string_list_done(&status->config.fatal);
	string_list_done(&status->config.refused);
	string_list_done(&status->config.unproven);
	string_list_done(&status->config.unread);
	*status = (struct agent_status){ 0 };
}

/* "arn:aws:ecs:REGION:ACCOUNT:container-instance/..." */
static const char *arn_field(const struct introspection *introspection, int before)
{
	const char *at = introspection->arn;

	for (int i = 0; i < before && at; i++) {
		at = strchr(at, ':');
		at += at ? 1 : 0;
	}
	return at;
}

bool agent_account(const struct introspection *introspection, char account[static 13])
{
	enum { FIELDS_BEFORE = 4, DIGITS = 12 };
	const char *at = arn_field(introspection, FIELDS_BEFORE);

	account[0] = '\0';
	if (!at || strspn(at, "0123456789") != DIGITS || at[DIGITS] != ':')
		return false;
	memcpy(account, at, DIGITS);
	account[DIGITS] = '\0';
	return true;
}

bool agent_arn_region(const struct introspection *introspection,
		      char region[static ARN_REGION_BYTES])
{
	enum { FIELDS_BEFORE = 3 };
	const char *at = arn_field(introspection, FIELDS_BEFORE);
	size_t len = at ? strcspn(at, ":") : 0;

	region[0] = '\0';
	if (len == 0 || len >= ARN_REGION_BYTES)
		return false;
	memcpy(region, at, len);
	region[len] = '\0';
	return true;
}
