/* SPDX-License-Identifier: Apache-2.0 */
#include "rules.h"

#define SYMPTOM(name) CODE_##name
#define ANY CODE_NONE
#define TOLD_ELSEWHERE NULL, NULL

static const char hint_forwarding[] =
	"The host asks a DNS server that does not know the VPC's private names. Let that server "
	"forward amazonaws.com conditionally to the Route 53 Resolver (VPC base + 2, or an "
	"inbound resolver endpoint), or give the instances AmazonProvidedDNS in the DHCP option "
	"set.";
static const char hint_hosts[] =
	"Remove the line from /etc/hosts (and from the AMI): endpoint addresses change when an "
	"endpoint is made again.";
static const char hint_all_private[] =
	"No private endpoint answers at all, so look at this side first: the egress rules of the "
	"instance's security group must allow 443, a host firewall must let it out, and the "
	"network ACL of "
	"the "
	"instance's own subnet must pass 443 out and ports 1024-65535 back.";
static const char hint_subnet[] =
	"All that is dead is in one subnet, and nothing in it answers: look at that subnet's "
	"network ACL and route table, or take it out of the endpoints.";
static const char hint_own_timeout[] =
	"On that port the security group of the address must let this instance in and the "
	"instance's own must let it out; the network ACLs of both subnets must pass the port one "
	"way and ports 1024-65535 back. Check the route to the address too.";
static const char hint_own_refused[] =
	"Nothing listens on that port there, or a firewall on the way answers for it: check that "
	"the service runs, and what the address belongs to.";
static const char hint_own_not_tls[] =
	"Where what listens there does not begin with TLS, say NAME:PORT/tcp: then connecting is "
	"all that is checked. Otherwise check what the address belongs to, and firewalls and "
	"proxies on the way.";
static const char hint_own_public[] =
	"A private path was asked for: check that a private hosted zone with this name is "
	"associated with this VPC, or that the host's DNS forwards the name to who knows it.";
static const char hint_shadowed[] =
	"The packets go to the bridge and never leave the host. Give Docker another range (bip and "
	"default-address-pools in /etc/docker/daemon.json) or the endpoint another subnet.";
static const char hint_large_hello[] =
	"A middlebox loses a ClientHello that spans two segments, which the post-quantum key share "
	"makes it. Agents from 1.99 on send such a one and hang; update or bypass the device.";
static const char hint_mtu[] =
	"Large packets vanish without ICMP. Clamp the MSS or lower the MTU on the VPN, transit "
	"gateway or inspection path, or let ICMP 'fragmentation needed' through.";
static const char hint_lone_leaf[] =
	"The server sends its own certificate only, without the intermediate one: that is not how "
	"AWS serves it. Look for what answers in its place.";
static const char hint_intercepted[] =
	"Something takes TLS apart and signs again with a root that was installed here. Exempt AWS "
	"endpoints. The agent of ecs-init on Amazon Linux, Debian and SUSE reads the host's store "
	"and may accept it; an agent started by hand, dockerd's own store and every task "
	"container have theirs and may not.";
static const char hint_zone[] =
	"Associate a zone that has the record, add it (*.dkr.ecr needs a wildcard), or remove the "
	"association: the most specific private zone wins and never falls back to the public name.";
static const char hint_plain[] =
	"The endpoint covers the plain name only. Drop what asks for another "
	"(AWS_USE_FIPS_ENDPOINT, "
	"ECS_BACKEND_HOST, the IPv6-only setting) from the agent's configuration, or make an "
	"endpoint that covers this name, where AWS has one.";
static const char hint_unoffered[] =
	"There is no endpoint to create. Let the client ask for the plain name over IPv4, which an "
	"endpoint serves (no --dualstack or --fips, no IPv6-only or FIPS setting), or give the "
	"subnet a way out for this name: NAT, for IPv6 an egress-only gateway, or a proxy.";
static const char hint_tolerated[] =
	"There is no endpoint to create, and nothing to do as long as the public path stays: NAT "
	"or a proxy.";
static const char hint_tolerated_timeout[] =
	"There is no endpoint to create: what uses this name needs a way out of the subnet, by NAT "
	"or a proxy.";
static const char hint_needs_all[] =
	"Regions opened since 2023-12-23 need the endpoints of ecs-agent, ecs-telemetry and ecs, "
	"all three with private DNS. Where instances run already create them in this order, and "
	"then restart every agent.";
static const char hint_cross_region[] =
	"Endpoints of another Region can be had for ecs and ecr, not for ecs-agent and "
	"ecs-telemetry. Let the agent use the instance's own Region (AWS_DEFAULT_REGION in "
	"/etc/ecs/ecs.config, --region), or give it a public path to the other one.";
