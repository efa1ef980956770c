/* SPDX-License-Identifier: Apache-2.0 */
/* Whose answer it is: a yes holds what was asked for, and what is not in AWS's words may be
 * somebody else's. */
#include <string.h>

#include "api/answer.h"
#include "check.h"

static const struct api_call *row_of(const char *service)
{
	size_t count;
	const struct api_call *table = api_call_table(&count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(table[i].service, service) == 0)
			return &table[i];
	fail_msg("no call to %s", service);
	return NULL;
}

/* An answer with this status and body, and no header of AWS's. */
static struct api_answer parse(const struct api_call *call, int status, const char *body)
{
	struct api_answer answer;

	api_answer_parse(&answer, &(struct api_input){ .call = call,
						       .status = status,
						       .body = body,
						       .body_bytes = body ? strlen(body) : 0,
						       .with_token = true });
	return answer;
}

#define IDENTITY                                                                          \
	"<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">" \
	"<GetCallerIdentityResult><Arn>"                                                  \
	"arn:aws:sts::123456789012:assumed-role/r/i-0123456789abcdef0"                    \
	"</Arn></GetCallerIdentityResult>"                                                \
	"</GetCallerIdentityResponse>"
#define BLOCKED "<html><head><title>Blocked by policy</title></head></html>"

/* What inspects TLS answers 200 with a page of its own, and so may anybody. */
static void an_allowed_answer_holds_what_was_asked_for(void **state)
{
	static const struct {
		const char *service;
		int status;
		const char *body;
		bool allowed;
	} rows[] = {
		{ "ecs", 200, "{\"endpoint\":\"https://ecs-a.us-east-1.amazonaws.com/\"}", true },
		{ "ecs", 200, "{\"endpoint\":\"\"}", false },
		{ "ecs", 200, "{\"endpoint\":[\"https://ecs-a.us-east-1.amazonaws.com/\"]}",
		  false },
		{ "ecs", 200, "{\"Output\":{\"endpoint\":\"https://a.example/\"}}", false },
		{ "ecr.api", 200, "{\"authorizationData\":[{}]}", true },
		{ "ecr.api", 200, "{\"authorizationData\":\"QVdTOng=\"}", false },
		{ "logs", 200, "{\"logGroups\":[]}", true },
		{ "logs", 200, "{\"logGroups\":[],\"nextToken\":\"a\"}", true },
		{ "logs", 200, "{\"logGroups\":1}", false },
		{ "logs", 200, "{\"logGroups\":null}", false },
		{ "logs", 200, "{\"SecretList\":[]}", false },
		{ "logs", 200, "{}", false },
		{ "logs", 200, "[{\"logGroups\":[]}]", false },
		{ "logs", 200, "\"logGroups\"", false },
		{ "logs", 200, "{\"logGroups\":[]", false },
		{ "secretsmanager", 200, "{\"SecretList\":[]}", true },
		{ "secretsmanager", 200, "{\"SecretList\":\"\"}", false },
		{ "ssm", 200, "{\"Parameters\":[{\"Name\":\"a\"}]}", true },
		{ "ssm", 200, "{\"parameters\":[]}", false },
		{ "sts", 200, IDENTITY, true },
		{ "sts", 200, "<?xml version=\"1.0\"?>\n" IDENTITY, true },
		{ "sts", 200, "<html>" IDENTITY "</html>", false },
		{ "sts", 200, "<GetCallerIdentityResponses/>", false },
		{ "sts", 200, "GetCallerIdentityResponse>", false },
		{ "sts", 200, "{\"GetCallerIdentityResponse\":{}}", false },
		{ "ecr.layers", 200, "<Error><Code>AccessDenied</Code></Error>", false },
		{ "ecr.layers", 204, "", false },
	};
	size_t count;
	const struct api_call *table = api_call_table(&count);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct api_answer a = parse(row_of(rows[i].service), rows[i].status, rows[i].body);

		EXPECT(a.result == (rows[i].allowed ? API_ALLOWED : API_ERROR), "row %zu: %s", i,
		       api_result_name(a.result));
		EXPECT(a.foreign == !rows[i].allowed, "row %zu", i);
		EXPECT(!a.message[0] == rows[i].allowed, "row %zu: '%s'", i, a.message);
	}
	/* The same of every row. */
	for (size_t i = 0; i < count; i++) {
		static const char *const bodies[] = { BLOCKED, "", NULL, "{}", "null", "OK" };

		for (size_t n = 0; n < ARRAY_SIZE(bodies); n++) {
			struct api_answer a = parse(&table[i], 200, bodies[n]);

			EXPECT(a.result == API_ERROR && a.foreign, "%s, %s: %s", table[i].id,
			       bodies[n] ? bodies[n] : "no body", api_result_name(a.result));
		}
	}
	expect_all_held();
}

