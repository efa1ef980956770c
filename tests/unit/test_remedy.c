/* SPDX-License-Identifier: Apache-2.0 */
/* What is done about the agent: a table of agents, the table of rows as such,
 * and what must hold whatever the bits. */
#include "ecsprobe/remedy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent_world.h"
#include "check.h"
#include "judge/remedy_rules.h"

enum { SWEEPS = 300000 };

static char *describe(const struct action *action)
{
	return xasprintf("%s %s%s%s%s", action_kind_name(action->kind),
			 action_reason_name(action->reason), action->forced ? " forced" : "",
			 action->upgrades ? " upgrades" : "",
			 action->skips_final_save ? " skips-final-save" : "");
}

static const struct remedy_row *decide_row(struct agent_world *w)
{
	struct situation s;
	struct string_list evidence = { 0 };
	char fingerprint[17];

	agent_world_decide(w);
	remedy_evidence(&w->world->report, &evidence, fingerprint);
	string_list_done(&evidence);
	situation_build(&s, &w->world->report, w->no_history ? NULL : &w->history, &w->policy,
			fingerprint);
	return remedy_match(w->policy.force ? s.view.bits & ~FORCEABLE : s.view.bits);
}

static void agents(void **state)
{
	size_t count;
	const struct agent_case *cases = remedy_cases(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		struct agent_world *w = agent_world_new(cases[i].world);
		char *done;

		agent_world_decide(w);
		done = describe(&w->action);
		EXPECT(strcmp(done, cases[i].expected) == 0, "'%s': %s", cases[i].what, done);
		EXPECT(is_printable(w->action.detail) && !strpbrk(w->action.detail, "{}"),
		       "'%s': %s", cases[i].what, w->action.detail);
		EXPECT(!cases[i].words || strstr(w->action.detail, cases[i].words), "'%s': %s",
		       cases[i].what, w->action.detail);
		EXPECT(w->action.result == RESULT_NOT_TRIED, "'%s'", cases[i].what);
		EXPECT(!w->action.fingerprint[0] == !w->action.evidence.count, "'%s'",
		       cases[i].what);
		free(done);
		agent_world_free(w);
	}
	expect_all_held();
}

static void every_row_decides_some_case(void **state)
{
	size_t case_count;
	size_t row_count;
	const struct agent_case *cases = remedy_cases(&case_count);
	const struct remedy_row *table = remedy_table(&row_count);
	bool *decided = xcalloc(row_count, sizeof *decided);

	(void)state;
	for (size_t i = 0; i < case_count; i++) {
		struct agent_world *w = agent_world_new(cases[i].world);

		decided[decide_row(w) - table] = true;
		agent_world_free(w);
	}
	/* The last one stands for what nobody thought of. */
	for (size_t r = 0; r + 1 < row_count; r++)
		EXPECT(decided[r], "row %zu (%s %s): no case reaches it", r,
		       action_kind_name(table[r].kind), action_reason_name(table[r].reason));
	free(decided);
	expect_all_held();
}

static void no_row_is_hidden(void **state)
{
	size_t count;
	const struct remedy_row *table = remedy_table(&count);

	(void)state;
	for (size_t later = 0; later < count; later++) {
		EXPECT(!(table[later].when & table[later].unless), "row %zu needs what it forbids",
		       later);
		for (size_t earlier = 0; earlier < later; earlier++)
			EXPECT((table[earlier].when & ~table[later].when) ||
				       (table[earlier].unless & ~table[later].unless),
			       "row %zu is hidden by row %zu", later, earlier);
	}
	EXPECT(!table[count - 1].when && !table[count - 1].unless &&
		       table[count - 1].kind == ACTION_DEFER,
	       "the last row");
	expect_all_held();
}

/* Reasons that somebody else sets. */
static bool is_the_verbs(enum action_reason reason)
{
	return reason == REASON_LOCKED || reason == REASON_HISTORY_UNUSABLE ||
	       reason == REASON_INTERRUPTED || reason == REASON_NOT_PERMITTED;
}

