/* SPDX-License-Identifier: Apache-2.0 */
#include "proxy_rules.h"

#include <stdio.h>
#include <string.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/text.h"
#include "findings.h"

static const struct {
	enum code code;
	const char *seen;
} rows[] = {
	{ CODE_PROXY_UNREACHABLE, "cannot be reached" },
	{ CODE_PROXY_AUTH, "requires other credentials" },
};

static bool is_told_here(const struct endpoint_verdict *e, int dialler, enum code code)
{
	return e->target->proxied && (int)e->target->dialled_by == dialler && e->code == code &&
	       e->address_count;
}

/* A proxy fails in the same way for all endpoints behind it: reported once, with the severity of
 * the worst of them. */
static void judge_reach(struct report *report, int dialler)
{
	const struct proxy *proxy = &report->plan->proxies[dialler];

	for (size_t r = 0; r < ARRAY_SIZE(rows); r++) {
		const struct endpoint_verdict *first = NULL;
		enum severity severity = SEVERITY_WARN;

		for (size_t i = 0; i < report->endpoint_count; i++) {
			const struct endpoint_verdict *e = &report->endpoints[i];

			if (!is_told_here(e, dialler, rows[r].code))
				continue;
			first = first ? first : e;
			if (e->target->required && !target_is_inferred(e->target))
				severity = SEVERITY_FAIL;
		}
		if (first)
			finding_add(report, rows[r].code, severity,
				    dialler_name((enum dialler)dialler),
				    xasprintf("the proxy %s (from %s) %s: %s", proxy->shown,
					      proxy->source, rows[r].seen,
					      first->addresses[0].outcome->detail),
				    NULL);
	}
}

static const char hint_untried[] =
	"Test it by hand (curl --proxy), or use an http:// proxy, through which ecsprobe checks every endpoint.";

static const char hint_websocket[] =
	"Use an http:// or socks5:// proxy: the agent's websockets support no other ('proxy: unknown scheme: https' in its log).";

/* The worst severity among the endpoints that use it. */
static enum severity harm_of_fault(const struct report *report, int dialler)
{
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct target *target = report->endpoints[i].target;

		if ((int)target->dialled_by == dialler && target->in_vain && target->required &&
		    !target_is_inferred(target))
			return SEVERITY_FAIL;
	}
	return SEVERITY_WARN;
}

static bool refuses_websockets(const struct proxy *proxy, int dialler)
{
	return dialler == DIALLER_AGENT && proxy->scheme && strcmp(proxy->scheme, "https") == 0;
}

/* How that program treats the value. */
static char *tell_use(const struct proxy *proxy, int dialler)
{
	const char *who = dialler_name((enum dialler)dialler);

	if (proxy->fault.form == GO_PROXY_BROKEN)
		return xasprintf(
			"%s (in Go) treats it as a proxy that does not exist, and connections through it fail",
			who);
	if (proxy->fault.form == GO_PROXY_IGNORED)
		return proxy->url ? xasprintf("%s (in Go) ignores it and uses %s", who,
					      proxy->variable)
				  : xasprintf("%s (in Go) ignores it and connects directly", who);
	if (refuses_websockets(proxy, dialler))
		return xstrdup(
			"the agent's API calls can use it, but are not checked here; its websockets cannot use it");
	return xasprintf("%s (in Go) can use it, but ecsprobe does not check what is behind it",
			 who);
}

/* A variable with a value that is not an http proxy. */
static void judge_fault(struct report *report, int dialler)
{
	const struct proxy *proxy = &report->plan->proxies[dialler];
	const struct proxy_fault *fault = &proxy->fault;
	bool untried = fault->form == GO_PROXY_UNTRIED;
	CLEANUP(cleanup_free) char *use = NULL;
	char origin[ORIGIN_TEXT_BYTES];

	if (fault->form == GO_PROXY_UNSET)
		return;
	use = tell_use(proxy, dialler);
	origin_format(&fault->origin, origin);
	finding_add(report, CODE_PROXY_UNSUPPORTED, harm_of_fault(report, dialler),
		    dialler_name((enum dialler)dialler),
		    untried ? xasprintf("%s of %s names the proxy %s%s%s: %s", fault->variable,
					origin, fault->shown, fault->words ? ", " : "",
					fault->words ? fault->words : "", use)
			    : xasprintf("%s of %s, %s, %s: %s", fault->variable, origin,
					fault->shown, fault->words, use),
		    !untried                             ? NULL
		    : refuses_websockets(proxy, dialler) ? hint_websocket
							 : hint_untried);
}

static const char hint_no_proxy_dockerd[] =
	"Add them to dockerd's NO_PROXY, drain the instance, and restart docker. Its awslogs driver asks 169.254.170.2 for a task's credentials, and 169.254.169.254 for the instance's; if a proxy gets these requests, the container does not start.";