/* Behind a NUL byte nothing is read, and so nothing before it. */
static void a_nul_byte_in_an_allowed_answer(void **state)
{
	static const char body[] = "{\"logGroups\":[]}\0 ";
	struct api_answer a;

	(void)state;
	api_answer_parse(&a, &(struct api_input){ .call = row_of("logs"),
						  .status = 200,
						  .body = body,
						  .body_bytes = sizeof body - 1 });
	assert_int_equal(a.result, API_ERROR);
}

/* An error of AWS's has a name, and where a server of its breaks at least a number. */
static void an_error_without_a_name_or_a_number(void **state)
{
	static const struct {
		const char *service;
		int status;
		const char *body, *type, *id; /* type and id: of the headers */
		bool foreign;
	} rows[] = {
		{ "ecs", 502, "<html><h1>502 Bad Gateway</h1></html>", NULL, NULL, true },
		{ "ecs", 503, "", NULL, "", true },
		{ "ecs", 504, NULL, NULL, NULL, true },
		{ "ecs", 500, "", NULL, "0a1b-2c", false },
		{ "ecs", 503, "{\"__type\":\"ServerException\"}", NULL, NULL, false },
		{ "ecs", 503, "", "ServerException", NULL, false },
		{ "ecs", 503, "", NULL, "no id\r\nat all", true },
		{ "logs", 429, "", NULL, NULL, true },
		{ "logs", 429, "", NULL, "0a1b-2c", false },
		{ "logs", 400, "{\"__type\":\"ThrottlingException\"}", NULL, NULL, false },
		{ "logs", 302, "{\"logGroups\":[]}", NULL, NULL, true },
		{ "logs", 307, "", NULL, "0a1b-2c", true },
		{ "logs", 403, BLOCKED, NULL, "0a1b-2c", true },
		{ "sts", 503, "<ErrorResponse><RequestId>a-b</RequestId></ErrorResponse>", NULL,
		  NULL, false },
		{ "ecr.dkr", 502, BLOCKED, NULL, NULL, true },
		{ "ecr.layers", 404, "<Error><Code>NoSuchBucket</Code></Error>", NULL, NULL,
		  false },
		{ "ecr.layers", 403, "{\"code\":\"AccessDenied\"}", NULL, NULL, true },
		{ "ecr.layers", 403, BLOCKED, NULL, NULL, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *body = rows[i].body;
		struct api_answer a;

		api_answer_parse(&a, &(struct api_input){ .call = row_of(rows[i].service),
							  .status = rows[i].status,
							  .body = body,
							  .body_bytes = body ? strlen(body) : 0,
							  .error_type = rows[i].type,
							  .request_id = rows[i].id });
		EXPECT(a.result == API_ERROR, "row %zu: %s", i, api_result_name(a.result));
		EXPECT(a.foreign == rows[i].foreign, "row %zu", i);
	}
	expect_all_held();
}

static void the_registry_says_that_it_is_one(void **state)
{
	static const struct {
		int status;
		const char *version;
		bool allowed;
	} rows[] = {
		{ 200, "registry/2.0", true },  { 204, "registry/2.0", false },
		{ 200, "registry/1.0", false }, { 200, "", false },
		{ 200, NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct api_answer a;

		api_answer_parse(&a, &(struct api_input){ .call = row_of("ecr.dkr"),
							  .status = rows[i].status,
							  .with_token = true,
							  .registry_version = rows[i].version });
		EXPECT(a.result == (rows[i].allowed ? API_ALLOWED : API_ERROR), "row %zu: %s", i,
		       api_result_name(a.result));
		EXPECT(a.foreign == !rows[i].allowed, "row %zu", i);
	}
	expect_all_held();
}

#define REFUSED(code, message) "{\"errors\":[{\"code\":\"" code "\",\"message\":\"" message "\"}]}"
#define REALM                                                                    \
	"Basic realm=\"https://123456789012.dkr.ecr.us-east-1.amazonaws.com/\"," \
	"service=\"ecr.amazonaws.com\""

/* A registry of somebody else's, and a proxy, refuse in the words of all registries. */
static void a_refusal_of_the_registry(void **state)
{
	static const struct {
		int status;
		bool with_token;
		const char *authenticate, *body;
		enum api_result result;
	} rows[] = {
		{ 401, false, REALM, "Not Authorized\n", API_ALLOWED },
		{ 401, true, REALM, "Not Authorized\n", API_NO_CREDENTIALS },
		{ 401, true, REALM, NULL, API_NO_CREDENTIALS },
		{ 401, false, "Basic realm=\"proxy\"", "", API_ERROR },
		{ 401, true, "Basic realm=\"proxy\"", "", API_ERROR },
		{ 401, false, "Bearer realm=\"https://auth.example/token\",service=\"a.example\"",
		  "", API_ERROR },
		{ 401, true, "", "Not Authorized\n", API_ERROR },
		{ 401, false, NULL, NULL, API_ERROR },
		{ 401, true, NULL, REFUSED("UNAUTHORIZED", "authentication required"), API_ERROR },
		{ 403, true, NULL, REFUSED("DENIED", "requested access to the resource is denied"),
		  API_ERROR },
		{ 403, false, NULL, REFUSED("DENIED", ""), API_ERROR },
		{ 403, true, NULL, BLOCKED, API_ERROR },
		{ 403, true, REALM, REFUSED("DENIED", "no"), API_DENIED },
		{ 403, true, NULL,
		  REFUSED("DENIED", "User: arn:aws:iam::1:root is not authorized to perform: "
				    "ecr:BatchGetImage on resource: a"),
		  API_DENIED },
		{ 403, true, NULL,
		  REFUSED("DENIED", "User: arn:aws:iam::1:root is not authorized to perform: "
				    "ecr:BatchGetImage on resource: a with an explicit deny in a "
				    "VPC endpoint policy"),
		  API_POLICY_DENIED },
		{ 403, true, NULL,
		  REFUSED("DENIED", "Your authorization token has expired. Reauthenticate and try "
				    "again."),
		  API_NO_CREDENTIALS },
		/* As ECR said it without JSON. */
		{ 403, true, NULL, "Your Authorization Token has expired.", API_NO_CREDENTIALS },
		/* None was sent. */
		{ 403, false, NULL, REFUSED("DENIED", "Your Authorization Token is invalid."),
		  API_DENIED },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *body = rows[i].body;
		struct api_answer a;

		api_answer_parse(&a, &(struct api_input){ .call = row_of("ecr.dkr"),
							  .status = rows[i].status,
							  .body = body,
							  .body_bytes = body ? strlen(body) : 0,
							  .authenticate = rows[i].authenticate,
							  .with_token = rows[i].with_token });
		EXPECT(a.result == rows[i].result, "row %zu: %s", i, api_result_name(a.result));
		EXPECT(a.foreign == (a.result == API_ERROR), "row %zu", i);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_allowed_answer_holds_what_was_asked_for),
		cmocka_unit_test(a_nul_byte_in_an_allowed_answer),
		cmocka_unit_test(an_error_without_a_name_or_a_number),
		cmocka_unit_test(the_registry_says_that_it_is_one),
		cmocka_unit_test(a_refusal_of_the_registry),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
