/* SPDX-License-Identifier: Apache-2.0 */
/* What must hold of every report, over thousands of worlds. */
#include <string.h>

#include "check.h"
#include "judge/view.h"
#include "world.h"

static const char *const answers[] = {
	"10.0.1.10",           "52.94.1.10",
	"10.99.1.10",          "10.0.1.10,52.94.1.10",
	"10.0.1.10,10.0.2.10", "10.0.1.10,!dns-servfail",
	"!dns-timeout",        "!dns-nxdomain",
	"!not-finished",
};
static const char *const beside[] = { "10.0.1.20", "52.94.1.20", "!dns-timeout" };
static const char *const endings[] = { "", "10.0.1.10=tcp-timeout", "10.0.1.10=not-finished",
				       "52.94.1.10=tls-untrusted", "10.0.1.10=interrupted" };
static const char *const flags[] = { "", "optional", "inferred", "optional inferred" };
static const char *const expects[] = { "auto", "private", "public" };
static const char *const pins[] = { "", "hosts=10.0.1.10", "hosts=52.94.1.10", "hosts=0.0.0.0" };
static const char *const seconds[] = { "", "logs: optional system=10.0.1.11 route53=10.0.1.11",
				       "ecr.api: system=10.0.1.11 route53=10.0.1.11" };

static bool is_subject(const struct report *report, const char *subject)
{
	for (size_t i = 0; i < report->plan->count; i++)
		if (strcmp(report->plan->targets[i]->service, subject) == 0)
			return true;
	for (size_t i = 0; i < report->plan->resolver_count; i++)
		if (strcmp(report->plan->resolvers[i].name, subject) == 0)
			return true;
	return strcmp(subject, "instance") == 0;
}

/* What holds of several that belong together is told of one. */
static bool is_told_of_a_companion(const struct finding *f, const struct endpoint_verdict *e)
{
	return (f->code == CODE_ENDPOINT_SET_INCOMPLETE ||
		f->code == CODE_REGION_NEEDS_ALL_ENDPOINTS ||
		f->code == CODE_CROSS_REGION_UNSUPPORTED) &&
	       endpoints_same_set(f->subject, e->target->service);
}

/* Somebody reads why: of the endpoint itself, or of the resolver it relies on. */
static bool is_told(const struct report *report, const struct endpoint_verdict *e)
{
	for (size_t i = 0; i < report->findings.count; i++) {
		const struct finding *f = &report->findings.items[i];

		if (f->severity == SEVERITY_NOTE || f->code != e->code)
			continue;
		if (strcmp(f->subject, e->target->service) == 0 || is_told_of_a_companion(f, e))
			return true;
		for (size_t k = 0; k < FAMILIES; k++)
			if (e->judged_by[k] >= 0 && e->judged_by[k] < MAX_RESOLVERS &&
			    strcmp(f->subject, report->plan->resolvers[e->judged_by[k]].name) == 0)
				return true;
	}
	return false;
}

static void check_endpoint(const char *text, const struct report *report,
			   const struct endpoint_verdict *e)
{
	bool sure = e->target->required && !target_is_inferred(e->target);

	EXPECT((e->code == CODE_NONE) == (e->status == STATUS_PASS), "%s", text);
	if (e->status == STATUS_WARN || e->status == STATUS_FAIL)
		EXPECT(is_told(report, e), "%s", text);
	EXPECT(e->working_count <= e->judged_count && e->judged_count <= e->address_count, "%s",
	       text);
	/* What works for nobody is not passed over. */
	if (e->working_count == 0)
		EXPECT(e->status != STATUS_PASS, "%s", text);
	if (e->working_count == 0 && sure && e->status != STATUS_SKIP)
		EXPECT(report->verdict == VERDICT_UNHEALTHY, "%s", text);
	if (sure && e->status == STATUS_FAIL)
		EXPECT(report->verdict == VERDICT_UNHEALTHY, "%s", text);
}

static void check_findings(const char *text, const struct report *report)
{
	for (size_t i = 0; i < report->findings.count; i++) {
		const struct finding *f = &report->findings.items[i];

		EXPECT(f->code != CODE_NONE && is_subject(report, f->subject), "%s", text);
		EXPECT(*f->message && *f->hint && !strchr(f->message, '{'), "%s: %s", text,
		       f->message);
		EXPECT(f->severity != SEVERITY_FAIL || report->verdict == VERDICT_UNHEALTHY, "%s",
		       text);
		EXPECT(f->severity != SEVERITY_WARN || report->verdict != VERDICT_HEALTHY, "%s",
		       text);
		for (size_t j = 0; j < i; j++)
			EXPECT(report->findings.items[j].code != f->code ||
				       strcmp(report->findings.items[j].subject, f->subject) != 0,
			       "%s", text);
	}
}

