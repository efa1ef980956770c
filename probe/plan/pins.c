/* SPDX-License-Identifier: Apache-2.0 */
/* What the agent's own copy of /etc/hosts says otherwise than the host's file. */
#include <strings.h>

#include "ecsprobe/plan.h"

static const struct hosts_entry *next_pin(const struct hosts_entry *entries, size_t count,
					  const char *name, size_t *i)
{
	while (*i < count && strcasecmp(entries[*i].name, name) != 0)
		++*i;
	return *i < count ? &entries[(*i)++] : NULL;
}

static bool is_pinned_otherwise(const struct host_facts *host, const char *name)
{
	const struct hosts_entry *ours;
	const struct hosts_entry *its;
	size_t i = 0;
	size_t n = 0;

	do {
		ours = next_pin(host->hosts, host->hosts_count, name, &i);
		its = next_pin(host->agent_hosts, host->agent_hosts_count, name, &n);
		if (!ours != !its || (ours && !ip_equal(&ours->ip, &its->ip)))
			return true;
	} while (ours);
	return false;
}

bool plan_agent_pins(struct plan *plan, const struct host_facts *host)
{
	bool more = false;

	for (size_t i = 0; host->agent_hosts_text && i < plan->count; i++) {
		struct target *t = plan->targets[i];

		if (t->own_pins || t->dialled_by != DIALLER_AGENT || t->address.family != IP_NONE ||
		    !is_pinned_otherwise(host, t->host))
			continue;
		t->own_pins = more = true;
	}
	return more;
}

void plan_agent_pins_again(struct plan *plan, const struct host_facts *host)
{
	for (size_t i = 0; host->agent_hosts_text && i < plan->count; i++)
		plan->targets[i]->own_pins &= is_pinned_otherwise(host, plan->targets[i]->host);
}
