/* SPDX-License-Identifier: Apache-2.0 */
#include "agent_text.h"

#include <inttypes.h>
#include <string.h>

#include "action_words.h"
#include "ecsprobe/clock.h"

enum {
	SECOND_US = 1000000,
	SHORT_ID = 12,
	DATE_LENGTH = sizeof "2026-11-21T" - 1,
};

static void put_tasks(const struct paper *paper, const struct action *action)
{
	char text[96];

	if (action->tasks_sight != SIGHT_SEEN)
		return;
	if (action->tasks_gone)
		(void)snprintf(text, sizeof text,
			       "%zu of %zu containers disappeared during the restart",
			       action->tasks_gone, action->tasks_before);
	else
		(void)snprintf(text, sizeof text, "all %zu containers still run",
			       action->tasks_before);
	if (action->tasks_gone || action->tasks_before)
		paper->more(paper, "tasks", text);
}

static void put_extras(const struct paper *paper, const struct action *action)
{
	const struct {
		bool holds;
		const char *text;
	} extras[] = {
		{ action->upgrades, "the agent is upgraded to the packaged version" },
		{ action->skips_final_save,
		  "the start removes the orphaned container by force; that agent cannot save its state first" },
		{ action->forced, "--force overrode a refusal" },
	};
	CLEANUP(text_done) struct text also = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(extras); i++)
		if (extras[i].holds)
			text_join(&also, "; ", "%s", extras[i].text);
	paper->more(paper, "also", text_of(&also));
}

void action_tell(const struct paper *paper, const struct report *report)
{
	static const enum paint paints[] = {
		[TONE_PLAIN] = PAINT_PLAIN,
		[TONE_GOOD] = PAINT_GOOD,
		[TONE_WARN] = PAINT_WARN,
		[TONE_BAD] = PAINT_BAD,
	};
	const struct action *action = report->action;
	CLEANUP(text_done) struct text outcome = { 0 };
	CLEANUP(text_done) struct text why = { 0 };
	enum action_tone tone;
	const char *word;
	bool stays;

	if (!action || !action->asked)
		return;
	word = action_headword(action, &tone);
	action_add_outcome(&outcome, action);
	paper->first(paper, "restart", paints[tone], word, text_of(&outcome));
	if (action_kind_acts(action->kind) || action->evidence.count)
		action_add_why(&why, action);
	paper->more(paper, action_kind_acts(action->kind) ? "why" : "evidence", text_of(&why));
	if (action_kind_acts(action->kind))
		put_extras(paper, action);
	put_tasks(paper, action);
	for (size_t i = 0; i < action->go_back.count; i++)
		paper->more(paper, "to undo the change", action->go_back.items[i]);
	stays = !action_kind_acts(action->kind) || action->result == RESULT_REFUSED;
	paper->more(paper, "by hand", stays ? action->manual : "");
}

/* The date only where it is not the report's own. */
static void add_since(struct text *sentence, int64_t start_us, int64_t now_s)
{
	static const struct {
		int64_t until_s, unit_s;
		const char *unit;
	} ages[] = {
		{ 120, 1, "s" },
		{ 7200, 60, "min" },
		{ 172800, 3600, "h" },
		{ INT64_MAX, 86400, "days" },
	};
	char start[CLOCK_RFC3339_BYTES];
	char now[CLOCK_RFC3339_BYTES];
	int64_t age_s = now_s - start_us / SECOND_US;
	size_t skip;

	if (start_us <= 0)
		return;
	clock_format_rfc3339(start_us / SECOND_US, start);
	clock_format_rfc3339(now_s, now);
	skip = strncmp(start, now, DATE_LENGTH) == 0 ? DATE_LENGTH : 0;
	text_join(sentence, " ", "since %s", start + skip);
	if (age_s < 0)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(ages); i++) {
		if (age_s >= ages[i].until_s)
			continue;
		text_join(sentence, " ", "(%" PRId64 " %s)", age_s / ages[i].unit_s, ages[i].unit);
		return;
	}
}

static bool is_active(const struct unit_status *unit)
{
	return unit->sight == SIGHT_SEEN && unit_state(unit) == UNIT_STATE_ACTIVE;
}

static void add_unit(struct text *sentence, const struct unit_status *unit, int64_t now_s)
{
	if (unit->sight != SIGHT_SEEN)
		return;
	text_join(sentence, ", ", "%s %s", unit->name, unit->active);
	if (is_active(unit)) {
		add_since(sentence, unit->main_start_us, now_s);
	} else {
		if (unit->sub[0] && strcmp(unit->sub, unit->active) != 0)
			text_join(sentence, " ", "(%s)", unit->sub);
		if (unit->result[0] && strcmp(unit->result, "success") != 0)
			text_join(sentence, " ", "with %s, status %d", unit->result,
				  unit->main_status);
	}
	if (unit->load[0] && unit_load(unit) != UNIT_LOAD_LOADED)
		text_join(sentence, ", ", "%s", unit->load);
	if (unit->restarts)
		text_join(sentence, ", ", "%u restart%s by systemd", unit->restarts,
			  unit->restarts == 1 ? "" : "s");
	if (unit->job_queued)
		text_join(sentence, ", ", "a job is queued for it");
}

