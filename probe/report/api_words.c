/* SPDX-License-Identifier: Apache-2.0 */
/* What AWS itself answered, told to a person. */
#include "agent_words.h"
#include "sentence.h"

static const char *const results[API_RESULT_COUNT] = {
	[API_ALLOWED] = "allowed",
	[API_POLICY_DENIED] = "denied by the policy of a VPC endpoint",
	[API_DENIED] = "denied",
	[API_NO_CREDENTIALS] = "without credentials that AWS accepts",
	[API_CLOCK_SKEW] = "refused for the time of its signature",
	[API_ERROR] = "an error",
	[API_UNREACHABLE] = "no answer",
	[API_NOT_ASKED] = "not asked",
};

static void put_source(const struct paper *paper, const struct api_facts *api)
{
	static const char *const words[API_SOURCE_COUNT] = {
		[API_SOURCE_NONE] = "without credentials",
		[API_SOURCE_ENVIRONMENT] = "with the credentials of the environment",
		[API_SOURCE_CONTAINER] = "with the credentials of the task",
		[API_SOURCE_INSTANCE] = "with the instance role",
	};
	CLEANUP(sentence_done) struct sentence text = { 0 };

	sentence_add(&text, "", "AWS was asked %s", words[api->source]);
	if (api->role[0])
		sentence_add(&text, " ", "%s", api->role);
	if (api->lack[0])
		sentence_add(&text, ": ", "%s", api->lack);
	paper->first(paper, "api", PAINT_PLAIN, "", sentence_text(&text));
}

/* What is not planned is nobody's want of an answer. */
static void put_result(const struct paper *paper, const struct api_facts *api,
		       enum api_result result)
{
	CLEANUP(sentence_done) struct sentence list = { 0 };

	for (size_t i = 0; i < api->count; i++)
		if (api->calls[i].planned && api->calls[i].result == result)
			sentence_add(&list, ", ", "%s", api->calls[i].call->id);
	paper->more(paper, results[result], sentence_text(&list));
}

static void put_named(const struct paper *paper, const struct api_facts *api)
{
	CLEANUP(sentence_done) struct sentence list = { 0 };

	for (size_t i = 0; i < API_NAMED_COUNT; i++)
		if (api->named[i].form != API_HOST_NONE)
			sentence_add(&list, ", ", "%s", api->named[i].host);
	paper->more(paper, "the agent is sent to", sentence_text(&list));
}

static void put_call(const struct paper *paper, const struct api_outcome *outcome)
{
	const struct api_answer *answer = &outcome->answer;
	CLEANUP(sentence_done) struct sentence text = { 0 };
	char ip[IP_TEXT_BYTES];

	sentence_add(&text, "", "%s", results[outcome->result]);
	if (outcome->why[0])
		sentence_add(&text, ": ", "%s", outcome->why);
	ip_format(&outcome->address, ip);
	if (outcome->proxied || ip[0])
		sentence_add(&text, ", ", "%s", outcome->proxied ? "through the proxy" : ip);
	if (outcome->status)
		sentence_add(&text, ", ", "HTTP %d", outcome->status);
	if (outcome->us)
		sentence_add(&text, ", ", "%.1f ms", (double)outcome->us / 1000.0);
	if (answer->request_id[0])
		sentence_add(&text, ", ", "request %s", answer->request_id);
	if (answer->type[0])
		sentence_add(&text, "; ", "%s", answer->type);
	if (answer->message[0])
		sentence_add(&text, answer->type[0] ? ": " : "; ", "%s", answer->message);
	paper->more(paper, outcome->call->id, sentence_text(&text));
}

void api_tell(const struct paper *paper, const struct report *report)
{
	const struct api_facts *api = report->api;

	if (!api || !api->asked)
		return;
	put_source(paper, api);
	if (!paper->style->verbose)
		for (int result = API_ALLOWED; result < API_RESULT_COUNT; result++)
			put_result(paper, api, (enum api_result)result);
	for (size_t i = 0; paper->style->verbose && i < api->count; i++)
		if (api->calls[i].planned)
			put_call(paper, &api->calls[i]);
	if (!paper->style->verbose)
		put_result(paper, api, API_NOT_ASKED);
	put_named(paper, api);
}
