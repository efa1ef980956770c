/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/judge.h"

#include <string.h>

#include "agent_rules.h"
#include "api_rules.h"
#include "bake_rules.h"
#include "evidence.h"
#include "findings.h"
#include "instance.h"
#include "look_up.h"
#include "rules.h"
#include "template.h"

/* Fails where a failure counts: an optional or inferred endpoint only warns. */
static enum severity severity_of(const struct rule *rule, const struct view *view)
{
	const struct target *target = view->endpoint->target;
	enum severity severity = rules_severity(rule->severity, target->expect);

	if (severity == SEVERITY_FAIL && (!target->required || target_is_inferred(target)))
		return SEVERITY_WARN;
	return severity;
}

/* An endpoint fails as such even where that only degrades the report. */
static enum status status_of(const struct rule *rule, const struct view *view)
{
	const struct target *target = view->endpoint->target;

	if (rule->severity == RULE_UNKNOWN || rule->severity == RULE_NEEDLESS)
		return STATUS_SKIP;
	switch (rules_severity(rule->severity, target->expect)) {
	case SEVERITY_FAIL:
		return target_is_inferred(target) ? STATUS_WARN : STATUS_FAIL;
	case SEVERITY_WARN:
		return STATUS_WARN;
	case SEVERITY_NOTE:
		break;
	}
	return STATUS_PASS;
}

static enum code code_of(enum rule_group group, const struct rule *rule, const struct view *view)
{
	if (rule->code != CODE_NONE)
		return rule->code;
	return group == GROUP_DNS ? view_partial_failure(view) : view->symptom;
}

static void apply(struct report *report, enum rule_group group, const struct rule *rule,
		  const struct view *view)
{
	struct endpoint_verdict *endpoint = view->endpoint;
	enum code code = code_of(group, rule, view);

	endpoint_mark(endpoint, status_of(rule, view), code);
	if (report && rule->message)
		finding_add(report, code, severity_of(rule, view), endpoint->target->service,
			    text_expand(rule->message, view), rules_hint(rule->hint, view));
}

/* report: NULL where only the status is asked for. */
static void judge_endpoint(struct report *report, const struct view *view)
{
	for (int group = 0; group < GROUP_COUNT; group++) {
		const struct rule *rule = rules_match((enum rule_group)group, view);

		/* Where nothing works, the path and the rest are consequences. */
		if (group > GROUP_WORKS && group != GROUP_REGION &&
		    status_rank(view->endpoint->status) > status_rank(STATUS_WARN))
			continue;
		if (rule)
			apply(report, (enum rule_group)group, rule, view);
	}
}

/* What was planned, then what the follow-up found to judge. */
static void take_targets(struct report *report)
{
	const struct target_outcome *outcome;

	for (size_t at = 0; (outcome = outcomes_next(report->outcomes, JUDGED, &at));) {
		const struct target *target = outcome->target;

		report->endpoints =
			xgrow(report->endpoints, report->endpoint_count, sizeof *report->endpoints);
		report->endpoints[report->endpoint_count++] = (struct endpoint_verdict){
			.target = target,
			.outcome = outcome,
			.vantage = &report->plan->vantages[target->dialled_by][MOMENT_RUNNING],
		};
	}
}

/* Whether the two moments see the same, in the same order and manner. */
static bool sees_the_same(const struct vantage *a, const struct vantage *b)
{
	return a->server_count == b->server_count &&
	       resolv_conf_asks_alike(&a->resolver, &b->resolver) &&
	       memcmp(a->servers, b->servers, a->server_count * sizeof *a->servers) == 0;
}

/* Its status alone: what is found is of the endpoint as it is now. */
static void judge_next(const struct report *report, struct endpoint_verdict *endpoint,
		       const struct judge_policy *policy)
{
	struct view view;

	view_build(&view, endpoint, report, policy);
	view_ask_others(&view);
	scene_waits(&view);
	scene_search_names(&view);
	judge_endpoint(NULL, &view);
}

/* The agent's endpoints once more, as its next start would see them. */
static void judge_next_start(struct report *report, const struct judge_policy *policy)
{
	const struct vantage *moments = report->plan->vantages[DIALLER_AGENT];

	if (sees_the_same(&moments[MOMENT_RUNNING], &moments[MOMENT_NEXT_START]) &&
	    !agent_has_own_pins(report))
		return;
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *now = &report->endpoints[i];
		struct endpoint_verdict *next;

		if (now->target->dialled_by != DIALLER_AGENT)
			continue;
		report->next_endpoints = xgrow(report->next_endpoints, report->next_endpoint_count,
					       sizeof *report->next_endpoints);
		next = &report->next_endpoints[report->next_endpoint_count++];
		next->target = now->target;
		next->outcome = now->outcome;
		next->vantage = &moments[MOMENT_NEXT_START];
		next->next = true;
		judge_next(report, next, policy);
	}
}

static void judge_endpoints(struct report *report, const struct judge_policy *policy)
{
	struct view *views;

	take_targets(report);
	views = xcalloc(report->endpoint_count, sizeof *views);
	for (size_t i = 0; i < report->endpoint_count; i++)
		view_build(&views[i], &report->endpoints[i], report, policy);
	for (size_t i = 0; i < report->endpoint_count; i++)
		view_ask_others(&views[i]);
	scene_complete(views, report->endpoint_count);
	for (size_t i = 0; i < report->endpoint_count; i++)
		judge_endpoint(report, &views[i]);
	free(views);
	judge_next_start(report, policy);
}

void judge(struct report *report, const struct judge_policy *policy)
{
	report_forget_verdicts(report);
	if (report->plan && report->outcomes)
		judge_endpoints(report, policy);
	judge_instance(report, policy);
	judge_agent(report, policy);
	judge_api(report, policy);
	judge_image(report, policy);
	findings_prove(report);
	findings_look_up(report);
	report->verdict = report_conclude(report);
	if (report->image)
		judge_bake(report);
}

void judge_undecided(struct report *report, const struct error *why)
{
	static const struct {
		enum error_class class;
		enum code code;
		const char *hint; /* NULL: what --explain says */
	} rows[] = {
		{ ERROR_UNDECIDED, CODE_REGION_UNKNOWN, NULL },
		{ ERROR_USAGE, CODE_CONFIG_INVALID, "Correct the option that the message names." },
		{ ERROR_CONFIG, CODE_CONFIG_INVALID,
		  "Correct the file or variable that the message names." },
		{ ERROR_PERMISSION, CODE_CONFIG_INVALID,
		  "Run it with the permission that the message names." },
		{ ERROR_INTERNAL, CODE_INTERNAL_ERROR, NULL },
	};

	bool empty = why->class == ERROR_UNDECIDED && report->facts->identity.region[0];

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].class == why->class)
			finding_add(report, empty ? CODE_NOTHING_TO_CHECK : rows[i].code,
				    SEVERITY_FAIL, "instance", xstrdup(why->text),
				    empty ? NULL : rows[i].hint);
	if (why->class == ERROR_NONE)
		finding_add(report, CODE_INTERRUPTED, SEVERITY_NOTE, "instance",
			    xstrdup("a signal ended the run before anything was checked"), NULL);
	report->verdict = VERDICT_UNKNOWN;
	if (report->image)
		judge_bake(report);
}

void judge_done(struct report *report)
{
	report_forget_verdicts(report);
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
