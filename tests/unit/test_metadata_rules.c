/* SPDX-License-Identifier: Apache-2.0 */
/* The metadata service and the role, against what the agent needs of them; and whether tasks
 * reach the agent. */
#include <string.h>

#include "agent_world.h"
#include "check.h"

/* "warn:imds-unreachable" of all that is told of the instance and of tasks; "" for nothing. */
static char *told(const struct agent_world *w, const char *subject)
{
	const struct findings *findings = &w->world->report.findings;
	char *text = xstrdup("");

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *f = &findings->items[i];
		char *longer;

		if (strcmp(f->subject, subject) != 0)
			continue;
		longer = xasprintf("%s%s%s:%s", text, *text ? " " : "", severity_name(f->severity),
				   code_name(f->code));
		free(text);
		text = longer;
	}
	return text;
}

enum { REGION = 1, HASTY = 2, EXTERNAL = 4, KEYS = 8, KEYS_UNSEEN = 16, NO_ENI = 32 };

static struct agent_world *world_of(const char *agent, unsigned flags)
{
	struct agent_world *w = agent_world_new(agent);
	struct facts *facts = &w->world->facts;

	if (flags & REGION)
		(void)copy_text(facts->host.agent_region, REGION_BYTES, "us-east-1");
	facts->imds.silent = !(flags & HASTY);
	facts->identity.agent_external = (flags & EXTERNAL) != 0;
	w->agent.config.own_credentials = flags & KEYS          ? SIGHT_SEEN
					  : flags & KEYS_UNSEEN ? SIGHT_UNKNOWN
								: SIGHT_ABSENT;
	w->agent.config.no_task_network = (flags & NO_ENI) != 0;
	return w;
}

