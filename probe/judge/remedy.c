/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/remedy.h"

#include <string.h>

#include "remedy_rules.h"

#define NONE(reason) ACTION_NONE, REASON_##reason
#define DEFER(reason) ACTION_DEFER, REASON_##reason

/* The first row that matches decides. */
static const struct remedy_row table[] = {
	/* Is there anything that could be touched? */
	{ AGENT(NOWHERE, OWNER_DOUBT), 0, DEFER(OWNER_UNCERTAIN) },
	{ AGENT(UNREADABLE, OWNER_DOUBT), 0, DEFER(OWNER_UNCERTAIN) },
	{ AGENT(NOWHERE), 0, NONE(NO_AGENT) },
	{ AGENT(UNREADABLE), 0, DEFER(STATUS_UNKNOWN) },
	/* A start now would wait for cloud-init, and cloud-init perhaps for us. */
	{ AGENT(UNIT_DEAD, CLOUD_PENDING), 0, NONE(STARTS_AFTER_CLOUD_INIT) },

	/* Is there anything to be done?  Before any refusal, so that a timer is
	 * not told of obstacles to what nobody needs. */
	{ REMEDY(MODE_IF_STALE) | AGENT(UNIT_INACTIVE, UNIT_DISABLED), AGENT(UNIT_JOB),
	  NONE(STOPPED) },
	{ REMEDY(MODE_IF_STALE) | AGENT(UNIT_MASKED), AGENT(CONTAINER_RUNS), NONE(STOPPED) },
	{ AGENT(CLOUD_UNSEEN), 0, DEFER(STATUS_UNKNOWN) },
	{ REMEDY(MODE_IF_STALE) | AGENT(RUNS) | REMEDY(IS_BLIND), REMEDY(HAS_EVIDENCE),
	  DEFER(STATUS_UNKNOWN) },
	{ REMEDY(MODE_IF_STALE) | AGENT(RUNS), REMEDY(HAS_EVIDENCE), NONE(NOTHING_STALE) },
	{ REMEDY(MODE_IF_STALE) | AGENT(UNIT_RETRIES), 0, NONE(NOTHING_STALE) },
	/* A person who asks for it knows why. */
	{ REMEDY(MODE_IF_STALE, FAILED_BEFORE), 0, DEFER(FAILED_BEFORE) },
	{ REMEDY(MODE_IF_STALE) | AGENT(RUNS) | REMEDY(EVIDENCE_PERSISTS), 0,
	  NONE(STALE_PERSISTS) },

	/* What would make a start fail for certain, or disturb others. */
	{ AGENT(UNIT_MASKED), 0, DEFER(UNIT_MASKED) },
	{ AGENT(OWNER_DOUBT), 0, DEFER(OWNER_UNCERTAIN) },
	{ AGENT(OWNERLESS), 0, DEFER(OWNER_UNCERTAIN) },
	{ AGENT(OWNER_FAULTY), 0, DEFER(OWNER_UNFIT) },
	{ AGENT(RUNS, LOSES_STATE), 0, DEFER(STATE_LOST) },
	{ AGENT(ORPHAN, LOSES_STATE), 0, DEFER(STATE_LOST) },
	/* A dead one has nothing to lose. */
	{ AGENT(RUNS, OWNER_UNREAD), 0, DEFER(OWNER_UNCERTAIN) },
	{ AGENT(ORPHAN, OWNER_UNREAD), 0, DEFER(OWNER_UNCERTAIN) },
	/* Its unit would end with 5 again, and the container that works be gone. */
	{ AGENT(ORPHAN, ENDED_TERMINALLY), 0, DEFER(OWNER_UNCERTAIN) },
	{ AGENT(DOCKER_DOWN), 0, DEFER(DOCKER_INACTIVE) },
	{ AGENT(DOCKER_COMING), 0, DEFER(DOCKER_INACTIVE) },
	/* The unit's stop would hang, and then be killed. */
	{ REMEDY(DOCKER_SILENT), 0, DEFER(DOCKER_INACTIVE) },
	{ AGENT(UNIT_JOB), 0, DEFER(JOB_QUEUED) },
	{ AGENT(UNIT_CHANGING), 0, DEFER(JOB_QUEUED) },
	/* systemd would stop it at once, and hold its start back. */
	{ AGENT(UNIT_UP, CLOUD_PENDING), 0, DEFER(JOB_QUEUED) },
	{ AGENT(IMAGE_MISSING), 0, DEFER(IMAGE_MISSING) },
	{ AGENT(JSON_INVALID), 0, DEFER(JSON_INVALID) },
	{ AGENT(CONFIG_FATAL), 0, DEFER(CONFIG_FATAL) },
	{ AGENT(VALUE_REFUSED), 0, DEFER(CONFIG_FATAL) },
	{ AGENT(CLOUD_FALLBACK), 0, DEFER(CLOUD_FALLBACK) },
	{ AGENT(NEEDS_IMDSV1), 0, DEFER(IMDSV1_ONLY) },
	{ REMEDY(TOKENS_UNSEEN), 0, DEFER(IMDSV1_ONLY) },
	/* A dead one has nothing to lose. */
	{ AGENT(RUNS, FALLBACK_UNSEEN), 0, DEFER(CLOUD_FALLBACK) },
	{ AGENT(ORPHAN, FALLBACK_UNSEEN), 0, DEFER(CLOUD_FALLBACK) },
	{ AGENT(NO_CHECKPOINT), 0, DEFER(NO_CHECKPOINT) },
	{ AGENT(RUNS, VALUE_UNPROVEN), 0, DEFER(SETTING_UNPROVEN) },
	{ AGENT(ORPHAN, VALUE_UNPROVEN), 0, DEFER(SETTING_UNPROVEN) },
	{ AGENT(UPDATE_PENDING), 0, DEFER(UPDATING) },
	{ AGENT(IN_WARM_POOL), 0, DEFER(WARM_POOL) },
	{ AGENT(WARM_POOL_UNSEEN), 0, DEFER(WARM_POOL) },
	{ AGENT(CLUSTER_DIFFERS), 0, DEFER(CLUSTER_DIFFERS) },
	/* It may: nobody can see. */
	{ REMEDY(CLUSTER_UNSEEN), 0, DEFER(CLUSTER_DIFFERS) },

	/* What a running agent would lose. */
	{ AGENT(RUNS) | REMEDY(ENDPOINTS_DEAD), 0, DEFER(ENDPOINTS_FAIL) },
	{ AGENT(RUNS) | REMEDY(ENDPOINTS_UNSEEN), 0, DEFER(ENDPOINTS_UNKNOWN) },
	{ AGENT(RUNS, BACKEND_UNUSABLE), 0, DEFER(ENDPOINTS_UNKNOWN) },
	{ AGENT(RUNS) | REMEDY(IMDS_SILENT), AGENT(IS_EXTERNAL), DEFER(IMDS_UNREACHABLE) },
	/* An orphan runs too, and its unit's start kills it. */
	{ AGENT(ORPHAN) | REMEDY(ENDPOINTS_DEAD), 0, DEFER(ENDPOINTS_FAIL) },
	{ AGENT(ORPHAN) | REMEDY(ENDPOINTS_UNSEEN), 0, DEFER(ENDPOINTS_UNKNOWN) },
	{ AGENT(ORPHAN, BACKEND_UNUSABLE), 0, DEFER(ENDPOINTS_UNKNOWN) },
	{ AGENT(ORPHAN) | REMEDY(IMDS_SILENT), AGENT(IS_EXTERNAL), DEFER(IMDS_UNREACHABLE) },

	/* Not again and again, a dead one neither. */
	{ REMEDY(COOLING), 0, DEFER(COOL_DOWN) },
	{ REMEDY(AT_MAXIMUM), 0, DEFER(MAXIMUM) },

	{ AGENT(RUNS) | REMEDY(UPGRADE_BARRED), 0, DEFER(UPGRADE) },
	/* Its environment is its own; a file is mounted, and read again. */
	{ AGENT(RUNS, KEYS_CHANGED), AGENT(UNIT_LOADED), DEFER(RECREATE) },
	{ AGENT(RUNS, KEYS_CHANGED, KEEPS_CONTAINER), 0, DEFER(RECREATE) },

	{ AGENT(ORPHAN), 0, ACTION_START_UNIT, REASON_ORPHAN },
	{ AGENT(UNIT_DEAD), 0, ACTION_START_UNIT, REASON_NOT_RUNNING },
	/* systemd holds a start back until its pause is over, not a restart. */
	{ AGENT(UNIT_RETRIES), 0, ACTION_RESTART_UNIT, REASON_NOT_RUNNING },
	{ AGENT(RUNS, UNIT_LOADED) | REMEDY(HAS_EVIDENCE), 0, ACTION_RESTART_UNIT, REASON_STALE },
	{ AGENT(RUNS, UNIT_LOADED), 0, ACTION_RESTART_UNIT, REASON_ASKED },
	/* Docker's own restart only where no unit is loaded: it kills others for good. */
	{ AGENT(RUNS, CONTAINER_RUNS) | REMEDY(HAS_EVIDENCE), AGENT(UNIT_LOADED),
	  ACTION_RESTART_CONTAINER, REASON_STALE },
	{ AGENT(RUNS, CONTAINER_RUNS), AGENT(UNIT_LOADED), ACTION_RESTART_CONTAINER, REASON_ASKED },
	{ AGENT(CONTAINER_EXISTS), AGENT(CONTAINER_RUNS, UNIT_LOADED), ACTION_RESTART_CONTAINER,
	  REASON_NOT_RUNNING },

	{ 0, 0, DEFER(STATUS_UNKNOWN) },
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
		if (bits_match(bits, table[i].need, table[i].forbid))
			return &table[i];
	return &table[last];
}

