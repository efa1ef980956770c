/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/remedy.h"

#include <string.h>

#include "remedy_rules.h"

/* What a row begins with. */
#define DO(action, why) .kind = ACTION_##action, .reason = REASON_##why
#define DEFER(why) DO(DEFER, why)
/* A container of it runs, with or without its unit. */
#define ALIVE AGENT(RUNS, ORPHAN)

/* The first row that matches decides. */
static const struct remedy_row table[] = {
	/* Is there anything that could be touched? */
	{ DEFER(OWNER_UNCERTAIN), .when = AGENT(NOWHERE, OWNER_DOUBT) },
	{ DEFER(OWNER_UNCERTAIN), .when = AGENT(UNREADABLE, OWNER_DOUBT) },
	{ DO(NONE, NO_AGENT), .when = AGENT(NOWHERE) },
	{ DEFER(STATUS_UNKNOWN), .when = AGENT(UNREADABLE) },
	/* A start now would wait for cloud-init, and cloud-init perhaps for us. */
	{ DO(NONE, STARTS_AFTER_CLOUD_INIT), .when = AGENT(UNIT_DEAD, CLOUD_PENDING) },

	/* Is there anything to do?  Before any refusal, so that a timer does not report
	 * obstacles to an unneeded restart. */
	{ DO(NONE, STOPPED), .when = REMEDY(MODE_IF_STALE) | AGENT(UNIT_INACTIVE, UNIT_DISABLED),
	  .unless = AGENT(UNIT_JOB) },
	{ DO(NONE, STOPPED), .when = REMEDY(MODE_IF_STALE) | AGENT(UNIT_MASKED),
	  .unless = AGENT(CONTAINER_RUNS) },
	{ DEFER(STATUS_UNKNOWN), .when = AGENT(CLOUD_UNSEEN) },
	{ DEFER(STATUS_UNKNOWN), .when = REMEDY(MODE_IF_STALE) | AGENT(RUNS) | REMEDY(IS_BLIND),
	  .unless = REMEDY(HAS_EVIDENCE) },
	{ DO(NONE, NOTHING_STALE), .when = REMEDY(MODE_IF_STALE) | AGENT(RUNS),
	  .unless = REMEDY(HAS_EVIDENCE) },
	{ DO(NONE, SYSTEMD_RETRIES), .when = REMEDY(MODE_IF_STALE) | AGENT(UNIT_RETRIES) },
	/* A person who asks for a restart has a reason. */
	{ DEFER(FAILED_BEFORE), .when = REMEDY(MODE_IF_STALE, FAILED_BEFORE) },
	{ DO(NONE, STALE_PERSISTS),
	  .when = REMEDY(MODE_IF_STALE) | AGENT(RUNS) | REMEDY(EVIDENCE_PERSISTS) },

	/* What would make a start fail for certain, or disturb others. */
	{ DEFER(UNIT_MASKED), .when = AGENT(UNIT_MASKED) },
	{ DEFER(OWNER_UNCERTAIN), .when = AGENT(OWNER_DOUBT) },
	{ DEFER(OWNER_UNCERTAIN), .when = AGENT(OWNERLESS) },
	{ DEFER(OWNER_UNFIT), .when = AGENT(OWNER_FAULTY) },
	{ DEFER(STATE_LOST), .when = AGENT(LOSES_STATE), .any = ALIVE },
	/* A dead one has nothing to lose. */
	{ DEFER(OWNER_UNCERTAIN), .when = AGENT(OWNER_UNREAD), .any = ALIVE },
	/* Its unit would exit with 5 again, and the working container would be gone. */
	{ DEFER(OWNER_UNCERTAIN), .when = AGENT(ORPHAN, ENDED_TERMINALLY) },
	{ DEFER(DOCKER_INACTIVE), .when = AGENT(DOCKER_DOWN) },
	{ DEFER(DOCKER_INACTIVE), .when = AGENT(DOCKER_COMING) },
	/* The unit's stop would hang, and then be killed. */
	{ DEFER(DOCKER_INACTIVE), .when = REMEDY(DOCKER_SILENT) },
	{ DEFER(JOB_QUEUED), .when = AGENT(UNIT_JOB) },
	{ DEFER(JOB_QUEUED), .when = AGENT(UNIT_CHANGING) },
	/* systemd would stop it at once, and hold its start back. */
	{ DEFER(JOB_QUEUED), .when = AGENT(UNIT_UP, CLOUD_PENDING) },
	{ DEFER(IMAGE_MISSING), .when = AGENT(IMAGE_MISSING) },
	{ DEFER(JSON_INVALID), .when = AGENT(JSON_INVALID) },
	{ DEFER(CONFIG_FATAL), .when = AGENT(CONFIG_FATAL) },
	{ DEFER(CONFIG_FATAL), .when = AGENT(VALUE_REFUSED) },
	{ DEFER(CLOUD_FALLBACK), .when = AGENT(CLOUD_FALLBACK) },
	{ DEFER(IMDSV1_ONLY), .when = AGENT(NEEDS_IMDSV1) },
	{ DEFER(IMDSV1_ONLY), .when = REMEDY(TOKENS_UNSEEN) },
	/* A dead one has nothing to lose. */
	{ DEFER(CLOUD_FALLBACK), .when = AGENT(FALLBACK_UNSEEN), .any = ALIVE },
	{ DEFER(NO_CHECKPOINT), .when = AGENT(NO_CHECKPOINT) },
	{ DEFER(SETTING_UNPROVEN), .when = AGENT(VALUE_UNPROVEN), .any = ALIVE },
	{ DEFER(SETTING_UNPROVEN), .when = AGENT(FILE_UNSEEN), .any = ALIVE },
	{ DEFER(UPDATING), .when = AGENT(UPDATE_PENDING) },
	{ DEFER(WARM_POOL), .when = AGENT(NOT_IN_SERVICE) },
	{ DEFER(WARM_POOL), .when = AGENT(WARM_POOL_UNSEEN) },
	{ DEFER(CLUSTER_DIFFERS), .when = AGENT(CLUSTER_DIFFERS) },
	/* It may differ: that cannot be seen. */
	{ DEFER(CLUSTER_DIFFERS), .when = REMEDY(CLUSTER_UNSEEN) },

	/* What a running agent would lose.  An orphan runs too, and its unit's start kills it. */
	{ DEFER(ENDPOINTS_FAIL), .when = REMEDY(ENDPOINTS_DEAD), .any = ALIVE },
	{ DEFER(ENDPOINTS_UNKNOWN), .when = REMEDY(ENDPOINTS_UNSEEN), .any = ALIVE },
	{ DEFER(ENDPOINTS_UNKNOWN), .when = AGENT(BACKEND_UNUSABLE), .any = ALIVE },
	{ DEFER(ENDPOINTS_UNKNOWN), .when = AGENT(OTHER_NETWORK), .any = ALIVE },
	{ DEFER(IMDS_UNREACHABLE), .when = REMEDY(IMDS_SILENT), .any = ALIVE,
	  .unless = AGENT(IS_EXTERNAL) },
	{ DEFER(NO_CREDENTIALS), .when = REMEDY(NO_CREDENTIALS), .any = ALIVE,
	  .unless = AGENT(IS_EXTERNAL) },
	{ DEFER(CLOCK_WRONG), .when = REMEDY(CLOCK_WRONG), .any = ALIVE },

	/* Limits on repeated restarts, of a stopped agent too. */
	{ DEFER(COOL_DOWN), .when = REMEDY(COOLING) },
	{ DEFER(MAXIMUM), .when = REMEDY(AT_MAXIMUM) },

	{ DEFER(UPGRADE), .when = AGENT(RUNS) | REMEDY(UPGRADE_BARRED) },
	/* Its environment belongs to the container; a file is mounted, and read again. */
	{ DEFER(RECREATE), .when = AGENT(RUNS, KEYS_CHANGED), .unless = AGENT(UNIT_LOADED) },
	{ DEFER(RECREATE), .when = AGENT(RUNS, KEYS_CHANGED, KEEPS_CONTAINER) },

	{ DO(START_UNIT, ORPHAN), .when = AGENT(ORPHAN) },
	{ DO(START_UNIT, NOT_RUNNING), .when = AGENT(UNIT_DEAD) },
	/* systemd holds a start back until its pause is over, not a restart. */
	{ DO(RESTART_UNIT, NOT_RUNNING), .when = AGENT(UNIT_RETRIES) },
	{ DO(RESTART_UNIT, STALE), .when = AGENT(RUNS, UNIT_LOADED) | REMEDY(HAS_EVIDENCE) },
	{ DO(RESTART_UNIT, ASKED), .when = AGENT(RUNS, UNIT_LOADED) },
	/* Docker's own restart only where no unit is loaded: it kills others for good. */
	{ DO(RESTART_CONTAINER, STALE), .when = AGENT(RUNS, CONTAINER_RUNS) | REMEDY(HAS_EVIDENCE),
	  .unless = AGENT(UNIT_LOADED) },
	{ DO(RESTART_CONTAINER, ASKED), .when = AGENT(RUNS, CONTAINER_RUNS),
	  .unless = AGENT(UNIT_LOADED) },
	{ DO(RESTART_CONTAINER, NOT_RUNNING), .when = AGENT(CONTAINER_EXISTS),
	  .unless = AGENT(CONTAINER_RUNS, UNIT_LOADED) },

	{ DEFER(STATUS_UNKNOWN) },
};

