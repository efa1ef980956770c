/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_VIEW_H
#define ECSPROBE_VIEW_H
/* An endpoint reduced to what rules ask about: one symptom and a set of bits.
 * Private to the judge. */
#include "bits.h"
#include "ecsprobe/judge.h"

/* X(name, meaning) */
#define ENDPOINT_BITS(X)                                                                          \
	/* Does it work? */                                                                       \
	X(HAS_ADDRESSES, "the judged answer has at least one address")                            \
	X(NONE_WORKS, "none of the judged addresses works")                                       \
	X(SOME_DEAD, "one judged address works, another does not")                                \
	X(UNFINISHED, "a judged check was cut short")                                             \
	X(INTERRUPTED, "a signal cut it short")                                                   \
	X(FAMILY_ALL, "all addresses are of a family that this host lacks")                       \
	X(FAMILY_SOME, "some addresses are of a family that this host lacks")                     \
	X(WAITS_TOO_LONG, "silent nameservers cost more time than its client waits")              \
	/* Who decides about the name? */                                                         \
	X(BY_HOSTS, "/etc/hosts decides")                                                         \
	X(R53_OTHER, "Route 53, which the dialler does not ask, has other addresses")             \
	X(R53_PRIVATE, "all addresses that Route 53 has are private")                             \
	X(R53_WORKS, "one of the addresses that Route 53 has works")                              \
	X(RESOLVER_DOWN, "the judged nameserver failed alike for every name")                     \
	X(HALF_ANSWER, "one address family was answered, the other failed")                       \
	X(EARLIER_FAILED, "a nameserver before the judged one failed for this name, or was slow") \
	X(EXCESS, "the answer has more addresses than are dialled")                               \
	X(ZONE_PARENT, "a private zone of a parent domain says that there is no such name")       \
	X(MAY_NOT_EXIST, "AWS itself may have no such name in this Region")                       \
	X(OWN_SERVERS, "its dialler asks other nameservers than the host")                        \
	X(HOST_WORKS, "an address that the host's own nameservers answer works")                  \
	X(HOST_PRIVATE, "all addresses that the host's own nameservers answer are private")       \
	X(DNS64_DEAD, "DNS64 made all dead addresses, and none of those it made works")           \
	/* What would the other nameservers say that its dialler may ask? */                      \
	X(OTHER_DEAD, "another nameserver returns addresses that do not work")                    \
	X(OTHER_PATH,                                                                             \
	  "another nameserver returns public instead of private addresses, or the reverse")       \
	X(ROTATES, "the dialler asks that one first as often as the judged one")                  \
	X(BY_STUB, "the host's own stub may change to that one")                                  \
	/* Where does it lead? */                                                                 \
	X(IS_PRIVATE, "all judged addresses are in the VPC, link-local or private")               \
	X(IS_PUBLIC, "all judged addresses are public")                                           \
	X(IS_MIXED, "the judged addresses differ in class")                                       \
	X(IS_BLACKHOLE, "at a judged address nothing can be reached")                             \
	X(ELSEWHERE, "a private address is in no block of this VPC, whose blocks are known")      \
	X(NOT_ALLOWED, "a private address is outside this VPC and every --allow-cidr")            \
	X(ALLOW_GIVEN, "the user gave --allow-cidr")                                              \
	X(SHADOWED, "a bridge of this host covers an address")                                    \
	X(DEAD_ELSEWHERE, "an address is dead that no bridge covers")                             \
	X(OUTSIDE, "this host is outside of EC2 (ECS Anywhere) and in no VPC")                    \
	/* Does its dialler go through a proxy? */                                                \
	X(DIRECT_PRIVATE, "through a proxy, while this host sees private addresses alone")        \
	X(CONTROL_PLANE, "through a proxy, and it is the endpoint ecs")                           \
	X(PROXY_UNNAMED, "the dialler's own nameservers do not know its proxy")                   \
	X(PROXY_UNTRIED, "Go can use this kind of proxy, and ecsprobe does not try it")           \
	/* What was expected, and of what kind is it? */                                          \
	X(EXPECTS_PRIVATE, "a private path is expected")                                          \
	X(EXPECTS_ANY, "a public path or any path is expected")                                   \
	X(IS_S3, "a gateway endpoint normally serves it")                                         \
	X(IS_LAYERS, "the bucket of image layers")                                                \
	X(OF_ECR, "of ECR's set of endpoints, whose order does not matter")                       \
	X(OWN_HOST, "given by --host: what it should be is not known")                            \
	X(DUAL_NAME, "planned by its dual-stack name")                                            \
	X(UNOFFERED, "no interface endpoint serves this name")                                    \
	X(TOLERATED, "no interface endpoint serves it, and public is expected")                   \
	X(UNUSED, "it fails, and nothing that runs here uses it")                                 \
	X(NEEDLESS, "it fails, and another endpoint does its work")                               \
	/* What did the other endpoints and the follow-up show? */                                \
	X(SET_INCOMPLETE, "public, while others of its set are private")                          \
	X(SET_FIRST, "of the endpoints that its set lacks, the one to create next")               \
	X(NEEDS_ALL, "of ECS, in a Region where ECS needs all three endpoints")                   \
	X(NUMBERED, "its name does not exist here, and numbered hosts are judged in its place")   \
	X(CROSS_REGION, "public, of another Region, and no endpoint crosses Regions")             \
	X(CROSS_FIRST, "the one of those that reports it")                                        \
	X(OTHER_REGION, "not private, while the same name of another Region is")                  \
	X(PLAIN_PRIVATE, "planned by another name, while the plain name is private")              \
	X(WRONG_NAME, "not private, while a zone named after its endpoint service is")            \
	X(DUAL_WORKS, "its dual-stack name works")                                                \
	X(REGISTRY_DUAL, "the dual-stack name of the registry works")                             \
	X(NO_PLAIN_USE, "all tasks were seen, and no image has a plain name of ECR")              \
	X(ALL_PRIVATE_DEAD, "every private endpoint times out")                                   \
	X(ONE_SUBNET, "all dead addresses of several endpoints are in one subnet")                \
	/* What did the handshake show? */                                                        \
	X(SMALL_SEGMENTS_WORK, "every dead address works with small segments")                    \
	X(LARGE_HELLO_LOST, "it works, except for a ClientHello of two segments")                 \
	X(LARGE_HELLO_CUT, "time ran out before a ClientHello of two segments was answered")      \
	X(LARGE_IN_PIECES, "a ClientHello of that size passes in small segments")                 \
	X(HELLO_BLAMED, "the agent's own log shows a failed handshake with it")                   \
	X(HELLO_PASSES, "of ECS, and the agent is connected: its own handshake passes")           \
	X(INTERCEPTED, "verified, but not by a root of Amazon")                                   \
	X(INTERCEPTED_NOTE, "the same, in a partition where AWS may use other roots")             \
	X(LONE_LEAF, "the peer sent no intermediate certificate")                                 \
	X(CLOCK_EXPLAINS, "the certificate is valid by the clock of the metadata service")        \
	X(STORE_UNUSABLE, "there is nothing to verify with")

