/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_RULE_HINTS_H
#define ECSPROBE_RULE_HINTS_H
/* What to check, by cause: the second half of the tables of rules_works.c and rules_path.c,
 * and of no use to anybody else. */
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

static const struct hint hint_forwarding = HINT(
	"The host asks a DNS server that does not know the VPC's private names. Let that server forward amazonaws.com conditionally to the Route 53 Resolver (VPC base + 2, or an inbound resolver endpoint), or give the instances AmazonProvidedDNS in the DHCP option set.",
	.outside =
		"The host asks a DNS server that does not know the private names. Let that server forward amazonaws.com conditionally to an inbound resolver endpoint of the VPC that has the endpoints.");
static const struct hint hint_host_firewall = HINT(
	"The OUTPUT rules of this host's own firewall (nft list ruleset, iptables -L OUTPUT), or IPAddressDeny= of the unit that ran this check, are in the way: security groups, network ACLs and routes are not. Let TCP 443 and UDP and TCP 53 out.");
static const struct hint hint_too_slow = HINT(
	"It asks once and gives up. Let the nameserver answer faster (what does it forward to?), or remove timeout from the options of resolv.conf (the default is 5 s).");
static const struct hint hint_flap = HINT(
	"Several servers stand behind that nameserver, or one that changes its mind: all of them must forward amazonaws.com to the VPC's resolver. Ask several times (dig) and compare.");
static const struct hint hint_search = HINT(
	"Remove ndots from the options of resolv.conf (the default is 1), the domain from the search list, or the wildcard record from that domain's zone.");
static const struct hint hint_wrong_name = HINT(
	"The private hosted zone has the endpoint service's name, which no client asks for. Call it by what the agent dials: ecs-a.REGION for ecs-agent, ecs-t.REGION for ecs-telemetry, and restart every agent afterwards.");
static const struct hint hint_dns64 = HINT(
	"DNS64 is on for this subnet, and its route table has no 64:ff9b::/96 to a NAT gateway: add that route, or turn DNS64 off (modify-subnet-attribute --no-enable-dns64).",
	.outside =
		"This site's DNS makes IPv6 addresses (DNS64) for which no NAT64 answers: repair the NAT64, or turn DNS64 off.");
static const struct hint hint_set_differs = HINT(
	"Every nameserver that a host lists must know the same names: a second one is no fallback for what only the first knows. Leave only servers that know the VPC's private names (AmazonProvidedDNS, or servers that forward amazonaws.com to it).",
	.outside =
		"Every nameserver that a host lists must know the same names: a second one is no fallback for what only the first knows. Leave only servers that forward amazonaws.com alike.");
static const struct hint hint_own_servers = HINT(
	"Docker gave the agent's container nameservers of its own. Correct or remove them where the message says (dns in daemon.json, or --dns in dockerd's options), restart docker, and then the agent: a restart of the agent alone gives it the same ones again. A container that was made with docker run --dns has to be made again.");
static const struct hint hint_hosts = HINT(
	"Remove the line from /etc/hosts (and from the AMI): endpoint addresses change when an endpoint is made again.");
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
static const struct hint hint_shadowed = HINT(
	"The packets go to the bridge and never leave the host. Give Docker another range (bip and default-address-pools in /etc/docker/daemon.json) or the endpoint another subnet.");
static const struct hint hint_large_hello = HINT(
	"A middlebox loses a ClientHello that spans two segments, which the post-quantum key share (X25519MLKEM768) makes it. The agent's releases up to 1.105.1 send a small one; dockerd, tasks and other builds of the agent may send the large one, and how this agent was built is not known. Update or bypass the device.");
static const struct hint hint_mtu = HINT(
	"Large packets vanish without ICMP. Clamp the MSS or lower the MTU on the VPN, transit gateway or inspection path, or let ICMP 'fragmentation needed' through.");
static const struct hint hint_lone_leaf = HINT(
	"The server sends its own certificate only, without the intermediate one: that is not how AWS serves it. Look for what answers in its place.");
static const struct hint hint_intercepted = HINT(
	"Something takes TLS apart and signs again with a root that was installed here. Exempt AWS endpoints. The agent of ecs-init on Amazon Linux, Debian and SUSE reads the host's store and may accept it; an agent started by hand, dockerd's own store and every task container have theirs and may not.");