const struct remedy_row *remedy_table(size_t *count)
{
	*count = ARRAY_SIZE(table);
	return table;
}

const struct remedy_row *remedy_match(rule_bits bits)
{
	size_t last = ARRAY_SIZE(table) - 1;

	for (size_t i = 0; i < last; i++)
		if (bits_match(bits, table[i].when, table[i].unless) &&
		    (!table[i].any || (bits & table[i].any)))
			return &table[i];
	return &table[last];
}

static const char *target_of(const struct agent_view *view)
{
	if (view->bits & AGENT(UNIT_LOADED, UNIT_MASKED))
		return view->agent->unit.name;
	return view->bits & AGENT(CONTAINER_EXISTS) ? "ecs-agent" : "";
}

/* Forced: the detail names the refusal that --force overrode, as nothing else does. */
static void write_detail(struct action *action, const struct situation *s,
			 enum action_reason reason)
{
	char *detail = remedy_detail(reason, s);
	char *told = action->forced
			     ? xasprintf("overrides %s: %s", action_reason_name(reason), detail)
			     : xstrdup(detail);

	if (!copy_text(action->detail, sizeof action->detail, told))
		(void)strcpy(action->detail + sizeof action->detail - sizeof "...", "...");
	free(told);
	free(detail);
}

/* An agent of ECS Anywhere asks neither the metadata service nor its role. */
static bool network_is_fine(rule_bits bits)
{
	if (bits & AGENT(IS_EXTERNAL))
		bits &= ~REMEDY(IMDS_SILENT, NO_CREDENTIALS);
	return !(bits & FORCEABLE_NETWORK);
}

