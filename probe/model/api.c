/* SPDX-License-Identifier: Apache-2.0 */
/* The words for the enums of ecsprobe/api.h, which every room may print. */
#include "ecsprobe/api.h"

const char *api_result_name(enum api_result result)
{
	static const char *const names[API_RESULT_COUNT] = {
		[API_NOT_ASKED] = "not-asked",
		[API_ALLOWED] = "allowed",
		[API_POLICY_DENIED] = "policy-denied",
		[API_DENIED] = "denied",
		[API_NO_CREDENTIALS] = "no-credentials",
		[API_CLOCK_SKEW] = "clock-skew",
		[API_ERROR] = "error",
		[API_UNREACHABLE] = "unreachable",
		[API_UNANSWERED] = "unanswered",
	};

	return names[result];
}

const char *api_policy_words(enum api_policy policy)
{
	static const char *const words[API_POLICY_COUNT] = {
		[API_POLICY_IDENTITY] = "identity-based policy",
		[API_POLICY_BOUNDARY] = "permissions boundary",
		[API_POLICY_SESSION] = "session policy",
		[API_POLICY_SCP] = "service control policy",
		[API_POLICY_RCP] = "resource control policy",
		[API_POLICY_RESOURCE] = "resource-based policy",
		[API_POLICY_ENDPOINT] = "VPC endpoint policy",
	};

	return words[policy];
}

const char *api_source_name(enum api_source source)
{
	static const char *const names[API_SOURCE_COUNT] = {
		[API_SOURCE_NONE] = "none",
		[API_SOURCE_ENVIRONMENT] = "environment",
		[API_SOURCE_CONTAINER] = "container",
		[API_SOURCE_INSTANCE] = "instance-role",
	};

	return names[source];
}

const char *api_named_name(enum api_named named)
{
	static const char *const names[API_NAMED_COUNT] = {
		[API_NAMED_AGENT] = "endpoint",
		[API_NAMED_TELEMETRY] = "telemetryEndpoint",
		[API_NAMED_SERVICE_CONNECT] = "serviceConnectEndpoint",
		[API_NAMED_SYSTEM_LOGS] = "systemLogsEndpoint",
	};

	return names[named];
}

const char *api_caller_name(enum api_caller caller)
{
	static const char *const names[API_CALLER_COUNT] = {
		[API_CALLER_AGENT] = "agent",
		[API_CALLER_AGENT_MAYBE] = "agent-or-execution-role",
		[API_CALLER_OTHERS] = "other-roles",
		[API_CALLER_ANYBODY] = "anybody",
	};

	return names[caller];
}

const char *api_host_form_name(enum api_host_form form)
{
	static const char *const names[API_HOST_FORMS] = {
		[API_HOST_BASE] = "base",
		[API_HOST_NUMBERED] = "numbered",
		[API_HOST_OTHER] = "other",
		[API_HOST_BAD] = "bad",
	};

	return names[form];
}
