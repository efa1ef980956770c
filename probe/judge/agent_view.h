/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_AGENT_VIEW_H
#define ECSPROBE_AGENT_VIEW_H
/* The agent reduced to what rules ask about: a set of bits.  Private to the
 * judge. */
#include "bits.h"
#include "ecsprobe/judge.h"

/* How is it run, and does it run? */
#define AGENT_NOWHERE RULE_BIT(0)    /* neither unit nor container */
#define AGENT_UNREADABLE RULE_BIT(1) /* how it is run could not be found out */
#define UNIT_LOADED RULE_BIT(2)
#define UNIT_MASKED RULE_BIT(3)
#define UNIT_UP RULE_BIT(4)   /* loaded, and neither inactive nor failed */
#define UNIT_DEAD RULE_BIT(5) /* loaded, and one of the two: */
#define UNIT_INACTIVE RULE_BIT(6)
#define UNIT_FAILED RULE_BIT(7)
#define UNIT_DISABLED RULE_BIT(8)
#define UNIT_CHANGING RULE_BIT(9)      /* on its way up or down */
#define UNIT_RETRIES RULE_BIT(10)      /* systemd waits to start it again after a failure */
#define UNIT_JOB RULE_BIT(11)          /* a job is queued for it */
#define WITHOUT_CONTAINER RULE_BIT(12) /* as on Bottlerocket */
#define CONTAINER_EXISTS RULE_BIT(13)
#define CONTAINER_RUNS RULE_BIT(14)
#define CONTAINER_GONE RULE_BIT(15)   /* the unit is up, its container does not run */
#define AGENT_RUNS RULE_BIT(16)       /* its unit is up, or without one its container */
#define AGENT_ORPHAN RULE_BIT(17)     /* its container runs while its unit is dead */
#define ENDED_TERMINALLY RULE_BIT(18) /* with 5, and not running again */
#define CLOUD_PENDING RULE_BIT(19)    /* its unit is ordered after cloud-final, still to end */
#define STARTS_LATER RULE_BIT(20)     /* by itself, as things stand */
#define JUST_STARTED RULE_BIT(21)

/* What would a start find? */
#define DOCKER_DOWN RULE_BIT(22)
#define IMAGE_MISSING RULE_BIT(23)
#define JSON_INVALID RULE_BIT(24)
#define UPDATE_PENDING RULE_BIT(25)
#define IN_WARM_POOL RULE_BIT(26)
#define CLUSTER_DIFFERS RULE_BIT(27)
#define IS_UPGRADE RULE_BIT(28)  /* the packaged agent is newer than the loaded one */
#define IS_EXTERNAL RULE_BIT(29) /* ECS Anywhere: no instance metadata */

/* What does it say of itself? */
#define UNREGISTERED RULE_BIT(30) /* it runs, and its introspection says so or refuses */
#define TOO_OLD RULE_BIT(31)
#define BAD_RESTART RULE_BIT(32) /* of the versions that a restart of docker leaves dead */
#define BAD_STATE RULE_BIT(33)   /* ... that lose their state when they end badly */

/* Does it hold what is no longer true?  Of a running agent only. */
#define STALE_CONFIG RULE_BIT(34)
#define STALE_PATH RULE_BIT(35) /* public, while the ECS names are private now */
#define STALE_RESOLVER RULE_BIT(36)
#define STALE_HOSTS RULE_BIT(74)  /* its copy of /etc/hosts pins otherwise than the host's file */
#define ROOTS_PROVEN RULE_BIT(76) /* ROOTS_REFUSE, and not for the one dial that failed */
#define HOSTS_HURT RULE_BIT(75)   /* ... and it fails for that, where its next start would not */
#define PUBLIC_PATH RULE_BIT(37)  /* public, and the ECS names do not say otherwise */
#define PATH_GONE RULE_BIT(38)    /* a private peer that no name leads to any more */

/* What else is known? */
#define PARTS_UNKNOWN RULE_BIT(39)
#define LOOKED_AS_ROOT RULE_BIT(40)
#define AGENT_REQUIRED RULE_BIT(41) /* by the policy, or because a restart is asked for */
#define VALUE_REFUSED RULE_BIT(42)  /* of a setting in a file: a next start would fail of it */
#define VALUE_UNPROVEN RULE_BIT(43) /* ... or may, where an agent works that has another */

#define CONFIG_FATAL RULE_BIT(44)     /* a next start would fail of it, or may */
#define BACKEND_UNUSABLE RULE_BIT(45) /* what it would dial for ecs was not checked */

#define KEYS_CHANGED RULE_BIT(46)     /* of its environment; STALE_CONFIG goes with it */
#define DOCKER_COMING RULE_BIT(47)    /* it starts, and is not there yet */
#define WARM_POOL_UNSEEN RULE_BIT(48) /* it asks, and what it would hear is not known */
#define CLOUD_UNSEEN RULE_BIT(49)     /* dead, and whether cloud-final has ended is not known */

/* Who starts it? */
#define OWNER_DOUBT RULE_BIT(50)     /* not certain */
#define OWNERLESS RULE_BIT(51)       /* nobody was seen, and Docker does not */
#define OWNER_UNREAD RULE_BIT(52)    /* a unit, by what could not be followed */
#define OWNER_FAULTY RULE_BIT(53)    /* a unit, and a restart of it would fail */
#define LOSES_STATE RULE_BIT(54)     /* ... would throw the agent's data away */
#define KEEPS_CONTAINER RULE_BIT(55) /* ... would start the same container */