void remedy(struct action *action, const struct report *report, const struct history *history,
	    const struct remedy_policy *policy)
{
	struct situation s;
	const struct remedy_row *unforced;
	const struct remedy_row *row;

	remedy_evidence(report, &action->evidence, action->fingerprint);
	situation_build(&s, report, history, policy, action->fingerprint);
	unforced = remedy_match(s.view.bits);
	row = policy->force ? remedy_match(s.view.bits & ~FORCEABLE) : unforced;
	action->kind = row->kind;
	action->reason = row->reason;
	action->if_stale = policy->mode == RESTART_IF_STALE;
	action->forced = action_kind_acts(row->kind) && !action_kind_acts(unforced->kind);
	action->network_is_fine = network_is_fine(s.view.bits);
	action->force_is_safe =
		action_kind_acts(remedy_match(s.view.bits & ~FORCEABLE_OTHERS)->kind);
	action->upgrades = (action_kind_acts(row->kind) || row->reason == REASON_UPGRADE) &&
			   (s.view.bits & AGENT(IS_UPGRADE));
	action->skips_final_save = row->reason == REASON_ORPHAN;
	(void)copy_text(action->target, sizeof action->target, target_of(&s.view));
	write_detail(action, &s, action->forced ? unforced->reason : row->reason);
}

/* --- by hand --------------------------------------------------------------------- */

static const char by_force[] = "sudo ecsprobe --restart-agent --force";

enum manual { MANUAL_START, MANUAL_RESTART, MANUAL_UNMASK, MANUAL_DOCKER, MANUAL_RENAME };

