/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with an endpoint that works, or does in part? */
#include "rule_hints.h"

static const struct rule path[] = {
	{ WHEN(CONTROL_PLANE, DIRECT_PRIVATE), UNLESS(EXPECTS_ANY),
	  .code = CODE_PROXIED_CONTROL_PLANE, .severity = RULE_WARN,
	  .message =
		  "the agent reaches {host} through the proxy {proxy}, although the name is private here",
	  .hint = &hint_proxied },
	{ WHEN(CONTROL_PLANE, DIRECT_PRIVATE), .code = CODE_PROXIED_CONTROL_PLANE,
	  .severity = RULE_NOTE,
	  .message =
		  "the agent reaches {host} through the proxy {proxy}, although the name is private here",
	  .hint = &hint_proxied },
	{ WHEN(IS_MIXED), UNLESS(EXPECTS_ANY), .code = CODE_MIXED_ADDRESSES,
	  .severity = RULE_EXPECT,
	  .message = "{resolver} returns addresses of different kinds: {all_with_classes}" },
	{ WHEN(IS_PUBLIC, BY_HOSTS, R53_PRIVATE), UNLESS(EXPECTS_ANY), .code = CODE_HOSTS_OVERRIDE,
	  .severity = RULE_EXPECT,
	  .message =
		  "{hosts_file} sets {host} to the public {all}; Route 53 returns the private {route53}" },
	{ WHEN(IS_PUBLIC, OWN_SERVERS, HOST_PRIVATE), UNLESS(BY_HOSTS),
	  .code = CODE_AGENT_RESOLVER_MISMATCH, .severity = RULE_EXPECT,
	  .message =
		  "{resolver} returns the public {all}; this host's own nameservers return the private {host_answers}" },
	{ WHEN(IS_PUBLIC, R53_PRIVATE), UNLESS(BY_HOSTS), .code = CODE_RESOLVER_MISMATCH,
	  .severity = RULE_EXPECT,
	  .message = "{resolver} returns the public {all}; Route 53 returns the private {route53}",
	  .hint = &hint_forwarding },
	/* Unless a profile file says private of this very name. */
	{ WHEN(IS_PUBLIC, UNOFFERED, TOLERATED), UNLESS(EXPECTS_PRIVATE),
	  .code = CODE_ENDPOINT_NOT_OFFERED, .severity = RULE_NOTE,
	  .message = "{host} can only be public: {unoffered}", .hint = &hint_tolerated },
	{ WHEN(IS_PUBLIC, UNOFFERED, PLAIN_PRIVATE), UNLESS(EXPECTS_ANY),
	  .code = CODE_ENDPOINT_NOT_OFFERED, .severity = RULE_EXPECT,
	  .message = "{host} is public: {unoffered}; the plain name is private",
	  .hint = &hint_unoffered },
	{ WHEN(IS_PUBLIC, UNOFFERED), UNLESS(EXPECTS_ANY), .code = CODE_ENDPOINT_NOT_OFFERED,
	  .severity = RULE_EXPECT, .message = "{host} is public: {unoffered}",
	  .hint = &hint_unoffered },
	{ WHEN(IS_PUBLIC, PLAIN_PRIVATE, DUAL_NAME), UNLESS(EXPECTS_ANY),
	  .code = CODE_PLAIN_NAME_ONLY, .severity = RULE_EXPECT,
	  .message = "the agent uses {host}, which is public; the plain name is private",
	  .hint = &hint_plain_dual },
	{ WHEN(IS_PUBLIC, PLAIN_PRIVATE), UNLESS(EXPECTS_ANY), .code = CODE_PLAIN_NAME_ONLY,
	  .severity = RULE_EXPECT,
	  .message = "the agent uses {host}, which is public; the plain name is private",
	  .hint = &hint_plain },
	{ WHEN(IS_PUBLIC, CROSS_REGION, CROSS_FIRST), .code = CODE_CROSS_REGION_UNSUPPORTED,
	  .severity = RULE_EXPECT,
	  .message =
		  "{host} is public; this instance is in {instance_region}, and ecs-agent and ecs-telemetry have no cross-Region endpoints" },
	{ WHEN(IS_PUBLIC, CROSS_REGION), .code = CODE_CROSS_REGION_UNSUPPORTED,
	  .severity = RULE_EXPECT, .message = REPORTED_ELSEWHERE },
	{ WHEN(IS_PUBLIC, WRONG_NAME), .code = CODE_ZONE_WRONG_NAME, .severity = RULE_SET,
	  .message =
		  "{host} is public, while {wrong_name}, the endpoint service's own name, is private here" },
	{ WHEN(OTHER_REGION), .code = CODE_WRONG_REGION_ENDPOINT, .severity = RULE_SET,
	  .message = "{other_region} is private here, while {host} is not" },
	{ WHEN(SET_INCOMPLETE, NEEDS_ALL, SET_FIRST), .code = CODE_REGION_NEEDS_ALL_ENDPOINTS,
	  .severity = RULE_SET,
	  .message =
		  "this Region needs all three ECS endpoints; not private: {missing}; create {endpoint_service} next" },
	{ WHEN(SET_INCOMPLETE, NEEDS_ALL), .code = CODE_REGION_NEEDS_ALL_ENDPOINTS,
	  .severity = RULE_SET, .message = REPORTED_ELSEWHERE },
	{ WHEN(SET_INCOMPLETE, SET_FIRST, OF_ECR), .code = CODE_ENDPOINT_SET_INCOMPLETE,
	  .severity = RULE_SET,
	  .message =
		  "{host} is public, but related endpoints are private: {set}; create {endpoint_service}",
	  .hint = &hint_set_ecr },
	{ WHEN(SET_INCOMPLETE, SET_FIRST), .code = CODE_ENDPOINT_SET_INCOMPLETE,
	  .severity = RULE_SET,
	  .message =
		  "{host} is public, but related endpoints are private: {set}; create {endpoint_service} next",
	  .hint = &hint_set },
	{ WHEN(SET_INCOMPLETE), .code = CODE_ENDPOINT_SET_INCOMPLETE, .severity = RULE_SET,
	  .message = REPORTED_ELSEWHERE },
	{ WHEN(IS_PUBLIC, OUTSIDE), UNLESS(EXPECTS_ANY), .code = CODE_PUBLIC_ADDRESS,
	  .severity = RULE_EXPECT, .message = "{host} resolves to the public {all}",
	  .hint = &hint_public },
	{ WHEN(IS_PUBLIC, OWN_HOST), UNLESS(EXPECTS_ANY), .code = CODE_PUBLIC_ADDRESS,
	  .severity = RULE_EXPECT,
	  .message = "{host} resolves to the public {all}: the traffic leaves the VPC",
	  .hint = &hint_own_public },
	{ WHEN(IS_PUBLIC, DUAL_NAME), UNLESS(EXPECTS_ANY), .code = CODE_PUBLIC_ADDRESS,
	  .severity = RULE_EXPECT,
	  .message = "{host} resolves to the public {all}: the traffic leaves the VPC",
	  .hint = &hint_public_dual },
	{ WHEN(IS_PUBLIC), UNLESS(EXPECTS_ANY), .code = CODE_PUBLIC_ADDRESS,
	  .severity = RULE_EXPECT,
	  .message = "{host} resolves to the public {all}: the traffic leaves the VPC",
	  .hint = &hint_public },
	{ WHEN(NOT_ALLOWED), UNLESS(EXPECTS_ANY), .code = CODE_OUTSIDE_ALLOWED_CIDR,
	  .severity = RULE_EXPECT,
	  .message = "{host} resolves to {all}, outside this VPC and every --allow-cidr" },
	{ WHEN(SHADOWED), .code = CODE_SHADOWED_ADDRESS, .severity = RULE_WARN,
	  .message = "{all} lies in {bridge}, a local network of this host" },
};

