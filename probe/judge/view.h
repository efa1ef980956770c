/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_VIEW_H
#define ECSPROBE_VIEW_H
/* An endpoint reduced to what rules ask about: one symptom and a set of bits.
 * Private to the judge. */
#include "bits.h"
#include "ecsprobe/judge.h"

/* Does it work? */
#define HAS_ADDRESSES RULE_BIT(0) /* the judged answer has at least one */
#define NONE_WORKS RULE_BIT(1)    /* ... and none of them works */
#define SOME_DEAD RULE_BIT(2)     /* one works, another does not */
#define UNFINISHED RULE_BIT(3)    /* a judged check was cut short */
#define INTERRUPTED RULE_BIT(4)   /* ... by a signal */
#define FAMILY_ALL RULE_BIT(5)    /* only addresses of a family the host lacks */
#define FAMILY_SOME RULE_BIT(6)   /* some of those */

/* Who says so? */
#define BY_HOSTS RULE_BIT(7)        /* /etc/hosts decides */
#define R53_OTHER RULE_BIT(8)       /* Route 53 was asked beside and has other addresses */
#define R53_PRIVATE RULE_BIT(9)     /* ... all of them private */
#define R53_WORKS RULE_BIT(10)      /* ... and one of them works */
#define RESOLVER_DOWN RULE_BIT(11)  /* the judged resolver failed alike for every name */
#define HALF_ANSWER RULE_BIT(12)    /* one address family was answered, the other failed */
#define EARLIER_FAILED RULE_BIT(13) /* one before the judged failed for this name, or it is slow */
#define EXCESS RULE_BIT(14)         /* more addresses than are dialled */
#define ZONE_PARENT RULE_BIT(15)    /* a private zone for a parent says there is nothing */

/* Where does it lead? */
#define IS_PRIVATE RULE_BIT(16)   /* all judged addresses are vpc, link-local or private */
#define IS_PUBLIC RULE_BIT(17)    /* all are public */
#define IS_MIXED RULE_BIT(18)     /* they differ in class */
#define IS_BLACKHOLE RULE_BIT(19) /* one of them is */
#define IS_PROXIED RULE_BIT(20)   /* the dialler goes through a proxy */
#define ELSEWHERE RULE_BIT(21)    /* private, in no block of this (known) VPC */
#define NOT_ALLOWED RULE_BIT(22)  /* private, outside this VPC and every --allow-cidr given */
#define ALLOW_GIVEN RULE_BIT(23)  /* --allow-cidr was given */
#define SHADOWED RULE_BIT(24)     /* a bridge of this host covers an address */

/* What was expected, and of what kind is it? */
#define EXPECTS_PRIVATE RULE_BIT(25)
#define EXPECTS_ANY RULE_BIT(26) /* any or public */
#define IS_S3 RULE_BIT(27)       /* normally reached by a gateway endpoint */
#define OWN_HOST RULE_BIT(28)    /* --host: nothing is known of what it should be */
#define UNOFFERED RULE_BIT(47)   /* no interface endpoint serves this name */
#define TOLERATED RULE_BIT(48)   /* ... and its public path is as it should be */

/* What did the others, and the follow-up, show?  (scene.c) */
#define SET_INCOMPLETE RULE_BIT(29)   /* public, while its companions are private */
#define SET_FIRST RULE_BIT(30)        /* ... and the one to create next */
#define NUMBERED RULE_BIT(31)         /* does not exist here: numbered hosts are judged */
#define ALL_PRIVATE_DEAD RULE_BIT(32) /* every private endpoint times out */
#define ONE_SUBNET RULE_BIT(33)       /* what is dead of several endpoints is in one subnet */
#define LARGE_HELLO_LOST RULE_BIT(34) /* it works, but for a ClientHello of two segments */
#define SMALL_SEGMENTS_WORK RULE_BIT(35)
#define INTERCEPTED RULE_BIT(36)      /* verified, but not by an Amazon root */
#define INTERCEPTED_NOTE RULE_BIT(37) /* ... in a partition whose roots are not public */
#define LONE_LEAF RULE_BIT(38)        /* the peer sent no intermediate certificate */
#define CLOCK_EXPLAINS RULE_BIT(39)   /* the certificate is valid by IMDS's clock */
#define DIRECT_PRIVATE RULE_BIT(40)   /* proxied, while the host itself sees private addresses */
#define CONTROL_PLANE RULE_BIT(41)    /* the ecs endpoint, proxied */
#define STORE_UNUSABLE RULE_BIT(42)   /* there is nothing to verify with */
#define OTHER_REGION RULE_BIT(43)     /* public, while another Region's name is private */
#define PLAIN_PRIVATE RULE_BIT(44)    /* planned by another name, while the plain one is private */
#define DEAD_ELSEWHERE RULE_BIT(45)   /* an address is dead that no bridge covers */
#define HELLO_BLAMED RULE_BIT(46)     /* the agent's own log has a handshake with it that broke */
#define NEEDS_ALL RULE_BIT(49)        /* of ECS, in a Region where it needs all three endpoints */
#define CROSS_REGION RULE_BIT(50)     /* public, of another Region, and no endpoint crosses */
#define CROSS_FIRST RULE_BIT(51)      /* ... and the one to tell it of */
#define NEEDLESS RULE_BIT(52)         /* it fails, and another endpoint does its work */
#define OWN_SERVERS RULE_BIT(54)      /* its dialler asks other nameservers than the host */
#define HOST_WORKS RULE_BIT(55)       /* ... and an address that the host's answer works */
#define HOST_PRIVATE RULE_BIT(56)     /* ... and all that the host's answer are private */
#define PROXY_UNNAMED RULE_BIT(57)    /* ... and they do not know its proxy */
#define MAY_NOT_EXIST RULE_BIT(53)    /* AWS itself may have no such name in this Region */

