/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/api_phase.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-event.h>

#include "answer.h"
#include "credentials.h"
#include "ecsprobe/catalog.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/engine.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/http.h"
#include "ecsprobe/outcome.h"
#include "named.h"
#include "request.h"

/* A token of ECR is some 3 KB, and no answer that is asked for is longer than a few. */
enum { MAX_ANSWER_BYTES = 64 * 1024, MAX_CREDENTIALS_BYTES = 16 * 1024 };
enum { HTTP_OK = 200 };
/* What had less time than this and was not answered says nothing about anybody. */
enum { FAIR_US = 1000000 };

/* One row of the table, as it goes. */
struct call {
	struct api *api;
	struct api_outcome *outcome;
	const struct target *target; /* NULL: it cannot be asked */
	uint64_t start_us, given_us;
	bool under_way;
};

struct api {
	struct api_config config;
	sd_event_source *begin;
	struct call *calls; /* one for each row */
	struct http_tls tls;
	struct container_source container;
	struct credentials credentials;
	char token[REGISTRY_TOKEN_BYTES]; /* of ECR */
	unsigned outstanding;
};

static void wipe(struct api *api)
{
	credentials_wipe(&api->credentials);
	explicit_bzero(api->token, sizeof api->token);
	explicit_bzero(&api->container, sizeof api->container);
}

/* Counted before it starts: it cannot be over between two calls. */
static void one_over(struct api *api)
{
	if (--api->outstanding > 0)
		return;
	wipe(api);
	api->config.done(api->config.arg);
}

static bool has_credentials(const struct api *api)
{
	return api->credentials.key_id[0] != '\0';
}

/* Ours, or escaped already. */
static void set_why(struct api_outcome *outcome, enum api_result result, const char *why)
{
	outcome->result = result;
	(void)copy_text(outcome->why, sizeof outcome->why, why);
}

__attribute__((format(printf, 3, 4))) static void set_lack(struct api_facts *found,
							   enum api_lack kind, const char *format,
							   ...)
{
	va_list args;

	found->lack_kind = kind;
	va_start(args, format);
	(void)vsnprintf(found->lack, sizeof found->lack, format, args);
	va_end(args);
}

/* --- which way each call goes --------------------------------------------------------- */

static bool is_way(const struct plan *plan, const struct target_outcome *outcome,
		   const struct attempt_outcome *attempt)
{
	return attempt_worked(outcome->target, attempt) &&
	       (outcome->target->proxied ? attempt->from & (1U << FROM_PROXY)
					 : attempt_is_dialled(plan, outcome, attempt));
}

static const struct attempt_outcome *find_way(const struct plan *plan,
					      const struct target_outcome *outcome)
{
	for (size_t i = 0; i < outcome->attempt_count; i++)
		if (is_way(plan, outcome, outcome->attempts[i]))
			return outcome->attempts[i];
	return NULL;
}

static void choose_way(struct call *call)
{
	const struct api_config *config = &call->api->config;
	struct api_outcome *outcome = call->outcome;
	const struct target_outcome *seen =
		outcomes_of_service(config->outcomes, outcome->call->service);
	const struct target *target;
	const struct attempt_outcome *way;

	if (!seen) {
		set_why(outcome, API_NOT_ASKED, "this run does not check its service");
		return;
	}
	target = seen->target;
	outcome->planned = true;
	outcome->required = target->required;
	outcome->proxied = target->proxied;
	(void)copy_text(outcome->host, sizeof outcome->host, target->host);
	way = find_way(config->plan, seen);
	if (outcome->call->form == API_FORM_REGISTRY && config->plan->account_unknown)
		set_why(outcome, API_NOT_ASKED, "the account of the registry is not known");
	else if (!way)
		set_why(outcome, API_NOT_ASKED, "no TLS handshake with its host succeeded");
	else
		call->target = target;
	if (way && call->target && !target->proxied)
		outcome->address = way->ip;
}

/* --- the calls ------------------------------------------------------------------------ */

static void start_call(struct call *call);