static const struct hint hint_zone = HINT(
	"Associate a zone that has the record, add it (*.dkr.ecr needs a wildcard), or remove the association: the most specific private zone wins and never falls back to the public name.",
	.outside = outside_zone);
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
static const struct hint hint_needs_all = HINT(
	"Regions opened since 2023-12-23 need the endpoints of ecs-agent, ecs-telemetry and ecs, all three with private DNS. Where instances run already create them in this order, and then restart every agent.");
static const struct hint hint_cross_region = HINT(
	"Endpoints of another Region can be had for ecs, ecr, s3, kms and a few more, not for ecs-agent and ecs-telemetry. Let the agent use the instance's own Region (AWS_DEFAULT_REGION in /etc/ecs/ecs.config, --region), or give it a public path to the other one.");
static const struct hint hint_needless = HINT(
	"Nothing to do while ecs-agent stays private. There is no endpoint for this name; only where ecs-agent is public Service Connect needs a way out to it.");
static const struct hint hint_unused = HINT(
	"Nothing to do for what runs now. A task that is to use the name needs it: --require names its service.");
static const struct hint hint_other_region = HINT(
	"The endpoints were made for another Region, as by a template copied from there: replace that Region in all its endpoint names by this one. To use another Region's endpoint on purpose is possible for some services (ecs, ecr, s3, kms, lambda and a few more), not for ecs-agent and ecs-telemetry.");
static const struct hint hint_set = HINT(
	"Create the missing endpoint with private DNS. Where instances run already the order is ecs-agent, ecs-telemetry, ecs, and then every agent has to be restarted.");
static const struct hint hint_set_ecr = HINT(
	"Create the missing endpoint with private DNS. ECR needs both of its endpoints, in either order; nothing has to be restarted.");
static const struct hint hint_numbered = HINT(
	"There is no such endpoint here, so the agent is handed numbered public hosts, which are checked instead. Create the ecs-agent, ecs-telemetry and ecs endpoints for a private path.");
static const struct hint hint_proxied = HINT(
	"The proxy resolves the name itself, so DiscoverPollEndpoint sees a public caller and hands out numbered hosts. Add the ECS names to the agent's NO_PROXY, or let the proxy resolve through this VPC.",
	.outside =
		"The proxy resolves the name itself, so DiscoverPollEndpoint may hand out numbered public hosts. Add the ECS names to the agent's NO_PROXY, or let the proxy ask this site's DNS.");
static const struct hint hint_proxy_denied =
	HINT("Add the host with port 443 to the proxy's allow list, or the name to NO_PROXY.");
static const struct hint hint_own_broken =
	HINT("Check what the address belongs to, and firewalls and proxies on the way.");
static const struct hint hint_no_edns = HINT(
	"Take the forwarder or firewall out of the way that is too old for EDNS (RFC 6891), or name the VPC's resolver: nameserver 169.254.169.253. dig +noedns shows an answer, plain dig does not.");
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
static const struct hint hint_gateway_timeout = HINT(
	"Add the S3 gateway endpoint to this subnet's route table, and allow outbound TCP 443 to the S3 prefix list in the instance's security group and network ACL.",
	.outside =
		"A gateway endpoint serves its own VPC only, not this host. Let the firewall pass TCP 443 to S3, give dockerd the proxy, or let this site's DNS lead the bucket's name to an interface endpoint of S3.");
static const struct hint hint_ipv4_only = HINT(
	"Name images by the dual-stack name, ACCOUNT.dkr-ecr.REGION.on.aws, or give the subnet NAT64 (DNS64 and a route 64:ff9b::/96 to a NAT gateway). No page says what host the layers of dual-stack names come from: pull one image to know.");
static const struct hint hint_layers_interface = HINT(
	"Nothing to do while pulls work. The pages of AWS disagree: an older one says that ECR cannot use an S3 interface endpoint, the newer ECR guide allows a gateway or an interface endpoint, for dual-stack names at least. If layers fail, create the gateway endpoint.");
static const struct hint hint_not_endpoint = HINT(
	"An endpoint's interface never refuses 443: the address belongs to something else, or a firewall on the way answers for it. Compare it with the endpoint's network interfaces in the console.");
static const struct hint hint_unreachable = HINT(
	"There is no route to the address, or a firewall says so. Check this host's routes (ip route get) and the subnet's route table.",
	.outside = outside_own);
