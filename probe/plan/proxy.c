/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <strings.h>

#include "ecsprobe/agent_status.h"
#include "ecsprobe/catalog.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/go_proxy.h"
#include "ecsprobe/no_proxy.h"
#include "ecsprobe/plan.h"
#include "ecsprobe/ports.h"

/* The variables of one dialler, in the order in which they are asked for https. */
struct reading {
	const struct proxy_settings *settings; /* borrowed */
	bool by_agent;
	bool by_docker;                       /* shown by docker, which masks logins */
	struct go_proxy of[PROXY_EXCEPTIONS]; /* https, http */
};

static const char *value_of(const struct proxy_settings *settings, size_t variable)
{
	const char *value = variable == PROXY_OF_HTTPS ? settings->https_proxy
						       : settings->http_proxy;

	return value ? value : "";
}

static bool names_a_proxy(const struct go_proxy *go)
{
	return go->form != GO_PROXY_UNSET && go->form != GO_PROXY_IGNORED;
}

static const char *variable_of(const struct proxy_settings *settings, size_t variable,
			       struct origin *origin)
{
	unsigned spelling = settings->counts[variable];

	*origin = settings->found_in[spelling][variable];
	return proxy_keys[spelling][variable];
}

/* One that another variable stands in for is told as well: somebody meant it. */
static void note_fault(struct proxy *proxy, const struct reading *reading, size_t variable,
		       bool counts)
{
	const struct go_proxy *go = &reading->of[variable];
	const char *value = value_of(reading->settings, variable);
	struct proxy_fault *fault = &proxy->fault;

	if (fault->form != GO_PROXY_UNSET || go->form == GO_PROXY_UNSET ||
	    go->form == GO_PROXY_HTTP || (go->form == GO_PROXY_UNTRIED && !counts))
		return;
	fault->form = go->form;
	fault->variable = variable_of(reading->settings, variable, &fault->origin);
	if (reading->by_docker && go_proxy_is_masked(go))
		fault->words = "and docker does not show its login";
	else if (go->form != GO_PROXY_UNTRIED)
		fault->words = go_proxy_fault(value);
	(void)escape_proxy(fault->shown, sizeof fault->shown, value);
}

/* The https variable, and for the agent, where that names none, the other one. */
static size_t find_counting(const struct reading *reading)
{
	if (reading->by_agent && !names_a_proxy(&reading->of[PROXY_OF_HTTPS]) &&
	    names_a_proxy(&reading->of[PROXY_OF_HTTP]))
		return PROXY_OF_HTTP;
	return PROXY_OF_HTTPS;
}

static char *write_url(const struct go_proxy *go)
{
	const char *open = strchr(go->host, ':') ? "[" : "";

	return xasprintf("%s://%s%s%s:%u", go->scheme, open, go->host, *open ? "]" : "", go->port);
}

static void take_proxy(struct proxy *proxy, struct go_proxy *go, const char *value)
{
	struct ip ip;

	proxy->form = go->form;
	(void)escape_proxy(proxy->shown, sizeof proxy->shown, value);
	if (go->form == GO_PROXY_BROKEN) {
		proxy->url = xstrdup(proxy->shown);
		return;
	}
	proxy->scheme = go->scheme;
	proxy->url = write_url(go);
	proxy->user = go->user;
	proxy->password = go->password;
	go->user = go->password = NULL;
	/* An address needs nobody to resolve it. */
	if (!ip_parse(go->host, &ip))
		(void)copy_text(proxy->name, sizeof proxy->name, go->host);
}

/* Without the login it would be refused. */
static void read_value(struct reading *reading, size_t variable)
{
	struct go_proxy *go = &reading->of[variable];

	go_proxy_read(go, value_of(reading->settings, variable), reading->by_agent);
	if (reading->by_docker && go->form == GO_PROXY_HTTP && go_proxy_is_masked(go))
		go->form = GO_PROXY_UNTRIED;
}

static void choose_proxy(struct proxy *proxy, const struct proxy_settings *settings,
			 enum dialler dialler, bool by_docker)
{
	struct reading reading = { .settings = settings,
				   .by_agent = dialler == DIALLER_AGENT,
				   .by_docker = by_docker };
	struct go_proxy *go;
	size_t counts;

