/* SPDX-License-Identifier: Apache-2.0 */
#include "explain_tables.h"

#define PAGE_DENIED "IAM User Guide: Troubleshoot access denied error messages"
#define PAGE_POLICY "AWS PrivateLink guide: Control access to VPC endpoints using endpoint policies"
#define PAGE_ROLE "Amazon ECS Developer Guide: Amazon ECS container instance IAM role"
#define PAGE_TIME "Amazon EC2 User Guide: Set the time reference on your EC2 instance"
#define PAGE_ERRORS "Amazon ECS API Reference: Common Errors"

static const struct explained rows[] = {
	{ CODE_API_POLICY_DENIED,
	  { "with --api: the policy of a VPC endpoint denies the call, and so cuts every role off",
	    "'AccessDeniedException' with 'VPC endpoint policy', while the network is fine",
	    "Check that policy for the action in the message. It is a failure for what the agent and pulls call, and where a statement denies it. Elsewhere tasks may call what is allowed.",
	    PAGE_POLICY } },
	{ CODE_API_DENIED,
	  { "with --api: a policy of the role or of the organization denies the call",
	    "'is not authorized to perform' in the agent's log, while the network is fine",
	    "Check the kind of policy that the message names. It is a failure for what the agent calls with the instance role. A note says nothing of the roles of tasks.",
	    PAGE_DENIED } },
	{ CODE_API_CREDENTIALS,
	  { "with --api: no credentials, some that AWS refuses, or others than the agent's",
	    "'NoCredentialProviders' or 'ExpiredTokenException' in the agent's log",
	    "Check the instance profile and its role; IMDSv2 and its hop limit; AWS_ACCESS_KEY_ID in the environment.",
	    PAGE_ROLE } },
	{ CODE_API_CLOCK_SKEW,
	  { "with --api: AWS refuses signatures because of this instance's clock",
	    "'Signature expired' or 'Signature not yet current' for every call of the agent",
	    "AWS refuses what is signed five minutes off, of the agent too. Look at chronyc tracking; each VPC has a time server at 169.254.169.123.",
	    PAGE_TIME } },
	{ CODE_API_ERROR,
	  { "with --api: a call got an error that is no denial, or no answer of AWS's at all",
	    "'ThrottlingException', 'ServerException' or a timeout, which the agent repeats",
	    "Look at status, error and request id in the message. What is not in AWS's words comes from a proxy or firewall in between.",
	    PAGE_ERRORS } },
};

const struct explained_list explained_api = { rows, ARRAY_SIZE(rows) };
