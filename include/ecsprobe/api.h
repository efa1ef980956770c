/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_API_H
#define ECSPROBE_API_H
/* What AWS itself answers to a few signed, read-only calls (--api).  Never a key, a
 * token or a signature in here: all of it may be shown.  Text that a peer chose is
 * escaped already. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ecsprobe/address.h"
#include "ecsprobe/util.h"

enum {
	API_TYPE_BYTES = 65,
	API_REQUEST_ID_BYTES = 97,
	API_MESSAGE_BYTES = 513,
	API_ACTION_BYTES = 65,
	API_RESOURCE_BYTES = 257,
	API_PRINCIPAL_BYTES = 257,
	API_ENDPOINT_ID_BYTES = 65,
	API_ROLE_BYTES = 65,
	API_HOST_BYTES = 254,
	API_WHY_BYTES = 161,
};

/* The role whose permission a call needs, and so what a refusal means. */
enum api_caller {
	API_CALLER_AGENT,       /* the agent, always with the instance role */
	API_CALLER_AGENT_MAYBE, /* the agent, with the instance role where a task has no
				  * execution role */
	API_CALLER_OTHERS,  /* execution or task roles; the instance role only stands in for them */
	API_CALLER_ANYBODY, /* not signed: no role is asked about */
	API_CALLER_COUNT,
};

/* "agent", "agent-or-execution-role", "other-roles", "anybody" */
const char *api_caller_name(enum api_caller caller);

enum api_form {
	API_FORM_JSON,     /* POST, JSON 1.1, X-Amz-Target */
	API_FORM_QUERY,    /* POST, form-encoded, answered in XML */
	API_FORM_REGISTRY, /* GET with the token that the row before it brought */
	API_FORM_PLAIN,    /* GET without any credentials, refused in XML */
};

/* One row of the table of calls (probe/api/calls.c): the only source of what is sent, of
 * the policy document of --api --list, and of the words about it. */
struct api_call {
	const char *id;      /* stable: JSON, findings: "ecs:DiscoverPollEndpoint" */
	const char *service; /* id of the catalog's row, whose host is called */
	const char *action;  /* as IAM spells it; NULL: needs none */
	const char *signing; /* the service's name in the signature; NULL: not signed */
	enum api_form form;
	const char *path;   /* "/" */
	const char *target; /* X-Amz-Target of JSON; else NULL */
	const char *body;   /* "{}"; NULL: made by api.c (DiscoverPollEndpoint), or none */
	/* What the answer that allows it holds: a member of JSON's root object, the root element
	 * of XML; NULL: the form alone decides. */
	const char *holds;
	bool holds_list; /* that member is an array; else a text */
	enum api_caller caller;
	const char *proves; /* completes "it shows ..." */
	const char *users;  /* who makes such calls, and with which role */
};

const struct api_call *api_call_table(size_t *count);

enum api_result {
	API_NOT_ASKED,      /* why says why not: unknown, never fine */
	API_ALLOWED,        /* AWS's own answer: 2xx with what the row holds, ECR's registry, the
			     * refusal of an unsigned call */
	API_POLICY_DENIED,  /* a VPC endpoint policy denies it, for every role */
	API_DENIED,         /* refused for what the role, its boundary or the organization says */
	API_NO_CREDENTIALS, /* no credentials, or AWS rejects them: expired, unknown */
	API_CLOCK_SKEW,     /* AWS rejects the time of the signature */
	API_ERROR,          /* any other answer: throttled, 5xx, not AWS's shape */
	API_UNREACHABLE,    /* no answer: the connection failed, or time ran out */
	API_UNANSWERED,     /* sent, and the run ended too early for an answer: unknown */
	API_RESULT_COUNT,
};
/* "not-asked", "allowed", "policy-denied", ... */
const char *api_result_name(enum api_result result);

/* Which policy a denial names. */
enum api_policy {
	API_POLICY_UNNAMED,  /* the message does not say */
	API_POLICY_IDENTITY, /* identity-based */
	API_POLICY_BOUNDARY, /* permissions boundary */
	API_POLICY_SESSION,
	API_POLICY_SCP, /* service control policy */
	API_POLICY_RCP, /* resource control policy */
	API_POLICY_RESOURCE,
	API_POLICY_ENDPOINT, /* VPC endpoint policy */
	API_POLICY_COUNT,
};
/* "identity-based policy", ...; NULL for UNNAMED. */
const char *api_policy_words(enum api_policy policy);