/* A container that does as its unit does is not worth a word. */
static void add_container(struct text *sentence, const struct agent_status *agent, int64_t now_s)
{
	const struct container_status *container = &agent->container;
	bool expected = is_active(&agent->unit) && !agent->unit.without_container;

	if (container->sight == SIGHT_ABSENT && expected)
		text_join(sentence, ", ", "without a container");
	if (container->sight != SIGHT_SEEN || (expected && container->running))
		return;
	text_join(sentence, ", ", "container %s", container->state);
	if (container->running)
		add_since(sentence, container->started_us, now_s);
	else
		text_join(sentence, " ", "with status %d", container->exit_code);
}

/* A unit by its name, and a policy of Docker's, are told above. */
static void add_owner(struct text *sentence, const struct agent_owner *owner)
{
	if (owner->kind == OWNER_UNCERTAIN)
		text_join(sentence, ", ", "not certain what starts it (%s)", owner->evidence);
	if (owner->kind == OWNER_NOBODY)
		text_join(sentence, ", ", "nothing starts it again");
	if (owner->kind == OWNER_UNIT && owner->fault != FAULT_NONE)
		text_join(sentence, ", ", "%s", owner_fault_text(owner->fault));
}

static void add_introspection(struct text *sentence, const struct introspection *introspection)
{
	if (introspection->sight == SIGHT_ABSENT)
		text_join(sentence, ", ", "nothing answers on port 51678");
	if (introspection->sight != SIGHT_SEEN)
		return;
	if (introspection->version[0])
		text_join(sentence, ", ", "v%s", introspection->version);
	if (introspection->cluster[0])
		text_join(sentence, ", ", "cluster %s", introspection->cluster);
	text_join(sentence, ", ", "%s", introspection->arn[0] ? "registered" : "not registered");
}

/* That it is, its word above says. */
static void add_connection(struct text *sentence, const struct report *report)
{
	const struct path_evidence *path = &report->agent->path;

	if (report->acs_connected != SIGHT_ABSENT)
		return;
	text_join(sentence, "; ", "not connected to ACS");
	add_since(sentence, path->acs_failing_since_us, report->time_s);
}

static void add_path(struct text *sentence, const struct agent_status *agent)
{
	const struct path_evidence *path = &agent->path;
	bool runs = is_active(&agent->unit) || agent->container.running;

	if (path->log_sight == SIGHT_SEEN && path->log_host[0])
		text_join(sentence, "; ", "%s %s%s",
			  path->log_connected && runs ? "talks to" : "last tried", path->log_host,
			  path->log_numbered ? " (a numbered public host)" : "");
}

static void add_config(struct text *sentence, const struct config_evidence *config)
{
	if (config->sight == SIGHT_SEEN && config->changed.count) {
		text_join(sentence, "; ", "settings changed since the agent started:");
		text_join_list(sentence, &config->changed);
	}
	if (config->json_newer)
		text_join(sentence, "; ", "ecs.config.json is newer than the start");
	if (config->json_invalid)
		text_join(sentence, "; ", "ecs.config.json is invalid");
}

/* Where nothing runs, there is nothing more to know of it. */
static bool may_run(const struct agent_status *agent)
{
	return agent_runs_as(agent) == RUNS_AS_UNKNOWN || is_active(&agent->unit) ||
	       agent->container.running;
}

/* Without root much stays unknown; why so is told with -v. */
static void put_unknown(const struct paper *paper, const struct agent_status *agent)
{
	int parts = may_run(agent) ? AGENT_PART_COUNT : AGENT_PART_CONTAINER + 1;
	CLEANUP(text_done) struct text unknown = { 0 };

	for (int i = 0; i < parts; i++) {
		struct part_sight part = agent_part_sight(agent, (enum agent_part)i);

		if (part.sight != SIGHT_UNKNOWN)
			continue;
		text_join(&unknown, ", ", "%s", part.name);
		if (paper->style->verbose && *part.why)
			text_join(&unknown, " ", "(%s)", part.why);
	}
	if (unknown.len && !agent->privileged)
		text_join(&unknown, "; ", "not run as root");
	paper->more(paper, "unknown", text_of(&unknown));
}

static void put_ips(const struct paper *paper, const char *name, const struct ip *ips, size_t count)
{
	CLEANUP(text_done) struct text list = { 0 };

	for (size_t i = 0; i < count; i++) {
		char ip[IP_TEXT_BYTES];

		ip_format(&ips[i], ip);
		text_join(&list, ", ", "%s", ip);
	}
	paper->more(paper, name, text_of(&list));
}