/* What became of an action? */
#define ACTION_PERSISTS RULE_BIT(56)  /* not done again: it did not help before */
#define ACTION_NOT_READY RULE_BIT(57) /* done, and the agent did not come back */
#define ACTION_UNPROVEN RULE_BIT(58)  /* done, and its connection to ACS cannot be seen */

/* What does a start need besides? */
#define CLOUD_FALLBACK RULE_BIT(59)  /* cloud-init ran no user data, and there is some */
#define NEEDS_IMDSV1 RULE_BIT(60)    /* its AWS client sends no token, and one is required */
#define NO_CHECKPOINT RULE_BIT(61)   /* made by hand to keep nothing: it returns as another */
#define LINES_UNREAD RULE_BIT(62)    /* of its files: they look like settings and are none */
#define FALLBACK_UNSEEN RULE_BIT(63) /* CLOUD_FALLBACK: a part of it is not known */

/* Is it connected to ACS, by its own log and connections?  Of a registered agent. */
#define ACS_LOST RULE_BIT(64)     /* not, and for longer than it takes to reconnect */
#define ACS_LOSING RULE_BIT(65)   /* not, and no longer than that */
#define ACS_INACTIVE RULE_BIT(66) /* ECS calls its instance inactive: it waits an hour */
#define ACS_UNSEEN RULE_BIT(67)   /* nothing tells */
/* What keeps it from registering? */
#define REGISTER_DENIED RULE_BIT(68)   /* a policy, by its log */
#define UNREGISTERED_LONG RULE_BIT(69) /* for minutes since its keeper was started */
/* Does it trust what is trusted here now? */
#define ROOTS_STALE RULE_BIT(70)        /* the trust store changed after its start */
#define ROOTS_REFUSE RULE_BIT(71)       /* ... and it fails for its certificates */
#define ROOTS_DOUBTED RULE_BIT(72)      /* ... or may: TLS is intercepted */
#define DOCKER_ROOTS_STALE RULE_BIT(73) /* of dockerd, where TLS is intercepted */

enum { AGENT_BITS = 77 };

struct agent_view {
	const struct report *report;       /* borrowed */
	const struct judge_policy *policy; /* borrowed; NULL outside of judge() */
	const struct agent_status *agent;  /* borrowed; never NULL */
	rule_bits bits;
};

/* report is judged; its agent may be missing, which is AGENT_UNREADABLE. */
void agent_view_build(struct agent_view *view, const struct report *report,
		      const struct judge_policy *policy);

/* It knows no metadata service but IMDSv1, and its next start will be the same. */
bool agent_is_imdsv1_only(const struct report *report, rule_bits bits);

/* The version is known, and from..to holds it. */
bool agent_version_within(const struct agent_status *agent, const unsigned from[static 3],
			  const unsigned to[static 3]);

/* The last main process of its unit ended with 5. */
bool agent_unit_ended_terminally(const struct agent_status *agent);

/* docker.service is on its way up. */
bool agent_docker_is_coming(const struct agent_status *agent);

/* The cluster it would start in by its own precedence, "" where that is not
 * known. */
const char *agent_configured_cluster(const struct report *report);

/* --- acs.c ---------------------------------------------------------------------- */

/* The bits from ACS_LOST to ACS_UNSEEN, of an agent that runs and is not known to be
 * unregistered. */
rule_bits agent_acs_bits(const struct report *report, rule_bits bits);

/* Of ACS_UNSEEN: why; a constant. */
const char *agent_acs_why(const struct report *report);

/* --- agent_evidence.c ---------------------------------------------------------- */

/* The bits from STALE_CONFIG to PATH_GONE and KEYS_CHANGED, of an agent that runs. */
rule_bits agent_stale_bits(const struct report *report);

/* The verdict on one of the three ECS names; NULL: not in the plan. */
enum { ECS_NAMES = 3 };
extern const char *const ecs_names[ECS_NAMES];
const struct endpoint_verdict *agent_endpoint(const struct report *report, const char *service);
/* The same as the agent's next start would see it, and all of them. */
const struct endpoint_verdict *agent_next_endpoint(const struct report *report,
						   const char *service);
/* Names that the running agent's copy of /etc/hosts pins otherwise than its next start's. */
bool agent_has_own_pins(const struct report *report);
void agent_own_pins(const struct report *report, struct string_list *names);
const struct endpoint_verdict *agent_next_endpoints(const struct report *report, size_t *count);

/* The services that a start of the agent dials before it is connected: the three, and ec2
 * where it reads the instance's tags. */
size_t agent_start_names(const struct report *report, const char *names[static ECS_NAMES + 1]);

/* Adds the public hosts that it is known to talk to, sorted: the log's last
 * word, else those that its peers belong to. */
void agent_public_hosts(const struct report *report, struct string_list *hosts);

/* The first private peer that no name leads to, NULL when there is none. */
const struct ip *agent_gone_peer(const struct report *report);

/* Somebody answers this address for it. */
bool agent_name_leads_to(const struct plan *plan, const struct target_outcome *outcome,
			 const struct ip *ip);

/* Printable as it is, or else escaped; for text that somebody else chose. */
struct text;
void text_append_safe(struct text *text, const char *words);

#endif