static void check_report(const char *text, const struct report *report)
{
	size_t finished = 0;
	bool quiet = true;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *e = &report->endpoints[i];

		check_endpoint(text, report, e);
		finished += e->target->required && e->status != STATUS_SKIP;
		quiet &= e->status == STATUS_PASS;
	}
	check_findings(text, report);
	for (size_t i = 0; i < report->findings.count; i++)
		quiet &= report->findings.items[i].severity == SEVERITY_NOTE;
	/* Zero finished required checks is never healthy; nor does the exit say so. */
	if (!finished) {
		EXPECT(report->verdict == VERDICT_UNKNOWN || report->verdict == VERDICT_UNHEALTHY,
		       "%s", text);
		EXPECT(judge_exit_code(report, false) != EXIT_HEALTHY, "%s", text);
	}
	/* A note never changes the verdict. */
	if (finished && quiet)
		EXPECT(report->verdict == VERDICT_HEALTHY, "%s", text);
}

static void sweep_one(const char *nameservers, const size_t at[static 7])
{
	char *text = xasprintf("ns=%s expect=%s ecs: %s %s %s=%s %s%s %s %s", nameservers,
			       expects[at[0]], flags[at[1]], pins[at[2]],
			       strcmp(nameservers, "r53") == 0 ? "route53" : "system",
			       answers[at[3]], strcmp(nameservers, "r53") == 0 ? "" : "route53=",
			       strcmp(nameservers, "r53") == 0 ? "" : beside[at[4]], endings[at[5]],
			       strcmp(nameservers, "r53") == 0 ? "" : seconds[at[6]]);
	struct world *w = world_new(text);

	world_judge(w);
	check_report(text, &w->report);
	world_free(w);
	free(text);
}

static bool next(size_t at[static 7], const size_t limits[static 7])
{
	for (size_t i = 0; i < 7; i++) {
		if (++at[i] < limits[i])
			return true;
		at[i] = 0;
	}
	return false;
}

static void with_a_nameserver_of_its_own(void **state)
{
	const size_t limits[7] = { ARRAY_SIZE(expects), ARRAY_SIZE(flags),  ARRAY_SIZE(pins),
				   ARRAY_SIZE(answers), ARRAY_SIZE(beside), ARRAY_SIZE(endings),
				   ARRAY_SIZE(seconds) };
	size_t at[7] = { 0 };

	(void)state;
	do
		sweep_one("system", at);
	while (next(at, limits));
	expect_all_held();
}

static void with_route53_alone(void **state)
{
	const size_t limits[7] = { ARRAY_SIZE(expects),
				   ARRAY_SIZE(flags),
				   ARRAY_SIZE(pins),
				   ARRAY_SIZE(answers),
				   1,
				   ARRAY_SIZE(endings),
				   1 };
	size_t at[7] = { 0 };

	(void)state;
	do
		sweep_one("r53", at);
	while (next(at, limits));
	expect_all_held();
}

/* A guess never fails anything, and never vouches for anything. */
static void check_guesses(const char *text, const struct report *report)
{
	bool guesses_work = true;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *e = &report->endpoints[i];

		if (!target_is_inferred(e->target))
			continue;
		EXPECT(e->status != STATUS_FAIL, "%s", text);
		guesses_work &= e->working_count > 0 || e->code == CODE_SERVICE_CONNECT_BY_AGENT;
		for (size_t f = 0; f < report->findings.count; f++)
			EXPECT(report->findings.items[f].severity != SEVERITY_FAIL ||
				       strcmp(report->findings.items[f].subject,
					      e->target->service) != 0,
			       "%s", text);
	}
	if (!guesses_work)
		EXPECT(report->verdict != VERDICT_HEALTHY, "%s", text);
}

static void sweep_region(const char *region, const size_t at[static 7])
{
	static const char *const names[] = { "10.0.1.10", "52.94.1.10", "!dns-nxdomain",
					     "52.94.1.10 52.94.1.10=tcp-timeout" };
	static const char *const here[] = { "", "in=xx-west-9" };
	char *text = xasprintf("region=%s %s expect=%s ecs: route53=%s ecs-agent: route53=%s "
			       "ecs-telemetry: route53=%s ecs-sc: route53=%s batch: route53=%s",
			       region, here[at[0]], expects[at[1]], names[at[2]], names[at[3]],
			       names[at[4]], names[at[5]], names[at[6]]);
	struct world *w = world_new(text);

	world_judge(w);
	check_report(text, &w->report);
	check_guesses(text, &w->report);
	world_free(w);
	free(text);
}

/* One old Region, or the only one, of every partition, and those with rules of
 * their own. */
static void in_every_partition(void **state)
{
	static const char *const regions[] = {
		"us-east-1",      "cn-north-1",     "us-gov-west-1",   "us-iso-east-1",
		"us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1", "eusc-de-east-1",
		"ca-west-1",      "ap-northeast-3", "ap-southeast-3",
	};
	const size_t limits[7] = { 2, ARRAY_SIZE(expects), 4, 4, 4, 3, 2 };

	(void)state;
	for (size_t r = 0; r < ARRAY_SIZE(regions); r++) {
		size_t at[7] = { 0 };

		do
			sweep_region(regions[r], at);
		while (next(at, limits));
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(with_a_nameserver_of_its_own),
		cmocka_unit_test(with_route53_alone),
		cmocka_unit_test(in_every_partition),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