static void every_reason_is_given(void **state)
{
	size_t count;
	const struct remedy_row *table = remedy_table(&count);
	bool given[REASON_COUNT] = { false };

	(void)state;
	for (size_t i = 0; i < count; i++)
		given[table[i].reason] = true;
	for (int i = 0; i < REASON_COUNT; i++)
		EXPECT(given[i] != is_the_verbs((enum action_reason)i), "%s",
		       action_reason_name((enum action_reason)i));
	expect_all_held();
}

static rule_bits random_bits(uint32_t *state)
{
	rule_bits bits = 0;

	for (int i = 0; i < 8; i++)
		bits = bits << 16 ^ (next_random(state) >> 8);
	return bits & (RULE_BIT(REMEDY_BIT_COUNT) - 1);
}

/* Few bits, so that late rows are reached too. */
static rule_bits sparse_bits(uint32_t *state)
{
	return random_bits(state) & random_bits(state) & random_bits(state);
}

/* What stands in the way whoever asks, as the issue has it. */
static const rule_bits certain =
	AGENT(NOWHERE, UNREADABLE, UNIT_MASKED, UNIT_JOB, UNIT_CHANGING, CLOUD_UNSEEN) |
	AGENT(OWNER_DOUBT, OWNERLESS, OWNER_FAULTY, DOCKER_DOWN, DOCKER_COMING, IMAGE_MISSING) |
	AGENT(JSON_INVALID, VALUE_REFUSED, UPDATE_PENDING, NOT_IN_SERVICE, WARM_POOL_UNSEEN) |
	AGENT(CLUSTER_DIFFERS, CLOUD_FALLBACK, NEEDS_IMDSV1, NO_CHECKPOINT) |
	REMEDY(CLUSTER_UNSEEN, TOKENS_UNSEEN);

/* In a static buffer, by their names. */
static const char *names_of(rule_bits bits)
{
#define X(name, meaning) #name,
	static const char *const names[] = { AGENT_BITS(X) REMEDY_BITS(X) };
#undef X
	static char text[4096];
	char *end = text;

	_Static_assert(ARRAY_SIZE(names) == REMEDY_BIT_COUNT, "a name for each bit");
	text[0] = '\0';
	for (size_t n = 0; n < ARRAY_SIZE(names); n++)
		if (bits & RULE_BIT(n))
			end = stpcpy(stpcpy(end, names[n]), " ");
	return text;
}

static void check_bits(rule_bits bits)
{
	const struct remedy_row *row = remedy_match(bits);
	bool acts = action_kind_acts(row->kind);
	bool runs = (bits & AGENT(RUNS, ORPHAN)) != 0;
	const char *shown = names_of(bits);
	EXPECT(!acts || !(bits & certain), "%s", shown);
	EXPECT(!acts || !(bits & REMEDY(COOLING, AT_MAXIMUM)), "%s", shown);
	EXPECT(!acts || !runs || !(bits & AGENT(FALLBACK_UNSEEN)), "%s", shown);
	EXPECT(!acts || !runs ||
		       !(bits & (REMEDY(ENDPOINTS_DEAD, ENDPOINTS_UNSEEN) |
				 AGENT(BACKEND_UNUSABLE, OTHER_NETWORK))),
	       "%s", shown);
	EXPECT(!acts || !runs || !(bits & REMEDY(IMDS_SILENT)) || (bits & AGENT(IS_EXTERNAL)), "%s",
	       shown);
	EXPECT(!acts || !(bits & AGENT(UNIT_DEAD, UNIT_UP)) || !(bits & AGENT(CLOUD_PENDING)), "%s",
	       shown);
	EXPECT(row->kind != ACTION_RESTART_CONTAINER || !(bits & AGENT(UNIT_LOADED, UNIT_MASKED)),
	       "%s", shown);
	EXPECT((row->kind != ACTION_RESTART_UNIT && row->kind != ACTION_START_UNIT) ||
		       (bits & AGENT(UNIT_LOADED, UNIT_DEAD, UNIT_RETRIES, ORPHAN)),
	       "%s", shown);
	EXPECT(row->kind != ACTION_START_UNIT || (bits & AGENT(UNIT_DEAD, ORPHAN)), "%s", shown);
	EXPECT(!acts || !(bits & REMEDY(MODE_IF_STALE)) || !(bits & AGENT(RUNS)) ||
		       (bits & REMEDY(HAS_EVIDENCE)),
	       "%s", shown);
	EXPECT(!acts || !(bits & REMEDY(MODE_IF_STALE)) || !(bits & AGENT(RUNS)) ||
		       !(bits & REMEDY(EVIDENCE_PERSISTS)),
	       "%s", shown);
	EXPECT(!acts || !runs || !(bits & AGENT(LOSES_STATE, OWNER_UNREAD)), "%s", shown);
	EXPECT(!acts || !(bits & AGENT(ORPHAN)) || !(bits & AGENT(ENDED_TERMINALLY)), "%s", shown);
	EXPECT((row->kind == ACTION_NONE) == (row->reason <= REASON_NO_AGENT), "%s", shown);
	EXPECT((row->kind == ACTION_DEFER) == (row->reason >= REASON_ENDPOINTS_FAIL), "%s", shown);
	EXPECT(action_reason_exit_code(row->reason) == EXIT_HEALTHY || !acts, "%s", shown);
}

