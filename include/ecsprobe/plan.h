/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_PLAN_H
#define ECSPROBE_PLAN_H
/* What will be asked, decided from options, catalog and identity alone. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ecsprobe/api.h"
#include "ecsprobe/catalog.h"
#include "ecsprobe/facts.h"
#include "ecsprobe/options.h"
#include "ecsprobe/vantage.h"
#include "ecsprobe/wishes.h"

enum { SERVICE_BYTES = 260, ENDPOINT_SERVICE_BYTES = 128 };

/* The purpose of a target.  All but the first come from the follow-up; those that are only resolved
 * stand together. */
enum purpose {
	PURPOSE_CHECK,
	PURPOSE_NUMBERED,       /* judged: the hosts that the agent uses if a name does not exist */
	PURPOSE_NAMED,          /* judged: a host that AWS itself sends the agent to (--api) */
	PURPOSE_SAME_AGAIN,     /* the handshake again as it was: the control of the one below */
	PURPOSE_SMALL_SEGMENTS, /* ... again, in small segments */
	PURPOSE_LARGE_HELLO,    /* is a ClientHello of two segments answered? */
	PURPOSE_LARGE_SEGMENTS, /* the same in small segments */
	PURPOSE_DUAL_NAME,      /* the dual-stack name, where the plain one has IPv4 alone */
	PURPOSE_ELSEWHERE,      /* a host that a gateway endpoint would not carry */
	PURPOSE_OTHER_REGION,   /* only resolved: is another Region's name private here? */
	PURPOSE_PLAIN_NAME,     /* only resolved: is the plain name private where FIPS is not? */
	PURPOSE_SECOND_LOOK,    /* only resolved: is the answer still the same? */
	PURPOSE_SEARCH_NAME,    /* only resolved: what the search list makes of it, asked first */
	PURPOSE_SERVICE_NAME,   /* only resolved: was a zone called after the endpoint service? */
	PURPOSE_AGENT_PEER,     /* only resolved: is it this host that the agent still talks to? */
	PURPOSE_PROXY_NAME, /* only resolved: does the dialler find its proxy by its own servers? */
	PURPOSE_COUNT,
};

/* Whether it is judged like a planned target; everything else in a follow-up is evidence. */
static inline bool purpose_is_judged(enum purpose purpose)
{
	return purpose <= PURPOSE_NAMED;
}

static inline bool purpose_only_resolves(enum purpose purpose)
{
	return purpose >= PURPOSE_OTHER_REGION;
}

struct target {
	enum purpose purpose;
	const struct target *origin;   /* of a follow-up: whom it is about; NULL: planned */
	struct ip address;             /* family IP_NONE: resolve the host; else dial just this */
	const struct catalog_row *row; /* borrowed; NULL for --host */
	char service[SERVICE_BYTES];   /* the row's id, or the host's name */
	char host[HOST_BYTES];
	uint16_t port;
	char endpoint_service[ENDPOINT_SERVICE_BYTES]; /* "" for --host */
	const char *endpoint_note; /* what is not sure of it, borrowed; NULL: it is */
	enum dialler dialled_by;
	bool proxied;  /* through plan.proxies[dialled_by] */
	bool in_vain;  /* ... which cannot carry it, whatever is there */
	bool own_pins; /* the running agent's copy of /etc/hosts pins it otherwise than the file */
	bool again;    /* it was dialled by another proxy, or by none, before that was known */
	bool tcp_only; /* what listens there does not begin with TLS: connecting is all */
	bool required;
	bool unnamed; /* its host has the account's number, which is awaited: nobody asks for it yet */
	bool unused; /* of --profile auto: the tasks here use other names of the same kind */
	enum name_variant variant;
	enum provenance provenance;
	bool may_not_exist; /* AWS may lack this name here: catalog_is_everywhere() */
	const struct unoffered *unoffered; /* no endpoint serves this name; NULL: one may */
	enum expect expect;
	const char *source; /* borrowed */
	const char *why;    /* borrowed */
};

/* Not a name of the catalog: what DiscoverPollEndpoint hands out instead. */
static inline bool target_is_handed_out(const struct target *target)
{
	return target->purpose == PURPOSE_NUMBERED || target->purpose == PURPOSE_NAMED;
}

/* The host name is inferred: a failure can only warn. */
static inline bool target_is_inferred(const struct target *target)
{
	return target->provenance == PROVENANCE_INFERRED;
}