/* A set of them. */
#define ENDPOINT(...) BIT_SET(ENDPOINT_BIT_, __VA_ARGS__)

#define X(name, meaning) ENDPOINT_BIT_##name,
enum { ENDPOINT_BITS(X) ENDPOINT_BIT_COUNT };
#undef X
_Static_assert(ENDPOINT_BIT_COUNT <= RULE_BITS_WIDTH, "one set holds all bits of an endpoint");

struct view {
	const struct report *report;       /* borrowed */
	const struct judge_policy *policy; /* borrowed */
	struct endpoint_verdict *endpoint; /* borrowed */
	enum code symptom;                 /* why it does not work: of DNS, else of its addresses */
	rule_bits bits;
	int other; /* for OTHER_DEAD and OTHER_PATH: an index of plan.resolvers */
	enum code other_symptom;
	const struct target *captured_by; /* the name that wins over its own; NULL: none */
	const struct answer *captured_to;
	const struct answer *second; /* what its own name was answered when asked again */
};

/* Fills the endpoint's addresses, class, counts and judged_by, by its vantage, and
 * the view. */
void view_build(struct view *view, struct endpoint_verdict *endpoint, const struct report *report,
		const struct judge_policy *policy);

/* What is not known of a name that was only resolved, of one family or both. */
struct view_gap {
	rule_bits cut; /* UNFINISHED and INTERRUPTED: nobody asked to the end; 0: somebody did */
	bool lost;     /* no server gave a proper answer */
};

