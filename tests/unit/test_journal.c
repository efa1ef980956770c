/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of each event, collected where they would be sent. */
#include "report/journal_entry.h"

#include <string.h>

#include "check.h"
#include "sample_agent.h"
#include "sample_report.h"

enum { MAX_ENTRIES = 16 };

struct collected {
	struct string_list entries[MAX_ENTRIES];
	size_t count;
};

static void collect(void *arg, const struct string_list *fields)
{
	struct collected *c = arg;

	assert_true(c->count < MAX_ENTRIES);
	for (size_t i = 0; i < fields->count; i++)
		string_list_add(&c->entries[c->count], fields->items[i], strlen(fields->items[i]));
	c->count++;
}

static void collected_done(struct collected *c)
{
	for (size_t i = 0; i < c->count; i++)
		string_list_done(&c->entries[i]);
	c->count = 0;
}

/* A finding's is of its code. */
static char *message_id(const struct string_list *fields, enum journal_event event)
{
	static const char name[] = "ECSPROBE_CODE=";
	char id[MESSAGE_ID_BYTES];
	enum code code;

	for (size_t i = 0; event == JOURNAL_FINDING && i < fields->count; i++) {
		if (strncmp(fields->items[i], name, strlen(name)) != 0 ||
		    !code_parse(fields->items[i] + strlen(name), &code))
			continue;
		journal_finding_id(code, id);
		return xasprintf("MESSAGE_ID=%s", id);
	}
	return xasprintf("MESSAGE_ID=%s", journal_event_id(event));
}

