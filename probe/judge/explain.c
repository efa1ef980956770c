/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/explain.h"

#include "explain_agent.h"
#include "explain_api.h"
#include "explain_bake.h"

#define PAGE_ECS "Amazon ECS Developer Guide: Amazon ECS interface VPC endpoints (AWS PrivateLink)"
#define PAGE_ECR "Amazon ECR User Guide: Amazon ECR interface VPC endpoints (AWS PrivateLink)"
#define PAGE_DNS "Amazon VPC User Guide: DNS attributes for your VPC"
#define PAGE_R53 \
	"Amazon Route 53 Developer Guide: Resolving DNS queries between VPCs and your network"
#define PAGE_PHZ \
	"Amazon Route 53 Developer Guide: Considerations when working with a private hosted zone"
#define PAGE_SG "AWS PrivateLink guide: Access an AWS service using an interface VPC endpoint"
#define PAGE_S3 "AWS PrivateLink guide: Gateway endpoints for Amazon S3"
#define PAGE_IMDS "Amazon EC2 User Guide: Use instance metadata to manage your EC2 instance"
#define PAGE_PROXY "Amazon ECS Developer Guide: Using an HTTP proxy for Linux instances"
#define PAGE_TIME "Amazon EC2 User Guide: Set the time reference on your EC2 instance"
#define PAGE_TRUST "Amazon Trust Services: the root certificates every client should trust"
#define PAGE_NONE "man ecsprobe-decisions, HOW IT DECIDES"

