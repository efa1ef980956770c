/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_RULE_HINTS_H
#define ECSPROBE_RULE_HINTS_H
/* What to check, where the rows of rules_works.c and rules_path.c know more of the situation than
 * explain.c says of the code; of no use to anybody else. */
#include "rules.h"

/* What a row begins with. */
#define SYMPTOM(name) .symptom = CODE_##name
#define WHEN(...) .when = ENDPOINT(__VA_ARGS__)
#define UNLESS(...) .unless = ENDPOINT(__VA_ARGS__)

/* Where several hints have the same one outside of EC2, on ECS Anywhere. */
static const char outside_private[] =
	"The address lies in a VPC elsewhere: check the way there and back (Direct Connect or VPN, firewalls in between), and that the endpoint's security group lets TCP 443 in from this host's own address.";
static const char outside_own[] =
	"Check this host's routes (ip route get), the firewalls on the way, and that what has the address lets this host in.";
static const char outside_public[] =
	"The name resolves to public addresses, and no way leads there. Let the firewall pass TCP 443 to the name, give its dialler the proxy, or let this site's DNS forward the name to an inbound resolver endpoint of a VPC that has the interface endpoint.";
static const char outside_path[] =
	"A private path was asked for: let this site's DNS forward the name to an inbound resolver endpoint of the VPC that has the interface endpoint.";
static const char outside_zone[] =
	"A zone of this site's DNS, or what it forwards to, answers for a parent of this name and lacks the record: check zones and forwarding for amazonaws.com, and the Region.";

static const struct hint hint_forwarding = {
	.outside =
		"The host asks a DNS server that does not know the private names. Let that server forward amazonaws.com conditionally to an inbound resolver endpoint of the VPC that has the endpoints."
};
static const struct hint hint_dns64 = {
	.outside =
		"This site's DNS makes IPv6 addresses (DNS64) for which no NAT64 answers: repair the NAT64, or turn DNS64 off."
};
static const struct hint hint_set_differs = {
	.outside =
		"Every nameserver that a host lists must know the same names: a second one is no fallback for what only the first knows. Leave only servers that forward amazonaws.com alike."
};
static const struct hint hint_all_private = HINT(
	"No private endpoint answers at all, so look at this side first: the egress rules of the instance's security group must allow 443, a host firewall must let it out, and the network ACL of the instance's own subnet must pass 443 out and ports 1024-65535 back.",
	.outside = outside_private);
static const struct hint hint_subnet = HINT(
	"All that is dead is in one subnet, and nothing in it answers: look at that subnet's network ACL and route table, or take it out of the endpoints.",
	.outside = outside_private);
static const struct hint hint_own_timeout = HINT(
	"On that port the security group of the address must let this instance in and the instance's own must let it out; the network ACLs of both subnets must pass the port one way and ports 1024-65535 back. Check the route to the address too.",
	.outside = outside_own);
static const struct hint hint_own_refused = HINT(
	"Nothing listens on that port there, or a firewall on the way answers for it: check that the service runs, and what the address belongs to.");
static const struct hint hint_own_not_tls = HINT(
	"Where what listens there does not begin with TLS, say NAME:PORT/tcp: then connecting is all that is checked. Otherwise check what the address belongs to, and firewalls and proxies on the way.");
static const struct hint hint_own_public = HINT(
	"A private path was asked for: check that a private hosted zone with this name is associated with this VPC, or that the host's DNS forwards the name to who knows it.",
	.outside = outside_path);
static const struct hint hint_lone_leaf = HINT(
	"The server sends its own certificate only, without the intermediate one: that is not how AWS serves it. Look for what answers in its place.");
static const struct hint hint_zone = { .outside = outside_zone };
static const struct hint hint_zone_unsure = HINT(
	"Either AWS has no such name in this Region: then leave it out with --skip. Or a private hosted zone, or a forwarding rule, of that name answers in AWS's place and lacks the record: look whether one is associated with this VPC. From here the two look alike.",
	.outside = outside_zone);