/* The host's, those behind its stub, the agent's at both moments, the tasks', and Route 53. */
enum { MAX_RESOLVERS = 5 * MAX_NAMESERVERS + 1, RESOLVER_NAME_BYTES = 24 };

/* A nameserver, and the diallers that ask it. */
struct resolver {
	char name[RESOLVER_NAME_BYTES]; /* route53, system, system-2, agent, ... */
	struct socket_address address;
	bool route53;      /* speaks for the Route 53 Resolver */
	bool configured;   /* of the host's resolv.conf */
	bool uplink;       /* one of several that the host's own stub may ask */
	bool use_vc;       /* asked by TCP, as resolv.conf says */
	unsigned attempts; /* how often its least patient client asks it; 0: no client does */
	char zone_id[ZONE_ID_BYTES]; /* of a link-local address */
	unsigned diallers;           /* 1U << enum dialler: whose names it is asked for */
};

/* A variable whose value is no URL of an http proxy. */
struct proxy_fault {
	enum go_proxy_form form;     /* IGNORED, BROKEN or UNTRIED; UNSET: there is none */
	const char *variable;        /* borrowed: "HTTPS_PROXY", as it is spelled there */
	struct origin origin;        /* of it */
	char shown[HOST_BYTES + 16]; /* as that of struct proxy */
	/* Borrowed: of IGNORED and BROKEN go_proxy_fault(); of UNTRIED why, or NULL where the
	 * form says it. */
	const char *words;
};

/* The proxy of one dialler.  The login is a secret: it is never printed, and wiped by
 * plan_done(). */
struct proxy {
	bool set;                       /* any proxy at all, if only for plain http */
	bool plain;                     /* ... and one for plain http */
	enum go_proxy_form form;        /* of that for https */
	const char *scheme;             /* borrowed: of HTTP and UNTRIED; else NULL */
	char *url;                      /* owned, without the login; NULL: https goes directly */
	char *user, *password;          /* owned; NULL: none */
	struct proxy_fault fault;       /* the first faulty one, which is reported */
	char shown[HOST_BYTES + 16];    /* scheme, host and port, escaped */
	char name[HOST_BYTES];          /* its host where that has to be resolved; else "" */
	const char *variable;           /* borrowed: "HTTPS_PROXY", as it is spelled there */
	struct origin origin;           /* of that */
	char source[ORIGIN_TEXT_BYTES]; /* the same as text */
	char *exceptions;               /* owned: NO_PROXY; NULL: not set */
	bool covers_metadata, covers_credentials, covers_docker; /* by NO_PROXY */
};

struct plan {
	struct target **targets; /* owned, and each of them: it stays where it is */
	size_t count;
	/* Borrowed: what --api would ask AWS; NULL: --list without it, and any other verb. */
	const struct api_call *calls;
	size_t call_count;
	bool held;            /* plan_hold() left something open */
	bool account_unknown; /* the registry host was planned as 000000000000 */
	unsigned profiles;    /* 1U << enum profile: the built-in ones that were selected */
	unsigned scopes;      /* of --profile auto: likewise, those of which a use was seen */
	/* partition_region_needs_all() of the Region, for who cannot ask. */
	bool region_needs_all;
	/* Configured ones in the order the host asks them, then those that only a
	 * dialler asks; a server that is two of them stands once. */
	struct resolver resolvers[MAX_RESOLVERS];
	size_t resolver_count;
	/* An endpoint is judged on what its dialler's servers answer, in their order. */
	struct vantage vantages[DIALLER_COUNT][MOMENT_COUNT];
	/* What Docker gives to tasks in its bridge network, where one was seen: a task is
	 * judged on that, unless a public server is among them that is not to be asked. */
	bool bridged;
	struct vantage bridge;
	struct proxy proxies[DIALLER_COUNT];
};

/* Chooses the Region by authority and its partition.  Any text may be NULL.
 * ERROR_UNDECIDED when there is no Region: the text says what was tried. */
int identity_resolve(struct identity *identity, const char *option_region, const char *agent_region,
		     const char *environment_region, const struct imds_status *imds,
		     struct error *e) ECSPROBE_MUST_CHECK;

/* The services and profiles that the options and profile files name exist;
 * plan_build() checks it too, but a typing error is worth telling before
 * anything is asked of the network. */
int plan_check(const struct options *options, const struct wishes *wishes,
	       struct error *e) ECSPROBE_MUST_CHECK;

