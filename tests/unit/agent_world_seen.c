/* SPDX-License-Identifier: Apache-2.0 */
/* What a look at the agent saw. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent_world_parts.h"
#include "check.h"

static const int64_t second_us = 1000000;

static void set_seen(struct agent_world *w, const char *value)
{
	struct introspection *seen = &w->agent.introspection;

	seen->sight = strcmp(value, "unknown") == 0 ? SIGHT_UNKNOWN
		      : strcmp(value, "none") == 0  ? SIGHT_ABSENT
						    : SIGHT_SEEN;
	if (seen->sight == SIGHT_UNKNOWN)
		COPY(seen->why, "timed out");
	if (seen->sight == SIGHT_SEEN)
		COPY(seen->cluster, value);
}

static void set_container(struct agent_world *w, const char *value)
{
	struct container_status *container = &w->agent.container;

	container->sight = strcmp(value, "unknown") == 0 ? SIGHT_UNKNOWN
			   : strcmp(value, "none") == 0  ? SIGHT_ABSENT
							 : SIGHT_SEEN;
	container->running = strcmp(value, "running") == 0;
	COPY(container->state, value);
	if (container->sight == SIGHT_UNKNOWN)
		COPY(container->why, "permission denied");
	else
		set_seen(w, container->running ? "prod" : "none");
}

static void set_unit(struct agent_world *w, const char *value)
{
	struct unit_status *unit = &w->agent.unit;
	bool up = strcmp(value, "inactive") != 0 && strcmp(value, "failed") != 0;

	unit->sight = SIGHT_SEEN;
	if (strcmp(value, "unknown") == 0 || strcmp(value, "none") == 0) {
		unit->sight = strcmp(value, "none") == 0 ? SIGHT_ABSENT : SIGHT_UNKNOWN;
		COPY(unit->why, "the bus does not answer");
	} else if (strcmp(value, "masked") == 0 || strcmp(value, "bad") == 0) {
		COPY(unit->load, value);
		COPY(unit->active, "inactive");
	} else {
		COPY(unit->active, value);
		set_container(w, up ? "running" : "exited");
	}
}

/* KIND[,UNIT] */
static void set_owner(struct agent_world *w, const char *value)
{
	struct agent_owner *owner = &w->agent.owner;
	size_t len = strcspn(value, ",");

	for (int kind = OWNER_NONE; kind <= OWNER_UNCERTAIN; kind++) {
		const char *name = owner_kind_name((enum owner_kind)kind);

		if (strlen(name) == len && strncmp(name, value, len) == 0)
			owner->kind = (enum owner_kind)kind;
	}
	assert_true(owner->kind != OWNER_UNSEEN);
	COPY(owner->unit, value[len] ? value + len + 1 : "");
	COPY(owner->evidence, "process 7 (docker run) is in session-3.scope");
	owner->own = owner->kind == OWNER_UNIT;
}

static void set_cloud(struct agent_world *w, const char *value)
{
	struct unit_status *cloud = &w->agent.cloud_final;
	size_t len = strcspn(value, ",");

	cloud->sight = strcmp(value, "unknown") == 0 ? SIGHT_UNKNOWN : SIGHT_SEEN;
	COPY(cloud->why, "the bus does not answer");
	(void)snprintf(cloud->active, sizeof cloud->active, "%.*s", (int)len, value);
	cloud->job_queued = value[len] != '\0';
}

static void set_docker(struct agent_world *w, const char *value)
{
	struct unit_status *docker = &w->agent.docker;
	size_t len = strcspn(value, ",");

	docker->sight = strcmp(value, "unknown") == 0 ? SIGHT_UNKNOWN
			: strcmp(value, "none") == 0  ? SIGHT_ABSENT
						      : SIGHT_SEEN;
	(void)snprintf(docker->active, sizeof docker->active, "%.*s", (int)len, value);
	COPY(docker->sub, value[len] ? value + len + 1 : "");
}

static void set_started(struct agent_world *w, const char *value)
{
	int64_t ago_s = strtoll(value, NULL, 10);

	w->agent.unit.main_start_us = (WORLD_TIME_S - ago_s) * second_us;
	w->agent.unit.main_start_monotonic_us = (uint64_t)((UP_S - ago_s) * second_us);
	w->agent.container.started_us = w->agent.unit.main_start_us;
}