static void whatever_the_bits(void **state)
{
	uint32_t seed = 4;
	size_t acted = 0;

	(void)state;
	for (unsigned i = 0; i < SWEEPS; i++) {
		rule_bits bits = sparse_bits(&seed) | (i & 1 ? AGENT(RUNS, UNIT_LOADED) : 0);

		check_bits(random_bits(&seed));
		check_bits(bits);
		check_bits(bits & ~certain);
		check_bits(bits & ~certain & ~FORCEABLE);
		acted += action_kind_acts(remedy_match(bits & ~certain & ~FORCEABLE)->kind);
	}
	for (unsigned a = 0; a < REMEDY_BIT_COUNT; a++)
		for (unsigned b = 0; b < REMEDY_BIT_COUNT; b++)
			check_bits(RULE_BIT(a) | RULE_BIT(b));
	assert_true(acted > SWEEPS / 4);
	expect_all_held();
}

/* The same of agents rather than bits: take any one part of the status away. */
static void nothing_is_done_by_a_guess(void **state)
{
	static const char *const blinds[] = { "unit=unknown", "unit=frozen", "nobody-looked",
					      "unit=none container=unknown",
					      "docker=unknown container=unknown" };
	size_t count;
	const struct agent_case *cases = remedy_cases(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		const char *bar = strstr(cases[i].world, "| ");
		int len = (int)(bar ? (size_t)(bar - cases[i].world) : strlen(cases[i].world));

		if (strstr(cases[i].world, "no-systemd") || strstr(cases[i].world, "without-"))
			continue;
		for (size_t b = 0; b < ARRAY_SIZE(blinds); b++) {
			char *text = xasprintf("%.*s %s force %s", len, cases[i].world, blinds[b],
					       bar ? bar : "");
			struct agent_world *w = agent_world_new(text);

			agent_world_decide(w);
			EXPECT(!action_kind_acts(w->action.kind), "'%s', %s", cases[i].what,
			       blinds[b]);
			free(text);
			agent_world_free(w);
		}
	}
	expect_all_held();
}

static char *evidence_of(const char *text, char fingerprint[static 17])
{
	struct agent_world *w = agent_world_new(text);
	struct string_list evidence = { 0 };
	char *joined = xstrdup("");

	agent_world_judge(w);
	remedy_evidence(&w->world->report, &evidence, fingerprint);
	for (size_t i = 0; i < evidence.count; i++) {
		char *longer = xasprintf("%s%s%s", joined, i ? "; " : "", evidence.items[i]);

		free(joined);
		joined = longer;
	}
	string_list_done(&evidence);
	agent_world_free(w);
	return joined;
}

#define NAMES                                                                    \
	" | ecs: route53=10.0.1.10 ecs-agent: route53=10.0.1.11 ecs-telemetry: " \
	"route53=10.0.1.12 "
#define PROXIED                                                                           \
	" | proxy=agent ecs: proxied via=10.0.0.99 route53=10.0.1.10 ecs-agent: proxied " \
	"via=10.0.0.99 route53=10.0.1.11 ecs-telemetry: proxied via=10.0.0.99 route53=10.0.1.12"