/* The unit's name for a shell: quoted if a shell would split it. */
static char *shell_name(const char *unit)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789:-_.@";
	static const char suffix[] = ".service";
	size_t len = strlen(unit);
	const char *quote = strspn(unit, plain) == len ? "" : "'";

	if (len > sizeof suffix - 1 && strcmp(unit + len - (sizeof suffix - 1), suffix) == 0)
		len -= sizeof suffix - 1;
	return strchr(unit, '\'') ? NULL : xasprintf("%s%.*s%s", quote, (int)len, unit, quote);
}

static char *manual_of_unit(const char *unit, enum manual what)
{
	CLEANUP(cleanup_free) char *name = shell_name(unit);

	if (!name)
		return NULL;
	switch (what) {
	case MANUAL_START:
		return xasprintf("sudo systemctl start %s", name);
	case MANUAL_RESTART:
		return xasprintf("sudo systemctl restart %s", name);
	case MANUAL_UNMASK:
		return xasprintf("sudo systemctl unmask %s && sudo systemctl enable --now %s", name,
				 name);
	case MANUAL_DOCKER:
		return xasprintf("sudo systemctl start docker && sudo systemctl restart %s", name);
	case MANUAL_RENAME:
		return xasprintf("sudo systemctl stop %s; sudo docker rm ecs-agent; sudo systemctl "
				 "start %s",
				 name, name);
	}
	return NULL;
}

char *remedy_way_back(const struct action *action)
{
	CLEANUP(cleanup_free) char *name = NULL;

	if (action->kind == ACTION_RESTART_CONTAINER)
		return xstrdup("then recreate the container with its old settings");
	name = shell_name(action->target);
	return name ? xasprintf("then sudo systemctl restart %s", name)
		    : xstrdup("then restart the agent's unit");
}

static char *manual_of_agent(const struct agent_status *agent)
{
	if (agent->unit.sight == SIGHT_SEEN)
		return manual_of_unit(agent->unit.name,
				      unit_is_down(&agent->unit) ? MANUAL_START : MANUAL_RESTART);
	return agent_runs_as(agent) == RUNS_AS_CONTAINER
		       ? xstrdup("sudo docker restart --time 15 ecs-agent")
		       : NULL;
}

/* The possible owner restarts it; without one there is no command. */
static char *manual_of_owner(const struct action *action, const struct agent_status *agent)
{
	const struct agent_owner *owner = &agent->owner;

	/* --force does not override it. */
	if (owner->kind != OWNER_UNCERTAIN && unit_is_down(&agent->unit) &&
	    agent_unit_ended_terminally(agent))
		return NULL;
	if (owner->kind != OWNER_UNCERTAIN)
		return action->force_is_safe ? xstrdup(by_force) : NULL;
	if (owner->unit[0])
		return manual_of_unit(owner->unit,
				      agent->container.running ? MANUAL_RESTART : MANUAL_START);
	return owner->podman ? xstrdup("sudo podman restart --time 15 ecs-agent") : NULL;
}

static char *manual_of_fault(const struct agent_status *agent)
{
	const struct agent_owner *owner = &agent->owner;

	if (owner->fault == FAULT_ENDS)
		return manual_of_unit(owner->unit, MANUAL_START);
	if (owner->fault == FAULT_NAME_TAKEN && agent->container.data_outside == SIGHT_SEEN &&
	    agent->state.file != SIGHT_ABSENT)
		return manual_of_unit(owner->unit, MANUAL_RENAME);
	return NULL;
}

/* A dead agent has nothing to lose. */
static char *manual_of_dead(const struct agent_status *agent)
{
	return unit_is_down(&agent->unit) && !agent->container.running ? manual_of_agent(agent)
								       : NULL;
}

/* The start downloads the image; if that fails, there is no agent. */
static char *manual_without_image(const struct agent_status *agent)
{
	CLEANUP(cleanup_free) char *bare = manual_of_agent(agent);
	char *dead = manual_of_dead(agent);

	if (dead || !bare)
		return dead;
	return xasprintf("drain the instance; then %s", bare);
}

/* No command for a docker that hangs, as its restart could end every task, nor for one that is
 * starting. */
static char *manual_of_docker(const struct agent_status *agent)
{
	if (unit_state(&agent->docker) == UNIT_STATE_ACTIVE || agent_docker_is_coming(agent))
		return NULL;
	return manual_of_unit(agent->unit.name, MANUAL_DOCKER);
}