static void set_created(struct agent_world *w, const char *value)
{
	w->agent.container.created_us = (WORLD_TIME_S - strtoll(value, NULL, 10)) * second_us;
}

static void set_version(struct agent_world *w, const char *value)
{
	unsigned *numbers = w->agent.introspection.version_numbers;

	COPY(w->agent.introspection.version, value);
	if (sscanf(value, "%u.%u.%u", &numbers[0], &numbers[1], &numbers[2]) != 3)
		numbers[0] = numbers[1] = numbers[2] = 0;
}

static void set_changed(struct agent_world *w, const char *value)
{
	while (*value) {
		size_t len = strcspn(value, ",");

		string_list_add(&w->agent.config.changed, value, len);
		value += len + (value[len] == ',');
	}
}

static void set_fatal(struct agent_world *w, const char *value)
{
	string_list_add(&w->agent.config.fatal, value, strlen(value));
}

static void set_refused(struct agent_world *w, const char *value)
{
	string_list_add(&w->agent.config.refused, value, strlen(value));
}

static void set_unproven(struct agent_world *w, const char *value)
{
	string_list_add(&w->agent.config.unproven, value, strlen(value));
}

static void set_config(struct agent_world *w, const char *value)
{
	(void)value;
	w->agent.config.sight = SIGHT_UNKNOWN;
	COPY(w->agent.config.why, "permission denied");
	COPY(w->agent.config.file_unseen, "/etc/ecs/ecs.config: permission denied");
}

static void set_json(struct agent_world *w, const char *value)
{
	w->agent.config.json_newer = strcmp(value, "newer") == 0;
	w->agent.config.json_invalid = strcmp(value, "invalid") == 0;
	COPY(w->agent.config.json_detail, "line 3: a comma is missing");
}

static void set_cluster(struct agent_world *w, const char *value)
{
	struct config_evidence *config = &w->agent.config;

	config->cluster_sight = strcmp(value, "unknown") == 0 ? SIGHT_UNKNOWN
				: strcmp(value, "none") == 0  ? SIGHT_ABSENT
							      : SIGHT_SEEN;
	COPY(config->cluster, config->cluster_sight == SIGHT_SEEN ? value : "");
}

static void set_user_data(struct agent_world *w, const char *value)
{
	struct launch *launch = &w->world->facts.launch;

	launch->user_data_known = true;
	COPY(launch->user_data_cluster, strcmp(value, "none") == 0 ? "" : value);
}

static void set_unread(struct agent_world *w, const char *value)
{
	string_list_add(&w->agent.config.unread, value, strlen(value));
}

/* What the metadata service does with who has no token. */
static void set_tokens(struct agent_world *w, const char *value)
{
	w->world->facts.launch.tokens_required = strcmp(value, "required") == 0 ? SIGHT_SEEN
										: SIGHT_ABSENT;
}

/* cloud-init found no data source, or nobody can say; the user data that it did not run. */
static void set_fallback(struct agent_world *w, const char *value)
{
	static const char unread[] = "unread-";
	bool is_unread = strncmp(value, unread, strlen(unread)) == 0;

	value += is_unread ? strlen(unread) : 0;
	w->agent.cloud_fallback = is_unread ? SIGHT_UNKNOWN : SIGHT_SEEN;
	w->world->facts.launch.user_data_known = strcmp(value, "unknown") != 0;
	w->world->facts.launch.user_data_given = strcmp(value, "given") == 0;
}

static void set_lifecycle(struct agent_world *w, const char *value)
{
	w->world->facts.launch.lifecycle_known = true;
	COPY(w->world->facts.launch.lifecycle, strcmp(value, "none") == 0 ? "" : value);
}

static void set_log(struct agent_world *w, const char *value)
{
	struct path_evidence *path = &w->agent.path;

	path->log_sight = strcmp(value, "unknown") == 0 ? SIGHT_UNKNOWN : SIGHT_SEEN;
	COPY(path->log_why, "permission denied");
	COPY(path->log_host, value);
	path->log_numbered = strncmp(value, "ecs-a-", 6) == 0 || strncmp(value, "ecs-t-", 6) == 0;
}

