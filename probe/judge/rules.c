/* SPDX-License-Identifier: Apache-2.0 */
#include "rules.h"

#include "rule_hints.h"

#define SYMPTOM(name) CODE_##name
#define ANY CODE_NONE
#define TOLD_ELSEWHERE NULL, NULL

static const struct rule table[] = {
	/* What was cut short says nothing. */
	{ GROUP_WORKS, ANY, ENDPOINT(INTERRUPTED), 0, CODE_INTERRUPTED, RULE_UNKNOWN,
	  TOLD_ELSEWHERE },
	/* What nothing depends on may be cut short as well. */
	{ GROUP_WORKS, ANY, ENDPOINT(NEEDLESS, SOME_DEAD), 0, CODE_SERVICE_CONNECT_BY_AGENT,
	  RULE_NOTE,
	  "{working} of {judged} addresses of {host} work; none is needed, since ecs-agent is "
	  "private and works",
	  hint_needless },
	{ GROUP_WORKS, ANY, ENDPOINT(NEEDLESS), 0, CODE_SERVICE_CONNECT_BY_AGENT, RULE_NEEDLESS,
	  "{host} is not reached ({symptom}) and not needed: Service Connect goes through "
	  "ecs-agent, which is private and works",
	  hint_needless },
	{ GROUP_WORKS, ANY, ENDPOINT(UNUSED, SOME_DEAD), 0, CODE_NAME_NOT_USED, RULE_NOTE,
	  "{working} of {judged} addresses of {host} work; the tasks here use other names",
	  hint_unused },
	{ GROUP_WORKS, ANY, ENDPOINT(UNUSED, NONE_WORKS), 0, CODE_NAME_NOT_USED, RULE_NEEDLESS,
	  "{host} is not reached ({symptom}); the tasks here use other names", hint_unused },
	{ GROUP_WORKS, ANY, ENDPOINT(UNUSED), ENDPOINT(HAS_ADDRESSES), CODE_NAME_NOT_USED,
	  RULE_NEEDLESS, "{host} has no address ({symptom}); the tasks here use other names",
	  hint_unused },
	{ GROUP_WORKS, ANY, ENDPOINT(UNFINISHED, PROXY_UNTRIED), 0, CODE_PROXY_UNSUPPORTED,
	  RULE_UNKNOWN, TOLD_ELSEWHERE },
	{ GROUP_WORKS, ANY, ENDPOINT(UNFINISHED), 0, CODE_NOT_FINISHED, RULE_UNKNOWN,
	  TOLD_ELSEWHERE },

	/* The proxy, where the dialler uses one. */
	{ GROUP_WORKS, ANY, ENDPOINT(PROXY_UNNAMED), 0, CODE_AGENT_RESOLVER_MISMATCH, RULE_FAIL,
	  "the {dialler}'s own nameservers have no address for its proxy {proxy}",
	  hint_own_servers },
	{ GROUP_WORKS, SYMPTOM(PROXY_UNREACHABLE), 0, 0, CODE_NONE, RULE_FAIL, TOLD_ELSEWHERE },
	{ GROUP_WORKS, SYMPTOM(PROXY_AUTH), 0, 0, CODE_NONE, RULE_FAIL, TOLD_ELSEWHERE },
	{ GROUP_WORKS, SYMPTOM(PROXY_UNSUPPORTED), 0, 0, CODE_NONE, RULE_FAIL, TOLD_ELSEWHERE },
	{ GROUP_WORKS, SYMPTOM(PROXY_DENIED), 0, 0, CODE_NONE, RULE_FAIL,
	  "the {dialler}'s proxy {proxy} (from {proxy_source}) refuses a connection to {host}: "
	  "{detail}",
	  hint_proxy_denied },

	/* It is another name that the dialler reaches. */
	{ GROUP_WORKS, SYMPTOM(SEARCH_CAPTURES_NAME), 0, 0, CODE_NONE, RULE_FAIL,
	  "resolv.conf of the {dialler} has ndots:{ndots}, so {search_name} is asked for before "
	  "{host}, and its answer wins: {search_answers}",
	  hint_search },

	{ GROUP_WORKS, SYMPTOM(ANSWERS_FLAP), 0, 0, CODE_NONE, RULE_SET,
	  "{resolver} answers {all} for {host}, and a moment later {second}", hint_flap },

	/* Narrower causes than the symptom. */
	{ GROUP_WORKS, ANY, ENDPOINT(IS_BLACKHOLE, BY_HOSTS), 0, CODE_HOSTS_OVERRIDE, RULE_FAIL,
	  "{hosts_file} pins {host} to {blackholes}, where nothing can be reached", hint_hosts },
	{ GROUP_WORKS, ANY, ENDPOINT(IS_BLACKHOLE), 0, CODE_BLACKHOLE_ADDRESS, RULE_FAIL,
	  "{resolver} answers {blackholes} for {host}, where nothing can be reached",
	  hint_blackhole },
	{ GROUP_WORKS, ANY, ENDPOINT(NONE_WORKS, BY_HOSTS), 0, CODE_HOSTS_OVERRIDE, RULE_FAIL,
	  "{hosts_file} pins {host} to {all}, and that does not work ({symptom})", hint_hosts },
	{ GROUP_WORKS, ANY, ENDPOINT(NONE_WORKS, SHADOWED), ENDPOINT(DEAD_ELSEWHERE),
	  CODE_SHADOWED_ADDRESS, RULE_FAIL,
	  "{all} lies in {bridge}, a network of this host's own, and does not work ({symptom})",
	  hint_shadowed },
	{ GROUP_WORKS, ANY, ENDPOINT(NONE_WORKS, DNS64_DEAD), 0, CODE_DNS64_UNROUTABLE, RULE_FAIL,
	  "{host} has only what DNS64 makes of its IPv4 addresses, and no NAT64 answers there: "
	  "{dns64}",
	  hint_dns64 },
	{ GROUP_WORKS, ANY, ENDPOINT(NONE_WORKS, OWN_SERVERS, HOST_WORKS), 0,
	  CODE_AGENT_RESOLVER_MISMATCH, RULE_FAIL,
	  "{resolver} answers {all}, which does not work ({symptom}); this host's own nameservers "
	  "answer {host_answers}, which does",
	  hint_own_servers },
	{ GROUP_WORKS, ANY, ENDPOINT(NONE_WORKS, R53_OTHER, R53_WORKS, R53_PRIVATE), 0,
	  CODE_RESOLVER_MISMATCH, RULE_FAIL,
	  "{resolver} answers {all}, which does not work ({symptom}); Route 53 answers the private "
	  "{route53}, which does",
	  hint_forwarding },
	{ GROUP_WORKS, ANY, ENDPOINT(NONE_WORKS, R53_OTHER, R53_PRIVATE), ENDPOINT(IS_PRIVATE),
	  CODE_RESOLVER_MISMATCH, RULE_FAIL,
	  "{resolver} answers {all}, which does not work ({symptom}); Route 53 answers the private "
	  "{route53}",
	  hint_forwarding },
	{ GROUP_WORKS, ANY, ENDPOINT(NONE_WORKS, R53_OTHER, R53_WORKS), ENDPOINT(IS_PRIVATE),
	  CODE_RESOLVER_MISMATCH, RULE_FAIL,
	  "{resolver} answers {all}, which does not work ({symptom}); Route 53 answers {route53}, "
	  "which does",
	  hint_forwarding },

	/* One finding about the server stands for all its names. */
	{ GROUP_WORKS, ANY, ENDPOINT(RESOLVER_DOWN, OWN_SERVERS, HOST_WORKS), 0,
	  CODE_AGENT_RESOLVER_MISMATCH, RULE_FAIL, TOLD_ELSEWHERE },
	{ GROUP_WORKS, ANY, ENDPOINT(RESOLVER_DOWN), 0, CODE_NONE, RULE_FAIL, TOLD_ELSEWHERE },
	{ GROUP_WORKS, ANY, ENDPOINT(OWN_SERVERS, HOST_WORKS), ENDPOINT(HAS_ADDRESSES, BY_HOSTS),
	  CODE_AGENT_RESOLVER_MISMATCH, RULE_FAIL,
	  "{resolver} has no address for {host} ({symptom}); this host's own nameservers answer "
	  "{host_answers}",
	  hint_own_servers },
	{ GROUP_WORKS, ANY, ENDPOINT(R53_OTHER), ENDPOINT(HAS_ADDRESSES, BY_HOSTS),
	  CODE_RESOLVER_MISMATCH, RULE_FAIL,
	  "{resolver} has no address for {host} ({symptom}); Route 53 answers {route53}",
	  hint_forwarding },

	/* The endpoint is there, and its zone has a name that nobody asks for. */
	{ GROUP_WORKS, SYMPTOM(DNS_NXDOMAIN), ENDPOINT(WRONG_NAME), ENDPOINT(NUMBERED),
	  CODE_ZONE_WRONG_NAME, RULE_FAIL,
	  "{host} does not exist, while {wrong_name}, the endpoint service's own name, is private "
	  "here",
	  hint_wrong_name },
	{ GROUP_WORKS, ANY, ENDPOINT(NONE_WORKS, IS_PUBLIC, WRONG_NAME), 0, CODE_ZONE_WRONG_NAME,
	  RULE_FAIL,
	  "{host} has the public {dead}, which do not work ({symptom}), while {wrong_name}, the "
	  "endpoint service's own name, is private here",
	  hint_wrong_name },

	/* No such endpoint in this VPC, and no such public name either. */
	{ GROUP_WORKS, SYMPTOM(DNS_NXDOMAIN), ENDPOINT(NUMBERED, CROSS_REGION, CROSS_FIRST), 0,
	  CODE_CROSS_REGION_UNSUPPORTED, RULE_WARN,
	  "{host} does not exist; this instance is in {instance_region}, and ecs-agent and "
	  "ecs-telemetry have no endpoints across Regions",
	  hint_cross_region },
	{ GROUP_WORKS, SYMPTOM(DNS_NXDOMAIN), ENDPOINT(NUMBERED, CROSS_REGION), 0,
	  CODE_CROSS_REGION_UNSUPPORTED, RULE_WARN, TOLD_ELSEWHERE },
	{ GROUP_WORKS, SYMPTOM(DNS_NXDOMAIN), ENDPOINT(NUMBERED, NEEDS_ALL, SET_FIRST), 0,
	  CODE_REGION_NEEDS_ALL_ENDPOINTS, RULE_WARN,
	  "{host} does not exist and {ecs} is public; this Region needs all three ECS endpoints, "
	  "and there is none",
	  hint_needs_all },
	{ GROUP_WORKS, SYMPTOM(DNS_NXDOMAIN), ENDPOINT(NUMBERED, NEEDS_ALL), 0,
	  CODE_REGION_NEEDS_ALL_ENDPOINTS, RULE_WARN, TOLD_ELSEWHERE },
	{ GROUP_WORKS, SYMPTOM(DNS_NXDOMAIN), ENDPOINT(NUMBERED, SET_FIRST), 0,
	  CODE_ENDPOINT_SET_INCOMPLETE, RULE_WARN,
	  "{host} does not exist and {ecs} is public: there is no ECS endpoint here",
	  hint_numbered },
	{ GROUP_WORKS, SYMPTOM(DNS_NXDOMAIN), ENDPOINT(NUMBERED), 0, CODE_ENDPOINT_SET_INCOMPLETE,
	  RULE_WARN, TOLD_ELSEWHERE },
	{ GROUP_WORKS, SYMPTOM(DNS_NXDOMAIN), ENDPOINT(PLAIN_PRIVATE, DUAL_NAME), 0,
	  CODE_PLAIN_NAME_ONLY, RULE_FAIL,
	  "the agent asks for {host}, which does not exist here; the plain name is private",
	  hint_plain_dual },
	{ GROUP_WORKS, SYMPTOM(DNS_NXDOMAIN), ENDPOINT(PLAIN_PRIVATE), 0, CODE_PLAIN_NAME_ONLY,
	  RULE_FAIL,
	  "the agent asks for {host}, which does not exist here; the plain name is private",
	  hint_plain },
	{ GROUP_WORKS, SYMPTOM(DNS_NXDOMAIN), ENDPOINT(ZONE_PARENT, MAY_NOT_EXIST), 0, CODE_NONE,
	  RULE_FAIL, "the zone {zone} says that {host} does not exist", hint_zone_unsure },
	{ GROUP_WORKS, SYMPTOM(DNS_NXDOMAIN), ENDPOINT(ZONE_PARENT), 0, CODE_ZONE_SHADOWS_NAME,
	  RULE_FAIL, "the zone {zone} answers for {host} and has no such record", hint_zone },
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
	{ GROUP_WORKS, SYMPTOM(DNS_TOO_SLOW), 0, 0, CODE_NONE, RULE_FAIL,
	  "{resolver} answers for {host} after {dns_time}, and the {dialler} waits {patience} for "
	  "it (timeout in resolv.conf)",
	  hint_too_slow },
	{ GROUP_WORKS, SYMPTOM(DNS_NO_EDNS), 0, 0, CODE_NONE, RULE_FAIL,
	  "{resolver} refuses (FORMERR) to answer for {host} when it is asked with EDNS, as Go, "
	  "and so the {dialler}, always asks",
	  hint_no_edns },
	{ GROUP_WORKS, SYMPTOM(DNS_UNREACHABLE), 0, 0, CODE_NONE, RULE_FAIL,
	  "{resolver} cannot be reached for {host}", hint_dns_unreachable },
	{ GROUP_WORKS, SYMPTOM(DNS_BAD_ANSWER), 0, 0, CODE_NONE, RULE_FAIL,
	  "{resolver} answers nonsense for {host}", hint_bad_answer },

	/* ECR's plain names have IPv4 alone at AWS, and so does the plain name of its layers. */
	{ GROUP_WORKS, SYMPTOM(TCP_UNREACHABLE), ENDPOINT(FAMILY_ALL, DUAL_WORKS, NO_PLAIN_USE), 0,
	  CODE_IPV4_ONLY_NAME, RULE_NEEDLESS,
	  "{host} has IPv4 addresses alone and this host has none; no image of a task here is "
	  "named "
	  "by it, and {dual_host} works",
	  hint_ipv4_only },
	{ GROUP_WORKS, SYMPTOM(TCP_UNREACHABLE), ENDPOINT(FAMILY_ALL, DUAL_WORKS, IS_LAYERS), 0,
	  CODE_IPV4_ONLY_NAME, RULE_WARN,
	  "{host} has IPv4 addresses alone and this host has none: layers of images with a plain "
	  "name cannot be pulled here; {dual_host} works, which by likeness is the host for the "
	  "others",
	  hint_ipv4_only },
	{ GROUP_WORKS, SYMPTOM(TCP_UNREACHABLE), ENDPOINT(FAMILY_ALL, DUAL_WORKS), 0,
	  CODE_IPV4_ONLY_NAME, RULE_WARN,
	  "{host} has IPv4 addresses alone and this host has none: images named by it cannot be "
	  "pulled here; {dual_host} works",
	  hint_ipv4_only },
	{ GROUP_WORKS, SYMPTOM(TCP_UNREACHABLE), ENDPOINT(FAMILY_ALL, REGISTRY_DUAL), 0,
	  CODE_IPV4_ONLY_NAME, RULE_WARN,
	  "{host} has IPv4 addresses alone and this host has none; {dual_host}, by likeness the "
	  "host "
	  "of layers for dual-stack names, does not work: whether images can be pulled here is not "
	  "known",
	  hint_ipv4_only },
	{ GROUP_WORKS, SYMPTOM(TCP_UNREACHABLE), ENDPOINT(FAMILY_ALL), 0, CODE_NONE, RULE_FAIL,
	  "{host} has only {all}, and this host has no address and route of that family",
	  hint_unreachable },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), ENDPOINT(IS_PUBLIC, IS_S3), 0,
	  CODE_S3_LAYERS_UNREACHABLE, RULE_FAIL,
	  "no answer from the public {dead} port {port} within {connect_budget}{differential}",
	  hint_gateway_timeout },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), ENDPOINT(OWN_HOST), 0, CODE_NONE, RULE_FAIL,
	  "no answer from {dead} port {port} within {connect_budget}", hint_own_timeout },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), ENDPOINT(IS_PUBLIC, PLAIN_PRIVATE, DUAL_NAME), 0,
	  CODE_PLAIN_NAME_ONLY, RULE_FAIL,
	  "the agent asks for {host}, whose public {dead} do not answer; the plain name is private",
	  hint_plain_dual },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), ENDPOINT(IS_PUBLIC, PLAIN_PRIVATE), 0,
	  CODE_PLAIN_NAME_ONLY, RULE_FAIL,
	  "the agent asks for {host}, whose public {dead} do not answer; the plain name is private",
	  hint_plain },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), ENDPOINT(IS_PUBLIC, UNOFFERED, TOLERATED), 0,
	  CODE_NONE, RULE_FAIL,
	  "no answer from the public {dead} port {port} within {connect_budget}; {unoffered}",
	  hint_tolerated_timeout },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), ENDPOINT(IS_PUBLIC, UNOFFERED), 0, CODE_NONE,
	  RULE_FAIL,
	  "no answer from the public {dead} port {port} within {connect_budget}; {unoffered}",
	  hint_unoffered },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), ENDPOINT(IS_PUBLIC, CROSS_REGION), 0,
	  CODE_CROSS_REGION_UNSUPPORTED, RULE_FAIL,
	  "no answer from the public {dead} port {port} within {connect_budget}; this instance is "
	  "in {instance_region}, and {host} has no endpoint across Regions",
	  hint_cross_region },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), ENDPOINT(IS_PUBLIC, SET_INCOMPLETE, NEEDS_ALL), 0,
	  CODE_REGION_NEEDS_ALL_ENDPOINTS, RULE_FAIL,
	  "no answer from the public {dead} port {port} within {connect_budget}; this Region needs "
	  "all three ECS endpoints, and {missing} is not private",
	  hint_needs_all },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), ENDPOINT(IS_PUBLIC, SET_INCOMPLETE, OF_ECR), 0,
	  CODE_ENDPOINT_SET_INCOMPLETE, RULE_FAIL,
	  "no answer from the public {dead} port {port} within {connect_budget}, while others of "
	  "its set are private: {set}",
	  hint_set_ecr },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), ENDPOINT(IS_PUBLIC, SET_INCOMPLETE), 0,
	  CODE_ENDPOINT_SET_INCOMPLETE, RULE_FAIL,
	  "no answer from the public {dead} port {port} within {connect_budget}, while others of "
	  "its set are private: {set}",
	  hint_set },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), ENDPOINT(IS_PUBLIC, DUAL_NAME), 0, CODE_NONE,
	  RULE_FAIL, "no answer from the public {dead} port {port} within {connect_budget}",
	  hint_public_dual },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), ENDPOINT(IS_PUBLIC), 0, CODE_NONE, RULE_FAIL,
	  "no answer from the public {dead} port {port} within {connect_budget}",
	  hint_public_timeout },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), ENDPOINT(ALL_PRIVATE_DEAD), 0, CODE_NONE, RULE_FAIL,
	  "no answer from {dead} port {port} within {connect_budget}", hint_all_private },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), ENDPOINT(ONE_SUBNET), 0, CODE_NONE, RULE_FAIL,
	  "no answer from {dead} port {port} within {connect_budget}{where}", hint_subnet },
	{ GROUP_WORKS, SYMPTOM(TCP_TIMEOUT), 0, 0, CODE_NONE, RULE_FAIL,
	  "no answer from {dead} port {port} within {connect_budget}", hint_private_timeout },
	{ GROUP_WORKS, SYMPTOM(HOST_FIREWALL), ENDPOINT(HAS_ADDRESSES), 0, CODE_NONE, RULE_FAIL,
	  "this host itself lets no packet out to {dead} port {port}: {detail}",
	  hint_host_firewall },
	{ GROUP_WORKS, SYMPTOM(HOST_FIREWALL), 0, 0, CODE_NONE, RULE_FAIL,
	  "this host itself lets no question for {host} out to {resolver}", hint_host_firewall },
	{ GROUP_WORKS, SYMPTOM(TCP_REFUSED), ENDPOINT(OWN_HOST), 0, CODE_NONE, RULE_FAIL,
	  "{dead} refuses the connection to port {port}", hint_own_refused },
	{ GROUP_WORKS, SYMPTOM(TCP_REFUSED), 0, 0, CODE_NONE, RULE_FAIL,
	  "{dead} refuses the connection to port {port}", hint_not_endpoint },
	{ GROUP_WORKS, SYMPTOM(TCP_RESET), 0, 0, CODE_NONE, RULE_FAIL,
	  "{dead} resets the connection to port {port}", hint_own_broken },
	{ GROUP_WORKS, SYMPTOM(TCP_UNREACHABLE), 0, 0, CODE_NONE, RULE_FAIL,
	  "{dead} cannot be reached: {detail}", hint_unreachable },

	/* Where small segments pass, it is the size of packets that matters. */
	{ GROUP_WORKS, SYMPTOM(TLS_TIMEOUT), ENDPOINT(SMALL_SEGMENTS_WORK), 0, CODE_TLS_MTU,
	  RULE_FAIL,
	  "the TLS handshake with {dead} stalls for {tls_budget} and works with small segments",
	  hint_mtu },
	{ GROUP_WORKS, SYMPTOM(TLS_TIMEOUT), ENDPOINT(OWN_HOST), 0, CODE_NONE, RULE_FAIL,
	  "{dead} accepts the connection to port {port} but the TLS handshake stalls for "
	  "{tls_budget}",
	  hint_own_not_tls },
	{ GROUP_WORKS, SYMPTOM(TLS_RESET), ENDPOINT(OWN_HOST), 0, CODE_NONE, RULE_FAIL,
	  "{dead} resets the connection to port {port} during the TLS handshake",
	  hint_own_not_tls },
	{ GROUP_WORKS, SYMPTOM(TLS_CLOSED), ENDPOINT(OWN_HOST), 0, CODE_NONE, RULE_FAIL,
	  "{dead} closes the connection to port {port} during the TLS handshake",
	  hint_own_not_tls },
	{ GROUP_WORKS, SYMPTOM(TLS_NOT_TLS), ENDPOINT(OWN_HOST), 0, CODE_NONE, RULE_FAIL,
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
	{ GROUP_WORKS, SYMPTOM(TLS_UNTRUSTED), ENDPOINT(STORE_UNUSABLE), 0, CODE_NONE, RULE_FAIL,
	  TOLD_ELSEWHERE },
	{ GROUP_WORKS, SYMPTOM(TLS_UNTRUSTED), ENDPOINT(LONE_LEAF), 0, CODE_NONE, RULE_FAIL,
	  "{dead} sends only its own certificate, not that of its issuer {issuer}, and is not "
	  "trusted",
	  hint_lone_leaf },
	{ GROUP_WORKS, SYMPTOM(TLS_UNTRUSTED), 0, 0, CODE_NONE, RULE_FAIL,
	  "the certificate of {dead} is not trusted ({detail}); it was issued by {issuer}",
	  hint_untrusted },
	{ GROUP_WORKS, SYMPTOM(TLS_WRONG_HOST), 0, 0, CODE_NONE, RULE_FAIL,
	  "the certificate of {dead} is not for {host} but for {sans}", hint_wrong_host },
	/* The wrong clock is told once, not once for each certificate. */
	{ GROUP_WORKS, ANY, ENDPOINT(CLOCK_EXPLAINS), 0, CODE_CLOCK_SKEW, RULE_FAIL,
	  TOLD_ELSEWHERE },
	{ GROUP_WORKS, SYMPTOM(TLS_EXPIRED), 0, 0, CODE_NONE, RULE_FAIL,
	  "the certificate of {dead} (or of its issuer) has expired; it ends {not_after}, and here "
	  "it is {now}",
	  hint_clock },
	{ GROUP_WORKS, SYMPTOM(TLS_NOT_YET_VALID), 0, 0, CODE_NONE, RULE_FAIL,
	  "the certificate of {dead} (or of its issuer) is not valid yet; it begins {not_before}, "
	  "and here it is {now}",
	  hint_clock },

	{ GROUP_WORKS, ANY, ENDPOINT(WAITS_TOO_LONG), 0, CODE_DNS_TOO_SLOW, RULE_FAIL,
	  "the {dialler} waits {lookup_wait} for {host}, since nameservers are silent, and gives "
	  "up before",
	  hint_earlier },

	{ GROUP_WORKS, ANY, ENDPOINT(SOME_DEAD, DNS64_DEAD), 0, CODE_DNS64_UNROUTABLE, RULE_WARN,
	  "{working} of {judged} addresses work; what DNS64 made leads nowhere: {dns64}",
	  hint_dns64 },
	{ GROUP_WORKS, ANY, ENDPOINT(SOME_DEAD, ONE_SUBNET), 0, CODE_PARTIAL_ADDRESSES, RULE_WARN,
	  "{working} of {judged} addresses work; {dead_with_codes}{where}", hint_subnet },
	{ GROUP_WORKS, ANY, ENDPOINT(SOME_DEAD), 0, CODE_PARTIAL_ADDRESSES, RULE_WARN,
	  "{working} of {judged} addresses work; {dead_with_codes}{where}", hint_partial },

	{ GROUP_PATH, ANY, ENDPOINT(CONTROL_PLANE, DIRECT_PRIVATE), ENDPOINT(EXPECTS_ANY),
	  CODE_PROXIED_CONTROL_PLANE, RULE_WARN,
	  "the agent reaches {host} through the proxy {proxy}, although it is private here",
	  hint_proxied },
	{ GROUP_PATH, ANY, ENDPOINT(CONTROL_PLANE, DIRECT_PRIVATE), 0, CODE_PROXIED_CONTROL_PLANE,
	  RULE_NOTE,
	  "the agent reaches {host} through the proxy {proxy}, although it is private here",
	  hint_proxied },
	{ GROUP_PATH, ANY, ENDPOINT(IS_MIXED), ENDPOINT(EXPECTS_ANY), CODE_MIXED_ADDRESSES,
	  RULE_EXPECT, "{resolver} answers addresses of different kinds: {all_with_classes}",
	  hint_mixed },
	{ GROUP_PATH, ANY, ENDPOINT(IS_PUBLIC, BY_HOSTS, R53_PRIVATE), ENDPOINT(EXPECTS_ANY),
	  CODE_HOSTS_OVERRIDE, RULE_EXPECT,
	  "{hosts_file} pins {host} to the public {all}; Route 53 answers the private {route53}",
	  hint_hosts },
	{ GROUP_PATH, ANY, ENDPOINT(IS_PUBLIC, OWN_SERVERS, HOST_PRIVATE), ENDPOINT(BY_HOSTS),
	  CODE_AGENT_RESOLVER_MISMATCH, RULE_EXPECT,
	  "{resolver} answers the public {all}; this host's own nameservers answer the private "
	  "{host_answers}",
	  hint_own_servers },
	{ GROUP_PATH, ANY, ENDPOINT(IS_PUBLIC, R53_PRIVATE), ENDPOINT(BY_HOSTS),
	  CODE_RESOLVER_MISMATCH, RULE_EXPECT,
	  "{resolver} answers the public {all}; Route 53 answers the private {route53}",
	  hint_forwarding },
	/* Unless a profile file says private of this very name. */
	{ GROUP_PATH, ANY, ENDPOINT(IS_PUBLIC, UNOFFERED, TOLERATED), ENDPOINT(EXPECTS_PRIVATE),
	  CODE_ENDPOINT_NOT_OFFERED, RULE_NOTE, "{host} is public, as it can only be: {unoffered}",
	  hint_tolerated },
	{ GROUP_PATH, ANY, ENDPOINT(IS_PUBLIC, UNOFFERED, PLAIN_PRIVATE), ENDPOINT(EXPECTS_ANY),
	  CODE_ENDPOINT_NOT_OFFERED, RULE_EXPECT,
	  "{host} is public: {unoffered}; the plain name is private", hint_unoffered },
	{ GROUP_PATH, ANY, ENDPOINT(IS_PUBLIC, UNOFFERED), ENDPOINT(EXPECTS_ANY),
	  CODE_ENDPOINT_NOT_OFFERED, RULE_EXPECT, "{host} is public: {unoffered}", hint_unoffered },
	{ GROUP_PATH, ANY, ENDPOINT(IS_PUBLIC, PLAIN_PRIVATE, DUAL_NAME), ENDPOINT(EXPECTS_ANY),
	  CODE_PLAIN_NAME_ONLY, RULE_EXPECT,
	  "the agent asks for {host}, which is public; the plain name is private",
	  hint_plain_dual },
	{ GROUP_PATH, ANY, ENDPOINT(IS_PUBLIC, PLAIN_PRIVATE), ENDPOINT(EXPECTS_ANY),
	  CODE_PLAIN_NAME_ONLY, RULE_EXPECT,
	  "the agent asks for {host}, which is public; the plain name is private", hint_plain },
	{ GROUP_PATH, ANY, ENDPOINT(IS_PUBLIC, CROSS_REGION, CROSS_FIRST), 0,
	  CODE_CROSS_REGION_UNSUPPORTED, RULE_EXPECT,
	  "{host} is public; this instance is in {instance_region}, and ecs-agent and "
	  "ecs-telemetry have no endpoints across Regions",
	  hint_cross_region },
	{ GROUP_PATH, ANY, ENDPOINT(IS_PUBLIC, CROSS_REGION), 0, CODE_CROSS_REGION_UNSUPPORTED,
	  RULE_EXPECT, TOLD_ELSEWHERE },
	{ GROUP_PATH, ANY, ENDPOINT(IS_PUBLIC, WRONG_NAME), 0, CODE_ZONE_WRONG_NAME, RULE_SET,
	  "{host} is public, while {wrong_name}, the endpoint service's own name, is private here",
	  hint_wrong_name },
	{ GROUP_PATH, ANY, ENDPOINT(OTHER_REGION), 0, CODE_WRONG_REGION_ENDPOINT, RULE_SET,
	  "{other_region} is private here, while {host} is not", hint_other_region },
	{ GROUP_PATH, ANY, ENDPOINT(SET_INCOMPLETE, NEEDS_ALL, SET_FIRST), 0,
	  CODE_REGION_NEEDS_ALL_ENDPOINTS, RULE_SET,
	  "this Region needs all three ECS endpoints, and {missing} is not private; next to "
	  "create: {endpoint_service}",
	  hint_needs_all },
	{ GROUP_PATH, ANY, ENDPOINT(SET_INCOMPLETE, NEEDS_ALL), 0, CODE_REGION_NEEDS_ALL_ENDPOINTS,
	  RULE_SET, TOLD_ELSEWHERE },
	{ GROUP_PATH, ANY, ENDPOINT(SET_INCOMPLETE, SET_FIRST, OF_ECR), 0,
	  CODE_ENDPOINT_SET_INCOMPLETE, RULE_SET,
	  "{host} is public while others of its set are private: {set}; to create: "
	  "{endpoint_service}",
	  hint_set_ecr },
	{ GROUP_PATH, ANY, ENDPOINT(SET_INCOMPLETE, SET_FIRST), 0, CODE_ENDPOINT_SET_INCOMPLETE,
	  RULE_SET,
	  "{host} is public while others of its set are private: {set}; next to create: "
	  "{endpoint_service}",
	  hint_set },
	{ GROUP_PATH, ANY, ENDPOINT(SET_INCOMPLETE), 0, CODE_ENDPOINT_SET_INCOMPLETE, RULE_SET,
	  TOLD_ELSEWHERE },
	{ GROUP_PATH, ANY, ENDPOINT(IS_PUBLIC, OUTSIDE), ENDPOINT(EXPECTS_ANY), CODE_PUBLIC_ADDRESS,
	  RULE_EXPECT, "{host} resolves to the public {all}", hint_public },
	{ GROUP_PATH, ANY, ENDPOINT(IS_PUBLIC, OWN_HOST), ENDPOINT(EXPECTS_ANY),
	  CODE_PUBLIC_ADDRESS, RULE_EXPECT,
	  "{host} resolves to the public {all}: the traffic leaves the VPC", hint_own_public },
	{ GROUP_PATH, ANY, ENDPOINT(IS_PUBLIC, DUAL_NAME), ENDPOINT(EXPECTS_ANY),
	  CODE_PUBLIC_ADDRESS, RULE_EXPECT,
	  "{host} resolves to the public {all}: the traffic leaves the VPC", hint_public_dual },
	{ GROUP_PATH, ANY, ENDPOINT(IS_PUBLIC), ENDPOINT(EXPECTS_ANY), CODE_PUBLIC_ADDRESS,
	  RULE_EXPECT, "{host} resolves to the public {all}: the traffic leaves the VPC",
	  hint_public },
	{ GROUP_PATH, ANY, ENDPOINT(NOT_ALLOWED), ENDPOINT(EXPECTS_ANY), CODE_OUTSIDE_ALLOWED_CIDR,
	  RULE_EXPECT, "{host} resolves to {all}, outside this VPC and every --allow-cidr",
	  hint_outside },
	{ GROUP_PATH, ANY, ENDPOINT(SHADOWED), 0, CODE_SHADOWED_ADDRESS, RULE_WARN,
	  "{all} lies in {bridge}, a network of this host's own", hint_shadowed },

	{ GROUP_DNS, ANY, ENDPOINT(HALF_ANSWER), 0, CODE_NONE, RULE_WARN,
	  "{resolver} answers one address family of {host} and fails for the other ({half}){waits}",
	  hint_half },
	{ GROUP_DNS, ANY, ENDPOINT(EARLIER_FAILED), 0, CODE_NONE, RULE_WARN,
	  "the nameserver {earlier} fails for {host} ({half}); only {then}{waits}", hint_earlier },
	{ GROUP_DNS, ANY, ENDPOINT(EXCESS), 0, CODE_TOO_MANY_ADDRESSES, RULE_WARN,
	  "{resolver} answers so many addresses for {host} that only {attempts} were tried",
	  hint_excess },

	{ GROUP_SERVERS, ANY, ENDPOINT(OTHER_DEAD, ROTATES), 0, CODE_RESOLVER_SET_DIFFERS,
	  RULE_FAIL,
	  "resolv.conf has 'options rotate', so {other} may be asked first: it {other_says}",
	  hint_set_differs },
	{ GROUP_SERVERS, ANY, ENDPOINT(OTHER_PATH, ROTATES), ENDPOINT(EXPECTS_ANY),
	  CODE_RESOLVER_SET_DIFFERS, RULE_EXPECT,
	  "resolv.conf has 'options rotate', so {other} may be asked first: it {other_says}",
	  hint_set_differs },
	{ GROUP_SERVERS, ANY, ENDPOINT(OTHER_DEAD, BY_STUB), 0, CODE_RESOLVER_SET_DIFFERS,
	  RULE_WARN,
	  "when a server of the stub fails it asks {other} and stays there: that {other_says}",
	  hint_set_differs },
	{ GROUP_SERVERS, ANY, ENDPOINT(OTHER_PATH, BY_STUB), ENDPOINT(EXPECTS_ANY),
	  CODE_RESOLVER_SET_DIFFERS, RULE_WARN,
	  "when a server of the stub fails it asks {other} and stays there: that {other_says}",
	  hint_set_differs },
	{ GROUP_SERVERS, ANY, ENDPOINT(OTHER_DEAD), 0, CODE_RESOLVER_SET_DIFFERS, RULE_WARN,
	  "{other} is asked when {resolver} fails: it {other_says}", hint_set_differs },
	{ GROUP_SERVERS, ANY, ENDPOINT(OTHER_PATH), ENDPOINT(EXPECTS_ANY),
	  CODE_RESOLVER_SET_DIFFERS, RULE_WARN,
	  "{other} is asked when {resolver} fails: it {other_says}", hint_set_differs },

	{ GROUP_TLS, ANY, ENDPOINT(INTERCEPTED), 0, CODE_TLS_INTERCEPTED, RULE_WARN,
	  "the certificate of {host} is trusted here, but its chain ends in {root}, not at Amazon",
	  hint_intercepted },
	{ GROUP_TLS, ANY, ENDPOINT(INTERCEPTED_NOTE), 0, CODE_TLS_INTERCEPTED, RULE_NOTE,
	  "the chain of {host} ends in {root}; the roots of this partition are not public",
	  hint_intercepted },

	/* Small segments carry the large ClientHello in many pieces: where they pass, it is the
	 * size of packets, not the number of them, and other requests are as large. */
	{ GROUP_HELLO, ANY, ENDPOINT(LARGE_HELLO_LOST, LARGE_IN_PIECES), 0, CODE_TLS_MTU, RULE_FAIL,
	  "{large} {loses} a ClientHello of two full segments and answers the same one in small "
	  "segments",
	  hint_mtu },
	{ GROUP_HELLO, ANY, ENDPOINT(LARGE_HELLO_LOST, HELLO_BLAMED), 0, CODE_TLS_LARGE_HELLO,
	  RULE_FAIL,
	  "{large} works with a small ClientHello and {loses} one of two segments, and the agent's "
	  "own log has a handshake with it that broke",
	  hint_large_hello },
	{ GROUP_HELLO, ANY, ENDPOINT(LARGE_HELLO_LOST, HELLO_PASSES), 0, CODE_TLS_LARGE_HELLO,
	  RULE_NOTE,
	  "{large} works with a small ClientHello and {loses} one of two segments; the agent is "
	  "connected, so what it sends passes",
	  hint_large_hello },
	{ GROUP_HELLO, ANY, ENDPOINT(LARGE_HELLO_LOST), 0, CODE_TLS_LARGE_HELLO, RULE_WARN,
	  "{large} works with a small ClientHello and {loses} one of two segments",
	  hint_large_hello },

	{ GROUP_NOTES, ANY, ENDPOINT(BY_HOSTS), 0, CODE_HOSTS_OVERRIDE, RULE_WARN,
	  "{hosts_file} pins {host} to {all}", hint_hosts },
	{ GROUP_NOTES, ANY, ENDPOINT(IS_PRIVATE, R53_OTHER), ENDPOINT(R53_PRIVATE),
	  CODE_RESOLVER_MISMATCH, RULE_NOTE,
	  "{resolver} answers the private {all}; Route 53 answers {route53}", hint_elsewhere },
	{ GROUP_NOTES, ANY, ENDPOINT(FAMILY_SOME), ENDPOINT(FAMILY_ALL), CODE_NO_FAMILY_ROUTE,
	  RULE_NOTE, "{skipped} not dialled", hint_family },
	{ GROUP_NOTES, ANY, ENDPOINT(IS_PRIVATE, IS_LAYERS), 0, CODE_S3_LAYERS_INTERFACE, RULE_NOTE,
	  "{host} resolves to the private {all}: an S3 interface endpoint in place of the gateway "
	  "endpoint",
	  hint_layers_interface },
	{ GROUP_NOTES, ANY, ENDPOINT(ELSEWHERE), ENDPOINT(ALLOW_GIVEN), CODE_PRIVATE_ADDRESS,
	  RULE_NOTE, "{host} resolves to {all}: private, but in no block of this VPC",
	  hint_elsewhere },

	{ GROUP_REGION, ANY, ENDPOINT(OTHER_REGION), 0, CODE_WRONG_REGION_ENDPOINT, RULE_WARN,
	  "{other_region} is private here, while {host} is not", hint_other_region },
};