static const struct hint hint_plain = HINT(
	"The endpoint covers the plain name only. Drop what asks for another (AWS_USE_FIPS_ENDPOINT, ECS_BACKEND_HOST) from the agent's configuration, or create the endpoint that covers this name: --list names it, and what is not sure of it.");
static const struct hint hint_plain_dual = HINT(
	"The endpoint covers the plain name only. Set its IP address type to dualstack (modify-vpc-endpoint --ip-address-type dualstack): its private DNS names then include this one, where the service offers that (create-vpc-endpoint shows them). Otherwise drop what asks for this name (--dualstack, ECS_INSTANCE_IP_COMPATIBILITY).");
static const struct hint hint_public_dual = HINT(
	"Create the service's interface endpoint (--list names it) with private DNS enabled and the IP address type dualstack, which dual-stack names need; an endpoint for IPv4 alone can be modified. Check enableDnsSupport and enableDnsHostnames on the VPC. If the public path is what you want, say --expect public.");
static const struct hint hint_unoffered = HINT(
	"No endpoint is known to serve this name. Let the client ask for the plain name over IPv4, which one serves (no --dualstack or --fips, no IPv6-only or FIPS setting), or give the subnet a way out for this name: NAT, for IPv6 an egress-only gateway, or a proxy.",
	.outside = outside_public);
static const struct hint hint_tolerated = HINT(
	"There is no endpoint to create, and nothing to do as long as the public path stays: NAT or a proxy.");
static const struct hint hint_tolerated_timeout = HINT(
	"There is no endpoint to create: what uses this name needs a way out of the subnet, by NAT or a proxy.",
	.outside = outside_public);
static const struct hint hint_set = HINT(
	"Create the missing endpoint with private DNS. Where instances run already the order is ecs-agent, ecs-telemetry, ecs, and then every agent has to be restarted.");
static const struct hint hint_set_ecr = HINT(
	"Create the missing endpoint with private DNS. ECR needs both of its endpoints, in either order; nothing has to be restarted.");
static const struct hint hint_numbered = HINT(
	"There is no such endpoint here, so the agent is handed numbered public hosts, which are checked instead. Create the ecs-agent, ecs-telemetry and ecs endpoints for a private path.");
static const struct hint hint_proxied = {
	.outside =
		"The proxy resolves the name itself, so DiscoverPollEndpoint may hand out numbered public hosts. Add the ECS names to the agent's NO_PROXY, or let the proxy ask this site's DNS."
};
static const struct hint hint_earlier = HINT(
	"Every lookup of this name waits for that nameserver's timeout before the next one, or the same one again, is asked. Repair it, or take it out of the DHCP option set.",
	.outside =
		"Every lookup of this name waits for that nameserver's timeout before the next one, or the same one again, is asked. Repair it, or take it out of /etc/resolv.conf.");
static const struct hint hint_private_timeout = HINT(
	"The endpoint's security group must allow inbound TCP 443 from this instance, the instance's security group outbound 443, and the network ACLs of both subnets 443 one way and ports 1024-65535 back.",
	.outside = outside_private);
static const struct hint hint_public_timeout = HINT(
	"The name resolves to public addresses and nothing leads there. Create the interface endpoint with private DNS enabled (and enableDnsSupport and enableDnsHostnames on the VPC), or give the subnet a NAT route.",
	.outside = outside_public);
static const struct hint hint_gateway_timeout = {
	.outside =
		"A gateway endpoint serves its own VPC only, not this host. Let the firewall pass TCP 443 to S3, give dockerd the proxy, or let this site's DNS lead the bucket's name to an interface endpoint of S3."
};
static const struct hint hint_unreachable = { .outside = outside_own };
static const struct hint hint_nxdomain = { .outside = outside_zone };
static const struct hint hint_dns_timeout = {
	.outside = "Check that the nameserver runs and that UDP and TCP 53 reach it."
};
static const struct hint hint_public = { .outside = outside_path };
static const struct hint hint_elsewhere =
	HINT("A central endpoint in a hub VPC looks like this. --allow-cidr asserts its block.");
static const struct hint hint_partial = { .outside = outside_private };
static const struct hint hint_half = HINT(
	"Every lookup waits for the family that fails. Fix the nameserver; AWS names answer both at once.");

#endif