static const struct hint hint_tls_stall = HINT(
	"TCP connects and then nothing comes back: a middlebox swallows the ClientHello, or large packets are lost on the way (MTU). Check inspection devices and the MTU between here and the endpoint.");
static const struct hint hint_tls_broken = HINT(
	"Something between here and the endpoint ends the handshake: a firewall or proxy that filters by server name, or a server that is not the AWS endpoint. A server of TLS 1.2 alone must have a suite that the dialler offers: the agent has ECDHE-RSA and RSA with AES, and none for an ECDSA or Ed25519 key; openssl offers more.");
static const struct hint hint_not_tls = HINT(
	"Whatever listens there does not speak TLS. Check what the address belongs to, and port forwarders or captive portals on the way.");
static const struct hint hint_tls_version = HINT(
	"AWS endpoints speak TLS 1.2 and 1.3. Something on the way answers with an older protocol.");
static const struct hint hint_untrusted = HINT(
	"Not the certificate of an AWS endpoint in the eyes of the trust store: a TLS-inspecting proxy, or a store without the Amazon roots. Exempt AWS endpoints from inspection.");
static const struct hint hint_wrong_host = HINT(
	"The address belongs to another service or endpoint. Compare it with the endpoint's network interfaces and with private hosted zones that you made yourself.");
static const struct hint hint_clock = HINT(
	"Compare this instance's clock with the truth first (chronyc tracking): AWS renews its certificates long before they end.");
static const struct hint hint_nxdomain = HINT(
	"A private hosted zone or a forwarding rule for a parent of this name answers without it: the most specific zone wins and never falls back to the public name. Check private hosted zones associated with this VPC, resolver rules and DNS Firewall, and the Region.",
	.outside = outside_zone);
static const struct hint hint_nodata = HINT(
	"The name exists without an address: an empty record in a private hosted zone, or DNS Firewall's NODATA. Check both.");
static const struct hint hint_servfail = HINT(
	"The nameserver could not find out. Check its forwarders, resolver rules and their outbound endpoints, and DNS Firewall's fail-closed setting.");
static const struct hint hint_refused = HINT(
	"The nameserver refuses recursion for this client. Check its access list, and whether it is meant to serve this VPC.");
static const struct hint hint_dns_timeout = HINT(
	"Check that the nameserver runs and that UDP and TCP 53 reach it; for the Route 53 Resolver check enableDnsSupport on the VPC and a host firewall that drops link-local traffic.",
	.outside = "Check that the nameserver runs and that UDP and TCP 53 reach it.");
static const struct hint hint_dns_unreachable = HINT(
	"Nothing listens on port 53 there, or there is no route. Check /etc/resolv.conf and the local resolver service.");
static const struct hint hint_bad_answer =
	HINT("What answers is not a sound DNS server: look for a middlebox that rewrites DNS.");
static const struct hint hint_blackhole = HINT(
	"The address is a sinkhole: a DNS block list, DNS Firewall's OVERRIDE or an /etc/hosts line put it there.");
static const struct hint hint_public = HINT(
	"Create the service's interface endpoint (--list names it) with private DNS enabled, and check enableDnsSupport and enableDnsHostnames on the VPC. If the public path is what you want, say --expect public.",
	.outside = outside_path);
static const struct hint hint_mixed = HINT(
	"Two sources of truth are at work: a half-migrated private hosted zone, or a private IPv4 beside a public IPv6 answer. Clients choose between the addresses as they like.");
static const struct hint hint_outside = HINT(
	"The address is private but in none of the allowed blocks. If a hub VPC serves this endpoint, name its block with --allow-cidr.");
static const struct hint hint_elsewhere =
	HINT("A central endpoint in a hub VPC looks like this. --allow-cidr asserts its block.");
static const struct hint hint_partial = HINT(
	"Clients that pick the dead address hang until their timeout. Each address is the endpoint's interface in one zone: check that subnet's network ACL and route table.",
	.outside = outside_private);
static const struct hint hint_family =
	HINT("This host has no address and route of that family, so nothing here dials it.");
static const struct hint hint_excess =
	HINT("No AWS endpoint has that many addresses: look at what the nameserver hands out.");
static const struct hint hint_half = HINT(
	"Every lookup waits for the family that fails. Fix the nameserver; AWS names answer both at once.");

#endif
