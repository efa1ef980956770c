/* SPDX-License-Identifier: Apache-2.0 */
#include "api_rules.h"

#include <string.h>

#include "findings.h"

/* --- what to check --------------------------------------------------------------- */

static const char hint_policy_agent[] =
	"The policy of the VPC endpoint must allow ecs:DiscoverPollEndpoint, ecs:RegisterContainerInstance and ecs:Submit*. The default policy allows everything.";
static const char hint_policy_use[] =
	"This policy denies every role, execution roles too. The policy of the VPC endpoint must allow what pulls need: ecr:GetAuthorizationToken, the actions that read images, and s3:GetObject for the layers.";
static const char hint_policy_explicit[] =
	"This statement denies every role that it does not exempt. Check that it exempts the execution roles and task roles.";
static const char hint_policy_implicit[] =
	"This policy denies every role, but only this action. If the policy of the VPC endpoint allows what tasks call (logs:PutLogEvents, secretsmanager:GetSecretValue, ssm:GetParameters), you need not do anything.";
static const char hint_unsigned[] =
	"Only ecsprobe sends unsigned requests; dockerd uses links that ECR signs. Check whether the statement exempts those, or pull an image.";
static const char hint_identity[] =
	"The instance role, and its permissions boundary, must allow what AmazonEC2ContainerServiceforEC2Role allows.";
static const char hint_organization[] =
	"Changing the role or a VPC endpoint does not help: the policy of the organization must allow it.";
static const char hint_unnamed[] =
	"Both the instance role (AmazonEC2ContainerServiceforEC2Role) and the policy of the VPC endpoint must allow it.";
static const char hint_unnamed_others[] =
	"The policy may be that of the VPC endpoint, which holds for every role: check that first. A policy of this role alone says nothing about tasks, which have their own roles.";
static const char hint_other_keys[] =
	"The agent signs with other credentials, and ecsprobe did not test their permissions. On EC2 run ecsprobe outside of a task and without AWS_ACCESS_KEY_ID.";
static const char hint_maybe[] =
	"Only tasks without an execution role pull with the instance role. Give every task one, or give the instance role what AmazonEC2ContainerServiceforEC2Role allows.";
static const char hint_others[] = "Nothing to do: tasks make this call with their own roles.";
static const char hint_token[] =
	"Check which host the name resolves to, and whether a proxy drops the Authorization header.";
static const char hint_throttled[] =
	"The path works, but what the policies allow is not known. Do not run this check on all instances of a fleet at the same moment.";
static const char hint_stranger[] =
	"A proxy, or a device that inspects TLS, answers in place of AWS, and would do the same to the agent.";
static const char hint_error[] =
	"The path works. Try again; if it does not go away, give the request id to AWS Support.";
static const char hint_silent[] =
	"The TLS handshake works, but a request gets no answer: check devices in between that inspect TLS, and the MTU of the path.";

/* --- the table ------------------------------------------------------------------- */

/* AWS's own refusal proves that the path works. */
static const char denied[] =
	"the path to {host} works, but AWS denies {action}{resource} to {who}: {policy}{endpoint}";
static const char denied_to_others[] =
	"the path to {host} works, but AWS denies {action}{resource} to {who}: {policy}; other roles were not tested";
static const char denied_unsigned[] =
	"the path to {host} works, but AWS denies an unsigned request ({action}): {policy}{endpoint}; links that ECR signs were not tested";
static const char not_believed[] = "AWS rejects {keys} ({calls}): {said}";
static const char strange[] = "{host} answered {call}, but not in AWS's format: {said}";
static const char not_done[] = "{call} fails at {host}: {said}";
static const char silent[] = "{host} does not answer {call}: {why}";