static void evidence(void **state)
{
	static const struct {
		const char *world, *expected;
	} rows[] = {
		{ "", "" },
		{ PROXIED, "" },
		{ "unit=inactive changed=A json=newer", "" },
		{ "unit=none container=none changed=A", "" },
		{ "changed=HTTP_PROXY,ECS_CLUSTER,HTTP_PROXY",
		  "agent-stale-config: ECS_CLUSTER HTTP_PROXY" },
		{ "json=newer", "agent-stale-config: ecs.config.json" },
		{ "changed=A json=newer given=10.0.0.9,10.0.0.53 log=ecs-a-1.x",
		  "agent-stale-config: A ecs.config.json; agent-stale-path: ecs-a-1.x; "
		  "agent-stale-resolver: 10.0.0.53 10.0.0.9" },
		{ "peer=52.94.9.1 peer=52.94.9.2" NAMES "+agent-peer: route53=52.94.9.1,52.94.9.2",
		  "agent-stale-path: ecs-a-1.us-east-1.amazonaws.com" },
		{ "version=1.20.0 changed=A log=ecs-a-1.x", "agent-stale-config: A" },
		{ "log=ecs-t-2.x peer=52.94.9.1" NAMES "+agent-peer: route53=52.94.9.1",
		  "agent-stale-path: ecs-t-2.x" },
		{ "log=ecs-a-1.x" PROXIED,
		  "agent-stale-path: ecs-a-1.x; proxied: http://proxy.corp:3128" },
		{ "changed=A\033B,C", "agent-stale-config: A\\x1bB C" },
	};
	char fingerprint[17];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *found = evidence_of(rows[i].world, fingerprint);

		EXPECT(strcmp(found, rows[i].expected) == 0, "'%s': %s", rows[i].world, found);
		EXPECT(strlen(fingerprint) == (*found ? 16 : 0) &&
			       strspn(fingerprint, "0123456789abcdef") == strlen(fingerprint),
		       "'%s': %s", rows[i].world, fingerprint);
		free(found);
	}
	expect_all_held();
}

