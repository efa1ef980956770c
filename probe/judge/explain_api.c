/* SPDX-License-Identifier: Apache-2.0 */
#include "explain_api.h"

#include <stddef.h>

#include "ecsprobe/util.h"

#define PAGE_DENIED "IAM User Guide: Troubleshoot access denied error messages"
#define PAGE_POLICY "AWS PrivateLink guide: Control access to VPC endpoints using endpoint policies"
#define PAGE_ROLE "Amazon ECS Developer Guide: Amazon ECS container instance IAM role"
#define PAGE_TIME "Amazon EC2 User Guide: Set the time reference on your EC2 instance"
#define PAGE_ERRORS "Amazon ECS API Reference: Common Errors"

static const struct {
	enum code code;
	struct explanation text;
} table[] = {
	{ CODE_API_POLICY_DENIED,
	  { "with --api: the policy of a VPC endpoint denies the call, and so cuts every role off",
	    "'AccessDeniedException ... VPC endpoint policy' in the agent's log, or a pull, a "
	    "secret or a log stream that is denied while the network is fine",
	    "the policy of the endpoint that the message names, for the action that it names; a "
	    "failure for what the agent and pulls call; where an optional service, or no statement "
	    "at all, is concerned a warning, as tasks may call actions that are allowed",
	    PAGE_POLICY } },
	{ CODE_API_DENIED,
	  { "with --api: AWS denies the call for a policy of the role or of the organization",
	    "'AccessDeniedException' or 'is not authorized to perform' in the agent's log; the "
	    "network is fine",
	    "the kind of policy that the message names: of the role (identity-based, permissions "
	    "boundary) or of the organization (service or resource control policy); a failure only "
	    "for what the agent calls with the instance role; a note says nothing of the roles of "
	    "tasks",
	    PAGE_DENIED } },
	{ CODE_API_CREDENTIALS,
	  { "with --api: there are no credentials to call AWS with, or AWS does not accept them",
	    "'NoCredentialProviders', 'ExpiredTokenException' or 'UnrecognizedClientException' in "
	    "the agent's log, if it has no others",
	    "the instance profile and its role; IMDSv2 and its hop limit; in a task the task role; "
	    "AWS_ACCESS_KEY_ID and its fellows in the environment; whether the role was deleted "
	    "and made again",
	    PAGE_ROLE } },
	{ CODE_API_CLOCK_SKEW,
	  { "with --api: AWS refuses signatures because of this instance's clock",
	    "'InvalidSignatureException: Signature expired' or 'Signature not yet current' for "
	    "every call of the agent",
	    "chronyc tracking; 169.254.169.123 as a source of chrony; by how much it is off is in "
	    "the message, from the Date of the answer",
	    PAGE_TIME } },
	{ CODE_API_ERROR,
	  { "with --api: a call got an error that is no denial, or no answer of AWS's at all",
	    "'ThrottlingException', 'ServerException' or a timeout that the agent repeats by "
	    "itself",
	    "status, error and request id in the message; a status from 500 on or throttling "
	    "passes; an answer that is not in AWS's words comes from a proxy or a firewall in "
	    "between",
	    PAGE_ERRORS } },
};

const struct explanation *explain_api(enum code code)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (table[i].code == code)
			return &table[i].text;
	return NULL;
}
