/* SPDX-License-Identifier: Apache-2.0 */
#include "agent_world.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static const char around[] =
	"ecs: route53=10.0.1.10 ecs-agent: route53=10.0.1.11 ecs-telemetry: route53=10.0.1.12";
static const char boot_id[] = "6a1f3a52-0000-4000-8000-000000000001";
static const int64_t second_us = 1000000;
enum { UP_S = 2000000, LONG_AGO_S = 1000000 };

/* Words of state that are copied as they are. */
#define COPY(out, text) (void)copy_text(out, sizeof(out), text)

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

static void set_config(struct agent_world *w, const char *value)
{
	(void)value;
	w->agent.config.sight = SIGHT_UNKNOWN;
	COPY(w->agent.config.why, "permission denied");
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

static void set_peers(struct agent_world *w, const char *value)
{
	(void)value;
	w->agent.path.peers_sight = SIGHT_UNKNOWN;
	COPY(w->agent.path.peers_why, "permission denied");
}

static void set_given(struct agent_world *w, const char *value)
{
	struct resolver_evidence *given = &w->agent.resolver;

	given->nameserver_count = 0;
	given->sight = strcmp(value, "unknown") == 0 ? SIGHT_UNKNOWN : SIGHT_SEEN;
	while (given->sight == SIGHT_SEEN && *value) {
		size_t len = strcspn(value, ",");
		char ip[IP_TEXT_BYTES];

		(void)snprintf(ip, sizeof ip, "%.*s", (int)len, value);
		given->nameservers[given->nameserver_count++] = ip_of(ip);
		value += len + (value[len] == ',');
	}
}

static void set_nameserver(struct agent_world *w, const char *value)
{
	struct host_facts *host = &w->world->facts.host;

	host->nameservers[host->nameserver_count++] = ip_of(value);
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

static enum action_result result_of(const char *word)
{
	for (int i = 0; i < RESULT_COUNT; i++)
		if (strcmp(action_result_name((enum action_result)i), word) == 0)
			return (enum action_result)i;
	return RESULT_COUNT;
}

static void set_action(struct agent_world *w, const char *value)
{
	size_t len = strcspn(value, ",");

	w->before = (struct action){ .asked = true, .kind = ACTION_RESTART_UNIT };
	for (int i = 0; i < REASON_COUNT; i++) {
		const char *name = action_reason_name((enum action_reason)i);

		if (strlen(name) == len && strncmp(name, value, len) == 0)
			w->before.reason = (enum action_reason)i;
	}
	if (w->before.reason <= REASON_NO_AGENT)
		w->before.kind = ACTION_NONE;
	if (value[len])
		w->before.result = result_of(value + len + 1);
	string_list_add(&w->before.evidence, "agent-stale-config: HTTP_PROXY", 30);
	COPY(w->before.detail, "the unit is active, port 51678 refuses");
	w->world->report.action = &w->before;
}

/* The fingerprint of the world's own evidence is filled in once it is known. */
static const char same[] = "same";

static void set_past(struct agent_world *w, const char *value)
{
	struct history_entry *entry = history_add(&w->history);
	char *copy = xstrdup(value);
	char *rest = copy;
	uint64_t ago_us = strtoull(strsep(&rest, ","), NULL, 10) * (uint64_t)second_us;
	char *word;

	entry->at = w->policy.now;
	entry->at.boottime_us -= ago_us;
	entry->at.time_s -= (int64_t)(ago_us / (uint64_t)second_us);
	entry->kind = ACTION_RESTART_UNIT;
	entry->result = RESULT_RESTARTED;
	while ((word = strsep(&rest, ","))) {
		if (strcmp(word, "stood") == 0)
			entry->evidence_stood = true;
		else if (strcmp(word, same) == 0)
			COPY(entry->fingerprint, same);
		else if (strcmp(word, "other") == 0)
			COPY(entry->fingerprint, "00000000deadbeef");
		else if (strcmp(word, "defer") == 0)
			entry->kind = ACTION_DEFER;
		else if (result_of(word) < RESULT_COUNT)
			entry->result = result_of(word);
		else
			fail_msg("the test says '%s' of the past", word);
	}
	free(copy);
}

static void set_history(struct agent_world *w, const char *value)
{
	w->no_history = strcmp(value, "none") == 0;
	w->history.lost = !w->no_history;
}

static void set_expect(struct agent_world *w, const char *value)
{
	for (int i = EXPECT_AUTO; i <= EXPECT_ANY; i++)
		if (strcmp(expect_name((enum expect)i), value) == 0)
			w->world->policy.expect = (enum expect)i;
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
	else if (strcmp(key, "cache") == 0)
		a->image.cache_state = (int)strtol(value, NULL, 10);
	else
		return false;
	return true;
}

static void set_value(struct agent_world *w, const char *key, const char *value)
{
	static const struct {
		const char *key;
		void (*set)(struct agent_world *w, const char *value);
	} rows[] = {
		{ "unit", set_unit },           { "container", set_container },
		{ "cloud", set_cloud },         { "docker", set_docker },
		{ "started", set_started },     { "created", set_created },
		{ "seen", set_seen },           { "version", set_version },
		{ "changed", set_changed },     { "fatal", set_fatal },
		{ "config", set_config },       { "json", set_json },
		{ "cluster", set_cluster },     { "user-data", set_user_data },
		{ "lifecycle", set_lifecycle }, { "log", set_log },
		{ "peer", set_peer },           { "peers", set_peers },
		{ "given", set_given },         { "nameserver", set_nameserver },
		{ "uplink", set_uplink },       { "image", set_image },
		{ "imds", set_imds },           { "action", set_action },
		{ "past", set_past },           { "history", set_history },
		{ "expect", set_expect },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (strcmp(rows[i].key, key) == 0) {
			rows[i].set(w, value);
			return;
		}
	}
	if (!set_text(w, key, value))
		fail_msg("the test says '%s=%s' of the agent", key, value);
}

static void set_flag(struct agent_world *w, const char *word)
{
	struct agent_status *a = &w->agent;
	const struct {
		const char *word;
		bool *flag, value;
	} rows[] = {
		{ "job", &a->unit.job_queued, true },
		{ "after-cloud", &a->unit.after_cloud_final, true },
		{ "without-container", &a->unit.without_container, true },
		{ "no-systemd", &a->booted, false },
		{ "not-root", &a->privileged, false },
		{ "nobody-looked", &a->looked, false },
		{ "own-dns", &a->resolver.own_dns, true },
		{ "external", &a->config.external, true },
		{ "warm-check", &a->config.warm_pool_check, true },
		{ "uncached", &a->image.cached, false },
		{ "updating", &a->image.update_pending, true },
		{ "bad-backend", &w->world->facts.host.agent_backend_unusable, true },
		{ "force", &w->policy.force, true },
		{ "allow-upgrade", &w->policy.allow_upgrade, true },
		{ "require", &w->world->policy.require_agent, true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (strcmp(rows[i].word, word) != 0)
			continue;
		*rows[i].flag = rows[i].value;
		return;
	}
	if (strcmp(word, "disabled") == 0)
		COPY(a->unit.file_state, "disabled");
	else if (strcmp(word, "unregistered") == 0)
		a->introspection.arn[0] = '\0';
	else if (strcmp(word, "again") == 0)
		a->unit.active_exit_monotonic_us = a->unit.main_start_monotonic_us - 1;
	else if (strcmp(word, "if-stale") == 0)
		w->policy.mode = RESTART_IF_STALE;
	else
		fail_msg("the test says '%s' of the agent", word);
}

static void fill_agent(struct agent_world *w)
{
	struct agent_status *a = &w->agent;

	a->looked = a->booted = a->privileged = true;
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
	a->config.sight = a->path.peers_sight = SIGHT_SEEN;
	a->image =
		(struct image_evidence){ .loaded = SIGHT_SEEN, .cached = true, .cache_state = 1 };
	a->tasks.sight = SIGHT_SEEN;
}

static void fill_policy(struct agent_world *w)
{
	w->policy = (struct remedy_policy){
		.mode = RESTART_ALWAYS,
		.now = { .time_s = WORLD_TIME_S, .boottime_us = (uint64_t)UP_S * 1000000 },
		.now_monotonic_us = (uint64_t)UP_S * 1000000,
		.cool_down_us = UINT64_C(600000000),
		.window_us = UINT64_C(21600000000),
		.maximum = 3,
	};
	COPY(w->policy.now.boot_id, boot_id);
}

struct agent_world *agent_world_new(const char *text)
{
	struct agent_world *w = xcalloc(1, sizeof *w);
	char *copy = xstrdup(text);
	char *bar = strstr(copy, "| ");
	char *rest = copy;
	char *word;

	if (bar)
		*bar = '\0';
	w->world = world_new(bar ? bar + 2 : around);
	w->world->report.agent = &w->agent;
	fill_agent(w);
	fill_policy(w);
	while ((word = strsep(&rest, " "))) {
		char *value = strchr(word, '=');

		if (!*word)
			continue;
		if (value)
			*value++ = '\0';
		if (value)
			set_value(w, word, value);
		else
			set_flag(w, word);
	}
	if (!w->world->facts.host.nameserver_count)
		set_nameserver(w, "10.0.0.2");
	free(copy);
	return w;
}

void agent_world_judge(struct agent_world *w)
{
	world_judge(w->world);
}

static void know_the_same(struct agent_world *w)
{
	struct string_list evidence = { 0 };
	char fingerprint[17];

	remedy_evidence(&w->world->report, &evidence, fingerprint);
	for (size_t i = 0; i < w->history.count; i++)
		if (strcmp(w->history.entries[i].fingerprint, same) == 0)
			COPY(w->history.entries[i].fingerprint, fingerprint);
	string_list_done(&evidence);
}

void agent_world_decide(struct agent_world *w)
{
	agent_world_judge(w);
	know_the_same(w);
	w->action.asked = true;
	remedy(&w->action, &w->world->report, w->no_history ? NULL : &w->history, &w->policy);
}

void agent_world_free(struct agent_world *w)
{
	action_done(&w->action);
	action_done(&w->before);
	agent_status_done(&w->agent);
	world_free(w->world);
	free(w);
}

char *agent_world_findings(const struct agent_world *w)
{
	const struct findings *findings = &w->world->report.findings;
	char *text = xstrdup("");

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *f = &findings->items[i];
		char *longer;

		if (strncmp(code_name(f->code), "agent-", 6) != 0)
			continue;
		longer = xasprintf("%s%s%s:%s", text, *text ? " " : "", severity_name(f->severity),
				   code_name(f->code));
		free(text);
		text = longer;
	}
	return text;
}
