/* SPDX-License-Identifier: Apache-2.0 */
#include "world.h"

#include <stdlib.h>
#include <string.h>

#include "world_parts.h"

static void read_word(struct world *w, enum expect *expect, char *word)
{
	char *value = strchr(word, '=');
	size_t len = strlen(word);

	if (value)
		*value++ = '\0';
	if (!value && word[len - 1] == ':') {
		word[len - 1] = '\0';
		if (word[0] == '+')
			world_add_followup(w, word + 1);
		else
			world_add_target(w, word, *expect);
	} else if (w->plan.count == 0 && value) {
		world_set(w, expect, word, value);
	} else if (value) {
		world_set_target(w, word, value);
	} else {
		world_set_flag(w, word);
	}
}

static void fill_facts(struct world *w)
{
	struct facts *facts = &w->facts;

	world_set_region(w, "us-east-1");
	facts->identity.region_source = REGION_FROM_IMDS;
	facts->imds.asked = true;
	(void)copy_text(facts->imds.endpoint, sizeof facts->imds.endpoint,
			"http://169.254.169.254");
	facts->host.usable_v4 = true;
	(void)copy_text(w->outcomes.trust.source, sizeof w->outcomes.trust.source, "host");
	(void)copy_text(w->outcomes.trust.path, sizeof w->outcomes.trust.path, "/etc/ssl/certs");
}

static void fill_report(struct world *w)
{
	w->allow.items = w->allowed;
	w->policy = (struct judge_policy){
		.allow_cidrs = &w->allow,
		.dns_budget_us = 3000000,
		.connect_budget_us = 3000000,
		.tls_budget_us = 3000000,
		.expect = EXPECT_AUTO,
	};
	w->report = (struct report){
		.version = "1.2.3",
		.time_s = WORLD_TIME_S,
		.build_s = WORLD_TIME_S - DAY_S,
		.duration_us = 41200,
		.facts = &w->facts,
		.plan = &w->plan,
		.outcomes = &w->outcomes,
		.agent = w->agent.looked ? &w->agent : NULL,
		.workload = w->report.workload,
	};
}

/* What was planned stands first, wherever the text has it. */
static void append_followup(struct world *w)
{
	struct plan *plan = &w->plan;
	struct outcomes *outcomes = &w->outcomes;

	for (size_t i = 0; i < w->followup.count; i++) {
		plan->targets = xgrow(plan->targets, plan->count, sizeof(struct target *));
		plan->targets[plan->count++] = w->followup.targets[i];
		outcomes->items =
			xgrow(outcomes->items, outcomes->count, sizeof(struct target_outcome *));
		outcomes->items[outcomes->count++] = w->followup_outcomes.items[i];
	}
	free(w->followup.targets);
	free(w->followup_outcomes.items);
}

struct world *world_new(const char *text)
{
	struct world *w = xcalloc(1, sizeof *w);
	enum expect expect = EXPECT_AUTO;
	char *copy = xstrdup(text);
	char *rest = copy;
	char *word;

	fill_facts(w);
	world_set_nameservers(w, "r53");
	if (!strstr(text, "vpc="))
		world_set_vpc(w, "10.0.0.0/16");
	while ((word = strsep(&rest, " ")))
		if (*word)
			read_word(w, &expect, word);
	free(copy);
	append_followup(w);
	outcomes_fill(&w->outcomes);
	fill_report(w);
	return w;
}

void world_judge(struct world *world)
{
	judge(&world->report, &world->policy);
}

void world_free(struct world *w)
{
	judge_done(&w->report);
	outcomes_done(&w->outcomes);
	plan_done(&w->plan);
	free(w);
}

char *world_endpoints(const struct world *world)
{
	char *text = xstrdup("");

	for (size_t i = 0; i < world->report.endpoint_count; i++) {
		const struct endpoint_verdict *e = &world->report.endpoints[i];
		char *longer = xasprintf("%s%s%s %s %s %s", text, i ? "; " : "", e->target->service,
					 status_name(e->status), e->code ? code_name(e->code) : "-",
					 address_class_name(e->class));

		free(text);
		text = longer;
	}
	return text;
}

char *world_findings(const struct world *world)
{
	char *text = xstrdup("");

	for (size_t i = 0; i < world->report.findings.count; i++) {
		const struct finding *f = &world->report.findings.items[i];
		char *longer = xasprintf("%s%s%s:%s:%s", text, i ? " " : "",
					 severity_name(f->severity), code_name(f->code),
					 f->subject);

		free(text);
		text = longer;
	}
	return text;
}
