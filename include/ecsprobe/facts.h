/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_FACTS_H
#define ECSPROBE_FACTS_H
/* What is known about this instance before anything is judged.  Filled once
 * by gather, read-only afterwards.  An empty string or a count of 0 means
 * "not known". */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "ecsprobe/address.h"
#include "ecsprobe/agent_files.h"
#include "ecsprobe/code.h"
#include "ecsprobe/dialler.h"
#include "ecsprobe/go_proxy.h"
#include "ecsprobe/origin.h"
#include "ecsprobe/partition.h"
#include "ecsprobe/resolv_conf.h"
#include "ecsprobe/sight.h"

enum {
	REGION_BYTES = 32,
	ACCOUNT_BYTES = 13,
	INSTANCE_ID_BYTES = 32,
	ZONE_BYTES = 32,
	VPC_ID_BYTES = 32,
	SUBNET_ID_BYTES = 32,
	SUFFIX_BYTES = 64,
	MAX_VPC_CIDRS = 64,
	MAX_BRIDGES = 16,
	INTERFACE_BYTES = 16,
	AGENT_BACKEND_BYTES = 254
};

/* In order of authority: the first one that has a value is believed. */
enum region_source {
	REGION_FROM_OPTION,
	REGION_FROM_AGENT,
	REGION_FROM_IMDS,
	REGION_FROM_ENVIRONMENT,
	REGION_SOURCE_COUNT,
};
const char *region_source_name(enum region_source source);

/* Has the shape of a Region's name: for everything that claims to be one. */
bool region_is_wellformed(const char *text);

/* A host that the agent's settings give one of its clients instead of the default. */
enum { MAX_AGENT_OVERRIDES = 4 };
struct agent_override {
	const char *service; /* of the catalog; borrowed: a constant */
	uint16_t port;
	char host[AGENT_BACKEND_BYTES];
};
struct agent_overrides {
	struct agent_override items[MAX_AGENT_OVERRIDES];
	size_t count;
};

/* The facts that the plan waits for. */
struct identity {
	char region[REGION_BYTES]; /* the one believed */
	enum region_source region_source;
	char regions[REGION_SOURCE_COUNT][REGION_BYTES]; /* what each source says */
	char partition[SUFFIX_BYTES];                    /* "aws" */
	char dns_suffix[SUFFIX_BYTES];                   /* "amazonaws.com" */
	const struct partition *known_partition;         /* NULL: a new one, known to IMDS only */
	bool partition_assumed; /* no known partition has the Region's prefix: "aws", as the SDKs assume */
	char account[ACCOUNT_BYTES];
	bool agent_fips;           /* the agent asks for FIPS names */
	bool agent_dual_stack;     /* ... for dual-stack names, as on an IPv6-only host */
	bool agent_sdk_dual_stack; /* ... all of its clients do, by AWS_USE_DUALSTACK_ENDPOINT */
	/* The same of dockerd's own client, which its awslogs driver uses. */
	bool dockerd_fips, dockerd_dual_stack;
	bool agent_tags;     /* it reads the instance's tags from ec2 when it registers */
	bool agent_external; /* ECS Anywhere: it is given its Region, and asks no metadata */
	bool outside;        /* ... and no metadata service answers: this is not EC2 */
	char agent_backend[AGENT_BACKEND_BYTES]; /* instead of the ecs name; "": not set */
	uint16_t agent_backend_port;
	struct agent_overrides agent_overrides; /* of its other clients */
	char instance_id[INSTANCE_ID_BYTES];
	/* The VPC's primary block: its base + 2 is the Route 53 Resolver. */
	struct cidr primary_vpc_cidr; /* family IP_NONE: not known */
};

/* Needed to judge, not to probe. */
struct network {
	char zone[ZONE_BYTES];
	char vpc_id[VPC_ID_BYTES];
	char subnet_id[SUBNET_ID_BYTES]; /* the instance's own */
	struct cidr subnet; /* the instance's own, which lies in zone; family IP_NONE: not known */
	struct cidr vpc_cidrs[MAX_VPC_CIDRS];
	size_t vpc_cidr_count;
	bool from_option; /* --vpc-cidr, not IMDS */
};

static inline enum address_class network_class_of(const struct network *network,
						  const struct ip *ip)
{
	return address_classify(ip, network->vpc_cidrs, network->vpc_cidr_count, NULL);
}

/* What this instance was launched with, read only for a restart of the agent: it sets the cluster
 * if nothing else does, and shows whether the instance is in service. */
struct launch {
	bool user_data_known; /* it came in, or there is none */
	bool user_data_given; /* there is some, and it is not empty */
	enum sight
		tokens_required; /* HttpTokens: does the service refuse a request without a token? */
	char user_data_cluster[256]; /* its ECSAgentConfiguration's Cluster, or "" */
	bool lifecycle_known;        /* it came in, or there is none */
	char lifecycle[32];          /* autoscaling/target-lifecycle-state, or "" */
};