static const struct explanation table[CODE_COUNT] = {
	[CODE_DNS_NXDOMAIN] = { "the nameserver says that the name does not exist",
				"the agent logs 'no such host' and tries again without end; "
				"ecs-init restarts it "
				"with growing pauses",
				"the Region and the partition's suffix; private hosted zones and "
				"resolver rules for a "
				"parent of the name; DNS Firewall rules that answer NXDOMAIN",
				PAGE_PHZ },
	[CODE_DNS_NODATA] = { "the name exists but has no address",
			      "'no such host', as for a missing name",
			      "an empty record in a private hosted zone; DNS Firewall's BLOCK with "
			      "NODATA; a CNAME "
			      "that leads nowhere",
			      PAGE_PHZ },
	[CODE_DNS_SERVFAIL] = { "the nameserver could not find out",
				"'server misbehaving'; each lookup is tried again and fails again",
				"the forwarders of a DNS server of your own; resolver rules and "
				"the health of their "
				"outbound endpoint; DNS Firewall's fail-closed setting",
				PAGE_R53 },
	[CODE_DNS_REFUSED] = { "the nameserver refuses to answer this client",
			       "'server misbehaving'",
			       "the access list of a DNS server of your own, and whether it is "
			       "meant for this VPC",
			       PAGE_R53 },
	[CODE_DNS_TIMEOUT] = { "the nameserver does not answer in time",
			       "'i/o timeout' on port 53; everything on the instance is slow",
			       "that the server runs and that UDP and TCP 53 reach it; for the "
			       "Route 53 Resolver "
			       "enableDnsSupport on the VPC and a host firewall that drops "
			       "link-local traffic",
			       PAGE_DNS },
	[CODE_DNS_TOO_SLOW] = { "the nameserver answers later than resolv.conf lets its client "
				"wait",
				"'i/o timeout' on port 53, although dig shows an answer",
				"'options timeout' and 'attempts' in resolv.conf, and what makes "
				"the nameserver slow",
				PAGE_DNS },
	[CODE_DNS_NO_EDNS] = { "the nameserver refuses questions with EDNS, and Go asks no others",
			       "'server misbehaving', although dig +noedns shows an answer",
			       "a forwarder or firewall too old for EDNS (RFC 6891) between here "
			       "and the VPC's resolver",
			       PAGE_DNS },
	[CODE_DNS_UNREACHABLE] = { "nothing can be sent to the nameserver, or nobody listens there",
				   "'connection refused' on port 53",
				   "/etc/resolv.conf, the local resolver service, and the route to "
				   "the server",
				   PAGE_DNS },
	[CODE_DNS_BAD_ANSWER] = { "what comes back is not a sound answer to the question",
				  "'cannot unmarshal DNS message' or 'server misbehaving'",
				  "middleboxes that rewrite DNS, and the DNS server's software",
				  PAGE_R53 },
	[CODE_DNS_THROTTLED] = { "queries are lost at random while others are answered",
				 "lookups that sometimes take five seconds, sometimes fail",
				 "the ENA counter linklocal_allowance_exceeded (ethtool -S): the "
				 "resolver takes 1024 "
				 "packets a second from an interface, shared by everything on it; "
				 "cache names locally; "
				 "else look for packet loss on the way to the server",
				 PAGE_DNS },
	[CODE_RESOLVER_MISMATCH] = { "the host's nameserver and the Route 53 Resolver answer "
				     "differently",
				     "the agent dials what the host's nameserver says: a public "
				     "address, or none",
				     "conditional forwarding of amazonaws.com from your DNS server "
				     "to the Route 53 Resolver "
				     "(VPC base + 2, or an inbound resolver endpoint); the DHCP "
				     "option set of the VPC",
				     PAGE_R53 },
	[CODE_RESOLVER_SET_DIFFERS] = { "nameservers that this host may ask do not answer alike",
					"lookups that fail, or lead out of the VPC, now and then: "
					"with 'options rotate' each in its turn, else when the "
					"first "
					"server fails once",
					"resolv.conf and the DHCP option set: list only servers "
					"that "
					"know the VPC's private names; behind systemd-resolved "
					"resolvectl status",
					PAGE_R53 },
	[CODE_RESOLV_CONF_MISSING] = { "/etc/resolv.conf is not there or names no nameserver",
				       "'lookup ... on 127.0.0.1:53: connection refused': both Go "
				       "and glibc then ask this host itself",
				       "the link that /etc/resolv.conf is, and the service that "
				       "writes what it leads to (systemd-resolved, dhclient, "
				       "NetworkManager)",
				       PAGE_DNS },
	[CODE_NAMESERVERS_IGNORED] = { "resolv.conf names more nameservers than anybody reads",
				       "nothing: glibc and Go take the first three",
				       "whether the three that count are the right ones",
				       PAGE_DNS },
	[CODE_TASK_RESOLVER_PUBLIC] = { "tasks in Docker's bridge network are given a public "
					"nameserver",
					"nothing in the agent: names are not found, or are public, "
					"in "
					"the tasks alone",
					"dns in /etc/docker/daemon.json, and whether "
					"/etc/resolv.conf "
					"names a server that is not this host itself: Docker takes "
					"those out, and fills in 8.8.8.8 where none is left",
					PAGE_DNS },
	[CODE_HOSTS_OVERRIDE] = { "/etc/hosts decides what the name resolves to",
				  "the agent dials the pinned address whatever DNS says",
				  "the line in /etc/hosts, and the AMI or script that wrote it",
				  PAGE_ECS },
	[CODE_ZONE_SHADOWS_NAME] = { "a private zone for a parent of the name has no record for it",
				     "'no such host': the most specific zone wins and never falls "
				     "back to the public name",
				     "private hosted zones associated with this VPC: add the "
				     "record (or a wildcard for "
				     "*.dkr.ecr), make the zone more specific, or remove the "
				     "association",
				     PAGE_PHZ },
	[CODE_ANSWERS_FLAP] = { "the nameserver answers privately and publicly in turn",
				"connections that work and fail by chance",
				"the servers behind that nameserver (a pool, a load balancer): all "
				"have to forward amazonaws.com to the VPC's resolver",
				PAGE_R53 },
	[CODE_SEARCH_CAPTURES_NAME] = { "a domain of resolv.conf's search list is tried first, and "
					"has the name",
					"a certificate for another name, or a timeout at an "
					"address "
					"that is not the endpoint's",
					"'options ndots' and 'search' in resolv.conf; a wildcard "
					"record in the zone of that domain",
					PAGE_DNS },
	[CODE_ZONE_WRONG_NAME] = { "a hosted zone has the endpoint service's name, not the one "
				   "that is asked for",
				   "the agent goes to the public address, or times out on it",
				   "the names of the hub's private hosted zones: ecs-a.REGION and "
				   "ecs-t.REGION, not ecs-agent.REGION and ecs-telemetry.REGION",
				   PAGE_PHZ },
	[CODE_DNS64_UNROUTABLE] = { "the resolver makes IPv6 addresses of IPv4 ones, and nothing "
				    "translates them back",
				    "each connection first tries an address that leads nowhere; an "
				    "IPv6-only instance reaches nothing",
				    "the subnet's DNS64 setting, and the route 64:ff9b::/96 to a "
				    "NAT "
				    "gateway in its route table",
				    "Amazon VPC User Guide: DNS64 and NAT64" },
	[CODE_PUBLIC_ADDRESS] = { "the name resolves to public addresses",
				  "everything works as long as a NAT or internet gateway carries "
				  "it",
				  "that the interface endpoint exists with private DNS enabled; "
				  "enableDnsSupport and "
				  "enableDnsHostnames on the VPC; --expect public if that path is "
				  "meant",
				  PAGE_ECS },
	[CODE_PRIVATE_ADDRESS] = { "the address is private but in no block of this VPC",
				   "nothing unusual",
				   "that it belongs to a central endpoint, in a hub VPC for "
				   "instance; --allow-cidr "
				   "asserts its block",
				   PAGE_SG },
	[CODE_MIXED_ADDRESSES] = { "the name's addresses are of different kinds",
				   "some connections take the private path, some the public one",
				   "half-migrated private hosted zones; a private IPv4 beside a "
				   "public IPv6 answer",
				   PAGE_ECS },
	[CODE_BLACKHOLE_ADDRESS] = { "the name resolves to an address where nothing can be",
				     "'connection refused' from the instance itself, or a timeout",
				     "DNS block lists, DNS Firewall's OVERRIDE, /etc/hosts",
				     PAGE_R53 },
	[CODE_SHADOWED_ADDRESS] = { "a local bridge of this host covers the endpoint's address",
				    "'no route to host', or a hang: the packets go to docker0 and "
				    "never leave",
				    "the bridge's range (bip and default-address-pools in "
				    "/etc/docker/daemon.json) against "
				    "the VPC's blocks; 172.17.0.0/16 is Docker's default",
				    "Amazon VPC User Guide: VPC CIDR blocks" },
	[CODE_OUTSIDE_ALLOWED_CIDR] = { "the address is private, outside this VPC and every "
					"--allow-cidr",
					"nothing unusual",
					"what the address belongs to; the hub VPC's blocks given "
					"with --allow-cidr",
					PAGE_SG },
	[CODE_PARTIAL_ADDRESSES] = { "some of the name's addresses do not work",
				     "connections that pick the dead one hang for their whole "
				     "timeout, now and then",
				     "each address is the endpoint's interface in one zone: that "
				     "subnet's network ACL and "
				     "route table, and the endpoint's subnets",
				     PAGE_SG },
	[CODE_TOO_MANY_ADDRESSES] = { "the answer has more addresses than ecsprobe tries",
				      "nothing unusual",
				      "what the nameserver hands out: no AWS endpoint has that "
				      "many addresses",
				      PAGE_R53 },
	[CODE_NO_FAMILY_ROUTE] = { "the host has no address and route of that address family",
				   "nothing: clients skip such addresses",
				   "nothing, unless the family was meant to work", PAGE_ECS },
	[CODE_IPV4_ONLY_NAME] = { "the name has IPv4 addresses alone, and this host has IPv6 alone",
				  "pulls by that name fail with 'network is unreachable'; those by "
				  "the dual-stack name work",
				  "image names of task definitions: ACCOUNT.dkr-ecr.REGION.on.aws "
				  "in place of ACCOUNT.dkr.ecr.REGION.amazonaws.com; or NAT64 for "
				  "the subnet; --profile auto sees whether a task here uses the "
				  "plain name",
				  "Amazon ECR User Guide: Making requests to Amazon ECR "
				  "registries" },
	[CODE_ENDPOINT_SET_INCOMPLETE] = { "only some of the endpoints that belong together are "
					   "private",
					   "the instance registers but its agent stays "
					   "disconnected, or pulls stop halfway; without all three "
					   "ECS endpoints the traffic takes the public path",
					   "create ecs-agent, ecs-telemetry and ecs, in this order "
					   "where instances run already, and then restart the "
					   "agents; ecr.api and ecr.dkr both, in either order and "
					   "without a restart",
					   PAGE_ECS },
	[CODE_PLAIN_NAME_ONLY] = { "the plain name is private, the FIPS or dual-stack name that "
				   "the agent asks for is not",
				   "the agent takes the public path although the endpoint exists",
				   "whether the endpoint's private DNS names include that one: a "
				   "dual-stack name needs the IP address type dualstack (ECR's "
				   "endpoints have it too), a FIPS name mostly an endpoint of its "
				   "own, such as ecs-fips, ecr-fips.api or sqs-fips; "
				   "AWS_USE_FIPS_ENDPOINT and ECS_INSTANCE_IP_COMPATIBILITY in "
				   "/etc/ecs/ecs.config",
				   PAGE_ECS },
	[CODE_WRONG_REGION_ENDPOINT] = { "another Region's name is private here, this Region's is "
					 "not",
					 "the agent of this Region takes the public path",
					 "the endpoint service names in a template that was copied "
					 "from another Region: each has to be replaced by this "
					 "Region's; endpoints across Regions are possible for some "
					 "services (ecs, ecr, s3, kms and a few more), not for "
					 "ecs-agent and ecs-telemetry",
					 PAGE_ECS },
	[CODE_ENDPOINT_NOT_OFFERED] = { "no interface endpoint is known to serve this name, so it "
					"is public",
					"it takes the public path, whatever endpoints there are",
					"the plain name over IPv4 instead of a dual-stack or FIPS "
					"one, or a way out of the subnet; nothing, where the "
					"message says that it can only be so: batch in two "
					"Regions, CodeDeploy in GovCloud and China, and ecs-sc",
					"AWS PrivateLink guide: AWS services that integrate; "
					"Amazon ECR, AWS Batch and AWS CodeDeploy User Guides" },
	[CODE_REGION_NEEDS_ALL_ENDPOINTS] = { "a Region opened since 2023-12-23, without all three "
					      "ECS endpoints",
					      "the agent stays disconnected, or talks over the "
					      "public path",
					      "create ecs-agent, ecs-telemetry and ecs, in this "
					      "order where instances "
					      "run already, each with private DNS; then restart "
					      "the agents",
					      PAGE_ECS },
	[CODE_CROSS_REGION_UNSUPPORTED] = { "the agent's names of another Region cannot be private "
					    "here",
					    "it registers over a private ecs endpoint of that "
					    "Region, and its websockets still need the public path",
					    "AWS_DEFAULT_REGION in /etc/ecs/ecs.config and "
					    "--region against the instance's own Region; there are "
					    "endpoints across Regions for ecs, ecr, s3, iam, kms, "
					    "lambda, firehose, route53 and a few more, not for "
					    "ecs-agent and ecs-telemetry",
					    "AWS PrivateLink guide: cross-Region enabled AWS "
					    "services" },
	[CODE_SERVICE_CONNECT_BY_AGENT] = { "ecs-sc is not reached, and not needed: ecs-agent is "
					    "private",
					    "nothing: Service Connect's proxy gets its "
					    "configuration through "
					    "ecs-agent",
					    "nothing while ecs-agent stays private; a way out to "
					    "ecs-sc where it is "
					    "not",
					    PAGE_ECS },
	[CODE_S3_LAYERS_UNREACHABLE] = { "the bucket of image layers has public addresses and does "
					 "not answer",
					 "pulls read the manifest and then stop with an 'i/o "
					 "timeout' to S3",
					 "the S3 gateway endpoint in this subnet's route table; "
					 "outbound TCP 443 to the S3 prefix list in the instance's "
					 "security group and network ACL; not the endpoint policy, "
					 "which denies with status 403 and never by silence",
					 PAGE_ECR },
	[CODE_S3_GATEWAY_LIKELY] = { "what is reachable is consistent with a gateway endpoint, or "
				     "with NAT",
				     "nothing unusual",
				     "nothing: an instance cannot see the route table, so this is "
				     "told as a likelihood",
				     PAGE_S3 },
	[CODE_S3_LAYERS_INTERFACE] = { "the bucket of image layers is private: an S3 interface "
				       "endpoint",
				       "nothing unusual, as long as pulls work",
				       "nothing while they do; the pages of AWS disagree whether "
				       "ECR can use an S3 interface endpoint (an older one: no; "
				       "the newer ECR guide: gateway or interface, for dual-stack "
				       "names), so the gateway endpoint is the sure way",
				       PAGE_ECR },
	[CODE_HOST_FIREWALL] = { "this host itself lets no packet out",
				 "'operation not permitted', 'connection refused' or 'i/o "
				 "timeout', as for a firewall elsewhere",
				 "the OUTPUT rules of this host's firewall (nft list ruleset, "
				 "iptables -L OUTPUT) and IPAddressDeny= of units; security "
				 "groups and routes have nothing to do with it",
				 PAGE_NONE },
	[CODE_TCP_TIMEOUT] = { "no answer to the connection attempt",
			       "'i/o timeout' or 'Client.Timeout exceeded while awaiting headers'",
			       "private address: the endpoint's security group (inbound 443 from "
			       "the instance), the "
			       "instance's security group (outbound 443), the network ACLs of both "
			       "subnets; public "
			       "address: a missing endpoint, private DNS, or NAT",
			       PAGE_SG },
	[CODE_TCP_REFUSED] = { "the address refuses the connection", "'connection refused'",
			       "what the address belongs to: an endpoint's interface never refuses "
			       "443",
			       PAGE_SG },
	[CODE_TCP_RESET] = { "the connection is reset while it is being made",
			     "'connection reset by peer'",
			     "firewalls on the way, and what the address belongs to", PAGE_SG },
	[CODE_TCP_UNREACHABLE] = { "there is no way to the address",
				   "'no route to host' or 'network is unreachable'",
				   "this host's routes (ip route get ADDRESS), the subnet's route "
				   "table",
				   PAGE_SG },
	[CODE_TLS_TIMEOUT] = { "TCP connects, then the handshake stalls", "'TLS handshake timeout'",
			       "inspection devices and firewalls on the way, the MTU of a VPN or "
			       "transit gateway",
			       PAGE_SG },
	[CODE_TLS_RESET] = { "the connection is reset during the handshake",
			     "'connection reset by peer'", "firewalls that filter by server name",
			     PAGE_SG },
	[CODE_TLS_CLOSED] = { "the connection is closed during the handshake", "'EOF'",
			      "firewalls and proxies on the way, and what the address belongs to",
			      PAGE_SG },
	[CODE_TLS_ALERT] = { "the peer breaks the handshake off", "'remote error: tls'",
			     "what the address belongs to; devices that take TLS apart", PAGE_SG },
	[CODE_TLS_NOT_TLS] = { "what listens there does not speak TLS",
			       "'first record does not look like a TLS handshake'",
			       "port forwarders, captive portals, and what the address belongs to",
			       PAGE_SG },
	[CODE_TLS_VERSION] = { "the peer offers no TLS version from 1.2 on",
			       "'protocol version not supported'",
			       "devices that take TLS apart: AWS speaks 1.2 and 1.3", PAGE_TRUST },
	[CODE_TLS_UNTRUSTED] = { "the certificate is not trusted",
				 "'x509: certificate signed by unknown authority'",
				 "TLS inspection (exempt AWS endpoints), a trust store without the "
				 "Amazon roots, a "
				 "server that leaves its intermediate certificate out",
				 PAGE_TRUST },
	[CODE_TLS_WRONG_HOST] = { "the certificate is for other names",
				  "'x509: certificate is valid for ..., not ...'",
				  "which endpoint the address belongs to, private hosted zones "
				  "made by hand, and the "
				  "Region",
				  PAGE_PHZ },
	[CODE_TLS_EXPIRED] = { "the certificate has expired, as this instance's clock says",
			       "'x509: certificate has expired or is not yet valid'",
			       "the clock first (chronyc tracking), then who serves that "
			       "certificate",
			       PAGE_TIME },
	[CODE_TLS_NOT_YET_VALID] = { "the certificate is not valid yet, as this instance's clock "
				     "says",
				     "'x509: certificate has expired or is not yet valid'",
				     "the clock first (chronyc tracking), then who serves that "
				     "certificate",
				     PAGE_TIME },
	[CODE_TLS_LARGE_HELLO] = { "the handshake works with a small ClientHello only",
				   "whatever sends the large one hangs in the TLS handshake: "
				   "dockerd, tasks and other builds of the agent may; its releases "
				   "up to 1.105.1 send a small one, so an agent that is connected "
				   "passes",
				   "a firewall or proxy on the way that cannot join a ClientHello "
				   "of two segments; the post-quantum key share makes it that "
				   "large; it fails only where the agent's own log has such a "
				   "handshake, and is never by itself a reason not to restart",
				   PAGE_SG },
	[CODE_TLS_MTU] = { "large packets vanish on the way, small ones pass",
			   "'TLS handshake timeout', and image pulls that hang",
			   "the MTU of the VPN, transit gateway or inspection path, and ICMP "
			   "'fragmentation "
			   "needed' being filtered; lower the interface's MTU or clamp the MSS",
			   "Amazon EC2 User Guide: Network maximum transmission unit (MTU) for "
			   "your EC2 instance" },
	[CODE_TLS_INTERCEPTED] = { "the certificate is trusted here but does not come from Amazon",
				   "works where the inspecting proxy's root is installed, fails in "
				   "every container that "
				   "has its own store",
				   "exempt AWS endpoints from TLS inspection", PAGE_TRUST },
	[CODE_TRUST_STORE_EMBEDDED] = { "the host has no trust store; the Amazon roots inside "
					"ecsprobe were used",
					"'x509: certificate signed by unknown authority' from "
					"whatever uses the host's store",
					"the ca-certificates package", PAGE_TRUST },
	[CODE_TRUST_STORE_UNUSABLE] = { "the trust store cannot be loaded, so nothing can be "
					"verified",
					"'x509: certificate signed by unknown authority'",
					"the file or directory that the report names", PAGE_TRUST },
	[CODE_PROXY_UNREACHABLE] = { "the proxy that the endpoint's dialler uses cannot be reached",
				     "'proxyconnect tcp: ...' in the log of the agent or dockerd",
				     "the proxy's name and port, its security group; or let "
				     "NO_PROXY cover the AWS names",
				     PAGE_PROXY },
	[CODE_PROXY_DENIED] = { "the proxy refuses to connect to the endpoint",
				"'Forbidden' or another status in place of a connection",
				"the proxy's allow list: every host of --list with port 443",
				PAGE_PROXY },
	[CODE_PROXY_AUTH] = { "the proxy wants other credentials",
			      "'Proxy Authentication Required'",
			      "user and password in the proxy's URL (percent-encoded)",
			      PAGE_PROXY },
	[CODE_PROXY_UNSUPPORTED] = { "a proxy is set by a value that is not http://HOST:PORT",
				     "that depends on the value: 'proxyconnect tcp: ... no such "
				     "host', 'proxy: unknown scheme', or direct connections that "
				     "time out",
				     "the variable that the report names: quotation marks, blanks, "
				     "special characters in the password, https:// and socks5://",
				     PAGE_PROXY },
	[CODE_PROXIED_CONTROL_PLANE] = { "the agent reaches ecs through a proxy, which resolves "
					 "the name itself",
					 "the agent is handed numbered hosts (ecs-a-1 ...) that "
					 "exist publicly only",
					 "add the ECS names to NO_PROXY, or let the proxy resolve "
					 "through this VPC",
					 PAGE_ECS },
	[CODE_DOCKERD_DIFFERS] = { "the running dockerd has other proxies than its files say",
				   "nothing yet: pulls and the awslogs driver go by what dockerd "
				   "was started with",
				   "docker info, systemctl show-environment, the drop-ins of "
				   "docker.service and daemon.json; then restart docker",
				   PAGE_PROXY },
	[CODE_NO_PROXY_INCOMPLETE] = { "NO_PROXY lacks an address that must never go through the "
				       "proxy",
				       "the agent finds no credentials, or tasks get none; where "
				       "it is dockerd, containers that log through awslogs do "
				       "not start",
				       "add 169.254.169.254, 169.254.170.2 and "
				       "/var/run/docker.sock to NO_PROXY",
				       PAGE_PROXY },
	[CODE_NOT_FINISHED] = { "the total time was over before this check was",
				"nothing: this says nothing about the endpoint",
				"a larger --timeout", PAGE_NONE },
	[CODE_INTERRUPTED] = { "a signal ended the run before this check was over",
			       "nothing: this says nothing about the endpoint", "run it again",
			       PAGE_NONE },
	[CODE_IMDS_UNREACHABLE] = { "the instance metadata service does not answer",
				    "the agent learns neither identity nor credentials and "
				    "restarts without end",
				    "a host firewall, captures by HTTP_PROXY, and in a container "
				    "the hop limit of the "
				    "token's answer (HttpPutResponseHopLimit)",
				    PAGE_IMDS },
	[CODE_IMDS_DISABLED] = { "the instance metadata service refuses",
				 "the agent learns neither identity nor credentials",
				 "HttpEndpoint in the instance's metadata options; a proxy that "
				 "adds X-Forwarded-For",
				 PAGE_IMDS },
	[CODE_IMDS_BAD_ANSWER] = { "what answers is not the instance metadata service",
				   "the agent learns neither identity nor credentials",
				   "what else listens on 169.254.169.254, or intercepts it",
				   PAGE_IMDS },
	[CODE_IMDS_INCOMPLETE] = { "the instance metadata service did not tell the VPC's blocks",
				   "nothing unusual",
				   "how busy the instance is (the service throttles), and "
				   "--vpc-cidr, which names the blocks by hand",
				   PAGE_IMDS },
	[CODE_CONFIG_INVALID] = { "a file that decides what is checked cannot be used",
				  "the agent may obey it, ignore it or fail by it",
				  "the file and line that the message names", PAGE_NONE },
	[CODE_NOTHING_TO_CHECK] = { "the options leave nothing in the plan",
				    "nothing: this says nothing about the endpoints",
				    "--service and --skip against --list", PAGE_NONE },
	[CODE_INTERNAL_ERROR] = { "ecsprobe itself failed",
				  "nothing: this says nothing about the endpoints",
				  "memory and descriptors of this host; the message on standard "
				  "error",
				  PAGE_NONE },
	[CODE_REGION_UNKNOWN] = { "no Region was to be had from anywhere",
				  "'unable to determine region'",
				  "--region, AWS_DEFAULT_REGION in /etc/ecs/ecs.config, or the "
				  "metadata service",
				  PAGE_IMDS },
	[CODE_REGION_DIFFERS] = { "the sources of the Region disagree",
				  "the agent calls the Region of its own configuration",
				  "AWS_DEFAULT_REGION in /etc/ecs/ecs.config against the "
				  "instance's Region",
				  "Amazon ECS Developer Guide: Amazon ECS container agent "
				  "configuration" },
	[CODE_PARTITION_ASSUMED] = { "no known partition has such Regions: the partition aws was "
				     "assumed",
				     "the SDKs do the same: the agent asks for names under "
				     "amazonaws.com, which may not exist",
				     "the spelling of the Region; for one that is newer than "
				     "ecsprobe the metadata service tells the partition, unless "
				     "the Region was given by hand",
				     PAGE_IMDS },
	[CODE_ACCOUNT_UNKNOWN] = { "the registry was checked with an account of zeros",
				   "nothing unusual",
				   "nothing: one wildcard name covers all accounts; --account "
				   "checks the real name",
				   PAGE_ECR },
	[CODE_PROFILE_SCOPE] = { "what an instance can see of a profile's demands, and what not",
				 "nothing unusual",
				 "in the console what the message calls not seen: route tables, "
				 "other "
				 "subnets, security groups, endpoint policies",
				 "Amazon MWAA User Guide: About networking on Amazon MWAA; Amazon "
				 "ECS "
				 "Developer Guide: ECS Exec; Amazon EFS User Guide: interface VPC "
				 "endpoints" },
	[CODE_NARROWED_BY_SETTINGS] = { "a file of settings or the environment leaves services "
					"out, "
					"or makes them optional",
					"nothing: the agent does not know of it",
					"whether that is still meant: --show-config names file and "
					"line",
					PAGE_NONE },
	[CODE_CLOCK_SKEW] = { "this instance's clock is wrong",
			      "'Signature expired' or 'InvalidSignatureException', certificates "
			      "that seem expired",
			      "chrony and its source 169.254.169.123", PAGE_TIME },
	[CODE_AUTO_PROFILE] = { "what --profile auto found in use here", "nothing unusual",
				"nothing; what no running task uses is checked as optional, and "
				"what "
				"cannot be seen, such as secrets, can be named with --require",
				PAGE_NONE },
	[CODE_NAME_NOT_USED] = { "a name fails that no task here uses: --profile auto saw what "
				 "they use in its place",
				 "nothing unusual",
				 "nothing, or --require SERVICE where a later task is to use it",
				 PAGE_NONE },
	[CODE_AUTO_INCOMPLETE] = { "--profile auto could not see all that is in use here",
				   "nothing: this says nothing about the endpoints",
				   "what the message names; Docker's socket needs root; meanwhile "
				   "everything of the ecs profile is checked too",
				   PAGE_NONE },
};

const struct explanation *explain(enum code code)
{
	if (code <= CODE_NONE || code >= CODE_COUNT)
		return NULL;
	if (table[code].meaning)
		return &table[code];
	if (explain_api(code))
		return explain_api(code);
	return explain_agent(code) ? explain_agent(code) : explain_bake(code);
}
