/* SPDX-License-Identifier: Apache-2.0 */
#include "explain_tables.h"

#define PAGE_DENIED "IAM User Guide: Troubleshoot access denied error messages"
#define PAGE_POLICY "AWS PrivateLink guide: Control access to VPC endpoints using endpoint policies"
#define PAGE_ROLE "Amazon ECS Developer Guide: Amazon ECS container instance IAM role"
#define PAGE_TIME "Amazon EC2 User Guide: Set the time reference on your EC2 instance"
#define PAGE_ERRORS "Amazon ECS API Reference: Common Errors"

static const struct explained rows[] = {
	{ CODE_API_POLICY_DENIED,
	  { "with --api: the policy of a VPC endpoint denies the call, for every role",
	    "'AccessDeniedException' with 'VPC endpoint policy', while the network is fine",
	    "Check that policy for the action in the message. This is a failure if the agent or image pulls make the call, or if a statement denies it. Otherwise tasks may still call what the policy allows.",
	    PAGE_POLICY } },
	{ CODE_API_DENIED,
	  { "with --api: a policy of the role or of the organization denies the call",
	    "'is not authorized to perform' in the agent's log, while the network is fine",
	    "Check the kind of policy that the message names. This is a failure if the agent makes the call with the instance role. A note says nothing about the roles of tasks.",
	    PAGE_DENIED } },
	{ CODE_API_CREDENTIALS,
	  { "with --api: no credentials, credentials that AWS rejects, or others than the agent's",
	    "'NoCredentialProviders' or 'ExpiredTokenException' in the agent's log",
	    "Check the instance profile and its role; IMDSv2 and its hop limit; AWS_ACCESS_KEY_ID in the environment.",
	    PAGE_ROLE } },
	{ CODE_API_CLOCK_SKEW,
	  { "with --api: AWS rejects signatures because of this instance's clock",
	    "'Signature expired' or 'Signature not yet current' for every call of the agent",
	    "AWS rejects signatures that are five minutes off, the agent's too. Check chronyc tracking; each VPC has a time server at 169.254.169.123.",
	    PAGE_TIME } },
	{ CODE_API_ERROR,
	  { "with --api: a call got an error other than a denial, or no answer from AWS",
	    "'ThrottlingException', 'ServerException' or a timeout, which the agent retries",
	    "Check status, error and request id in the message. An answer that is not in AWS's format comes from a proxy or firewall in between.",
	    PAGE_ERRORS } },
};

const struct explained_list explained_api = { rows, ARRAY_SIZE(rows) };
