/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_AGENT_WORLD_H
#define ECSPROBE_TESTS_AGENT_WORLD_H
/* An agent written down in one line of words, then, behind " | ", the world
 * around it in those of world.h (without it: three private ECS endpoints that
 * work).  Nothing said: a healthy agent under ecs.service, looked at by root.
 *
 *   unit=active|activating|inactive|failed|... (a dead one has an exited container)
 *   unit=masked|bad|none|unknown   name=UNIT   sub=WORD   result=WORD   ended=STATUS
 *   disabled   job   after-cloud   cloud=STATE[,job]|unknown   docker=STATE[,SUB]|none|unknown
 *   without-container   no-systemd   not-root   nobody-looked
 *   container=running|exited|...|none|unknown   exit=CODE   own-dns   policy=WORD   other-network
 *   started=SECONDS (ago)   created=SECONDS   again (it was stopped before that)
 *   seen=CLUSTER|none|unknown   unregistered   version=A.B.C
 *   changed=KEY,...   config=unknown   json=newer|invalid   fatal=WORD   external   warm-check
 *   bad-backend
 *   cluster=NAME|none|unknown   user-data=NAME|none   lifecycle=WORD|none
 *   log=HOST|unknown   peer=ADDRESS   peers=unknown   socket=ADDRESS,INODE
 *   acs=WORD (else connected)   failing=SECONDS (it fails since then)   said=SECONDS
 *   cause=WORD   subject=closed|discover   talks   was-connected   start-cause=WORD   last-cause=WORD
 *   roots=SECONDS (they changed so long ago)   docker-roots=SECONDS (dockerd's, up for 1000000)
 *   given=ADDRESS,...|unknown   nameserver=ADDRESS   uplink=ADDRESS
 *   image=none|unknown   uncached   cache=STATE   updating
 *   imds=CODE|unasked   role=none|CODE   tasks=nowhere|led
 *   owner=KIND[,UNIT]   unread   recreates   keeps   pulls   podman   fault=NUMBER   data=outside|inside|elsewhere|deleted
 *   action=REASON[,RESULT]
 *   if-stale   force   allow-upgrade   require   expect=WORD
 *   past=SECONDS[,RESULT][,KIND][,same|other][,stood]   history=none|lost
 */
#include "ecsprobe/remedy.h"
#include "world.h"

struct agent_world {
	struct world *world;
	struct agent_status agent;
	struct action before; /* what the report shows */
	struct history history;
	bool no_history;
	struct remedy_policy policy;
	struct action action; /* what remedy() made of it */
};

struct agent_world *agent_world_new(const char *text);
void agent_world_judge(struct agent_world *w);
/* Judges, and decides. */
void agent_world_decide(struct agent_world *w);
void agent_world_free(struct agent_world *w);

/* The findings about the agent alone: "fail:agent-orphan note:agent-unknown";
 * owned by the caller. */
char *agent_world_findings(const struct agent_world *w);

/* What must be found of which agent. */
struct agent_case {
	const char *what;
	const char *world;
	const char *expected;
	const char *words; /* NULL, or part of what is told */
};
const struct agent_case *agent_finding_cases(size_t *count);
/* What must be done about which: "KIND REASON [forced] [upgrades]
 * [skips-final-save]"; words of the detail. */
const struct agent_case *remedy_cases(size_t *count);

#endif
