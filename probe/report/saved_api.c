/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>

#include "saved_parts.h"

enum { MOST_CALLS = 256 };

SAVED_WORDS(api_result_name, enum api_result)
SAVED_WORDS(api_policy_words, enum api_policy)
SAVED_WORDS(api_source_name, enum api_source)
SAVED_WORDS(api_host_form_name, enum api_host_form)

/* --- what AWS answered ----------------------------------------------------- */

static SAVED_TAKES(take_call_id)
{
	const struct saved_report *saved = saved_of(reader);
	struct api_outcome *outcome = base;
	const char *text = saved_text(reader, at, value);

	for (size_t i = 0; text && i < saved->call_count; i++)
		if (strcmp(saved->calls[i].id, text) == 0)
			outcome->call = &saved->calls[i];
	if (!text || outcome->call)
		return text ? 0 : -EINVAL;
	return saved_refuse(reader, at, "this version does not know '%.48s'", text);
}

static SAVED_TAKES(take_via)
{
	(void)reader;
	(void)at;
	(void)value;
	((struct api_outcome *)base)->proxied = true;
	return 0;
}

static SAVED_TAKES(take_skew)
{
	struct api_answer *answer = &((struct api_outcome *)base)->answer;

	answer->skew_known = true;
	return saved_integer(reader, at, value, INT64_MAX, &answer->skew_s);
}

#define ANSWER(member) SAVED_AT(struct api_outcome, answer.member), .kind = SAVED_TEXT

static const struct saved_field call_rows[] = {
	{ "call", .as.call = take_call_id, .kind = SAVED_CALL, .required = true },
	{ "service", .kind = SAVED_SKIP },
	{ "action", .kind = SAVED_SKIP },
	{ "caller", .kind = SAVED_SKIP },
	{ "planned", SAVED_AT(struct api_outcome, planned), .kind = SAVED_BOOL },
	{ "required", SAVED_AT(struct api_outcome, required), .kind = SAVED_BOOL },
	{ "host", SAVED_AT(struct api_outcome, host), .kind = SAVED_TEXT },
	{ "address", SAVED_AT(struct api_outcome, address), .kind = SAVED_IP },
	{ "via", .as.call = take_via, .kind = SAVED_CALL },
	{ "result", .as.word = api_result_name_at, SAVED_AT(struct api_outcome, result),
	  .kind = SAVED_WORD, .count = API_RESULT_COUNT, .required = true },
	{ "why", SAVED_AT(struct api_outcome, why), .kind = SAVED_TEXT },
	{ "status", SAVED_AT(struct api_outcome, status), .kind = SAVED_INTEGER },
	{ "took_us", SAVED_AT(struct api_outcome, us), .kind = SAVED_NUMBER },
	{ "request_id", ANSWER(request_id) },
	{ "skew_s", .as.call = take_skew, .kind = SAVED_CALL },
	{ "type", ANSWER(type) },
	{ "message", ANSWER(message) },
	{ "policy", .as.word = api_policy_words_at, SAVED_AT(struct api_outcome, answer.policy),
	  .kind = SAVED_WORD, .count = API_POLICY_COUNT },
	{ "explicit_deny", SAVED_AT(struct api_outcome, answer.explicit_deny), .kind = SAVED_BOOL },
	{ "denied_action", ANSWER(action) },
	{ "resource", ANSWER(resource) },
	{ "principal", ANSWER(principal) },
	{ "endpoint_id", ANSWER(endpoint_id) },
};
static const struct saved_fields call_fields = { SAVED_FIELDS(call_rows) };

static int add_call(struct saved_reader *reader, const struct saved_place *at,
		    sd_json_variant *element, void *base)
{
	struct api_facts *api = base;
	struct api_outcome *outcome;
	int r;

	api->calls = xgrow(api->calls, api->count, sizeof *api->calls);
	outcome = &api->calls[api->count++];
	r = saved_read(reader, at, element, &call_fields, outcome);
	outcome->answer.result = outcome->result;
	return r;
}

static SAVED_TAKES(take_calls)
{
	return saved_each(reader, at, value, MOST_CALLS, add_call, base);
}

static const struct saved_field host_rows[] = {
	{ "host", SAVED_AT(struct api_host, host), .kind = SAVED_TEXT },
	{ "port", SAVED_AT(struct api_host, port), .kind = SAVED_NUMBER },
	{ "form", .as.word = api_host_form_name_at, SAVED_AT(struct api_host, form),
	  .kind = SAVED_WORD, .count = API_HOST_FORMS, .required = true },
};
static const struct saved_fields host_fields = { SAVED_FIELDS(host_rows) };

