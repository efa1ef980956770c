/* SPDX-License-Identifier: Apache-2.0 */
/* Which proxy each dialler uses, and for what. */
#include <string.h>

#include "check.h"
#include "ecsprobe/agent_status.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/plan.h"
#include "gather/host_files.h"
#include "gather/proxies.h"
#include "gather/unit_files.h"

#define ECS "ecs.us-east-1.amazonaws.com"

/* Both unset, or both the same. */
static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* A host with these settings for one dialler. */
static void set(struct host_facts *host, enum dialler dialler, const char *https, const char *http,
		const char *no_proxy)
{
	struct proxy_settings *s = &host->proxies[dialler];

	s->https_proxy = https ? xstrdup(https) : NULL;
	s->http_proxy = http ? xstrdup(http) : NULL;
	s->no_proxy = no_proxy ? xstrdup(no_proxy) : NULL;
	for (size_t v = 0; v < PROXY_VARIABLES; v++)
		origin_set(&s->found_in[0][v], "/etc/some/\033file", 7);
}

static struct plan plan_of_two(void)
{
	static const struct target targets[] = {
		{ .host = ECS, .port = 443, .dialled_by = DIALLER_AGENT },
		{ .host = "logs.us-east-1.amazonaws.com",
		  .port = 443,
		  .dialled_by = DIALLER_DOCKERD },
	};
	struct plan plan = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(targets); i++)
		(void)plan_add(&plan, &targets[i]);
	return plan;
}

