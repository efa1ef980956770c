/* SPDX-License-Identifier: Apache-2.0 */
#include "api_world.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"

static const char around[] =
	"ecs: route53=10.0.1.10 ecs-agent: route53=10.0.1.11 ecs-telemetry: route53=10.0.1.12 "
	"ecr.api: route53=10.0.1.13 ecr.dkr: route53=10.0.1.14 "
	"ecr.layers: any route53=52.216.1.10 logs: optional route53=10.0.1.16 "
	"secretsmanager: optional route53=10.0.1.17";

#define ROLE "arn:aws:sts::123456789012:assumed-role/ecsInstanceRole/i-0123456789abcdef0"
#define SET(field, text) (void)copy_text(field, sizeof(field), text)

static struct api_outcome *outcome_of(struct api_world *w, const char *service, size_t len)
{
	for (size_t i = 0; i < w->api.count; i++)
		if (strlen(w->api.calls[i].call->service) == len &&
		    strncmp(w->api.calls[i].call->service, service, len) == 0)
			return &w->api.calls[i];
	return NULL;
}

static enum api_policy policy_of(const char *word)
{
	static const char *const words[API_POLICY_COUNT] = {
		[API_POLICY_IDENTITY] = "identity", [API_POLICY_BOUNDARY] = "boundary",
		[API_POLICY_SESSION] = "session",   [API_POLICY_SCP] = "scp",
		[API_POLICY_RCP] = "rcp",           [API_POLICY_RESOURCE] = "resource",
		[API_POLICY_ENDPOINT] = "endpoint",
	};

	for (int i = API_POLICY_UNNAMED + 1; i < API_POLICY_COUNT; i++)
		if (strcmp(word, words[i]) == 0)
			return (enum api_policy)i;
	return API_POLICY_UNNAMED;
}

static void set_detail(struct api_outcome *outcome, const char *word)
{
	struct api_answer *answer = &outcome->answer;
	const char *value = strchr(word, '=');

	if (policy_of(word) != API_POLICY_UNNAMED) {
		answer->policy = policy_of(word);
	} else if (strcmp(word, "explicit") == 0) {
		answer->explicit_deny = true;
	} else if (strcmp(word, "foreign") == 0) {
		answer->foreign = true;
		answer->type[0] = answer->request_id[0] = '\0';
	} else if (strcmp(word, "vpce") == 0) {
		SET(answer->endpoint_id, "vpce-0123456789abcdef0");
	} else if (strcmp(word, "proxied") == 0) {
		outcome->proxied = true;
		outcome->address = (struct ip){ 0 };
	} else if (strncmp(word, "type=", 5) == 0) {
		SET(answer->type, value + 1);
	} else if (strncmp(word, "status=", 7) == 0) {
		outcome->status = (int)strtol(value + 1, NULL, 10);
	} else if (strncmp(word, "skew=", 5) == 0) {
		answer->skew_known = value[1] != '?';
		answer->skew_s = strtol(value + 1, NULL, 10);
	} else if (strncmp(word, "address=", 8) == 0) {
		outcome->address = ip_of(value + 1);
	} else {
		fail_msg("the test says '%s' of an answer", word);
	}
}