/* journald takes names of capitals, digits and underlines, and no "_" first. */
static void check_fields(const struct string_list *fields, enum journal_event event)
{
	const char *const always[] = { "MESSAGE=", "PRIORITY=", "ECSPROBE_EVENT=",
				       "SYSLOG_IDENTIFIER=ecsprobe", "ECSPROBE_VERSION=" };
	char *id = message_id(fields, event);

	EXPECT(string_list_has(fields, id), "%s", journal_event_name(event));
	free(id);
	for (size_t i = 0; i < ARRAY_SIZE(always); i++)
		EXPECT(strncmp(fields->items[i + (i > 1)], always[i], strlen(always[i])) == 0,
		       "%s: %s", journal_event_name(event), fields->items[i + (i > 1)]);
	for (size_t i = 0; i < fields->count; i++) {
		const char *field = fields->items[i];
		size_t name = strspn(field, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");

		EXPECT(name > 1 && field[0] != '_' && field[name] == '=' && field[name + 1], "%s",
		       field);
		EXPECT(strlen(field) < JOURNAL_VALUE_BYTES, "%s", field);
		EXPECT(!strpbrk(field, "\n\r\033"), "%s", field);
		EXPECT(!strstr(field, sample_canary), "%s", field);
	}
}

static void expect_fields(const struct string_list *fields, const char *const *expected,
			  const char *what)
{
	for (; *expected; expected++)
		EXPECT(string_list_has(fields, *expected), "%s lacks %s", what, *expected);
}

#define EXPECT_FIELDS(fields, what, ...) \
	expect_fields(fields, (const char *const[]){ __VA_ARGS__, NULL }, what)

static bool has_name(const struct string_list *fields, const char *name)
{
	for (size_t i = 0; i < fields->count; i++)
		if (strncmp(fields->items[i], name, strlen(name)) == 0)
			return true;
	return false;
}

static void ids_are_random_and_unique(void **state)
{
	(void)state;
	for (int i = 0; i < JOURNAL_EVENT_COUNT; i++) {
		const char *id = journal_event_id((enum journal_event)i);

		EXPECT(strlen(id) == 32 && strspn(id, "0123456789abcdef") == 32, "%s", id);
		EXPECT(id[12] == '4' && strchr("89ab", id[16]), "%s is no random UUID", id);
		for (int k = 0; k < i; k++) {
			EXPECT(strcmp(id, journal_event_id((enum journal_event)k)) != 0, "%s", id);
			EXPECT(strcmp(journal_event_name((enum journal_event)i),
				      journal_event_name((enum journal_event)k)) != 0,
			       "%s", id);
		}
	}
	expect_all_held();
}

/* The sample has a failure, three warnings and a note. */
static void a_report_is_its_verdict_and_findings(void **state)
{
	struct world *w = sample_report();
	struct collected c = { 0 };

	(void)state;
	journal_entries_of_report(&w->report, collect, &c);
	assert_int_equal(c.count, 5);
	for (size_t i = 0; i < c.count; i++)
		check_fields(&c.entries[i], i ? JOURNAL_FINDING : JOURNAL_RUN_FINISHED);
	EXPECT_FIELDS(&c.entries[0], "the run", "MESSAGE=unhealthy: 4 of 6 endpoints work",
		      "PRIORITY=3", "ECSPROBE_VERDICT=unhealthy");
	EXPECT_FIELDS(
		&c.entries[1], "the failure", "PRIORITY=3", "ECSPROBE_VERDICT=unhealthy",
		"ECSPROBE_CODE=tls-untrusted", "ECSPROBE_SEVERITY=fail", "ECSPROBE_SUBJECT=ecr.dkr",
		"ECSPROBE_EVENT=finding",
		"ECSPROBE_HINT=Check the one thing that is the matter, and then check the "
		"other thing that is the matter too.",
		"ECSPROBE_COMMAND=aws ec2 describe-vpc-endpoints --region us-east-1 --filters "
		"Name=vpc-id,Values='<\"vpc\" & back\\slash>'",
		"ECSPROBE_ENDPOINT=000000000000.dkr.ecr.us-east-1.amazonaws.com");
	EXPECT_FIELDS(&c.entries[2], "the warning",
		      "MESSAGE=partial-addresses: ecs-agent: 1 of 2 addresses work", "PRIORITY=4",
		      "ECSPROBE_CODE=partial-addresses", "ECSPROBE_SEVERITY=warn",
		      "ECSPROBE_SUBJECT=ecs-agent",
		      "ECSPROBE_ENDPOINT=ecs-a.us-east-1.amazonaws.com");
	collected_done(&c);
	(void)copy_text(w->report.findings.items[0].subject, SERVICE_BYTES, "agent");
	journal_entries_of_report(&w->report, collect, &c);
	EXPECT_FIELDS(&c.entries[1], "of the agent", "ECSPROBE_SUBJECT=agent");
	EXPECT(!has_name(&c.entries[1], "ECSPROBE_ENDPOINT="), "the agent is no endpoint");
	collected_done(&c);
	world_free(w);
	expect_all_held();
}

/* What the verdict does not speak of, and a field to look for it by. */
static void what_was_not_seen_is_said(void **state)
{
	struct sample_agent *sample = sample_agent_new("unknown");
	struct collected c = { 0 };

	(void)state;
	journal_entries_of_report(&sample->world->report, collect, &c);
	EXPECT_FIELDS(&c.entries[0], "unknown",
		      "MESSAGE=healthy: 2 of 2 endpoints work, agent not fully seen: run with sudo",
		      "ECSPROBE_VERDICT=healthy", "ECSPROBE_AGENT_SEEN=partial");
	collected_done(&c);
	sample_agent_free(sample);
	sample = sample_agent_new("healthy");
	journal_entries_of_report(&sample->world->report, collect, &c);
	EXPECT_FIELDS(&c.entries[0], "seen", "MESSAGE=healthy: 2 of 2 endpoints work",
		      "ECSPROBE_AGENT_SEEN=full");
	collected_done(&c);
	sample_agent_free(sample);
	expect_all_held();
}

static void verdicts_have_priorities(void **state)
{
	static const struct {
		enum verdict verdict;
		const char *priority;
	} rows[] = {
		{ VERDICT_HEALTHY, "PRIORITY=6" },
		{ VERDICT_DEGRADED, "PRIORITY=4" },
		{ VERDICT_UNHEALTHY, "PRIORITY=3" },
		{ VERDICT_UNKNOWN, "PRIORITY=4" },
	};
	struct world *w = sample_report();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct collected c = { 0 };

		w->report.verdict = rows[i].verdict;
		journal_entries_of_report(&w->report, collect, &c);
		EXPECT(string_list_has(&c.entries[0], rows[i].priority), "row %zu", i);
		collected_done(&c);
	}
	world_free(w);
	expect_all_held();
}

