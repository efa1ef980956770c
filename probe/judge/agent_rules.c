/* SPDX-License-Identifier: Apache-2.0 */
#include "agent_rules.h"

#include "agent_hints.h"
#include "agent_message_words.h"
#include "ecsprobe/remedy.h"
#include "findings.h"
#include "log_causes.h"

#define WHEN(...) .when = AGENT(__VA_ARGS__)
#define UNLESS(...) .unless = AGENT(__VA_ARGS__)

static const struct agent_rule table[] = {
	{ WHEN(NOWHERE, REQUIRED), .code = CODE_AGENT_ABSENT, .severity = RULE_FAIL,
	  .message = "there is no ECS agent on this instance, and one is required",
	  .hint = hint_required },
	{ WHEN(NOWHERE), .code = CODE_AGENT_ABSENT, .severity = RULE_NOTE,
	  .message = "there is no ECS agent {in_sight}", .hint = hint_absent },
	{ WHEN(OTHER_NETWORK), .code = CODE_AGENT_UNKNOWN, .severity = RULE_WARN,
	  .message =
		  "ecsprobe tried the endpoints from another network namespace than the agent's, and could not read these parts of the agent: {unknown}",
	  .hint = hint_other_network },
	{ WHEN(PARTS_UNKNOWN, LOOKED_AS_ROOT), .code = CODE_AGENT_UNKNOWN, .severity = RULE_NOTE,
	  .message = "ecsprobe could not read these parts of the agent: {unknown}",
	  .hint = hint_unknown_root },
	{ WHEN(PARTS_UNKNOWN), .code = CODE_AGENT_UNKNOWN, .severity = RULE_NOTE,
	  .message = "ecsprobe could not read these parts of the agent: {unknown}" },

	/* Why it does not run. */
	{ WHEN(STARTS_LATER, CLOUD_PENDING), .code = CODE_AGENT_STARTS_LATER, .severity = RULE_NOTE,
	  .message = "{unit} starts after cloud-init, which has not finished" },
	{ WHEN(STARTS_LATER), .code = CODE_AGENT_STARTS_LATER, .severity = RULE_NOTE,
	  .message = "{unit} is waiting to start: systemd has a job queued for it" },
	{ WHEN(DOCKER_DOWN), UNLESS(STARTS_LATER, UNIT_DISABLED), .code = CODE_AGENT_NO_RUNTIME,
	  .severity = RULE_FAIL, .message = "{docker}, and {unit} needs it" },
	{ WHEN(DOCKER_COMING), UNLESS(STARTS_LATER, UNIT_DISABLED), .code = CODE_AGENT_NO_RUNTIME,
	  .severity = RULE_NOTE, .message = "{docker}, and {unit} needs it",
	  .hint = hint_docker_coming },
	{ WHEN(ORPHAN, OWNER_DOUBT), .code = CODE_AGENT_ORPHAN, .severity = RULE_FAIL,
	  .message =
		  "the container ecs-agent runs, {unit} is {unit_state}, and it is not certain what starts it: {owner}",
	  .hint = hint_no_orphan },
	{ WHEN(ENDED_TERMINALLY, UNIT_RETRIES), .code = CODE_AGENT_FAILED_TERMINAL,
	  .severity = RULE_FAIL,
	  .message =
		  "the agent exited with code 5, which another start does not fix, and systemd keeps restarting it",
	  .hint = hint_terminal_loop, .from_log = HINT_OF_START },
	{ WHEN(UNFOUND, UNIT_DEAD), .code = CODE_AGENT_NOT_RUNNING, .severity = RULE_WARN,
	  .message = "{unit} is {unit_state}, and another agent answers on port 51678",
	  .hint = hint_two_agents },
	{ WHEN(ENDED_TERMINALLY), UNLESS(UNFOUND), .code = CODE_AGENT_FAILED_TERMINAL,
	  .severity = RULE_FAIL, .message = "the agent exited for good with code 5: {ended}",
	  .from_log = HINT_OF_START },
	{ WHEN(ORPHAN), .code = CODE_AGENT_ORPHAN, .severity = RULE_FAIL,
	  .message = "the container ecs-agent runs, but its unit {unit} is {unit_state}" },
	{ WHEN(UNIT_INACTIVE, UNIT_DISABLED),
	  UNLESS(STARTS_LATER, ORPHAN, ENDED_TERMINALLY, UNFOUND), .code = CODE_AGENT_NOT_RUNNING,
	  .severity = RULE_WARN, .message = "{unit} is disabled and does not run",
	  .hint = hint_disabled },
	{ WHEN(UNIT_INACTIVE),
	  UNLESS(STARTS_LATER, ORPHAN, DOCKER_DOWN, DOCKER_COMING, ENDED_TERMINALLY, UNFOUND),
	  .code = CODE_AGENT_NOT_RUNNING, .severity = RULE_FAIL,
	  .message = "{unit} is {unit_state} and does not run", .hint = hint_inactive },
	{ WHEN(UNIT_FAILED), UNLESS(ENDED_TERMINALLY, ORPHAN, UNFOUND),
	  .code = CODE_AGENT_NOT_RUNNING, .severity = RULE_FAIL,
	  .message = "{unit} is {unit_state}", .hint = hint_failed },
	{ WHEN(UNIT_RETRIES), UNLESS(ENDED_TERMINALLY, DOCKER_COMING),
	  .code = CODE_AGENT_NOT_RUNNING, .severity = RULE_FAIL,
	  .message = "{unit} ended and systemd keeps restarting it: {unit_state}",
	  .hint = hint_failed },
	{ WHEN(UNIT_MASKED), UNLESS(CONTAINER_RUNS, UNFOUND), .code = CODE_AGENT_NOT_RUNNING,
	  .severity = RULE_WARN, .message = "{unit} is masked, and no agent runs",
	  .hint = hint_masked },
	{ WHEN(CONTAINER_EXISTS, OWNER_DOUBT),
	  UNLESS(CONTAINER_RUNS, UNIT_LOADED, ENDED_TERMINALLY, UNREADABLE),
	  .code = CODE_AGENT_NOT_RUNNING, .severity = RULE_FAIL,
	  .message = "{container}, and it is not certain what starts it: {owner}",
	  .hint = hint_doubt },
	{ WHEN(CONTAINER_EXISTS), UNLESS(CONTAINER_RUNS, UNIT_LOADED, ENDED_TERMINALLY, UNREADABLE),
	  .code = CODE_AGENT_NOT_RUNNING, .severity = RULE_FAIL,
	  .message = "{container}, and no unit supervises it", .hint = hint_container },

	/* It runs, and how well? */
	/* A permission that was granted moments ago is not yet known everywhere. */
	{ WHEN(UNREGISTERED, REGISTER_DENIED, JUST_STARTED), .code = CODE_AGENT_REGISTRATION_DENIED,
	  .severity = RULE_WARN, .message = "the agent is not allowed to register: {denied}",
	  .from_log = HINT_OF_START },
	{ WHEN(UNREGISTERED, REGISTER_DENIED), .code = CODE_AGENT_REGISTRATION_DENIED,
	  .severity = RULE_FAIL, .message = "the agent is not allowed to register: {denied}",
	  .from_log = HINT_OF_START },
	{ WHEN(UNREGISTERED, UNIT_CHANGING), UNLESS(REGISTER_DENIED),
	  .code = CODE_AGENT_NOT_REGISTERED, .severity = RULE_NOTE,
	  .message = "{unit} is {unit_state}", .hint = hint_changing },
	{ WHEN(UNREGISTERED, JUST_STARTED), UNLESS(REGISTER_DENIED),
	  .code = CODE_AGENT_NOT_REGISTERED, .severity = RULE_NOTE,
	  .message = "the agent was started moments ago and has not registered yet",
	  .hint = hint_young },
	{ WHEN(UNREGISTERED, IN_WARM_POOL), UNLESS(CONTAINER_GONE, REGISTER_DENIED),
	  .code = CODE_AGENT_NOT_REGISTERED, .severity = RULE_NOTE,
	  .message =
		  "the agent has not registered: it waits until the instance leaves its warm pool",
	  .hint = hint_warm_pool },
	{ WHEN(UNREGISTERED, WARM_POOL_UNSEEN, UNREGISTERED_LONG),
	  UNLESS(CONTAINER_GONE, REGISTER_DENIED), .code = CODE_AGENT_NOT_REGISTERED,
	  .severity = RULE_WARN,
	  .message =
		  "the agent has not registered for minutes: it may be waiting until the instance leaves its warm pool",
	  .hint = hint_warm_pool },
	{ WHEN(UNREGISTERED, WARM_POOL_UNSEEN), UNLESS(CONTAINER_GONE, REGISTER_DENIED),
	  .code = CODE_AGENT_NOT_REGISTERED, .severity = RULE_NOTE,
	  .message =
		  "the agent has not registered: it may be waiting until the instance leaves its warm pool",
	  .hint = hint_warm_pool },
	{ WHEN(UNREGISTERED, CONTAINER_GONE, UNREGISTERED_LONG),
	  UNLESS(UNIT_CHANGING, REGISTER_DENIED), .code = CODE_AGENT_NOT_REGISTERED,
	  .severity = RULE_FAIL, .message = "{unit} is active, but {container}", .hint = hint_loop,
	  .from_log = HINT_OF_START },
	{ WHEN(UNREGISTERED, CONTAINER_GONE), UNLESS(UNIT_CHANGING, REGISTER_DENIED),
	  .code = CODE_AGENT_NOT_REGISTERED, .severity = RULE_WARN,
	  .message = "{unit} is active, but {container}", .hint = hint_loop,
	  .from_log = HINT_OF_START },
	{ WHEN(UNREGISTERED, IS_EXTERNAL, UNREGISTERED_LONG), UNLESS(REGISTER_DENIED),
	  .code = CODE_AGENT_NOT_REGISTERED, .severity = RULE_FAIL,
	  .message = "the agent runs and has not registered: {introspection}",
	  .hint = hint_unregistered_external },
	{ WHEN(UNREGISTERED, IS_EXTERNAL), UNLESS(REGISTER_DENIED),
	  .code = CODE_AGENT_NOT_REGISTERED, .severity = RULE_WARN,
	  .message = "the agent runs and has not registered: {introspection}",
	  .hint = hint_unregistered_external },
	{ WHEN(UNREGISTERED, UNREGISTERED_LONG), UNLESS(REGISTER_DENIED),
	  .code = CODE_AGENT_NOT_REGISTERED, .severity = RULE_FAIL,
	  .message = "the agent runs and has not registered: {introspection}",
	  .from_log = HINT_OF_START },
	{ WHEN(UNREGISTERED), UNLESS(REGISTER_DENIED), .code = CODE_AGENT_NOT_REGISTERED,
	  .severity = RULE_WARN,
	  .message = "the agent runs and has not registered: {introspection}",
	  .from_log = HINT_OF_START },
	{ WHEN(ACS_LOST), .code = CODE_AGENT_NOT_CONNECTED, .severity = RULE_FAIL,
	  .message =
		  "the agent is registered but has not been connected to ACS for {acs_for}: {acs_trouble}",
	  .from_log = HINT_OF_ACS },
	{ WHEN(ACS_LOSING), .code = CODE_AGENT_NOT_CONNECTED, .severity = RULE_NOTE,
	  .message =
		  "the agent is registered but not connected to ACS at the moment: {acs_trouble}",
	  .hint = hint_losing },
	{ WHEN(ACS_INACTIVE), .code = CODE_AGENT_INACTIVE, .severity = RULE_WARN,
	  .message =
		  "ECS reports this container instance as inactive, and the agent retries once an hour" },
	{ WHEN(TOO_OLD), .code = CODE_AGENT_TOO_OLD, .severity = RULE_SET,
	  .message = "the agent is {version}, which does not support interface endpoints" },
	{ WHEN(BAD_RESTART), .code = CODE_AGENT_KNOWN_BAD, .severity = RULE_WARN,
	  .message = "the agent is {version}, which stays stopped after a restart of docker",
	  .hint = hint_bad_restart },
	{ WHEN(BAD_STATE), .code = CODE_AGENT_KNOWN_BAD, .severity = RULE_WARN,
	  .message = "the agent is {version}, which loses its state after an unclean stop",
	  .hint = hint_bad_state },

	/* Which way does it talk? */
	{ WHEN(STALE_PATH, ACTION_PERSISTS), .code = CODE_AGENT_STALE_PATH, .severity = RULE_WARN,
	  .message =
		  "the agent talks to {public_hosts} ({how_seen}), while the ECS names are private now",
	  .hint = hint_path_again },
	{ WHEN(STALE_PATH, ACTION_NOT_READY), .code = CODE_AGENT_STALE_PATH, .severity = RULE_WARN,
	  .message =
		  "the agent talks to {public_hosts} ({how_seen}), while the ECS names are private now",
	  .hint = hint_path_again },
	{ WHEN(STALE_PATH, OWNER_DOUBT), UNLESS(ACTION_PERSISTS, ACTION_NOT_READY),
	  .code = CODE_AGENT_STALE_PATH, .severity = RULE_WARN,
	  .message =
		  "the agent talks to {public_hosts} ({how_seen}), while the ECS names are private now",
	  .hint = hint_stale_doubt },
	{ WHEN(STALE_PATH), UNLESS(ACTION_PERSISTS, ACTION_NOT_READY),
	  .code = CODE_AGENT_STALE_PATH, .severity = RULE_WARN,
	  .message =
		  "the agent talks to {public_hosts} ({how_seen}), while the ECS names are private now" },
	{ WHEN(PUBLIC_PATH, IS_EXTERNAL), .code = CODE_AGENT_PUBLIC_PATH, .severity = RULE_EXPECT,
	  .message = "the agent talks to {public_hosts} ({how_seen})",
	  .hint = hint_public_path_external },
	{ WHEN(PUBLIC_PATH), .code = CODE_AGENT_PUBLIC_PATH, .severity = RULE_EXPECT,
	  .message = "the agent talks to {public_hosts} ({how_seen}): its traffic leaves the VPC" },
	{ WHEN(PATH_GONE), .code = CODE_AGENT_PATH_GONE, .severity = RULE_NOTE,
	  .message = "the agent is connected to {gone_peer}, but no checked name resolves to it" },

	/* What does it hold, and what would its next start find? */
	{ WHEN(STALE_CONFIG, CLUSTER_DIFFERS), .code = CODE_AGENT_STALE_CONFIG,
	  .severity = RULE_WARN, .message = "the agent runs with an old configuration: {changed}",
	  .hint = hint_stale_blocked },
	{ WHEN(STALE_CONFIG, JSON_INVALID), .code = CODE_AGENT_STALE_CONFIG, .severity = RULE_WARN,
	  .message = "the agent runs with an old configuration: {changed}",
	  .hint = hint_stale_blocked },
	{ WHEN(STALE_CONFIG, CONFIG_FATAL), .code = CODE_AGENT_STALE_CONFIG, .severity = RULE_WARN,
	  .message = "the agent runs with an old configuration: {changed}",
	  .hint = hint_stale_blocked },
	{ WHEN(STALE_CONFIG, VALUE_REFUSED), .code = CODE_AGENT_STALE_CONFIG, .severity = RULE_WARN,
	  .message = "the agent runs with an old configuration: {changed}",
	  .hint = hint_stale_blocked },
	{ WHEN(STALE_CONFIG, KEYS_CHANGED), UNLESS(UNIT_LOADED, UNREADABLE),
	  .code = CODE_AGENT_STALE_CONFIG, .severity = RULE_WARN,
	  .message = "the agent runs with an old configuration: {changed}",
	  .hint = hint_stale_by_hand },
	{ WHEN(STALE_CONFIG, KEYS_CHANGED, KEEPS_CONTAINER), .code = CODE_AGENT_STALE_CONFIG,
	  .severity = RULE_WARN, .message = "the agent runs with an old configuration: {changed}",
	  .hint = hint_stale_kept },
	{ WHEN(STALE_CONFIG, OWNER_DOUBT), .code = CODE_AGENT_STALE_CONFIG, .severity = RULE_WARN,
	  .message = "the agent runs with an old configuration: {changed}",
	  .hint = hint_stale_doubt },
	{ WHEN(STALE_CONFIG), .code = CODE_AGENT_STALE_CONFIG, .severity = RULE_WARN,
	  .message = "the agent runs with an old configuration: {changed}" },
	{ WHEN(STALE_RESOLVER, OWNER_DOUBT), .code = CODE_AGENT_STALE_RESOLVER,
	  .severity = RULE_WARN,
	  .message = "the agent asks the nameserver {given}; this host asks {nameservers}",
	  .hint = hint_stale_doubt },
	{ WHEN(STALE_RESOLVER), .code = CODE_AGENT_STALE_RESOLVER, .severity = RULE_WARN,
	  .message = "the agent asks the nameserver {given}; this host asks {nameservers}" },
	{ WHEN(ROOTS_REFUSE, OWNER_DOUBT), .code = CODE_AGENT_TRUST_STALE, .severity = RULE_WARN,
	  .message =
		  "the trust store ({roots}) changed after the agent was started, and the agent rejects certificates that this host trusts",
	  .hint = hint_stale_doubt },
	{ WHEN(ROOTS_REFUSE, DOCKER_ROOTS_STALE), .code = CODE_AGENT_TRUST_STALE,
	  .severity = RULE_WARN,
	  .message =
		  "the trust store ({roots}) changed after the agent and dockerd were started, and the agent rejects certificates that this host trusts",
	  .hint = hint_roots_both },
	{ WHEN(ROOTS_REFUSE), .code = CODE_AGENT_TRUST_STALE, .severity = RULE_WARN,
	  .message =
		  "the trust store ({roots}) changed after the agent was started, and the agent rejects certificates that this host trusts",
	  .hint = hint_roots },
	{ WHEN(ROOTS_DOUBTED), .code = CODE_AGENT_TRUST_STALE, .severity = RULE_WARN,
	  .message =
		  "the trust store ({roots}) changed after the agent was started, and AWS names have certificates that lead to no root that Amazon publishes: the agent may reject certificates that this host trusts",
	  .hint = hint_roots_doubted },
	{ WHEN(ROOTS_STALE), .code = CODE_AGENT_TRUST_STALE, .severity = RULE_NOTE,
	  .message = "the trust store ({roots}) changed after the agent was started",
	  .hint = hint_roots_note },
	{ WHEN(DOCKER_ROOTS_STALE), .code = CODE_DOCKERD_TRUST_STALE, .severity = RULE_WARN,
	  .of_dockerd = true,
	  .message =
		  "the trust store ({docker_roots}) changed after dockerd was started, and AWS names have certificates that lead to no root that Amazon publishes: dockerd may reject certificates that this host trusts" },
	{ WHEN(STALE_HOSTS, OWNER_DOUBT), .code = CODE_AGENT_HOSTS_STALE, .severity = RULE_WARN,
	  .message =
		  "the agent's copy of /etc/hosts pins other addresses than the host's file: {own_pins}",
	  .hint = hint_stale_doubt },
	{ WHEN(STALE_HOSTS), .code = CODE_AGENT_HOSTS_STALE, .severity = RULE_WARN,
	  .message =
		  "the agent's copy of /etc/hosts pins other addresses than the host's file: {own_pins}" },
	{ WHEN(CLUSTER_DIFFERS), .code = CODE_AGENT_CLUSTER_DIFFERS, .severity = RULE_FAIL,
	  .message =
		  "the agent is registered with {registered} and configured for {configured}: its next start would exit with code 5, which another start does not fix" },
	{ WHEN(JSON_INVALID, CONFIG_FATAL), UNLESS(UNREADABLE), .code = CODE_AGENT_CONFIG_INVALID,
	  .severity = RULE_FAIL,
	  .message =
		  "the agent would reject /etc/ecs/ecs.config.json: {json}; and its next start would fail, or may fail: {fatal}",
	  .hint = hint_json_fatal },
	{ WHEN(JSON_INVALID), .code = CODE_AGENT_CONFIG_INVALID, .severity = RULE_FAIL,
	  .message = "the agent would reject /etc/ecs/ecs.config.json: {json}", .hint = hint_json },
	/* Where no agent was seen, other rules warn of the same line. */
	{ WHEN(CONFIG_FATAL, RUNS), UNLESS(UNREADABLE), .code = CODE_AGENT_CONFIG_INVALID,
	  .severity = RULE_WARN,
	  .message = "the agent's next start would fail, or may fail: {fatal}",
	  .hint = hint_fatal },
	/* At the first boot too: there is no running agent that works without it. */
	{ WHEN(CONFIG_FATAL), UNLESS(RUNS, UNREADABLE), .code = CODE_AGENT_CONFIG_INVALID,
	  .severity = RULE_FAIL,
	  .message = "the agent's next start would fail, or may fail: {fatal}",
	  .hint = hint_fatal },

	{ WHEN(VALUE_REFUSED), UNLESS(UNREADABLE), .code = CODE_AGENT_SETTING_REFUSED,
	  .severity = RULE_FAIL, .message = "the agent's next start would fail: {refused}" },
	{ WHEN(VALUE_UNPROVEN), UNLESS(UNREADABLE), .code = CODE_AGENT_SETTING_UNPROVEN,
	  .severity = RULE_WARN,
	  .message = "a changed setting may make the agent's next start fail: {unproven}" },

	{ WHEN(LINES_UNREAD), UNLESS(UNREADABLE), .code = CODE_AGENT_SETTING_UNREAD,
	  .severity = RULE_NOTE, .message = "these lines have no effect: {unread}" },

	{ WHEN(CLOUD_FALLBACK), UNLESS(UNREADABLE), .code = CODE_AGENT_CLOUD_INIT_FALLBACK,
	  .severity = RULE_FAIL,
	  .message =
		  "cloud-init did not run this instance's user data: the agent's next start would exit with code 5, which another start does not fix" },
	{ WHEN(NEEDS_IMDSV1), UNLESS(UNREADABLE), .code = CODE_AGENT_IMDSV1_ONLY,
	  .severity = RULE_FAIL,
	  .message =
		  "the agent is {version} and sends no token, but the metadata service requires one: its next start would fail" },
	{ WHEN(NO_CHECKPOINT), UNLESS(UNREADABLE), .code = CODE_AGENT_NO_CHECKPOINT,
	  .severity = RULE_WARN,
	  .message =
		  "the agent runs with ECS_CHECKPOINT=false or without ECS_DATADIR: its next start would register as another container instance" },

	/* What was done about it? */
	{ WHEN(ACTION_PERSISTS), .code = CODE_AGENT_STALE_PERSISTS, .severity = RULE_WARN,
	  .message = "the agent is still stale after a restart: {evidence}" },
	{ WHEN(ACTION_NOT_READY), .code = CODE_AGENT_NOT_READY, .severity = RULE_FAIL,
	  .message = "the agent did not come back ready after its restart: {outcome}" },
	{ WHEN(ACTION_UNPROVEN), .code = CODE_AGENT_CONNECTION_UNPROVEN, .severity = RULE_WARN,
	  .message =
		  "the agent was restarted and registered; its connection to ACS is not confirmed: {outcome}" },
};

