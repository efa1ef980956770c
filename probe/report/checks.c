/* SPDX-License-Identifier: Apache-2.0 */
#include "checks.h"

#include <stdio.h>
#include <string.h>

#include "summary.h"
#include "timings.h"

static const char agent_subject[] = "agent";
/* What an image is made in says nothing of where it will run. */
static const char build_network[] = "build-network";

static struct check *add(struct checks *checks, const char *group, enum check_result result)
{
	struct check *check;

	checks->items = xgrow(checks->items, checks->count, sizeof *checks->items);
	check = &checks->items[checks->count++];
	check->group = group;
	check->result = result;
	return check;
}

/* A check that did not pass always has a word for it. */
static void blame(struct check *check, enum code code)
{
	if (check->result != CHECK_PASS)
		check->code = code == CODE_NONE ? status_name(STATUS_FAIL) : code_name(code);
}

static const char *group_of(const struct target *target)
{
	for (int p = 0; target->row && p < PROFILE_COUNT; p++)
		if (target->row->profiles & (1U << p))
			return profile_name((enum profile)p);
	return "host";
}

/* An optional endpoint makes no run fail, so it makes no test fail: exit 0 has to be green. */
static enum check_result result_of(const struct endpoint_verdict *e)
{
	switch (e->status) {
	case STATUS_FAIL:
		return e->target->required ? CHECK_FAIL : CHECK_SKIP;
	case STATUS_SKIP:
		return e->target->required ? CHECK_ERROR : CHECK_SKIP;
	case STATUS_PASS:
	case STATUS_WARN:
		break;
	}
	return CHECK_PASS;
}

static void add_endpoint(struct checks *checks, const struct report *report,
			 const struct endpoint_verdict *e)
{
	const struct target *t = e->target;
	struct check *check = add(checks, group_of(t), report->image ? CHECK_SKIP : result_of(e));
	uint64_t us;

	(void)copy_text(check->name, sizeof check->name, t->service);
	check->subject = t->service;
	check->endpoint = e;
	if (report->image)
		check->code = build_network;
	else
		blame(check, e->code);
	for (enum stage stage = STAGE_DNS; stage < STAGES; stage++)
		if (endpoint_stage_us(e, stage, &us))
			check->us += us;
}

static enum check_result result_of_finding(const struct report *report, const struct finding *f)
{
	if (f->severity != SEVERITY_FAIL)
		return CHECK_PASS;
	return report->verdict == VERDICT_UNKNOWN ? CHECK_ERROR : CHECK_FAIL;
}

/* By the worst of its findings. */
static void judge_by_findings(const struct report *report, struct check *check)
{
	const struct finding *f;
	size_t at = 0;

	while ((f = check_next_finding(report, check, &at))) {
		if (check->result != CHECK_PASS)
			continue;
		check->result = result_of_finding(report, f);
		blame(check, f->code);
	}
}

static void add_agent(struct checks *checks, const struct report *report)
{
	struct check *check = add(checks, agent_subject, CHECK_PASS);

	(void)copy_text(check->name, sizeof check->name, agent_subject);
	check->subject = agent_subject;
	judge_by_findings(report, check);
	if (check->result != CHECK_PASS || summary_agent_sight(report) == AGENT_SEEN)
		return;
	check->result = CHECK_SKIP;
	blame(check, agent_runs_as(report->agent) == RUNS_AS_ABSENT ? CODE_AGENT_ABSENT
								    : CODE_AGENT_UNKNOWN);
}

static bool has_finding(const struct check *check, const struct finding *f)
{
	return check->subject && strcmp(check->subject, f->subject) == 0 &&
	       (check->about == CODE_NONE || check->about == f->code);
}

static bool is_told(const struct checks *checks, const struct finding *f)
{
	for (size_t i = 0; i < checks->count; i++)
		if (has_finding(&checks->items[i], f))
			return true;
	return false;
}

static void add_finding(struct checks *checks, const struct report *report, const struct finding *f)
{
	struct check *check = add(checks, "instance", CHECK_PASS);

	(void)snprintf(check->name, sizeof check->name, "%s %s", f->subject, code_name(f->code));
	check->subject = f->subject;
	check->about = f->code;
	judge_by_findings(report, check);
}

static bool has_an_error(const struct checks *checks)
{
	for (size_t i = 0; i < checks->count; i++)
		if (checks->items[i].result == CHECK_ERROR)
			return true;
	return false;
}

/* A test runner calls a run without a failure a success, and one without tests
 * too: not deciding anything must not look like either. */
static void add_run(struct checks *checks)
{
	struct check *check = add(checks, "run", CHECK_ERROR);

	(void)copy_text(check->name, sizeof check->name, "verdict");
	check->code = verdict_name(VERDICT_UNKNOWN);
}

struct checks checks_make(const struct report *report)
{
	struct checks checks = { 0 };

	for (size_t i = 0; i < report->endpoint_count; i++)
		add_endpoint(&checks, report, &report->endpoints[i]);
	if (report->agent && report->agent->looked)
		add_agent(&checks, report);
	for (size_t i = 0; i < report->findings.count; i++)
		if (!is_told(&checks, &report->findings.items[i]))
			add_finding(&checks, report, &report->findings.items[i]);
	if (report->verdict == VERDICT_UNKNOWN && !has_an_error(&checks))
		add_run(&checks);
	return checks;
}

void checks_done(struct checks *checks)
{
	free(checks->items);
	*checks = (struct checks){ 0 };
}

const struct finding *check_next_finding(const struct report *report, const struct check *check,
					 size_t *at)
{
	while (*at < report->findings.count) {
		const struct finding *f = &report->findings.items[(*at)++];

		if (has_finding(check, f) ||
		    (check->endpoint && finding_stands_for(report, f, check->endpoint)))
			return f;
	}
	return NULL;
}

const char *check_message(const struct report *report, const struct check *check)
{
	const struct finding *first = NULL, *f;
	size_t at = 0;

	while ((f = check_next_finding(report, check, &at))) {
		if (check->code && strcmp(code_name(f->code), check->code) == 0)
			return f->message;
		if (!first)
			first = f;
	}
	if (first)
		return first->message;
	return check->code ? check->code : "";
}
