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
static void put_error(struct json *call, const struct api_answer *answer)
{
	bool denied = answer->result == API_DENIED || answer->result == API_POLICY_DENIED;
	struct json object = { 0 };

	if (!answer->type[0] && !answer->message[0]) {
		json_null(call, "error");
		return;
	}
	json_string(&object, "type", answer->type);
	json_string(&object, "message", answer->message);
	json_string(&object, "policy", denied ? api_policy_words(answer->policy) : NULL);
	if (denied)
		json_boolean(&object, "explicit_deny", answer->explicit_deny);
	else
		json_null(&object, "explicit_deny");
	json_string(&object, "action", answer->action);
	json_string(&object, "resource", answer->resource);
	json_string(&object, "principal", answer->principal);
	json_string(&object, "endpoint_id", answer->endpoint_id);
	json_child(call, "error", &object, false);
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
	json_boolean(&call, "proxied", outcome->proxied);
	json_string(&call, "result", api_result_name(outcome->result));
	json_string(&call, "why", outcome->why);
	put_number(&call, "status", outcome->status != 0, outcome->status);
	put_number(&call, "us", outcome->us != 0, (int64_t)outcome->us);
	json_string(&call, "request_id", outcome->answer.request_id);
	put_number(&call, "clock_skew_s", outcome->answer.skew_known, outcome->answer.skew_s);
	put_error(&call, &outcome->answer);
	return call;
}

bool json_put_api(struct json *object, const struct api_facts *api)
{
	struct json credentials = { 0 };
	struct json calls = { 0 };
	struct json named = { 0 };

	if (!api || !api->asked)
		return false;
	json_string(&credentials, "source", api_source_name(api->source));
	json_string(&credentials, "role", api->role);
	json_string(&credentials, "why", api->lack);
	json_child(object, "credentials", &credentials, false);
	for (size_t i = 0; i < api->count; i++) {
		struct json call = make_call(&api->calls[i]);

		json_append(&calls, &call);
	}
	json_child(object, "calls", &calls, true);
	for (int i = 0; i < API_NAMED_COUNT; i++) {
		const struct api_host *host = &api->named[i];
		struct json item = { 0 };

		if (host->form == API_HOST_NONE)
			continue;
		json_string(&item, "member", api_named_name((enum api_named)i));
		json_string(&item, "host", host->host);
		put_number(&item, "port", host->port != 0, host->port);
		json_string(&item, "form", api_host_form_name(host->form));
		json_append(&named, &item);
	}
	json_child(object, "named", &named, true);
	return true;
}