static void set_peer(struct agent_world *w, const char *value)
{
	w->agent.path.peers[w->agent.path.peer_count++] = ip_of(value);
}

static void set_socket(struct agent_world *w, const char *value)
{
	struct path_evidence *path = &w->agent.path;
	char ip[IP_TEXT_BYTES];

	(void)snprintf(ip, sizeof ip, "%.*s", (int)strcspn(value, ","), value);
	set_peer(w, ip);
	path->connections[path->connection_count++] =
		(struct agent_connection){ .remote = ip_of(ip),
					   .inode = strtoull(strchr(value, ',') + 1, NULL, 10) };
}

static void set_acs(struct agent_world *w, const char *value)
{
	for (int i = ACS_WORD_NONE; i <= ACS_WORD_FAILED; i++)
		if (strcmp(acs_word_name((enum acs_word)i), value) == 0)
			w->agent.path.acs = (enum acs_word)i;
}

static int64_t seconds_ago(const char *value)
{
	return (WORLD_TIME_S - strtoll(value, NULL, 10)) * 1000000;
}

/* SECONDS ago: since then it fails, and has its last word. */
static void set_failing(struct agent_world *w, const char *value)
{
	struct path_evidence *path = &w->agent.path;

	if (path->acs != ACS_WORD_DIALLING)
		path->acs = ACS_WORD_FAILED;
	path->acs_subject = LOG_CONNECT_FAILED;
	path->acs_failing_since_us = seconds_ago(value);
	path->acs_time_us = seconds_ago("10");
	COPY(path->acs_error, "Failed to connect to ACS: went wrong");
	COPY(path->log_origin.place, "/var/log/ecs/ecs-agent.log");
}

static void set_said(struct agent_world *w, const char *value)
{
	w->agent.path.acs_time_us = seconds_ago(value);
}

static void set_subject(struct agent_world *w, const char *value)
{
	w->agent.path.acs_subject = strcmp(value, "closed") == 0 ? LOG_CLOSED : LOG_DISCOVER_FAILED;
}

static enum log_cause cause_of(const char *value)
{
	for (int i = LOG_CAUSE_NONE + 1; i < LOG_CAUSE_COUNT; i++)
		if (strcmp(log_cause_name((enum log_cause)i), value) == 0)
			return (enum log_cause)i;
	fail_msg("the test says the cause '%s'", value);
	return LOG_CAUSE_NONE;
}

static void set_cause(struct agent_world *w, const char *value)
{
	w->agent.path.acs_cause = cause_of(value);
}

/* Why it does not register. */
static void set_start_cause(struct agent_world *w, const char *value)
{
	w->agent.path.register_cause = cause_of(value);
	COPY(w->agent.path.register_error, "Error registering container instance: went wrong");
	COPY(w->agent.path.log_origin.place, "/var/log/ecs/ecs-agent.log");
}

static void set_last_cause(struct agent_world *w, const char *value)
{
	w->agent.path.last_cause = cause_of(value);
	COPY(w->agent.path.last_error, "Went wrong");
	COPY(w->agent.path.log_origin.place, "/var/log/ecs/ecs-agent.log");
}

static void set_roots(struct agent_world *w, const char *value)
{
	w->agent.roots.sight = SIGHT_SEEN;
	w->agent.roots.changed_us = seconds_ago(value);
	COPY(w->agent.roots.origin.place, "/etc/ssl/certs");
}

static void set_docker_roots(struct agent_world *w, const char *value)
{
	w->agent.docker_roots.sight = SIGHT_SEEN;
	w->agent.docker_roots.changed_us = seconds_ago(value);
	w->agent.docker.main_start_us = seconds_ago("1000000");
	COPY(w->agent.docker_roots.origin.place, "/etc/ssl/certs/corporate.pem");
}

/* The far end of the agent's own handshake that broke. */
static void set_handshake(struct agent_world *w, const char *value)
{
	w->agent.path.acs = ACS_WORD_FAILED;
	(void)snprintf(w->agent.path.acs_error, sizeof w->agent.path.acs_error,
		       "read tcp 10.0.1.50:40112->%.60s: i/o timeout", value);
}

