/* SPDX-License-Identifier: Apache-2.0 */
/* Values of HTTPS_PROXY as Go reads them.  Each row is what Go 1.25.11 made of it:
 * net/http's own reader, and the agent's. */
#include <string.h>

#include "check.h"
#include "ecsprobe/go_proxy.h"

static const struct row {
	const char *value;
	enum go_proxy_form form, of_agent;
	const char *where;           /* HTTP and UNTRIED: "scheme host port" */
	const char *user, *password; /* NULL: none */
} rows[] = {
	{ NULL, GO_PROXY_UNSET, GO_PROXY_UNSET, "", NULL, NULL },
	{ "", GO_PROXY_UNSET, GO_PROXY_UNSET, "", NULL, NULL },
	{ "http://proxy:3128", GO_PROXY_HTTP, GO_PROXY_HTTP, "http proxy 3128", NULL, NULL },
	{ "HTTP://proxy:3128/", GO_PROXY_HTTP, GO_PROXY_HTTP, "http proxy 3128", NULL, NULL },
	{ "http://proxy", GO_PROXY_HTTP, GO_PROXY_HTTP, "http proxy 80", NULL, NULL },
	{ "http://proxy:", GO_PROXY_HTTP, GO_PROXY_HTTP, "http proxy 80", NULL, NULL },
	{ "http://proxy:00003128", GO_PROXY_HTTP, GO_PROXY_HTTP, "http proxy 3128", NULL, NULL },
	{ "proxy.corp.example:3128", GO_PROXY_HTTP, GO_PROXY_HTTP, "http proxy.corp.example 3128",
	  NULL, NULL },
	{ "10.0.0.80:3128/", GO_PROXY_HTTP, GO_PROXY_HTTP, "http 10.0.0.80 3128", NULL, NULL },
	{ "u:p@proxy:3128", GO_PROXY_HTTP, GO_PROXY_HTTP, "http proxy 3128", "u", "p" },
	{ "http://[fd00::1]:3128", GO_PROXY_HTTP, GO_PROXY_HTTP, "http fd00::1 3128", NULL, NULL },
	{ "http://[fd00::1]", GO_PROXY_HTTP, GO_PROXY_HTTP, "http fd00::1 80", NULL, NULL },
	{ "https://proxy", GO_PROXY_UNTRIED, GO_PROXY_UNTRIED, "https proxy 443", NULL, NULL },
	{ "socks5://proxy", GO_PROXY_UNTRIED, GO_PROXY_UNTRIED, "socks5 proxy 1080", NULL, NULL },
	{ "http://pr\xc3\xb6xy:3128", GO_PROXY_UNTRIED, GO_PROXY_UNTRIED, NULL, NULL, NULL },
	/* The agent knows fewer schemes, and makes a host of any other. */
	{ "socks5h://proxy:1080", GO_PROXY_UNTRIED, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "ftp://proxy:21", GO_PROXY_HTTP, GO_PROXY_BROKEN, "http proxy 21", NULL, NULL },
	{ "ftp://proxy", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	/* The last '@' ends the login, which is decoded. */
	{ "http://u:p@ss@proxy:3128", GO_PROXY_HTTP, GO_PROXY_HTTP, "http proxy 3128", "u",
	  "p@ss" },
	{ "http://u%40x:a%3a%25:b@proxy:3128", GO_PROXY_HTTP, GO_PROXY_HTTP, "http proxy 3128",
	  "u@x", "a:%:b" },
	{ "http://u@proxy:3128", GO_PROXY_HTTP, GO_PROXY_HTTP, "http proxy 3128", "u", "" },
	{ "http://u:p%0d@proxy:3128", GO_PROXY_HTTP, GO_PROXY_HTTP, "http proxy 3128", "u", "p\r" },
	{ "http://u:p%00s@proxy:3128", GO_PROXY_UNTRIED, GO_PROXY_UNTRIED, NULL, "u", "p" },
	/* An escape that is none stays one with a scheme in front. */
	{ "http://u:pa%ss@proxy:3128", GO_PROXY_IGNORED, GO_PROXY_IGNORED, "", NULL, NULL },
	{ "http://proxy:3128/%zz", GO_PROXY_IGNORED, GO_PROXY_IGNORED, "", NULL, NULL },
	/* Other mistakes become a path, and the scheme the host. */
	{ "http://u:p^s@proxy:3128", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "http://u:p|s@proxy:3128", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "http://u:p\"s@proxy:3128", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "http://u:p<s>@proxy:3128", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "http://u:p{s}@proxy:3128", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "http://u:p\\s@proxy:3128", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "http://u:p\xc3\xa9@proxy:3128", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "http://u:p/s@proxy:3128", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "http://u:p?s@proxy:3128", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "http://u:p#s@proxy:3128", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "http://proxy:port", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "http://proxy:3128 ", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "http://proxy:65536", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "http://proxy:0", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "http://10.0.0.300:3128", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "http://", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "//proxy:3128", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "user:canary", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "\"http://proxy:3128\"", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "'http://proxy:3128'", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
	{ "\"proxy:3128\"", GO_PROXY_IGNORED, GO_PROXY_IGNORED, "", NULL, NULL },
	{ " http://proxy:3128", GO_PROXY_IGNORED, GO_PROXY_IGNORED, "", NULL, NULL },
	{ "http://proxy:3128\r", GO_PROXY_IGNORED, GO_PROXY_IGNORED, "", NULL, NULL },
	{ "http://proxy:3128\t", GO_PROXY_IGNORED, GO_PROXY_IGNORED, "", NULL, NULL },
	{ "proxy:3128 # ours", GO_PROXY_BROKEN, GO_PROXY_BROKEN, NULL, NULL, NULL },
};

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static void check(const struct row *row, bool by_agent)
{
	enum go_proxy_form form = by_agent ? row->of_agent : row->form;
	const char *value = row->value ? row->value : "unset";
	struct go_proxy proxy;
	char *where;

	go_proxy_read(&proxy, row->value, by_agent);
	EXPECT(proxy.form == form, "'%s' by %s: %d", value, by_agent ? "agent" : "others",
	       (int)proxy.form);
	if (form == GO_PROXY_HTTP || form == GO_PROXY_UNTRIED) {
		where = xasprintf("%s %s %u", proxy.scheme, proxy.host, proxy.port);
		EXPECT(!row->where || strcmp(where, row->where) == 0, "'%s': %s", value, where);
		EXPECT(same(proxy.user, row->user) && same(proxy.password, row->password),
		       "'%s': %s, %s", value, proxy.user ? proxy.user : "none",
		       proxy.password ? proxy.password : "none");
		free(where);
	}
	go_proxy_done(&proxy);
}

static void values_as_go_reads_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		check(&rows[i], false);
		check(&rows[i], true);
	}
	expect_all_held();
}

