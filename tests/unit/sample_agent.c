/* SPDX-License-Identifier: Apache-2.0 */
#include "sample_agent.h"

#include <signal.h>
#include <string.h>

#include "check.h"

const char sample_canary[] = "canary";

static const int64_t second_us = 1000000;

#define SET(field, text) (void)copy_text(field, sizeof(field), text)

static void add(struct string_list *list, const char *text)
{
	string_list_add(list, text, strlen(text));
}

static void fill_unit(struct unit_status *unit, const char *name, const char *active,
		      const char *sub)
{
	unit->sight = SIGHT_SEEN;
	SET(unit->name, name);
	SET(unit->load, "loaded");
	SET(unit->active, active);
	SET(unit->sub, sub);
	SET(unit->result, "success");
	SET(unit->file_state, "enabled");
}

/* Two hours before the report, on its day. */
static void fill_healthy(struct agent_status *agent)
{
	int64_t start_us = (WORLD_TIME_S - 7200 + 71) * second_us;

	agent->looked = agent->booted = agent->privileged = true;
	fill_unit(&agent->unit, "ecs.service", "active", "running");
	agent->unit.main_pid = 812;
	agent->unit.main_start_us = start_us;
	fill_unit(&agent->docker, "docker.service", "active", "running");
	fill_unit(&agent->cloud_final, "cloud-final.service", "active", "exited");
	agent->container.sight = SIGHT_SEEN;
	SET(agent->container.id,
	    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
	SET(agent->container.state, "running");
	agent->container.running = true;
	agent->container.pid = 1033;
	agent->container.started_us = start_us + 2 * second_us;
	SET(agent->container.restart_policy, "no");
	agent->owner.kind = OWNER_UNIT;
	SET(agent->owner.unit, "ecs.service");
	SET(agent->owner.evidence, "ecs-init of ecs.service");
	agent->tasks.sight = SIGHT_SEEN;
	add(&agent->tasks.ids, "aaaa");
	add(&agent->tasks.ids, "bbbb");
	agent->introspection.sight = SIGHT_SEEN;
	SET(agent->introspection.cluster, "prod");
	SET(agent->introspection.arn,
	    "arn:aws:ecs:us-east-1:123456789012:container-instance/prod/0123456789abcdef");
	SET(agent->introspection.version, "1.98.0");
	agent->config.sight = agent->config.cluster_sight = SIGHT_SEEN;
	SET(agent->config.cluster, "prod");
	agent->path.log_sight = agent->path.peers_sight = SIGHT_SEEN;
	SET(agent->path.log_host, "ecs-a.us-east-1.amazonaws.com");
	agent->path.log_connected = true;
	agent->path.acs = ACS_WORD_CONNECTED;
	agent->path.acs_was_connected = true;
	agent->path.acs_time_us = start_us + 10 * second_us;
	agent->path.log_time_us = start_us + 9 * second_us;
	agent->path.peers[agent->path.peer_count++] = ip_of("10.0.1.20");
	agent->path.peers[agent->path.peer_count++] = ip_of("2600:1f18::20");
	agent->resolver.sight = SIGHT_SEEN;
	agent->resolver.settings.nameservers[agent->resolver.settings.nameserver_count++] =
		ip_of("10.0.0.2");
	agent->image.loaded = SIGHT_SEEN;
	agent->image.cached = true;
	agent->image.cache_state = 1;
}

static void make_absent(struct agent_status *agent, struct action *action)
{
	(void)action;
	agent_status_done(agent);
	agent->looked = agent->booted = agent->privileged = true;
	agent->unit.sight = agent->container.sight = SIGHT_ABSENT;
	agent->owner.kind = OWNER_NONE;
	agent->introspection.sight = SIGHT_ABSENT;
	agent->image.cache_state = -1;
}

/* Without root: introspection still answers, and that is all. */
static void make_unknown(struct agent_status *agent, struct action *action)
{
	struct introspection introspection = agent->introspection;

	(void)action;
	make_absent(agent, action);
	agent->privileged = false;
	agent->introspection = introspection;
	agent->container.sight = SIGHT_UNKNOWN;
	agent->owner.kind = OWNER_UNSEEN;
	SET(agent->container.why, "cannot open the Docker socket: Permission denied");
	SET(agent->config.why, "the container is not known");
	SET(agent->path.log_why, "/var/log/ecs/ecs-agent.log: Permission denied");
}

static void make_stale(struct agent_status *agent, struct action *action)
{
	SET(agent->path.log_host, "ecs-a-1.us-east-1.amazonaws.com");
	agent->path.log_numbered = true;
	add(&agent->config.changed, "ECS_ENGINE_AUTH_DATA");
	add(&agent->config.changed, "HTTP_PROXY");
	add(&agent->config.unmodelled, "ECS_UPDATES_ENABLED");
	action->asked = true;
	action->kind = ACTION_RESTART_UNIT;
	action->reason = REASON_STALE;
	SET(action->target, "ecs.service");
	SET(action->fingerprint, "0123456789abcdef");
	add(&action->evidence, "agent-stale-config: ECS_ENGINE_AUTH_DATA, HTTP_PROXY");
	add(&action->evidence, "agent-stale-path: ecs-a-1.us-east-1.amazonaws.com");
}

static void make_dry_run(struct agent_status *agent, struct action *action)
{
	make_stale(agent, action);
	action->dry_run = action->upgrades = true;
}

static void make_restarted(struct agent_status *agent, struct action *action)
{
	make_stale(agent, action);
	action->result = RESULT_RESTARTED;
	action->instance_known = true;
	action->took_us = 3214000;
	action->forced = true;
	action->tasks_sight = SIGHT_SEEN;
	action->tasks_before = 2;
}

static void make_deferred(struct agent_status *agent, struct action *action)
{
	make_stale(agent, action);
	action->kind = ACTION_DEFER;
	action->reason = REASON_COOL_DOWN;
	SET(action->detail, "the last restart was 240 s ago, the cool-down is 10 min");
	SET(action->manual, "sudo systemctl restart ecs");
}

static void make_not_ready(struct agent_status *agent, struct action *action)
{
	make_stale(agent, action);
	fill_unit(&agent->unit, "ecs.service", "failed", "failed");
	SET(agent->unit.result, "exit-code");
	agent->unit.main_code = CLD_EXITED;
	agent->unit.main_status = 5;
	agent->unit.main_pid = 0;
	agent->unit.restarts = 1;
	SET(agent->container.state, "exited");
	agent->container.running = false;
	agent->container.exit_code = 5;
	agent->container.pid = 0;
	agent->introspection = (struct introspection){ .sight = SIGHT_ABSENT };
	action->result = RESULT_NOT_READY;
	action->took_us = 90000000;
	SET(action->detail, "ecs.service failed with exit-code, status 5");
	agent->path.acs = ACS_WORD_FAILED;
	agent->path.acs_cause = LOG_CAUSE_DENIED;
	SET(agent->path.acs_error, "Failed to connect to ACS: AccessDeniedException: no");
	SET(agent->path.last_error, "Error connecting to TCS: AccessDeniedException: no");
	add(&action->go_back, "/etc/ecs/ecs.config:2: HTTP_PROXY had another value (hidden)");
	add(&action->go_back, "then sudo systemctl restart ecs.service");
	action->tasks_sight = SIGHT_SEEN;
	action->tasks_before = 2;
	action->tasks_gone = 1;
}

static void make_orphan(struct agent_status *agent, struct action *action)
{
	make_stale(agent, action);
	fill_unit(&agent->unit, "ecs.service", "inactive", "dead");
	action->kind = ACTION_START_UNIT;
	action->reason = REASON_ORPHAN;
	action->result = RESULT_REFUSED;
	action->took_us = 12000;
	action->skips_final_save = true;
	string_list_done(&action->evidence);
	SET(action->detail, "Unit ecs.service is masked.");
	SET(action->manual, "sudo systemctl start ecs");
}

/* Untouched agents, and what was made of the question. */
static void ask(struct action *action, enum action_kind kind, enum action_reason reason)
{
	action->asked = true;
	action->kind = kind;
	action->reason = reason;
}

static void make_nothing_stale(struct agent_status *agent, struct action *action)
{
	(void)agent;
	ask(action, ACTION_NONE, REASON_NOTHING_STALE);
}

static void make_forbidden(struct agent_status *agent, struct action *action)
{
	make_unknown(agent, action);
	ask(action, ACTION_DEFER, REASON_NOT_PERMITTED);
	SET(action->manual, "sudo ecsprobe --restart-agent");
}

static void make_refused(struct agent_status *agent, struct action *action)
{
	make_stale(agent, action);
	action->kind = ACTION_DEFER;
	action->reason = REASON_ENDPOINTS_FAIL;
	action->dry_run = true;
}

/* The agent itself is the unit's process; a container is not its way. */
static void make_bottlerocket(struct agent_status *agent, struct action *action)
{
	(void)action;
	agent->unit.without_container = true;
	agent->unit.main_start_us -= 86400 * second_us * 3;
	agent->container.sight = SIGHT_ABSENT;
	agent->docker.sight = SIGHT_UNKNOWN;
	agent->config.json_newer = agent->config.json_invalid = true;
	SET(agent->config.json_detail, "line 1: unexpected end");
}

static void make_by_hand(struct agent_status *agent, struct action *action)
{
	(void)action;
	agent->unit = (struct unit_status){ .sight = SIGHT_ABSENT };
	SET(agent->container.restart_policy, "on-failure");
	agent->owner = (struct agent_owner){ .kind = OWNER_DOCKER };
	SET(agent->owner.evidence, "its restart policy is on-failure");
	agent->introspection.arn[0] = '\0';
	agent->path.log_connected = false;
	agent->resolver.sight = SIGHT_UNKNOWN;
	SET(agent->resolver.why, "no resolv.conf of the container was found");
}

/* Somebody's own unit, and a second one. */
static void make_uncertain(struct agent_status *agent, struct action *action)
{
	make_by_hand(agent, action);
	ask(action, ACTION_DEFER, REASON_OWNER_UNCERTAIN);
	SET(agent->container.restart_policy, "no");
	agent->owner = (struct agent_owner){ .kind = OWNER_UNCERTAIN };
	SET(agent->owner.evidence, "a.service and b.service both start it");
	SET(action->detail, agent->owner.evidence);
}

static void make_own_unit(struct agent_status *agent, struct action *action)
{
	make_restarted(agent, action);
	fill_unit(&agent->unit, "my-agent.service", "active", "running");
	SET(agent->owner.unit, "my-agent.service");
	agent->owner.own = true;
	SET(agent->owner.evidence,
	    "process 812 (docker run) is in my-agent.service, started by systemd");
	SET(action->target, "my-agent.service");
}

static void make_healthy(struct agent_status *agent, struct action *action)
{
	(void)agent;
	(void)action;
}

static void (*const makers[])(struct agent_status *, struct action *) = {
	make_healthy,  make_absent,       make_unknown,       make_dry_run,   make_restarted,
	make_deferred, make_not_ready,    make_orphan,        make_forbidden, make_refused,
	make_by_hand,  make_bottlerocket, make_nothing_stale, make_uncertain, make_own_unit,
};

const char *const sample_agent_names[] = {
	"healthy",       "absent",    "unknown",   "dry-run", "restarted", "deferred",
	"not-ready",     "orphan",    "forbidden", "refused", "by-hand",   "bottlerocket",
	"nothing-stale", "uncertain", "own-unit",  NULL,
};

struct sample_agent *sample_agent_new(const char *name)
{
	struct sample_agent *sample = xcalloc(1, sizeof *sample);
	size_t i = 0;

	while (sample_agent_names[i] && strcmp(sample_agent_names[i], name) != 0)
		i++;
	assert_non_null(sample_agent_names[i]);
	sample->world = world_new("ecs: route53=10.0.1.10 ecs-agent: route53=10.0.1.20");
	world_judge(sample->world);
	fill_healthy(&sample->agent);
	makers[i](&sample->agent, &sample->action);
	add(&sample->agent.container.environment,
	    "ECS_ENGINE_AUTH_DATA={\"registry\":{\"password\":\"canary-registry\"}}");
	add(&sample->agent.container.environment, "HTTP_PROXY=http://user:canary-proxy@proxy:3128");
	/* Only now, so that the judge's words may change. */
	sample->world->report.agent = &sample->agent;
	sample->world->report.action = &sample->action;
	/* As agent-not-ready makes it in a real run: a dead agent is no HEALTHY report. */
	if (sample->action.result == RESULT_NOT_READY || sample->action.result == RESULT_REFUSED)
		sample->world->report.verdict = VERDICT_UNHEALTHY;
	return sample;
}

void sample_agent_free(struct sample_agent *sample)
{
	agent_status_done(&sample->agent);
	action_done(&sample->action);
	world_free(sample->world);
	free(sample);
}