static void fingerprints(void **state)
{
	static const struct {
		const char *one, *other;
		bool same;
	} rows[] = {
		{ "changed=A", "changed=A", true },
		{ "changed=A,B", "changed=B,A", true },
		{ "given=10.0.0.9,10.0.0.53", "given=10.0.0.53,10.0.0.9", true },
		{ "changed=A", "changed=B", false },
		{ "changed=A", "changed=A,B", false },
		{ "changed=A,B", "changed=AB", false },
		{ "changed=A1", "changed=A2", false },
		{ "changed=A", "changed=A json=newer", false },
		{ "changed=A", "changed=A given=10.0.0.9", false },
		{ "given=10.0.0.9", "given=10.0.0.8", false },
		/* Another number at each start is nothing new. */
		{ "log=ecs-a-1.x", "log=ecs-a-12.x", true },
		{ "log=ecs-a-1.x", "log=ecs-t-1.x", false },
		{ "log=ecs-a-1.x" NAMES, "log=ecs-a-1.x" PROXIED, false },
		/* FNV-1a of "agent-stale-config: A" and its NUL, reckoned elsewhere. */
		{ "changed=A", NULL, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char one[17];
		char other[17] = "bd3a3b8b545ae334";

		free(evidence_of(rows[i].one, one));
		if (rows[i].other)
			free(evidence_of(rows[i].other, other));
		EXPECT((strcmp(one, other) == 0) == rows[i].same, "row %zu: %s %s", i, one, other);
	}
	expect_all_held();
}

static void targets(void **state)
{
	static const struct {
		const char *world, *expected;
	} rows[] = {
		{ "", "ecs.service" },
		{ "name=amazon-ecs.service unit=failed", "amazon-ecs.service" },
		{ "unit=masked", "ecs.service" },
		{ "unit=none container=running", "ecs-agent" },
		{ "unit=none container=none", "" },
		{ "nobody-looked", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_world *w = agent_world_new(rows[i].world);

		agent_world_decide(w);
		EXPECT(strcmp(w->action.target, rows[i].expected) == 0, "'%s': %s", rows[i].world,
		       w->action.target);
		agent_world_free(w);
	}
	expect_all_held();
}

#define DEAD " | ecs: route53=10.0.1.10 10.0.1.10=tcp-timeout"

static void by_hand(void **state)
{
	static const struct {
		const char *world, *expected;
	} rows[] = {
		{ "", NULL },
		{ "if-stale", NULL },
		{ "unit=none container=none", NULL },
		{ "unit=unknown", NULL },
		{ "no-systemd unit=unknown container=running history=lost", NULL },
		{ "job", NULL },
		{ "imds=unasked", NULL },
		{ "bad-backend", NULL },
		{ " | ecs: route53=10.0.1.10 10.0.1.10=tcp-timeout", NULL },
		{ "past=10", "sudo ecsprobe --restart-agent --force" },
		{ "json=invalid",
		  "fix /etc/ecs/ecs.config.json, then sudo ecsprobe --restart-agent" },
		{ "fatal=AWS_CA_BUNDLE",
		  "fix the configuration, then sudo ecsprobe --restart-agent" },
		{ "cluster=other seen=prod",
		  "restore the registered cluster in the configuration, then sudo ecsprobe "
		  "--restart-agent" },
		/* Of a running agent: it ends by itself. */
		{ "updating", NULL },
		{ "updating unit=failed container=exited", "sudo systemctl start ecs" },
		{ "warm-check lifecycle=Warmed:Running", NULL },
		{ "uncached", "drain the instance; then sudo systemctl restart ecs" },
		{ "uncached name=another.service",
		  "drain the instance; then sudo systemctl restart another" },
		{ "uncached name=a\\x2db.service",
		  "drain the instance; then sudo systemctl restart 'a\\x2db'" },
		{ "uncached unit=failed container=exited", "sudo systemctl start ecs" },
		{ "changed=A unproven=A", "sudo ecsprobe --restart-agent --force" },
		{ "changed=A unproven=A past=10", "sudo ecsprobe --restart-agent --force" },
		/* It would override these too. */
		{ "changed=A unproven=A bad-backend", NULL },
		{ "changed=A unproven=A imds=unasked", NULL },
		{ "changed=A unproven=A | ecs: route53=10.0.1.10 10.0.1.10=tcp-timeout", NULL },
		{ "unit=none container=running owner=nobody imds=unasked", NULL },
		{ "unit=none container=running owner=uncertain,my.service" DEAD, NULL },
		{ "unit=none container=running owner=uncertain podman imds=unasked", NULL },
		{ "name=my.service owner=unit,my.service fault=3 data=outside" DEAD, NULL },
		{ "uncached" DEAD, NULL },
		/* It would be a second agent. */
		{ "unit=none container=exited owner=uncertain,my.service seen=prod", NULL },
		{ "unit=none container=running owner=uncertain", NULL },
		{ "unit=none container=running owner=uncertain,my.service",
		  "sudo systemctl restart my" },
		{ "unit=none container=exited owner=uncertain,my.service",
		  "sudo systemctl start my" },
		{ "unit=none container=running owner=uncertain podman",
		  "sudo podman restart --time 15 ecs-agent" },
		{ "unit=none container=running owner=nobody",
		  "sudo ecsprobe --restart-agent --force" },
		{ "name=my.service owner=unit,my.service unread",
		  "sudo ecsprobe --restart-agent --force" },
		{ "name=my.service owner=unit,my.service fault=1", NULL },
		{ "name=my.service owner=unit,my.service fault=2", "sudo systemctl start my" },
		{ "name=my.service owner=unit,my.service fault=3 data=outside",
		  "sudo systemctl stop my; sudo docker rm ecs-agent; sudo systemctl start my" },
		{ "name=my.service owner=unit,my.service fault=3 data=inside", NULL },
		{ "name=my.service owner=unit,my.service fault=3 data=deleted", NULL },
		{ "data=deleted", NULL },
		{ "name=my.service owner=unit,my.service recreates data=inside", NULL },
		{ "unit=failed container=running ended=5", NULL },
		{ "docker=activating,start", NULL },
		{ "docker=activating,auto-restart",
		  "sudo systemctl start docker && sudo systemctl restart ecs" },
		{ "docker=inactive", "sudo systemctl start docker && sudo systemctl restart ecs" },
		{ "container=unknown", NULL },
		{ "unit=masked container=none",
		  "sudo systemctl unmask ecs && sudo systemctl enable --now ecs" },
		{ "unit=masked container=exited",
		  "sudo systemctl unmask ecs && sudo systemctl enable --now ecs" },
		{ "unit=masked container=running", NULL },
		{ "if-stale unit=inactive disabled", "sudo systemctl start ecs" },
		{ "cache=2 if-stale changed=A",
		  "sudo ecsprobe --restart-agent=if-stale --allow-upgrade" },
		{ "if-stale changed=A past=90000,same,stood",
		  "sudo ecsprobe --restart-agent=always" },
		{ "unit=none container=running updating", NULL },
		{ "unit=none container=running changed=A",
		  "sudo docker inspect ecs-agent shows its settings; stop it, remove it and "
		  "run it again with the new ones" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_world *w = agent_world_new(rows[i].world);
		char *found;

		agent_world_decide(w);
		found = remedy_manual(&w->action, &w->agent);
		EXPECT(rows[i].expected ? found && strcmp(found, rows[i].expected) == 0 : !found,
		       "'%s': %s", rows[i].world, found ? found : "nothing");
		free(found);
		agent_world_free(w);
	}
	expect_all_held();
}

static void the_way_back_is_for_a_shell(void **state)
{
	static const struct {
		enum action_kind kind;
		const char *target, *expected;
	} rows[] = {
		{ ACTION_RESTART_UNIT, "ecs.service", "then sudo systemctl restart ecs" },
		{ ACTION_START_UNIT, "a\\x2db.service", "then sudo systemctl restart 'a\\x2db'" },
		{ ACTION_RESTART_UNIT, "a;b.service", "then sudo systemctl restart 'a;b'" },
		{ ACTION_RESTART_UNIT, "a'b.service", "then restart the agent's unit" },
		{ ACTION_RESTART_CONTAINER, "ecs-agent",
		  "then recreate the container with its old settings" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct action action = { .kind = rows[i].kind };
		char *found;

		assert_true(copy_text(action.target, sizeof action.target, rows[i].target));
		found = remedy_way_back(&action);
		EXPECT(strcmp(found, rows[i].expected) == 0, "%s", found);
		free(found);
	}
	expect_all_held();
}

/* Found out by the verb, once it is decided. */
static void by_hand_as_root(void **state)
{
	static const struct {
		const char *world, *expected;
	} rows[] = {
		{ "changed=A", "sudo ecsprobe --restart-agent" },
		{ "changed=A if-stale", "sudo ecsprobe --restart-agent=if-stale" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_world *w = agent_world_new(rows[i].world);
		char *found;

		agent_world_decide(w);
		w->action.kind = ACTION_DEFER;
		w->action.reason = REASON_NOT_PERMITTED;
		found = remedy_manual(&w->action, &w->agent);
		EXPECT(strcmp(found, rows[i].expected) == 0, "'%s'", rows[i].world);
		free(found);
		agent_world_free(w);
	}
	expect_all_held();
}

/* Under a unit nobody is told docker's restart, whatever stands in the way. */
static void by_hand_never_docker_restart_under_a_unit(void **state)
{
	size_t count;
	const struct agent_case *cases = remedy_cases(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		struct agent_world *w = agent_world_new(cases[i].world);
		char *found;

		agent_world_decide(w);
		found = remedy_manual(&w->action, &w->agent);
		EXPECT(!found || !strstr(found, "docker restart") ||
			       w->agent.unit.sight != SIGHT_SEEN,
		       "'%s': %s", cases[i].what, found);
		free(found);
		agent_world_free(w);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agents),
		cmocka_unit_test(every_row_decides_some_case),
		cmocka_unit_test(no_row_is_hidden),
		cmocka_unit_test(every_reason_is_given),
		cmocka_unit_test(whatever_the_bits),
		cmocka_unit_test(nothing_is_done_by_a_guess),
		cmocka_unit_test(evidence),
		cmocka_unit_test(fingerprints),
		cmocka_unit_test(targets),
		cmocka_unit_test(by_hand),
		cmocka_unit_test(by_hand_as_root),
		cmocka_unit_test(the_way_back_is_for_a_shell),
		cmocka_unit_test(by_hand_never_docker_restart_under_a_unit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