static void silence_counts_where_it_is_needed(void **state)
{
	static const struct {
		const char *agent;
		unsigned flags;
		const char *expected;
	} rows[] = {
		{ "imds=imds-unreachable", 0, "fail:imds-unreachable" },
		{ "imds=imds-disabled", REGION, "fail:imds-disabled" },
		{ "imds=imds-bad-answer", REGION, "fail:imds-bad-answer" },
		{ "imds=imds-unreachable unit=failed", REGION, "fail:imds-unreachable" },
		{ "imds=imds-unreachable unit=failed disabled", REGION, "warn:imds-unreachable" },
		{ "imds=imds-unreachable unit=none container=none", 0, "warn:imds-unreachable" },
		{ "imds=imds-unreachable nobody-looked", 0, "warn:imds-unreachable" },
		{ "imds=imds-unreachable not-root", 0, "warn:imds-unreachable" },
		/* It may come a moment later; or it came, and one value of it is odd. */
		{ "imds=imds-unreachable", HASTY, "warn:imds-unreachable" },
		{ "imds=imds-bad-answer", HASTY, "warn:imds-bad-answer" },
		{ "imds=imds-unreachable", REGION | KEYS, "warn:imds-unreachable" },
		{ "imds=imds-unreachable", REGION | KEYS_UNSEEN, "warn:imds-unreachable" },
		{ "imds=imds-unreachable", KEYS, "fail:imds-unreachable" },
		{ "imds=imds-unreachable unregistered", REGION | KEYS, "fail:imds-unreachable" },
		{ "imds=imds-unreachable unregistered", REGION | KEYS | NO_ENI,
		  "warn:imds-unreachable" },
		{ "imds=imds-unreachable action=asked,restarted", 0, "warn:imds-unreachable" },
		{ "imds=imds-unreachable external", 0, "" },
		{ "imds=imds-unreachable", EXTERNAL, "" },
		{ "imds=not-finished", 0, "warn:not-finished" },
		{ "imds=unasked", 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_world *w = world_of(rows[i].agent, rows[i].flags);
		char *text;

		agent_world_judge(w);
		text = told(w, "instance");
		EXPECT(strcmp(text, rows[i].expected) == 0, "%s (%x): %s", rows[i].agent,
		       rows[i].flags, text);
		free(text);
		agent_world_free(w);
	}
	expect_all_held();
}

static void a_role_is_needed(void **state)
{
	static const struct {
		const char *agent;
		unsigned flags;
		const struct instance_role role;
		const char *expected;
	} rows[] = {
		{ "", 0, { SIGHT_UNKNOWN, "", "", "" }, "" },
		{ "", 0, { SIGHT_SEEN, "r", "", "" }, "" },
		{ "", 0, { SIGHT_SEEN, "r", "Success", "" }, "" },
		{ "", 0, { SIGHT_ABSENT, "", "", "" }, "fail:no-instance-role" },
		{ "unit=failed", 0, { SIGHT_ABSENT, "", "", "" }, "fail:no-instance-role" },
		{ "unit=inactive disabled", 0, { SIGHT_ABSENT, "", "", "" }, "" },
		{ "unit=none container=none", 0, { SIGHT_ABSENT, "", "", "" }, "" },
		{ "", KEYS, { SIGHT_ABSENT, "", "", "" }, "" },
		{ "", KEYS_UNSEEN, { SIGHT_ABSENT, "", "", "" }, "warn:no-instance-role" },
		{ "", EXTERNAL, { SIGHT_ABSENT, "", "", "" }, "" },
		{ "", 0, { SIGHT_SEEN, "r", "Failed", "" }, "fail:instance-role-unusable" },
		{ "", KEYS, { SIGHT_SEEN, "r", "Failed", "" }, "" },
		{ "",
		  KEYS_UNSEEN,
		  { SIGHT_SEEN, "r", "Failed", "" },
		  "warn:instance-role-unusable" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_world *w = world_of(rows[i].agent, rows[i].flags);
		char *text;

		w->world->facts.role = rows[i].role;
		agent_world_judge(w);
		text = told(w, "instance");
		EXPECT(strcmp(text, rows[i].expected) == 0, "row %zu: %s", i, text);
		free(text);
		agent_world_free(w);
	}
	expect_all_held();
}

#define U SIGHT_UNKNOWN
#define A SIGHT_ABSENT
#define S SIGHT_SEEN

/* Only tasks in Docker's bridge need the host to forward. */
static void tasks_leave_the_host(void **state)
{
	static const char warned[] = "warn:task-forwarding-off";
	static const struct {
		const char *agent;
		bool bridged;
		enum sight forwarded;
		const char *expected;
	} rows[] = {
		{ "", true, A, warned },
		{ "", true, S, "" },
		{ "", true, U, "" },
		{ "", false, A, "" },
		/* The tasks go on without the agent. */
		{ "unregistered", true, A, warned },
		{ "nobody-looked", true, A, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_world *w = world_of(rows[i].agent, 0);
		char *text;

		w->agent.task_endpoint.forwarded = rows[i].forwarded;
		w->world->plan.bridged = rows[i].bridged;
		agent_world_judge(w);
		text = told(w, "task");
		EXPECT(strcmp(text, rows[i].expected) == 0, "row %zu: %s", i, text);
		free(text);
		agent_world_free(w);
	}
	expect_all_held();
}

static void tasks_reach_the_agent(void **state)
{
	static const char warned[] = "warn:task-credentials-unreachable";
	static const struct {
		const char *agent;
		enum sight served, led, localnet, for_tasks, for_host;
		const char *expected;
	} rows[] = {
		{ "", S, S, S, S, S, "" },
		{ "", S, A, S, S, S, warned },
		{ "", A, A, S, S, S, warned },
		/* Nobody had the time to find out. */
		{ "", U, A, S, S, S, "" },
		{ "", S, U, U, S, S, "" },
		/* The rule of this host's own tasks alone is seen. */
		{ "", S, A, S, S, A, "" },
		{ "", S, A, S, S, U, "" },
		{ "", S, A, A, A, A, "" },
		{ "", S, A, A, U, U, "" },
		{ "", S, S, A, S, S, warned },
		{ "", S, A, A, S, A, warned },
		{ "", S, S, A, A, A, "" },
		/* It opens the port when it has registered. */
		{ "unregistered", A, A, S, S, S, "" },
		{ "nobody-looked", S, A, S, S, S, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_world *w = world_of(rows[i].agent, 0);
		char *text;

		w->agent.task_endpoint = (struct task_endpoint){
			.served = rows[i].served,
			.led = rows[i].led,
			.localnet = rows[i].localnet,
			.for_tasks = rows[i].for_tasks,
			.for_host = rows[i].for_host,
			.why = "Connection refused",
		};
		agent_world_judge(w);
		text = told(w, "task");
		EXPECT(strcmp(text, rows[i].expected) == 0, "row %zu: %s", i, text);
		free(text);
		agent_world_free(w);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(silence_counts_where_it_is_needed),
		cmocka_unit_test(a_role_is_needed),
		cmocka_unit_test(tasks_reach_the_agent),
		cmocka_unit_test(tasks_leave_the_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
