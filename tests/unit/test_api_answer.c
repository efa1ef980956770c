/* SPDX-License-Identifier: Apache-2.0 */
/* What AWS answers. The shapes are those of messages that people have reported; names,
 * accounts and times are made up. */
#include "api/answer.h"

#include <stdio.h>
#include <string.h>

#include "check.h"

enum { NOW_S = 1795291200 };

static const struct api_call json_call = { .id = "ecs:DiscoverPollEndpoint",
					   .service = "ecs",
					   .form = API_FORM_JSON,
					   .holds = "endpoint" };
static const struct api_call query_call = { .id = "sts:GetCallerIdentity",
					    .service = "sts",
					    .form = API_FORM_QUERY,
					    .holds = "GetCallerIdentityResponse" };
static const struct api_call registry_call = { .id = "registry",
					       .service = "ecr.dkr",
					       .form = API_FORM_REGISTRY };
static const struct api_call bucket_call = { .id = "layers",
					     .service = "ecr.layers",
					     .form = API_FORM_PLAIN };

static struct api_answer parse(const struct api_call *call, int status, const char *body)
{
	struct api_answer answer;

	api_answer_parse(&answer, &(struct api_input){ .call = call,
						       .status = status,
						       .body = body,
						       .body_bytes = body ? strlen(body) : 0,
						       .with_token = true,
						       .date_s = NOW_S,
						       .now_s = NOW_S });
	return answer;
}

#define ROLE "arn:aws:sts::123456789012:assumed-role/ecsInstanceRole/i-0123456789abcdef0"
#define INSTANCE "arn:aws:ecs:us-east-1:123456789012:container-instance/prod/0123456789abcdef0123"
#define DENIED "User: " ROLE " is not authorized to perform: ecs:DiscoverPollEndpoint"
#define ON_INSTANCE DENIED " on resource: " INSTANCE
#define BECAUSE(kind) " because no " kind " allows the ecs:DiscoverPollEndpoint action"

