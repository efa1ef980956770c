/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "saved_parts.h"

enum { MOST_TASKS = 4096 };

SAVED_WORDS(owner_kind_name, enum owner_kind)
SAVED_WORDS(owner_fault_text, enum owner_fault)
SAVED_WORDS(acs_word_name, enum acs_word)
SAVED_WORDS(log_cause_name, enum log_cause)
SAVED_WORDS(action_kind_name, enum action_kind)
SAVED_WORDS(action_reason_name, enum action_reason)
SAVED_WORDS(action_result_name, enum action_result)

/* A part that was looked at ("known"), or could not be. */
static int take_known(const struct saved_reader *reader, const struct saved_place *at,
		      sd_json_variant *value, enum sight *sight)
{
	if (!sd_json_variant_is_boolean(value))
		return saved_refuse(reader, at, "expected true or false");
	*sight = sd_json_variant_boolean(value) ? SIGHT_SEEN : SIGHT_UNKNOWN;
	return 0;
}

/* --- its unit and its container -------------------------------------------- */

static SAVED_TAKES(take_unit_known)
{
	return take_known(reader, at, value, &((struct unit_status *)base)->sight);
}

static SAVED_TAKES(take_main_code)
{
	static const struct {
		const char *word;
		int code;
	} words[] = { { "exited", CLD_EXITED },
		      { "killed", CLD_KILLED },
		      { "dumped", CLD_DUMPED } };
	const char *text = saved_text(reader, at, value);

	for (size_t i = 0; text && i < ARRAY_SIZE(words); i++) {
		if (strcmp(words[i].word, text) != 0)
			continue;
		((struct unit_status *)base)->main_code = words[i].code;
		return 0;
	}
	return text ? saved_refuse(reader, at, "expected exited, killed or dumped") : -EINVAL;
}

static const struct saved_field unit_rows[] = {
	{ "known", .as.call = take_unit_known, .kind = SAVED_CALL, .required = true },
	{ "why", SAVED_AT(struct unit_status, why), .kind = SAVED_TEXT },
	{ "name", SAVED_AT(struct unit_status, name), .kind = SAVED_TEXT },
	{ "load", SAVED_AT(struct unit_status, load), .kind = SAVED_TEXT },
	{ "active", SAVED_AT(struct unit_status, active), .kind = SAVED_TEXT },
	{ "sub", SAVED_AT(struct unit_status, sub), .kind = SAVED_TEXT },
	{ "result", SAVED_AT(struct unit_status, result), .kind = SAVED_TEXT },
	{ "file_state", SAVED_AT(struct unit_status, file_state), .kind = SAVED_TEXT },
	{ "main_code", .as.call = take_main_code, .kind = SAVED_CALL },
	{ "main_status", SAVED_AT(struct unit_status, main_status), .kind = SAVED_INTEGER },
	{ "main_pid", SAVED_AT(struct unit_status, main_pid), .kind = SAVED_NUMBER },
	{ "restarts", SAVED_AT(struct unit_status, restarts), .kind = SAVED_NUMBER },
	{ "started", SAVED_AT(struct unit_status, main_start_us), .kind = SAVED_TIME_US },
	{ "job_queued", SAVED_AT(struct unit_status, job_queued), .kind = SAVED_BOOL },
};
static const struct saved_fields unit_fields = { SAVED_FIELDS(unit_rows) };

static SAVED_TAKES(take_unit)
{
	return saved_read(reader, at, value, &unit_fields, &((struct agent_status *)base)->unit);
}

/* Beside the agent's: "absent", or how active it is. */
static int take_neighbour(const struct saved_reader *reader, const struct saved_place *at,
			  sd_json_variant *value, const char *name, struct unit_status *unit)
{
	const char *text = saved_text(reader, at, value);

	if (!text)
		return -EINVAL;
	unit->sight = strcmp(text, "absent") == 0 ? SIGHT_ABSENT : SIGHT_SEEN;
	(void)copy_text(unit->name, sizeof unit->name, name);
	(void)copy_text(unit->active, sizeof unit->active, unit->sight == SIGHT_SEEN ? text : "");
	return 0;
}

static SAVED_TAKES(take_docker)
{
	return take_neighbour(reader, at, value, "docker.service",
			      &((struct agent_status *)base)->docker);
}

