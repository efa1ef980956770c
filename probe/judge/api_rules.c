/* SPDX-License-Identifier: Apache-2.0 */
#include "api_rules.h"

#include <string.h>

#include "instance.h"

#define NOT_ASKED API_ENDED(API_NOT_ASKED)
#define ALLOWED API_ENDED(API_ALLOWED)
#define POLICY_DENIED API_ENDED(API_POLICY_DENIED)
#define DENIED API_ENDED(API_DENIED)
#define NO_CREDENTIALS API_ENDED(API_NO_CREDENTIALS)
#define CLOCK_SKEW API_ENDED(API_CLOCK_SKEW)
#define ERROR API_ENDED(API_ERROR)
#define UNREACHABLE API_ENDED(API_UNREACHABLE)

/* --- what to check --------------------------------------------------------------- */

static const char hint_no_keys[] =
	"Attach an instance profile, or give credentials in the environment: AWS_ACCESS_KEY_ID "
	"and its fellows, or those of a task. In a container the metadata service may need a hop "
	"limit of 2. Nothing is known of policies until then.";
static const char hint_refused_role[] =
	"The agent signs with the same credentials. Look whether the role was deleted and made "
	"again, whether the instance profile still has it, and at the clock; the metadata service "
	"renews them by itself.";
static const char hint_refused_keys[] =
	"What the environment gives may be old or of another partition: get new ones, or unset "
	"them, and the instance role's are used.";
static const char hint_clock[] =
	"AWS refuses what is signed five minutes off, the agent's calls too. Look at chronyc "
	"tracking; each VPC has a time server at 169.254.169.123.";
static const char hint_policy_agent[] =
	"The policy of the VPC endpoint ecs has to allow ecs:RegisterContainerInstance, "
	"ecs:DiscoverPollEndpoint and ecs:Submit*, that of ecs-agent ecs:Poll, that of "
	"ecs-telemetry ecs:StartTelemetrySession. The default policy allows all.";
static const char hint_policy_use[] =
	"The policy of this VPC endpoint cuts every role off, execution roles too. Allow there "
	"what pulls need: ecr:GetAuthorizationToken at ecr.api, reading at ecr.dkr, s3:GetObject "
	"of the bucket of image layers at s3. The default policy allows all.";
static const char hint_policy_explicit[] =
	"The policy of this VPC endpoint denies it by a statement. Look whether that statement "
	"leaves the roles of tasks what they need: it holds for every role that it does not "
	"exempt.";
static const char hint_policy_implicit[] =
	"The policy of this VPC endpoint does not list this one action. Look whether it allows "
	"what tasks call instead (logs:CreateLogStream and logs:PutLogEvents, "
	"secretsmanager:GetSecretValue, ssm:GetParameters); if so, all is well, and --api cannot "
	"see more.";
static const char hint_identity[] =
	"The instance role needs what AmazonEC2ContainerServiceforEC2Role allows, and so does its "
	"permissions boundary. The network and the VPC endpoint's policy are not what denies it.";
static const char hint_organization[] =
	"No change of the role or of a VPC endpoint helps: the service or resource control policy "
	"of the organization has to allow it.";
static const char hint_unnamed[] =
	"The answer names no policy. Both the instance role "
	"(AmazonEC2ContainerServiceforEC2Role) and the VPC endpoint's policy have to allow it.";
static const char hint_other_keys[] =
	"These are not the credentials that the agent signs with, so the agent's permission was "
	"not tested. Run it with the instance role: without AWS_ACCESS_KEY_ID and outside of a "
	"task.";
static const char hint_maybe[] =
	"Only tasks without an execution role pull with the instance role. Give it what "
	"AmazonEC2ContainerServiceforEC2Role allows, or every task an execution role.";
static const char hint_others[] =
	"Nothing to do: tasks do this with roles of their own, which were not tested. The refusal "
	"is AWS's own, so the path works.";
static const char hint_token[] =
	"Look at whom the registry's name leads to, and at a proxy that changes or drops the "
	"Authorization header.";
static const char hint_throttled[] =
	"The path works, and what policies say is not known. Run it again; let instances of a "
	"fleet not ask at the same moment (--splay, RandomizedDelaySec).";
static const char hint_stranger[] =
	"Something between here and AWS answers in its place: a proxy, a gateway that inspects "
	"TLS, a load balancer. The agent would get the same answer.";
static const char hint_error[] =
	"The path works. Give AWS Support the request id where it stays so; of a status from 500 "
	"on try again first.";
static const char hint_silent[] =
	"The handshake works and a request is not answered: look for a proxy or firewall that "
	"inspects TLS, and for a path whose MTU is smaller than what hosts are told.";
static const char hint_nobody[] =
	"Look at who answers for ecs: AWS names the hosts that the agent is to poll.";