	for (size_t i = 0; i < ARRAY_SIZE(reading.of); i++)
		read_value(&reading, i);
	counts = find_counting(&reading);
	go = &reading.of[counts];
	proxy->plain = names_a_proxy(&reading.of[PROXY_OF_HTTP]);
	proxy->set = proxy->plain || names_a_proxy(&reading.of[PROXY_OF_HTTPS]);
	for (size_t i = 0; i < ARRAY_SIZE(reading.of); i++)
		note_fault(proxy, &reading, i, i == counts);
	proxy->variable =
		variable_of(settings, names_a_proxy(go) ? counts : PROXY_OF_HTTP, &proxy->origin);
	origin_format(&proxy->origin, proxy->source);
	proxy->exceptions = settings->no_proxy ? xstrdup(settings->no_proxy) : NULL;
	proxy->covers_metadata = no_proxy_covers(settings->no_proxy, "169.254.169.254", HTTP_PORT);
	proxy->covers_credentials = no_proxy_covers(settings->no_proxy, "169.254.170.2", HTTP_PORT);
	/* No host: the entry is compared as it stands. */
	proxy->covers_docker = no_proxy_lists(settings->no_proxy, "/var/run/docker.sock");
	if (names_a_proxy(go))
		take_proxy(proxy, go, value_of(settings, counts));
	for (size_t i = 0; i < ARRAY_SIZE(reading.of); i++)
		go_proxy_done(&reading.of[i]);
}

/* The websockets of the agent, whose library speaks to http and socks5 proxies alone:
 * proxy_FromURL() of github.com/gorilla/websocket. */
static bool is_websocket(const struct target *target)
{
	return strcmp(target->service, SERVICE_ECS_AGENT) == 0 ||
	       strcmp(target->service, SERVICE_ECS_TELEMETRY) == 0;
}

static bool is_in_vain(const struct proxy *proxy, const struct target *target)
{
	if (proxy->form == GO_PROXY_BROKEN)
		return true;
	return target->dialled_by == DIALLER_AGENT && is_websocket(target) && proxy->scheme &&
	       strcmp(proxy->scheme, "https") == 0;
}

/* Go goes to this host itself without any proxy. */
static bool is_this_host(const char *host)
{
	struct ip ip;

	if (!ip_parse(host, &ip))
		return strcasecmp(host, "localhost") == 0;
	return ip.family == IP_V4 ? ip.bytes[0] == 127
				  : ip_equal(&ip, &(struct ip){ IP_V6, { [15] = 1 } });
}

void plan_proxy_of(const struct plan *plan, struct target *t)
{
	const struct proxy *proxy = &plan->proxies[t->dialled_by];

	t->proxied = proxy->url && !is_this_host(t->host) &&
		     !no_proxy_covers(proxy->exceptions, t->host, t->port);
	t->in_vain = t->proxied && is_in_vain(proxy, t);
}

void plan_proxies(struct plan *plan, const struct host_facts *host)
{
	for (int i = 0; i < DIALLER_COUNT; i++)
		choose_proxy(&plan->proxies[i], &host->proxies[i], (enum dialler)i, false);
	for (size_t i = 0; i < plan->count; i++)
		plan_proxy_of(plan, plan->targets[i]);
}

void proxy_done(struct proxy *proxy)
{
	text_wipe(proxy->user);
	text_wipe(proxy->password);
	free(proxy->user);
	free(proxy->password);
	free(proxy->url);
	free(proxy->exceptions);
	*proxy = (struct proxy){ .set = false };
}

/* --- what the running ones have ------------------------------------------------------ */

static bool is_same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

/* What is put there is borrowed. */
static char **field_of(struct proxy_settings *settings, size_t variable)
{
	char **fields[PROXY_VARIABLES] = { &settings->https_proxy, &settings->http_proxy,
					   &settings->no_proxy };

	return fields[variable];
}