/* What an answer says: parsed by api_answer_parse() (probe/api/answer.h). */
struct api_answer {
	enum api_result result;
	enum api_policy policy;
	bool explicit_deny;
	bool foreign;                    /* not in AWS's format: perhaps from a proxy */
	char type[API_TYPE_BYTES];       /* "AccessDeniedException", without namespace; "" */
	char message[API_MESSAGE_BYTES]; /* AWS's own words, cut where too long; "" */
	char action[API_ACTION_BYTES];   /* that the message says was refused; "" */
	char resource[API_RESOURCE_BYTES];
	char principal[API_PRINCIPAL_BYTES];     /* "arn:aws:sts::...:assumed-role/R/i-..." */
	char endpoint_id[API_ENDPOINT_ID_BYTES]; /* "vpce-...", where it is named; "" */
	char request_id[API_REQUEST_ID_BYTES];   /* of the header, else of the body; "" */
	bool skew_known;                         /* a Date header came */
	int64_t skew_s; /* instance minus AWS; > 0: the instance is ahead */
};

struct api_outcome {
	const struct api_call *call; /* borrowed: a constant */
	bool planned;                /* its service is in the plan ... */
	bool required;               /* ... and required there */
	char host[API_HOST_BYTES];   /* "" where it is not planned */
	struct ip address; /* of the verified handshake that the call went to; family IP_NONE:
			    * through a proxy, or not asked */
	bool proxied;
	enum api_result result;  /* answer.result, or what no answer says */
	char why[API_WHY_BYTES]; /* where no answer decides; "" where one does */
	int status;              /* HTTP; 0: no answer */
	uint64_t us;             /* until it was answered; 0: not */
	struct api_answer answer;
};

/* Where the credentials come from. */
enum api_source {
	API_SOURCE_NONE,        /* there are none: api_facts.lack says why */
	API_SOURCE_ENVIRONMENT, /* AWS_ACCESS_KEY_ID and its fellows */
	API_SOURCE_CONTAINER,   /* the endpoint of AWS_CONTAINER_CREDENTIALS_*_URI */
	API_SOURCE_INSTANCE,    /* the instance role, of IMDSv2 */
	API_SOURCE_COUNT,
};
/* "none", "environment", "container", "instance-role" */
const char *api_source_name(enum api_source source);

/* Why a source has no credentials. */
enum api_lack {
	API_LACK_NONE,      /* it has some */
	API_LACK_PART,      /* only one of the two variables of a key is set */
	API_LACK_MALFORMED, /* what it has, or the way to it, cannot be used */
	API_LACK_NOT_ASKED, /* --imds-endpoint off */
	API_LACK_SILENT,    /* it does not answer */
	API_LACK_DISABLED,  /* the metadata service refuses every question */
	API_LACK_STRANGER,  /* something else answers in its place */
	API_LACK_REFUSED,   /* it answers, but returns no credentials */
	API_LACK_ABSENT,    /* the instance has no role */
	API_LACK_LATE,      /* it answers, but not in time */
	API_LACK_COUNT,
};

/* The hosts that DiscoverPollEndpoint names. */
enum api_named {
	API_NAMED_AGENT,           /* endpoint */
	API_NAMED_TELEMETRY,       /* telemetryEndpoint */
	API_NAMED_SERVICE_CONNECT, /* serviceConnectEndpoint */
	API_NAMED_SYSTEM_LOGS,     /* systemLogsEndpoint */
	API_NAMED_COUNT,
};
/* The member's name in AWS's answer. */
const char *api_named_name(enum api_named named);

enum api_host_form {
	API_HOST_NONE,     /* not named: DiscoverPollEndpoint was not allowed, or left it out */
	API_HOST_BASE,     /* ecs-a.REGION..., which an endpoint serves */
	API_HOST_NUMBERED, /* ecs-a-1.REGION...: the call did not reach AWS through an endpoint */
	API_HOST_OTHER,    /* neither of the two */
	API_HOST_BAD,      /* not a URL with a host that can be asked for */
	API_HOST_FORMS,
};
/* "base", "numbered", "other", "bad"; NULL for NONE. */
const char *api_host_form_name(enum api_host_form form);

struct api_host {
	enum api_host_form form;
	char host[API_HOST_BYTES]; /* escaped; a plain name unless BAD */
	uint16_t port;
};

struct api_facts {
	bool asked;                /* the phase ran; else nothing else means anything */
	enum api_source source;    /* NONE: there are no credentials */
	enum api_source tried;     /* where they were looked for; never NONE */
	enum api_lack lack_kind;   /* why NONE, for the hint */
	char role[API_ROLE_BYTES]; /* of INSTANCE: the role's name; "" */
	char lack[API_WHY_BYTES];  /* why there are no credentials; "" where there are some */
	struct api_outcome *calls; /* owned; one for each row of the table, in its order */
	size_t count;
	struct api_host named[API_NAMED_COUNT];
};

static inline void api_facts_done(struct api_facts *facts)
{
	free(facts->calls);
	*facts = (struct api_facts){ 0 };
}

/* What the agent cannot do without; a planned call that is denied there is a failure. */
static inline bool api_call_is_agents(const struct api_call *call)
{
	return call->caller == API_CALLER_AGENT;
}

#endif
