/* SPDX-License-Identifier: Apache-2.0 */
#include "metrics.h"

#include "summary.h"
#include "timings.h"

#define GETTER(name)                                                                           \
	static bool name(const struct report *report, const struct endpoint_verdict *endpoint, \
			 int which, int64_t *value)

GETTER(run_success)
{
	(void)endpoint;
	(void)which;
	*value = report->verdict != VERDICT_UNKNOWN;
	return true;
}

GETTER(run_time)
{
	(void)endpoint;
	(void)which;
	*value = report->time_s;
	return true;
}

GETTER(run_duration)
{
	(void)endpoint;
	(void)which;
	*value = (int64_t)report->duration_us;
	return true;
}

GETTER(verdict_is)
{
	(void)endpoint;
	*value = (int)report->verdict == which;
	return true;
}

/* What could not be looked at is neither up nor down. */
GETTER(is_up)
{
	(void)report;
	(void)which;
	*value = endpoint->status != STATUS_FAIL;
	return endpoint->status != STATUS_SKIP;
}

GETTER(is_required)
{
	(void)report;
	(void)which;
	*value = endpoint->target->required;
	return true;
}

GETTER(is_private)
{
	(void)report;
	(void)which;
	*value = class_is_private(endpoint->class);
	return endpoint->class != CLASS_NONE && endpoint->class != CLASS_PROXIED;
}

/* Whether it is known how many there are.  A proxy's client never asks for them. */
static bool knows_addresses(const struct endpoint_verdict *endpoint, enum ip_family family)
{
	int by = endpoint->judged_by[family == IP_V6];
	enum code code;

	if (by < 0 || by >= MAX_RESOLVERS)
		return by == FROM_HOSTS;
	code = endpoint->outcome->answers[by].family_codes[family == IP_V6];
	return code == CODE_NONE || code == CODE_DNS_NODATA || code == CODE_DNS_NXDOMAIN;
}

GETTER(addresses_of)
{
	(void)report;
	*value = 0;
	for (size_t i = 0; i < endpoint->address_count; i++)
		*value += endpoint->addresses[i].judged &&
			  (int)endpoint->addresses[i].outcome->ip.family == which;
	return *value || knows_addresses(endpoint, (enum ip_family)which);
}

GETTER(status_is)
{
	(void)report;
	*value = (int)endpoint->status == which;
	return true;
}

GETTER(stage_time)
{
	uint64_t us;

	(void)report;
	if (!endpoint_stage_us(endpoint, (enum stage)which, &us))
		return false;
	*value = (int64_t)us;
	return true;
}

/* The one that runs out first. */
GETTER(not_after)
{
	bool known = false;

	(void)report;
	(void)which;
	for (size_t i = 0; i < endpoint->address_count; i++) {
		const struct address_verdict *a = &endpoint->addresses[i];
		const struct tls_facts *tls = &a->outcome->tls;

		if (!a->judged || !tls->certificate_seen || (known && tls->not_after_s >= *value))
			continue;
		known = true;
		*value = tls->not_after_s;
	}
	return known;
}

static bool runs_for_sure(const struct agent_status *agent)
{
	return (agent->container.sight == SIGHT_SEEN && agent->container.running) ||
	       agent->introspection.sight == SIGHT_SEEN;
}

/* By its unit and its container, each of which somebody saw. */
static bool runs_by_sight(const struct agent_status *agent, int64_t *value)
{
	switch (agent_runs_as(agent)) {
	case RUNS_AS_UNKNOWN:
		return false;
	case RUNS_AS_ABSENT:
		*value = 0;
		return agent->booted;
	case RUNS_AS_UNIT_WITHOUT_CONTAINER:
		*value = agent->unit.main_pid != 0;
		return true;
	case RUNS_AS_UNIT:
	case RUNS_AS_CONTAINER:
		break;
	}
	*value = agent->container.running;
	return agent->container.sight != SIGHT_UNKNOWN;
}