static void put_container_details(const struct paper *paper,
				  const struct container_status *container, int64_t now_s)
{
	CLEANUP(text_done) struct text text = { 0 };

	if (container->sight != SIGHT_SEEN)
		return;
	text_join(&text, "", "%.*s %s", (int)SHORT_ID, container->id, container->state);
	add_since(&text, container->started_us, now_s);
	if (container->pid)
		text_join(&text, ", ", "pid %" PRIu32, container->pid);
	if (container->restart_policy[0])
		text_join(&text, ", ", "restart policy %s", container->restart_policy);
	paper->more(paper, "container", text_of(&text));
}

static void put_image(const struct paper *paper, const struct image_evidence *image)
{
	CLEANUP(text_done) struct text text = { 0 };

	text_join(&text, "", "%s, ", image->loaded == SIGHT_SEEN ? "loaded" : "not loaded");
	if (image->why[0])
		text_join(&text, "", "ecs-init's cache could not be read (%s)", image->why);
	else
		text_join(&text, "", image->cached ? "cached" : "not cached");
	if (image->cache_state >= 0)
		text_join(&text, ", ", "%s", image_cache_state_text(image->cache_state));
	if (image->update_pending)
		text_join(&text, ", ", "an update is under way");
	paper->more(paper, "image", text_of(&text));
}

static void put_neighbours(const struct paper *paper, const struct agent_status *agent)
{
	const struct unit_status *units[] = { &agent->docker, &agent->cloud_final };
	CLEANUP(text_done) struct text text = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (units[i]->sight == SIGHT_SEEN)
			text_join(&text, ", ", "%s %s", units[i]->name, units[i]->active);
	if (agent->tasks.sight == SIGHT_SEEN)
		text_join(&text, ", ", "%zu task container%s", agent->tasks.ids.count,
			  agent->tasks.ids.count == 1 ? "" : "s");
	paper->more(paper, "related units and tasks", text_of(&text));
}

static void put_details(const struct paper *paper, const struct agent_status *agent, int64_t now_s)
{
	CLEANUP(text_done) struct text unmodelled = { 0 };

	paper->more(paper, "container instance", agent->introspection.arn);
	put_container_details(paper, &agent->container, now_s);
	put_ips(paper, "peers", agent->path.peers, agent->path.peer_count);
	put_ips(paper, "its nameservers", agent->resolver.settings.nameservers,
		agent->resolver.settings.nameserver_count);
	text_join_list(&unmodelled, &agent->config.unmodelled);
	paper->more(paper, "not compared (ecs-init sets these)", text_of(&unmodelled));
	if (agent->image.loaded != SIGHT_UNKNOWN)
		put_image(paper, &agent->image);
	put_neighbours(paper, agent);
}

/* What keeps us from knowing comes first, and what was seen all the same. */
static void put_unknown_agent(const struct paper *paper, const struct agent_status *agent,
			      const char *seen)
{
	const char *why = agent->unit.sight == SIGHT_UNKNOWN ? agent->unit.why
							     : agent->container.why;
	CLEANUP(text_done) struct text text = { 0 };

	text_join(&text, "", "%s", *why ? why : "ecsprobe could not find out how it runs");
	if (!agent->privileged)
		text_join(&text, " ", "(not run as root)");
	paper->first(paper, "agent", PAINT_WARN, "unknown:", text_of(&text));
	paper->more(paper, "seen", seen);
	if (paper->style->verbose)
		put_unknown(paper, agent);
}

void agent_tell(const struct paper *paper, const struct report *report)
{
	const struct agent_status *agent = report->agent;
	CLEANUP(text_done) struct text seen = { 0 };
	enum runs_as runs_as;

	if (!agent || !agent->looked)
		return;
	runs_as = agent_runs_as(agent);
	if (runs_as == RUNS_AS_ABSENT) {
		paper->first(paper, "agent", PAINT_PLAIN,
			     agent->booted ? "none on this machine"
					   : "none in sight: neither systemd nor Docker here",
			     "");
		return;
	}
	add_unit(&seen, &agent->unit, report->time_s);
	add_container(&seen, agent, report->time_s);
	add_owner(&seen, &agent->owner);
	add_introspection(&seen, &agent->introspection);
	add_path(&seen, agent);
	add_connection(&seen, report);
	add_config(&seen, &agent->config);
	if (runs_as == RUNS_AS_UNKNOWN) {
		put_unknown_agent(paper, agent, text_of(&seen));
	} else {
		paper->first(paper, "agent", PAINT_PLAIN, "", text_of(&seen));
		put_unknown(paper, agent);
	}
	if (paper->style->verbose)
		put_details(paper, agent, report->time_s);
}