static const char hint_again[] = "Run it again, with a longer --timeout where time ran out.";

/* A refusal of AWS's own is proof of the path. */
static const char denied[] =
	"the path to {host} works, and AWS denies {action}{resource} to {who}: {policy}{endpoint}";

/* --- the table ------------------------------------------------------------------- */

static const struct api_rule table[] = {
	/* Nothing was learnt. */
	{ NO_CREDENTIALS | API_NO_KEYS, 0, CODE_API_CREDENTIALS, RULE_WARN, true,
	  "AWS could not be asked what it allows ({calls}): {lack}", hint_no_keys },
	{ NOT_ASKED | API_PATH_WORKS, API_NO_TOKEN, CODE_NOT_FINISHED, RULE_UNKNOWN, false,
	  "{call} was not asked: {why}", hint_again },

	/* Nobody is believed. */
	{ NO_CREDENTIALS | API_OF_REGISTRY, 0, CODE_API_CREDENTIALS, RULE_WARN, false,
	  "the registry does not take the token that ECR handed out: {said}", hint_token },
	{ NO_CREDENTIALS | API_OF_AGENT | API_AGENTS_KEYS, 0, CODE_API_CREDENTIALS, RULE_FAIL, true,
	  "AWS does not accept {keys} ({calls}): {said}", hint_refused_role },
	{ NO_CREDENTIALS | API_AGENTS_KEYS, 0, CODE_API_CREDENTIALS, RULE_WARN, true,
	  "AWS does not accept {keys} ({calls}): {said}", hint_refused_role },
	{ NO_CREDENTIALS, 0, CODE_API_CREDENTIALS, RULE_WARN, true,
	  "AWS does not accept {keys} ({calls}): {said}", hint_refused_keys },
	{ CLOCK_SKEW, 0, CODE_API_CLOCK_SKEW, RULE_FAIL, true,
	  "AWS refuses the time of what is signed here ({calls}): {skew}", hint_clock },

	/* The policy of a VPC endpoint holds for every role. */
	{ POLICY_DENIED | API_OF_AGENT | API_AGENTS_KEYS, 0, CODE_API_POLICY_DENIED, RULE_FAIL,
	  false, denied, hint_policy_agent },
	{ POLICY_DENIED | API_OF_AGENT, 0, CODE_API_POLICY_DENIED, RULE_WARN, false, denied,
	  hint_policy_agent },
	{ POLICY_DENIED | API_OF_ANYBODY, 0, CODE_API_POLICY_DENIED, RULE_FAIL, false, denied,
	  hint_policy_use },
	{ POLICY_DENIED | API_OF_AGENT_MAYBE | API_AGENTS_KEYS, 0, CODE_API_POLICY_DENIED,
	  RULE_FAIL, false, denied, hint_policy_use },
	{ POLICY_DENIED | API_OF_AGENT_MAYBE, 0, CODE_API_POLICY_DENIED, RULE_WARN, false, denied,
	  hint_policy_use },
	{ POLICY_DENIED | API_EXPLICIT | API_AGENTS_KEYS, 0, CODE_API_POLICY_DENIED, RULE_FAIL,
	  false, denied, hint_policy_explicit },
	{ POLICY_DENIED | API_EXPLICIT, 0, CODE_API_POLICY_DENIED, RULE_WARN, false, denied,
	  hint_policy_explicit },
	{ POLICY_DENIED, 0, CODE_API_POLICY_DENIED, RULE_WARN, false, denied,
	  hint_policy_implicit },

	/* A role's own policies hold for that role. */
	{ DENIED | API_OF_AGENT | API_AGENTS_KEYS | API_BY_ORGANIZATION, 0, CODE_API_DENIED,
	  RULE_FAIL, false, denied, hint_organization },
	{ DENIED | API_OF_AGENT | API_AGENTS_KEYS | API_BY_NOBODY, 0, CODE_API_DENIED, RULE_FAIL,
	  false, denied, hint_unnamed },
	{ DENIED | API_OF_AGENT | API_AGENTS_KEYS, 0, CODE_API_DENIED, RULE_FAIL, false, denied,
	  hint_identity },
	{ DENIED | API_OF_AGENT, 0, CODE_API_DENIED, RULE_WARN, false, denied, hint_other_keys },
	{ DENIED | API_OF_AGENT_MAYBE | API_AGENTS_KEYS | API_BY_ORGANIZATION, 0, CODE_API_DENIED,
	  RULE_WARN, false, denied, hint_organization },
	{ DENIED | API_OF_AGENT_MAYBE | API_AGENTS_KEYS, 0, CODE_API_DENIED, RULE_WARN, false,
	  denied, hint_maybe },
	{ DENIED, 0, CODE_API_DENIED, RULE_NOTE, false,
	  "the path to {host} works; AWS denies {action}{resource} to {who}, as {policy}; another "
	  "role's permission was not tested",
	  hint_others },

	/* Anything else that came, or did not. */
	{ ERROR | API_THROTTLED, 0, CODE_API_ERROR, RULE_WARN, false,
	  "AWS throttles {call}: {said}", hint_throttled },
	{ ERROR | API_STRANGER | API_OF_AGENT, 0, CODE_API_ERROR, RULE_FAIL, false,
	  "{host} does not answer {call} as AWS would: {said}", hint_stranger },
	{ ERROR | API_STRANGER, 0, CODE_API_ERROR, RULE_WARN, false,
	  "{host} does not answer {call} as AWS would: {said}", hint_stranger },
	{ ERROR, 0, CODE_API_ERROR, RULE_WARN, false, "{host} does not carry {call} out: {said}",
	  hint_error },
	{ UNREACHABLE | API_OF_AGENT, 0, CODE_API_ERROR, RULE_FAIL, false,
	  "{host} does not answer {call}: {why}", hint_silent },
	{ UNREACHABLE, 0, CODE_API_ERROR, RULE_WARN, false, "{host} does not answer {call}: {why}",
	  hint_silent },
	{ ALLOWED | API_NAMES_NOBODY, 0, CODE_API_ERROR, RULE_WARN, false,
	  "{host} answers {call} without a host that the agent could poll: {named}", hint_nobody },
};

