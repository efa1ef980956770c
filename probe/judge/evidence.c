/* SPDX-License-Identifier: Apache-2.0 */
/* The file that a finding rests on. */
#include <stdio.h>
#include <string.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/text.h"
#include "evidence.h"

static void add(struct finding *finding, const struct origin *origin, const char *text)
{
	struct evidence *evidence;

	if (!origin->place[0])
		return;
	finding->evidence =
		xgrow(finding->evidence, finding->evidence_count, sizeof *finding->evidence);
	evidence = &finding->evidence[finding->evidence_count++];
	evidence->origin = *origin;
	(void)copy_text(evidence->text, sizeof evidence->text, text);
}

/* "nameserver 10.0.0.2 10.0.0.3" */
static void add_servers(struct finding *finding, const struct origin *origin,
			const struct resolver_settings *settings)
{
	CLEANUP(text_done) struct text text = { 0 };

	text_append(&text, "nameserver");
	for (size_t i = 0; i < settings->nameserver_count; i++) {
		char ip[IP_TEXT_BYTES];

		ip_format(&settings->nameservers[i], ip);
		text_append(&text, " %s", ip);
	}
	if (settings->rotate)
		text_append(&text, ", options rotate");
	add(finding, origin, text_of(&text));
}

static void prove_by_agent(const struct report *report, struct finding *finding)
{
	const struct vantage *moments = report->plan->vantages[DIALLER_AGENT];
	/* If the running agent uses the host's servers, the finding is about its next start. */
	const struct vantage *vantage =
		&moments[moments[MOMENT_RUNNING].as_host ? MOMENT_NEXT_START : MOMENT_RUNNING];

	add_servers(finding, &vantage->origin, &vantage->resolver);
}

static void prove_by_host(const struct report *report, struct finding *finding)
{
	const struct host_facts *host = &report->facts->host;
	add_servers(finding, &host->resolver_origin, &host->resolver);
}

static void prove_by_hosts(const struct report *report, struct finding *finding)
{
	struct origin origin;

	(void)report;
	origin_set(&origin, "/etc/hosts", 0);
	add(finding, &origin, "");
}

/* Of the dialler, or of the endpoint's, that the finding is about. */
static const struct proxy *proxy_of(const struct report *report, const char *subject)
{
	const struct endpoint_verdict *endpoint = report_endpoint(report, subject);

	for (int d = 0; d < DIALLER_COUNT; d++)
		if (strcmp(subject, dialler_name((enum dialler)d)) == 0)
			return &report->plan->proxies[d];
	return endpoint ? &report->plan->proxies[endpoint->target->dialled_by] : NULL;
}

static void prove_by_proxy(const struct report *report, struct finding *finding)
{
	const struct proxy *proxy = proxy_of(report, finding->subject);
	char text[EVIDENCE_BYTES];

	if (!proxy || !proxy->set)
		return;
	(void)snprintf(text, sizeof text, "%.16s%s%.140s", proxy->variable ? proxy->variable : "",
		       proxy->variable ? "=" : "", proxy->shown);
	add(finding, &proxy->origin, text);
}

static void prove_by_fault(const struct report *report, struct finding *finding)
{
	const struct proxy *proxy = proxy_of(report, finding->subject);
	char text[EVIDENCE_BYTES];

	if (!proxy || !proxy->fault.variable)
		return;
	(void)snprintf(text, sizeof text, "%.16s=%.140s", proxy->fault.variable,
		       proxy->fault.shown);
	add(finding, &proxy->fault.origin, text);
}

static void prove_by_acs(const struct report *report, struct finding *finding)
{
	add(finding, &report->agent->path.log_origin, report->agent->path.acs_error);
}

/* The log line that shows why it did not register. */
static void prove_by_start(const struct report *report, struct finding *finding)
{
	const struct path_evidence *path = &report->agent->path;
	const char *line = path->register_error[0] ? path->register_error : path->last_error;

	if (*line)
		add(finding, &path->log_origin, line);
}

static void prove_change(struct finding *finding, const struct roots_evidence *roots)
{
	char changed[CLOCK_RFC3339_BYTES];
	char text[EVIDENCE_BYTES];

	clock_format_rfc3339(roots->changed_us / 1000000, changed);
	(void)snprintf(text, sizeof text, "changed at %s", changed);
	add(finding, &roots->origin, text);
}

static void prove_by_roots(const struct report *report, struct finding *finding)
{
	prove_change(finding, &report->agent->roots);
}

static void prove_by_docker_roots(const struct report *report, struct finding *finding)
{
	prove_change(finding, &report->agent->docker_roots);
}

static const struct {
	enum code code;
	void (*prove)(const struct report *report, struct finding *finding);
} rows[] = {
	{ CODE_AGENT_RESOLVER_MISMATCH, prove_by_agent },
	{ CODE_AGENT_STALE_RESOLVER, prove_by_agent },
	{ CODE_AGENT_NOT_CONNECTED, prove_by_acs },
	{ CODE_AGENT_INACTIVE, prove_by_acs },
	{ CODE_AGENT_REGISTRATION_DENIED, prove_by_start },
	{ CODE_AGENT_NOT_REGISTERED, prove_by_start },
	{ CODE_AGENT_FAILED_TERMINAL, prove_by_start },
	{ CODE_AGENT_TRUST_STALE, prove_by_roots },
	{ CODE_DOCKERD_TRUST_STALE, prove_by_docker_roots },
	{ CODE_RESOLVER_MISMATCH, prove_by_host },
	{ CODE_RESOLVER_SET_DIFFERS, prove_by_host },
	{ CODE_NAMESERVERS_IGNORED, prove_by_host },
	{ CODE_HOSTS_OVERRIDE, prove_by_hosts },
	{ CODE_PROXY_UNREACHABLE, prove_by_proxy },
	{ CODE_PROXY_AUTH, prove_by_proxy },
	{ CODE_PROXY_DENIED, prove_by_proxy },
	{ CODE_PROXY_UNSUPPORTED, prove_by_fault },
	{ CODE_NO_PROXY_INCOMPLETE, prove_by_proxy },
};

void findings_prove(struct report *report)
{
	for (size_t i = 0; report->plan && i < report->findings.count; i++)
		for (size_t n = 0; n < ARRAY_SIZE(rows); n++)
			if (rows[n].code == report->findings.items[i].code)
				rows[n].prove(report, &report->findings.items[i]);
}
