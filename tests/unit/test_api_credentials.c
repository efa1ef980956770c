/* SPDX-License-Identifier: Apache-2.0 */
/* Whose credentials are taken, where they are asked for, and what is read of what allows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/credentials.h"
#include "api/named.h"
#include "check.h"
#include "ecsprobe/api_phase.h"
#include "ecsprobe/gather.h"

static const char *const variables[] = {
	"AWS_ACCESS_KEY_ID",
	"AWS_SECRET_ACCESS_KEY",
	"AWS_SESSION_TOKEN",
	"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
	"AWS_CONTAINER_CREDENTIALS_FULL_URI",
	"AWS_CONTAINER_AUTHORIZATION_TOKEN",
	"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
};

/* In the order of variables; NULL: not set. */
static void set_environment(const char *const values[static ARRAY_SIZE(variables)])
{
	for (size_t i = 0; i < ARRAY_SIZE(variables); i++) {
		if (values[i])
			(void)setenv(variables[i], values[i], 1);
		else
			(void)unsetenv(variables[i]);
	}
}

#define BODY(rest) "{\"Code\":\"Success\",\"AccessKeyId\":\"ASIAX\"," rest "}"

static void what_is_handed_out(void **state)
{
	static const struct {
		const char *body;
		bool taken;
	} rows[] = {
		{ BODY("\"SecretAccessKey\":\"s/+\",\"Token\":\"t==\""), true },
		{ BODY("\"SecretAccessKey\":\"s/+\""), false },
		{ BODY("\"SecretAccessKey\":\"s/+\",\"Token\":\"\""), false },
		{ BODY("\"SecretAccessKey\":\"s\\r\\nHost: x\",\"Token\":\"t\""), false },
		{ BODY("\"SecretAccessKey\":\"s\",\"Token\":\"t t\""), false },
		{ BODY("\"SecretAccessKey\":\"s\",\"Token\":\"t\\u0000u\""), false },
		{ BODY("\"SecretAccessKey\":1,\"Token\":\"t\""), false },
		{ BODY("\"SecretAccessKey\":null,\"Token\":\"t\""), false },
		{ "{\"accesskeyid\":\"A\",\"SecretAccessKey\":\"s\",\"Token\":\"t\"}", false },
		{ "[]", false },
		{ "", false },
		{ "{", false },
	};
	struct credentials c;
	char *long_one;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		bool taken = credentials_parse(&c, rows[i].body);

		EXPECT(taken == rows[i].taken, "%s", rows[i].body);
		EXPECT(taken ? strcmp(c.key_id, "ASIAX") == 0 && strcmp(c.secret, "s/+") == 0 &&
				       strcmp(c.token, "t==") == 0
			     : !c.key_id[0] && !c.secret[0] && !c.token[0],
		       "%s", rows[i].body);
	}
	long_one = xasprintf(BODY("\"SecretAccessKey\":\"s\",\"Token\":\"%0*d\""),
			     SESSION_TOKEN_BYTES - 1, 7);
	EXPECT(credentials_parse(&c, long_one), "the longest");
	free(long_one);
	long_one = xasprintf(BODY("\"SecretAccessKey\":\"s\",\"Token\":\"%0*d\""),
			     SESSION_TOKEN_BYTES, 7);
	EXPECT(!credentials_parse(&c, long_one) && !c.secret[0], "longer");
	free(long_one);
	expect_all_held();
}

