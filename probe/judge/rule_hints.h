/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_RULE_HINTS_H
#define ECSPROBE_RULE_HINTS_H
/* Hints for the rows of rules_works.c and rules_path.c that know more about the situation than
 * explain.c says about the code. */
#include "rules.h"

/* What a row begins with. */
#define SYMPTOM(name) .symptom = CODE_##name
#define WHEN(...) .when = ENDPOINT(__VA_ARGS__)
#define UNLESS(...) .unless = ENDPOINT(__VA_ARGS__)

/* Where several hints have the same one outside of EC2, on ECS Anywhere. */
static const char outside_private[] =
	"The address is in a VPC elsewhere: check the path in both directions (Direct Connect or VPN, firewalls in between), and that the endpoint's security group allows TCP 443 from this host's own address.";
static const char outside_own[] =
	"Check this host's routes (ip route get), the firewalls on the path, and that the server at the address allows this host.";
static const char outside_public[] =
	"The name resolves to public addresses, but no path leads there. Allow TCP 443 to the name in the firewall, give its client the proxy, or make this site's DNS forward the name to an inbound resolver endpoint of a VPC that has the interface endpoint.";
static const char outside_path[] =
	"You asked for a private path: make this site's DNS forward the name to an inbound resolver endpoint of the VPC that has the interface endpoint.";
static const char outside_zone[] =
	"A zone of this site's DNS, or a server that it forwards to, answers for a parent of this name but lacks the record: check zones and forwarding for amazonaws.com, and the Region.";

static const struct hint hint_forwarding = {
	.outside =
		"The host asks a DNS server that does not know the private names. Make that server forward amazonaws.com to an inbound resolver endpoint of the VPC that has the endpoints."
};
static const struct hint hint_dns64 = {
	.outside =
		"This site's DNS makes IPv6 addresses (DNS64), but no NAT64 translates them: repair the NAT64, or turn DNS64 off."
};
static const struct hint hint_set_differs = {
	.outside =
		"Every nameserver of a host must know the same names: the second one does not fill in what only the first one knows. Keep only servers that forward amazonaws.com in the same way."
};
static const struct hint hint_all_private = HINT(
	"No private endpoint answers, so check this instance first. The egress rules of its security group must allow 443, a host firewall must allow it, and the network ACL of its own subnet must allow 443 out and ports 1024-65535 back.",
	.outside = outside_private);
static const struct hint hint_subnet = HINT(
	"All dead addresses are in one subnet, and nothing in it answers: check that subnet's network ACL and route table, or remove the subnet from the endpoints.",
	.outside = outside_private);
static const struct hint hint_own_timeout = HINT(
	"Check four things. The security group of the address must allow this port inbound from this instance. The instance's security group must allow it outbound. The network ACLs of both subnets must allow the port to the address and ports 1024-65535 back. The route table must have a route to the address.",
	.outside = outside_own);
static const struct hint hint_own_refused = HINT(
	"Nothing listens on that port, or a firewall on the path answers for it: check that the service runs, and what the address belongs to.");
static const struct hint hint_own_not_tls = HINT(
	"If the service does not start with TLS, pass NAME:PORT/tcp: then ecsprobe only connects. Otherwise check what the address belongs to, and firewalls and proxies on the path.");
static const struct hint hint_own_public = HINT(
	"You asked for a private path: check that a private hosted zone with this name is associated with this VPC, or that the host's DNS forwards the name to a server that knows it.",
	.outside = outside_path);
static const struct hint hint_lone_leaf = HINT(
	"The server sends only its own certificate, without the intermediate one. AWS does not do that: find out which server answers in its place.");
static const struct hint hint_zone = { .outside = outside_zone };
static const struct hint hint_zone_unsure = HINT(
	"There are two possible causes. If AWS has no such name in this Region, exclude it with --skip. Otherwise a private hosted zone or forwarding rule answers instead of AWS and has no such record: check which zones and rules are associated with this VPC.",
	.outside = outside_zone);
static const struct hint hint_plain = HINT(
	"The endpoint covers only the plain name. Remove the setting that asks for another (AWS_USE_FIPS_ENDPOINT, ECS_BACKEND_HOST) from the agent's configuration, or create the endpoint that covers this name: --list names it, and what is uncertain about it.");