#define OTHER_DEAD \
	RULE_BIT(58) /* another nameserver that may be asked sends it where nothing works */
#define OTHER_PATH RULE_BIT(59) /* ... elsewhere: public in place of private, or the other way */
#define ROTATES RULE_BIT(60)    /* ... which is asked first as often as the judged one */
#define BY_STUB RULE_BIT(61)    /* ... which the host's own stub may change to */

#define WRONG_NAME RULE_BIT(62) /* not private, while a zone called after its service is */
#define DNS64_DEAD RULE_BIT(63) /* all that is dead is what DNS64 made, and none of that works */

#define OUTSIDE RULE_BIT(70) /* ECS Anywhere outside of EC2: this host is in no VPC */

#define UNUSED RULE_BIT(71)         /* it fails, and nothing that runs here uses it */
#define WAITS_TOO_LONG RULE_BIT(66) /* silent nameservers cost more than its client waits */

#define PROXY_UNTRIED RULE_BIT(72) /* ... which Go can use, and which is not tried here */

#define DUAL_NAME RULE_BIT(80)     /* planned by its dual-stack name */
#define OF_ECR RULE_BIT(81)        /* of the set of ECR, whose order does not matter */
#define IS_LAYERS RULE_BIT(82)     /* the bucket of image layers */
#define DUAL_WORKS RULE_BIT(83)    /* its dual-stack name works, where IPv4 is lacking */
#define REGISTRY_DUAL RULE_BIT(84) /* ... that of the registry does */
#define NO_PLAIN_USE RULE_BIT(85)  /* all tasks were seen, and no image has a plain name of ECR */

#define HELLO_PASSES RULE_BIT(86) /* of ECS, and the agent is connected: its own hello passes */

#define LARGE_IN_PIECES RULE_BIT(87) /* ... which passes in small segments */

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
const struct answer *view_answer(const struct target *target, const struct target_outcome *outcome,
				 const struct vantage *vantage, struct view_gap *gap);

/* Whose pins decide about its name: FROM_HOSTS, FROM_NEXT_HOSTS, or JUDGED_NOTHING. */
int view_pins(const struct endpoint_verdict *endpoint);

/* Adds what the dialler would get from the other nameservers that it may ask. */
void view_ask_others(struct view *view);

/* What the dialler makes of an answer, were it never late: a Go program asks with EDNS alone. */
enum code view_heard(const struct endpoint_verdict *endpoint, const struct answer *answer,
		     size_t family);

/* How long its dialler waits for its name each time (waits.c); whether that is more than its
 * client waits for all; and whether that client works at a later try alone. */
uint64_t view_wait_us(const struct endpoint_verdict *endpoint);
bool view_waits_too_long(const struct endpoint_verdict *endpoint);
bool view_needs_second_try(const struct endpoint_verdict *endpoint);

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
/* Takes in what was answered to its own name when it was asked again: the follow-up's target
 * of that index. */
void scene_second_look(struct view *view, size_t index);

/* The bridge of this host that covers the address; NULL: none does. */
const struct bridge *view_bridge(const struct host_facts *host, const struct ip *ip);

/* Whether two services are of the same set: only together they keep the traffic
 * private. */
bool scene_same_set(const char *service, const char *other);

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
