/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_ACTION_H
#define ECSPROBE_ACTION_H
/* The decision about the agent: the action, its reason and its result.  The words are a contract:
 * JSON, journal and documentation use the same ones. */
#include <stdbool.h>
#include <stdint.h>

#include "ecsprobe/agent_status.h"
#include "ecsprobe/exit_code.h"

enum action_kind {
	ACTION_NONE,
	ACTION_RESTART_UNIT,
	ACTION_RESTART_CONTAINER, /* only where no unit is loaded */
	ACTION_START_UNIT,        /* a dead agent, or an orphan */
	ACTION_DEFER,             /* not now: the reason says why */
};
const char *action_kind_name(enum action_kind kind); /* "restart-unit" */
/* The reverse of action_kind_name().  Returns false, and leaves *kind as it was, for an unknown
 * word. */
bool action_kind_parse(const char *word, enum action_kind *kind);

/* Whether the action restarts or starts the agent. */
bool action_kind_acts(enum action_kind kind);

/* X(enumerator, word, exit status, text).  Text: one line for the operator. */
#define ECSPROBE_REASONS(X)                                                                                                         \
	/* none */                                                                                                                  \
	X(NOTHING_STALE, "nothing-stale", HEALTHY,                                                                                  \
	  "ecsprobe found no old configuration, path, nameserver, /etc/hosts or trust store in use by the agent")                   \
	X(STARTS_AFTER_CLOUD_INIT, "starts-after-cloud-init", HEALTHY,                                                              \
	  "the agent starts after cloud-init and will read its configuration then")                                                 \
	X(SYSTEMD_RETRIES, "systemd-retries", HEALTHY,                                                                              \
	  "systemd keeps restarting the agent, so ecsprobe leaves that to systemd")                                                 \
	X(STALE_PERSISTS, "stale-persists", HEALTHY,                                                                                \
	  "the last restart did not help, so ecsprobe does not restart again for the same reason")                                  \
	X(STOPPED, "stopped-on-purpose", HEALTHY,                                                                                   \
	  "the unit is disabled or masked, and stopped: somebody stopped it on purpose")                                            \
	X(NO_AGENT, "no-agent", UNHEALTHY, "there is no agent here to restart")                                                     \
	/* restart-unit, restart-container, start-unit */                                                                           \
	X(ASKED, "asked", HEALTHY, "you asked for a restart")                                                                       \
	X(STALE, "stale", HEALTHY,                                                                                                  \
	  "the agent still uses an old configuration, path, nameserver, /etc/hosts or trust store")                                 \
	X(NOT_RUNNING, "not-running", HEALTHY, "the agent does not run")                                                            \
	X(ORPHAN, "orphan", HEALTHY, "the container runs without its unit")                                                         \
	/* defer */                                                                                                                 \
	X(ENDPOINTS_FAIL, "endpoints-fail", UNHEALTHY,                                                                              \
	  "ecs, ecs-agent or ecs-telemetry fails: a restart could take away the tasks' credentials")                                \
	X(ENDPOINTS_UNKNOWN, "endpoints-unknown", UNHEALTHY,                                                                        \
	  "ecsprobe could not confirm that ecs, ecs-agent and ecs-telemetry all work")                                              \
	X(IMDS_UNREACHABLE, "imds-unreachable", DEFERRED,                                                                           \
	  "the metadata service does not answer: the agent could not register again")                                               \
	X(NO_CREDENTIALS, "no-credentials", DEFERRED,                                                                               \
	  "the agent would have no credentials, and could not register again")                                                      \
	X(CLOCK_WRONG, "clock-wrong", DEFERRED,                                                                                     \
	  "AWS rejects signatures with this instance's time: the agent could not connect again")                                    \
	X(COOL_DOWN, "cool-down", DEFERRED, "the agent was restarted a short while ago")                                            \
	X(MAXIMUM, "maximum-reached", DEFERRED, "the agent was restarted too often already")                                        \
	X(DOCKER_INACTIVE, "docker-inactive", DEFERRED, "docker does not run, or does not answer")                                  \
	X(JOB_QUEUED, "job-queued", DEFERRED, "systemd has a job for this unit in progress")                                        \
	X(LOCKED, "locked", DEFERRED, "another ecsprobe is working on the agent")                                                   \
	X(IMAGE_MISSING, "image-missing", DEFERRED,                                                                                 \
	  "the agent's image is not cached: a start would have to download it first")                                               \
	X(JSON_INVALID, "config-json-invalid", DEFERRED,                                                                            \
	  "the agent would reject /etc/ecs/ecs.config.json")                                                                        \
	X(CONFIG_FATAL, "config-would-fail", DEFERRED,                                                                              \
	  "with its settings on disk the agent would not start again, or might not")                                                \
	X(SETTING_UNPROVEN, "setting-not-proven", DEFERRED,                                                                         \
	  "a changed or unread setting may make the agent's next start fail")                                                       \
	X(FAILED_BEFORE, "configuration-failed-before", DEFERRED,                                                                   \
	  "the agent did not come back with this configuration; ecsprobe tries again when ecs.config changes")                      \
	X(CLOUD_FALLBACK, "cloud-init-fallback", DEFERRED,                                                                          \
	  "cloud-init did not run the user data in this boot: the agent would exit with code 5")                                    \
	X(IMDSV1_ONLY, "imdsv1-only", DEFERRED,                                                                                     \
	  "the metadata service requires tokens, which this agent does not send")                                                   \
	X(NO_CHECKPOINT, "no-checkpoint", DEFERRED,                                                                                 \
	  "the agent keeps no state: it would return as another container instance and leave "                                      \
	  "the running tasks behind")                                                                                               \
	X(UPDATING, "update-in-progress", DEFERRED, "an update of the agent is in progress")                                        \
	X(WARM_POOL, "warm-pool", DEFERRED,                                                                                         \
	  "with ECS_WARM_POOLS_CHECK the agent would wait until its instance is in service")                                        \
	X(CLUSTER_DIFFERS, "cluster-differs", DEFERRED,                                                                             \
	  "the configured cluster is not the registered one: the agent would exit with code 5")                                     \
	X(UPGRADE, "upgrade-not-allowed", DEFERRED,                                                                                 \
	  "a restart would also upgrade the agent; allow it with --allow-upgrade")                                                  \
	X(RECREATE, "container-must-be-recreated", DEFERRED,                                                                        \
	  "a container run by hand keeps its environment: remove it and run it again")                                              \
	X(OWNER_UNCERTAIN, "owner-uncertain", DEFERRED,                                                                             \
	  "ecsprobe does not know for certain what starts this agent, or whether that would start it again")                        \
	X(OWNER_UNFIT, "owner-would-fail", DEFERRED,                                                                                \
	  "the unit that starts the agent would not start it again as the unit is written now")                                     \
	X(STATE_LOST, "state-would-be-lost", DEFERRED,                                                                              \
	  "the agent's next start would not find the agent's saved state: the agent would come back as another container instance") \
	X(UNIT_MASKED, "unit-masked", DEFERRED, "the unit is masked: systemd does not start it")                                    \
	X(STATUS_UNKNOWN, "status-unknown", DEFERRED,                                                                               \
	  "ecsprobe could read too little about the agent, so it did nothing")                                                      \
	X(HISTORY_UNUSABLE, "history-unusable", DEFERRED,                                                                           \
	  "ecsprobe cannot record restarts, so it makes none")                                                                      \
	X(INTERRUPTED, "interrupted", DEFERRED,                                                                                     \
	  "a signal arrived before ecsprobe asked for anything, so it did nothing")                                                 \
	X(NOT_PERMITTED, "not-permitted", NOT_PERMITTED, "restarting the agent needs root")