const struct api_rule *api_rules_table(size_t *count)
{
	*count = ARRAY_SIZE(table);
	return table;
}

bool api_rule_matches(const struct api_rule *rule, rule_bits bits)
{
	return (bits & rule->need) == rule->need && !(bits & rule->forbid);
}

/* --- the view -------------------------------------------------------------------- */

static const struct endpoint_verdict *endpoint_of(const struct report *report, const char *service)
{
	for (size_t i = 0; i < report->endpoint_count; i++)
		if (strcmp(report->endpoints[i].target->service, service) == 0)
			return &report->endpoints[i];
	return NULL;
}

/* What the instance has, unless the agent was seen to be given something else. */
static bool are_the_agents(const struct report *report)
{
	const struct agent_status *agent = report->agent;

	return report->api->source == API_SOURCE_INSTANCE &&
	       !report->facts->identity.agent_external &&
	       !(agent && agent->looked && agent->config.own_credentials == SIGHT_SEEN);
}

static rule_bits bits_of_denial(const struct api_answer *answer)
{
	rule_bits bits = answer->explicit_deny ? API_EXPLICIT : 0;

	if (answer->policy == API_POLICY_SCP || answer->policy == API_POLICY_RCP)
		bits |= API_BY_ORGANIZATION;
	return bits | (answer->policy == API_POLICY_UNNAMED ? API_BY_NOBODY : 0);
}

static rule_bits bits_of_error(const struct api_outcome *outcome)
{
	enum { TOO_MANY_REQUESTS = 429, SERVER = 500 };
	const char *type = outcome->answer.type;

	if (outcome->status == TOO_MANY_REQUESTS || strstr(type, "Throttl") ||
	    strcmp(type, "SlowDown") == 0 || strcmp(type, "TooManyRequestsException") == 0 ||
	    strcmp(type, "RequestLimitExceeded") == 0)
		return API_THROTTLED;
	return !type[0] && outcome->status < SERVER ? API_STRANGER : 0;
}

/* The registry stands behind the call that brings its token, and has the account's name. */
static bool lacks_token(const struct report *report, const struct api_outcome *outcome)
{
	return outcome->call->form == API_FORM_REGISTRY &&
	       (report->plan->account_unknown ||
		(outcome > report->api->calls && outcome[-1].result != API_ALLOWED));
}

static bool names_nobody(const struct report *report, const struct api_outcome *outcome)
{
	enum api_host_form form = report->api->named[API_NAMED_AGENT].form;

	return api_call_is_agents(outcome->call) && (form == API_HOST_NONE || form == API_HOST_BAD);
}

void api_view_build(struct api_view *view, const struct report *report,
		    const struct api_outcome *outcome)
{
	rule_bits bits = API_ENDED(outcome->result) | API_OF(outcome->call->caller);

	*view = (struct api_view){ .report = report, .outcome = outcome };
	view->endpoint = endpoint_of(report, outcome->call->service);
	if (are_the_agents(report))
		bits |= API_AGENTS_KEYS;
	if (report->api->source == API_SOURCE_NONE)
		bits |= API_NO_KEYS;
	if (view->endpoint && view->endpoint->working_count)
		bits |= API_PATH_WORKS;
	if (outcome->call->form == API_FORM_REGISTRY)
		bits |= API_OF_REGISTRY;
	if (lacks_token(report, outcome))
		bits |= API_NO_TOKEN;
	if (outcome->result == API_DENIED || outcome->result == API_POLICY_DENIED)
		bits |= bits_of_denial(&outcome->answer);
	if (outcome->result == API_ERROR)
		bits |= bits_of_error(outcome);
	if (outcome->result == API_ALLOWED && names_nobody(report, outcome))
		bits |= API_NAMES_NOBODY;
	view->bits = bits;
}