/* dockerd runs the driver that asks, for the tasks that log through it. */
static enum severity harm_to_awslogs(const struct workload *workload)
{
	if (!workload)
		return SEVERITY_WARN;
	if (workload_uses(workload, USE_AWSLOGS))
		return SEVERITY_FAIL;
	return workload_is_complete(workload) ? SEVERITY_NOTE : SEVERITY_WARN;
}

/* Which dialler must reach which address without a proxy. */
static const struct need {
	enum dialler dialler;
	const char *names[3]; /* of what proxy.covers_* is about, in that order; NULL: not needed */
	const char *hint;     /* NULL: what --explain says */
} needs[] = {
	{ DIALLER_AGENT, { "169.254.169.254", "169.254.170.2", "/var/run/docker.sock" }, NULL },
	{ DIALLER_ECS_INIT, { "169.254.169.254", NULL, "/var/run/docker.sock" }, NULL },
	{ DIALLER_DOCKERD, { "169.254.169.254", "169.254.170.2", NULL }, hint_no_proxy_dockerd },
};

static void judge_need(struct report *report, const struct need *need)
{
	const struct proxy *proxy = &report->plan->proxies[need->dialler];
	const bool covered[] = { proxy->covers_metadata, proxy->covers_credentials,
				 proxy->covers_docker };
	CLEANUP(text_done) struct text missing = { 0 };

	/* All of these are asked by plain http. */
	if (!proxy->plain)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(covered); i++)
		if (need->names[i] && !covered[i])
			text_join(&missing, ", ", "%s", need->names[i]);
	if (missing.len)
		finding_add(report, CODE_NO_PROXY_INCOMPLETE,
			    need->dialler == DIALLER_DOCKERD ? harm_to_awslogs(report->workload)
							     : SEVERITY_WARN,
			    dialler_name(need->dialler),
			    xasprintf("%s sets a proxy, but NO_PROXY lacks %s", proxy->source,
				      text_of(&missing)),
			    need->hint);
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static const char *separator(const struct text *text)
{
	return text->bytes ? "; " : "";
}

static void append_place(struct text *text, const struct proxy_settings *files,
			 enum proxy_variable v)
{
	char place[ORIGIN_TEXT_BYTES];

	origin_format(&files->found_in[files->counts[v]][v], place);
	text_append(text, "%s", place);
}

/* "HTTPS_PROXY is X, and FILE:LINE sets Y" */
static void append_proxy(struct text *text, const struct proxy_settings *files,
			 enum proxy_variable v, const char *value, const char *running)
{
	char shown[HOST_BYTES];

	if (go_proxy_same(value, running))
		return;
	(void)escape_proxy(shown, sizeof shown, running);
	text_append(text, "%s%s is %s, and ", separator(text), proxy_keys[0][v],
		    *running ? shown : "not set");
	if (!*value) {
		text_append(text, "its files set none");
		return;
	}
	(void)escape_proxy(shown, sizeof shown, value);
	append_place(text, files, v);
	text_append(text, " sets %s", shown);
}

/* The lists may be long. */
static void append_exceptions(struct text *text, const struct proxy_settings *files,
			      const char *running)
{
	if (strcmp(or_empty(files->no_proxy), running) == 0)
		return;
	text_append(text, "%sNO_PROXY differs from what ", separator(text));
	if (*or_empty(files->no_proxy))
		append_place(text, files, PROXY_EXCEPTIONS);
	else
		text_append(text, "any of its files");
	text_append(text, " sets");
}

static void judge_running(struct report *report)
{
	const struct proxy_settings *files = &report->facts->host.proxies[DIALLER_DOCKERD];
	const struct dockerd_status *dockerd;
	struct text text = { 0 };

	/* A file that cannot be read may hide a setting. */
	if (!report->agent || report->agent->dockerd.sight != SIGHT_SEEN ||
	    report->facts->host.docker_dns.unknown)
		return;
	dockerd = &report->agent->dockerd;
	append_proxy(&text, files, PROXY_OF_HTTPS, or_empty(files->https_proxy),
		     dockerd->https_proxy);
	append_proxy(&text, files, PROXY_OF_HTTP, or_empty(files->http_proxy), dockerd->http_proxy);
	/* Exceptions without a proxy say nothing. */
	if (*dockerd->https_proxy || *dockerd->http_proxy)
		append_exceptions(&text, files, dockerd->no_proxy);
	if (text.bytes)
		finding_add(report, CODE_DOCKERD_DIFFERS, SEVERITY_WARN,
			    dialler_name(DIALLER_DOCKERD),
			    xasprintf("the running dockerd differs from its files: %s", text.bytes),
			    NULL);
	free(text.bytes);
}

void judge_proxies(struct report *report)
{
	for (int dialler = 0; dialler < DIALLER_COUNT; dialler++) {
		judge_fault(report, dialler);
		if (report->plan->proxies[dialler].set)
			judge_reach(report, dialler);
	}
	for (size_t i = 0; i < ARRAY_SIZE(needs); i++)
		judge_need(report, &needs[i]);
	judge_running(report);
}