static void denials(void **state)
{
	static const struct {
		const char *message;
		enum api_result result;
		enum api_policy policy;
		bool explicit_deny;
		const char *resource;
	} rows[] = {
		{ ON_INSTANCE BECAUSE("VPC endpoint policy"), API_POLICY_DENIED,
		  API_POLICY_ENDPOINT, false, INSTANCE },
		{ DENIED BECAUSE("VPC endpoint policy"), API_POLICY_DENIED, API_POLICY_ENDPOINT,
		  false, "" },
		{ ON_INSTANCE " with an explicit deny in a VPC endpoint policy", API_POLICY_DENIED,
		  API_POLICY_ENDPOINT, true, INSTANCE },
		{ DENIED " on resource: * with an explicit deny in a VPC endpoint policy "
			 "transitively through a service control policy",
		  API_POLICY_DENIED, API_POLICY_ENDPOINT, true, "*" },
		{ DENIED " on resource: *" BECAUSE("identity-based policy"), API_DENIED,
		  API_POLICY_IDENTITY, false, "*" },
		{ ON_INSTANCE " with an explicit deny in an identity-based policy: "
			      "arn:aws:iam::123456789012:policy/guard",
		  API_DENIED, API_POLICY_IDENTITY, true, INSTANCE },
		{ ON_INSTANCE BECAUSE("permissions boundary"), API_DENIED, API_POLICY_BOUNDARY,
		  false, INSTANCE },
		{ ON_INSTANCE BECAUSE("session policy"), API_DENIED, API_POLICY_SESSION, false,
		  INSTANCE },
		{ ON_INSTANCE BECAUSE("service control policy"), API_DENIED, API_POLICY_SCP, false,
		  INSTANCE },
		{ ON_INSTANCE
		  " with an explicit deny in a service control policy: arn:aws:organizations::"
		  "123456789012:policy/o-abcdefghij/service_control_policy/p-abcdefgh",
		  API_DENIED, API_POLICY_SCP, true, INSTANCE },
		{ ON_INSTANCE " with an explicit deny in a resource control policy", API_DENIED,
		  API_POLICY_RCP, true, INSTANCE },
		{ ON_INSTANCE " with an explicit deny in a resource-based policy", API_DENIED,
		  API_POLICY_RESOURCE, true, INSTANCE },
		{ ON_INSTANCE " with an explicit deny", API_DENIED, API_POLICY_UNNAMED, true,
		  INSTANCE },
		{ ON_INSTANCE, API_DENIED, API_POLICY_UNNAMED, false, INSTANCE },
		{ DENIED " on resource: \"arn:aws:s3:::a bucket/and its key\" with an explicit "
			 "deny in a service control policy",
		  API_DENIED, API_POLICY_SCP, true, "arn:aws:s3:::a bucket/and its key" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char quoted[1024];
		size_t used = 0;
		char *body;
		struct api_answer a;

		for (const char *at = rows[i].message; *at; at++) {
			if (*at == '"')
				quoted[used++] = '\\';
			quoted[used++] = *at;
		}
		quoted[used] = '\0';
		body = xasprintf(
			"{\"__type\":\"com.amazonaws.ecs.v20141113#AccessDeniedException\","
			"\"message\":\"%s\"}",
			quoted);
		a = parse(&json_call, 400, body);
		EXPECT(a.result == rows[i].result, "row %zu: %s", i, api_result_name(a.result));
		EXPECT(a.policy == rows[i].policy, "row %zu: policy %d", i, a.policy);
		EXPECT(a.explicit_deny == rows[i].explicit_deny, "row %zu", i);
		EXPECT(strcmp(a.resource, rows[i].resource) == 0, "row %zu: %s", i, a.resource);
		EXPECT(strcmp(a.action, "ecs:DiscoverPollEndpoint") == 0, "row %zu: %s", i,
		       a.action);
		EXPECT(strcmp(a.principal, ROLE) == 0, "row %zu: %s", i, a.principal);
		EXPECT(strcmp(a.type, "AccessDeniedException") == 0, "row %zu: %s", i, a.type);
		EXPECT(strncmp(a.message, rows[i].message, 300) == 0, "row %zu: %s", i, a.message);
		free(body);
	}
	expect_all_held();
}

static void every_kind_of_policy_has_its_words(void **state)
{
	(void)state;
	for (int i = 0; i < API_POLICY_COUNT; i++) {
		const char *words = api_policy_words((enum api_policy)i);
		char *body = xasprintf("{\"__type\":\"AccessDeniedException\",\"Message\":\"" DENIED
				       " with an explicit deny in a %s\"}",
				       words ? words : "kind that is not known yet");
		struct api_answer a = parse(&json_call, 400, body);

		assert_true((words == NULL) == (i == API_POLICY_UNNAMED));
		EXPECT(a.policy == (enum api_policy)i && a.explicit_deny, "%s: %d", body, a.policy);
		free(body);
	}
	expect_all_held();
}

static void the_endpoint_where_it_is_named(void **state)
{
	struct api_answer a =
		parse(&json_call, 400,
		      "{\"__type\":\"AccessDeniedException\",\"message\":\"" DENIED
		      " through vpce-0123456789abcdef0, because no VPC endpoint policy "
		      "allows it\"}");

	(void)state;
	assert_string_equal(a.endpoint_id, "vpce-0123456789abcdef0");
	assert_int_equal(a.result, API_POLICY_DENIED);
	a = parse(&json_call, 400, "{\"__type\":\"AccessDeniedException\",\"message\":\"vpce-\"}");
	assert_string_equal(a.endpoint_id, "");
	assert_int_equal(a.result, API_DENIED);
}

#define TYPE(type, message) "{\"__type\":\"" type "\",\"message\":\"" message "\"}"
#define QUERY(code, message)                                                               \
	"<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n  <Error>\n" \
	"    <Type>Sender</Type>\n    <Code>" code "</Code>\n    <Message>" message        \
	"</Message>\n  </Error>\n  <RequestId>01234567-89ab-cdef-0123-456789abcdef"        \
	"</RequestId>\n</ErrorResponse>\n"
#define S3(code, message)                                                              \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" code               \
	"</Code><Message>" message "</Message><RequestId>0123456789ABCDEF</RequestId>" \
	"<HostId>abc+/=</HostId></Error>"
#define REGISTRY(code, message) "{\"errors\":[{\"code\":\"" code "\",\"message\":\"" message "\"}]}"

static void shapes(void **state)
{
	static const struct {
		const struct api_call *call;
		int status;
		const char *body;
		enum api_result result;
		const char *type;
	} rows[] = {
		{ &json_call, 400,
		  TYPE("ExpiredTokenException",
		       "The security token included in the request is expired"),
		  API_NO_CREDENTIALS, "ExpiredTokenException" },
		{ &json_call, 400,
		  TYPE("UnrecognizedClientException",
		       "The security token included in the request is invalid."),
		  API_NO_CREDENTIALS, "UnrecognizedClientException" },
		{ &query_call, 403,
		  QUERY("InvalidClientTokenId",
			"The security token included in the request is invalid."),
		  API_NO_CREDENTIALS, "InvalidClientTokenId" },
		{ &query_call, 403, QUERY("ExpiredToken", "It is expired"), API_NO_CREDENTIALS,
		  "ExpiredToken" },
		{ &json_call, 400,
		  TYPE("InvalidSignatureException", "The request signature we calculated does not "
						    "match the signature you provided."),
		  API_NO_CREDENTIALS, "InvalidSignatureException" },

		{ &json_call, 400,
		  TYPE("InvalidSignatureException",
		       "Signature expired: 20261121T190000Z is now earlier than 20261121T195500Z "
		       "(20261121T200000Z - 5 min.)"),
		  API_CLOCK_SKEW, "InvalidSignatureException" },
		{ &query_call, 403,
		  QUERY("SignatureDoesNotMatch",
			"Signature not yet current: 20261121T213000Z is still later than "
			"20261121T201500Z (20261121T200000Z + 15 min.)"),
		  API_CLOCK_SKEW, "SignatureDoesNotMatch" },
		{ &json_call, 403, TYPE("RequestTimeTooSkewed", "too large"), API_CLOCK_SKEW,
		  "RequestTimeTooSkewed" },
		{ &json_call, 400, TYPE("RequestExpired", "Request has expired."), API_CLOCK_SKEW,
		  "RequestExpired" },

		{ &json_call, 400, TYPE("ThrottlingException", "Rate exceeded"), API_ERROR,
		  "ThrottlingException" },
		{ &json_call, 500, TYPE("com.amazonaws.ecs.v20141113#ServerException", ""),
		  API_ERROR, "ServerException" },
		{ &json_call, 503, "", API_ERROR, "" },
		{ &json_call, 403, "<html><head><title>403 Forbidden</title></head></html>",
		  API_ERROR, "" },
		{ &json_call, 403, "{\"message\":\"Forbidden\"}", API_ERROR, "" },
		{ &json_call, 0, NULL, API_ERROR, "" },
		{ &json_call, 302, "", API_ERROR, "" },

		/* A service with a name of its own for it. */
		{ &json_call, 400, TYPE("AccessIsDenied", DENIED), API_DENIED, "AccessIsDenied" },
		{ &json_call, 403, "{\"message\":\"" DENIED "\"}", API_ERROR, "" },
		{ &query_call, 403,
		  QUERY("AccessDenied",
			"User: " ROLE " is not authorized to perform: sts:GetCallerIdentity "
			"because no VPC endpoint policy allows the "
			"sts:GetCallerIdentity action"),
		  API_POLICY_DENIED, "AccessDenied" },
		{ &query_call, 403,
		  "{\"Error\":{\"Code\":\"AccessDenied\",\"Message\":\"no\"},\"RequestId\":\"a-"
		  "1\"}",
		  API_DENIED, "AccessDenied" },

		{ &registry_call, 403,
		  REGISTRY("DENIED",
			   "User: " ROLE " is not authorized to perform: ecr:BatchGetImage on "
			   "resource: arn:aws:ecr:us-east-1:123456789012:repository/a "
			   "with an explicit deny in a VPC endpoint policy"),
		  API_POLICY_DENIED, "DENIED" },

		{ &bucket_call, 403, S3("AccessDenied", "Access Denied"), API_ALLOWED,
		  "AccessDenied" },
		{ &bucket_call, 404, S3("NoSuchKey", "The specified key does not exist."),
		  API_ALLOWED, "NoSuchKey" },
		{ &bucket_call, 404, S3("NoSuchBucket", "The specified bucket does not exist"),
		  API_ERROR, "NoSuchBucket" },
		{ &bucket_call, 503, S3("SlowDown", "Please reduce your request rate."), API_ERROR,
		  "SlowDown" },
		{ &bucket_call, 403,
		  S3("AccessDenied",
		     "User: anonymous is not authorized to perform: s3:GetObject on resource: "
		     "&quot;arn:aws:s3:::prod-us-east-1-starport-layer-bucket/a&quot; because no "
		     "VPC endpoint policy allows the s3:GetObject action"),
		  API_POLICY_DENIED, "AccessDenied" },
		{ &bucket_call, 403, "<html>Forbidden</html>", API_ERROR, "" },
		{ &bucket_call, 403, TYPE("AccessDenied", "no XML"), API_ERROR, "AccessDenied" },
		{ &bucket_call, 403, "", API_ERROR, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct api_answer a = parse(rows[i].call, rows[i].status, rows[i].body);

		EXPECT(a.result == rows[i].result, "row %zu: %s", i, api_result_name(a.result));
		EXPECT(strcmp(a.type, rows[i].type) == 0, "row %zu: '%s'", i, a.type);
		EXPECT(is_printable(a.message), "row %zu: %s", i, a.message);
	}
	expect_all_held();
}

static void headers(void **state)
{
	struct api_input input = {
		.call = &json_call,
		.status = 400,
		.body = "{\"message\":\"Rate exceeded\"}",
		.body_bytes = 27,
		.request_id = "0a1b2c3d-0000-4000-8000-000000000001",
		.error_type = "ThrottlingException:http://internal.example/coral/",
		.date_s = NOW_S - 120,
		.now_s = NOW_S,
	};
	struct api_answer a;

	(void)state;
	api_answer_parse(&a, &input);
	assert_string_equal(a.type, "ThrottlingException");
	assert_string_equal(a.request_id, input.request_id);
	assert_true(a.skew_known);
	assert_int_equal(a.skew_s, 120);
	input.request_id = "no id\r\nat all";
	input.date_s = 0;
	api_answer_parse(&a, &input);
	assert_string_equal(a.request_id, "");
	assert_false(a.skew_known);
	a = parse(&query_call, 403, QUERY("AccessDenied", "no"));
	assert_string_equal(a.request_id, "01234567-89ab-cdef-0123-456789abcdef");
}

/* Without AWS's word for it a clock that is far off explains a signature that AWS computes
 * otherwise, and nothing else. */
static void a_clock_that_is_far_off(void **state)
{
	static const struct {
		const char *type;
		int64_t ahead_s;
		enum api_result result;
	} rows[] = {
		{ "InvalidSignatureException", 299, API_NO_CREDENTIALS },
		{ "InvalidSignatureException", 300, API_CLOCK_SKEW },
		{ "InvalidSignatureException", -300, API_CLOCK_SKEW },
		{ "AuthFailure", 3600, API_CLOCK_SKEW },
		{ "ExpiredTokenException", 3600, API_NO_CREDENTIALS },
		{ "AccessDeniedException", 3600, API_DENIED },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *body = xasprintf(TYPE("%s", "no"), rows[i].type);
		struct api_answer a;

		api_answer_parse(&a, &(struct api_input){ .call = &json_call,
							  .status = 400,
							  .body = body,
							  .body_bytes = strlen(body),
							  .date_s = NOW_S,
							  .now_s = NOW_S + rows[i].ahead_s });
		EXPECT(a.result == rows[i].result && a.skew_s == rows[i].ahead_s, "row %zu: %s", i,
		       api_result_name(a.result));
		free(body);
	}
	expect_all_held();
}

#define KEY_ID "ASIAEXAMPLE123456789"
#define HEX64 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define BASE64 "IQoJb3JpZ2luX2VjEAAaCXVzLWVhc3QtMSJHMEUCIQDx/+0123456789ABCDEFGHIJKLMNOPQRSTUV"
#define TOKEN BASE64 BASE64 BASE64 "=="

/* AWS repeats what was signed where it does not accept the signature. */
static void nothing_that_is_secret_is_kept(void **state)
{
	static const char *const bodies[] = {
		TYPE("InvalidSignatureException",
		     "The request signature we calculated does not match the signature you "
		     "provided. Check your AWS Secret Access Key.\\n\\nThe Canonical String for "
		     "this request should have been\\n'POST\\n/\\n\\nhost:ecs\\n"
		     "x-amz-security-token:" TOKEN "\\n'"),
		TYPE("IncompleteSignatureException",
		     "'x' not a valid key=value pair (missing equal-sign) in Authorization header: "
		     "'AWS4-HMAC-SHA256 Credential=" KEY_ID "/20261121/us-east-1/ecs/aws4_request, "
		     "Signature=" HEX64 "'."),
		TYPE("AccessDeniedException",
		     "User: " KEY_ID " is not authorized to perform: ecs:Poll on resource: "
		     "" TOKEN " because of " HEX64),
		S3("SignatureDoesNotMatch", "you sent " KEY_ID " and " TOKEN),
		S3("InvalidToken", "&lt;" TOKEN "&gt;"),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bodies); i++) {
		const struct api_call *call = bodies[i][0] == '<' ? &query_call : &json_call;
		struct api_answer a = parse(call, 403, bodies[i]);
		const char *bytes = (const char *)&a;

		EXPECT(a.type[0], "row %zu", i);
		for (size_t at = 0; at + 16 <= sizeof a; at++)
			EXPECT(memcmp(bytes + at, KEY_ID, 16) != 0 &&
				       memcmp(bytes + at, HEX64, 16) != 0 &&
				       memcmp(bytes + at, BASE64, 16) != 0,
			       "row %zu: %s", i, a.message);
	}
	expect_all_held();
}

/* What AWS says stays whole: no name of its own is as long as a token. */
static void names_are_no_secrets(void **state)
{
	struct api_answer a =
		parse(&json_call, 400,
		      TYPE("AccessDeniedException", ON_INSTANCE BECAUSE("identity-based policy")));

	(void)state;
	assert_null(strstr(a.message, "hidden"));
	assert_non_null(strstr(a.message, INSTANCE));
}

/* Cut anywhere, and with a byte changed anywhere, an answer is read or it is not. */
static void damaged(void **state)
{
	static const char *const bodies[] = {
		TYPE("AccessDeniedException", ON_INSTANCE BECAUSE("VPC endpoint policy")),
		QUERY("AccessDenied", DENIED BECAUSE("VPC endpoint policy")),
		S3("AccessDenied", "Access Denied"),
		REGISTRY("DENIED", DENIED),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bodies); i++) {
		for (size_t cut = 0; cut < strlen(bodies[i]); cut++) {
			char *body = xstrdup(bodies[i]);
			struct api_answer a;

			body[cut] = '\0';
			a = parse(&bucket_call, 403, body);
			EXPECT(a.result != API_POLICY_DENIED || i != 0, "row %zu at %zu", i, cut);
			body[cut] = (char)0xff;
			a = parse(&json_call, 400, body);
			EXPECT(is_printable(a.message) && is_printable(a.resource) &&
				       is_printable(a.principal) && a.result >= API_ALLOWED &&
				       a.result <= API_ERROR,
			       "row %zu at %zu: %s", i, cut, a.message);
			free(body);
		}
	}
	expect_all_held();
}