const struct agent_rule *agent_rules_table(size_t *count)
{
	*count = ARRAY_SIZE(table);
	return table;
}

/* The cause in its log is more exact than a hint that lists all possible causes. */
static const char *hint_of(const struct agent_rule *rule, const struct path_evidence *path)
{
	const char *hint = NULL;

	switch (rule->from_log) {
	case HINT_OF_ACS:
		hint = log_cause_hint(path->acs_cause);
		break;
	case HINT_OF_START:
		hint = log_cause_hint(path->register_cause ? path->register_cause
							   : path->last_cause);
		break;
	case HINT_STANDS:
		break;
	}
	return hint ? hint : rule->hint;
}

/* For the renderers. */
static enum sight connection_of(const struct report *report, rule_bits bits)
{
	enum acs_sight sight;

	if (bits & AGENT(ACS_LOST, ACS_LOSING, ACS_INACTIVE))
		return SIGHT_ABSENT;
	if (!(bits & AGENT(RUNS)) || !report->agent->introspection.arn[0])
		return SIGHT_UNKNOWN;
	sight = remedy_acs(report).sight;
	return sight == ACS_CONNECTED || sight == ACS_HELD ? SIGHT_SEEN : SIGHT_UNKNOWN;
}

void judge_agent(struct report *report, const struct judge_policy *policy)
{
	enum expect expect = policy->expect;
	struct agent_view view;

	/* Outside of EC2 there is no VPC that its traffic could leave. */
	if (expect == EXPECT_AUTO && report->facts->identity.outside)
		expect = EXPECT_ANY;
	if (!report->agent || !report->agent->looked)
		return;
	agent_view_build(&view, report, policy);
	report->acs_connected = connection_of(report, view.bits);
	if (view.bits & AGENT(PARTS_UNKNOWN))
		agent_list_unseen(&view, &report->unseen);
	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		const struct agent_rule *rule = &table[i];

		if (bits_match(view.bits, rule->when, rule->unless))
			finding_add(report, rule->code, rules_severity(rule->severity, expect),
				    rule->of_dockerd ? "dockerd" : "agent",
				    agent_text(rule->message, &view),
				    hint_of(rule, &view.agent->path));
	}
}
