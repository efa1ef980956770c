/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_AGENT_VIEW_H
#define ECSPROBE_AGENT_VIEW_H
/* The agent as rules see it: a set of bits (agent_view.c), and what acs.c and
 * agent_evidence.c add to them.  Private to the judge. */
#include "bits.h"
#include "ecsprobe/judge.h"

/* X(name, meaning) */
#define AGENT_BITS(X)                                                                             \
	/* How is it run, and does it run? */                                                     \
	X(NOWHERE, "there is neither a unit nor a container")                                     \
	X(UNREADABLE, "how it is run is not known")                                               \
	X(UNFOUND, "it answers, and no unit or container that ecsprobe knows of runs")            \
	X(UNIT_LOADED, "its unit is loaded")                                                      \
	X(UNIT_MASKED, "its unit is masked")                                                      \
	X(UNIT_UP, "its unit is loaded, and neither inactive nor failed")                         \
	X(UNIT_DEAD, "its unit is loaded, and inactive or failed")                                \
	X(UNIT_INACTIVE, "its unit is inactive")                                                  \
	X(UNIT_FAILED, "its unit is failed")                                                      \
	X(UNIT_DISABLED, "its unit is disabled")                                                  \
	X(UNIT_CHANGING, "its unit is on its way up or down")                                     \
	X(UNIT_RETRIES, "systemd waits to start its unit again after a failure")                  \
	X(UNIT_JOB, "systemd has a job queued for its unit")                                      \
	X(WITHOUT_CONTAINER, "its unit runs it without a container, as on Bottlerocket")          \
	X(CONTAINER_EXISTS, "its container exists")                                               \
	X(CONTAINER_RUNS, "its container runs")                                                   \
	X(CONTAINER_GONE, "its unit is up, and its container does not run")                       \
	X(RUNS, "its unit is up, or without a unit its container runs")                           \
	X(OTHER_NETWORK, "it runs in another network namespace than ecsprobe's")                  \
	X(ORPHAN, "its container runs while its unit is dead")                                    \
	X(ENDED_TERMINALLY, "it ended with exit code 5 and does not run again")                   \
	X(CLOUD_PENDING, "its unit starts after cloud-final, which has not finished")             \
	X(CLOUD_UNSEEN, "its unit is dead, and whether cloud-final has finished is not known")    \
	X(STARTS_LATER, "it will start by itself")                                                \
	X(JUST_STARTED, "it was started moments ago")                                             \
	/* Who starts it? */                                                                      \
	X(OWNER_DOUBT, "what starts it is not certain")                                           \
	X(OWNERLESS, "no unit or process starts it, and Docker does not")                         \
	X(OWNER_UNREAD, "a unit starts it through a program that ecsprobe cannot follow")         \
	X(OWNER_FAULTY, "a unit starts it, and a restart of that unit would fail")                \
	X(LOSES_STATE, "a start by its owner would discard its data")                             \
	X(KEEPS_CONTAINER, "its owner starts the same container each time")                       \
	/* What would its next start read? */                                                     \
	X(DOCKER_DOWN, "docker is down, and its unit needs it")                                   \
	X(DOCKER_COMING, "docker is on its way up, and its unit needs it")                        \
	X(IMAGE_MISSING, "its image is missing")                                                  \
	X(JSON_INVALID, "it would reject ecs.config.json")                                        \
	X(CONFIG_FATAL, "its configuration would, or might, make its next start fail")            \
	X(VALUE_REFUSED, "a value in a file would make its next start fail")                      \
	X(VALUE_UNPROVEN,                                                                         \
	  "a value that the running agent does not have may make its next start fail")            \
	X(FILE_UNSEEN, "ecsprobe could not read or check a file that its next start reads")       \
	X(LINES_UNREAD, "lines of its files look like settings but have no effect")               \
	X(UPDATE_PENDING, "an update of it is pending")                                           \
	X(IN_WARM_POOL, "its instance is in a warm pool, and it waits for that to end")           \
	X(NOT_IN_SERVICE, "it would wait, or end, as its instance is not in service")             \
	X(WARM_POOL_UNSEEN, "it asks for a warm pool, and the answer to that is not known")       \
	X(CLUSTER_DIFFERS, "it is registered with another cluster than it is configured for")     \
	X(BACKEND_UNUSABLE, "the endpoint that it would use for ecs was not checked")             \
	X(IS_UPGRADE, "the packaged agent is newer than the loaded one")                          \
	X(CLOUD_FALLBACK, "the instance has user data, and cloud-init did not run it")            \
	X(FALLBACK_UNSEEN, "part of that is not known")                                           \
	X(NEEDS_IMDSV1, "its AWS client sends no token, and one is required")                     \
	X(NO_CHECKPOINT, "it runs without any stored state: its next start registers as another") \
	/* What does it report of itself? */                                                      \
	X(IS_EXTERNAL, "ECS Anywhere: there is no instance metadata")                             \
	X(UNREGISTERED, "it runs, and its introspection shows no registration or refuses")        \
	X(UNREGISTERED_LONG, "unregistered for minutes since its owner was started")              \
	X(REGISTER_DENIED, "a policy does not let it register, by its log")                       \
	X(TOO_OLD, "its version does not support interface endpoints")                            \
	X(BAD_RESTART, "its version stays stopped after a restart of docker")                     \
	X(BAD_STATE, "its version loses its state after an unclean stop")                         \
	/* Is it connected to ACS, by its own log and connections?  Of a registered agent. */     \
	X(ACS_LOST, "not connected, and for longer than a reconnect takes")                       \
	X(ACS_LOSING, "not connected, and for no longer than a reconnect takes")                  \
	X(ACS_INACTIVE, "ECS reports its instance as inactive, and it waits an hour")             \
	X(ACS_UNSEEN, "nothing shows whether it is connected")                                    \
	/* Does it use outdated settings?  For a running agent only. */                           \
	X(STALE_CONFIG, "its configuration is older than the files")                              \
	X(KEYS_CHANGED, "settings of its environment changed; STALE_CONFIG holds with it")        \
	X(STALE_PATH, "its peers are public, while the ECS names are private now")                \
	X(STALE_RESOLVER, "its nameservers are not those of the host")                            \
	X(STALE_HOSTS, "its copy of /etc/hosts pins other addresses than the host's file")        \
	X(HOSTS_HURT, "such a pin makes it fail, and its next start would not have it")           \
	X(PUBLIC_PATH, "its peers are public, and the ECS names do not say otherwise")            \
	X(PATH_GONE, "connected to a private address that no name resolves to any more")          \
	X(ROOTS_STALE, "the trust store changed after its start")                                 \
	X(ROOTS_REFUSE, "the trust store changed, and certificates make it fail")                 \
	X(ROOTS_PROVEN, "the same, and not only in the one connection that failed")               \
	X(ROOTS_DOUBTED, "the trust store changed, and it may fail: TLS is intercepted")          \
	X(DOCKER_ROOTS_STALE,                                                                     \
	  "TLS is intercepted, and dockerd's trust store changed since its start")                \
	/* What else is known? */                                                                 \
	X(PARTS_UNKNOWN, "a part that the rules need could not be read")                          \
	X(LOOKED_AS_ROOT, "ecsprobe looked at it as root")                                        \
	X(REQUIRED, "the policy requires an agent, or the operator asked for a restart")          \
	/* What became of an action? */                                                           \
	X(ACTION_PERSISTS, "not done again, since it did not help before")                        \
	X(ACTION_NOT_READY, "done, and the agent did not come back")                              \
	X(ACTION_UNPROVEN, "done, and its connection to ACS cannot be seen")