static const char hint_needless[] =
	"Nothing to do while ecs-agent stays private. There is no endpoint for this name; only "
	"where ecs-agent is public Service Connect needs a way out to it.";
static const char hint_other_region[] =
	"The endpoints were made for another Region, as by a template copied from there: replace "
	"that Region in all its endpoint names by this one. To use another Region's endpoint on "
	"purpose is possible for ecs and ecr only.";
static const char hint_set[] =
	"Create the missing endpoint with private DNS. Where instances run already the order is "
	"ecs-agent, ecs-telemetry, ecs, and then every agent has to be restarted.";
static const char hint_numbered[] =
	"There is no such endpoint here, so the agent is handed numbered public hosts, which are "
	"checked instead. Create the ecs-agent, ecs-telemetry and ecs endpoints for a private "
	"path.";
static const char hint_proxied[] =
	"The proxy resolves the name itself, so DiscoverPollEndpoint sees a public caller and "
	"hands "
	"out numbered hosts. Add the ECS names to the agent's NO_PROXY, or let the proxy resolve "
	"through this VPC.";
static const char hint_proxy_denied[] =
	"Add the host with port 443 to the proxy's allow list, or the name to NO_PROXY.";
static const char hint_own_broken[] =
	"Check what the address belongs to, and firewalls and proxies on the way.";
static const char hint_earlier[] =
	"Every lookup of this name waits for that nameserver's timeout before the next one is "
	"asked. Repair it, or take it out of the DHCP option set.";
static const char hint_private_timeout[] =
	"The endpoint's security group must allow inbound TCP 443 from this instance, the "
	"instance's security group outbound 443, and the network ACLs of both subnets 443 one way "
	"and ports 1024-65535 back.";
static const char hint_public_timeout[] =
	"The name resolves to public addresses and nothing leads there. Create the interface "
	"endpoint with private DNS enabled (and enableDnsSupport and enableDnsHostnames on the "
	"VPC), or give the subnet a NAT route.";
static const char hint_gateway_timeout[] =
	"Add the S3 gateway endpoint to this subnet's route table, and allow outbound TCP 443 to "
	"the S3 prefix list in the instance's security group and network ACL.";
static const char hint_not_endpoint[] =
	"An endpoint's interface never refuses 443: the address belongs to something else, or a "
	"firewall on the way answers for it. Compare it with the endpoint's network interfaces in "
	"the console.";
static const char hint_unreachable[] =
	"There is no route to the address, or a firewall says so. Check this host's routes "
	"(ip route get) and the subnet's route table.";
static const char hint_tls_stall[] =
	"TCP connects and then nothing comes back: a middlebox swallows the ClientHello, or large "
	"packets are lost on the way (MTU). Check inspection devices and the MTU between here and "
	"the endpoint.";
static const char hint_tls_broken[] =
	"Something between here and the endpoint ends the handshake: a firewall or proxy that "
	"filters by server name, or a server that is not the AWS endpoint.";
static const char hint_not_tls[] =
	"Whatever listens there does not speak TLS. Check what the address belongs to, and port "
	"forwarders or captive portals on the way.";
static const char hint_tls_version[] =
	"AWS endpoints speak TLS 1.2 and 1.3. Something on the way answers with an older "
	"protocol.";
static const char hint_untrusted[] =
	"Not the certificate of an AWS endpoint in the eyes of the trust store: a TLS-inspecting "
	"proxy, or a store without the Amazon roots. Exempt AWS endpoints from inspection.";
static const char hint_wrong_host[] =
	"The address belongs to another service or endpoint. Compare it with the endpoint's "
	"network interfaces and with private hosted zones that you made yourself.";
static const char hint_clock[] =
	"Compare this instance's clock with the truth first (chronyc tracking): AWS renews its "
	"certificates long before they end.";
static const char hint_nxdomain[] =
	"A private hosted zone or a forwarding rule for a parent of this name answers without it: "
	"the most specific zone wins and never falls back to the public name. Check private "
	"hosted zones associated with this VPC, resolver rules and DNS Firewall, and the Region.";
static const char hint_nodata[] =
	"The name exists without an address: an empty record in a private hosted zone, or DNS "
	"Firewall's NODATA. Check both.";
static const char hint_servfail[] =
	"The nameserver could not find out. Check its forwarders, resolver rules and their "
	"outbound endpoints, and DNS Firewall's fail-closed setting.";
static const char hint_refused[] =
	"The nameserver refuses recursion for this client. Check its access list, and whether it "
	"is meant to serve this VPC.";
static const char hint_dns_timeout[] =
	"Check that the nameserver runs and that UDP and TCP 53 reach it; for the Route 53 "
	"Resolver check enableDnsSupport on the VPC and a host firewall that drops link-local "
	"traffic.";
