/* SPDX-License-Identifier: Apache-2.0 */
#include "proxy_rules.h"

#include <stdio.h>
#include <string.h>

#include "instance.h"

static const struct {
	enum code code;
	const char *seen;
	const char *hint;
} rows[] = {
	{ CODE_PROXY_UNREACHABLE, "cannot be reached",
	  "Check the proxy's name and port and its security group, or let NO_PROXY cover the AWS "
	  "names." },
	{ CODE_PROXY_AUTH, "asks for other credentials",
	  "Check user and password in the proxy's URL; special characters in them must be "
	  "percent-encoded." },
};

static bool is_told_here(const struct endpoint_verdict *e, int dialler, enum code code)
{
	return e->target->proxied && (int)e->target->dialled_by == dialler && e->code == code &&
	       e->address_count;
}

/* The same proxy fails alike for all that goes through it: told once, as badly
 * as the worst of them takes it. */
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
				    rows[r].hint);
	}
}

/* What must never go through a proxy, for the processes that need it. */
static void judge_no_proxy(struct report *report, int dialler)
{
	const struct proxy *proxy = &report->plan->proxies[dialler];
	bool agent = dialler == DIALLER_AGENT;
	char missing[96] = "";
	size_t used = 0;
	const struct {
		bool missing;
		const char *name;
	} needs[] = {
		{ !proxy->covers_metadata, "169.254.169.254" },
		{ agent && !proxy->covers_credentials, "169.254.170.2" },
		{ !proxy->covers_docker, "/var/run/docker.sock" },
	};

	if (!agent && dialler != DIALLER_ECS_INIT)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(needs); i++)
		if (needs[i].missing)
			used += (size_t)snprintf(missing + used, sizeof missing - used, "%s%s",
						 used ? ", " : "", needs[i].name);
	if (used)
		finding_add(
			report, CODE_NO_PROXY_INCOMPLETE, SEVERITY_WARN,
			dialler_name((enum dialler)dialler),
			xasprintf("%s sets a proxy, and NO_PROXY lacks %s", proxy->source, missing),
			"Add them to NO_PROXY: the metadata service, the task credentials and "
			"the Docker socket are on this host.");
}

void judge_proxies(struct report *report)
{
	for (int dialler = 0; dialler < DIALLER_COUNT; dialler++) {
		if (!report->plan->proxies[dialler].set)
			continue;
		judge_reach(report, dialler);
		judge_no_proxy(report, dialler);
	}
}