/* The files' values where they are the same, as docker masks logins. */
static bool merge_dockerd(struct proxy_settings *merged, const struct agent_status *agent)
{
	const struct dockerd_status *running = &agent->dockerd;
	const char *const values[PROXY_VARIABLES] = { running->https_proxy, running->http_proxy,
						      running->no_proxy };
	bool differs = false;

	for (size_t v = 0; running->sight == SIGHT_SEEN && v < PROXY_VARIABLES; v++) {
		char **field = field_of(merged, v);

		if (v == PROXY_EXCEPTIONS ? is_same_text(*field, values[v])
					  : go_proxy_same(*field, values[v]))
			continue;
		*field = (char *)values[v];
		merged->counts[v] = 0;
		origin_set(&merged->found_in[0][v], "docker info", 0);
		differs = true;
	}
	return differs;
}

/* Docker's client adds the proxies of its own config.json to what docker run passes. */
static void take_variable(struct proxy_settings *merged, const struct agent_status *agent,
			  size_t variable)
{
	const char *spelled[PROXY_SPELLINGS];
	unsigned counts;

	for (size_t s = 0; s < PROXY_SPELLINGS; s++) {
		spelled[s] = merged->spelled[s][variable];
		/* Whoever recreates it from the files passes what they say now. */
		if (spelled[s] && !agent_keeps_environment(agent))
			continue;
		spelled[s] =
			environment_value(&agent->container.environment, proxy_keys[s][variable]);
		origin_set(&merged->found_in[s][variable], "docker inspect ecs-agent, Config.Env",
			   0);
	}
	counts = go_proxy_spelling(spelled[0], spelled[1]);
	merged->counts[variable] = (unsigned char)counts;
	*field_of(merged, variable) = (char *)spelled[counts];
}

/* The environment of a container that ecs-init made is that of the files. */
static bool merge_agent(struct proxy_settings *merged, const struct agent_status *agent)
{
	bool differs = false;

	if (!agent_has_container(agent) || agent_is_made_by_ecs_init(agent))
		return false;
	for (size_t v = 0; v < PROXY_VARIABLES; v++) {
		struct proxy_settings before = *merged;

		take_variable(merged, agent, v);
		if (is_same_text(*field_of(&before, v), *field_of(merged, v)))
			*merged = before;
		else
			differs = true;
	}
	return differs;
}

/* A proxy's URL that was there before is another one now, or none. */
static bool has_other_way(const struct target *t, const struct target *before, bool other_proxy)
{
	return t->proxied != before->proxied || t->in_vain != before->in_vain ||
	       (t->proxied && other_proxy);
}

static bool is_same_proxy(const struct proxy *a, const struct proxy *b)
{
	return is_same_text(a->url, b->url) && a->form == b->form &&
	       is_same_text(a->user, b->user) && is_same_text(a->password, b->password);
}

static bool take_running(struct plan *plan, enum dialler dialler,
			 const struct proxy_settings *merged)
{
	struct proxy *proxy = &plan->proxies[dialler];
	struct proxy before = *proxy;
	bool more = false;
	bool other_proxy;

	*proxy = (struct proxy){ .set = false };
	choose_proxy(proxy, merged, dialler, dialler == DIALLER_DOCKERD);
	other_proxy = !is_same_proxy(proxy, &before);
	proxy_done(&before);
	for (size_t i = 0; i < plan->count; i++) {
		struct target *t = plan->targets[i];
		const struct target old = *t;

		if (t->dialled_by != dialler)
			continue;
		plan_proxy_of(plan, t);
		t->again = has_other_way(t, &old, other_proxy);
		more |= t->again;
	}
	return more;
}

bool plan_running_proxies(struct plan *plan, const struct host_facts *host,
			  const struct agent_status *agent)
{
	static const struct {
		enum dialler dialler;
		/* Whether the running one differs from its files, of which merged is a copy. */
		bool (*merge)(struct proxy_settings *merged, const struct agent_status *agent);
	} rows[] = { { DIALLER_DOCKERD, merge_dockerd }, { DIALLER_AGENT, merge_agent } };
	bool more = false;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct proxy_settings merged = host->proxies[rows[i].dialler];

		if (rows[i].merge(&merged, agent))
			more |= take_running(plan, rows[i].dialler, &merged);
	}
	return more;
}