static SAVED_TAKES(take_cloud_final)
{
	return take_neighbour(reader, at, value, "cloud-final.service",
			      &((struct agent_status *)base)->cloud_final);
}

static SAVED_TAKES(take_container_known)
{
	return take_known(reader, at, value, &((struct container_status *)base)->sight);
}

static const struct saved_field container_rows[] = {
	{ "known", .as.call = take_container_known, .kind = SAVED_CALL, .required = true },
	{ "why", SAVED_AT(struct container_status, why), .kind = SAVED_TEXT },
	{ "id", SAVED_AT(struct container_status, id), .kind = SAVED_TEXT },
	{ "state", SAVED_AT(struct container_status, state), .kind = SAVED_TEXT },
	{ "exit_code", SAVED_AT(struct container_status, exit_code), .kind = SAVED_INTEGER },
	{ "pid", SAVED_AT(struct container_status, pid), .kind = SAVED_NUMBER },
	{ "started", SAVED_AT(struct container_status, started_us), .kind = SAVED_TIME_US },
	{ "restart_policy", SAVED_AT(struct container_status, restart_policy), .kind = SAVED_TEXT },
};
static const struct saved_fields container_fields = { SAVED_FIELDS(container_rows) };

/* One that runs has no exit code yet. */
static SAVED_TAKES(take_container)
{
	struct container_status *container = &((struct agent_status *)base)->container;
	sd_json_variant *exit_code = sd_json_variant_by_key(value, "exit_code");
	int r = saved_read(reader, at, value, &container_fields, container);

	container->running = container->sight == SIGHT_SEEN &&
			     (!exit_code || sd_json_variant_is_null(exit_code));
	return r;
}

/* --- what it says of itself ------------------------------------------------ */

static const struct saved_field owner_rows[] = {
	{ "kind", .as.word = owner_kind_name_at, SAVED_AT(struct agent_owner, kind),
	  .kind = SAVED_WORD, .count = OWNER_UNCERTAIN + 1 },
	{ "unit", SAVED_AT(struct agent_owner, unit), .kind = SAVED_TEXT },
	{ "own", SAVED_AT(struct agent_owner, own), .kind = SAVED_BOOL },
	{ "evidence", SAVED_AT(struct agent_owner, evidence), .kind = SAVED_TEXT },
	{ "fault", .as.word = owner_fault_text_at, SAVED_AT(struct agent_owner, fault),
	  .kind = SAVED_WORD, .count = FAULT_ENVIRONMENT + 1 },
};
static const struct saved_fields owner_fields = { SAVED_FIELDS(owner_rows) };

static const struct saved_field introspection_rows[] = {
	{ "known", .kind = SAVED_SKIP },
	{ "why", SAVED_AT(struct introspection, why), .kind = SAVED_TEXT },
	{ "answers", SAVED_AT(struct introspection, sight), .kind = SAVED_SIGHT },
	{ "cluster", SAVED_AT(struct introspection, cluster), .kind = SAVED_TEXT },
	{ "container_instance_arn", SAVED_AT(struct introspection, arn), .kind = SAVED_TEXT },
	{ "version", SAVED_AT(struct introspection, version), .kind = SAVED_TEXT },
};
static const struct saved_fields introspection_fields = { SAVED_FIELDS(introspection_rows) };

static const struct saved_field task_endpoint_rows[] = {
	{ "why", SAVED_AT(struct task_endpoint, why), .kind = SAVED_TEXT },
	{ "served", SAVED_AT(struct task_endpoint, served), .kind = SAVED_SIGHT },
	{ "reached", SAVED_AT(struct task_endpoint, led), .kind = SAVED_SIGHT },
	{ "route_localnet", SAVED_AT(struct task_endpoint, localnet), .kind = SAVED_SIGHT },
	{ "ip_forward", SAVED_AT(struct task_endpoint, forwarded), .kind = SAVED_SIGHT },
};
static const struct saved_fields task_endpoint_fields = { SAVED_FIELDS(task_endpoint_rows) };

static SAVED_TAKES(take_config_known)
{
	return take_known(reader, at, value, &((struct config_evidence *)base)->sight);
}