GETTER(agent_running)
{
	const struct agent_status *agent = report->agent;

	(void)endpoint;
	(void)which;
	*value = 1;
	if (!agent || !agent->looked)
		return false;
	return runs_for_sure(agent) || runs_by_sight(agent, value);
}

/* Where neither systemd nor a container is in sight, the port may be that of another
 * network than the host's. */
GETTER(agent_registered)
{
	const struct agent_status *agent = report->agent;

	(void)endpoint;
	(void)which;
	if (!agent || !agent->looked || agent->introspection.sight == SIGHT_UNKNOWN)
		return false;
	*value = agent->introspection.arn[0] != '\0';
	return agent->introspection.sight == SIGHT_SEEN || agent->booted ||
	       agent->container.sight == SIGHT_SEEN;
}

/* All that could show that it is: its environment, its nameservers, and its way. */
static bool sees_staleness(const struct agent_status *agent)
{
	bool container = agent_runs_as(agent) != RUNS_AS_UNIT_WITHOUT_CONTAINER;

	if (agent_is_unfound(agent))
		return false;
	if (container &&
	    (agent->config.sight == SIGHT_UNKNOWN || agent->resolver.sight == SIGHT_UNKNOWN))
		return false;
	return agent->path.log_sight == SIGHT_SEEN || agent->path.peers_sight != SIGHT_UNKNOWN;
}

/* As the judge has it.  What does not run holds nothing. */
GETTER(agent_stale)
{
	int64_t running;

	*value = 0;
	for (size_t i = 0; i < report->findings.count; i++) {
		enum code code = report->findings.items[i].code;

		*value |= code == CODE_AGENT_STALE_CONFIG || code == CODE_AGENT_STALE_PATH ||
			  code == CODE_AGENT_STALE_RESOLVER || code == CODE_AGENT_HOSTS_STALE;
	}
	if (*value)
		return true;
	return agent_running(report, endpoint, which, &running) &&
	       agent_runs_as(report->agent) != RUNS_AS_ABSENT &&
	       (!running || sees_staleness(report->agent));
}

GETTER(agent_seen)
{
	(void)endpoint;
	(void)which;
	*value = summary_agent_sight(report) == AGENT_SEEN;
	return !report->image;
}

/* clang-format off */
#define VERDICT(word, number, emf_name)                                                \
	{                                                                              \
		.family = "verdict",                                                   \
		.help = "1 for the verdict of the last run, 0 for the others.",        \
		.label = "verdict", .value = word, .emf = emf_name, .get = verdict_is, \
		.which = number                                                        \
	}
#define STATE(word, number, nagios_name, emf_name)                                              \
	{                                                                                       \
		.family = "endpoint_state",                                                     \
		.help = "1 for the state of the endpoint, 0 for the others.", .label = "state", \
		.value = word, .fold = FOLD_SUM, .nagios = nagios_name, .emf = emf_name,        \
		.get = status_is, .which = number                                               \
	}
#define ADDRESSES(word, number)                                                                    \
	{                                                                                          \
		.family = "endpoint_addresses",                                                    \
		.help = "Addresses that the client of the endpoint uses.", .label = "family", \
		.value = word, .fold = FOLD_SUM, .get = addresses_of, .which = number              \
	}
/* clang-format on */