static struct call *call_behind(struct call *call)
{
	struct api *api = call->api;
	size_t index = (size_t)(call - api->calls);

	if (index + 1 >= api->config.found->count)
		return NULL;
	return api->calls[index + 1].outcome->call->form == API_FORM_REGISTRY
		       ? &api->calls[index + 1]
		       : NULL;
}

/* A list without a token in it is not ECR's. */
static void take_allowed(struct call *call, const char *body)
{
	struct api *api = call->api;
	struct api_outcome *outcome = call->outcome;

	if (strcmp(outcome->call->service, SERVICE_ECS) == 0)
		(void)named_hosts_parse(api->config.found->named, body);
	if (!call_behind(call) || registry_token_parse(api->token, body))
		return;
	outcome->result = outcome->answer.result = API_ERROR;
	outcome->answer.foreign = true;
	(void)copy_text(outcome->answer.message, sizeof outcome->answer.message,
			"the answer contains no token");
}

static void take_answer(struct call *call, const struct http_reply *reply)
{
	struct api_outcome *outcome = call->outcome;
	const struct api_input input = {
		.call = outcome->call,
		.status = reply->status,
		.body = reply->body,
		.body_bytes = reply->body_bytes,
		.request_id = reply->request_id,
		.error_type = reply->error_type,
		.authenticate = reply->authenticate,
		.registry_version = reply->registry_version,
		.with_token = call->api->token[0] != '\0',
		.date_s = reply->date_s,
		.now_s = clock_wall_s(),
	};

	outcome->why[0] = '\0';
	outcome->status = reply->status;
	outcome->us = clock_now_us() - call->start_us;
	api_answer_parse(&outcome->answer, &input);
	outcome->result = outcome->answer.result;
	if (outcome->result == API_ALLOWED)
		take_allowed(call, reply->body);
}

static void take_failure(struct call *call, const struct http_reply *reply)
{
	struct api_outcome *outcome = call->outcome;
	bool bad = reply->result == HTTP_BAD_ANSWER && !reply->silent;
	char *why = outcome->why;

	if (reply->connect_status / 100 > 2)
		(void)snprintf(why, API_WHY_BYTES, "the proxy answered %d", reply->connect_status);
	else if (reply->result == HTTP_TIMED_OUT)
		(void)snprintf(why, API_WHY_BYTES, "no answer within %.1f s",
			       (double)call->given_us / 1e6);
	else if (bad)
		(void)snprintf(why, API_WHY_BYTES,
			       "not HTTP, truncated, or longer than %d bytes: %.90s",
			       MAX_ANSWER_BYTES, reply->detail);
	else
		set_why(outcome, API_UNREACHABLE, reply->detail);
	if (reply->result == HTTP_TIMED_OUT && call->given_us < FAIR_US)
		outcome->result = API_UNANSWERED;
	else if (reply->shortage)
		outcome->result = API_NOT_ASKED;
	else
		outcome->result = bad ? API_ERROR : API_UNREACHABLE;
	outcome->answer.foreign = outcome->result == API_ERROR;
}

static void on_reply(void *arg, const struct http_reply *reply)
{
	struct call *call = arg;
	struct call *behind = call_behind(call);

	call->under_way = false;
	if (reply->result == HTTP_ANSWERED)
		take_answer(call, reply);
	else
		take_failure(call, reply);
	if (behind)
		start_call(behind);
	one_over(call->api);
}