static void what_is_wrong_with_them(void **state)
{
	static const struct {
		const char *value, *words;
	} faults[] = {
		{ "\"http://proxy:3128\"", "quotation marks" },
		{ "'proxy:3128'", "quotation marks" },
		{ "http://proxy:3128\r", "control character" },
		{ " http://proxy:3128", "a blank" },
		{ "http://u:p s@proxy:3128", "percent-encoded" },
		{ "http://u:pa%ss@proxy:3128", "two hex digits" },
		{ "http://u:p^s@proxy:3128", "percent-encoded" },
		{ "http://u:p/s@proxy:3128", "percent-encoded" },
		{ "socks5h//proxy", "not a URL" },
		{ "ftp://proxy", "unknown scheme" },
		{ "http://proxy:port", "not a URL" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(faults); i++)
		EXPECT(strstr(go_proxy_fault(faults[i].value), faults[i].words), "'%s': %s",
		       faults[i].value, go_proxy_fault(faults[i].value));
	/* Nothing in it is the value's. */
	assert_null(strstr(go_proxy_fault("http://user:canary^@proxy"), "canary"));
	expect_all_held();
}

/* A host as long as none can be is no reason to write past the end of ours. */
static void long_values_are_bounded(void **state)
{
	static char value[1 << 16];
	struct go_proxy proxy;

	(void)state;
	memset(value, 'a', sizeof value - 1);
	for (int agent = 0; agent < 2; agent++) {
		go_proxy_read(&proxy, value, agent);
		assert_int_equal(proxy.form, GO_PROXY_BROKEN);
		go_proxy_done(&proxy);
	}
	memcpy(value, "http://u:", 9);
	memcpy(value + sizeof value - 9, "@proxy:1", 8);
	go_proxy_read(&proxy, value, false);
	assert_int_equal(proxy.form, GO_PROXY_HTTP);
	assert_int_equal(strlen(proxy.password), sizeof value - 9 - 9);
	go_proxy_done(&proxy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_as_go_reads_them),
		cmocka_unit_test(what_is_wrong_with_them),
		cmocka_unit_test(long_values_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