static const char hint_dns_unreachable[] =
	"Nothing listens on port 53 there, or there is no route. Check /etc/resolv.conf and the "
	"local resolver service.";
static const char hint_bad_answer[] =
	"What answers is not a sound DNS server: look for a middlebox that rewrites DNS.";
static const char hint_blackhole[] =
	"The address is a sinkhole: a DNS block list, DNS Firewall's OVERRIDE or an /etc/hosts "
	"line put it there.";
static const char hint_public[] =
	"Create the service's interface endpoint (--list names it) with private DNS enabled, and "
	"check enableDnsSupport and enableDnsHostnames on the VPC. If the public path is what you "
	"want, say --expect public.";
static const char hint_mixed[] =
	"Two sources of truth are at work: a half-migrated private hosted zone, or a private "
	"IPv4 beside a public IPv6 answer. Clients choose between the addresses as they like.";
static const char hint_outside[] =
	"The address is private but in none of the allowed blocks. If a hub VPC serves this "
	"endpoint, name its block with --allow-cidr.";
static const char hint_elsewhere[] =
	"A central endpoint in a hub VPC looks like this. --allow-cidr asserts its block.";
static const char hint_partial[] =
	"Clients that pick the dead address hang until their timeout. Each address is the "
	"endpoint's interface in one zone: check that subnet's network ACL and route table.";
static const char hint_family[] =
	"This host has no address and route of that family, so nothing here dials it.";
static const char hint_excess[] =
	"No AWS endpoint has that many addresses: look at what the nameserver hands out.";
static const char hint_half[] =
	"Every lookup waits for the family that fails. Fix the nameserver; AWS names answer both "
	"at once.";