static int send_call(struct call *call, struct error *e)
{
	struct api *api = call->api;
	const struct api_call *row = call->outcome->call;
	const struct proxy *proxy = &api->config.plan->proxies[call->target->dialled_by];
	const struct http_pin pin = { .host = call->target->host,
				      .port = call->target->port,
				      .ip = call->outcome->address };
	const struct http_signature signature = {
		.region = api->config.facts->identity.region,
		.service = row->signing,
		.key_id = api->credentials.key_id,
		.secret = api->credentials.secret,
		.token = api->credentials.token[0] ? api->credentials.token : NULL,
	};
	struct request_text text;
	struct http_request request;
	int r;

	request_write(&text, row, call->target, api->token, api->config.facts, api->config.agent);
	request = (struct http_request){
		.method = text.body ? "POST" : "GET",
		.url = text.url,
		.headers = text.headers,
		.body = text.body,
		.tls = &api->tls,
		.pin = call->target->proxied ? NULL : &pin,
		.proxy_url = call->target->proxied ? proxy->url : NULL,
		.proxy_user = call->target->proxied ? proxy->user : NULL,
		.proxy_password = call->target->proxied ? proxy->password : NULL,
		.signature = row->signing ? &signature : NULL,
		.timeout_us = call->given_us,
		.max_body_bytes = MAX_ANSWER_BYTES,
	};
	r = http_start(api->config.http, &request, on_reply, call, e);
	request_done(&text);
	return r;
}

/* Leaves the outcome where it cannot be asked. */
static void start_call(struct call *call)
{
	struct api *api = call->api;
	struct api_outcome *outcome = call->outcome;
	uint64_t left_us = clock_left_us(api->config.deadline_us);
	struct error e = { 0 };

	if (!call->target)
		return;
	if (outcome->call->signing && !has_credentials(api)) {
		set_why(outcome, API_NO_CREDENTIALS, api->config.found->lack);
		return;
	}
	if (left_us == 0) {
		set_why(outcome, API_NOT_ASKED, "the time of --timeout ran out");
		return;
	}
	call->start_us = clock_now_us();
	call->given_us = left_us;
	if (send_call(call, &e) < 0) {
		set_why(outcome, API_NOT_ASKED, e.text);
		return;
	}
	call->under_way = true;
	api->outstanding++;
}

static void start_calls(struct api *api)
{
	if (!has_credentials(api))
		api->config.found->source = API_SOURCE_NONE;
	for (size_t i = 0; i < api->config.found->count; i++) {
		struct call *call = &api->calls[i];
		struct call *behind;

		/* Of the registry: when the one before it is over. */
		if (call->outcome->call->form == API_FORM_REGISTRY)
			continue;
		start_call(call);
		behind = call_behind(call);
		if (behind && !call->under_way)
			start_call(behind);
	}
}

/* --- the credentials ------------------------------------------------------------------ */

static enum api_lack lack_of_imds(const struct imds_status *imds)
{
	if (imds->code == CODE_IMDS_DISABLED)
		return API_LACK_DISABLED;
	if (imds->code == CODE_IMDS_BAD_ANSWER)
		return API_LACK_STRANGER;
	/* A token was awaited as long as the role is: this late it is silence. */
	return imds->code == CODE_IMDS_UNREACHABLE ? API_LACK_SILENT : API_LACK_LATE;
}

static void take_role(struct api *api)
{
	const struct facts *facts = api->config.facts;
	const struct instance_role *role = &facts->role;
	struct api_facts *found = api->config.found;

	api->credentials = *api->config.role;
	credentials_wipe(api->config.role);
	(void)copy_text(found->role, sizeof found->role, role->name);
	if (has_credentials(api))
		return;
	if (!facts->imds.asked)
		set_lack(found, API_LACK_NOT_ASKED,
			 "the metadata service was not asked for the instance role");
	else if (facts->imds.code != CODE_NONE)
		set_lack(found, lack_of_imds(&facts->imds),
			 "the metadata service does not answer: %s", code_name(facts->imds.code));
	else if (role->sight == SIGHT_ABSENT)
		set_lack(found, API_LACK_ABSENT, "this instance has no role");
	else if (instance_role_fails(role))
		set_lack(found, API_LACK_REFUSED,
			 "the metadata service has no credentials for role %s: %s", role->name,
			 role->code);
	else if (role->code[0])
		set_lack(found, API_LACK_MALFORMED,
			 "the metadata service's credentials for role %s cannot be used",
			 role->name);
	else
		set_lack(found, API_LACK_LATE,
			 "the metadata service returned no credentials in time");
}