/* The answer of the servers that this vantage asks for a name that was only resolved: it
 * has an address, or NULL. */
const struct answer *view_answer(const struct target_outcome *outcome,
				 const struct vantage *vantage, struct view_gap *gap);

/* Whose pins decide about its name: FROM_HOSTS, FROM_NEXT_HOSTS, or JUDGED_NOTHING. */
int view_pins(const struct endpoint_verdict *endpoint);

/* Adds what the dialler would get from the other nameservers that it may ask. */
void view_ask_others(struct view *view);

/* What the dialler makes of an answer, were it never late: a Go program asks with EDNS alone. */
enum code view_heard(const struct endpoint_verdict *endpoint, const struct answer *answer,
		     size_t family);

/* What the follow-up asked for this purpose about a target; host: NULL: any.  NULL: nothing. */
const struct target_outcome *view_find_about(const struct report *report,
					     const struct target *target, enum purpose purpose,
					     const char *host);

/* How long its dialler waits for its name each time (waits.c); whether that is more than its
 * client waits for all; and whether that client works at a later try alone. */
uint64_t view_wait_us(const struct report *report, const struct endpoint_verdict *endpoint);
bool view_waits_too_long(const struct report *report, const struct endpoint_verdict *endpoint);
bool view_needs_second_try(const struct report *report, const struct endpoint_verdict *endpoint);
/* Adds the bit for it. */
void scene_waits(struct view *view);

/* Of a server, as opposed to an answer about a name. */
bool view_is_server_failure(enum code code);

/* Adds the bits that only all the views together, and the follow-up, show. */
void scene_complete(struct view *views, size_t count);

/* The follow-up's target of another Region whose name is private here, NULL
 * when there is none. */
const struct target *scene_other_region(const struct report *report);

/* The follow-up's target that has the endpoint service's own name for this one, where
 * that is private; else NULL. */
const struct target *scene_wrong_name(const struct report *report, const struct target *target);

/* The follow-up's target that has the dual-stack name for this one; NULL: nobody asked. */
const struct target *scene_dual_name(const struct view *view);
/* Takes in what came of the dual-stack names of the registry and its layers. */
void scene_dual_names(struct view *views, size_t count);

/* Takes in what was answered to the names that the search list puts before its own. */
void scene_search_names(struct view *view);
/* Takes in what was answered to its own name when it was asked again. */
void scene_second_look(struct view *view, const struct target_outcome *again);

/* The bridge of this host that covers the address; NULL: none does. */
const struct bridge *view_bridge(const struct host_facts *host, const struct ip *ip);

/* Whether two services are of the same set: only together they keep the traffic
 * private. */
bool endpoints_same_set(const char *service, const char *other);
/* The services of a set, in the order to create them, ending with NULL; NULL: no such set. */
const char *const *endpoint_set(size_t index);

/* What the follow-up found out about public hosts elsewhere: whether all and
 * whether any of them can be reached.  False when nothing was asked. */
bool scene_compare(const struct report *report, bool *all, bool *any);

/* The code with which this resolver failed for every name of the plan, or
 * CODE_NONE. */
enum code resolver_failure(const struct report *report, size_t resolver);

/* Judged, and of a family that the host has. */
bool address_counts(const struct address_verdict *address);

/* The first judged dead address whose code is the symptom: it has the details. */
const struct attempt_outcome *view_witness(const struct view *view);

/* The code of the family that failed, for HALF_ANSWER, or of the nameserver
 * that did, for EARLIER_FAILED. */
enum code view_partial_failure(const struct view *view);

/* The configured resolver before the judged one that failed for this name, or the judged one
 * whose first answer comes too late, for EARLIER_FAILED; its code goes to *code. */
const struct resolver *view_earlier_failure(const struct view *view, enum code *code);

#endif