static const struct api_rule table[] = {
	/* What was not learnt. */
	{ API(NOT_ASKED, NO_TOKEN), CODE_NONE, RULE_NOTE, false, NULL, NULL },
	{ API(NOT_ASKED, PATH_WORKS), CODE_NOT_FINISHED, RULE_UNKNOWN, false,
	  "{call} was not sent: {why}", NULL },
	{ API(UNANSWERED), CODE_NOT_FINISHED, RULE_UNKNOWN, false,
	  "{call} was sent to {host}, but no answer came in time: {why}", NULL },

	/* Who is not believed. */
	{ API(NO_CREDENTIALS, NO_KEYS), CODE_API_CREDENTIALS, RULE_WARN, true,
	  "ecsprobe could not ask AWS what it allows ({calls}): {lack}", NULL },
	{ API(NO_CREDENTIALS, OF_REGISTRY), CODE_API_CREDENTIALS, RULE_WARN, false,
	  "the registry rejects the token that ECR issued: {said}", hint_token },
	{ API(NO_CREDENTIALS, OTHER_KEYS), CODE_API_CREDENTIALS, RULE_WARN, true, not_believed,
	  NULL },
	{ API(NO_CREDENTIALS, OF_AGENT), CODE_API_CREDENTIALS, RULE_FAIL, true, not_believed,
	  NULL },
	{ API(NO_CREDENTIALS), CODE_API_CREDENTIALS, RULE_WARN, true, not_believed, NULL },
	{ API(CLOCK_SKEW), CODE_API_CLOCK_SKEW, RULE_FAIL, true,
	  "AWS rejects signatures because of this instance's clock ({calls}): {skew}", NULL },

	/* The policy of a VPC endpoint holds for every role. */
	{ API(POLICY_DENIED, OF_AGENT), CODE_API_POLICY_DENIED, RULE_FAIL, false, denied,
	  hint_policy_agent },
	{ API(POLICY_DENIED, OF_AGENT_MAYBE), CODE_API_POLICY_DENIED, RULE_FAIL, false, denied,
	  hint_policy_use },
	{ API(POLICY_DENIED, OF_ANYBODY, EXPLICIT), CODE_API_POLICY_DENIED, RULE_WARN, false,
	  denied_unsigned, hint_unsigned },
	{ API(POLICY_DENIED, OF_ANYBODY), CODE_API_POLICY_DENIED, RULE_FAIL, false, denied,
	  hint_policy_use },
	{ API(POLICY_DENIED, EXPLICIT), CODE_API_POLICY_DENIED, RULE_FAIL, false, denied,
	  hint_policy_explicit },
	{ API(POLICY_DENIED), CODE_API_POLICY_DENIED, RULE_WARN, false, denied,
	  hint_policy_implicit },

	/* A role's own policies hold for that role. */
	{ API(DENIED, OF_ANYBODY), CODE_API_DENIED, RULE_WARN, false, denied_unsigned,
	  hint_unsigned },
	{ API(DENIED, OTHER_KEYS, OF_AGENT), CODE_API_DENIED, RULE_WARN, false, denied,
	  hint_other_keys },
	{ API(DENIED, BY_ORGANIZATION, OF_AGENT), CODE_API_DENIED, RULE_FAIL, false, denied,
	  hint_organization },
	{ API(DENIED, BY_ORGANIZATION), CODE_API_DENIED, RULE_WARN, false, denied,
	  hint_organization },
	{ API(DENIED, BY_NOBODY, OF_OTHERS), CODE_API_DENIED, RULE_WARN, false, denied,
	  hint_unnamed_others },
	{ API(DENIED, OF_OTHERS), CODE_API_DENIED, RULE_NOTE, false, denied_to_others,
	  hint_others },
	{ API(DENIED, OF_AGENT_MAYBE, OTHER_KEYS), CODE_API_DENIED, RULE_NOTE, false,
	  denied_to_others, hint_other_keys },
	{ API(DENIED, OF_AGENT_MAYBE), CODE_API_DENIED, RULE_WARN, false, denied, hint_maybe },
	{ API(DENIED, BY_NOBODY), CODE_API_DENIED, RULE_FAIL, false, denied, hint_unnamed },
	{ API(DENIED), CODE_API_DENIED, RULE_FAIL, false, denied, hint_identity },

	/* Any other answer, or none. */
	{ API(ERROR, THROTTLED, OF_AGENT), CODE_API_ERROR, RULE_UNKNOWN, false,
	  "AWS throttles {call}: {said}", hint_throttled },
	{ API(ERROR, THROTTLED), CODE_API_ERROR, RULE_WARN, false, "AWS throttles {call}: {said}",
	  hint_throttled },
	{ API(ERROR, STRANGER, OF_AGENT), CODE_API_ERROR, RULE_FAIL, false, strange,
	  hint_stranger },
	{ API(ERROR, STRANGER), CODE_API_ERROR, RULE_WARN, false, strange, hint_stranger },
	{ API(ERROR, OF_AGENT), CODE_API_ERROR, RULE_UNKNOWN, false, not_done, hint_error },
	{ API(ERROR), CODE_API_ERROR, RULE_WARN, false, not_done, hint_error },
	{ API(UNREACHABLE, OF_AGENT), CODE_API_ERROR, RULE_FAIL, false, silent, hint_silent },
	{ API(UNREACHABLE), CODE_API_ERROR, RULE_WARN, false, silent, hint_silent },
	{ API(ALLOWED, NAMES_NOBODY), CODE_API_ERROR, RULE_WARN, false,
	  "{host} answers {call} without a host that the agent could poll: {named}",
	  hint_stranger },
	{ API(ALLOWED, NAMES_NO_HOST), CODE_API_ERROR, RULE_WARN, false,
	  "{host} answers {call} with an invalid host name: {named}", hint_stranger },
	{ API(ALLOWED, OF_AGENT, OTHER_KEYS), CODE_API_CREDENTIALS, RULE_WARN, false,
	  "{call} was signed with {keys}, not with the agent's credentials: the agent's permission was not tested",
	  hint_other_keys },
};