static const struct rule dns[] = {
	{ WHEN(HALF_ANSWER), .severity = RULE_WARN,
	  .message =
		  "{resolver} answers only one of the A and AAAA queries for {host}; the other fails ({half}){waits}",
	  .hint = &hint_half },
	{ WHEN(EARLIER_FAILED), .severity = RULE_WARN,
	  .message = "the nameserver {earlier} fails for {host} ({half}); only {then}{waits}",
	  .hint = &hint_earlier },
	{ WHEN(EXCESS), .code = CODE_TOO_MANY_ADDRESSES, .severity = RULE_WARN,
	  .message =
		  "{resolver} returns so many addresses for {host} that ecsprobe tried only {attempts}" },
};

static const struct rule servers[] = {
	{ WHEN(OTHER_DEAD, ROTATES), .code = CODE_RESOLVER_SET_DIFFERS, .severity = RULE_FAIL,
	  .message =
		  "resolv.conf has 'options rotate', so clients may ask {other} first: it {other_says}",
	  .hint = &hint_set_differs },
	{ WHEN(OTHER_PATH, ROTATES), UNLESS(EXPECTS_ANY), .code = CODE_RESOLVER_SET_DIFFERS,
	  .severity = RULE_EXPECT,
	  .message =
		  "resolv.conf has 'options rotate', so clients may ask {other} first: it {other_says}",
	  .hint = &hint_set_differs },
	{ WHEN(OTHER_DEAD, BY_STUB), .code = CODE_RESOLVER_SET_DIFFERS, .severity = RULE_WARN,
	  .message =
		  "when a nameserver fails, queries may move to {other} and stay there; it {other_says}",
	  .hint = &hint_set_differs },
	{ WHEN(OTHER_PATH, BY_STUB), UNLESS(EXPECTS_ANY), .code = CODE_RESOLVER_SET_DIFFERS,
	  .severity = RULE_WARN,
	  .message =
		  "when a nameserver fails, queries may move to {other} and stay there; it {other_says}",
	  .hint = &hint_set_differs },
	{ WHEN(OTHER_DEAD), .code = CODE_RESOLVER_SET_DIFFERS, .severity = RULE_WARN,
	  .message = "when {resolver} fails, {other} gets the queries and {other_says}",
	  .hint = &hint_set_differs },
	{ WHEN(OTHER_PATH), UNLESS(EXPECTS_ANY), .code = CODE_RESOLVER_SET_DIFFERS,
	  .severity = RULE_WARN,
	  .message = "when {resolver} fails, {other} gets the queries and {other_says}",
	  .hint = &hint_set_differs },
};