static SAVED_TAKES(take_named)
{
	struct api_facts *api = base;
	int r = 0;

	if (!sd_json_variant_is_object(value))
		return saved_refuse(reader, at, "expected an object");
	for (int i = 0; r == 0 && i < API_NAMED_COUNT; i++) {
		const struct saved_place place = { at, api_named_name((enum api_named)i), 0 };
		sd_json_variant *host = sd_json_variant_by_key(value, place.key);

		if (host && !sd_json_variant_is_null(host))
			r = saved_read(reader, &place, host, &host_fields, &api->named[i]);
	}
	return r;
}

static const struct saved_field credentials_rows[] = {
	{ "source", .as.word = api_source_name_at, SAVED_AT(struct api_facts, source),
	  .kind = SAVED_WORD, .count = API_SOURCE_COUNT },
	{ "tried", .as.word = api_source_name_at, SAVED_AT(struct api_facts, tried),
	  .kind = SAVED_WORD, .count = API_SOURCE_COUNT },
	{ "role", SAVED_AT(struct api_facts, role), .kind = SAVED_TEXT },
	{ "why", SAVED_AT(struct api_facts, lack), .kind = SAVED_TEXT },
};
static const struct saved_fields credentials_fields = { SAVED_FIELDS(credentials_rows) };

static const struct saved_field api_rows[] = {
	{ "credentials", .as.fields = &credentials_fields, .kind = SAVED_OBJECT },
	{ "calls", .as.call = take_calls, .kind = SAVED_CALL, .required = true },
	{ "named", .as.call = take_named, .kind = SAVED_CALL },
};
static const struct saved_fields api_fields = { SAVED_FIELDS(api_rows) };

SAVED_TAKES(saved_take_api)
{
	struct saved_report *saved = saved_of(reader);

	(void)base;
	saved->api.asked = true;
	saved->report.api = &saved->api;
	return saved_read(reader, at, value, &api_fields, &saved->api);
}

/* --- what runs there ------------------------------------------------------- */

static int add_use(struct saved_reader *reader, const struct saved_place *at,
		   sd_json_variant *element, void *base)
{
	struct workload *workload = base;
	const char *text = saved_text(reader, at, element);

	for (int i = 0; text && i < WORKLOAD_USES; i++) {
		if (strcmp(workload_use_name((enum workload_use)i), text) != 0)
			continue;
		workload->uses |= 1U << i;
		return 0;
	}
	return text ? saved_refuse(reader, at, "this version does not know '%.48s'", text)
		    : -EINVAL;
}

static SAVED_TAKES(take_uses)
{
	return saved_each(reader, at, value, WORKLOAD_USES, add_use, base);
}

static const struct saved_field workload_rows[] = {
	{ "complete", SAVED_AT(struct workload, looked), .kind = SAVED_BOOL },
	{ "why", SAVED_AT(struct workload, why_not), .kind = SAVED_TEXT },
	{ "tasks", SAVED_AT(struct workload, task_count), .kind = SAVED_NUMBER },
	{ "containers", SAVED_AT(struct workload, container_count), .kind = SAVED_NUMBER },
	{ "uses", .as.call = take_uses, .kind = SAVED_CALL },
	{ "registries", SAVED_AT(struct workload, registries), .kind = SAVED_STRINGS },
	{ "log_regions", SAVED_AT(struct workload, log_regions), .kind = SAVED_STRINGS },
	{ "log_hosts", SAVED_AT(struct workload, log_hosts), .kind = SAVED_STRINGS },
	{ "routed", SAVED_AT(struct workload, routed), .kind = SAVED_STRINGS },
	{ "routed_elsewhere", SAVED_AT(struct workload, routed_elsewhere), .kind = SAVED_BOOL },
	{ "other_registries", SAVED_AT(struct workload, other_registries), .kind = SAVED_STRINGS },
};
static const struct saved_fields workload_fields = { SAVED_FIELDS(workload_rows) };

SAVED_TAKES(saved_take_workload)
{
	struct saved_report *saved = saved_of(reader);

	(void)base;
	saved->report.workload = &saved->workload;
	return saved_read(reader, at, value, &workload_fields, &saved->workload);
}
