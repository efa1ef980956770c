/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata_rules.h"

#include "agent_view.h"
#include "findings.h"

static const char instance[] = "instance";

/* X(name, meaning) */
#define METADATA_BITS(X)                                                                \
	X(AGENT_HERE, "an agent runs, or is meant to")                                  \
	X(EXTERNAL, "ECS Anywhere: nothing asks for metadata")                          \
	X(OWN_REGION, "the agent's configuration has a Region")                         \
	X(OWN_KEYS, "the agent gets credentials another way")                           \
	X(KEYS_UNSEEN, "whether it gets any another way is not visible")                \
	X(NEEDS_START, "it has not registered, and asks for more when it starts")       \
	X(AS_ROOT, "asked as root, as the agent does: a firewall may tell users apart") \
	X(PATIENT, "no token arrived within the time that the agent waits for one")     \
	X(NO_ROLE, "the instance has no role")                                          \
	X(ROLE_FAILS, "the service has a role but no credentials for it")               \
	X(SILENT, "the service does not answer, refuses or answers something else")     \
	X(DID_WITHOUT, "the agent was restarted just now, and came back ready")

/* A set of them. */
#define METADATA(...) BIT_SET(METADATA_BIT_, __VA_ARGS__)

#define X(name, meaning) METADATA_BIT_##name,
enum { METADATA_BITS(X) METADATA_BIT_COUNT };
#undef X
_Static_assert(METADATA_BIT_COUNT <= RULE_BITS_WIDTH, "one set holds them all");

static rule_bits bits_of_agent(const struct report *report, const struct judge_policy *policy)
{
	const struct agent_status *agent = report->agent;
	struct agent_view view;
	rule_bits bits = 0;

	if (report->facts->identity.agent_external)
		bits |= METADATA(EXTERNAL);
	if (!agent || !agent->looked)
		return bits;
	agent_view_build(&view, report, policy);
	if ((view.bits & AGENT(RUNS)) || agent->introspection.sight == SIGHT_SEEN ||
	    ((view.bits & AGENT(UNIT_LOADED)) && !(view.bits & AGENT(UNIT_DISABLED))))
		bits |= METADATA(AGENT_HERE);
	if (report->action && report->action->result == RESULT_RESTARTED)
		bits |= METADATA(DID_WITHOUT);
	if (view.bits & AGENT(IS_EXTERNAL))
		bits |= METADATA(EXTERNAL);
	if (view.bits & AGENT(LOOKED_AS_ROOT))
		bits |= METADATA(AS_ROOT);
	if (agent->config.own_credentials != SIGHT_ABSENT)
		bits |= agent->config.own_credentials == SIGHT_SEEN ? METADATA(OWN_KEYS)
								    : METADATA(KEYS_UNSEEN);
	/* For tasks in a network of their own it asks which VPC and subnet this is. */
	if (!agent->config.no_task_network && !agent->introspection.arn[0])
		bits |= METADATA(NEEDS_START);
	return bits;
}

static rule_bits bits_of_metadata(const struct report *report)
{
	const struct facts *facts = report->facts;
	const struct imds_status *imds = &facts->imds;
	rule_bits bits = 0;

	if (facts->host.agent_region[0])
		bits |= METADATA(OWN_REGION);
	if (imds->code == CODE_IMDS_UNREACHABLE || imds->code == CODE_IMDS_DISABLED ||
	    imds->code == CODE_IMDS_BAD_ANSWER)
		bits |= METADATA(SILENT);
	/* One odd value does not make it another service. */
	if (imds->silent)
		bits |= METADATA(PATIENT);
	if (facts->role.sight == SIGHT_ABSENT)
		bits |= METADATA(NO_ROLE);
	if (instance_role_fails(&facts->role))
		bits |= METADATA(ROLE_FAILS);
	return bits;
}

/* Another table reports what the service does; this one sets the severity.  The first row that
 * matches counts; without one nothing is wrong. */
