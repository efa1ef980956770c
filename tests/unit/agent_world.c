/* SPDX-License-Identifier: Apache-2.0 */
#include "agent_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent_world_parts.h"
#include "check.h"

static const char around[] =
	"ecs: route53=10.0.1.10 ecs-agent: route53=10.0.1.11 ecs-telemetry: route53=10.0.1.12";
static const char boot_id[] = "6a1f3a52-0000-4000-8000-000000000001";
static const int64_t second_us = 1000000;

static enum action_result result_of(const char *word)
{
	for (int i = 0; i < RESULT_COUNT; i++)
		if (strcmp(action_result_name((enum action_result)i), word) == 0)
			return (enum action_result)i;
	return RESULT_COUNT;
}

static void set_action(struct agent_world *w, const char *value)
{
	size_t len = strcspn(value, ",");

	w->before = (struct action){ .asked = true, .kind = ACTION_RESTART_UNIT };
	for (int i = 0; i < REASON_COUNT; i++) {
		const char *name = action_reason_name((enum action_reason)i);

		if (strlen(name) == len && strncmp(name, value, len) == 0)
			w->before.reason = (enum action_reason)i;
	}
	if (w->before.reason <= REASON_NO_AGENT)
		w->before.kind = ACTION_NONE;
	if (value[len])
		w->before.result = result_of(value + len + 1);
	string_list_add(&w->before.evidence, "agent-stale-config: HTTP_PROXY", 30);
	COPY(w->before.detail, "the unit is active, port 51678 refuses");
	w->world->report.action = &w->before;
}

static const char config_print[] = "00000000c0ffee00";

/* The fingerprint of the world's own evidence is filled in once it is known. */
static const char same[] = "same";

static void set_past(struct agent_world *w, const char *value)
{
	struct history_entry *entry = history_add(&w->history);
	char *copy = xstrdup(value);
	char *rest = copy;
	uint64_t ago_us = strtoull(strsep(&rest, ","), NULL, 10) * (uint64_t)second_us;
	char *word;

	entry->at = w->policy.now;
	entry->at.boottime_us -= ago_us;
	entry->at.time_s -= (int64_t)(ago_us / (uint64_t)second_us);
	entry->kind = ACTION_RESTART_UNIT;
	entry->result = RESULT_RESTARTED;
	while ((word = strsep(&rest, ","))) {
		if (strcmp(word, "stood") == 0)
			entry->evidence_stood = true;
		else if (strcmp(word, same) == 0)
			COPY(entry->fingerprint, same);
		else if (strcmp(word, "other") == 0)
			COPY(entry->fingerprint, "00000000deadbeef");
		else if (strcmp(word, "blamed") == 0)
			entry->blamed = copy_text(entry->configuration, sizeof entry->configuration,
						  config_print);
		else if (strcmp(word, "defer") == 0)
			entry->kind = ACTION_DEFER;
		else if (result_of(word) < RESULT_COUNT)
			entry->result = result_of(word);
		else
			fail_msg("the test says '%s' of the past", word);
	}
	free(copy);
}

static void set_history(struct agent_world *w, const char *value)
{
	w->no_history = strcmp(value, "none") == 0;
	w->history.lost = !w->no_history;
}

static void set_expect(struct agent_world *w, const char *value)
{
	for (int i = EXPECT_AUTO; i <= EXPECT_ANY; i++)
		if (strcmp(expect_name((enum expect)i), value) == 0)
			w->world->policy.expect = (enum expect)i;
}

static void set_value(struct agent_world *w, const char *key, const char *value)
{
	static const struct {
		const char *key;
		void (*set)(struct agent_world *w, const char *value);
	} rows[] = {
		{ "action", set_action },
		{ "past", set_past },
		{ "history", set_history },
		{ "expect", set_expect },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (strcmp(rows[i].key, key) == 0) {
			rows[i].set(w, value);
			return;
		}
	}
	if (!agent_world_see(w, key, value))
		fail_msg("the test says '%s=%s' of the agent", key, value);
}