static void of_the_environment(void **state)
{
	static const struct {
		const char *values[ARRAY_SIZE(variables)];
		enum api_source source;
		bool taken;
	} rows[] = {
		{ { "AKIAX", "s" }, API_SOURCE_ENVIRONMENT, true },
		{ { "ASIAX", "s", "t" }, API_SOURCE_ENVIRONMENT, true },
		{ { "ASIAX", "s", "t", "/v2/x" }, API_SOURCE_ENVIRONMENT, true },
		{ { "AKIAX", "s", "" }, API_SOURCE_ENVIRONMENT, true },
		{ { "AKIAX", NULL }, API_SOURCE_ENVIRONMENT, false },
		{ { NULL, "s" }, API_SOURCE_ENVIRONMENT, false },
		{ { "AKIAX", "s\nX: y" }, API_SOURCE_ENVIRONMENT, false },
		{ { "", "" }, API_SOURCE_INSTANCE, false },
		{ { NULL, NULL, "t" }, API_SOURCE_INSTANCE, false },
		{ { NULL, NULL, NULL, "/v2/x" }, API_SOURCE_CONTAINER, false },
		{ { NULL, NULL, NULL, NULL, "http://localhost/x" }, API_SOURCE_CONTAINER, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct credentials c = { .key_id = "" };
		char lack[API_WHY_BYTES] = "";
		bool taken;

		set_environment(rows[i].values);
		EXPECT(api_source_here() == rows[i].source, "row %zu", i);
		if (rows[i].source != API_SOURCE_ENVIRONMENT)
			continue;
		taken = credentials_of_environment(&c, lack) == API_LACK_NONE;
		EXPECT(taken == rows[i].taken && taken == !lack[0], "row %zu: %s", i, lack);
		EXPECT(taken ? strcmp(c.key_id, rows[i].values[0]) == 0 &&
				       strcmp(c.secret, rows[i].values[1]) == 0
			     : !c.key_id[0] && !c.secret[0],
		       "row %zu", i);
		/* What is said of it never has it. */
		EXPECT(!strstr(lack, "AKIAX"), "%s", lack);
	}
	expect_all_held();
}

static void of_a_container(void **state)
{
	static const struct {
		const char *values[ARRAY_SIZE(variables)];
		const char *url, *authorization; /* NULL: not asked */
	} rows[] = {
		{ { [3] = "/v2/credentials/1" }, "http://169.254.170.2/v2/credentials/1", "" },
		{ { [3] = "v2/1", [4] = "https://x/" }, "http://169.254.170.2/v2/1", "" },
		{ { [4] = "http://169.254.170.23/v1/credentials", [5] = "Bearer x" },
		  "http://169.254.170.23/v1/credentials",
		  "Authorization: Bearer x" },
		{ { [4] = "https://example.com/x" }, "https://example.com/x", "" },
		{ { [4] = "http://example.com/x" }, NULL, NULL },
		{ { [4] = "http://localhost:51700/", [5] = "a\r\nHost: b" }, NULL, NULL },
		{ { [4] = "http://localhost:51700/", [6] = "/does/not/exist" }, NULL, NULL },
	};
	char *directory = scratch_open();
	char *path = xasprintf("%s/token", directory);
	const char *of_file[ARRAY_SIZE(variables)] = { [4] = "http://127.0.0.1/", [5] = "no" };
	struct container_source source;
	char lack[API_WHY_BYTES];
	FILE *file;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		bool asked;

		set_environment(rows[i].values);
		lack[0] = '\0';
		asked = credentials_of_container(&source, lack);
		EXPECT(asked == (rows[i].url != NULL) && asked == !lack[0], "row %zu: %s", i, lack);
		EXPECT(strcmp(source.url, rows[i].url ? rows[i].url : "") == 0 &&
			       strcmp(source.authorization,
				      rows[i].authorization ? rows[i].authorization : "") == 0,
		       "row %zu: %s, %s", i, source.url, source.authorization);
	}
	/* The file comes before the variable, as it is renewed. */
	file = fopen(path, "we");
	assert_non_null(file);
	(void)fputs("Bearer of-file\n", file);
	assert_int_equal(fclose(file), 0);
	of_file[6] = path;
	set_environment(of_file);
	EXPECT(credentials_of_container(&source, lack), "%s", lack);
	EXPECT(strcmp(source.authorization, "Authorization: Bearer of-file") == 0, "%s",
	       source.authorization);
	assert_int_equal(unlink(path), 0);
	free(path);
	scratch_close(directory);
	expect_all_held();
}