const struct api_rule *api_rules_table(size_t *count)
{
	*count = ARRAY_SIZE(table);
	return table;
}

const struct api_rule *api_rule_of(const struct api_view *view)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if ((view->bits & table[i].need) == table[i].need)
			return &table[i];
	return NULL;
}

/* If AWS rejects the keys, the hint is about the keys. */
const char *api_hint_of(const struct api_view *view, const struct api_rule *rule)
{
	const struct api_facts *api = view->report->api;

	if (rule->hint || rule->code != CODE_API_CREDENTIALS)
		return rule->hint;
	if (view->bits & API(NO_KEYS))
		return api_key_hint(api->tried, (int)api->lack_kind);
	return api_key_hint(api->tried, strstr(view->outcome->answer.type, "Expired")
						? KEY_EXPIRED
						: KEY_REFUSED);
}

/* --- the view -------------------------------------------------------------------- */

/* The instance role, unless the agent was seen to use other credentials. */
static bool are_the_agents(const struct report *report)
{
	const struct agent_status *agent = report->agent;

	return report->api->source == API_SOURCE_INSTANCE &&
	       !report->facts->identity.agent_external &&
	       !(agent && agent->looked && agent->config.own_credentials == SIGHT_SEEN);
}

static unsigned bits_of_denial(const struct api_answer *answer)
{
	unsigned bits = answer->explicit_deny ? API(EXPLICIT) : 0;

	if (answer->policy == API_POLICY_SCP || answer->policy == API_POLICY_RCP)
		bits |= API(BY_ORGANIZATION);
	return bits | (answer->policy == API_POLICY_UNNAMED ? API(BY_NOBODY) : 0);
}

static unsigned bits_of_error(const struct api_outcome *outcome)
{
	enum { TOO_MANY_REQUESTS = 429 };
	const char *type = outcome->answer.type;

	if (outcome->answer.foreign)
		return API(STRANGER);
	if (outcome->status == TOO_MANY_REQUESTS || strstr(type, "Throttl") ||
	    strcmp(type, "SlowDown") == 0 || strcmp(type, "TooManyRequestsException") == 0 ||
	    strcmp(type, "RequestLimitExceeded") == 0)
		return API(THROTTLED);
	return 0;
}

/* The registry stands behind the call that brings its token.  Asked, and without a token. */
static bool was_token_refused(const struct report *report, const struct api_outcome *outcome)
{
	const struct api_outcome *before = outcome - 1;

	if (outcome == report->api->calls || !before->planned)
		return false;
	if (before->result == API_NO_CREDENTIALS && report->api->source == API_SOURCE_NONE)
		return false;
	return before->result != API_ALLOWED && before->result != API_NOT_ASKED &&
	       before->result != API_UNANSWERED;
}

/* Another finding reports the unknown account. */
static bool lacks_token(const struct report *report, const struct api_outcome *outcome)
{
	return outcome->call->form == API_FORM_REGISTRY &&
	       (report->plan->account_unknown || was_token_refused(report, outcome));
}

static unsigned bits_of_named(const struct api_facts *api)
{
	enum api_host_form form = api->named[API_NAMED_AGENT].form;
	unsigned bits = 0;

	if (form == API_HOST_NONE || form == API_HOST_BAD)
		bits |= API(NAMES_NOBODY);
	for (size_t i = 0; i < API_NAMED_COUNT; i++)
		if (api->named[i].form == API_HOST_BAD)
			bits |= API(NAMES_NO_HOST);
	return bits;
}

void api_view_build(struct api_view *view, const struct report *report,
		    const struct api_outcome *outcome)
{
	unsigned bits = 1U << outcome->result | 1U << (API_BIT_OF_AGENT + outcome->call->caller);

	*view = (struct api_view){ .report = report, .outcome = outcome };
	view->endpoint = report_endpoint(report, outcome->call->service);
	if (!are_the_agents(report))
		bits |= API(OTHER_KEYS);
	if (report->api->source == API_SOURCE_NONE)
		bits |= API(NO_KEYS);
	if (view->endpoint && view->endpoint->working_count)
		bits |= API(PATH_WORKS);
	if (outcome->call->form == API_FORM_REGISTRY)
		bits |= API(OF_REGISTRY);
	if (lacks_token(report, outcome))
		bits |= API(NO_TOKEN);
	if (outcome->result == API_DENIED || outcome->result == API_POLICY_DENIED)
		bits |= bits_of_denial(&outcome->answer);
	if (outcome->result == API_ERROR)
		bits |= bits_of_error(outcome);
	if (outcome->result == API_ALLOWED && api_call_is_agents(outcome->call))
		bits |= bits_of_named(report->api);
	view->bits = bits;
}