/* A set of them. */
#define AGENT(...) BIT_SET(AGENT_BIT_, __VA_ARGS__)

#define X(name, meaning) AGENT_BIT_##name,
enum { AGENT_BITS(X) AGENT_BIT_COUNT };
#undef X

struct agent_view {
	const struct report *report;       /* borrowed */
	const struct judge_policy *policy; /* borrowed; NULL outside of judge() */
	const struct agent_status *agent;  /* borrowed; never NULL */
	rule_bits bits;
};

/* report is judged; its agent may be missing, which is AGENT(UNREADABLE). */
void agent_view_build(struct agent_view *view, const struct report *report,
		      const struct judge_policy *policy);

/* It supports only IMDSv1, and its next start will be the same. */
bool agent_is_imdsv1_only(const struct report *report, rule_bits bits);

/* The version is known, and from..to holds it. */
bool agent_version_within(const struct agent_status *agent, const unsigned from[static 3],
			  const unsigned to[static 3]);

/* The last main process of its unit exited with 5. */
bool agent_unit_ended_terminally(const struct agent_status *agent);

/* docker.service is starting. */
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

/* --- agent_parts.c ------------------------------------------------------------- */

/* The part would have been judged, had it been readable; bits: of agent_view_build(). */
bool agent_part_is_unseen(const struct agent_status *agent, rule_bits bits, enum agent_part part);
bool agent_any_unseen(const struct agent_status *agent, rule_bits bits);

/* --- agent_evidence.c ---------------------------------------------------------- */

/* Of an agent that runs: the bits of what is no longer true, but those of the trust store. */
rule_bits agent_stale_bits(const struct report *report);

enum { ECS_NAMES = 3 };
extern const char *const ecs_names[ECS_NAMES];
/* Whether a start would fail because of it.  If a small ClientHello works it would not: which one
 * the agent sends depends on its build. */
bool agent_endpoint_is_dead(const struct endpoint_verdict *endpoint);

/* An endpoint as the agent's next start would see it, and all of them. */
const struct endpoint_verdict *agent_next_endpoint(const struct report *report,
						   const char *service);
/* Names that the running agent's copy of /etc/hosts pins otherwise than its next start's. */
bool agent_has_own_pins(const struct report *report);
void agent_own_pins(const struct report *report, struct string_list *names);
const struct endpoint_verdict *agent_next_endpoints(const struct report *report, size_t *count);

/* The services that a start of the agent dials before it is connected: the three, and ec2
 * where it reads the instance's tags. */
size_t agent_start_names(const struct report *report, const char *names[static ECS_NAMES + 1]);

/* Adds the public hosts that it is known to use, sorted: the last one in its log, else those of its
 * open connections. */
void agent_public_hosts(const struct report *report, struct string_list *hosts);

/* The first private peer that no name leads to, NULL when there is none. */
const struct ip *agent_gone_peer(const struct report *report);

/* An address that resolves to it accepts connections. */
bool agent_name_leads_to(const struct plan *plan, const struct target_outcome *outcome,
			 const struct ip *ip);

/* Printable as it is, or else escaped; for text that somebody else chose. */
struct text;
void text_append_safe(struct text *text, const char *words);

#endif
