/* SPDX-License-Identifier: Apache-2.0 */
/* The first byte chooses the call and the status, the second which headers there are. */
#include "api/answer.h"
#include "fuzz.h"

static const struct api_call calls[] = {
	{ .id = "json", .form = API_FORM_JSON, .holds = "logGroups", .holds_list = true },
	{ .id = "query", .form = API_FORM_QUERY, .holds = "GetCallerIdentityResponse" },
	{ .id = "registry", .form = API_FORM_REGISTRY },
	{ .id = "plain", .form = API_FORM_PLAIN },
};

/* What fits into the field ends in it, and nothing in it ends a line. */
#define CLEAN(field) PROMISE(memchr(field, '\0', sizeof(field)) != NULL && fuzz_is_printable(field))

/* Of 200 a bucket's is never a yes, and the registry's is one by its header alone. */
static void check_success(const struct api_answer *a, const struct api_input *input)
{
	bool registry = input->registry_version &&
			strcmp(input->registry_version, "registry/2.0") == 0;

	PROMISE((a->result == API_ERROR) == a->foreign);
	PROMISE(a->result != API_ALLOWED || input->call->form != API_FORM_PLAIN);
	if (input->call->form == API_FORM_REGISTRY)
		PROMISE((a->result == API_ALLOWED) == registry);
}

static void check(const struct api_answer *a, int status)
{
	PROMISE(!a->foreign || a->result == API_ERROR);
	PROMISE(a->result >= API_ALLOWED && a->result <= API_ERROR);
	PROMISE(a->policy >= API_POLICY_UNNAMED && a->policy < API_POLICY_COUNT);
	PROMISE(a->result != API_POLICY_DENIED || a->policy == API_POLICY_ENDPOINT);
	PROMISE(a->result != API_ALLOWED || status < 500);
	CLEAN(a->type);
	CLEAN(a->message);
	CLEAN(a->action);
	CLEAN(a->resource);
	CLEAN(a->principal);
	CLEAN(a->endpoint_id);
	CLEAN(a->request_id);
	PROMISE(!strpbrk(a->type, " \"<>{}") && !strpbrk(a->action, " \"<>{}"));
	PROMISE(!strpbrk(a->request_id, " \"<>{}") && !strchr(a->principal, ' '));
	PROMISE(!a->endpoint_id[0] || strncmp(a->endpoint_id, "vpce-", 5) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int statuses[] = { 200, 301, 400, 401, 403, 404, 429, 500, 503 };
	struct api_input input = { 0 };
	struct api_answer answer;
	char *text;

	if (size < 2)
		return 0;
	text = fuzz_text(data + 2, size - 2);
	input.call = &calls[data[0] % ARRAY_SIZE(calls)];
	input.status = statuses[data[0] / ARRAY_SIZE(calls) % ARRAY_SIZE(statuses)];
	input.body = text;
	input.body_bytes = size - 2;
	input.request_id = data[1] & 1 ? text : NULL;
	input.error_type = data[1] & 2 ? text : NULL;
	input.authenticate = input.registry_version = data[1] & 4 ? text : NULL;
	input.with_token = data[1] & 8;
	input.date_s = data[1] & 16 ? 1795291200 : 0;
	input.now_s = 1795291200 + (int64_t)(data[1] >> 5) * 100;
	api_answer_parse(&answer, &input);
	check(&answer, input.status);
	if (input.status == 200)
		check_success(&answer, &input);
	/* Nobody but ECR asks for a token of ECR's, in its realm or in its words. */
	if (input.call->form == API_FORM_REGISTRY && input.status == 401 &&
	    !strcasestr(text, "ecr") && !strcasestr(text, "authorization token") &&
	    !strstr(text, "is not authorized"))
		PROMISE(answer.result == API_ERROR && answer.foreign);
	free(text);
	return 0;
}