static void set_flag(struct agent_world *w, const char *word)
{
	struct agent_status *a = &w->agent;
	const struct {
		const char *word;
		bool *flag, value;
	} rows[] = {
		{ "job", &a->unit.job_queued, true },
		{ "after-cloud", &a->unit.after_cloud_final, true },
		{ "without-container", &a->unit.without_container, true },
		{ "no-systemd", &a->booted, false },
		{ "not-root", &a->privileged, false },
		{ "nobody-looked", &a->looked, false },
		{ "own-dns", &a->container.own_dns, true },
		{ "external", &a->config.external, true },
		{ "talks", &a->path.log_talks, true },
		{ "was-connected", &a->path.acs_was_connected, true },
		{ "warm-check", &a->config.warm_pool_check, true },
		{ "no-checkpoint", &a->config.no_checkpoint, true },
		{ "uncached", &a->image.cached, false },
		{ "updating", &a->image.update_pending, true },
		{ "bad-backend", &w->world->facts.host.agent_backend_unusable, true },
		{ "unread", &a->owner.unread, true },
		{ "recreates", &a->owner.recreates, true },
		{ "keeps", &a->owner.keeps, true },
		{ "pulls", &a->owner.pulls, true },
		{ "podman", &a->owner.podman, true },
		{ "force", &w->policy.force, true },
		{ "allow-upgrade", &w->policy.allow_upgrade, true },
		{ "require", &w->world->policy.require_agent, true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (strcmp(rows[i].word, word) != 0)
			continue;
		*rows[i].flag = rows[i].value;
		return;
	}
	if (strcmp(word, "disabled") == 0)
		COPY(a->unit.file_state, "disabled");
	else if (strcmp(word, "other-network") == 0)
		a->own_network = SIGHT_SEEN;
	else if (strcmp(word, "unregistered") == 0)
		a->introspection.arn[0] = '\0';
	else if (strcmp(word, "again") == 0)
		a->unit.active_exit_monotonic_us = a->unit.main_start_monotonic_us - 1;
	else if (strcmp(word, "if-stale") == 0)
		w->policy.mode = RESTART_IF_STALE;
	else
		fail_msg("the test says '%s' of the agent", word);
}

static void fill_policy(struct agent_world *w)
{
	w->policy = (struct remedy_policy){
		.mode = RESTART_ALWAYS,
		.now = { .time_s = WORLD_TIME_S, .boottime_us = (uint64_t)UP_S * 1000000 },
		.now_monotonic_us = (uint64_t)UP_S * 1000000,
		.cool_down_us = UINT64_C(600000000),
		.window_us = UINT64_C(21600000000),
		.maximum = 3,
	};
	COPY(w->policy.now.boot_id, boot_id);
}

struct agent_world *agent_world_new(const char *text)
{
	struct agent_world *w = xcalloc(1, sizeof *w);
	char *copy = xstrdup(text);
	char *bar = strstr(copy, "| ");
	char *rest = copy;
	char *word;

	if (bar)
		*bar = '\0';
	w->world = world_new(bar ? bar + 2 : around);
	w->world->report.agent = &w->agent;
	agent_world_fill(w);
	fill_policy(w);
	while ((word = strsep(&rest, " "))) {
		char *value = strchr(word, '=');

		if (!*word)
			continue;
		if (value)
			*value++ = '\0';
		if (value)
			set_value(w, word, value);
		else
			set_flag(w, word);
	}
	if (!w->world->facts.host.resolver.nameserver_count)
		(void)agent_world_see(w, "nameserver", "10.0.0.2");
	free(copy);
	return w;
}

/* In this world the agent dials all, but where it is about dockerd. */
static void let_docker_dial(struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (strcmp(plan->targets[i]->service, "ecr.dkr") == 0)
			plan->targets[i]->dialled_by = DIALLER_DOCKERD;
}

void agent_world_judge(struct agent_world *w)
{
	if (w->agent.docker_roots.sight == SIGHT_SEEN)
		let_docker_dial(&w->world->plan);
	world_judge(w->world);
}

static void know_the_same(struct agent_world *w)
{
	struct string_list evidence = { 0 };
	char fingerprint[17];

	remedy_evidence(&w->world->report, &evidence, fingerprint);
	for (size_t i = 0; i < w->history.count; i++)
		if (strcmp(w->history.entries[i].fingerprint, same) == 0)
			COPY(w->history.entries[i].fingerprint, fingerprint);
	string_list_done(&evidence);
}

void agent_world_decide(struct agent_world *w)
{
	agent_world_judge(w);
	know_the_same(w);
	w->action.asked = true;
	remedy(&w->action, &w->world->report, w->no_history ? NULL : &w->history, &w->policy);
}

void agent_world_free(struct agent_world *w)
{
	action_done(&w->action);
	action_done(&w->before);
	agent_status_done(&w->agent);
	world_free(w->world);
	free(w);
}

char *agent_world_findings(const struct agent_world *w)
{
	const struct findings *findings = &w->world->report.findings;
	char *text = xstrdup("");

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *f = &findings->items[i];
		char *longer;

		if (strncmp(code_name(f->code), "agent-", 6) != 0 &&
		    strcmp(f->subject, "dockerd") != 0)
			continue;
		longer = xasprintf("%s%s%s:%s", text, *text ? " " : "", severity_name(f->severity),
				   code_name(f->code));
		free(text);
		text = longer;
	}
	return text;
}
