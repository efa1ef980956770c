/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "ecsprobe/plan.h"
#include "ecsprobe/ports.h"

enum { RESOLVER_OFFSET = 2 };

static const struct ip link_local_v4 = { IP_V4, { 169, 254, 169, 253 } };
static const struct ip link_local_v6 = { IP_V6, { 0xfd, 0x00, 0x0e, 0xc2, [14] = 0x02, 0x53 } };

static bool is_route53(const struct ip *ip, const struct options *options,
		       const struct identity *identity)
{
	const struct cidr *primary = options->vpc_cidrs.count ? &options->vpc_cidrs.items[0]
							      : &identity->primary_vpc_cidr;
	struct ip plus_two;

	/* Whoever names the resolver by hand means that one and no other. */
	if (options->resolver.ip.family != IP_NONE)
		return ip_equal(ip, &options->resolver.ip) && options->resolver.port == DNS_PORT;
	if (ip_equal(ip, &link_local_v4) || ip_equal(ip, &link_local_v6))
		return true;
	return cidr_nth(primary, RESOLVER_OFFSET, &plus_two) && ip_equal(ip, &plus_two);
}

static struct resolver *find_route53(struct plan *plan)
{
	for (size_t i = 0; i < plan->resolver_count; i++)
		if (plan->resolvers[i].route53)
			return &plan->resolvers[i];
	return NULL;
}

static void add_configured(struct plan *plan, unsigned position, const struct ip *ip, bool route53)
{
	struct resolver *r;

	for (size_t i = 0; i < plan->resolver_count; i++)
		if (ip_equal(&plan->resolvers[i].address.ip, ip))
			return;
	if (route53 && find_route53(plan))
		return;
	r = &plan->resolvers[plan->resolver_count++];
	*r = (struct resolver){ .address = { *ip, DNS_PORT },
				.route53 = route53,
				.configured = true };
	if (route53)
		(void)snprintf(r->name, sizeof r->name, "route53");
	else if (position == 0)
		(void)snprintf(r->name, sizeof r->name, "system");
	else
		(void)snprintf(r->name, sizeof r->name, "system-%u", position + 1);
}

void plan_resolvers(struct plan *plan, const struct options *options,
		    const struct identity *identity, const struct host_facts *host)
{
	struct resolver *r;

	for (unsigned i = 0; i < host->nameserver_count; i++)
		add_configured(plan, i, &host->nameservers[i],
			       is_route53(&host->nameservers[i], options, identity));
	if (find_route53(plan))
		return;
	r = &plan->resolvers[plan->resolver_count++];
	*r = (struct resolver){ .name = "route53", .route53 = true };
	if (options->resolver.ip.family != IP_NONE)
		r->address = options->resolver;
	else
		r->address = (struct socket_address){
			!host->usable_v4 && host->usable_v6 ? link_local_v6 : link_local_v4,
			DNS_PORT,
		};
}
