/* SPDX-License-Identifier: Apache-2.0 */
#include "json_agent.h"

#include <signal.h>
#include <stdio.h>

#include "summary.h"

/* Three kinds of nothing: an object that is null is known to be absent, one
 * with "known" false could not be looked at ("why"), and a null inside of one
 * has no value. */

enum { SHORT_ID = 12, SECOND_US = 1000000 };

static void put_us_time(struct json *object, const char *key, int64_t time_us)
{
	if (time_us > 0)
		json_time(object, key, time_us / SECOND_US);
	else
		json_null(object, key);
}

static void put_known(struct json *object, enum sight sight, const char *why)
{
	json_boolean(object, "known", sight != SIGHT_UNKNOWN);
	json_string(object, "why", why);
}

static void put_sight(struct json *object, const char *key, enum sight sight)
{
	if (sight == SIGHT_UNKNOWN)
		json_null(object, key);
	else
		json_boolean(object, key, sight == SIGHT_SEEN);
}

static void put_number(struct json *object, const char *key, bool known, int64_t value)
{
	if (known)
		json_integer(object, key, value);
	else
		json_null(object, key);
}

/* As systemctl puts it: a status is a signal's number unless "exited". */
static const char *main_code_word(int main_code)
{
	switch (main_code) {
	case CLD_EXITED:
		return "exited";
	case CLD_KILLED:
		return "killed";
	case CLD_DUMPED:
		return "dumped";
	default:
		return NULL;
	}
}

static void put_unit(struct json *agent, const struct unit_status *unit)
{
	struct json object = { 0 };
	bool seen = unit->sight == SIGHT_SEEN;

	if (unit->sight == SIGHT_ABSENT) {
		json_null(agent, "unit");
		return;
	}
	put_known(&object, unit->sight, unit->why);
	json_string(&object, "name", unit->name);
	json_string(&object, "load", unit->load);
	json_string(&object, "active", unit->active);
	json_string(&object, "sub", unit->sub);
	json_string(&object, "result", unit->result);
	json_string(&object, "file_state", unit->file_state);
	json_string(&object, "main_code", main_code_word(unit->main_code));
	put_number(&object, "main_status", main_code_word(unit->main_code), unit->main_status);
	put_number(&object, "main_pid", unit->main_pid, unit->main_pid);
	put_number(&object, "restarts", seen, unit->restarts);
	put_us_time(&object, "started", unit->main_start_us);
	if (seen)
		json_boolean(&object, "job_queued", unit->job_queued);
	else
		json_null(&object, "job_queued");
	json_child(agent, "unit", &object, false);
}

/* Of a unit that is only looked at beside the agent's. */
static const char *unit_word(const struct unit_status *unit)
{
	if (unit->sight == SIGHT_ABSENT)
		return "absent";
	return unit->sight == SIGHT_SEEN ? unit->active : NULL;
}

/* The environment never leaves the struct: it holds secrets. */
static void put_container(struct json *agent, const struct container_status *container)
{
	struct json object = { 0 };
	char id[SHORT_ID + 1];

	if (container->sight == SIGHT_ABSENT) {
		json_null(agent, "container");
		return;
	}
	(void)copy_text(id, sizeof id, container->id);
	put_known(&object, container->sight, container->why);
	json_string(&object, "id", id);
	json_string(&object, "state", container->state);
	put_number(&object, "exit_code", container->sight == SIGHT_SEEN && !container->running,
		   container->exit_code);
	put_number(&object, "pid", container->pid, container->pid);
	put_us_time(&object, "started", container->started_us);
	json_string(&object, "restart_policy", container->restart_policy);
	json_child(agent, "container", &object, false);
}

static void put_owner(struct json *agent, const struct agent_owner *owner)
{
	struct json object = { 0 };

	json_string(&object, "kind", owner_kind_name(owner->kind));
	json_string(&object, "unit", owner->unit);
	json_boolean(&object, "own", owner->own);
	json_string(&object, "evidence", owner->evidence);
	json_string(&object, "fault", owner_fault_text(owner->fault));
	json_child(agent, "owner", &object, false);
}

static void put_introspection(struct json *agent, const struct introspection *introspection)
{
	struct json object = { 0 };

	put_known(&object, introspection->sight, introspection->why);
	put_sight(&object, "answers", introspection->sight);
	json_string(&object, "cluster", introspection->cluster);
	json_string(&object, "container_instance_arn", introspection->arn);
	json_string(&object, "version", introspection->version);
	json_child(agent, "introspection", &object, false);
}

/* Where it was asked; what becomes of a bridge's packets is not seen. */
static void put_task_endpoint(struct json *agent, const struct task_endpoint *seen)
{
	struct json object = { 0 };

	if (seen->led == SIGHT_UNKNOWN)
		return;
	json_string(&object, "why", seen->why);
	put_sight(&object, "served", seen->served);
	put_sight(&object, "reached", seen->led);
	put_sight(&object, "route_localnet", seen->localnet);
	put_sight(&object, "ip_forward", seen->forwarded);
	json_child(agent, "task_endpoint", &object, false);
}

static void put_config(struct json *agent, const struct config_evidence *config)
{
	struct json object = { 0 };

	put_known(&object, config->sight, config->why);
	json_strings(&object, "changed", &config->changed);
	json_strings(&object, "unmodelled", &config->unmodelled);
	json_strings(&object, "fatal", &config->fatal);
	json_strings(&object, "refused", &config->refused);
	json_strings(&object, "unproven", &config->unproven);
	json_boolean(&object, "json_newer", config->json_newer);
	json_boolean(&object, "json_invalid", config->json_invalid);
	json_string(&object, "json_detail", config->json_detail);
	json_string(&object, "cluster", config->cluster);
	json_child(agent, "config", &object, false);
}

