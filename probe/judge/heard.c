/* SPDX-License-Identifier: Apache-2.0 */
/* Which answers reach a dialler, and which one counts for its name. */
#include "view.h"

bool view_is_server_failure(enum code code)
{
	return code == CODE_DNS_TIMEOUT || code == CODE_DNS_UNREACHABLE ||
	       code == CODE_HOST_FIREWALL || code == CODE_DNS_TOO_SLOW ||
	       code == CODE_DNS_NO_EDNS || code == CODE_DNS_REFUSED || code == CODE_DNS_SERVFAIL ||
	       code == CODE_DNS_BAD_ANSWER;
}

enum code view_heard(const struct endpoint_verdict *endpoint, const struct answer *answer,
		     size_t family)
{
	return answer->no_edns[family] && endpoint->target->dialled_by != DIALLER_TASK
		       ? CODE_DNS_NO_EDNS
		       : answer->family_codes[family];
}

/* The pins that count, if they pin the name: the agent's next start has others. */
int view_pins(const struct endpoint_verdict *endpoint)
{
	const struct target_outcome *outcome = endpoint->outcome;

	if (endpoint->next && outcome->repinned && !outcome->pins_kept)
		return outcome->next_hosts.asked ? FROM_NEXT_HOSTS : JUDGED_NOTHING;
	return outcome->hosts.asked ? FROM_HOSTS : JUDGED_NOTHING;
}
