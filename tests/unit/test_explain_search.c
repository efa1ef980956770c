/* SPDX-License-Identifier: Apache-2.0 */
/* From a message to the codes that it may belong to. */
#include <string.h>

#include "check.h"
#include "ecsprobe/agent.h"
#include "ecsprobe/explain.h"

/* As the agent, dockerd and the SDKs write them. */
static const struct {
	const char *message;
	enum code code; /* CODE_NONE: none at all */
} rows[] = {
	{ "i/o timeout", CODE_TCP_TIMEOUT },
	{ "I/O Timeout", CODE_TCP_TIMEOUT },
	{ "dial tcp 10.0.1.10:443: i/o timeout", CODE_TCP_TIMEOUT },
	{ "dial udp 10.0.0.2:53: i/o timeout", CODE_DNS_TIMEOUT },
	{ "timeout", CODE_TLS_TIMEOUT },
	{ "lookup ecs.us-east-1.amazonaws.com on 10.0.0.2:53: no such host", CODE_DNS_NXDOMAIN },
	{ "lookup api.ecr.us-east-1.amazonaws.com on 10.0.0.2:53: server misbehaving",
	  CODE_DNS_SERVFAIL },
	{ "Error response from daemon: Get \"https://1.dkr.ecr.us-east-1.amazonaws.com/v2/\": "
	  "net/http: request canceled while waiting for connection "
	  "(Client.Timeout exceeded while awaiting headers)",
	  CODE_TCP_TIMEOUT },
	{ "net/http: TLS handshake timeout", CODE_TLS_TIMEOUT },
	{ "remote error: tls: handshake failure", CODE_TLS_ALERT },
	{ "tls: failed to verify certificate: x509: certificate signed by unknown authority",
	  CODE_TLS_UNTRUSTED },
	{ "x509: certificate is valid for proxy.example, not ecs.us-east-1.amazonaws.com",
	  CODE_TLS_WRONG_HOST },
	{ "proxyconnect tcp: dial tcp 10.0.0.9:3128: i/o timeout", CODE_PROXY_UNREACHABLE },
	{ "InvalidSignatureException: Signature expired: 20260101T000000Z", CODE_CLOCK_SKEW },
	{ "NoCredentialProviders: no valid providers in chain", CODE_NO_INSTANCE_ROLE },
	{ "  no such host ", CODE_DNS_NXDOMAIN },
	{ "", CODE_NONE },
	{ "  ", CODE_NONE },
	{ "io", CODE_NONE },
	{ "dns-nxdomian", CODE_NONE },
	{ "what nobody ever logs", CODE_NONE },
};

static bool fits(const char *message, enum code code)
{
	return explanation_fit(explain(code), message) != FIT_NONE;
}

static size_t count_fitting(const char *message)
{
	size_t count = 0;

	for (int i = CODE_NONE + 1; i < CODE_COUNT; i++)
		count += fits(message, (enum code)i);
	return count;
}

static void messages_find_their_codes(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		size_t count = count_fitting(rows[i].message);

		if (rows[i].code == CODE_NONE)
			EXPECT(count == 0, "'%s' fits %zu", rows[i].message, count);
		else
			EXPECT(fits(rows[i].message, rows[i].code), "'%s'", rows[i].message);
		/* More would be no help. */
		EXPECT(count <= 24, "'%s' fits %zu", rows[i].message, count);
	}
	expect_all_held();
}

static enum code best_fit(const char *message)
{
	for (int fit = FIT_BEST; fit > FIT_NONE; fit--)
		for (int i = CODE_NONE + 1; i < CODE_COUNT; i++)
			if ((int)explanation_fit(explain((enum code)i), message) == fit)
				return (enum code)i;
	return CODE_NONE;
}

/* The code whose words are the message comes before those that only name it. */
static void the_best_fit_is_first(void **state)
{
	static const struct {
		const char *message;
		enum code code;
	} firsts[] = {
		{ "dial tcp 10.0.1.10:443: i/o timeout", CODE_TCP_TIMEOUT },
		{ "2026-11-21T18:53:20Z dial tcp 10.0.1.10:443: i/o timeout", CODE_TCP_TIMEOUT },
		{ "dial udp 10.0.0.2:53: i/o timeout", CODE_DNS_TIMEOUT },
		{ "lookup a.b on 10.0.0.2:53: read udp 10.0.1.5:4->10.0.0.2:53: i/o timeout",
		  CODE_DNS_TIMEOUT },
		{ "no such host", CODE_DNS_NXDOMAIN },
		{ "connect: connection refused", CODE_TCP_REFUSED },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(firsts); i++) {
		enum code found = best_fit(firsts[i].message);

		EXPECT(found == firsts[i].code, "'%s': %s", firsts[i].message, code_name(found));
	}
	expect_all_held();
}

static void the_agents_own_words_are_known(void **state)
{
	struct log_cause_text text;

	(void)state;
	text = explain_log_cause(agent_log_cause("RequestTimeTooSkewed: The difference between"));
	assert_non_null(text.words);
	assert_non_null(strstr(text.hint, "chronyc"));
	text = explain_log_cause(agent_log_cause("what nobody ever logs"));
	assert_null(text.words);
	assert_null(text.hint);
}

/* A page of somebody's documentation has its address; the rest is the manual. */
static void every_page_has_an_address(void **state)
{
	(void)state;
	for (int i = CODE_NONE + 1; i < CODE_COUNT; i++) {
		const struct explanation *explanation = explain((enum code)i);
		size_t at = 0;
		char address[PAGE_ADDRESS_BYTES];

		EXPECT(explanation_address(explanation, &at, address)
			       ? strlen(address) + 1 < sizeof address &&
					 strncmp(address, "https://", 8) == 0
			       : strstr(explanation->page, "ecsprobe") != NULL,
		       "%s: %s", code_name((enum code)i), explanation->page);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_find_their_codes),
		cmocka_unit_test(the_best_fit_is_first),
		cmocka_unit_test(the_agents_own_words_are_known),
		cmocka_unit_test(every_page_has_an_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
