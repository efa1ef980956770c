/* SPDX-License-Identifier: Apache-2.0 */
/* The {words} of what is said about AWS's own answers.  What a peer chose is escaped already. */
#include <inttypes.h>
#include <string.h>

#include "api_rules.h"
#include "template.h"

static void word_call(struct text *text, const struct api_view *view)
{
	text_append(text, "%s", view->outcome->call->id);
}

static void word_action(struct text *text, const struct api_view *view)
{
	const struct api_outcome *outcome = view->outcome;

	if (outcome->answer.action[0])
		text_append(text, "%s", outcome->answer.action);
	else
		text_append(text, "%s",
			    outcome->call->action ? outcome->call->action : outcome->call->id);
}

static void word_resource(struct text *text, const struct api_view *view)
{
	const char *resource = view->outcome->answer.resource;

	if (resource[0] && strcmp(resource, "*") != 0)
		text_append(text, " on %s", resource);
}

static void word_endpoint(struct text *text, const struct api_view *view)
{
	if (view->outcome->answer.endpoint_id[0])
		text_append(text, " (%s)", view->outcome->answer.endpoint_id);
}

static void word_host(struct text *text, const struct api_view *view)
{
	char ip[IP_TEXT_BYTES];

	text_append(text, "%s", view->outcome->host);
	ip_format(&view->outcome->address, ip);
	if (view->outcome->proxied)
		text_append(text, " (through the proxy)");
	else if (ip[0])
		text_append(text, " (%s)", ip);
}

/* The credentials that signed the call. */
static void word_keys(struct text *text, const struct api_view *view)
{
	static const char *const words[API_SOURCE_COUNT] = {
		[API_SOURCE_NONE] = "a call without credentials",
		[API_SOURCE_ENVIRONMENT] = "the credentials of the environment",
		[API_SOURCE_CONTAINER] = "the credentials of the task",
		[API_SOURCE_INSTANCE] = "the credentials of the instance role",
	};
	const struct api_facts *api = view->report->api;

	text_append(text, "%s", words[api->source]);
	if (api->role[0])
		text_append(text, " %s", api->role);
}

/* The principal as AWS names it, else our name for it. */
static void word_who(struct text *text, const struct api_view *view)
{
	if (view->outcome->answer.principal[0])
		text_append(text, "%s", view->outcome->answer.principal);
	else
		word_keys(text, view);
}

static void word_policy(struct text *text, const struct api_view *view)
{
	const struct api_answer *answer = &view->outcome->answer;
	const char *words = api_policy_words(answer->policy);

	if (!words)
		text_append(text, "the answer names no policy");
	else if (answer->explicit_deny)
		text_append(text, "%s %s denies it explicitly",
			    strchr("aeiou", words[0]) ? "an" : "a", words);
	else
		text_append(text, "no %s allows it", words);
}

static void word_why(struct text *text, const struct api_view *view)
{
	const char *why = view->outcome->why;

	text_append(text, "%s", why[0] ? why : "the reason is not known");
}

static void word_said(struct text *text, const struct api_view *view)
{
	const struct api_outcome *outcome = view->outcome;
	const struct api_answer *answer = &outcome->answer;

	if (!outcome->status) {
		word_why(text, view);
		return;
	}
	text_append(text, "HTTP %d", outcome->status);
	if (answer->type[0])
		text_append(text, ", %s", answer->type);
	if (answer->message[0]) {
		text_append(text, ": ");
		text_append_bytes(text, answer->message, strlen(answer->message));
	}
	if (answer->request_id[0])
		text_append(text, " (request %s)", answer->request_id);
}

/* To the second where that says something. */
static void append_duration(struct text *text, int64_t s)
{
	enum { MINUTE_S = 60, HOUR_S = 3600, SECONDS_UNTIL = 600, MINUTES_UNTIL = 36000 };

	if (s < SECONDS_UNTIL)
		text_append(text, "%" PRId64 " s", s);
	else if (s < MINUTES_UNTIL)
		text_append(text, "%" PRId64 " min", (s + MINUTE_S / 2) / MINUTE_S);
	else
		text_append(text, "%" PRId64 " h", (s + HOUR_S / 2) / HOUR_S);
}

static void word_skew(struct text *text, const struct api_view *view)
{
	const struct api_answer *answer = &view->outcome->answer;

	if (!answer->skew_known) {
		text_append(text, "the answer does not show by how much it is off");
		return;
	}
	text_append(text, "the instance is ");
	append_duration(text, answer->skew_s < 0 ? -answer->skew_s : answer->skew_s);
	text_append(text, answer->skew_s < 0 ? " behind AWS" : " ahead of AWS");
}

/* All calls with the same result. */
static void word_calls(struct text *text, const struct api_view *view)
{
	const struct api_facts *api = view->report->api;
	const char *separator = "";

	for (size_t i = 0; i < api->count; i++) {
		if (!api->calls[i].planned || api->calls[i].result != view->outcome->result)
			continue;
		text_append(text, "%s%s", separator, api->calls[i].call->id);
		separator = ", ";
	}
}

static void word_lack(struct text *text, const struct api_view *view)
{
	const char *lack = view->report->api->lack;

	text_append(text, "%s", lack[0] ? lack : "there are no credentials");
}

/* Those that are no hosts, else that the agent's is missing. */
static void word_named(struct text *text, const struct api_view *view)
{
	const struct api_host *named = view->report->api->named;
	const char *separator = "";

	for (int i = 0; i < API_NAMED_COUNT; i++) {
		if (named[i].form != API_HOST_BAD)
			continue;
		text_append(text, "%s%s is '%s'", separator, api_named_name((enum api_named)i),
			    named[i].host);
		separator = ", ";
	}
	if (!*separator || named[API_NAMED_AGENT].form == API_HOST_NONE)
		text_append(text, "%sthere is no %s", separator, api_named_name(API_NAMED_AGENT));
}

static const struct {
	const char *word;
	void (*write)(struct text *text, const struct api_view *view);
} words[] = {
	{ "call", word_call },         { "action", word_action }, { "resource", word_resource },
	{ "endpoint", word_endpoint }, { "host", word_host },     { "keys", word_keys },
	{ "who", word_who },           { "policy", word_policy }, { "said", word_said },
	{ "skew", word_skew },         { "calls", word_calls },   { "lack", word_lack },
	{ "why", word_why },           { "named", word_named },
};

const char *api_word(size_t index)
{
	return index < ARRAY_SIZE(words) ? words[index].word : NULL;
}

static bool write_word(struct text *text, const char *word, size_t len, const void *arg)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (strlen(words[i].word) != len || strncmp(words[i].word, word, len) != 0)
			continue;
		words[i].write(text, arg);
		return true;
	}
	return false;
}

char *api_text(const char *template, const struct api_view *view)
{
	return text_expand_words(template, write_word, view);
}