static const char *target_of(const struct agent_view *view)
{
	if (view->bits & AGENT(UNIT_LOADED, UNIT_MASKED))
		return view->agent->unit.name;
	return view->bits & AGENT(CONTAINER_EXISTS) ? "ecs-agent" : "";
}

/* Forced: what was overridden is told, as nobody else would tell it. */
static void write_detail(struct action *action, const struct situation *s,
			 enum action_reason reason)
{
	char *detail = remedy_detail(reason, s);
	char *told = action->forced
			     ? xasprintf("in spite of %s: %s", action_reason_name(reason), detail)
			     : xstrdup(detail);

	if (!copy_text(action->detail, sizeof action->detail, told))
		(void)strcpy(action->detail + sizeof action->detail - sizeof "...", "...");
	free(told);
	free(detail);
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
	action->upgrades = (action_kind_acts(row->kind) || row->reason == REASON_UPGRADE) &&
			   (s.view.bits & AGENT(IS_UPGRADE));
	action->skips_final_save = row->reason == REASON_ORPHAN;
	(void)copy_text(action->target, sizeof action->target, target_of(&s.view));
	write_detail(action, &s, action->forced ? unforced->reason : row->reason);
}

/* --- by hand --------------------------------------------------------------------- */

enum manual { MANUAL_START, MANUAL_RESTART, MANUAL_UNMASK, MANUAL_DOCKER, MANUAL_RENAME };