static const struct saved_field config_rows[] = {
	{ "known", .as.call = take_config_known, .kind = SAVED_CALL, .required = true },
	{ "why", SAVED_AT(struct config_evidence, why), .kind = SAVED_TEXT },
	{ "changed", SAVED_AT(struct config_evidence, changed), .kind = SAVED_STRINGS },
	{ "unmodelled", SAVED_AT(struct config_evidence, unmodelled), .kind = SAVED_STRINGS },
	{ "fatal", SAVED_AT(struct config_evidence, fatal), .kind = SAVED_STRINGS },
	{ "refused", SAVED_AT(struct config_evidence, refused), .kind = SAVED_STRINGS },
	{ "unproven", SAVED_AT(struct config_evidence, unproven), .kind = SAVED_STRINGS },
	{ "json_newer", SAVED_AT(struct config_evidence, json_newer), .kind = SAVED_BOOL },
	{ "json_invalid", SAVED_AT(struct config_evidence, json_invalid), .kind = SAVED_BOOL },
	{ "json_detail", SAVED_AT(struct config_evidence, json_detail), .kind = SAVED_TEXT },
	{ "cluster", SAVED_AT(struct config_evidence, cluster), .kind = SAVED_TEXT },
};
static const struct saved_fields config_fields = { SAVED_FIELDS(config_rows) };

/* --- which way it talks ---------------------------------------------------- */

/* While it is read. */
struct saved_path {
	struct path_evidence path;
	enum sight connected;
	bool log_known, peers_known;
};

static SAVED_TAKES(take_peers)
{
	struct path_evidence *path = &((struct saved_path *)base)->path;

	return saved_ips(reader, at, value, path->peers, &path->peer_count, MAX_AGENT_PEERS);
}

static const struct saved_field path_rows[] = {
	{ "log_known", SAVED_AT(struct saved_path, log_known), .kind = SAVED_BOOL },
	{ "log_why", SAVED_AT(struct saved_path, path.log_why), .kind = SAVED_TEXT },
	{ "log_host", SAVED_AT(struct saved_path, path.log_host), .kind = SAVED_TEXT },
	{ "log_numbered", SAVED_AT(struct saved_path, path.log_numbered), .kind = SAVED_BOOL },
	{ "log_connected", SAVED_AT(struct saved_path, path.log_connected), .kind = SAVED_BOOL },
	{ "log_time", SAVED_AT(struct saved_path, path.log_time_us), .kind = SAVED_TIME_US },
	{ "log_talks", SAVED_AT(struct saved_path, path.log_talks), .kind = SAVED_BOOL },
	{ "acs", .as.word = acs_word_name_at, SAVED_AT(struct saved_path, path.acs),
	  .kind = SAVED_WORD, .count = ACS_WORD_FAILED + 1 },
	{ "acs_cause", .as.word = log_cause_name_at, SAVED_AT(struct saved_path, path.acs_cause),
	  .kind = SAVED_WORD, .count = LOG_CAUSE_COUNT },
	{ "acs_error", SAVED_AT(struct saved_path, path.acs_error), .kind = SAVED_TEXT },
	{ "acs_connected", SAVED_AT(struct saved_path, connected), .kind = SAVED_SIGHT },
	{ "acs_time", SAVED_AT(struct saved_path, path.acs_time_us), .kind = SAVED_TIME_US },
	{ "acs_failing_since", SAVED_AT(struct saved_path, path.acs_failing_since_us),
	  .kind = SAVED_TIME_US },
	{ "last_error", SAVED_AT(struct saved_path, path.last_error), .kind = SAVED_TEXT },
	{ "last_cause", .as.word = log_cause_name_at, SAVED_AT(struct saved_path, path.last_cause),
	  .kind = SAVED_WORD, .count = LOG_CAUSE_COUNT },
	{ "register_error", SAVED_AT(struct saved_path, path.register_error), .kind = SAVED_TEXT },
	{ "register_cause", .as.word = log_cause_name_at,
	  SAVED_AT(struct saved_path, path.register_cause), .kind = SAVED_WORD,
	  .count = LOG_CAUSE_COUNT },
	{ "log_path", SAVED_AT(struct saved_path, path.log_origin.place), .kind = SAVED_TEXT },
	{ "peers_known", SAVED_AT(struct saved_path, peers_known), .kind = SAVED_BOOL },
	{ "peers_why", SAVED_AT(struct saved_path, path.peers_why), .kind = SAVED_TEXT },
	{ "peers", .as.call = take_peers, .kind = SAVED_CALL },
};
static const struct saved_fields path_fields = { SAVED_FIELDS(path_rows) };