/* Another client of the agent than that of ACS. */
static void set_last_handshake(struct agent_world *w, const char *value)
{
	(void)snprintf(w->agent.path.last_error, sizeof w->agent.path.last_error,
		       "read tcp 10.0.1.50:40112->%.60s: i/o timeout", value);
}

static void set_fingerprint(struct agent_world *w, const char *value)
{
	COPY(w->agent.config.fingerprint, value);
}

static void set_peers(struct agent_world *w, const char *value)
{
	(void)value;
	w->agent.path.peers_sight = SIGHT_UNKNOWN;
	COPY(w->agent.path.peers_why, "permission denied");
}

static void set_given(struct agent_world *w, const char *value)
{
	struct resolver_evidence *given = &w->agent.resolver;

	given->settings.nameserver_count = 0;
	given->sight = strcmp(value, "unknown") == 0 ? SIGHT_UNKNOWN : SIGHT_SEEN;
	while (given->sight == SIGHT_SEEN && *value) {
		size_t len = strcspn(value, ",");
		char ip[IP_TEXT_BYTES];

		(void)snprintf(ip, sizeof ip, "%.*s", (int)len, value);
		given->settings.nameservers[given->settings.nameserver_count++] = ip_of(ip);
		value += len + (value[len] == ',');
	}
}

/* The n-th name is pinned otherwise in the agent's own copy of /etc/hosts. */
static void set_own_pin(struct agent_world *w, const char *value)
{
	size_t n = strtoul(value, NULL, 10);

	assert_true(n < w->world->outcomes.count);
	w->world->outcomes.items[n]->repinned = true;
}

static void set_nameserver(struct agent_world *w, const char *value)
{
	struct host_facts *host = &w->world->facts.host;

	host->resolver.nameservers[host->resolver.nameserver_count++] = ip_of(value);
}

static void set_uplink(struct agent_world *w, const char *value)
{
	struct host_facts *host = &w->world->facts.host;

	host->stub_uplinks[host->stub_uplink_count++] = ip_of(value);
}

static void set_image(struct agent_world *w, const char *value)
{
	w->agent.image.loaded = strcmp(value, "none") == 0 ? SIGHT_ABSENT : SIGHT_UNKNOWN;
}

static void set_imds(struct agent_world *w, const char *value)
{
	struct imds_status *imds = &w->world->facts.imds;

	imds->asked = strcmp(value, "unasked") != 0;
	if (imds->asked)
		assert_true(code_parse(value, &imds->code));
}

static void set_keys(struct agent_world *w, const char *value)
{
	w->agent.config.own_credentials = strcmp(value, "own") == 0 ? SIGHT_SEEN : SIGHT_ABSENT;
}

static void set_role(struct agent_world *w, const char *value)
{
	struct instance_role *role = &w->world->facts.role;

	role->sight = strcmp(value, "none") == 0 ? SIGHT_ABSENT : SIGHT_SEEN;
	if (role->sight == SIGHT_SEEN)
		COPY(role->code, value);
}

static void set_tasks(struct agent_world *w, const char *value)
{
	struct task_endpoint *seen = &w->agent.task_endpoint;

	seen->for_tasks = seen->for_host = seen->served = SIGHT_SEEN;
	seen->led = strcmp(value, "nowhere") == 0 ? SIGHT_ABSENT : SIGHT_SEEN;
	seen->forwarded = strcmp(value, "unforwarded") == 0 ? SIGHT_ABSENT : SIGHT_SEEN;
}

static void set_data(struct agent_status *agent, const char *value)
{
	bool elsewhere = strcmp(value, "elsewhere") == 0;

	agent->container.data_outside = strcmp(value, "inside") == 0 ? SIGHT_ABSENT : SIGHT_SEEN;
	agent->state.at_ecs_init = elsewhere ? SIGHT_ABSENT : SIGHT_SEEN;
	agent->state.file = strcmp(value, "deleted") == 0 ? SIGHT_ABSENT : SIGHT_SEEN;
	COPY(agent->container.data_place, elsewhere ? "/opt/data" : "/var/lib/ecs/data");
}