static const struct hint hint_plain_dual = HINT(
	"The endpoint covers only the plain name. Set its IP address type to dualstack (modify-vpc-endpoint --ip-address-type dualstack): its private DNS names then include this one, if the service supports that (create-vpc-endpoint shows them). Otherwise remove the setting that asks for this name (--dualstack, ECS_INSTANCE_IP_COMPATIBILITY).");
static const struct hint hint_public_dual = HINT(
	"Create the service's interface endpoint (--list names it) with private DNS enabled and the IP address type dualstack, which dual-stack names need; an existing IPv4 endpoint can be modified. Check enableDnsSupport and enableDnsHostnames on the VPC. If the public path is intended, pass --expect public.");
static const struct hint hint_unoffered = HINT(
	"No endpoint is known to serve this name. Use the plain name over IPv4, which has one (no --dualstack or --fips, no IPv6-only or FIPS setting), or give the subnet a way out for this name: NAT, for IPv6 an egress-only gateway, or a proxy.",
	.outside = outside_public);
static const struct hint hint_tolerated = HINT(
	"AWS offers no interface endpoint for this name. You need not do anything while the public path (NAT or a proxy) works.");
static const struct hint hint_tolerated_timeout =
	HINT("AWS offers no interface endpoint for this name: its clients need NAT or a proxy.",
	     .outside = outside_public);
static const struct hint hint_set = HINT(
	"Create the missing endpoint with private DNS. If instances already run, the order is ecs-agent, ecs-telemetry, ecs; then restart every agent.");
static const struct hint hint_set_ecr = HINT(
	"Create the missing endpoint with private DNS. ECR needs both of its endpoints, in either order, and no restart.");
static const struct hint hint_numbered = HINT(
	"There is no such endpoint here, so AWS sends the agent to numbered public hosts, which ecsprobe checks instead. Create the ecs-agent, ecs-telemetry and ecs endpoints for a private path.");
static const struct hint hint_proxied = {
	.outside =
		"The proxy resolves the name itself, so DiscoverPollEndpoint may return numbered public hosts. Add the ECS names to the agent's NO_PROXY, or make the proxy use this site's DNS."
};
static const struct hint hint_earlier = HINT(
	"Every lookup of this name waits for that nameserver's timeout before the client asks again. Repair the nameserver, or remove it from the DHCP option set.",
	.outside =
		"Every lookup of this name waits for that nameserver's timeout before the client asks again. Repair the nameserver, or remove it from /etc/resolv.conf.");
static const struct hint hint_private_timeout = HINT(
	"Check three things. The endpoint's security group must allow inbound TCP 443 from this instance. The instance's security group must allow outbound TCP 443. The network ACLs of both subnets must allow TCP 443 to the endpoint and ports 1024-65535 back.",
	.outside = outside_private);
static const struct hint hint_public_timeout = HINT(
	"The name resolves to public addresses, but no path leads there. Create the interface endpoint with private DNS enabled (and enableDnsSupport and enableDnsHostnames on the VPC), or give the subnet a NAT route.",
	.outside = outside_public);
static const struct hint hint_gateway_timeout = {
	.outside =
		"A gateway endpoint serves only its own VPC, not this host. Allow TCP 443 to S3 in the firewall, give dockerd the proxy, or make this site's DNS resolve the bucket's name to an interface endpoint of S3."
};
static const struct hint hint_unreachable = { .outside = outside_own };
static const struct hint hint_nxdomain = { .outside = outside_zone };
static const struct hint hint_dns_timeout = {
	.outside = "Check that the nameserver runs and that UDP and TCP 53 reach it."
};
static const struct hint hint_public = { .outside = outside_path };
static const struct hint hint_elsewhere = HINT(
	"If the endpoint is in a hub VPC, this is normal. Pass --allow-cidr with that VPC's block to accept no other private addresses outside this VPC.");
static const struct hint hint_partial = { .outside = outside_private };
static const struct hint hint_half = HINT(
	"Every lookup waits for the failing A or AAAA query. Fix the nameserver so that it answers both.");

#endif