static void proxies_by_dialler(void **state)
{
	static const struct {
		enum dialler dialler;
		const char *https, *http, *no_proxy;
		bool set;
		const char *url; /* NULL: https goes directly */
		bool proxied;
	} rows[] = {
		{ DIALLER_AGENT, NULL, NULL, NULL, false, NULL, false },
		{ DIALLER_AGENT, "http://p:1", NULL, NULL, true, "http://p:1", true },
		{ DIALLER_AGENT, "http://p:1", "http://q:2", NULL, true, "http://p:1", true },
		/* The agent alone takes HTTP_PROXY for https too. */
		{ DIALLER_AGENT, NULL, "http://q:2", NULL, true, "http://q:2", true },
		{ DIALLER_DOCKERD, NULL, "http://q:2", NULL, true, NULL, false },
		{ DIALLER_DOCKERD, "http://p:1", "http://q:2", NULL, true, "http://p:1", true },
		/* Set to nothing is not set. */
		{ DIALLER_AGENT, "", "http://q:2", NULL, true, "http://q:2", true },
		{ DIALLER_AGENT, "", "", NULL, false, NULL, false },
		/* Without a scheme it is http. */
		{ DIALLER_AGENT, "p:1", NULL, NULL, true, "http://p:1", true },
		{ DIALLER_DOCKERD, "https://p:1", NULL, NULL, true, "https://p:1", true },
		{ DIALLER_DOCKERD, "p", NULL, NULL, true, "http://p:80", true },
		{ DIALLER_DOCKERD, "http://u:pw@[fd00::1]:1/x", NULL, NULL, true,
		  "http://[fd00::1]:1", true },
		/* What is no URL is no proxy, and the agent takes its other one. */
		{ DIALLER_DOCKERD, "\"p:1\"", "http://q:2", NULL, true, NULL, false },
		{ DIALLER_DOCKERD, "\"p:1\"", NULL, NULL, false, NULL, false },
		{ DIALLER_AGENT, "\"p:1\"", "http://q:2", NULL, true, "http://q:2", true },
		{ DIALLER_AGENT, "http://u:p%s@p:1", NULL, NULL, false, NULL, false },
		/* What cannot be one is in its way. */
		{ DIALLER_AGENT, "\"http://p:1\"", "http://q:2", NULL, true,
		  "(12 bytes that are not a proxy URL)", true },
		{ DIALLER_AGENT, "http://p:1", NULL, "amazonaws.com", true, "http://p:1", false },
		{ DIALLER_AGENT, "http://p:1", NULL, "*", true, "http://p:1", false },
		{ DIALLER_AGENT, "http://p:1", NULL, "logs.us-east-1.amazonaws.com", true,
		  "http://p:1", true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct host_facts host = { 0 };
		struct plan plan = plan_of_two();
		bool agent = rows[i].dialler == DIALLER_AGENT;
		const struct proxy *proxy = &plan.proxies[rows[i].dialler];

		set(&host, rows[i].dialler, rows[i].https, rows[i].http, rows[i].no_proxy);
		plan_proxies(&plan, &host);
		EXPECT(proxy->set == rows[i].set, "row %zu", i);
		EXPECT(!proxy->url == !rows[i].url, "row %zu: %s", i,
		       proxy->url ? proxy->url : "none");
		EXPECT(!proxy->url || strcmp(proxy->url, rows[i].url) == 0, "row %zu: %s", i,
		       proxy->url ? proxy->url : "none");
		EXPECT(strcmp(proxy->source, "/etc/some/\\x1bfile:7") == 0, "row %zu", i);
		EXPECT(plan.targets[0]->proxied == (agent && rows[i].proxied), "row %zu", i);
		EXPECT(plan.targets[1]->proxied == (!agent && rows[i].proxied), "row %zu", i);
		plan_done(&plan);
		host_facts_done(&host);
	}
	expect_all_held();
}

/* Which variable is told, and what cannot go by what is there. */
static void faults_of_values(void **state)
{
	static const struct {
		enum dialler dialler;
		const char *https, *http;
		enum go_proxy_form fault;
		const char *variable;
		bool in_vain, websocket_in_vain;
	} rows[] = {
		{ DIALLER_AGENT, "http://p:1", "http://q:2", GO_PROXY_UNSET, NULL, false, false },
		{ DIALLER_AGENT, "\"http://p:1\"", NULL, GO_PROXY_BROKEN, "HTTPS_PROXY", true,
		  true },
		{ DIALLER_AGENT, NULL, "\"http://p:1\"", GO_PROXY_BROKEN, "HTTP_PROXY", true,
		  true },
		{ DIALLER_AGENT, "\"p:1\"", "q:2", GO_PROXY_IGNORED, "HTTPS_PROXY", false, false },
		{ DIALLER_AGENT, "https://p:1", NULL, GO_PROXY_UNTRIED, "HTTPS_PROXY", false,
		  true },
		{ DIALLER_AGENT, "socks5://p:1", NULL, GO_PROXY_UNTRIED, "HTTPS_PROXY", false,
		  false },
		{ DIALLER_DOCKERD, "https://p:1", NULL, GO_PROXY_UNTRIED, "HTTPS_PROXY", false,
		  false },
		/* Not what its endpoints go by, but it is broken all the same. */
		{ DIALLER_DOCKERD, "p:1", "\"q:2\"", GO_PROXY_IGNORED, "HTTP_PROXY", false, false },
		{ DIALLER_DOCKERD, "p:1", "socks5://q:2", GO_PROXY_UNSET, NULL, false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct host_facts host = { 0 };
		struct plan plan = plan_of_two();
		const struct proxy_fault *fault = &plan.proxies[rows[i].dialler].fault;

		for (size_t t = 0; t < plan.count; t++)
			plan.targets[t]->dialled_by = rows[i].dialler;
		(void)copy_text(plan.targets[1]->service, SERVICE_BYTES, "ecs-agent");
		set(&host, rows[i].dialler, rows[i].https, rows[i].http, NULL);
		plan_proxies(&plan, &host);
		EXPECT(fault->form == rows[i].fault, "row %zu: %d", i, (int)fault->form);
		EXPECT(same(fault->variable, rows[i].variable), "row %zu", i);
		EXPECT(!fault->variable || fault->origin.line == 7, "row %zu", i);
		EXPECT(plan.targets[0]->in_vain == rows[i].in_vain, "row %zu", i);
		EXPECT(plan.targets[1]->in_vain == rows[i].websocket_in_vain, "row %zu", i);
		plan_done(&plan);
		host_facts_done(&host);
	}
	expect_all_held();
}

static struct agent_status running(const char *https, const char *http, const char *no_proxy)
{
	return (struct agent_status){ .dockerd = { SIGHT_SEEN, xstrdup(https), xstrdup(http),
						   xstrdup(no_proxy) } };
}

/* What the running dockerd has counts, and where a target has another way it is marked. */
static void proxies_of_the_running_dockerd(void **state)
{
	static const struct {
		const char *https, *no_proxy; /* of the files */
		const char *run_https, *run_no_proxy;
		const char *url, *password; /* in the end */
		enum go_proxy_form form;
		bool proxied, again;
	} rows[] = {
		{ NULL, NULL, "", "", NULL, NULL, GO_PROXY_UNSET, false, false },
		{ "http://p:1", "a", "http://p:1", "a", "http://p:1", NULL, GO_PROXY_HTTP, true,
		  false },
		/* The login of the file is that of the masked one. */
		{ "http://u:pw@p:1", NULL, "http://xxxxx:xxxxx@p:1", "", "http://p:1", "pw",
		  GO_PROXY_HTTP, true, false },
		{ NULL, NULL, "http://p:1", "", "http://p:1", NULL, GO_PROXY_HTTP, true, true },
		{ NULL, NULL, "http://xxxxx:xxxxx@p:1", "", "http://p:1", "xxxxx", GO_PROXY_UNTRIED,
		  true, true },
		{ "http://p:1", NULL, "", "", NULL, NULL, GO_PROXY_UNSET, false, true },
		{ "http://p:1", NULL, "http://p:2", "", "http://p:2", NULL, GO_PROXY_HTTP, true,
		  true },
		{ "http://p:1", NULL, "http://p:1", "*", "http://p:1", NULL, GO_PROXY_HTTP, false,
		  true },
		{ "http://p:1", "*", "http://p:1", "", "http://p:1", NULL, GO_PROXY_HTTP, true,
		  true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct host_facts host = { 0 };
		struct plan plan = plan_of_two();
		const struct proxy *proxy = &plan.proxies[DIALLER_DOCKERD];
		struct agent_status agent = running(rows[i].run_https, "", rows[i].run_no_proxy);
		bool more;

		set(&host, DIALLER_DOCKERD, rows[i].https, NULL, rows[i].no_proxy);
		set(&host, DIALLER_AGENT, "http://other:1", NULL, NULL);
		plan_proxies(&plan, &host);
		more = plan_running_proxies(&plan, &host, &agent);
		EXPECT(more == rows[i].again && plan.targets[1]->again == rows[i].again, "row %zu",
		       i);
		EXPECT(same(proxy->url, rows[i].url), "row %zu: %s", i,
		       proxy->url ? proxy->url : "-");
		EXPECT(same(proxy->password, rows[i].password), "row %zu", i);
		EXPECT(proxy->form == rows[i].form, "row %zu: %d", i, (int)proxy->form);
		EXPECT(plan.targets[1]->proxied == rows[i].proxied, "row %zu", i);
		/* The agent's is the agent's. */
		EXPECT(plan.targets[0]->proxied && !plan.targets[0]->again, "row %zu", i);
		agent_status_done(&agent);
		EXPECT(!plan_running_proxies(&plan, &host, &agent), "row %zu: unknown", i);
		plan_done(&plan);
		host_facts_done(&host);
	}
	expect_all_held();
}

/* The agent's target through what a container with this environment uses. */
static void proxies_of_the_running_agent(void **state)
{
	static const struct sort {
		enum sight unit;
		bool by_ecs_init;
		enum sight compared; /* with the files */
		const char *policy;  /* of restarts */
	} by_ecs_init = { SIGHT_SEEN, true, SIGHT_SEEN, "no" },
	  by_ecs_init_unseen = { SIGHT_UNKNOWN, false, SIGHT_SEEN, "no" },
	  by_unit = { SIGHT_SEEN, false, SIGHT_ABSENT, "no" },
	  by_unit_from_files = { SIGHT_SEEN, false, SIGHT_SEEN, "no" },
	  by_docker = { SIGHT_ABSENT, false, SIGHT_SEEN, "always" },
	  by_docker_unseen = { SIGHT_UNKNOWN, false, SIGHT_ABSENT, "always" };
	static const char file[] = "/etc/ecs/ecs.config:3";
	static const char container[] = "docker inspect ecs-agent, Config.Env";
	static const struct {
		const struct sort *sort;
		const char *key, *value; /* in the file; NULL: nothing */
		const char *environment[3];
		const char *url, *source; /* NULL: directly */
		bool covers_metadata, proxied, again;
	} rows[] = {
		/* What ecs-init made is as its files say, even those that it has not read yet. */
		{ &by_ecs_init, NULL, NULL, { "HTTP_PROXY=p:1" }, NULL, NULL, false, false, false },
		{ &by_ecs_init,
		  "HTTP_PROXY",
		  "p:1",
		  { NULL },
		  "http://p:1",
		  file,
		  false,
		  true,
		  false },
		{ &by_ecs_init_unseen,
		  NULL,
		  NULL,
		  { "HTTP_PROXY=p:1" },
		  NULL,
		  NULL,
		  false,
		  false,
		  false },
		{ &by_unit, NULL, NULL, { NULL }, NULL, NULL, false, false, false },
		{ &by_unit,
		  NULL,
		  NULL,
		  { "HTTP_PROXY=p:1" },
		  "http://p:1",
		  container,
		  false,
		  true,
		  true },
		{ &by_docker,
		  NULL,
		  NULL,
		  { "https_proxy=p:1", "HTTP_PROXY=" },
		  "http://p:1",
		  container,
		  false,
		  true,
		  true },
		{ &by_docker_unseen,
		  NULL,
		  NULL,
		  { "HTTPS_PROXY=p:1" },
		  "http://p:1",
		  container,
		  false,
		  true,
		  true },
		{ &by_unit,
		  NULL,
		  NULL,
		  { "HTTPS_PROXY=p:1", "NO_PROXY=169.254.169.254," ECS },
		  "http://p:1",
		  container,
		  true,
		  false,
		  false },
		/* Nobody passes these files to it. */
		{ &by_unit, "HTTP_PROXY", "p:1", { NULL }, NULL, NULL, false, false, true },
		{ &by_docker,
		  "HTTP_PROXY",
		  "p:1",
		  { "HTTP_PROXY=p:2" },
		  "http://p:2",
		  container,
		  false,
		  true,
		  true },
		/* What says the same comes from the file. */
		{ &by_docker,
		  "HTTP_PROXY",
		  "p:1",
		  { "HTTP_PROXY=p:1" },
		  "http://p:1",
		  file,
		  false,
		  true,
		  false },
		/* Its files count, and what somebody else adds. */
		{ &by_unit_from_files,
		  "HTTP_PROXY",
		  "p:1",
		  { "HTTP_PROXY=p:2" },
		  "http://p:1",
		  file,
		  false,
		  true,
		  false },
		{ &by_unit_from_files,
		  "NO_PROXY",
		  "169.254.169.254",
		  { "HTTP_PROXY=p:2", "NO_PROXY=a" },
		  "http://p:2",
		  container,
		  true,
		  true,
		  true },
		/* The first of two, and no other variable. */
		{ &by_unit,
		  NULL,
		  NULL,
		  { "HTTP_PROXY=p:1", "HTTP_PROXY=p:2", "HTTP_PROXY_OLD=x" },
		  "http://p:1",
		  container,
		  false,
		  true,
		  true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct host_facts host = { 0 };
		struct plan plan = plan_of_two();
		const struct proxy *proxy = &plan.proxies[DIALLER_AGENT];
		struct agent_status agent = {
			.unit = { .sight = rows[i].sort->unit,
				  .by_ecs_init = rows[i].sort->by_ecs_init },
			.container.sight = SIGHT_SEEN,
			.config.sight = rows[i].sort->compared,
		};
		struct target *late;
		bool more;

		(void)copy_text(agent.container.restart_policy,
				sizeof agent.container.restart_policy, rows[i].sort->policy);
		for (size_t n = 0; n < ARRAY_SIZE(rows[i].environment); n++)
			if (rows[i].environment[n])
				string_list_add(&agent.container.environment,
						rows[i].environment[n],
						strlen(rows[i].environment[n]));
		if (rows[i].key)
			proxies_take(&host.proxies[DIALLER_AGENT], rows[i].key, rows[i].value,
				     "/etc/ecs/ecs.config", 3);
		plan_proxies(&plan, &host);
		more = plan_running_proxies(&plan, &host, &agent);
		EXPECT(more == rows[i].again && plan.targets[0]->again == more, "row %zu", i);
		EXPECT(same(proxy->url, rows[i].url), "row %zu: %s", i,
		       proxy->url ? proxy->url : "-");
		EXPECT(!rows[i].source || strcmp(proxy->source, rows[i].source) == 0, "row %zu: %s",
		       i, proxy->source);
		EXPECT(proxy->covers_metadata == rows[i].covers_metadata, "row %zu", i);
		EXPECT(plan.targets[0]->proxied == rows[i].proxied, "row %zu", i);
		/* One that is found later goes the same way; dockerd's is dockerd's. */
		late = plan_add(&plan, plan.targets[0]);
		late->proxied = false;
		plan_proxy_of(&plan, late);
		EXPECT(late->proxied == rows[i].proxied, "row %zu", i);
		EXPECT(!plan.targets[1]->proxied && !plan.targets[1]->again, "row %zu", i);
		EXPECT(!plan_running_proxies(&plan, &host, &agent), "row %zu: twice", i);
		agent_status_done(&agent);
		plan_done(&plan);
		host_facts_done(&host);
	}
	expect_all_held();
}

static void this_host_needs_no_proxy(void **state)
{
	static const char *const hosts[] = { "localhost", "127.0.0.1", "LOCALHOST", "::1" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(hosts); i++) {
		struct host_facts host = { 0 };
		struct plan plan = plan_of_two();

		(void)copy_text(plan.targets[0]->host, HOST_BYTES, hosts[i]);
		set(&host, DIALLER_AGENT, "http://p:1", NULL, NULL);
		plan_proxies(&plan, &host);
		EXPECT(!plan.targets[0]->proxied, "%s", hosts[i]);
		plan_done(&plan);
		host_facts_done(&host);
	}
	expect_all_held();
}

static void what_no_proxy_must_hold(void **state)
{
	static const struct {
		const char *no_proxy;
		bool metadata, credentials, docker;
	} rows[] = {
		{ NULL, false, false, false },
		{ "169.254.169.254,169.254.170.2,/var/run/docker.sock", true, true, true },
		{ "169.254.169.254", true, false, false },
		{ "169.254.0.0/16", true, true, false },
		{ " /var/run/docker.sock ", false, false, true },
		{ "/var/run/docker", false, false, false },
		{ "*", true, true, true },
		{ "169.254.169.254:80, 169.254.170.2:8080", true, false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct host_facts host = { 0 };
		struct plan plan = { 0 };
		const struct proxy *proxy = &plan.proxies[DIALLER_AGENT];

		set(&host, DIALLER_AGENT, "http://p:1", NULL, rows[i].no_proxy);
		plan_proxies(&plan, &host);
		EXPECT(proxy->covers_metadata == rows[i].metadata, "row %zu", i);
		EXPECT(proxy->covers_credentials == rows[i].credentials, "row %zu", i);
		EXPECT(proxy->covers_docker == rows[i].docker, "row %zu", i);
		plan_done(&plan);
		host_facts_done(&host);
	}
	expect_all_held();
}

static void expect_shown(const char *url, const char *expected)
{
	struct host_facts host = { 0 };
	struct plan plan = { 0 };
	const char *shown = plan.proxies[DIALLER_AGENT].shown;

	set(&host, DIALLER_AGENT, url, NULL, NULL);
	plan_proxies(&plan, &host);
	EXPECT(!expected || strcmp(shown, expected) == 0, "%s: %s", url, shown);
	EXPECT(!strstr(shown, "canary") && is_printable(shown), "%s: %s", url, shown);
	plan_done(&plan);
	host_facts_done(&host);
}

static void credentials_are_never_shown(void **state)
{
	char longest[2048];

	(void)state;
	expect_shown("http://proxy:3128", "http://proxy:3128");
	expect_shown("http://canary:canary@proxy:3128", "http://proxy:3128");
	expect_shown("canary:canary@proxy:3128", "http://proxy:3128");
	expect_shown("http://canary@proxy:3128/canary?canary#canary", "http://proxy:3128");
	expect_shown("http://canary:c@nary@canary@proxy:3128", "http://proxy:3128");
	expect_shown("http://canary:canary@[fd00::1]:3128", "http://[fd00::1]:3128");
	expect_shown("http://canary:canary@proxy\033[31m:3128", NULL);
	expect_shown("http://canary:canary@", "(21 bytes that are not a proxy URL)");
	/* As it is written by mistake. */
	expect_shown("http://user:canary", "(18 bytes that are not a proxy URL)");
	expect_shown("user:canary", "(11 bytes that are not a proxy URL)");
	expect_shown("https://user:canary/", "(20 bytes that are not a proxy URL)");
	expect_shown("http://user:canary:3128", "(23 bytes that are not a proxy URL)");
	expect_shown("http://the canary", "(17 bytes that are not a proxy URL)");
	expect_shown("http://proxy:3128canary", "(23 bytes that are not a proxy URL)");
	expect_shown("http://10.0.0.80", "http://10.0.0.80");
	expect_shown("socks5://[fd00::1]:1080/", "socks5://[fd00::1]:1080");
	expect_shown("http://proxy:/", "http://proxy:");
	expect_shown("https://canary:\xc3\xa9"
		     "canary@proxy:3128",
		     "https://proxy:3128");
	expect_shown("a-scheme-of-canary-length://canary@proxy", NULL);
	memset(longest, 'x', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	memcpy(longest, "http://canary:canary@", strlen("http://canary:canary@"));
	expect_shown(longest, NULL);
	expect_all_held();
}

/* Whoever forgets to encode the password meant it to be one all the same. */
static void credentials_that_break_the_url_are_never_shown(void **state)
{
	(void)state;
	expect_shown("http://user:canary/rest@proxy:3128", NULL);
	expect_shown("http://user:canary?rest@proxy:3128", NULL);
	expect_shown("http://user:canary#rest@proxy:3128", NULL);
	expect_shown("user:canary/rest@proxy:3128", NULL);
	expect_shown("http:/user:canary@proxy:3128", NULL);
	expect_shown("user:canary://rest@proxy:3128", NULL);
	expect_all_held();
}

static const char *shown(const char *value)
{
	return value ? value : "none";
}

/* The readers: ecs.config as ecs-init reads it. */
static void proxies_of_ecs_config(void **state)
{
	static const struct {
		const char *text, *https, *http, *no_proxy;
	} rows[] = {
		{ "", NULL, NULL, NULL },
		{ "ECS_CLUSTER=a\nHTTP_PROXY=10.0.0.9:3128\nNO_PROXY=169.254.169.254\n", NULL,
		  "10.0.0.9:3128", "169.254.169.254" },
		{ "https_proxy=http://p:1\nhttp_proxy=http://q:2\nno_proxy=a,b\n", "http://p:1",
		  "http://q:2", "a,b" },
		{ "HTTP_PROXY=first\nHTTP_PROXY=last", NULL, "last", NULL },
		{ "  HTTP_PROXY=p \r\n", NULL, "p", NULL },
		/* No quotes, no export, no comments. */
		{ "HTTP_PROXY=\"p\"\n", NULL, "\"p\"", NULL },
		{ "export HTTP_PROXY=p\n#HTTPS_PROXY=p\n", NULL, NULL, NULL },
		{ "HTTP_PROXY\nHTTP_PROXY=\n", NULL, "", NULL },
		{ "HTTP_PROXY=http://u:a=b@p:1\n", NULL, "http://u:a=b@p:1", NULL },
		{ "XHTTP_PROXY=p\nHTTP_PROXYX=p\n", NULL, NULL, NULL },
		{ "HTTP_PROXY =p\n", NULL, NULL, NULL },
		/* As Go has it: the upper-case one, when it says anything. */
		{ "HTTPS_PROXY=upper\nhttps_proxy=lower\n", "upper", NULL, NULL },
		{ "https_proxy=lower\nHTTPS_PROXY=upper\n", "upper", NULL, NULL },
		{ "HTTPS_PROXY=\nhttps_proxy=lower\n", "lower", NULL, NULL },
		{ "https_proxy=lower\nHTTPS_PROXY=\n", "lower", NULL, NULL },
		{ "HTTPS_PROXY=upper\nhttps_proxy=lower\nHTTPS_PROXY=\n", "lower", NULL, NULL },
		{ "HTTPS_PROXY=upper\nhttps_proxy=lower\nHTTPS_PROXY=last\n", "last", NULL, NULL },
		{ "NO_PROXY=upper\nno_proxy=lower\nhttp_proxy=p\n", NULL, "p", "upper" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct proxy_settings all[DIALLER_COUNT] = { 0 };
		struct proxy_settings *s = &all[DIALLER_AGENT];
		char *text = xstrdup(rows[i].text);

		proxies_take_ecs_config(s, text, strlen(text), "/etc/ecs/ecs.config");
		EXPECT(same(s->https_proxy, rows[i].https), "row %zu: %s", i,
		       shown(s->https_proxy));
		EXPECT(same(s->http_proxy, rows[i].http), "row %zu: %s", i, shown(s->http_proxy));
		EXPECT(same(s->no_proxy, rows[i].no_proxy), "row %zu: %s", i, shown(s->no_proxy));
		EXPECT(!s->found_in[s->counts[0]][0].line == !rows[i].https, "row %zu: %u", i,
		       s->found_in[s->counts[0]][0].line);
		free(text);
		proxies_wipe(all);
	}
	expect_all_held();
}

static void read_unit(struct proxy_settings *settings, char *text, const char *path)
{
	struct host_reader reader;
	struct file_source files;
	struct unit_files unit;

	host_reader_open(&reader, "", NULL);
	files = host_files(&reader);
	unit_files_read_text(&unit, &files, text, path);
	proxies_take_environment(settings, &unit);
	unit_files_done(&unit);
	host_reader_close(&reader);
}

/* systemd.exec(5): words with quotes, the last assignment counts. */
static void proxies_of_units(void **state)
{
	static const struct {
		const char *text, *https, *no_proxy;
	} rows[] = {
		{ "[Service]\nEnvironment=HTTPS_PROXY=http://p:1\n", "http://p:1", NULL },
		{ "Environment=\"HTTPS_PROXY=http://p:1\"\n", "http://p:1", NULL },
		{ "Environment='HTTPS_PROXY=http://p:1'\n", "http://p:1", NULL },
		{ "Environment=\"HTTPS_PROXY=http://p:1\" 'NO_PROXY=a,b c' X=y\n", "http://p:1",
		  "a,b c" },
		{ "Environment=X=y HTTPS_PROXY=http://p:1\tNO_PROXY=a\n", "http://p:1", "a" },
		{ "Environment=HTTPS_PROXY=http://p:1\nEnvironment=HTTPS_PROXY=http://q:2\n",
		  "http://q:2", NULL },
		{ "Environment=https_proxy=http://p:1\n", "http://p:1", NULL },
		{ "# Environment=HTTPS_PROXY=http://p:1\n;Environment=HTTPS_PROXY=x\n", NULL,
		  NULL },
		{ "EnvironmentX=HTTPS_PROXY=http://p:1\nPassEnvironment=HTTPS_PROXY\n", NULL,
		  NULL },
		{ "Environment=\"HTTPS_PROXY=http://p:1\n", "http://p:1", NULL },
		{ "Environment=\n", NULL, NULL },
		{ "  Environment=HTTPS_PROXY=http://p:1  \n", "http://p:1", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct proxy_settings all[DIALLER_COUNT] = { 0 };
		struct proxy_settings *s = &all[DIALLER_DOCKERD];
		char *text = xasprintf("[Service]\n%s", rows[i].text);

		read_unit(s, text, "/etc/systemd/system/docker.service.d/proxy.conf");
		EXPECT(same(s->https_proxy, rows[i].https), "row %zu: %s", i,
		       shown(s->https_proxy));
		EXPECT(same(s->no_proxy, rows[i].no_proxy), "row %zu: %s", i, shown(s->no_proxy));
		free(text);
		proxies_wipe(all);
		assert_null(s->https_proxy);
	}
	expect_all_held();
}

/* What systemd reads beyond plain words. */
static void units_as_systemd_reads_them(void **state)
{
	static const struct {
		const char *what, *text, *https;
	} rows[] = {
		{ "an empty assignment takes back what was before",
		  "Environment=HTTPS_PROXY=http://p:1\nEnvironment=\n", NULL },
		{ "a line goes on behind a backslash",
		  "Environment=\"X=y\" \\\n  \"HTTPS_PROXY=http://p:1\"\n", "http://p:1" },
		{ "quotes may begin inside a word", "Environment=HTTPS_PROXY=\"http://p:1\"\n",
		  "http://p:1" },
		{ "blanks around the equals sign of a setting",
		  "Environment = HTTPS_PROXY=http://p:1\n", "http://p:1" },
		{ "... over a comment",
		  "Environment=\"X=y\" \\\n# a comment\n  \"HTTPS_PROXY=http://p:1\"\n",
		  "http://p:1" },
		{ "... over two, which may end in a backslash",
		  "Environment=\"X=y\" \\\n  ; HTTPS_PROXY=http://q:2 \\\n# and \\\n"
		  "HTTPS_PROXY=http://p:1\n",
		  "http://p:1" },
		{ "a comment that ends in a backslash does not go on",
		  "# a comment \\\nEnvironment=HTTPS_PROXY=http://p:1\n", "http://p:1" },
		{ "... at the text's very beginning and end",
		  "#\nEnvironment=HTTPS_PROXY=http://p:1\n#\\", "http://p:1" },
		{ "a comment is none behind a setting", "Environment=HTTPS_PROXY=http://p:1#x\n",
		  "http://p:1#x" },
		{ "a comment between two settings joins nothing",
		  "Environment=X=y\n# \nHTTPS_PROXY=http://p:1\n", NULL },
		{ "upper case counts, in front",
		  "Environment=HTTPS_PROXY=http://p:1 https_proxy=q\n", "http://p:1" },
		{ "upper case counts, behind", "Environment=https_proxy=q HTTPS_PROXY=http://p:1\n",
		  "http://p:1" },
		{ "upper case that says nothing does not",
		  "Environment=https_proxy=http://p:1 HTTPS_PROXY=\n", "http://p:1" },
		{ "what was taken back makes room for lower case",
		  "Environment=HTTPS_PROXY=q\nEnvironment=\nEnvironment=https_proxy=http://p:1\n",
		  "http://p:1" },
		{ "a backslash behind a backslash joins nothing",
		  "Environment=X=y\\\\\nEnvironment=HTTPS_PROXY=http://p:1\n", "http://p:1" },
		{ "another section's", "[Unit]\nEnvironment=HTTPS_PROXY=http://p:1\n", NULL },
		{ "%% is one percent sign", "Environment=HTTPS_PROXY=http://u:a%%40b@p:1\n",
		  "http://u:a%40b@p:1" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct proxy_settings all[DIALLER_COUNT] = { 0 };
		const struct proxy_settings *s = &all[DIALLER_DOCKERD];
		char *text = xasprintf("[Service]\n%s", rows[i].text);
		const char *found;

		read_unit(&all[DIALLER_DOCKERD], text, "a.conf");
		found = s->https_proxy && *s->https_proxy ? s->https_proxy : NULL;
		EXPECT(same(found, rows[i].https), "'%s': %s", rows[i].what, shown(found));
		free(text);
		proxies_wipe(all);
	}
	expect_all_held();
}

static void proxies_of_environment_files(void **state)
{
	static const char content[] = "# a comment\n; another\nX=y\nHTTPS_PROXY=\"http://p:1\"\n"
				      "no_proxy='a,b'\nHTTP_PROXY=q\n";
	char *dir = scratch_open();
	char *path = xasprintf("%s/environment", dir);

	(void)state;
	write_text(path, content);
	for (int optional = 0; optional < 2; optional++) {
		struct proxy_settings all[DIALLER_COUNT] = { 0 };
		struct proxy_settings *s = &all[DIALLER_ECS_INIT];
		char *text =
			xasprintf("[Service]\nEnvironmentFile=%s%s\n", optional ? "-" : "", path);

		read_unit(s, text, "ecs.service");
		assert_non_null(s->https_proxy);
		assert_string_equal(s->https_proxy, "http://p:1");
		assert_string_equal(s->no_proxy, "a,b");
		assert_string_equal(s->http_proxy, "q");
		/* Named is the file to correct. */
		assert_string_equal(s->found_in[s->counts[0]][0].place, path);
		free(text);
		proxies_wipe(all);
		text = xasprintf("[Service]\nEnvironmentFile=%s/"
				 "missing\nEnvironmentFile=-\nEnvironmentFile %s\n",
				 dir, path);
		read_unit(s, text, "ecs.service");
		assert_null(s->https_proxy);
		free(text);
	}
	free(path);
	scratch_close(dir);
}

/* Beyond KEY=VALUE, as systemd reads them. */
static void values_of_environment_files(void **state)
{
	static const struct {
		const char *what, *text, *https, *no_proxy;
	} rows[] = {
		{ "blanks around the equals sign", " HTTPS_PROXY = http://p:1 \t\r\n", "http://p:1",
		  NULL },
		{ "a line that goes on", "NO_PROXY=a,\\\nb,\\\nc\nHTTPS_PROXY=p\n", "p", "a,b,c" },
		{ "... in double quotes", "NO_PROXY=\"a,\\\nb\"\nHTTPS_PROXY=p", "p", "a,b" },
		{ "... and not in single ones", "NO_PROXY='a,\\\nb'", NULL, "a,\\\nb" },
		{ "quotes over two lines hold no setting", "X='\nHTTPS_PROXY=p\n'\nNO_PROXY=a\n",
		  NULL, "a" },
		{ "quotes in a row", "NO_PROXY='a,'\"b,\" c\n", NULL, "a,b,c" },
		{ "quotes behind something else stay", "NO_PROXY=a'b' \n", NULL, "a'b'" },
		{ "blanks in quotes stay", "NO_PROXY=' a ' \n", NULL, " a " },
		{ "... and one behind a backslash", "NO_PROXY=a\\  \n", NULL, "a " },
		{ "backslashes", "NO_PROXY=a\\b\nHTTPS_PROXY=\"\\$a\\b\\\"\"\n", "$a\\b\"", "ab" },
		{ "nothing", "HTTPS_PROXY=\nNO_PROXY=''\n", "", "" },
		{ "no setting", "NO_PROXY\n# NO_PROXY=b\n;\nexport NO_PROXY=c\n=d\n\n", NULL,
		  NULL },
		{ "an end in the middle", "NO_PROXY='a", NULL, "a" },
		{ "... behind a backslash", "NO_PROXY=a\\", NULL, "a" },
		{ "... and behind one in quotes", "NO_PROXY=\"a\\", NULL, "a" },
	};
	char *dir = scratch_open();
	char *path = xasprintf("%s/environment", dir);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct proxy_settings all[DIALLER_COUNT] = { 0 };
		const struct proxy_settings *s = &all[DIALLER_DOCKERD];
		char *text = xasprintf("[Service]\nEnvironmentFile=%s\n", path);

		write_text(path, rows[i].text);
		read_unit(&all[DIALLER_DOCKERD], text, "docker.service");
		EXPECT(same(s->https_proxy, rows[i].https), "'%s': %s", rows[i].what,
		       shown(s->https_proxy));
		EXPECT(same(s->no_proxy, rows[i].no_proxy), "'%s': %s", rows[i].what,
		       shown(s->no_proxy));
		free(text);
		proxies_wipe(all);
	}
	free(path);
	scratch_close(dir);
	expect_all_held();
}

/* systemd.exec(5): settings of files override those of Environment=, in whatever
 * order they stand; each is taken back alone. */
static void files_beat_assignments(void **state)
{
	static const struct {
		const char *what, *text, *https;
	} rows[] = {
		{ "the file behind", "Environment=HTTPS_PROXY=unit\nEnvironmentFile=@\n", "file" },
		{ "the file in front", "EnvironmentFile=@\nEnvironment=HTTPS_PROXY=unit\n",
		  "file" },
		{ "taking back the assignments leaves the file",
		  "EnvironmentFile=@\nEnvironment=HTTPS_PROXY=unit\nEnvironment=\n", "file" },
		{ "taking back the file leaves the assignments",
		  "EnvironmentFile=@\nEnvironment=HTTPS_PROXY=unit\nEnvironmentFile=\n", "unit" },
		{ "both taken back",
		  "EnvironmentFile=@\nEnvironment=HTTPS_PROXY=unit\nEnvironmentFile=\n"
		  "Environment=\n",
		  NULL },
		{ "a file that is missing beats nothing",
		  "Environment=HTTPS_PROXY=unit\nEnvironmentFile=-@.missing\n", "unit" },
		{ "what the file does not set stays",
		  "Environment=HTTP_PROXY=unit HTTPS_PROXY=unit\nEnvironmentFile=@\n", "file" },
		{ "the other spelling is another variable: upper case in the unit counts",
		  "Environment=HTTPS_PROXY=unit\nEnvironmentFile=@.lower\n", "unit" },
		{ "... and in the file", "Environment=https_proxy=unit\nEnvironmentFile=@\n",
		  "file" },
		{ "... and lower case in both",
		  "Environment=https_proxy=unit\nEnvironmentFile=@.lower\n", "lower" },
	};
	char *dir = scratch_open();
	char *path = xasprintf("%s/environment", dir);
	char *lower = xasprintf("%s.lower", path);

	(void)state;
	write_text(path, "HTTPS_PROXY=file\n");
	write_text(lower, "https_proxy=lower\n");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct proxy_settings all[DIALLER_COUNT] = { 0 };
		const struct proxy_settings *s = &all[DIALLER_DOCKERD];
		const char *at = strchr(rows[i].text, '@');
		char *text = xasprintf("[Service]\n%.*s%s%s", (int)(at - rows[i].text),
				       rows[i].text, path, at + 1);

		read_unit(&all[DIALLER_DOCKERD], text, "a.conf");
		EXPECT(same(s->https_proxy, rows[i].https), "'%s': %s", rows[i].what,
		       shown(s->https_proxy));
		EXPECT(same(s->http_proxy, strstr(rows[i].text, "HTTP_PROXY") ? "unit" : NULL),
		       "'%s': %s", rows[i].what, shown(s->http_proxy));
		free(text);
		proxies_wipe(all);
	}
	free(path);
	free(lower);
	scratch_close(dir);
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(proxies_by_dialler),
		cmocka_unit_test(faults_of_values),
		cmocka_unit_test(proxies_of_the_running_dockerd),
		cmocka_unit_test(proxies_of_the_running_agent),
		cmocka_unit_test(this_host_needs_no_proxy),
		cmocka_unit_test(what_no_proxy_must_hold),
		cmocka_unit_test(credentials_are_never_shown),
		cmocka_unit_test(credentials_that_break_the_url_are_never_shown),
		cmocka_unit_test(proxies_of_ecs_config),
		cmocka_unit_test(proxies_of_units),
		cmocka_unit_test(units_as_systemd_reads_them),
		cmocka_unit_test(proxies_of_environment_files),
		cmocka_unit_test(values_of_environment_files),
		cmocka_unit_test(files_beat_assignments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