/* What the phase would leave of it. */
static void set_result(struct api_outcome *outcome, const char *word)
{
	struct api_answer *answer = &outcome->answer;

	outcome->result = API_RESULT_COUNT;
	for (int i = 0; i < API_RESULT_COUNT; i++)
		if (strcmp(api_result_name((enum api_result)i), word) == 0)
			outcome->result = (enum api_result)i;
	assert_int_not_equal(outcome->result, API_RESULT_COUNT);
	answer->result = outcome->result;
	outcome->status = outcome->result == API_ALLOWED ? 200 : 400;
	outcome->us = 12000;
	if (outcome->result == API_ALLOWED && outcome->call->form == API_FORM_PLAIN)
		outcome->status = 403;
	if (outcome->result == API_NOT_ASKED || outcome->result == API_UNREACHABLE ||
	    outcome->result == API_UNANSWERED) {
		outcome->status = 0;
		outcome->us = 0;
		SET(outcome->why, "the time of --timeout ran out");
		return;
	}
	if (outcome->result == API_ALLOWED)
		return;
	SET(answer->type, "SomeException");
	SET(answer->message, "words of AWS");
	SET(answer->request_id, "0a1b2c3d");
	if (outcome->result != API_DENIED && outcome->result != API_POLICY_DENIED)
		return;
	SET(answer->type, "AccessDeniedException");
	SET(answer->action, outcome->call->action ? outcome->call->action : "s3:GetObject");
	SET(answer->resource, "*");
	SET(answer->principal, ROLE);
	if (outcome->result == API_POLICY_DENIED)
		answer->policy = API_POLICY_ENDPOINT;
}

static void set_answer(struct api_outcome *outcome, char *value)
{
	char *word = strsep(&value, ",");

	set_result(outcome, word);
	while ((word = strsep(&value, ",")))
		set_detail(outcome, word);
}

/* "base": the agent's and telemetry's; "base,bad": the one and the other. */
static void set_named(struct api_world *w, char *forms)
{
	static const char *const hosts[API_HOST_FORMS][2] = {
		[API_HOST_NONE] = { "", "" },
		[API_HOST_BASE] = { "ecs-a.us-east-1.amazonaws.com",
				    "ecs-t.us-east-1.amazonaws.com" },
		[API_HOST_NUMBERED] = { "ecs-a-1.us-east-1.amazonaws.com",
					"ecs-t-1.us-east-1.amazonaws.com" },
		[API_HOST_OTHER] = { "acs.example.com", "acs.example.com" },
		[API_HOST_BAD] = { "gopher://a", "gopher://t" },
	};
	const char *form = strsep(&forms, ",");

	for (int n = 0; n <= API_NAMED_TELEMETRY; n++) {
		for (int i = 0; i < API_HOST_FORMS; i++) {
			const char *name = api_host_form_name((enum api_host_form)i);

			if (strcmp(name ? name : "none", form) != 0)
				continue;
			w->api.named[n].form = (enum api_host_form)i;
			w->api.named[n].port = i == API_HOST_BAD ? 0 : 443;
			SET(w->api.named[n].host, hosts[i][n]);
		}
		form = forms ? forms : form;
	}
}

static enum api_source source_of(const char *word)
{
	for (int i = 0; i < API_SOURCE_COUNT; i++)
		if (strcmp(api_source_name((enum api_source)i), word) == 0)
			return (enum api_source)i;
	fail_msg("the test says '%s' of credentials", word);
	return API_SOURCE_NONE;
}

static enum api_lack lack_of(const char *word)
{
	static const char *const words[API_LACK_COUNT] = {
		[API_LACK_PART] = "part",         [API_LACK_MALFORMED] = "malformed",
		[API_LACK_NOT_ASKED] = "off",     [API_LACK_SILENT] = "silent",
		[API_LACK_DISABLED] = "disabled", [API_LACK_STRANGER] = "stranger",
		[API_LACK_REFUSED] = "refused",   [API_LACK_ABSENT] = "absent",
		[API_LACK_LATE] = "late",
	};

	for (int i = API_LACK_NONE + 1; i < API_LACK_COUNT; i++)
		if (strcmp(words[i], word) == 0)
			return (enum api_lack)i;
	fail_msg("the test says '%s' of a lack of credentials", word);
	return API_LACK_NONE;
}

/* "environment", or "none:environment:part": looked for there, and why there are none. */
static void set_keys(struct api_world *w, char *value)
{
	const char *source = strsep(&value, ":");
	const char *tried = strsep(&value, ":");

	w->api.source = source_of(source);
	if (w->api.source != API_SOURCE_NONE)
		w->api.tried = w->api.source;
	else
		w->api.lack_kind = API_LACK_ABSENT;
	if (!tried)
		return;
	w->api.tried = source_of(tried);
	w->api.lack_kind = lack_of(value);
}

