/* SPDX-License-Identifier: Apache-2.0 */
/* Does an endpoint work, and if not, why? */
#include "rule_hints.h"

static const struct rule works[] = {
	/* A check that was cut short shows nothing. */
	{ WHEN(INTERRUPTED), .code = CODE_INTERRUPTED, .severity = RULE_UNKNOWN,
	  .message = REPORTED_ELSEWHERE },
	/* Endpoints that nothing depends on; their checks may be cut short too. */
	{ WHEN(NEEDLESS, SOME_DEAD), .code = CODE_SERVICE_CONNECT_BY_AGENT, .severity = RULE_NOTE,
	  .message =
		  "{working} of {judged} addresses of {host} work; none is needed, since ecs-agent is private and works" },
	{ WHEN(NEEDLESS), .code = CODE_SERVICE_CONNECT_BY_AGENT, .severity = RULE_NEEDLESS,
	  .message =
		  "{host} cannot be reached ({symptom}) and is not needed: Service Connect goes through ecs-agent, which is private and works" },
	{ WHEN(UNUSED, SOME_DEAD), .code = CODE_NAME_NOT_USED, .severity = RULE_NOTE,
	  .message =
		  "{working} of {judged} addresses of {host} work; the tasks here use other names" },
	{ WHEN(UNUSED, NONE_WORKS), .code = CODE_NAME_NOT_USED, .severity = RULE_NEEDLESS,
	  .message = "{host} cannot be reached ({symptom}); the tasks here use other names" },
	{ WHEN(UNUSED), UNLESS(HAS_ADDRESSES), .code = CODE_NAME_NOT_USED,
	  .severity = RULE_NEEDLESS,
	  .message = "{host} has no address ({symptom}); the tasks here use other names" },
	{ WHEN(UNFINISHED, PROXY_UNTRIED), .code = CODE_PROXY_UNSUPPORTED, .severity = RULE_UNKNOWN,
	  .message = REPORTED_ELSEWHERE },
	{ WHEN(UNFINISHED), .code = CODE_NOT_FINISHED, .severity = RULE_UNKNOWN,
	  .message = REPORTED_ELSEWHERE },

	/* The proxy, where the dialler uses one. */
	{ WHEN(PROXY_UNNAMED), .code = CODE_AGENT_RESOLVER_MISMATCH, .severity = RULE_FAIL,
	  .message = "the {dialler}'s own nameservers have no address for its proxy {proxy}" },
	{ SYMPTOM(PROXY_UNREACHABLE), .severity = RULE_FAIL, .message = REPORTED_ELSEWHERE },
	{ SYMPTOM(PROXY_AUTH), .severity = RULE_FAIL, .message = REPORTED_ELSEWHERE },
	{ SYMPTOM(PROXY_UNSUPPORTED), .severity = RULE_FAIL, .message = REPORTED_ELSEWHERE },
	{ SYMPTOM(PROXY_DENIED), .severity = RULE_FAIL,
	  .message =
		  "the {dialler}'s proxy {proxy} (from {proxy_source}) refuses a connection to {host}: {detail}" },

	/* It is another name that the dialler reaches. */
	{ SYMPTOM(SEARCH_CAPTURES_NAME), .severity = RULE_FAIL,
	  .message =
		  "resolv.conf of the {dialler} has ndots:{ndots}, so {search_name} is looked up before {host}, and its answer wins: {search_answers}" },

	{ SYMPTOM(ANSWERS_FLAP), .severity = RULE_SET,
	  .message = "{resolver} returns {all} for {host}, and a moment later {second}" },

	/* Narrower causes than the symptom. */
	{ WHEN(IS_BLACKHOLE, BY_HOSTS), .code = CODE_HOSTS_OVERRIDE, .severity = RULE_FAIL,
	  .message = "{hosts_file} sets {host} to {blackholes}, where nothing can be reached" },
	{ WHEN(IS_BLACKHOLE), .code = CODE_BLACKHOLE_ADDRESS, .severity = RULE_FAIL,
	  .message = "{resolver} returns {blackholes} for {host}, where nothing can be reached" },
	{ WHEN(NONE_WORKS, BY_HOSTS), .code = CODE_HOSTS_OVERRIDE, .severity = RULE_FAIL,
	  .message = "{hosts_file} sets {host} to {all}, and that does not work ({symptom})" },
	{ WHEN(NONE_WORKS, SHADOWED), UNLESS(DEAD_ELSEWHERE), .code = CODE_SHADOWED_ADDRESS,
	  .severity = RULE_FAIL,
	  .message =
		  "{all} lies in {bridge}, a local network of this host, and does not work ({symptom})" },
	{ WHEN(NONE_WORKS, DNS64_DEAD), .code = CODE_DNS64_UNROUTABLE, .severity = RULE_FAIL,
	  .message =
		  "{host} has only addresses that DNS64 made from IPv4, and no NAT64 answers there: {dns64}",
	  .hint = &hint_dns64 },
	{ WHEN(NONE_WORKS, OWN_SERVERS, HOST_WORKS), .code = CODE_AGENT_RESOLVER_MISMATCH,
	  .severity = RULE_FAIL,
	  .message =
		  "{resolver} returns {all}, which does not work ({symptom}); this host's own nameservers return {host_answers}, which does" },
	{ WHEN(NONE_WORKS, R53_OTHER, R53_WORKS, R53_PRIVATE), .code = CODE_RESOLVER_MISMATCH,
	  .severity = RULE_FAIL,
	  .message =
		  "{resolver} returns {all}, which does not work ({symptom}); Route 53 returns the private {route53}, which does",
	  .hint = &hint_forwarding },
	{ WHEN(NONE_WORKS, R53_OTHER, R53_PRIVATE), UNLESS(IS_PRIVATE),
	  .code = CODE_RESOLVER_MISMATCH, .severity = RULE_FAIL,
	  .message =
		  "{resolver} returns {all}, which does not work ({symptom}); Route 53 returns the private {route53}",
	  .hint = &hint_forwarding },
	{ WHEN(NONE_WORKS, R53_OTHER, R53_WORKS), UNLESS(IS_PRIVATE),
	  .code = CODE_RESOLVER_MISMATCH, .severity = RULE_FAIL,
	  .message =
		  "{resolver} returns {all}, which does not work ({symptom}); Route 53 returns {route53}, which does",
	  .hint = &hint_forwarding },

	/* One finding about the server stands for all its names. */
	{ WHEN(RESOLVER_DOWN, OWN_SERVERS, HOST_WORKS), .code = CODE_AGENT_RESOLVER_MISMATCH,
	  .severity = RULE_FAIL, .message = REPORTED_ELSEWHERE },
	{ WHEN(RESOLVER_DOWN), .severity = RULE_FAIL, .message = REPORTED_ELSEWHERE },
	{ WHEN(OWN_SERVERS, HOST_WORKS), UNLESS(HAS_ADDRESSES, BY_HOSTS),
	  .code = CODE_AGENT_RESOLVER_MISMATCH, .severity = RULE_FAIL,
	  .message =
		  "{resolver} has no address for {host} ({symptom}); this host's own nameservers return {host_answers}" },
	{ WHEN(R53_OTHER), UNLESS(HAS_ADDRESSES, BY_HOSTS), .code = CODE_RESOLVER_MISMATCH,
	  .severity = RULE_FAIL,
	  .message = "{resolver} has no address for {host} ({symptom}); Route 53 returns {route53}",
	  .hint = &hint_forwarding },

	/* The endpoint exists, but its zone has a name that no client uses. */
	{ SYMPTOM(DNS_NXDOMAIN), WHEN(WRONG_NAME), UNLESS(NUMBERED), .code = CODE_ZONE_WRONG_NAME,
	  .severity = RULE_FAIL,
	  .message =
		  "{host} does not exist, while {wrong_name}, the endpoint service's own name, is private here" },
	{ WHEN(NONE_WORKS, IS_PUBLIC, WRONG_NAME), .code = CODE_ZONE_WRONG_NAME,
	  .severity = RULE_FAIL,
	  .message =
		  "{host} has the public {dead}, which do not work ({symptom}), while {wrong_name}, the endpoint service's own name, is private here" },

	/* No such endpoint in this VPC, and no such public name either. */
	{ SYMPTOM(DNS_NXDOMAIN), WHEN(NUMBERED, CROSS_REGION, CROSS_FIRST),
	  .code = CODE_CROSS_REGION_UNSUPPORTED, .severity = RULE_WARN,
	  .message =
		  "{host} does not exist; this instance is in {instance_region}, and ecs-agent and ecs-telemetry have no cross-Region endpoints" },
	{ SYMPTOM(DNS_NXDOMAIN), WHEN(NUMBERED, CROSS_REGION),
	  .code = CODE_CROSS_REGION_UNSUPPORTED, .severity = RULE_WARN,
	  .message = REPORTED_ELSEWHERE },
	{ SYMPTOM(DNS_NXDOMAIN), WHEN(NUMBERED, NEEDS_ALL, SET_FIRST),
	  .code = CODE_REGION_NEEDS_ALL_ENDPOINTS, .severity = RULE_WARN,
	  .message =
		  "{host} does not exist and {ecs} is public; this Region needs all three ECS endpoints, and there is none" },
	{ SYMPTOM(DNS_NXDOMAIN), WHEN(NUMBERED, NEEDS_ALL), .code = CODE_REGION_NEEDS_ALL_ENDPOINTS,
	  .severity = RULE_WARN, .message = REPORTED_ELSEWHERE },
	{ SYMPTOM(DNS_NXDOMAIN), WHEN(NUMBERED, SET_FIRST), .code = CODE_ENDPOINT_SET_INCOMPLETE,
	  .severity = RULE_WARN,
	  .message = "{host} does not exist and {ecs} is public: there is no ECS endpoint here",
	  .hint = &hint_numbered },
	{ SYMPTOM(DNS_NXDOMAIN), WHEN(NUMBERED), .code = CODE_ENDPOINT_SET_INCOMPLETE,
	  .severity = RULE_WARN, .message = REPORTED_ELSEWHERE },
	{ SYMPTOM(DNS_NXDOMAIN), WHEN(PLAIN_PRIVATE, DUAL_NAME), .code = CODE_PLAIN_NAME_ONLY,
	  .severity = RULE_FAIL,
	  .message = "the agent uses {host}, which does not exist here; the plain name is private",
	  .hint = &hint_plain_dual },
	{ SYMPTOM(DNS_NXDOMAIN), WHEN(PLAIN_PRIVATE), .code = CODE_PLAIN_NAME_ONLY,
	  .severity = RULE_FAIL,
	  .message = "the agent uses {host}, which does not exist here; the plain name is private",
	  .hint = &hint_plain },
	{ SYMPTOM(DNS_NXDOMAIN), WHEN(ZONE_PARENT, MAY_NOT_EXIST), .severity = RULE_FAIL,
	  .message = "the zone {zone} reports that {host} does not exist",
	  .hint = &hint_zone_unsure },
	{ SYMPTOM(DNS_NXDOMAIN), WHEN(ZONE_PARENT), .code = CODE_ZONE_SHADOWS_NAME,
	  .severity = RULE_FAIL,
	  .message = "the zone {zone} answers for {host} and has no such record",
	  .hint = &hint_zone },
	{ SYMPTOM(DNS_NXDOMAIN), .severity = RULE_FAIL,
	  .message = "{resolver} reports that {host} does not exist", .hint = &hint_nxdomain },
	{ SYMPTOM(DNS_NODATA), .severity = RULE_FAIL,
	  .message = "{resolver} reports no address for {host}" },
	{ SYMPTOM(DNS_SERVFAIL), .severity = RULE_FAIL,
	  .message = "{resolver} answers SERVFAIL for {host}" },
	{ SYMPTOM(DNS_REFUSED), .severity = RULE_FAIL,
	  .message = "{resolver} refuses to answer for {host}" },
	{ SYMPTOM(DNS_TIMEOUT), .severity = RULE_FAIL,
	  .message = "{resolver} does not answer for {host} within {dns_budget}",
	  .hint = &hint_dns_timeout },
	{ SYMPTOM(DNS_TOO_SLOW), .severity = RULE_FAIL,
	  .message =
		  "{resolver} answers for {host} after {dns_time}, but the {dialler} waits only {patience} (timeout in resolv.conf)" },
	{ SYMPTOM(DNS_NO_EDNS), .severity = RULE_FAIL,
	  .message =
		  "{resolver} rejects (FORMERR) queries for {host} with EDNS, which Go, and so the {dialler}, always sends" },
	{ SYMPTOM(DNS_UNREACHABLE), .severity = RULE_FAIL,
	  .message = "{resolver} cannot be reached for {host}" },
	{ SYMPTOM(DNS_BAD_ANSWER), .severity = RULE_FAIL,
	  .message = "{resolver} sends an invalid DNS answer for {host}" },

	/* ECR's plain names have IPv4 alone at AWS, and so does the plain name of its layers. */
	{ SYMPTOM(TCP_UNREACHABLE), WHEN(FAMILY_ALL, DUAL_WORKS, NO_PLAIN_USE),
	  .code = CODE_IPV4_ONLY_NAME, .severity = RULE_NEEDLESS,
	  .message =
		  "{host} has only IPv4 addresses and this host has none; no image of a task here uses that name, and {dual_host} works" },
	{ SYMPTOM(TCP_UNREACHABLE), WHEN(FAMILY_ALL, DUAL_WORKS, IS_LAYERS),
	  .code = CODE_IPV4_ONLY_NAME, .severity = RULE_WARN,
	  .message =
		  "{host} has only IPv4 addresses and this host has none: layers of images with a plain name cannot be pulled here; {dual_host}, probably the host for the other images, works" },
	{ SYMPTOM(TCP_UNREACHABLE), WHEN(FAMILY_ALL, DUAL_WORKS), .code = CODE_IPV4_ONLY_NAME,
	  .severity = RULE_WARN,
	  .message =
		  "{host} has only IPv4 addresses and this host has none: images with that name cannot be pulled here; {dual_host} works" },
	{ SYMPTOM(TCP_UNREACHABLE), WHEN(FAMILY_ALL, REGISTRY_DUAL), .code = CODE_IPV4_ONLY_NAME,
	  .severity = RULE_WARN,
	  .message =
		  "{host} has only IPv4 addresses and this host has none; {dual_host}, probably the host of layers for dual-stack names, does not work: whether images can be pulled here is not known" },
	{ SYMPTOM(TCP_UNREACHABLE), WHEN(FAMILY_ALL), .severity = RULE_FAIL,
	  .message = "{host} has only {all}, and this host has no address and route of that family",
	  .hint = &hint_unreachable },
	{ SYMPTOM(TCP_TIMEOUT), WHEN(IS_PUBLIC, IS_S3), .code = CODE_S3_LAYERS_UNREACHABLE,
	  .severity = RULE_FAIL,
	  .message =
		  "no answer from the public {dead} port {port} within {connect_budget}{differential}",
	  .hint = &hint_gateway_timeout },
	{ SYMPTOM(TCP_TIMEOUT), WHEN(OWN_HOST), .severity = RULE_FAIL,
	  .message = "no answer from {dead} port {port} within {connect_budget}",
	  .hint = &hint_own_timeout },
	{ SYMPTOM(TCP_TIMEOUT), WHEN(IS_PUBLIC, PLAIN_PRIVATE, DUAL_NAME),
	  .code = CODE_PLAIN_NAME_ONLY, .severity = RULE_FAIL,
	  .message =
		  "the agent uses {host}, whose public {dead} do not answer; the plain name is private",
	  .hint = &hint_plain_dual },
	{ SYMPTOM(TCP_TIMEOUT), WHEN(IS_PUBLIC, PLAIN_PRIVATE), .code = CODE_PLAIN_NAME_ONLY,
	  .severity = RULE_FAIL,
	  .message =
		  "the agent uses {host}, whose public {dead} do not answer; the plain name is private",
	  .hint = &hint_plain },
	{ SYMPTOM(TCP_TIMEOUT), WHEN(IS_PUBLIC, UNOFFERED, TOLERATED), .severity = RULE_FAIL,
	  .message =
		  "no answer from the public {dead} port {port} within {connect_budget}; {unoffered}",
	  .hint = &hint_tolerated_timeout },
	{ SYMPTOM(TCP_TIMEOUT), WHEN(IS_PUBLIC, UNOFFERED), .severity = RULE_FAIL,
	  .message =
		  "no answer from the public {dead} port {port} within {connect_budget}; {unoffered}",
	  .hint = &hint_unoffered },
	{ SYMPTOM(TCP_TIMEOUT), WHEN(IS_PUBLIC, CROSS_REGION),
	  .code = CODE_CROSS_REGION_UNSUPPORTED, .severity = RULE_FAIL,
	  .message =
		  "no answer from the public {dead} port {port} within {connect_budget}; this instance is in {instance_region}, and {host} has no cross-Region endpoint" },
	{ SYMPTOM(TCP_TIMEOUT), WHEN(IS_PUBLIC, SET_INCOMPLETE, NEEDS_ALL),
	  .code = CODE_REGION_NEEDS_ALL_ENDPOINTS, .severity = RULE_FAIL,
	  .message =
		  "no answer from the public {dead} port {port} within {connect_budget}; this Region needs all three ECS endpoints, and {missing} is not private" },
	{ SYMPTOM(TCP_TIMEOUT), WHEN(IS_PUBLIC, SET_INCOMPLETE, OF_ECR),
	  .code = CODE_ENDPOINT_SET_INCOMPLETE, .severity = RULE_FAIL,
	  .message =
		  "no answer from the public {dead} port {port} within {connect_budget}, while others of its set are private: {set}",
	  .hint = &hint_set_ecr },
	{ SYMPTOM(TCP_TIMEOUT), WHEN(IS_PUBLIC, SET_INCOMPLETE),
	  .code = CODE_ENDPOINT_SET_INCOMPLETE, .severity = RULE_FAIL,
	  .message =
		  "no answer from the public {dead} port {port} within {connect_budget}, while others of its set are private: {set}",
	  .hint = &hint_set },
	{ SYMPTOM(TCP_TIMEOUT), WHEN(IS_PUBLIC, DUAL_NAME), .severity = RULE_FAIL,
	  .message = "no answer from the public {dead} port {port} within {connect_budget}",
	  .hint = &hint_public_dual },
	{ SYMPTOM(TCP_TIMEOUT), WHEN(IS_PUBLIC), .severity = RULE_FAIL,
	  .message = "no answer from the public {dead} port {port} within {connect_budget}",
	  .hint = &hint_public_timeout },
	{ SYMPTOM(TCP_TIMEOUT), WHEN(ALL_PRIVATE_DEAD), .severity = RULE_FAIL,
	  .message = "no answer from {dead} port {port} within {connect_budget}",
	  .hint = &hint_all_private },
	{ SYMPTOM(TCP_TIMEOUT), WHEN(ONE_SUBNET), .severity = RULE_FAIL,
	  .message = "no answer from {dead} port {port} within {connect_budget}{where}",
	  .hint = &hint_subnet },
	{ SYMPTOM(TCP_TIMEOUT), .severity = RULE_FAIL,
	  .message = "no answer from {dead} port {port} within {connect_budget}",
	  .hint = &hint_private_timeout },
	{ SYMPTOM(HOST_FIREWALL), WHEN(HAS_ADDRESSES), .severity = RULE_FAIL,
	  .message = "this host itself blocks packets to {dead} port {port}: {detail}" },
	{ SYMPTOM(HOST_FIREWALL), .severity = RULE_FAIL,
	  .message = "this host itself blocks DNS queries for {host} to {resolver}" },
	{ SYMPTOM(TCP_REFUSED), WHEN(OWN_HOST), .severity = RULE_FAIL,
	  .message = "{dead} refuses the connection to port {port}", .hint = &hint_own_refused },
	{ SYMPTOM(TCP_REFUSED), .severity = RULE_FAIL,
	  .message = "{dead} refuses the connection to port {port}" },
	{ SYMPTOM(TCP_RESET), .severity = RULE_FAIL,
	  .message = "{dead} resets the connection to port {port}" },
	{ SYMPTOM(TCP_UNREACHABLE), .severity = RULE_FAIL,
	  .message = "{dead} cannot be reached: {detail}", .hint = &hint_unreachable },

	/* Where small segments pass, it is the size of packets that matters. */
	{ SYMPTOM(TLS_TIMEOUT), WHEN(SMALL_SEGMENTS_WORK), .code = CODE_TLS_MTU,
	  .severity = RULE_FAIL,
	  .message =
		  "the TLS handshake with {dead} stalls for {tls_budget} and works with small segments" },
	{ SYMPTOM(TLS_TIMEOUT), WHEN(OWN_HOST), .severity = RULE_FAIL,
	  .message =
		  "{dead} accepts the connection to port {port} but the TLS handshake stalls for {tls_budget}",
	  .hint = &hint_own_not_tls },
	{ SYMPTOM(TLS_RESET), WHEN(OWN_HOST), .severity = RULE_FAIL,
	  .message = "{dead} resets the connection to port {port} during the TLS handshake",
	  .hint = &hint_own_not_tls },
	{ SYMPTOM(TLS_CLOSED), WHEN(OWN_HOST), .severity = RULE_FAIL,
	  .message = "{dead} closes the connection to port {port} during the TLS handshake",
	  .hint = &hint_own_not_tls },
	{ SYMPTOM(TLS_NOT_TLS), WHEN(OWN_HOST), .severity = RULE_FAIL,
	  .message = "{dead} does not speak TLS on port {port}", .hint = &hint_own_not_tls },
	{ SYMPTOM(TLS_TIMEOUT), .severity = RULE_FAIL,
	  .message =
		  "{dead} accepts the connection but the TLS handshake stalls for {tls_budget}" },
	{ SYMPTOM(TLS_RESET), .severity = RULE_FAIL,
	  .message = "{dead} resets the connection during the TLS handshake" },
	{ SYMPTOM(TLS_CLOSED), .severity = RULE_FAIL,
	  .message = "{dead} closes the connection during the TLS handshake" },
	{ SYMPTOM(TLS_ALERT), .severity = RULE_FAIL,
	  .message = "the TLS handshake with {dead} fails: {detail}" },
	{ SYMPTOM(TLS_NOT_TLS), .severity = RULE_FAIL,
	  .message = "{dead} does not speak TLS on port {port}" },
	{ SYMPTOM(TLS_VERSION), .severity = RULE_FAIL,
	  .message = "{dead} supports only TLS versions older than 1.2" },
	{ SYMPTOM(TLS_UNTRUSTED), WHEN(STORE_UNUSABLE), .severity = RULE_FAIL,
	  .message = REPORTED_ELSEWHERE },
	{ SYMPTOM(TLS_UNTRUSTED), WHEN(LONE_LEAF), .severity = RULE_FAIL,
	  .message =
		  "{dead} sends only its own certificate, not that of its issuer {issuer}, and is not trusted",
	  .hint = &hint_lone_leaf },
	{ SYMPTOM(TLS_UNTRUSTED), .severity = RULE_FAIL,
	  .message =
		  "the certificate of {dead} is not trusted ({detail}); it was issued by {issuer}" },
	{ SYMPTOM(TLS_WRONG_HOST), .severity = RULE_FAIL,
	  .message = "the certificate of {dead} is not for {host} but for {sans}" },
	/* A wrong clock is reported once, not once for each certificate. */
	{ WHEN(CLOCK_EXPLAINS), .code = CODE_CLOCK_SKEW, .severity = RULE_FAIL,
	  .message = REPORTED_ELSEWHERE },
	{ SYMPTOM(TLS_EXPIRED), .severity = RULE_FAIL,
	  .message =
		  "the certificate of {dead} (or of its issuer) has expired; it was valid until {not_after}, and this instance's clock shows {now}" },
	{ SYMPTOM(TLS_NOT_YET_VALID), .severity = RULE_FAIL,
	  .message =
		  "the certificate of {dead} (or of its issuer) is not valid yet; it is valid from {not_before}, and this instance's clock shows {now}" },

	{ WHEN(WAITS_TOO_LONG), .code = CODE_DNS_TOO_SLOW, .severity = RULE_FAIL,
	  .message =
		  "silent nameservers delay the lookup of {host} by {lookup_wait}, and the {dialler} gives up before that",
	  .hint = &hint_earlier },

	{ WHEN(SOME_DEAD, DNS64_DEAD), .code = CODE_DNS64_UNROUTABLE, .severity = RULE_WARN,
	  .message = "{working} of {judged} addresses work; those that DNS64 made do not: {dns64}",
	  .hint = &hint_dns64 },
	{ WHEN(SOME_DEAD, ONE_SUBNET), .code = CODE_PARTIAL_ADDRESSES, .severity = RULE_WARN,
	  .message = "{working} of {judged} addresses work; {dead_with_codes}{where}",
	  .hint = &hint_subnet },
	{ WHEN(SOME_DEAD), .code = CODE_PARTIAL_ADDRESSES, .severity = RULE_WARN,
	  .message = "{working} of {judged} addresses work; {dead_with_codes}{where}",
	  .hint = &hint_partial },
};

const struct rule_list rules_works = { works, ARRAY_SIZE(works) };