static enum sight sight_of(bool known, bool anything)
{
	if (!known)
		return SIGHT_UNKNOWN;
	return anything ? SIGHT_SEEN : SIGHT_ABSENT;
}

static SAVED_TAKES(take_path)
{
	struct agent_status *agent = base;
	struct saved_path path = { 0 };
	int r = saved_read(reader, at, value, &path_fields, &path);

	path.path.log_sight = sight_of(path.log_known, path.path.log_host[0]);
	path.path.peers_sight = sight_of(path.peers_known, path.path.peer_count);
	agent->path = path.path;
	saved_of(reader)->report.acs_connected = path.connected;
	return r;
}

/* --- what it was given ----------------------------------------------------- */

static SAVED_TAKES(take_resolver_known)
{
	return take_known(reader, at, value, &((struct agent_status *)base)->resolver.sight);
}

static SAVED_TAKES(take_nameservers)
{
	struct resolver_settings *settings = &((struct agent_status *)base)->resolver.settings;

	return saved_ips(reader, at, value, settings->nameservers, &settings->nameserver_count,
			 MAX_NAMESERVERS);
}

static const struct saved_field resolver_rows[] = {
	{ "known", .as.call = take_resolver_known, .kind = SAVED_CALL, .required = true },
	{ "why", SAVED_AT(struct agent_status, resolver.why), .kind = SAVED_TEXT },
	{ "nameservers", .as.call = take_nameservers, .kind = SAVED_CALL },
	{ "own_dns", SAVED_AT(struct agent_status, container.own_dns), .kind = SAVED_BOOL },
};
static const struct saved_fields resolver_fields = { SAVED_FIELDS(resolver_rows) };

static const struct saved_field image_rows[] = {
	{ "loaded", SAVED_AT(struct image_evidence, loaded), .kind = SAVED_SIGHT },
	{ "why", SAVED_AT(struct image_evidence, why), .kind = SAVED_TEXT },
	{ "cached", SAVED_AT(struct image_evidence, cached), .kind = SAVED_BOOL },
	{ "cache_state", SAVED_AT(struct image_evidence, cache_state), .kind = SAVED_INTEGER },
	{ "update_pending", SAVED_AT(struct image_evidence, update_pending), .kind = SAVED_BOOL },
};
static const struct saved_fields image_fields = { SAVED_FIELDS(image_rows) };

/* How many there are is all that is said of them. */
static SAVED_TAKES(take_tasks)
{
	struct tasks_status *tasks = &((struct agent_status *)base)->tasks;

	uint64_t count;

	if (saved_number(reader, at, value, MOST_TASKS, &count) < 0)
		return -EINVAL;
	tasks->sight = SIGHT_SEEN;
	for (uint64_t i = 0; i < count; i++)
		string_list_add(&tasks->ids, "", 0);
	return 0;
}

static SAVED_TAKES(take_runs_as)
{
	struct agent_status *agent = base;
	const char *text = saved_text(reader, at, value);

	if (!text)
		return -EINVAL;
	agent->unit.without_container =
		strcmp(text, runs_as_name(RUNS_AS_UNIT_WITHOUT_CONTAINER)) == 0;
	return 0;
}

static SAVED_TAKES(take_unseen)
{
	(void)base;
	return saved_strings(reader, at, value, &saved_of(reader)->report.unseen);
}

static const struct saved_field agent_rows[] = {
	{ "privileged", SAVED_AT(struct agent_status, privileged), .kind = SAVED_BOOL },
	{ "systemd", SAVED_AT(struct agent_status, booted), .kind = SAVED_BOOL },
	{ "seen", .kind = SAVED_SKIP },
	{ "unseen", .as.call = take_unseen, .kind = SAVED_CALL },
	{ "unit", .as.call = take_unit, .kind = SAVED_CALL },
	{ "docker", .as.call = take_docker, .kind = SAVED_CALL },
	{ "cloud_final", .as.call = take_cloud_final, .kind = SAVED_CALL },
	{ "container", .as.call = take_container, .kind = SAVED_CALL },
	{ "owner", .as.fields = &owner_fields, SAVED_AT(struct agent_status, owner),
	  .kind = SAVED_OBJECT },
	{ "introspection", .as.fields = &introspection_fields,
	  SAVED_AT(struct agent_status, introspection), .kind = SAVED_OBJECT },
	{ "task_endpoint", .as.fields = &task_endpoint_fields,
	  SAVED_AT(struct agent_status, task_endpoint), .kind = SAVED_OBJECT },
	{ "config", .as.fields = &config_fields, SAVED_AT(struct agent_status, config),
	  .kind = SAVED_OBJECT },
	{ "path", .as.call = take_path, .kind = SAVED_CALL },
	{ "resolver", .as.fields = &resolver_fields, .kind = SAVED_OBJECT },
	{ "image", .as.fields = &image_fields, SAVED_AT(struct agent_status, image),
	  .kind = SAVED_OBJECT },
	{ "tasks", .as.call = take_tasks, .kind = SAVED_CALL },
	{ "runs_as", .as.call = take_runs_as, .kind = SAVED_CALL },
};
static const struct saved_fields agent_fields = { SAVED_FIELDS(agent_rows) };