static const struct {
	rule_bits when, unless;
	enum severity severity;
} table[] = {
	/* Users without an agent may still want to know. */
	{ METADATA(SILENT), METADATA(AGENT_HERE), SEVERITY_WARN },
	{ METADATA(SILENT, DID_WITHOUT), 0, SEVERITY_WARN },
	{ METADATA(SILENT), METADATA(AS_ROOT), SEVERITY_WARN },
	{ METADATA(SILENT), METADATA(PATIENT), SEVERITY_WARN },
	{ METADATA(SILENT, OWN_REGION, OWN_KEYS), METADATA(NEEDS_START), SEVERITY_WARN },
	{ METADATA(SILENT, OWN_REGION, KEYS_UNSEEN), METADATA(NEEDS_START), SEVERITY_WARN },
	{ METADATA(SILENT), 0, SEVERITY_FAIL },

	{ METADATA(NO_ROLE, AGENT_HERE, KEYS_UNSEEN), 0, SEVERITY_WARN },
	{ METADATA(NO_ROLE, AGENT_HERE), METADATA(OWN_KEYS), SEVERITY_FAIL },
	{ METADATA(ROLE_FAILS, AGENT_HERE, KEYS_UNSEEN), 0, SEVERITY_WARN },
	{ METADATA(ROLE_FAILS, AGENT_HERE), METADATA(OWN_KEYS), SEVERITY_FAIL },
};

static bool find_severity(rule_bits bits, enum severity *severity)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		if (!bits_match(bits, table[i].when, table[i].unless))
			continue;
		*severity = table[i].severity;
		return true;
	}
	return false;
}

static void judge_service(struct report *report, enum severity severity)
{
	static const struct {
		enum code code;
		const char *seen;
		const char *hint; /* NULL: what --explain says */
	} rows[] = {
		{ CODE_IMDS_UNREACHABLE, "does not answer", NULL },
		{ CODE_IMDS_DISABLED, "refuses", NULL },
		{ CODE_NOT_FINISHED, "could not be asked",
		  "Nothing is known about the service. If ecsprobe ran out of descriptors, memory or buffers, raise its limits (LimitNOFILE=, ulimit -n), and check what else uses them up." },
		{ CODE_INTERRUPTED, "had not answered when a signal ended the run",
		  "Nothing is known about the service. Run ecsprobe again." },
		{ CODE_IMDS_BAD_ANSWER, "answers with something other than instance metadata",
		  NULL },
	};
	const struct imds_status *imds = &report->facts->imds;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].code == imds->code)
			finding_add(report, imds->code, severity, instance,
				    xasprintf("the metadata service at %s %s%s%s", imds->endpoint,
					      rows[i].seen, imds->detail[0] ? ": " : "",
					      imds->detail),
				    rows[i].hint);
}

static void judge_role(struct report *report, rule_bits bits, enum severity severity)
{
	const struct instance_role *role = &report->facts->role;
	const char *doubt =
		bits & METADATA(KEYS_UNSEEN)
			? "whether the agent gets other credentials is not visible from here"
			: "the agent gets no other credentials";

	if (bits & METADATA(NO_ROLE))
		finding_add(report, CODE_NO_INSTANCE_ROLE, severity, instance,
			    xasprintf("this instance has no IAM role, and %s", doubt), NULL);
	else
		finding_add(
			report, CODE_INSTANCE_ROLE_UNUSABLE, severity, instance,
			xasprintf(
				"the metadata service has no credentials for the role %s, but reports %s%s%s; %s",
				role->name, role->code, role->message[0] ? ": " : "", role->message,
				doubt),
			NULL);
}

void judge_metadata(struct report *report, const struct judge_policy *policy)
{
	rule_bits bits = bits_of_agent(report, policy) | bits_of_metadata(report);
	enum severity severity;

	/* An agent of ECS Anywhere needs no metadata. */
	if (bits & METADATA(EXTERNAL))
		return;
	if (code_is_cut(report->facts->imds.code))
		judge_service(report, SEVERITY_WARN);
	else if (!find_severity(bits, &severity))
		return;
	else if (bits & METADATA(SILENT))
		judge_service(report, severity);
	else
		judge_role(report, bits, severity);
}