/* --- what comes of it ------------------------------------------------------------ */

/* Its next start may go another way. */
static bool goes_there(const struct endpoint_verdict *next, const struct api_outcome *outcome)
{
	for (size_t i = 0; i < next->address_count; i++)
		if (next->addresses[i].judged &&
		    ip_equal(&next->addresses[i].outcome->ip, &outcome->address))
			return true;
	return outcome->proxied && next->target->proxied;
}

/* An endpoint that AWS refuses is of as little use as a dead one. */
static void mark_endpoints(struct report *report, const struct api_view *view,
			   const struct api_rule *rule)
{
	enum status status = rule->severity == RULE_FAIL      ? STATUS_FAIL
			     : rule->severity == RULE_WARN    ? STATUS_WARN
			     : rule->severity == RULE_UNKNOWN ? STATUS_SKIP
							      : STATUS_PASS;

	for (size_t i = 0; i < report->endpoint_count; i++)
		if (&report->endpoints[i] == view->endpoint)
			endpoint_mark(&report->endpoints[i], status, rule->code);
	for (size_t i = 0; view->endpoint && i < report->next_endpoint_count; i++)
		if (report->next_endpoints[i].target == view->endpoint->target &&
		    goes_there(&report->next_endpoints[i], view->outcome))
			endpoint_mark(&report->next_endpoints[i], status, rule->code);
}

static void apply(struct report *report, const struct api_view *view, const struct api_rule *rule)
{
	enum severity severity = rules_severity(rule->severity, EXPECT_AUTO);

	if (!rule->of_all) {
		mark_endpoints(report, view, rule);
		if (severity == SEVERITY_FAIL && !view->outcome->required)
			severity = SEVERITY_WARN;
	}
	finding_add(report, rule->code, severity,
		    rule->of_all ? "instance" : view->outcome->call->service,
		    api_text(rule->message, view), rule->hint);
}

static void judge_call(struct report *report, const struct api_outcome *outcome)
{
	struct api_view view;

	api_view_build(&view, report, outcome);
	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		if (!api_rule_matches(&table[i], view.bits))
			continue;
		apply(report, &view, &table[i]);
		return;
	}
}

static const char hint_public_path[] =
	"AWS hands out numbered hosts where it does not see the call come by an interface "
	"endpoint of ecs. Create the endpoints ecs-agent, ecs-telemetry and ecs with private DNS, "
	"take the ECS names out of any proxy, then restart the agent. If that path is what you "
	"want, say --expect public.";

/* Why AWS did not see the call come by the endpoint. */
static char *tell_why_numbered(const struct report *report)
{
	const struct endpoint_verdict *ecs = endpoint_of(report, "ecs");

	if (!ecs)
		return xstrdup("");
	if (ecs->target->proxied)
		return xasprintf(": the call went through the proxy %s",
				 report->plan->proxies[ecs->target->dialled_by].shown);
	if (ecs->class == CLASS_PUBLIC || ecs->class == CLASS_MIXED)
		return xasprintf(": %s has public addresses here", ecs->target->host);
	return xasprintf(": %s has private addresses here, and what stands behind them is no "
			 "interface endpoint of ecs",
			 ecs->target->host);
}

static void judge_named(struct report *report, const struct judge_policy *policy)
{
	enum expect expect = policy->expect;
	const struct api_host *named = report->api->named;
	char *why;

	if (named[API_NAMED_AGENT].form != API_HOST_NUMBERED &&
	    named[API_NAMED_TELEMETRY].form != API_HOST_NUMBERED)
		return;
	if (expect == EXPECT_AUTO && report->facts->identity.outside)
		expect = EXPECT_ANY;
	if (named[API_NAMED_AGENT].form == API_HOST_NUMBERED)
		named = &named[API_NAMED_AGENT];
	else
		named = &named[API_NAMED_TELEMETRY];
	why = tell_why_numbered(report);
	finding_add(report, CODE_AGENT_PUBLIC_PATH, rules_severity(RULE_EXPECT, expect), "agent",
		    xasprintf("AWS sends the agent to %s, a numbered host%s", named->host, why),
		    hint_public_path);
	free(why);
}

void judge_api(struct report *report, const struct judge_policy *policy)
{
	if (!report->api || !report->api->asked || !report->plan)
		return;
	for (size_t i = 0; i < report->api->count; i++)
		if (report->api->calls[i].planned)
			judge_call(report, &report->api->calls[i]);
	judge_named(report, policy);
}