char *remedy_manual(const struct action *action, const struct agent_status *agent)
{
	const char *force = action->force_is_safe ? by_force : NULL;
	const struct {
		enum action_reason reason;
		const char *option;
	} rows[] = {
		/* The refusal protects the agent: do not suggest overriding it. */
		{ REASON_ENDPOINTS_FAIL, NULL },
		{ REASON_ENDPOINTS_UNKNOWN, NULL },
		{ REASON_IMDS_UNREACHABLE, NULL },
		{ REASON_NO_CREDENTIALS, NULL },
		{ REASON_CLOCK_WRONG, NULL },
		{ REASON_STATE_LOST, NULL },
		{ REASON_COOL_DOWN, force },
		{ REASON_MAXIMUM, force },
		{ REASON_UPGRADE, "sudo ecsprobe --restart-agent=if-stale --allow-upgrade" },
		{ REASON_STALE_PERSISTS, "sudo ecsprobe --restart-agent=always" },
		{ REASON_RECREATE,
		  "sudo docker inspect ecs-agent shows its settings; stop it, remove it and run it again with the new ones" },
		{ REASON_NOT_PERMITTED, action->if_stale ? "sudo ecsprobe --restart-agent=if-stale"
							 : "sudo ecsprobe --restart-agent" },
		/* After a bare restart the agent would exit, and stay down. */
		{ REASON_CLUSTER_DIFFERS,
		  "restore the registered cluster in the configuration, then sudo ecsprobe --restart-agent" },
		{ REASON_SETTING_UNPROVEN, force },
		{ REASON_FAILED_BEFORE, "change ecs.config, then sudo ecsprobe --restart-agent" },
		{ REASON_CLOUD_FALLBACK,
		  "drain the instance, then sudo cloud-init clean --reboot" },
		{ REASON_IMDSV1_ONLY, "update the agent (package ecs-init), then sudo ecsprobe "
				      "--restart-agent=if-stale --allow-upgrade" },
		{ REASON_NO_CHECKPOINT,
		  agent->unit.by_ecs_init
			  ? "drain the instance; then remove ECS_CHECKPOINT and ECS_DATADIR from ecs.config and restart the unit"
			  : "drain the instance; then recreate the container with ECS_DATADIR=/data and a volume for it" },
		{ REASON_JSON_INVALID,
		  "fix /etc/ecs/ecs.config.json, then sudo ecsprobe --restart-agent" },
		{ REASON_CONFIG_FATAL,
		  "fix the configuration, then sudo ecsprobe --restart-agent" },
		/* Both end by themselves; nothing may act beside them. */
		{ REASON_LOCKED, NULL },
		{ REASON_JOB_QUEUED, NULL },
		/* Nothing stood in the way. */
		{ REASON_INTERRUPTED, NULL },
		{ REASON_STATUS_UNKNOWN, NULL },
	};

	if (action->kind != ACTION_DEFER && action->reason != REASON_STALE_PERSISTS &&
	    action->reason != REASON_STOPPED)
		return NULL;
	/* It would start a second agent beside the one that answers. */
	if (agent_is_unfound(agent))
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].reason == action->reason)
			return rows[i].option ? xstrdup(rows[i].option) : NULL;
	/* These are decided before anybody looks at the network. */
	if (agent->container.running && !action->network_is_fine &&
	    (action->reason == REASON_OWNER_UNCERTAIN || action->reason == REASON_OWNER_UNFIT ||
	     action->reason == REASON_IMAGE_MISSING))
		return NULL;
	if (action->reason == REASON_OWNER_UNCERTAIN)
		return manual_of_owner(action, agent);
	if (action->reason == REASON_IMAGE_MISSING)
		return manual_without_image(agent);
	/* Nothing to do by hand while the agent runs: wait for the update, or for the instance. */
	if (action->reason == REASON_UPDATING || action->reason == REASON_WARM_POOL)
		return manual_of_dead(agent);
	if (action->reason == REASON_OWNER_UNFIT)
		return manual_of_fault(agent);
	/* With the unit unmasked and started it would replace one that was run by hand. */
	if (unit_load(&agent->unit) == UNIT_LOAD_MASKED)
		return agent->container.running ? NULL
						: manual_of_unit(agent->unit.name, MANUAL_UNMASK);
	if (action->reason == REASON_DOCKER_INACTIVE)
		return manual_of_docker(agent);
	return manual_of_agent(agent);
}