/* The role whose credentials the metadata service returns, never the credentials themselves. */
struct instance_role {
	enum sight sight;  /* ABSENT: the service has none */
	char name[65];     /* escaped, as is what follows */
	char code[49];     /* in place of credentials; "Success" where it has some; "": unknown */
	char message[161]; /* of another code than that */
};

static inline bool instance_role_works(const struct instance_role *role)
{
	return strcmp(role->code, "Success") == 0;
}

/* There is a role, and the service has no credentials for it. */
static inline bool instance_role_fails(const struct instance_role *role)
{
	return role->code[0] && !instance_role_works(role);
}

struct imds_status {
	enum code code; /* CODE_NONE: it answers, or it was not asked */
	bool asked;
	char endpoint[64]; /* the one that answered, or was tried last */
	char detail[128];  /* the library's words, escaped */
	bool silent;       /* no token: it was waited for long enough, or refused */
	bool clock_known;
	int64_t clock_skew_s; /* instance minus IMDS; > 0: the instance is ahead */
};

struct hosts_entry {
	char *name; /* owned */
	struct ip ip;
};

/* A network of the host's own making, such as docker0's. */
struct bridge {
	char name[INTERFACE_BYTES];
	struct cidr cidr;
};

/* Proxy settings as one dialler gets them, unparsed.  The URLs may hold
 * passwords: they are never printed, and wiped by host_facts_done(). */
struct proxy_settings {
	char *https_proxy; /* owned; NULL: not set; "": set to nothing */
	char *http_proxy;  /* owned */
	char *no_proxy;    /* owned */
	/* As found, upper and lower case apart: as proxy_keys has them. */
	char *spelled[PROXY_SPELLINGS][PROXY_VARIABLES]; /* owned */
	struct origin found_in[PROXY_SPELLINGS][PROXY_VARIABLES];
	unsigned char counts[PROXY_VARIABLES]; /* which spelling does */
};

enum { MAX_DOCKER_SERVERS = 16 };

/* The nameservers that dockerd is configured to give to containers; if there are none, they get the
 * host's. */
struct docker_dns {
	struct ip servers[MAX_DOCKER_SERVERS];
	struct origin origins[MAX_DOCKER_SERVERS];
	size_t count;
	bool unknown;       /* a file that could name some cannot be read */
	int64_t changed_us; /* the youngest of those files, CLOCK_REALTIME; 0: there is none */
};

/* A file that affects names and could not be read in full. */
struct unreadable_file {
	char path[128]; /* escaped */
	char why[64];
};

/* What the machine itself says. */
struct host_facts {
	struct unreadable_file unreadable[8];
	size_t unreadable_count;
	struct resolver_settings resolver;
	struct origin resolver_origin;
	/* Why resolver names no server: "does not exist", the end of a sentence about the
	 * file; borrowed; NULL: it names some. */
	const char *resolver_lacks;
	struct docker_dns docker_dns;
	struct agent_files agent_files; /* owned; wiped once the agent was looked at */
	char *hosts_text;          /* owned: /etc/hosts, NUL-terminated; NULL when there is none */
	struct hosts_entry *hosts; /* owned: of the names that were looked for */
	size_t hosts_count;
	/* The same of the running agent's own copy; borrowed NULL: it has none, or it was not
	 * seen. */
	const char *agent_hosts_text;
	bool agent_hosts_kept;           /* it was made with them: its next start has them too */
	struct hosts_entry *agent_hosts; /* owned */
	size_t agent_hosts_count;
	bool usable_v4, usable_v6; /* has a source address and a route for it */
	struct bridge bridges[MAX_BRIDGES];
	size_t bridge_count;
	struct ip stub_uplinks[MAX_NAMESERVERS]; /* the servers that systemd-resolved's stub asks */
	size_t stub_uplink_count;
	struct proxy_settings proxies[DIALLER_COUNT];
	/* The driver's count of packets dropped for exceeding the link-local
	 * allowance, before and after the run. */
	bool drops_known;
	uint64_t drops_before, drops_after;
	char agent_region[REGION_BYTES];
	bool agent_fips, agent_dual_stack; /* the names it asks for */
	bool agent_sdk_dual_stack;
	bool dockerd_fips, dockerd_dual_stack; /* likewise, of dockerd's own environment */
	bool agent_tags;
	bool agent_external;                     /* ECS_EXTERNAL */
	char agent_backend[AGENT_BACKEND_BYTES]; /* ... and, where it is set, the host of ecs */
	uint16_t agent_backend_port;
	struct agent_overrides agent_overrides;
	bool agent_backend_unusable; /* one is set that ecsprobe cannot dial */
};

struct facts {
	struct identity identity;
	struct network network;
	struct launch launch;
	struct instance_role role;
	struct imds_status imds;
	struct host_facts host;
};

#endif