/* A part that is null is known to be absent. */
SAVED_TAKES(saved_take_agent)
{
	struct saved_report *saved = saved_of(reader);
	struct agent_status *agent = &saved->agent;

	(void)base;
	agent->looked = true;
	agent->unit.sight = agent->container.sight = SIGHT_ABSENT;
	agent->image.cache_state = IMAGE_CACHE_UNKNOWN;
	saved->report.agent = agent;
	return saved_read(reader, at, value, &agent_fields, agent);
}

/* --- what was done --------------------------------------------------------- */

static int take_count(const struct saved_reader *reader, const struct saved_place *at,
		      sd_json_variant *value, struct action *action, size_t *count)
{
	uint64_t number;
	int r = saved_number(reader, at, value, SIZE_MAX, &number);

	action->tasks_sight = SIGHT_SEEN;
	*count = (size_t)number;
	return r;
}

static SAVED_TAKES(take_tasks_before)
{
	struct action *action = base;

	return take_count(reader, at, value, action, &action->tasks_before);
}

static SAVED_TAKES(take_tasks_gone)
{
	struct action *action = base;

	return take_count(reader, at, value, action, &action->tasks_gone);
}

static const struct saved_field action_rows[] = {
	{ "kind", .as.word = action_kind_name_at, SAVED_AT(struct action, kind), .kind = SAVED_WORD,
	  .count = ACTION_DEFER + 1, .required = true },
	{ "reason", .as.word = action_reason_name_at, SAVED_AT(struct action, reason),
	  .kind = SAVED_WORD, .count = REASON_COUNT, .required = true },
	{ "text", .kind = SAVED_SKIP },
	{ "result", .as.word = action_result_name_at, SAVED_AT(struct action, result),
	  .kind = SAVED_WORD, .count = RESULT_COUNT, .required = true },
	{ "done", .kind = SAVED_SKIP },
	{ "dry_run", SAVED_AT(struct action, dry_run), .kind = SAVED_BOOL },
	{ "forced", SAVED_AT(struct action, forced), .kind = SAVED_BOOL },
	{ "evidence", SAVED_AT(struct action, evidence), .kind = SAVED_STRINGS },
	{ "target", SAVED_AT(struct action, target), .kind = SAVED_TEXT },
	{ "detail", SAVED_AT(struct action, detail), .kind = SAVED_TEXT },
	{ "manual", SAVED_AT(struct action, manual), .kind = SAVED_TEXT },
	{ "go_back", SAVED_AT(struct action, go_back), .kind = SAVED_STRINGS },
	{ "upgrades", SAVED_AT(struct action, upgrades), .kind = SAVED_BOOL },
	{ "skips_final_save", SAVED_AT(struct action, skips_final_save), .kind = SAVED_BOOL },
	{ "same_instance", SAVED_AT(struct action, instance_known), .kind = SAVED_BOOL },
	{ "took_us", SAVED_AT(struct action, took_us), .kind = SAVED_NUMBER },
	{ "tasks_before", .as.call = take_tasks_before, .kind = SAVED_CALL },
	{ "tasks_gone", .as.call = take_tasks_gone, .kind = SAVED_CALL },
};
static const struct saved_fields action_fields = { SAVED_FIELDS(action_rows) };

SAVED_TAKES(saved_take_action)
{
	struct saved_report *saved = saved_of(reader);

	(void)base;
	saved->action.asked = true;
	saved->report.action = &saved->action;
	return saved_read(reader, at, value, &action_fields, &saved->action);
}