static const struct rule tls[] = {
	{ WHEN(INTERCEPTED), .code = CODE_TLS_INTERCEPTED, .severity = RULE_WARN,
	  .message =
		  "the certificate of {host} is trusted here, but its chain ends in {root}, not at Amazon" },
	{ WHEN(INTERCEPTED_NOTE), .code = CODE_TLS_INTERCEPTED, .severity = RULE_NOTE,
	  .message =
		  "the chain of {host} ends in {root}, not in a root that Amazon publishes; AWS may use others in this partition" },
};

static const struct rule hello[] = {
	/* Small segments carry the large ClientHello in many pieces: where they pass, it is the
	 * size of packets, not the number of them, and other requests are as large. */
	{ WHEN(LARGE_HELLO_LOST, LARGE_IN_PIECES, HELLO_PASSES), .code = CODE_TLS_MTU,
	  .severity = RULE_WARN,
	  .message =
		  "{host} at {large} {loses} a large ClientHello (two TCP segments), but answers the same ClientHello in small segments; the agent is connected" },
	{ WHEN(LARGE_HELLO_LOST, LARGE_IN_PIECES), .code = CODE_TLS_MTU, .severity = RULE_FAIL,
	  .message =
		  "{host} at {large} {loses} a large ClientHello (two TCP segments), but answers the same ClientHello in small segments" },
	{ WHEN(LARGE_HELLO_LOST, HELLO_BLAMED), .code = CODE_TLS_LARGE_HELLO, .severity = RULE_FAIL,
	  .message =
		  "{host} at {large} {loses} a large ClientHello (two TCP segments); a small one works there, and the agent's own log shows a failed handshake with it" },
	{ WHEN(LARGE_HELLO_LOST, HELLO_PASSES), .code = CODE_TLS_LARGE_HELLO, .severity = RULE_NOTE,
	  .message =
		  "{host} at {large} {loses} a large ClientHello (two TCP segments); a small one works there, and the agent is connected, so its own handshake passes" },
	{ WHEN(LARGE_HELLO_LOST), .code = CODE_TLS_LARGE_HELLO, .severity = RULE_WARN,
	  .message =
		  "{host} at {large} {loses} a large ClientHello (two TCP segments); a small one works there" },
	{ WHEN(LARGE_HELLO_CUT), .code = CODE_TLS_LARGE_HELLO, .severity = RULE_NOTE,
	  .message =
		  "time ran out before {host} answered a large ClientHello (two TCP segments); a small one works" },
};

static const struct rule notes[] = {
	{ WHEN(BY_HOSTS), .code = CODE_HOSTS_OVERRIDE, .severity = RULE_WARN,
	  .message = "{hosts_file} sets {host} to {all}" },
	{ WHEN(IS_PRIVATE, R53_OTHER), UNLESS(R53_PRIVATE), .code = CODE_RESOLVER_MISMATCH,
	  .severity = RULE_NOTE,
	  .message = "{resolver} returns the private {all}; Route 53 returns {route53}",
	  .hint = &hint_elsewhere },
	{ WHEN(FAMILY_SOME), UNLESS(FAMILY_ALL), .code = CODE_NO_FAMILY_ROUTE,
	  .severity = RULE_NOTE,
	  .message =
		  "ecsprobe did not try {skipped}: this host has no address or no route of that family" },
	{ WHEN(IS_PRIVATE, IS_LAYERS), .code = CODE_S3_LAYERS_INTERFACE, .severity = RULE_NOTE,
	  .message =
		  "{host} resolves to the private {all}: an S3 interface endpoint in place of the gateway endpoint" },
	{ WHEN(ELSEWHERE), UNLESS(ALLOW_GIVEN), .code = CODE_PRIVATE_ADDRESS, .severity = RULE_NOTE,
	  .message = "{host} resolves to {all}: private, but in no block of this VPC" },
};

static const struct rule region[] = {
	{ WHEN(OTHER_REGION), .code = CODE_WRONG_REGION_ENDPOINT, .severity = RULE_WARN,
	  .message = "{other_region} is private here, while {host} is not" },
};

const struct rule_list rules_path = { path, ARRAY_SIZE(path) };
const struct rule_list rules_dns = { dns, ARRAY_SIZE(dns) };
const struct rule_list rules_servers = { servers, ARRAY_SIZE(servers) };
const struct rule_list rules_tls = { tls, ARRAY_SIZE(tls) };
const struct rule_list rules_hello = { hello, ARRAY_SIZE(hello) };
const struct rule_list rules_notes = { notes, ARRAY_SIZE(notes) };
const struct rule_list rules_region = { region, ARRAY_SIZE(region) };