static void actions_are_told_as_they_happen(void **state)
{
	static const struct {
		const char *sample;
		enum journal_event event;
		const char *fields[8];
	} rows[] = {
		{ "restarted",
		  JOURNAL_ACTION_DECIDED,
		  { "PRIORITY=5",
		    "MESSAGE=decided to restart ecs.service: agent-stale-config: "
		    "ECS_ENGINE_AUTH_DATA, HTTP_PROXY; agent-stale-path: "
		    "ecs-a-1.us-east-1.amazonaws.com",
		    "ECSPROBE_ACTION=restart-unit", "ECSPROBE_REASON=stale",
		    "ECSPROBE_TARGET=ecs.service",
		    "ECSPROBE_EVIDENCE=agent-stale-config: ECS_ENGINE_AUTH_DATA, HTTP_PROXY",
		    "ECSPROBE_EVIDENCE=agent-stale-path: ecs-a-1.us-east-1.amazonaws.com" } },
		{ "restarted",
		  JOURNAL_ACTION_STARTED,
		  { "PRIORITY=5",
		    "MESSAGE=begins to restart ecs.service: agent-stale-config: "
		    "ECS_ENGINE_AUTH_DATA, HTTP_PROXY; agent-stale-path: "
		    "ecs-a-1.us-east-1.amazonaws.com",
		    "ECSPROBE_ACTION=restart-unit", "ECSPROBE_TARGET=ecs.service" } },
		{ "restarted",
		  JOURNAL_ACTION_FINISHED,
		  { "PRIORITY=5", "ECSPROBE_RESULT=restarted",
		    "MESSAGE=restart done: ecs.service restarted in 3.2 s, the same container "
		    "instance" } },
		{ "not-ready",
		  JOURNAL_ACTION_FINISHED,
		  { "PRIORITY=3", "ECSPROBE_RESULT=not-ready",
		    "ECSPROBE_GO_BACK=/etc/ecs/ecs.config:2: HTTP_PROXY had another value "
		    "(hidden)",
		    "ECSPROBE_GO_BACK=then sudo systemctl restart ecs.service" } },
		{ "orphan",
		  JOURNAL_ACTION_FINISHED,
		  { "PRIORITY=3", "ECSPROBE_RESULT=refused", "ECSPROBE_ACTION=start-unit" } },
		{ "deferred",
		  JOURNAL_ACTION_DECIDED,
		  { "PRIORITY=4", "ECSPROBE_ACTION=defer", "ECSPROBE_REASON=cool-down",
		    "MESSAGE=restart deferred (cool-down): the agent was restarted a short while "
		    "ago: the last restart was 240 s ago, the cool-down is 10 min" } },
		{ "forbidden",
		  JOURNAL_ACTION_DECIDED,
		  { "PRIORITY=3", "ECSPROBE_REASON=not-permitted" } },
		{ "dry-run",
		  JOURNAL_ACTION_DECIDED,
		  { "PRIORITY=5", "ECSPROBE_ACTION=restart-unit",
		    "MESSAGE=dry run: would restart ecs.service: agent-stale-config: "
		    "ECS_ENGINE_AUTH_DATA, HTTP_PROXY; agent-stale-path: "
		    "ecs-a-1.us-east-1.amazonaws.com" } },
		{ "nothing-stale",
		  JOURNAL_ACTION_DECIDED,
		  { "PRIORITY=6",
		    "MESSAGE=restart none: ecsprobe found no old configuration, path, nameserver, /etc/hosts or trust store in use by the agent",
		    "ECSPROBE_ACTION=none", "ECSPROBE_REASON=nothing-stale" } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct sample_agent *sample = sample_agent_new(rows[i].sample);
		struct collected c = { 0 };

		journal_entry_of_action(rows[i].event, &sample->action, collect, &c);
		assert_int_equal(c.count, 1);
		check_fields(&c.entries[0], rows[i].event);
		expect_fields(&c.entries[0], rows[i].fields, rows[i].sample);
		EXPECT(has_name(&c.entries[0], "ECSPROBE_RESULT=") ==
			       (rows[i].event == JOURNAL_ACTION_FINISHED),
		       "row %zu", i);
		collected_done(&c);
		sample_agent_free(sample);
	}
	expect_all_held();
}

static void nobody_asked_nothing_is_told(void **state)
{
	struct sample_agent *sample = sample_agent_new("healthy");
	struct collected c = { 0 };

	(void)state;
	journal_entry_of_action(JOURNAL_ACTION_DECIDED, &sample->action, collect, &c);
	assert_int_equal(c.count, 0);
	sample_agent_free(sample);
}

/* Should anything ever come unescaped, it ends no field and begins none. */
static void hostile_values_stay_in_their_field(void **state)
{
	struct sample_agent *sample = sample_agent_new("restarted");
	struct action *action = &sample->action;
	struct collected c = { 0 };
	static char huge[4 * JOURNAL_VALUE_BYTES];

	(void)state;
	memset(huge, 'x', sizeof huge - 1);
	(void)copy_text(action->target, sizeof action->target, "a\nECSPROBE_RESULT=restarted");
	(void)copy_text(action->detail, sizeof action->detail, "b\033[31m\r\n");
	action->result = RESULT_NOT_READY;
	string_list_add(&action->evidence, huge, strlen(huge));
	for (int i = 0; i < 1000; i++)
		string_list_add(&action->evidence, "c\n", 2);
	for (int i = 0; i < 1000; i++)
		string_list_add(&action->go_back, "d\n", 2);
	journal_entry_of_action(JOURNAL_ACTION_FINISHED, action, collect, &c);
	check_fields(&c.entries[0], JOURNAL_ACTION_FINISHED);
	EXPECT_FIELDS(&c.entries[0], "it", "ECSPROBE_TARGET=a?ECSPROBE_RESULT=restarted",
		      "ECSPROBE_EVIDENCE=c?", "ECSPROBE_GO_BACK=d?", "ECSPROBE_RESULT=not-ready");
	EXPECT(c.entries[0].count <= 16 + 2 * MAX_JOURNAL_EVIDENCE, "%zu fields",
	       c.entries[0].count);
	collected_done(&c);
	sample_agent_free(sample);
	expect_all_held();
}

/* The catalog has one text for each, so no two codes may have the same one; and it is a contract. */
static void each_code_has_its_own_id(void **state)
{
	static char ids[CODE_COUNT][MESSAGE_ID_BYTES];

	(void)state;
	for (int i = CODE_NONE + 1; i < CODE_COUNT; i++) {
		journal_finding_id((enum code)i, ids[i]);
		assert_int_equal(strspn(ids[i], "0123456789abcdef"), MESSAGE_ID_BYTES - 1);
		for (int other = CODE_NONE + 1; other < i; other++)
			EXPECT(strcmp(ids[i], ids[other]) != 0, "%s", code_name((enum code)i));
	}
	assert_string_equal(ids[CODE_TCP_TIMEOUT], "044f38fbee92abdabcb70368ded81bcc");
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_are_random_and_unique),
		cmocka_unit_test(each_code_has_its_own_id),
		cmocka_unit_test(a_report_is_its_verdict_and_findings),
		cmocka_unit_test(what_was_not_seen_is_said),
		cmocka_unit_test(verdicts_have_priorities),
		cmocka_unit_test(actions_are_told_as_they_happen),
		cmocka_unit_test(nobody_asked_nothing_is_told),
		cmocka_unit_test(hostile_values_stay_in_their_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