/* Words for a shell: quoted where the unit's name would be more than one. */
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
		return xstrdup("then make the container again as it was made");
	name = shell_name(action->target);
	return name ? xasprintf("then sudo systemctl restart %s", name)
		    : xstrdup("then restart the agent's unit");
}

static bool is_dead(const struct unit_status *unit)
{
	return strcmp(unit->active, "inactive") == 0 || strcmp(unit->active, "failed") == 0;
}

static char *manual_of_agent(const struct agent_status *agent)
{
	if (agent->unit.sight == SIGHT_SEEN)
		return manual_of_unit(agent->unit.name,
				      is_dead(&agent->unit) ? MANUAL_START : MANUAL_RESTART);
	return agent_runs_as(agent) == RUNS_AS_CONTAINER
		       ? xstrdup("sudo docker restart --time 15 ecs-agent")
		       : NULL;
}

/* Whoever may be its owner does it; whom nobody knows nobody can name. */
static char *manual_of_owner(const struct agent_status *agent)
{
	const struct agent_owner *owner = &agent->owner;

	/* --force does not override it. */
	if (owner->kind != OWNER_UNCERTAIN && is_dead(&agent->unit) &&
	    agent_unit_ended_terminally(agent))
		return NULL;
	if (owner->kind != OWNER_UNCERTAIN)
		return xstrdup("sudo ecsprobe --restart-agent --force");
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
	if (owner->fault == FAULT_NAME_TAKEN && agent->container.data_outside == SIGHT_SEEN)
		return manual_of_unit(owner->unit, MANUAL_RENAME);
	return NULL;
}