static const struct metric table[] = {
	{ .family = "run_success",
	  .help = "1 when the run reached a verdict, 0 when the verdict is unknown.",
	  .get = run_success },
	{ .family = "run_timestamp_seconds",
	  .help = "When the run began, since the epoch.",
	  .unit = METRIC_TIME,
	  .get = run_time },
	{ .family = "run_duration_seconds",
	  .help = "How long the run took.",
	  .unit = METRIC_DURATION,
	  .nagios = "time",
	  .emf = "RunDuration",
	  .get = run_duration },
	VERDICT("healthy", VERDICT_HEALTHY, "Healthy"),
	VERDICT("degraded", VERDICT_DEGRADED, NULL),
	VERDICT("unhealthy", VERDICT_UNHEALTHY, NULL),
	VERDICT("unknown", VERDICT_UNKNOWN, NULL),
	{ .family = "endpoint_up",
	  .help = "1 when the endpoint works, 0 when it fails; no series when its check did not finish.",
	  .fold = FOLD_SUM,
	  .get = is_up },
	{ .family = "endpoint_required",
	  .help = "1 when the verdict depends on the endpoint.",
	  .fold = FOLD_SUM,
	  .get = is_required },
	{ .family = "endpoint_private",
	  .help = "1 when all addresses of the endpoint are private ones.",
	  .fold = FOLD_SUM,
	  .nagios = "private",
	  .emf = "EndpointsPrivate",
	  .get = is_private },
	ADDRESSES("ipv4", IP_V4),
	ADDRESSES("ipv6", IP_V6),
	STATE("pass", STATUS_PASS, "passed", "EndpointsPassed"),
	STATE("warn", STATUS_WARN, "warned", "EndpointsWarned"),
	STATE("fail", STATUS_FAIL, "failed", "EndpointsFailed"),
	STATE("skip", STATUS_SKIP, "skipped", "EndpointsSkipped"),
	{ .family = "dns_lookup_seconds",
	  .help = "How long the name took to resolve.",
	  .unit = METRIC_DURATION,
	  .fold = FOLD_MOST,
	  .nagios = "dns",
	  .emf = "DnsLookupMax",
	  .get = stage_time,
	  .which = STAGE_DNS },
	{ .family = "tcp_connect_seconds",
	  .help = "How long connecting took to the slowest address.",
	  .unit = METRIC_DURATION,
	  .fold = FOLD_MOST,
	  .nagios = "tcp",
	  .emf = "TcpConnectMax",
	  .get = stage_time,
	  .which = STAGE_TCP },
	{ .family = "tls_handshake_seconds",
	  .help = "How long the handshake took with the slowest address.",
	  .unit = METRIC_DURATION,
	  .fold = FOLD_MOST,
	  .nagios = "tls",
	  .emf = "TlsHandshakeMax",
	  .get = stage_time,
	  .which = STAGE_TLS },
	{ .family = "certificate_not_after_timestamp_seconds",
	  .help = "When the first certificate of the endpoint expires, since the epoch.",
	  .unit = METRIC_TIME,
	  .fold = FOLD_MOST,
	  .get = not_after },
	{ .family = "agent_seen",
	  .help = "1 when ecsprobe saw all that it judges of the ECS agent; 0: some of its series are missing.",
	  .get = agent_seen },
	{ .family = "agent_running",
	  .help = "1 when the ECS agent runs; no series when that is not known.",
	  .emf = "AgentRunning",
	  .get = agent_running },
	{ .family = "agent_registered",
	  .help = "1 when the ECS agent reports that it is registered; no series when that is not known.",
	  .emf = "AgentRegistered",
	  .get = agent_registered },
	{ .family = "agent_stale",
	  .help = "1 when the ECS agent uses an old configuration, path or resolver; no series when that is not known.",
	  .emf = "AgentStale",
	  .get = agent_stale },
};

const struct metric *metric_table(size_t *count)
{
	*count = ARRAY_SIZE(table);
	return table;
}

/* Those of an image's build network would be taken for those of an instance. */
size_t metric_endpoints(const struct report *report)
{
	return report->image ? 0 : report->endpoint_count;
}

bool metric_of_run(const struct metric *metric, const struct report *report, int64_t *value)
{
	bool known = false;
	int64_t one = 0;

	if (metric->fold == FOLD_NONE)
		return metric->get(report, NULL, metric->which, value);
	*value = 0;
	for (size_t i = 0; i < metric_endpoints(report); i++) {
		if (!metric->get(report, &report->endpoints[i], metric->which, &one))
			continue;
		if (metric->fold == FOLD_SUM)
			*value += one;
		else if (!known || one > *value)
			*value = one;
		known = true;
	}
	return known;
}