static bool set_flag(struct api_world *w, const char *word)
{
	struct world *world = w->agent->world;
	const struct {
		const char *word;
		bool *flag;
	} rows[] = {
		{ "external", &world->facts.identity.agent_external },
		{ "outside", &world->facts.identity.outside },
		{ "no-account", &world->plan.account_unknown },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (strcmp(rows[i].word, word) != 0)
			continue;
		*rows[i].flag = true;
		return true;
	}
	if (strcmp(word, "own-keys") != 0)
		return false;
	w->agent->agent.config.own_credentials = SIGHT_SEEN;
	return true;
}

static void set_value(struct api_world *w, const char *key, char *value)
{
	struct api_outcome *outcome = outcome_of(w, key, strlen(key));

	for (char *at = value; *at; at++)
		if (*at == '_')
			*at = ' ';
	if (outcome) {
		set_answer(outcome, value);
		return;
	}
	if (strcmp(key, "role") == 0)
		SET(w->api.role, value);
	else if (strcmp(key, "lack") == 0)
		SET(w->api.lack, value);
	else if (strcmp(key, "named") == 0)
		set_named(w, value);
	else if (strcmp(key, "expect") == 0)
		w->agent->world->policy.expect = strcmp(value, "private") == 0 ? EXPECT_PRIVATE
									       : EXPECT_ANY;
	else if (strcmp(key, "keys") == 0)
		set_keys(w, value);
	else
		fail_msg("the test says '%s=%s' of AWS", key, value);
}

static const struct target_outcome *planned_as(const struct world *world, const char *service,
					       const struct target **target)
{
	for (size_t i = 0; i < world->plan.count; i++) {
		*target = world->plan.targets[i];
		if (strcmp((*target)->service, service) == 0)
			return world->outcomes.items[i];
	}
	return NULL;
}

static void fill_calls(struct api_world *w)
{
	const struct api_call *table = api_call_table(&w->api.count);

	w->api.calls = xcalloc(w->api.count, sizeof *w->api.calls);
	for (size_t i = 0; i < w->api.count; i++) {
		struct api_outcome *outcome = &w->api.calls[i];
		const struct target *target = NULL;
		const struct target_outcome *seen =
			planned_as(w->agent->world, table[i].service, &target);

		outcome->call = &table[i];
		if (!seen)
			continue;
		outcome->planned = true;
		outcome->required = target->required;
		SET(outcome->host, target->host);
		if (seen->attempt_count)
			outcome->address = seen->attempts[0]->ip;
		set_result(outcome, "allowed");
	}
}

struct api_world *api_world_new(const char *world, const char *answers)
{
	struct api_world *w = xcalloc(1, sizeof *w);
	char *line = xasprintf(" | %s", world ? world : around);
	char *copy = xstrdup(answers);
	char *rest = copy;
	char *word;

	w->agent = agent_world_new(line);
	w->api.asked = true;
	w->api.source = w->api.tried = API_SOURCE_INSTANCE;
	SET(w->api.role, "ecsInstanceRole");
	fill_calls(w);
	set_named(w, (char[]){ "base" });
	while ((word = strsep(&rest, " "))) {
		char *value = strchr(word, '=');

		if (value)
			*value++ = '\0';
		if (value)
			set_value(w, word, value);
		else if (*word && !set_flag(w, word))
			fail_msg("the test says '%s' of AWS", word);
	}
	w->agent->world->report.api = &w->api;
	free(copy);
	free(line);
	return w;
}

void api_world_judge(struct api_world *w)
{
	agent_world_judge(w->agent);
}

void api_world_free(struct api_world *w)
{
	agent_world_free(w->agent);
	api_facts_done(&w->api);
	free(w);
}