/* A docker that hangs is another matter: its restart could end every task.  One that
 * starts needs no help. */
static char *manual_of_docker(const struct agent_status *agent)
{
	if (strcmp(agent->docker.active, "active") == 0 || agent_docker_is_coming(agent))
		return NULL;
	return manual_of_unit(agent->unit.name, MANUAL_DOCKER);
}

char *remedy_manual(const struct action *action, const struct agent_status *agent)
{
	const struct {
		enum action_reason reason;
		const char *option;
	} rows[] = {
		/* The refusal protects the agent: nobody is told to override it. */
		{ REASON_ENDPOINTS_FAIL, NULL },
		{ REASON_ENDPOINTS_UNKNOWN, NULL },
		{ REASON_IMDS_UNREACHABLE, NULL },
		{ REASON_STATE_LOST, NULL },
		{ REASON_COOL_DOWN, "sudo ecsprobe --restart-agent --force" },
		{ REASON_MAXIMUM, "sudo ecsprobe --restart-agent --force" },
		{ REASON_UPGRADE, "sudo ecsprobe --restart-agent=if-stale --allow-upgrade" },
		{ REASON_STALE_PERSISTS, "sudo ecsprobe --restart-agent=always" },
		{ REASON_RECREATE,
		  "sudo docker inspect ecs-agent shows how it was made; stop it, remove it and "
		  "run it again so" },
		{ REASON_NOT_PERMITTED, action->if_stale ? "sudo ecsprobe --restart-agent=if-stale"
							 : "sudo ecsprobe --restart-agent" },
		/* A bare restart would be its last. */
		{ REASON_CLUSTER_DIFFERS, "put the registered cluster back into the "
					  "configuration, then sudo ecsprobe --restart-agent" },
		{ REASON_SETTING_UNPROVEN, "sudo ecsprobe --restart-agent --force" },
		{ REASON_FAILED_BEFORE, "change ecs.config, then sudo ecsprobe --restart-agent" },
		{ REASON_CLOUD_FALLBACK,
		  "run what the user data would have done, then sudo cloud-init clean --reboot" },
		{ REASON_IMDSV1_ONLY, "update the agent (package ecs-init), then sudo ecsprobe "
				      "--restart-agent=if-stale --allow-upgrade" },
		{ REASON_NO_CHECKPOINT,
		  "drain it; then make the container with ECS_DATADIR=/data and a mount for it" },
		{ REASON_JSON_INVALID,
		  "mend /etc/ecs/ecs.config.json, then sudo ecsprobe --restart-agent" },
		{ REASON_CONFIG_FATAL,
		  "mend the configuration, then sudo ecsprobe --restart-agent" },
		/* Both end by themselves; at work beside them is what must not be. */
		{ REASON_LOCKED, NULL },
		{ REASON_JOB_QUEUED, NULL },
		/* Nothing stood in the way. */
		{ REASON_INTERRUPTED, NULL },
		{ REASON_STATUS_UNKNOWN, NULL },
	};

	if (action->kind != ACTION_DEFER && action->reason != REASON_STALE_PERSISTS &&
	    action->reason != REASON_STOPPED)
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].reason == action->reason)
			return rows[i].option ? xstrdup(rows[i].option) : NULL;
	if (action->reason == REASON_OWNER_UNCERTAIN)
		return manual_of_owner(agent);
	if (action->reason == REASON_OWNER_UNFIT)
		return manual_of_fault(agent);
	/* With the unit unmasked and started it would replace one that was run by hand. */
	if (strcmp(agent->unit.load, "masked") == 0)
		return agent->container.running ? NULL
						: manual_of_unit(agent->unit.name, MANUAL_UNMASK);
	if (action->reason == REASON_DOCKER_INACTIVE)
		return manual_of_docker(agent);
	return manual_of_agent(agent);
}