/* Whether --profile auto is among the profiles: what is in use here has then to
 * be known before the plan. */
bool plan_wants_workload(const struct options *options);

/* False for a plan of the user's own hosts alone. */
bool plan_needs_region(const struct options *options, const struct wishes *wishes);

/* Fails with options_blame() for a service or profile that does not exist and with
 * ERROR_UNDECIDED for a plan without a target.  identity has a Region where one is needed.
 * Leaves the resolvers out: --list needs none. */
int plan_build(struct plan *plan, const struct options *options, const struct wishes *wishes,
	       const struct identity *identity, struct error *e) ECSPROBE_MUST_CHECK;

/* Adds whom to ask.  169.254.169.253, fd00:ec2::253 and the primary block's
 * base + 2 are one and the same, the Route 53 Resolver, unless --resolver
 * names another. */
void plan_resolvers(struct plan *plan, const struct options *options,
		    const struct identity *identity, const struct host_facts *host);

/* Of a plan that is begun before the metadata service has answered: leaves open whose host has
 * the account's number, and which server is the Route 53 Resolver.  Call it before
 * plan_resolvers().  False: this plan has to wait for the metadata service. */
bool plan_hold(struct plan *plan, const struct options *options, const struct identity *identity,
	       const struct host_facts *host);
/* Decides both, once the metadata service has answered or is given up. */
void plan_release(struct plan *plan, const struct options *options, const struct identity *identity,
		  const struct host_facts *host);

/* Whether ecsprobe may ask a server behind the host's own stub. */
bool plan_may_ask_uplink(const struct options *options, const struct ip *uplink);

/* What each dialler sees; its servers are added to the resolvers.  agent: NULL
 * until somebody has looked at it; then call it again.  Returns whether there are
 * servers that have not been asked yet. */
struct agent_status;
bool plan_vantages(struct plan *plan, const struct options *options,
		   const struct identity *identity, const struct host_facts *host,
		   const struct agent_status *agent);

/* Whether this nameserver is asked for that target. */
static inline bool plan_asks(const struct plan *plan, const struct target *target, size_t resolver)
{
	return plan->resolvers[resolver].diallers & (1U << target->dialled_by);
}

/* Gives each target the proxy that its dialler would use, by Go's rules: the variables of its
 * process, and NO_PROXY as golang.org/x/net/http/httpproxy reads it.  The agent uses HTTP_PROXY for
 * https too: ecs-agent/utils/httpproxy/proxy.go of aws/amazon-ecs-agent. */
void plan_proxies(struct plan *plan, const struct host_facts *host);

/* The same of dockerd and of an agent that ecs-init did not start, once they were looked at, as what
 * they were started with counts.  Returns whether a target has another way than it was dialled by:
 * it is marked. */
bool plan_running_proxies(struct plan *plan, const struct host_facts *host,
			  const struct agent_status *agent);

/* Of one target, where the plan has its proxies. */
void plan_proxy_of(const struct plan *plan, struct target *target);

/* Adds the targets that the results so far call for: a table of its own (followup.c). False if
 * there is nothing to ask.  agent and api may be NULL. */
enum { FOLLOWUP_ROUNDS = 2 };
struct outcomes;
bool plan_followup(struct plan *plan, unsigned round, const struct outcomes *outcomes,
		   const struct options *options, const struct facts *facts,
		   const struct agent_status *agent, const struct api_facts *api);

/* The plain name of a target that is planned by another one; false when it is
 * planned by its plain name already. */
bool plan_plain_host(const struct target *target, const struct identity *identity,
		     char out[static HOST_BYTES]);

/* Marks what the agent's own copy of /etc/hosts pins otherwise than the host's file, once
 * it was seen; hosts_file_find() was asked for every target.  Returns whether there is
 * one that was not marked before. */
bool plan_agent_pins(struct plan *plan, const struct host_facts *host);
/* Takes the mark off where an agent that was restarted since has the file's pins. */
void plan_agent_pins_again(struct plan *plan, const struct host_facts *host);

void proxy_done(struct proxy *proxy);

/* The dual-stack name of a registry or of its layers that is planned by its plain name; false if
 * none is known there.  The layers' name is inferred from similar names. */
bool plan_dual_host(const struct target *target, const struct identity *identity,
		    char out[static HOST_BYTES]);

/* Adds a copy. */
struct target *plan_add(struct plan *plan, const struct target *like);

void plan_done(struct plan *plan);

#endif