enum action_reason {
#define X(enumerator, word, status, text) REASON_##enumerator,
	ECSPROBE_REASONS(X)
#undef X
		REASON_COUNT,
};
const char *action_reason_name(enum action_reason reason);
const char *action_reason_text(enum action_reason reason);
enum exit_code action_reason_exit_code(enum action_reason reason);

/* What came of it. */
enum action_result {
	RESULT_NOT_TRIED, /* none, defer, or a dry run */
	RESULT_RESTARTED, /* verified: a new start, the same container instance */
	RESULT_NOT_READY, /* requested, but the agent did not come back in time */
	RESULT_REFUSED,   /* systemd or Docker refused */
	RESULT_UNPROVEN,  /* as RESTARTED, but its connection to ACS cannot be seen */
	RESULT_COUNT,
};
/* The agent is back: RESTARTED or UNPROVEN. */
bool action_result_is_back(enum action_result result);
const char *action_result_name(enum action_result result);              /* "restarted" */
bool action_result_parse(const char *word, enum action_result *result); /* as above */

/* In the report once the operator asked for a restart. */
struct action {
	bool asked; /* false: the other members mean nothing */
	bool dry_run;
	bool if_stale; /* --restart-agent=if-stale: for repeating the command */
	enum action_kind kind;
	enum action_reason reason;
	enum action_result result;
	struct string_list evidence;  /* owned: "agent-stale-config: ECS_CLUSTER", no values */
	char fingerprint[17];         /* of the evidence, hex; "" without any */
	char target[UNIT_NAME_BYTES]; /* ecs.service, or the container's name */
	char detail[640];             /* the obstacle, or what was seen last, escaped */
	/* Owned.  After a failure that a changed configuration may explain: what to restore, a line
	 * each, and the command at the end. */
	struct string_list go_back;
	char manual[256];      /* after a refusal: the command to type by hand; "" for none */
	bool upgrades;         /* it also loads a newer packaged agent */
	bool skips_final_save; /* an orphan is removed by force, so it cannot save its state */
	bool forced;           /* --force overrode a refusal */
	bool force_is_safe;    /* --force would act, and would override nothing about the network */
	bool network_is_fine;  /* nothing about the network speaks against a restart */
	bool instance_known;   /* the container instance, compared afterwards, is known */
	uint64_t took_us;      /* from the request to the verdict on it */
	enum sight tasks_sight; /* SEEN: listed before and after */
	size_t tasks_before, tasks_gone;
};

/* The exit status of the action.  A refusal by systemd or Docker means that nothing was done to the
 * agent.  Without a requested restart there is nothing to report: healthy. */
enum exit_code action_exit_code(const struct action *action);

/* Frees what it owns. */
void action_done(struct action *action);

#endif
