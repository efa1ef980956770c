/* SPDX-License-Identifier: Apache-2.0 */
/* What AWS itself answered, told to a person. */
#include "agent_text.h"
#include "ecsprobe/text.h"

static const char *const results[API_RESULT_COUNT] = {
	[API_ALLOWED] = "allowed",
	[API_POLICY_DENIED] = "denied by the policy of a VPC endpoint",
	[API_DENIED] = "denied",
	[API_NO_CREDENTIALS] = "no credentials that AWS accepts",
	[API_CLOCK_SKEW] = "refused: the time of the signature is wrong",
	[API_ERROR] = "error",
	[API_UNREACHABLE] = "no answer",
	[API_NOT_ASKED] = "not asked",
	[API_UNANSWERED] = "sent, and no answer came in time",
};

/* Refused as whoever brings no credentials is: nobody's permission was asked about. */
static bool is_proof_alone(const struct api_outcome *outcome)
{
	enum { REDIRECT = 300 };

	return outcome->result == API_ALLOWED && outcome->status >= REDIRECT;
}

static const char proven[] = "reached AWS";

static void put_source(const struct paper *paper, const struct api_facts *api)
{
	static const char *const words[API_SOURCE_COUNT] = {
		[API_SOURCE_NONE] = "without credentials",
		[API_SOURCE_ENVIRONMENT] = "with the credentials of the environment",
		[API_SOURCE_CONTAINER] = "with the credentials of the task",
		[API_SOURCE_INSTANCE] = "with the instance role",
	};
	CLEANUP(text_done) struct text text = { 0 };

	text_join(&text, "", "ecsprobe asked AWS %s", words[api->source]);
	if (api->role[0])
		text_join(&text, " ", "%s", api->role);
	if (api->lack[0])
		text_join(&text, ": ", "%s", api->lack);
	paper->first(paper, "api", PAINT_PLAIN, "", text_of(&text));
}

/* What is not planned is nobody's want of an answer. */
static void put_result(const struct paper *paper, const struct api_facts *api,
		       enum api_result result, bool proof_alone)
{
	CLEANUP(text_done) struct text list = { 0 };

	for (size_t i = 0; i < api->count; i++)
		if (api->calls[i].planned && api->calls[i].result == result &&
		    is_proof_alone(&api->calls[i]) == proof_alone)
			text_join(&list, ", ", "%s", api->calls[i].call->id);
	paper->more(paper, proof_alone ? proven : results[result], text_of(&list));
}

static void put_results(const struct paper *paper, const struct api_facts *api)
{
	put_result(paper, api, API_ALLOWED, false);
	put_result(paper, api, API_ALLOWED, true);
	for (int result = API_ALLOWED + 1; result < API_RESULT_COUNT; result++)
		put_result(paper, api, (enum api_result)result, false);
	put_result(paper, api, API_NOT_ASKED, false);
}

static void put_named(const struct paper *paper, const struct api_facts *api)
{
	struct string_list hosts = { 0 };
	CLEANUP(text_done) struct text list = { 0 };

	for (size_t i = 0; i < API_NAMED_COUNT; i++)
		if (api->named[i].form != API_HOST_NONE)
			string_list_add_once(&hosts, api->named[i].host);
	text_join_list(&list, &hosts);
	paper->more(paper, "AWS sends the agent to", text_of(&list));
	string_list_done(&hosts);
}

static void put_call(const struct paper *paper, const struct api_outcome *outcome)
{
	const struct api_answer *answer = &outcome->answer;
	CLEANUP(text_done) struct text text = { 0 };
	char ip[IP_TEXT_BYTES];

	text_join(&text, "", "%s", is_proof_alone(outcome) ? proven : results[outcome->result]);
	if (outcome->why[0])
		text_join(&text, ": ", "%s", outcome->why);
	ip_format(&outcome->address, ip);
	if (outcome->proxied || ip[0])
		text_join(&text, ", ", "%s", outcome->proxied ? "through the proxy" : ip);
	if (outcome->status)
		text_join(&text, ", ", "HTTP %d", outcome->status);
	if (outcome->us)
		text_join(&text, ", ", "%.1f ms", (double)outcome->us / 1000.0);
	if (answer->request_id[0])
		text_join(&text, ", ", "request %s", answer->request_id);
	if (answer->type[0])
		text_join(&text, "; ", "%s", answer->type);
	if (answer->message[0])
		text_join(&text, answer->type[0] ? ": " : "; ", "%s", answer->message);
	paper->more(paper, outcome->call->id, text_of(&text));
}

void api_tell(const struct paper *paper, const struct report *report)
{
	const struct api_facts *api = report->api;

	if (!api || !api->asked)
		return;
	put_source(paper, api);
	if (!paper->style->verbose)
		put_results(paper, api);
	for (size_t i = 0; paper->style->verbose && i < api->count; i++)
		if (api->calls[i].planned)
			put_call(paper, &api->calls[i]);
	put_named(paper, api);
}