static const struct rule table[] = {
	/* What was cut short says nothing. */
	{ GROUP_WORKS, ANY, INTERRUPTED, 0, CODE_INTERRUPTED, RULE_UNKNOWN, TOLD_ELSEWHERE },
	/* What nothing depends on may be cut short as well. */
	{ GROUP_WORKS, ANY, NEEDLESS | SOME_DEAD, 0, CODE_SERVICE_CONNECT_BY_AGENT, RULE_NOTE,
	  "{working} of {judged} addresses of {host} work; none is needed, since ecs-agent is "
	  "private and works",
	  hint_needless },
	{ GROUP_WORKS, ANY, NEEDLESS, 0, CODE_SERVICE_CONNECT_BY_AGENT, RULE_NEEDLESS,
	  "{host} is not reached ({symptom}) and not needed: Service Connect goes through "
	  "ecs-agent, which is private and works",
	  hint_needless },
	{ GROUP_WORKS, ANY, UNFINISHED, 0, CODE_NOT_FINISHED, RULE_UNKNOWN, TOLD_ELSEWHERE },

	/* The proxy, where the dialler uses one. */
	{ GROUP_WORKS, SYMPTOM(PROXY_UNREACHABLE), 0, 0, CODE_NONE, RULE_FAIL, TOLD_ELSEWHERE },
	{ GROUP_WORKS, SYMPTOM(PROXY_AUTH), 0, 0, CODE_NONE, RULE_FAIL, TOLD_ELSEWHERE },
	{ GROUP_WORKS, SYMPTOM(PROXY_DENIED), 0, 0, CODE_NONE, RULE_FAIL,
	  "the {dialler}'s proxy {proxy} refuses a connection to {host}: {detail}",
	  hint_proxy_denied },

	/* Narrower causes than the symptom. */
	{ GROUP_WORKS, ANY, IS_BLACKHOLE | BY_HOSTS, 0, CODE_HOSTS_OVERRIDE, RULE_FAIL,
	  "/etc/hosts pins {host} to {blackholes}, where nothing can be reached", hint_hosts },
	{ GROUP_WORKS, ANY, IS_BLACKHOLE, 0, CODE_BLACKHOLE_ADDRESS, RULE_FAIL,
	  "{resolver} answers {blackholes} for {host}, where nothing can be reached",
	  hint_blackhole },
	{ GROUP_WORKS, ANY, NONE_WORKS | BY_HOSTS, 0, CODE_HOSTS_OVERRIDE, RULE_FAIL,
	  "/etc/hosts pins {host} to {all}, and that does not work ({symptom})", hint_hosts },
	{ GROUP_WORKS, ANY, NONE_WORKS | SHADOWED, DEAD_ELSEWHERE, CODE_SHADOWED_ADDRESS, RULE_FAIL,
	  "{all} lies in {bridge}, a network of this host's own, and does not work ({symptom})",
	  hint_shadowed },
	{ GROUP_WORKS, ANY, NONE_WORKS | R53_OTHER | R53_WORKS | R53_PRIVATE, 0,
	  CODE_RESOLVER_MISMATCH, RULE_FAIL,
	  "{resolver} answers {all}, which does not work ({symptom}); Route 53 answers the private "
	  "{route53}, which does",
	  hint_forwarding },
	{ GROUP_WORKS, ANY, NONE_WORKS | R53_OTHER | R53_PRIVATE, IS_PRIVATE,
	  CODE_RESOLVER_MISMATCH, RULE_FAIL,
	  "{resolver} answers {all}, which does not work ({symptom}); Route 53 answers the private "
	  "{route53}",
	  hint_forwarding },
	{ GROUP_WORKS, ANY, NONE_WORKS | R53_OTHER | R53_WORKS, IS_PRIVATE, CODE_RESOLVER_MISMATCH,
	  RULE_FAIL,
	  "{resolver} answers {all}, which does not work ({symptom}); Route 53 answers {route53}, "
	  "which does",
	  hint_forwarding },

	/* One finding about the server stands for all its names. */
	{ GROUP_WORKS, ANY, RESOLVER_DOWN, 0, CODE_NONE, RULE_FAIL, TOLD_ELSEWHERE },
	{ GROUP_WORKS, ANY, R53_OTHER, HAS_ADDRESSES | BY_HOSTS, CODE_RESOLVER_MISMATCH, RULE_FAIL,
	  "{resolver} has no address for {host} ({symptom}); Route 53 answers {route53}",
	  hint_forwarding },

	/* No such endpoint in this VPC, and no such public name either. */
	{ GROUP_WORKS, SYMPTOM(DNS_NXDOMAIN), NUMBERED | CROSS_REGION | CROSS_FIRST, 0,
	  CODE_CROSS_REGION_UNSUPPORTED, RULE_WARN,
	  "{host} does not exist; this instance is in {instance_region}, and ecs-agent and "
	  "ecs-telemetry have no endpoints across Regions",
	  hint_cross_region },
	{ GROUP_WORKS, SYMPTOM(DNS_NXDOMAIN), NUMBERED | CROSS_REGION, 0,
	  CODE_CROSS_REGION_UNSUPPORTED, RULE_WARN, TOLD_ELSEWHERE },
	{ GROUP_WORKS, SYMPTOM(DNS_NXDOMAIN), NUMBERED | NEEDS_ALL | SET_FIRST, 0,
	  CODE_REGION_NEEDS_ALL_ENDPOINTS, RULE_WARN,
	  "{host} does not exist and {ecs} is public; this Region needs all three ECS endpoints, "
	  "and there is none",
	  hint_needs_all },
	{ GROUP_WORKS, SYMPTOM(DNS_NXDOMAIN), NUMBERED | NEEDS_ALL, 0,
	  CODE_REGION_NEEDS_ALL_ENDPOINTS, RULE_WARN, TOLD_ELSEWHERE },
	{ GROUP_WORKS, SYMPTOM(DNS_NXDOMAIN), NUMBERED | SET_FIRST, 0, CODE_ENDPOINT_SET_INCOMPLETE,
	  RULE_WARN, "{host} does not exist and {ecs} is public: there is no ECS endpoint here",
	  hint_numbered },
	{ GROUP_WORKS, SYMPTOM(DNS_NXDOMAIN), NUMBERED, 0, CODE_ENDPOINT_SET_INCOMPLETE, RULE_WARN,
	  TOLD_ELSEWHERE },
	{ GROUP_WORKS, SYMPTOM(DNS_NXDOMAIN), PLAIN_PRIVATE, 0, CODE_PLAIN_NAME_ONLY, RULE_FAIL,
	  "the agent asks for {host}, which does not exist here; the plain name is private",
	  hint_plain },
	{ GROUP_WORKS, SYMPTOM(DNS_NXDOMAIN), ZONE_PARENT, 0, CODE_ZONE_SHADOWS_NAME, RULE_FAIL,
	  "the zone {zone} answers for {host} and has no such record", hint_zone },
	{ GROUP_WORKS, SYMPTOM(DNS_NXDOMAIN), 0, 0, CODE_NONE, RULE_FAIL,
	  "{resolver} says that {host} does not exist", hint_nxdomain },
	{ GROUP_WORKS, SYMPTOM(DNS_NODATA), 0, 0, CODE_NONE, RULE_FAIL,
	  "{resolver} has {host} without an address", hint_nodata },
	{ GROUP_WORKS, SYMPTOM(DNS_SERVFAIL), 0, 0, CODE_NONE, RULE_FAIL,
	  "{resolver} answers SERVFAIL for {host}", hint_servfail },
	{ GROUP_WORKS, SYMPTOM(DNS_REFUSED), 0, 0, CODE_NONE, RULE_FAIL,
	  "{resolver} refuses to answer for {host}", hint_refused },
	{ GROUP_WORKS, SYMPTOM(DNS_TIMEOUT), 0, 0, CODE_NONE, RULE_FAIL,
	  "{resolver} does not answer for {host} within {dns_budget}", hint_dns_timeout },
	{ GROUP_WORKS, SYMPTOM(DNS_UNREACHABLE), 0, 0, CODE_NONE, RULE_FAIL,
	  "{resolver} cannot be reached for {host}", hint_dns_unreachable },
	{ GROUP_WORKS, SYMPTOM(DNS_BAD_ANSWER), 0, 0, CODE_NONE, RULE_FAIL,
	  "{resolver} answers nonsense for {host}", hint_bad_answer },

	{ GROUP_WORKS, SYMPTOM(TCP_UNREACHABLE), FAMILY_ALL, 0, CODE_NONE, RULE_FAIL,
	  "{host} has only {all}, and this host has no address and route of that family",
	  hint_unreachable },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), IS_PUBLIC | IS_S3, 0, CODE_S3_LAYERS_UNREACHABLE,
	  RULE_FAIL,
	  "no answer from the public {dead} port {port} within {connect_budget}{differential}",
	  hint_gateway_timeout },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), OWN_HOST, 0, CODE_NONE, RULE_FAIL,
	  "no answer from {dead} port {port} within {connect_budget}", hint_own_timeout },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), IS_PUBLIC | PLAIN_PRIVATE, 0, CODE_PLAIN_NAME_ONLY,
	  RULE_FAIL,
	  "the agent asks for {host}, whose public {dead} do not answer; the plain name is private",
	  hint_plain },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), IS_PUBLIC | UNOFFERED | TOLERATED, 0, CODE_NONE,
	  RULE_FAIL,
	  "no answer from the public {dead} port {port} within {connect_budget}; {unoffered}",
	  hint_tolerated_timeout },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), IS_PUBLIC | UNOFFERED, 0, CODE_NONE, RULE_FAIL,
	  "no answer from the public {dead} port {port} within {connect_budget}; {unoffered}",
	  hint_unoffered },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), IS_PUBLIC | CROSS_REGION, 0,
	  CODE_CROSS_REGION_UNSUPPORTED, RULE_FAIL,
	  "no answer from the public {dead} port {port} within {connect_budget}; this instance is "
	  "in {instance_region}, and {host} has no endpoint across Regions",
	  hint_cross_region },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), IS_PUBLIC, 0, CODE_NONE, RULE_FAIL,
	  "no answer from the public {dead} port {port} within {connect_budget}",
	  hint_public_timeout },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), ALL_PRIVATE_DEAD, 0, CODE_NONE, RULE_FAIL,
	  "no answer from {dead} port {port} within {connect_budget}", hint_all_private },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), ONE_SUBNET, 0, CODE_NONE, RULE_FAIL,
	  "no answer from {dead} port {port} within {connect_budget}{where}", hint_subnet },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), 0, 0, CODE_NONE, RULE_FAIL,
	  "no answer from {dead} port {port} within {connect_budget}", hint_private_timeout },
	{ GROUP_WORKS, SYMPTOM(TCP_REFUSED), OWN_HOST, 0, CODE_NONE, RULE_FAIL,
	  "{dead} refuses the connection to port {port}", hint_own_refused },
	{ GROUP_WORKS, SYMPTOM(TCP_REFUSED), 0, 0, CODE_NONE, RULE_FAIL,
	  "{dead} refuses the connection to port {port}", hint_not_endpoint },
	{ GROUP_WORKS, SYMPTOM(TCP_RESET), 0, 0, CODE_NONE, RULE_FAIL,
	  "{dead} resets the connection to port {port}", hint_own_broken },
	{ GROUP_WORKS, SYMPTOM(TCP_UNREACHABLE), 0, 0, CODE_NONE, RULE_FAIL,
	  "{dead} cannot be reached: {detail}", hint_unreachable },

	/* Small segments carry the large ClientHello in many pieces: where they pass,
	 * it is the size of packets, not the number of them. */
	{ GROUP_WORKS, SYMPTOM(TLS_TIMEOUT), SMALL_SEGMENTS_WORK, 0, CODE_TLS_MTU, RULE_FAIL,
	  "the TLS handshake with {dead} stalls for {tls_budget} and works with small segments",
	  hint_mtu },
	{ GROUP_WORKS, SYMPTOM(TLS_TIMEOUT), SMALL_HELLO_WORKS | LARGE_HELLO_SENT, 0,
	  CODE_TLS_LARGE_HELLO, RULE_FAIL,
	  "{dead} stalls after a ClientHello of two segments, as the agent here sends it, and "
	  "works with a "
	  "small one",
	  hint_large_hello },
	{ GROUP_WORKS, SYMPTOM(TLS_TIMEOUT), SMALL_HELLO_WORKS, 0, CODE_TLS_LARGE_HELLO, RULE_WARN,
	  "{dead} stalls after a ClientHello of two segments and works with a small one",
	  hint_large_hello },
	{ GROUP_WORKS, SYMPTOM(TLS_RESET), SMALL_HELLO_WORKS | LARGE_HELLO_SENT, 0,
	  CODE_TLS_LARGE_HELLO, RULE_FAIL,
	  "{dead} resets a ClientHello of two segments, as the agent here sends it, and works with "
	  "a "
	  "small one",
	  hint_large_hello },
	{ GROUP_WORKS, SYMPTOM(TLS_RESET), SMALL_HELLO_WORKS, 0, CODE_TLS_LARGE_HELLO, RULE_WARN,
	  "{dead} resets a ClientHello of two segments and works with a small one",
	  hint_large_hello },
	{ GROUP_WORKS, SYMPTOM(TLS_TIMEOUT), OWN_HOST, 0, CODE_NONE, RULE_FAIL,
	  "{dead} accepts the connection to port {port} but the TLS handshake stalls for "
	  "{tls_budget}",
	  hint_own_not_tls },
	{ GROUP_WORKS, SYMPTOM(TLS_RESET), OWN_HOST, 0, CODE_NONE, RULE_FAIL,
	  "{dead} resets the connection to port {port} during the TLS handshake",
	  hint_own_not_tls },
	{ GROUP_WORKS, SYMPTOM(TLS_CLOSED), OWN_HOST, 0, CODE_NONE, RULE_FAIL,
	  "{dead} closes the connection to port {port} during the TLS handshake",
	  hint_own_not_tls },
	{ GROUP_WORKS, SYMPTOM(TLS_NOT_TLS), OWN_HOST, 0, CODE_NONE, RULE_FAIL,
	  "{dead} does not speak TLS on port {port}", hint_own_not_tls },
	{ GROUP_WORKS, SYMPTOM(TLS_TIMEOUT), 0, 0, CODE_NONE, RULE_FAIL,
	  "{dead} accepts the connection but the TLS handshake stalls for {tls_budget}",
	  hint_tls_stall },
	{ GROUP_WORKS, SYMPTOM(TLS_RESET), 0, 0, CODE_NONE, RULE_FAIL,
	  "{dead} resets the connection during the TLS handshake", hint_tls_broken },
	{ GROUP_WORKS, SYMPTOM(TLS_CLOSED), 0, 0, CODE_NONE, RULE_FAIL,
	  "{dead} closes the connection during the TLS handshake", hint_tls_broken },
	{ GROUP_WORKS, SYMPTOM(TLS_ALERT), 0, 0, CODE_NONE, RULE_FAIL,
	  "the TLS handshake with {dead} breaks: {detail}", hint_tls_broken },
	{ GROUP_WORKS, SYMPTOM(TLS_NOT_TLS), 0, 0, CODE_NONE, RULE_FAIL,
	  "{dead} does not speak TLS on port {port}", hint_not_tls },
	{ GROUP_WORKS, SYMPTOM(TLS_VERSION), 0, 0, CODE_NONE, RULE_FAIL,
	  "{dead} offers no TLS version from 1.2 on", hint_tls_version },
	{ GROUP_WORKS, SYMPTOM(TLS_UNTRUSTED), STORE_UNUSABLE, 0, CODE_NONE, RULE_FAIL,
	  TOLD_ELSEWHERE },
	{ GROUP_WORKS, SYMPTOM(TLS_UNTRUSTED), LONE_LEAF, 0, CODE_NONE, RULE_FAIL,
	  "{dead} sends only its own certificate, not that of its issuer {issuer}, and is not "
	  "trusted",
	  hint_lone_leaf },
	{ GROUP_WORKS, SYMPTOM(TLS_UNTRUSTED), 0, 0, CODE_NONE, RULE_FAIL,
	  "the certificate of {dead} is not trusted ({detail}); it was issued by {issuer}",
	  hint_untrusted },
	{ GROUP_WORKS, SYMPTOM(TLS_WRONG_HOST), 0, 0, CODE_NONE, RULE_FAIL,
	  "the certificate of {dead} is not for {host} but for {sans}", hint_wrong_host },
	/* The wrong clock is told once, not once for each certificate. */
	{ GROUP_WORKS, ANY, CLOCK_EXPLAINS, 0, CODE_CLOCK_SKEW, RULE_FAIL, TOLD_ELSEWHERE },
	{ GROUP_WORKS, SYMPTOM(TLS_EXPIRED), 0, 0, CODE_NONE, RULE_FAIL,
	  "the certificate of {dead} (or of its issuer) has expired; it ends {not_after}, and here "
	  "it is {now}",
	  hint_clock },
	{ GROUP_WORKS, SYMPTOM(TLS_NOT_YET_VALID), 0, 0, CODE_NONE, RULE_FAIL,
	  "the certificate of {dead} (or of its issuer) is not valid yet; it begins {not_before}, "
	  "and here it is {now}",
	  hint_clock },

	{ GROUP_WORKS, ANY, SOME_DEAD | ONE_SUBNET, 0, CODE_PARTIAL_ADDRESSES, RULE_WARN,
	  "{working} of {judged} addresses work; {dead_with_codes}{where}", hint_subnet },
	{ GROUP_WORKS, ANY, SOME_DEAD, 0, CODE_PARTIAL_ADDRESSES, RULE_WARN,
	  "{working} of {judged} addresses work; {dead_with_codes}{where}", hint_partial },

	{ GROUP_PATH, ANY, CONTROL_PLANE | DIRECT_PRIVATE, EXPECTS_ANY, CODE_PROXIED_CONTROL_PLANE,
	  RULE_WARN,
	  "the agent reaches {host} through the proxy {proxy}, although it is private here",
	  hint_proxied },
	{ GROUP_PATH, ANY, CONTROL_PLANE | DIRECT_PRIVATE, 0, CODE_PROXIED_CONTROL_PLANE, RULE_NOTE,
	  "the agent reaches {host} through the proxy {proxy}, although it is private here",
	  hint_proxied },
	{ GROUP_PATH, ANY, IS_MIXED, EXPECTS_ANY, CODE_MIXED_ADDRESSES, RULE_EXPECT,
	  "{resolver} answers addresses of different kinds: {all_with_classes}", hint_mixed },
	{ GROUP_PATH, ANY, IS_PUBLIC | BY_HOSTS | R53_PRIVATE, EXPECTS_ANY, CODE_HOSTS_OVERRIDE,
	  RULE_EXPECT,
	  "/etc/hosts pins {host} to the public {all}; Route 53 answers the private {route53}",
	  hint_hosts },
	{ GROUP_PATH, ANY, IS_PUBLIC | R53_PRIVATE, BY_HOSTS, CODE_RESOLVER_MISMATCH, RULE_EXPECT,
	  "{resolver} answers the public {all}; Route 53 answers the private {route53}",
	  hint_forwarding },
	{ GROUP_PATH, ANY, IS_PUBLIC | UNOFFERED | TOLERATED, 0, CODE_ENDPOINT_NOT_OFFERED,
	  RULE_NOTE, "{host} is public, as it can only be: {unoffered}", hint_tolerated },
	{ GROUP_PATH, ANY, IS_PUBLIC | UNOFFERED | PLAIN_PRIVATE, EXPECTS_ANY,
	  CODE_ENDPOINT_NOT_OFFERED, RULE_EXPECT,
	  "{host} is public: {unoffered}; the plain name is private", hint_unoffered },
	{ GROUP_PATH, ANY, IS_PUBLIC | UNOFFERED, EXPECTS_ANY, CODE_ENDPOINT_NOT_OFFERED,
	  RULE_EXPECT, "{host} is public: {unoffered}", hint_unoffered },
	{ GROUP_PATH, ANY, IS_PUBLIC | PLAIN_PRIVATE, EXPECTS_ANY, CODE_PLAIN_NAME_ONLY,
	  RULE_EXPECT, "the agent asks for {host}, which is public; the plain name is private",
	  hint_plain },
	{ GROUP_PATH, ANY, IS_PUBLIC | CROSS_REGION | CROSS_FIRST, 0, CODE_CROSS_REGION_UNSUPPORTED,
	  RULE_EXPECT,
	  "{host} is public; this instance is in {instance_region}, and ecs-agent and "
	  "ecs-telemetry have no endpoints across Regions",
	  hint_cross_region },
	{ GROUP_PATH, ANY, IS_PUBLIC | CROSS_REGION, 0, CODE_CROSS_REGION_UNSUPPORTED, RULE_EXPECT,
	  TOLD_ELSEWHERE },
	{ GROUP_PATH, ANY, OTHER_REGION, 0, CODE_WRONG_REGION_ENDPOINT, RULE_SET,
	  "{other_region} is private here, while {host} is not", hint_other_region },
	{ GROUP_PATH, ANY, SET_INCOMPLETE | NEEDS_ALL | SET_FIRST, 0,
	  CODE_REGION_NEEDS_ALL_ENDPOINTS, RULE_SET,
	  "this Region needs all three ECS endpoints, and {missing} is not private; next to "
	  "create: {endpoint_service}",
	  hint_needs_all },
	{ GROUP_PATH, ANY, SET_INCOMPLETE | NEEDS_ALL, 0, CODE_REGION_NEEDS_ALL_ENDPOINTS, RULE_SET,
	  TOLD_ELSEWHERE },
	{ GROUP_PATH, ANY, SET_INCOMPLETE | SET_FIRST, 0, CODE_ENDPOINT_SET_INCOMPLETE, RULE_SET,
	  "{host} is public while others of its set are private: {set}; next to create: "
	  "{endpoint_service}",
	  hint_set },
	{ GROUP_PATH, ANY, SET_INCOMPLETE, 0, CODE_ENDPOINT_SET_INCOMPLETE, RULE_SET,
	  TOLD_ELSEWHERE },
	{ GROUP_PATH, ANY, IS_PUBLIC | OWN_HOST, EXPECTS_ANY, CODE_PUBLIC_ADDRESS, RULE_EXPECT,
	  "{host} resolves to the public {all}: the traffic leaves the VPC", hint_own_public },
	{ GROUP_PATH, ANY, IS_PUBLIC, EXPECTS_ANY, CODE_PUBLIC_ADDRESS, RULE_EXPECT,
	  "{host} resolves to the public {all}: the traffic leaves the VPC", hint_public },
	{ GROUP_PATH, ANY, NOT_ALLOWED, EXPECTS_ANY, CODE_OUTSIDE_ALLOWED_CIDR, RULE_EXPECT,
	  "{host} resolves to {all}, outside this VPC and every --allow-cidr", hint_outside },
	{ GROUP_PATH, ANY, SHADOWED, 0, CODE_SHADOWED_ADDRESS, RULE_WARN,
	  "{all} lies in {bridge}, a network of this host's own", hint_shadowed },

	{ GROUP_DNS, ANY, HALF_ANSWER, 0, CODE_NONE, RULE_WARN,
	  "{resolver} answers one address family of {host} and fails for the other ({half})",
	  hint_half },
	{ GROUP_DNS, ANY, EARLIER_FAILED, 0, CODE_NONE, RULE_WARN,
	  "the nameserver {earlier} fails for {host} ({half}); only the next one answers",
	  hint_earlier },
	{ GROUP_DNS, ANY, EXCESS, 0, CODE_TOO_MANY_ADDRESSES, RULE_WARN,
	  "{resolver} answers so many addresses for {host} that only {attempts} were tried",
	  hint_excess },

	{ GROUP_TLS, ANY, INTERCEPTED, 0, CODE_TLS_INTERCEPTED, RULE_WARN,
	  "the certificate of {host} is trusted here, but its chain ends in {root}, not at Amazon",
	  hint_intercepted },
	{ GROUP_TLS, ANY, INTERCEPTED_NOTE, 0, CODE_TLS_INTERCEPTED, RULE_NOTE,
	  "the chain of {host} ends in {root}; the roots of this partition are not public",
	  hint_intercepted },

	{ GROUP_NOTES, ANY, BY_HOSTS, 0, CODE_HOSTS_OVERRIDE, RULE_WARN,
	  "/etc/hosts pins {host} to {all}", hint_hosts },
	{ GROUP_NOTES, ANY, IS_PRIVATE | R53_OTHER, R53_PRIVATE, CODE_RESOLVER_MISMATCH, RULE_NOTE,
	  "{resolver} answers the private {all}; Route 53 answers {route53}", hint_elsewhere },
	{ GROUP_NOTES, ANY, FAMILY_SOME, FAMILY_ALL, CODE_NO_FAMILY_ROUTE, RULE_NOTE,
	  "{skipped} not dialled", hint_family },
	{ GROUP_NOTES, ANY, ELSEWHERE, ALLOW_GIVEN, CODE_PRIVATE_ADDRESS, RULE_NOTE,
	  "{host} resolves to {all}: private, but in no block of this VPC", hint_elsewhere },

	{ GROUP_REGION, ANY, OTHER_REGION, 0, CODE_WRONG_REGION_ENDPOINT, RULE_WARN,
	  "{other_region} is private here, while {host} is not", hint_other_region },
};

const struct rule *rules_table(size_t *count)
{
	*count = ARRAY_SIZE(table);
	return table;
}

const struct rule *rules_match(enum rule_group group, const struct view *view)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		const struct rule *rule = &table[i];

		if (rule->group == group &&
		    (rule->symptom == ANY || rule->symptom == view->symptom) &&
		    (view->bits & rule->need) == rule->need && !(view->bits & rule->forbid))
			return rule;
	}
	return NULL;
}
