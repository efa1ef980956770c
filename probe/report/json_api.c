/* SPDX-License-Identifier: Apache-2.0 */
#include "json_api.h"

static void put_number(struct json *object, const char *key, bool known, int64_t value)
{
	if (known)
		json_integer(object, key, value);
	else
		json_null(object, key);
}

/* Why it was refused, in the words of whoever answered. */
static void put_answer(struct json *call, const struct api_answer *answer)
{
	bool denied = answer->result == API_DENIED || answer->result == API_POLICY_DENIED;

	json_string(call, "request_id", answer->request_id);
	put_number(call, "skew_s", answer->skew_known, answer->skew_s);
	json_string(call, "type", answer->type);
	json_string(call, "message", answer->message);
	json_string(call, "policy", denied ? api_policy_words(answer->policy) : NULL);
	if (denied)
		json_boolean(call, "explicit_deny", answer->explicit_deny);
	else
		json_null(call, "explicit_deny");
	json_string(call, "denied_action", answer->action);
	json_string(call, "resource", answer->resource);
	json_string(call, "principal", answer->principal);
	json_string(call, "endpoint_id", answer->endpoint_id);
}

static struct json make_call(const struct api_outcome *outcome)
{
	struct json call = { 0 };

	json_string(&call, "call", outcome->call->id);
	json_string(&call, "service", outcome->call->service);
	json_string(&call, "action", outcome->call->action);
	json_string(&call, "caller", api_caller_name(outcome->call->caller));
	json_boolean(&call, "planned", outcome->planned);
	json_boolean(&call, "required", outcome->required);
	json_string(&call, "host", outcome->host);
	json_ip(&call, "address", &outcome->address);
	json_string(&call, "via", outcome->proxied ? "proxy" : NULL);
	json_string(&call, "result", api_result_name(outcome->result));
	json_string(&call, "why", outcome->why);
	put_number(&call, "status", outcome->status != 0, outcome->status);
	put_number(&call, "took_us", outcome->us != 0, (int64_t)outcome->us);
	put_answer(&call, &outcome->answer);
	return call;
}

static void put_named(struct json *named, const char *member, const struct api_host *host)
{
	struct json object = { 0 };

	if (host->form == API_HOST_NONE) {
		json_null(named, member);
		return;
	}
	json_string(&object, "host", host->host);
	put_number(&object, "port", host->port != 0, host->port);
	json_string(&object, "form", api_host_form_name(host->form));
	json_child(named, member, &object, false);
}

bool json_put_api(struct json *object, const struct api_facts *api)
{
	struct json credentials = { 0 };
	struct json calls = { 0 };
	struct json named = { 0 };

	if (!api || !api->asked)
		return false;
	json_string(&credentials, "source", api_source_name(api->source));
	json_string(&credentials, "tried", api_source_name(api->tried));
	json_string(&credentials, "role", api->role);
	json_string(&credentials, "why", api->lack);
	json_child(object, "credentials", &credentials, false);
	for (size_t i = 0; i < api->count; i++) {
		struct json call = make_call(&api->calls[i]);

		json_append(&calls, &call, false);
	}
	json_child(object, "calls", &calls, true);
	for (int i = 0; i < API_NAMED_COUNT; i++)
		put_named(&named, api_named_name((enum api_named)i), &api->named[i]);
	json_child(object, "named", &named, false);
	return true;
}