static void on_container(void *arg, const struct http_reply *reply)
{
	struct api *api = arg;
	struct api_facts *found = api->config.found;

	if (reply->result != HTTP_ANSWERED)
		set_lack(found, reply->shortage ? API_LACK_LATE : API_LACK_SILENT,
			 "the container credentials endpoint does not answer: %.90s",
			 reply->detail);
	else if (reply->status != HTTP_OK)
		set_lack(found, API_LACK_REFUSED, "the container credentials endpoint answered %d",
			 reply->status);
	else if (!credentials_parse(&api->credentials, reply->body))
		set_lack(found, API_LACK_REFUSED,
			 "the container credentials endpoint's answer contains no credentials");
	start_calls(api);
	one_over(api);
}

/* Whether its answer is waited for. */
static bool ask_container(struct api *api)
{
	const char *headers[] = { api->container.authorization, NULL };
	struct http_request request = {
		.method = "GET",
		.url = api->container.url,
		.timeout_us = clock_left_us(api->config.credentials_until_us),
		.max_body_bytes = MAX_CREDENTIALS_BYTES,
	};
	struct api_facts *found = api->config.found;
	struct error e;

	if (!credentials_of_container(&api->container, found->lack)) {
		found->lack_kind = API_LACK_MALFORMED;
		return false;
	}
	request.headers = api->container.authorization[0] ? headers : NULL;
	request.tls = api->container.https ? &api->tls : NULL;
	if (http_start(api->config.http, &request, on_container, api, &e) < 0) {
		set_lack(found, API_LACK_LATE,
			 "the container credentials endpoint cannot be asked");
		return false;
	}
	api->outstanding++;
	return true;
}

static int on_begin(sd_event_source *source, void *arg)
{
	struct api *api = arg;
	struct api_facts *found = api->config.found;
	bool waits = false;

	(void)source;
	if (found->source == API_SOURCE_ENVIRONMENT)
		found->lack_kind = credentials_of_environment(&api->credentials, found->lack);
	else if (found->source == API_SOURCE_CONTAINER)
		waits = ask_container(api);
	else
		take_role(api);
	if (!waits)
		start_calls(api);
	one_over(api);
	return 0;
}

/* --- the phase ------------------------------------------------------------------------ */

static void prepare(struct api *api)
{
	struct api_facts *found = api->config.found;
	const struct api_call *table = api_call_table(&found->count);

	found->asked = true;
	found->source = found->tried = api_source_here();
	found->calls = xcalloc(found->count, sizeof *found->calls);
	api->calls = xcalloc(found->count, sizeof *api->calls);
	for (size_t i = 0; i < found->count; i++) {
		found->calls[i].call = &table[i];
		api->calls[i] = (struct call){ .api = api, .outcome = &found->calls[i] };
		set_why(&found->calls[i], API_NOT_ASKED, "the run ended before");
		choose_way(&api->calls[i]);
	}
}

void api_miss(const struct api_config *config, const char *why)
{
	struct api api = { .config = *config };

	prepare(&api);
	for (size_t i = 0; i < config->found->count; i++)
		if (api.calls[i].target)
			set_why(api.calls[i].outcome, API_NOT_ASKED, why);
	free(api.calls);
}

int api_start(struct api **out, struct sd_event *loop, const struct api_config *config,
	      struct error *e)
{
	struct api *api = xcalloc(1, sizeof *api);

	api->config = *config;
	api->tls = (struct http_tls){ trust_set_up, config->trust };
	if (sd_event_add_defer(loop, &api->begin, on_begin, api) < 0) {
		free(api);
		return error_set(e, ERROR_INTERNAL, ENOMEM, "cannot defer an event");
	}
	prepare(api);
	api->outstanding = 1;
	*out = api;
	return 0;
}

void api_stop(struct api *api, const char *why)
{
	if (!api)
		return;
	wipe(api);
	sd_event_source_disable_unref(api->begin);
	http_cancel(api->config.http, api);
	for (size_t i = 0; i < api->config.found->count; i++) {
		struct call *call = &api->calls[i];

		if (!call->under_way)
			continue;
		http_cancel(api->config.http, call);
		set_why(call->outcome, API_UNANSWERED, why);
	}
	free(api->calls);
	free(api);
}
