/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/judge.h"

#include <string.h>

#include "instance.h"
#include "rules.h"
#include "text.h"

static bool is_known(const struct report *report, enum code code, const char *subject)
{
	for (size_t i = 0; i < report->findings.count; i++)
		if (report->findings.items[i].code == code &&
		    strcmp(report->findings.items[i].subject, subject) == 0)
			return true;
	return false;
}

void finding_add(struct report *report, enum code code, enum severity severity, const char *subject,
		 char *message, const char *hint)
{
	struct findings *findings = &report->findings;
	struct finding *finding;

	if (is_known(report, code, subject)) {
		free(message);
		return;
	}
	findings->items = xgrow(findings->items, findings->count, sizeof *findings->items);
	finding = &findings->items[findings->count++];
	finding->code = code;
	finding->severity = severity;
	(void)copy_text(finding->subject, sizeof finding->subject, subject);
	finding->message = message;
	finding->hint = hint;
}

static enum severity severity_of(const struct rule *rule, const struct view *view)
{
	const struct target *target = view->endpoint->target;
	bool only_warns = !target->required || target->inferred;

	switch (rule->severity) {
	case RULE_FAIL:
		return only_warns ? SEVERITY_WARN : SEVERITY_FAIL;
	case RULE_EXPECT:
		if (view->bits & EXPECTS_ANY)
			return SEVERITY_NOTE;
		if (!(view->bits & EXPECTS_PRIVATE))
			return SEVERITY_WARN;
		return only_warns ? SEVERITY_WARN : SEVERITY_FAIL;
	case RULE_WARN:
		return SEVERITY_WARN;
	case RULE_NOTE:
	case RULE_SKIP:
		break;
	}
	return SEVERITY_NOTE;
}

/* An endpoint fails as such even where that only degrades the report. */
static enum status status_of(const struct rule *rule, const struct view *view)
{
	bool inferred = view->endpoint->target->inferred;

	switch (rule->severity) {
	case RULE_FAIL:
		return inferred ? STATUS_WARN : STATUS_FAIL;
	case RULE_EXPECT:
		if (view->bits & EXPECTS_ANY)
			return STATUS_PASS;
		return (view->bits & EXPECTS_PRIVATE) && !inferred ? STATUS_FAIL : STATUS_WARN;
	case RULE_WARN:
		return STATUS_WARN;
	case RULE_SKIP:
		/* The finding stands elsewhere; a failed server is still a failure. */
		return view->bits & RESOLVER_DOWN ? STATUS_FAIL : STATUS_SKIP;
	case RULE_NOTE:
		break;
	}
	return STATUS_PASS;
}

/* skip stands above warn: a check that was cut short cannot be vouched for. */
static int rank_of(enum status status)
{
	static const int ranks[] = {
		[STATUS_PASS] = 0,
		[STATUS_WARN] = 1,
		[STATUS_SKIP] = 2,
		[STATUS_FAIL] = 3,
	};

	return ranks[status];
}

static enum code code_of(enum rule_group group, const struct rule *rule, const struct view *view)
{
	const struct endpoint_verdict *endpoint = view->endpoint;

	if (rule->code != CODE_NONE)
		return rule->code;
	if (group == GROUP_DNS)
		return endpoint->outcome->answers[endpoint->judged_by].other_family_code;
	return view->symptom;
}

static void apply(struct report *report, struct endpoint_verdict *endpoint, enum rule_group group,
		  const struct rule *rule, const struct view *view)
{
	enum status status = status_of(rule, view);
	enum code code = code_of(group, rule, view);

	if (rank_of(status) > rank_of(endpoint->status)) {
		endpoint->status = status;
		endpoint->code = code;
	}
	if (rule->severity != RULE_SKIP)
		finding_add(report, code, severity_of(rule, view), endpoint->target->service,
			    text_expand(rule->message, view), rule->hint);
}

static void judge_endpoint(struct report *report, struct endpoint_verdict *endpoint,
			   const struct judge_policy *policy)
{
	struct view view;

	view_build(&view, endpoint, report, policy);
	for (int group = 0; group < GROUP_COUNT; group++) {
		const struct rule *rule = rules_match((enum rule_group)group, &view);

		/* Where nothing works, the path and the rest are consequences. */
		if (group > GROUP_WORKS && rank_of(endpoint->status) > rank_of(STATUS_WARN))
			return;
		if (rule)
			apply(report, endpoint, (enum rule_group)group, rule, &view);
	}
}

static enum verdict conclude(const struct report *report)
{
	size_t finished = 0;
	size_t unfinished = 0;
	bool failed = false;
	bool warned = false;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *endpoint = &report->endpoints[i];

		warned |= endpoint->status != STATUS_PASS;
		if (!endpoint->target->required)
			continue;
		failed |= endpoint->status == STATUS_FAIL;
		finished += endpoint->status != STATUS_SKIP;
		unfinished += endpoint->status == STATUS_SKIP;
	}
	for (size_t i = 0; i < report->findings.count; i++) {
		failed |= report->findings.items[i].severity == SEVERITY_FAIL;
		warned |= report->findings.items[i].severity == SEVERITY_WARN;
	}
	if (failed && report->endpoint_count)
		return VERDICT_UNHEALTHY;
	if (unfinished || !finished)
		return VERDICT_UNKNOWN;
	return warned ? VERDICT_DEGRADED : VERDICT_HEALTHY;
}

static void judge_endpoints(struct report *report, const struct judge_policy *policy)
{
	const struct plan *plan = report->plan;

	report->endpoint_count = plan->count;
	report->endpoints = xcalloc(plan->count, sizeof *report->endpoints);
	for (size_t i = 0; i < plan->count; i++) {
		report->endpoints[i].target = &plan->targets[i];
		report->endpoints[i].outcome = &report->outcomes->targets[i];
		judge_endpoint(report, &report->endpoints[i], policy);
	}
}

void judge(struct report *report, const struct judge_policy *policy)
{
	if (report->plan && report->outcomes)
		judge_endpoints(report, policy);
	judge_instance(report);
	report->verdict = conclude(report);
}

void judge_undecided(struct report *report, enum code code, const char *message)
{
	static const char hint[] = "Say --region, or make the instance metadata reachable.";

	if (code != CODE_NONE)
		finding_add(report, code, SEVERITY_FAIL, "instance", xstrdup(message), hint);
	report->verdict = VERDICT_UNKNOWN;
}

void judge_done(struct report *report)
{
	for (size_t i = 0; i < report->endpoint_count; i++)
		free(report->endpoints[i].addresses);
	free(report->endpoints);
	for (size_t i = 0; i < report->findings.count; i++)
		free(report->findings.items[i].message);
	free(report->findings.items);
	*report = (struct report){ 0 };
}

enum exit_code judge_exit_code(const struct report *report, bool strict)
{
	switch (report->verdict) {
	case VERDICT_HEALTHY:
		break;
	case VERDICT_DEGRADED:
		return strict ? EXIT_STRICT_WARNINGS : EXIT_HEALTHY;
	case VERDICT_UNHEALTHY:
		return EXIT_UNHEALTHY;
	case VERDICT_UNKNOWN:
		return EXIT_UNDECIDED;
	}
	return EXIT_HEALTHY;
}