const struct rule *rules_table(size_t *count)
{
	*count = ARRAY_SIZE(table);
	return table;
}

enum severity rules_severity(enum rule_severity severity, enum expect expect)
{
	switch (severity) {
	case RULE_FAIL:
		return SEVERITY_FAIL;
	case RULE_EXPECT:
		if (expect == EXPECT_PUBLIC || expect == EXPECT_ANY)
			return SEVERITY_NOTE;
		return expect == EXPECT_PRIVATE ? SEVERITY_FAIL : SEVERITY_WARN;
	case RULE_SET:
		return expect == EXPECT_PRIVATE ? SEVERITY_FAIL : SEVERITY_WARN;
	case RULE_WARN:
		return SEVERITY_WARN;
	case RULE_NOTE:
	case RULE_UNKNOWN:
	case RULE_NEEDLESS:
		break;
	}
	return SEVERITY_NOTE;
}

const struct rule *rules_match(enum rule_group group, const struct view *view)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		const struct rule *rule = &table[i];

		if (rule->group == group &&
		    (rule->symptom == ANY || rule->symptom == view->symptom) &&
		    bits_match(view->bits, rule->need, rule->forbid))
			return rule;
	}
	return NULL;
}

const char *rules_hint(const struct rule *rule, const struct view *view)
{
	static const struct {
		const char *in_vpc, *outside;
	} rows[] = {
		{ hint_forwarding, hint_outside_forwarding },
		{ hint_all_private, hint_outside_private },
		{ hint_subnet, hint_outside_private },
		{ hint_private_timeout, hint_outside_private },
		{ hint_partial, hint_outside_private },
		{ hint_own_timeout, hint_outside_own },
		{ hint_unreachable, hint_outside_own },
		{ hint_public_timeout, hint_outside_public },
		{ hint_unoffered, hint_outside_public },
		{ hint_tolerated_timeout, hint_outside_public },
		{ hint_public, hint_outside_path },
		{ hint_own_public, hint_outside_path },
		{ hint_gateway_timeout, hint_outside_gateway },
		{ hint_nxdomain, hint_outside_zone },
		{ hint_zone, hint_outside_zone },
		{ hint_zone_unsure, hint_outside_zone },
		{ hint_dns_timeout, hint_outside_dns },
		{ hint_set_differs, hint_outside_set },
		{ hint_earlier, hint_outside_earlier },
		{ hint_dns64, hint_outside_dns64 },
		{ hint_proxied, hint_outside_proxied },
	};

	for (size_t i = 0; (view->bits & ENDPOINT(OUTSIDE)) && i < ARRAY_SIZE(rows); i++)
		if (rows[i].in_vpc == rule->hint)
			return rows[i].outside;
	return rule->hint;
}