static void hostile(void **state)
{
	enum { DEPTH = 200000, LONG = 60000 };
	static const char *const odd[] = {
		"{",
		"[]",
		"null",
		"{\"__type\":7,\"message\":[]}",
		"{\"__type\":{\"a\":1},\"message\":null}",
		"{\"errors\":[]}",
		"{\"errors\":{}}",
		"{\"errors\":[7]}",
		"{\"Error\":\"AccessDenied\"}",
		"{\"__type\":\"a b\"}",
		"{\"__type\":\"#\"}",
		"<Error><Code>AccessDenied",
		"<Error><Code><b>AccessDenied</b></Code></Error>",
		"<Error><Code>AccessDenied</Cod></Error>",
		"<Errors><Code>AccessDenied</Code></Errors>",
		"<?xml",
		"<?xml ?>",
		"<Error><Code></Code></Error>",
		"<!DOCTYPE a [<!ENTITY b \"c\">]><Error><Code>&b;</Code></Error>",
	};
	static const char cut_short[] = TYPE("AccessDenied", "no") "\0 ";
	char *deep = xcalloc(DEPTH + 1, 1);
	char *message = xcalloc(LONG + 1, 1);
	char *body;
	struct api_answer a;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(odd); i++) {
		a = parse(&json_call, 403, odd[i]);
		EXPECT(a.result == API_ERROR && !a.type[0], "%s: %s %s", odd[i],
		       api_result_name(a.result), a.type);
	}
	memset(deep, '[', DEPTH);
	memcpy(deep, "{\"a\":", 5);
	a = parse(&json_call, 403, deep);
	assert_int_equal(a.result, API_ERROR);
	memset(message, 'a', LONG);
	for (size_t i = 0; i < LONG; i += 5)
		message[i] = ' ';
	body = xasprintf(TYPE("AccessDeniedException", "%s"), message);
	a = parse(&json_call, 403, body);
	assert_int_equal(a.result, API_DENIED);
	assert_true(strlen(a.message) < sizeof a.message);
	assert_string_equal(a.message + strlen(a.message) - 3, "...");
	free(body);
	/* A NUL byte inside. */
	api_answer_parse(&a, &(struct api_input){ .call = &json_call,
						  .status = 403,
						  .body = cut_short,
						  .body_bytes = sizeof cut_short - 1 });
	assert_int_equal(a.result, API_ERROR);
	free(message);
	free(deep);
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(denials),
		cmocka_unit_test(every_kind_of_policy_has_its_words),
		cmocka_unit_test(the_endpoint_where_it_is_named),
		cmocka_unit_test(shapes),
		cmocka_unit_test(headers),
		cmocka_unit_test(a_clock_that_is_far_off),
		cmocka_unit_test(nothing_that_is_secret_is_kept),
		cmocka_unit_test(names_are_no_secrets),
		cmocka_unit_test(damaged),
		cmocka_unit_test(hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
