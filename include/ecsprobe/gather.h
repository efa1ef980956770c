/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_GATHER_H
#define ECSPROBE_GATHER_H
/* Finds the facts: files and routes at once, IMDS on the event loop.  A fact that cannot be found
 * stays empty; that is data, not an error. */
#include "ecsprobe/error.h"
#include "ecsprobe/facts.h"
#include "ecsprobe/wishes.h"

struct http;
struct imds; /* opaque: requests under way */
struct sd_event;

/* Reads resolv.conf, hosts, the agent's configuration files and the routing tables.  Sets e and
 * returns -EINVAL for a value that the agent would obey but that cannot work (ERROR_CONFIG); the
 * rest is filled even then. */
int gather_host(struct host_facts *host, struct error *e) ECSPROBE_MUST_CHECK;
void host_facts_done(struct host_facts *host);

/* The agent's files as they are now, below root ("": this machine), for a second
 * look at the agent; agent_files_done() wipes them. */
void gather_agent_files(struct agent_files *files, const char *root);

/* The sum over the interfaces whose driver counts packets to link-local
 * services that exceeded the allowance; false when none does. */
bool gather_link_drops(uint64_t *drops);

/* Adds the entries of hosts_text for this name, in the file's order, and those of
 * agent_hosts_text. */
void hosts_file_find(struct host_facts *host, const char *name);

/* Fills the entries of agent_hosts_text again after it was replaced. */
void hosts_file_forget_agents(struct host_facts *host);

/* The pure readers behind gather_host(): text of /proc/net/route and ipv6_route. */
bool routes_v4_have_default(const char *text);
bool routes_v4_default_through(const char *text, const char *interface);
bool routes_v6_have_default(const char *text);
/* Whether the agent takes the instance for one without IPv4: to it, only a route through a gateway
 * is a default route (isDefaultRoute() in ecs-agent/utils/net of aws/amazon-ecs-agent).  NULL: could
 * not be read, and then false, as the agent's names depend on it. */
bool routes_agent_is_v6_only(const char *v4, const char *v6);

/* "ecs.example.com", "https://ecs.example.com:8443/": false where the agent
 * would not speak TLS with a named host. */
bool backend_parse(const char *text, char host[static AGENT_BACKEND_BYTES], uint16_t *port);

struct credentials;

struct imds_config {
	const char *endpoint; /* NULL: the two well-known ones */
	uint64_t patience_us; /* the least time to wait for a token, even if other work goes on */
	uint64_t identity_budget_us; /* identity is over by then, whatever happened */
	uint64_t request_timeout_us;
	struct identity *identity; /* filled until identity_done */
	struct network *network;   /* filled until network_done */
	struct imds_status *status;
	struct instance_role *role;      /* with the network's */
	struct launch *launch;           /* NULL: not wanted; with the network's */
	struct credentials *credentials; /* the role's; NULL: not wanted; with the network's */
	/* Each is called once, from the loop, identity first. */
	void (*identity_done)(void *arg);
	void (*network_done)(void *arg);
	void *arg;
};

int imds_start(struct imds **out, struct http *http, struct sd_event *loop,
	       const struct imds_config *config, struct error *e) ECSPROBE_MUST_CHECK;
/* After this no callback is called.  NULL is fine.  Call it before http_close(). */
void imds_stop(struct imds *imds);

/* The pure reader of what IMDS and the container credentials endpoint hand out: AccessKeyId,
 * SecretAccessKey and Token.  False, and *out wiped, where it is not that. */
bool credentials_parse(struct credentials *out, const char *body);

/* AWS_REGION, else AWS_DEFAULT_REGION of the caller's shell, else NULL. */
const char *gather_environment_region(void);

/* The wanted profiles that have a file DIRECTORY/NAME.conf, in the order of their names, or all of
 * them if wanted is NULL.  Other files are not read, so a fault in one does not stop a run without
 * it; but a file with the name of a wanted built-in profile is a fault.  A missing directory
 * contains none. ERROR_CONFIG, or ERROR_PERMISSION, with file, line, what was found and what was
 * expected, and nothing in wishes then. */
extern const char profile_directory[]; /* /etc/ecsprobe/profiles.d */
int gather_profiles(struct wishes *wishes, const char *directory, const struct string_list *wanted,
		    struct error *e) ECSPROBE_MUST_CHECK;

/* The pure reader behind it, ecsprobe.conf(5): adds the targets to
 * profile, whose file is set, and which the caller frees after a failure too. */
int profile_read(struct own_profile *profile, const char *text, size_t len,
		 struct error *e) ECSPROBE_MUST_CHECK;

#endif