static void put_path(struct json *agent, const struct path_evidence *path, enum sight connected)
{
	struct json object = { 0 };
	struct json peers = { 0 };

	json_boolean(&object, "log_known", path->log_sight != SIGHT_UNKNOWN);
	json_string(&object, "log_why", path->log_why);
	json_string(&object, "log_host", path->log_host);
	json_boolean(&object, "log_numbered", path->log_numbered);
	json_boolean(&object, "log_connected", path->log_connected);
	put_us_time(&object, "log_time", path->log_time_us);
	json_boolean(&object, "log_talks", path->log_talks);
	json_string(&object, "acs", acs_word_name(path->acs));
	json_string(&object, "acs_cause", log_cause_name(path->acs_cause));
	json_string(&object, "acs_error", path->acs_error);
	put_sight(&object, "acs_connected", connected);
	put_us_time(&object, "acs_time", path->acs_time_us);
	put_us_time(&object, "acs_failing_since", path->acs_failing_since_us);
	json_string(&object, "last_error", path->last_error);
	json_string(&object, "last_cause", log_cause_name(path->last_cause));
	json_string(&object, "register_error", path->register_error);
	json_string(&object, "register_cause", log_cause_name(path->register_cause));
	json_string(&object, "log_path", path->log_origin.place);
	json_boolean(&object, "peers_known", path->peers_sight != SIGHT_UNKNOWN);
	json_string(&object, "peers_why", path->peers_why);
	for (size_t i = 0; i < path->peer_count; i++)
		json_append_ip(&peers, &path->peers[i]);
	json_child(&object, "peers", &peers, true);
	json_child(agent, "path", &object, false);
}

static void put_resolver(struct json *agent, const struct resolver_evidence *resolver, bool own_dns)
{
	struct json object = { 0 };
	struct json nameservers = { 0 };

	put_known(&object, resolver->sight, resolver->why);
	for (size_t i = 0; i < resolver->settings.nameserver_count; i++)
		json_append_ip(&nameservers, &resolver->settings.nameservers[i]);
	json_child(&object, "nameservers", &nameservers, true);
	json_boolean(&object, "own_dns", own_dns);
	json_child(agent, "resolver", &object, false);
}

static void put_image(struct json *agent, const struct image_evidence *image)
{
	struct json object = { 0 };

	put_sight(&object, "loaded", image->loaded);
	json_string(&object, "why", image->why);
	if (image->why[0])
		json_null(&object, "cached");
	else
		json_boolean(&object, "cached", image->cached);
	put_number(&object, "cache_state", image->cache_state >= 0, image->cache_state);
	json_boolean(&object, "update_pending", image->update_pending);
	json_child(agent, "image", &object, false);
}

bool json_put_agent(struct json *object, const struct report *report)
{
	const struct agent_status *agent = report->agent;

	if (!agent || !agent->looked)
		return false;
	json_string(object, "runs_as", runs_as_name(agent_runs_as(agent)));
	json_boolean(object, "privileged", agent->privileged);
	json_boolean(object, "systemd", agent->booted);
	json_string(object, "seen", agent_sight_name(summary_agent_sight(report)));
	json_strings(object, "unseen", &report->unseen);
	put_unit(object, &agent->unit);
	json_string(object, "docker", unit_word(&agent->docker));
	json_string(object, "cloud_final", unit_word(&agent->cloud_final));
	put_container(object, &agent->container);
	put_owner(object, &agent->owner);
	put_introspection(object, &agent->introspection);
	put_task_endpoint(object, &agent->task_endpoint);
	put_config(object, &agent->config);
	put_path(object, &agent->path, report->acs_connected);
	put_resolver(object, &agent->resolver,
		     agent->container.own_dns || report->facts->host.docker_dns.count > 0);
	put_image(object, &agent->image);
	put_number(object, "tasks", agent->tasks.sight == SIGHT_SEEN,
		   (int64_t)agent->tasks.ids.count);
	return true;
}

bool json_put_action(struct json *object, const struct action *action)
{
	bool listed;

	if (!action || !action->asked)
		return false;
	listed = action->tasks_sight == SIGHT_SEEN;
	json_string(object, "kind", action_kind_name(action->kind));
	json_string(object, "reason", action_reason_name(action->reason));
	json_string(object, "text", action_reason_text(action->reason));
	json_string(object, "result", action_result_name(action->result));
	json_boolean(object, "done", action_result_is_back(action->result));
	json_boolean(object, "dry_run", action->dry_run);
	json_boolean(object, "forced", action->forced);
	json_strings(object, "evidence", &action->evidence);
	json_string(object, "target", action->target);
	json_string(object, "detail", action->detail);
	json_string(object, "manual", action->manual);
	json_strings(object, "go_back", &action->go_back);
	json_boolean(object, "upgrades", action->upgrades);
	json_boolean(object, "skips_final_save", action->skips_final_save);
	json_boolean(object, "same_instance", action->instance_known);
	put_number(object, "took_us", action->result != RESULT_NOT_TRIED, (int64_t)action->took_us);
	put_number(object, "tasks_before", listed, (int64_t)action->tasks_before);
	put_number(object, "tasks_gone", listed, (int64_t)action->tasks_gone);
	return true;
}