/* --- what comes of it ------------------------------------------------------------ */

/* AWS denies a role or rejects a clock in the same way on every path. */
static bool is_whichever_way(const struct api_outcome *outcome)
{
	return outcome->result == API_DENIED || outcome->result == API_NO_CREDENTIALS ||
	       outcome->result == API_CLOCK_SKEW;
}

/* The agent's next start may use another path. */
static bool meets_it_next(const struct endpoint_verdict *next, const struct api_outcome *outcome)
{
	if (is_whichever_way(outcome))
		return true;
	for (size_t i = 0; i < next->address_count; i++)
		if (next->addresses[i].judged &&
		    ip_equal(&next->addresses[i].outcome->ip, &outcome->address))
			return true;
	return outcome->proxied && next->target->proxied;
}

/* Of an endpoint's policy that was met with other credentials: it may exempt the agent's.  Of a
 * host whose name is a guess: the agent may go elsewhere. */
static enum rule_severity severity_of(const struct api_view *view, const struct api_rule *rule)
{
	bool milder = (view->bits & API(POLICY_DENIED)) && (view->bits & API(OTHER_KEYS)) &&
		      !(view->bits & API(OF_ANYBODY));

	milder |= view->endpoint && target_is_inferred(view->endpoint->target);

	return milder && rule->severity == RULE_FAIL ? RULE_WARN
						     : (enum rule_severity)rule->severity;
}

/* Without credentials AWS was not asked. */
static bool lacks_keys(const struct api_view *view)
{
	return (view->bits & API(NO_CREDENTIALS)) && (view->bits & API(NO_KEYS));
}

static enum status status_of(const struct api_view *view, enum rule_severity severity)
{
	static const enum status statuses[] = { [RULE_FAIL] = STATUS_FAIL,
						[RULE_WARN] = STATUS_WARN,
						[RULE_NOTE] = STATUS_PASS,
						[RULE_UNKNOWN] = STATUS_SKIP };

	return lacks_keys(view) ? STATUS_SKIP : statuses[severity];
}

/* An endpoint that AWS refuses is of as little use as a dead one. */
static void mark_endpoints(struct report *report, const struct api_view *view, enum status status,
			   enum code code)
{
	for (size_t i = 0; i < report->endpoint_count; i++)
		if (&report->endpoints[i] == view->endpoint)
			endpoint_mark(&report->endpoints[i], status, code);
	for (size_t i = 0; view->endpoint && i < report->next_endpoint_count; i++)
		if (report->next_endpoints[i].target == view->endpoint->target &&
		    meets_it_next(&report->next_endpoints[i], view->outcome))
			endpoint_mark(&report->next_endpoints[i], status, code);
}

/* Reported once for the instance, and yet this endpoint does not work for the agent, or that is not
 * known. */
static bool is_of_endpoint(const struct api_view *view, const struct api_rule *rule)
{
	return !rule->of_all || (api_call_is_agents(view->outcome->call) &&
				 (rule->severity == RULE_FAIL || lacks_keys(view)));
}

static void judge_call(struct report *report, const struct api_outcome *outcome)
{
	const struct api_rule *rule;
	enum rule_severity severity;
	struct api_view view;

	api_view_build(&view, report, outcome);
	rule = api_rule_of(&view);
	if (!rule || rule->code == CODE_NONE)
		return;
	severity = severity_of(&view, rule);
	if (is_of_endpoint(&view, rule))
		mark_endpoints(report, &view, status_of(&view, severity), (enum code)rule->code);
	if (!rule->of_all && severity == RULE_FAIL && !outcome->required)
		severity = RULE_WARN;
	finding_add(report, (enum code)rule->code, rules_severity(severity, EXPECT_AUTO),
		    rule->of_all ? "instance" : outcome->call->service,
		    api_text(rule->message, &view), api_hint_of(&view, rule));
}

/* Why the call did not reach AWS through the endpoint. */
static char *tell_why_numbered(const struct report *report)
{
	const struct endpoint_verdict *ecs = report_endpoint(report, SERVICE_ECS);

	if (!ecs)
		return xstrdup("");
	if (ecs->target->proxied)
		return xasprintf(": the call went through the proxy %s",
				 report->plan->proxies[ecs->target->dialled_by].shown);
	if (ecs->class == CLASS_PUBLIC || ecs->class == CLASS_MIXED)
		return xasprintf(": %s has public addresses here", ecs->target->host);
	return xasprintf(
		": %s has private addresses here, but they are not those of an interface endpoint of ecs",
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
		    NULL);
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