static void which_urls_are_safe(void **state)
{
	static const struct {
		const char *url;
		bool safe, https;
	} rows[] = {
		{ "https://example.com/x", true, true },
		{ "http://127.0.0.1/x", true, false },
		{ "http://127.0.0.1:80/x", true, false },
		{ "http://localhost:51700", true, false },
		{ "http://[::1]:80/", true, false },
		{ "http://169.254.170.2?x", true, false },
		{ "http://169.254.170.23/v1", true, false },
		{ "http://[fd00:ec2::23]/v1", true, false },
		{ "http://169.254.170.24/v1", false, false },
		{ "http://169.254.169.254/", false, false },
		{ "http://127.0.0.1.evil.example/", false, false },
		{ "http://localhost.evil.example/", false, false },
		{ "http://127.0.0.1@evil.example/", false, false },
		{ "http://127.0.0.1:80@evil.example/", false, false },
		{ "http://127.0.0.1:x@evil.example/", false, false },
		{ "http://[::1]evil.example/", false, false },
		{ "http://127.0.0.1#@evil.example/", false, false },
		{ "http://127.0.0.1\\@evil.example/", false, false },
		{ "http://127.0.0.1/ x", false, false },
		{ "ftp://127.0.0.1/", false, false },
		{ "127.0.0.1", false, false },
		{ "", false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		bool https = false;
		bool safe = container_url_is_safe(rows[i].url, &https);

		EXPECT(safe == rows[i].safe && (!safe || https == rows[i].https), "%s",
		       rows[i].url);
	}
	expect_all_held();
}

static void the_hosts_that_are_named(void **state)
{
	static const struct {
		const char *endpoint;
		enum api_host_form form;
		const char *host;
		uint16_t port;
	} rows[] = {
		{ "https://ecs-a-1.us-east-1.amazonaws.com/", API_HOST_NUMBERED,
		  "ecs-a-1.us-east-1.amazonaws.com", 443 },
		{ "https://ecs-a-12.us-east-1.amazonaws.com:8443/acs", API_HOST_NUMBERED,
		  "ecs-a-12.us-east-1.amazonaws.com", 8443 },
		{ "https://ecs-a.us-east-1.amazonaws.com/acs/1/", API_HOST_BASE,
		  "ecs-a.us-east-1.amazonaws.com", 443 },
		{ "ecs-a.us-east-1.amazonaws.com", API_HOST_BASE, "ecs-a.us-east-1.amazonaws.com",
		  443 },
		{ "https://agent.example.com", API_HOST_OTHER, "agent.example.com", 443 },
		{ "https://a1.example.com", API_HOST_OTHER, "a1.example.com", 443 },
		{ "http://ecs-a.us-east-1.amazonaws.com/", API_HOST_BAD,
		  "http://ecs-a.us-east-1.amazonaws.com/", 0 },
		{ "https://a b/", API_HOST_BAD, "https://a b/", 0 },
		{ "https://\\u001b[2J/", API_HOST_BAD, "https://\\x1b[2J/", 0 },
	};
	static const char *const nothing[] = { "{}",
					       "[]",
					       "",
					       "{",
					       "null",
					       "{\"endpoint\":1}",
					       "{\"endpoint\":\"\"}",
					       "{\"telemetryEndpoint\":\"https://x.example\"}" };
	struct api_host named[API_NAMED_COUNT];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		CLEANUP(cleanup_free)
		char *body = xasprintf("{\"endpoint\":\"%s\",\"serviceConnectEndpoint\":"
				       "\"https://ecs-sc.us-east-1.api.aws\"}",
				       rows[i].endpoint);

		EXPECT(named_hosts_parse(named, body), "%s", body);
		EXPECT(named[API_NAMED_AGENT].form == rows[i].form &&
			       strcmp(named[API_NAMED_AGENT].host, rows[i].host) == 0 &&
			       named[API_NAMED_AGENT].port == rows[i].port,
		       "%s: %d %s:%u", rows[i].endpoint, (int)named[API_NAMED_AGENT].form,
		       named[API_NAMED_AGENT].host, named[API_NAMED_AGENT].port);
		EXPECT(named[API_NAMED_SERVICE_CONNECT].form == API_HOST_BASE, "%s", body);
		EXPECT(named[API_NAMED_TELEMETRY].form == API_HOST_NONE, "%s", body);
	}
	for (size_t i = 0; i < ARRAY_SIZE(nothing); i++)
		EXPECT(!named_hosts_parse(named, nothing[i]), "%s", nothing[i]);
	expect_all_held();
}

#define TOKEN(value) "{\"authorizationData\":[{\"authorizationToken\":" value "}]}"

static void the_token_of_ecr(void **state)
{
	static const struct {
		const char *body, *token;
	} rows[] = {
		{ TOKEN("\"QVdTOng=\""), "QVdTOng=" },
		{ TOKEN("\"QVdT Ong=\""), NULL },
		{ TOKEN("\"QVdT\\r\\nX: y\""), NULL },
		{ TOKEN("\"\""), NULL },
		{ TOKEN("7"), NULL },
		{ "{\"authorizationData\":[]}", NULL },
		{ "{\"authorizationData\":{}}", NULL },
		{ "{\"authorizationData\":[\"x\"]}", NULL },
		{ "[]", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char token[REGISTRY_TOKEN_BYTES] = "x";

		EXPECT(registry_token_parse(token, rows[i].body) == (rows[i].token != NULL), "%s",
		       rows[i].body);
		EXPECT(strcmp(token, rows[i].token ? rows[i].token : "") == 0, "%s: %s",
		       rows[i].body, token);
	}
	expect_all_held();
}

/* Of a run of 10 s AWS is given 7, of which the calls keep one. */
static void how_long_they_are_awaited(void **state)
{
	static const struct {
		uint64_t now_s, deadline_s, timeout_s, until_ms;
	} rows[] = {
		{ 0, 7, 10, 6000 }, { 3, 7, 10, 6000 }, { 5, 7, 10, 6000 },   { 6, 7, 10, 6500 },
		{ 7, 7, 10, 7000 }, { 9, 7, 10, 9000 }, { 0, 21, 30, 18000 }, { 20, 21, 30, 20500 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		uint64_t until_us = api_credentials_until(rows[i].now_s * 1000000,
							  rows[i].deadline_s * 1000000,
							  rows[i].timeout_s * 1000000);

		EXPECT(until_us == rows[i].until_ms * 1000, "row %zu: %llu us", i,
		       (unsigned long long)until_us);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_handed_out),
		cmocka_unit_test(of_the_environment),
		cmocka_unit_test(of_a_container),
		cmocka_unit_test(which_urls_are_safe),
		cmocka_unit_test(the_hosts_that_are_named),
		cmocka_unit_test(the_token_of_ecr),
		cmocka_unit_test(how_long_they_are_awaited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