static bool set_text(struct agent_world *w, const char *key, const char *value)
{
	struct agent_status *a = &w->agent;

	if (strcmp(key, "name") == 0)
		COPY(a->unit.name, value);
	else if (strcmp(key, "policy") == 0)
		COPY(a->container.restart_policy, value);
	else if (strcmp(key, "sub") == 0)
		COPY(a->unit.sub, value);
	else if (strcmp(key, "result") == 0)
		COPY(a->unit.result, value);
	else if (strcmp(key, "ended") == 0) {
		a->unit.main_code = CLD_EXITED;
		a->unit.main_status = (int)strtol(value, NULL, 10);
		COPY(a->unit.result, "exit-code");
	} else if (strcmp(key, "exit") == 0)
		a->container.exit_code = (int)strtol(value, NULL, 10);
	else if (strcmp(key, "fault") == 0)
		a->owner.fault = (enum owner_fault)strtol(value, NULL, 10);
	else if (strcmp(key, "data") == 0)
		set_data(a, value);
	else if (strcmp(key, "cache") == 0)
		a->image.cache_state = (int)strtol(value, NULL, 10);
	else
		return false;
	return true;
}

bool agent_world_see(struct agent_world *w, const char *key, const char *value)
{
	static const struct {
		const char *key;
		void (*set)(struct agent_world *w, const char *value);
	} rows[] = {
		{ "unit", set_unit },
		{ "container", set_container },
		{ "cloud", set_cloud },
		{ "docker", set_docker },
		{ "started", set_started },
		{ "created", set_created },
		{ "seen", set_seen },
		{ "version", set_version },
		{ "changed", set_changed },
		{ "fatal", set_fatal },
		{ "refused", set_refused },
		{ "unproven", set_unproven },
		{ "config", set_config },
		{ "json", set_json },
		{ "cluster", set_cluster },
		{ "user-data", set_user_data },
		{ "lifecycle", set_lifecycle },
		{ "log", set_log },
		{ "peer", set_peer },
		{ "socket", set_socket },
		{ "acs", set_acs },
		{ "failing", set_failing },
		{ "said", set_said },
		{ "roots", set_roots },
		{ "docker-roots", set_docker_roots },
		{ "subject", set_subject },
		{ "cause", set_cause },
		{ "start-cause", set_start_cause },
		{ "last-cause", set_last_cause },
		{ "handshake", set_handshake },
		{ "last-handshake", set_last_handshake },
		{ "fingerprint", set_fingerprint },
		{ "peers", set_peers },
		{ "given", set_given },
		{ "own-pin", set_own_pin },
		{ "nameserver", set_nameserver },
		{ "uplink", set_uplink },
		{ "image", set_image },
		{ "imds", set_imds },
		{ "role", set_role },
		{ "keys", set_keys },
		{ "tasks", set_tasks },
		{ "owner", set_owner },
		{ "tokens", set_tokens },
		{ "fallback", set_fallback },
		{ "unread", set_unread },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (strcmp(rows[i].key, key) == 0) {
			rows[i].set(w, value);
			return true;
		}
	}
	return set_text(w, key, value);
}

void agent_world_fill(struct agent_world *w)
{
	struct agent_status *a = &w->agent;

	a->looked = a->booted = a->privileged = a->unit.by_ecs_init = true;
	a->cloud_fallback = SIGHT_ABSENT;
	COPY(a->unit.name, "ecs.service");
	COPY(a->unit.load, "loaded");
	COPY(a->unit.file_state, "enabled");
	COPY(a->unit.sub, "running");
	COPY(a->unit.result, "success");
	COPY(a->introspection.arn, "arn:aws:ecs:us-east-1:111122223333:container-instance/prod/1");
	set_unit(w, "active");
	set_docker(w, "active");
	set_version(w, "1.98.0");
	set_cluster(w, "prod");
	set_log(w, "ecs-a.us-east-1.amazonaws.com");
	set_given(w, "10.0.0.2");
	set_started(w, "1000000");
	a->container.created_us = a->container.started_us;
	set_data(a, "outside");
	a->path.acs = ACS_WORD_CONNECTED;
	a->config.sight = a->path.peers_sight = SIGHT_SEEN;
	a->image =
		(struct image_evidence){ .loaded = SIGHT_SEEN, .cached = true, .cache_state = 1 };
	a->tasks.sight = SIGHT_SEEN;
}
