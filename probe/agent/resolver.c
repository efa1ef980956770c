/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>

#include "ecsprobe/below.h"
#include "ecsprobe/resolv_conf.h"
#include "evidence.h"
#include "sources.h"

enum { MAX_RESOLV_CONF_BYTES = 64 << 10, MAX_HOSTS_BYTES = 1 << 20 };

/* The links inside are the container's, and must not lead out of it. */
static int read_inside(const char *root, const char *path, size_t max_bytes, char **text,
		       size_t *len)
{
	struct below below;
	int r = below_root(&below, root);

	if (r < 0)
		return r;
	r = below_read(&below, path, max_bytes, text, len);
	(void)close(below.root);
	return r;
}

/* That the process is the same before and after: a number may be used again. */
static int read_of_agent(struct agent_status *status, const char *root, uint32_t pid,
			 const char *path, size_t max_bytes, char **text, size_t *len,
			 char why[static WHY_BYTES])
{
	CLEANUP(cleanup_free) char *inside = xasprintf("%s/proc/%u/root", root, pid);
	int r;

	if (!agent_process_holds(status, root, pid, why))
		return -ESRCH;
	r = read_inside(inside, path, max_bytes, text, len);
	/* For a process that has ended every file is missing. */
	if (!agent_process_holds(status, root, pid, why)) {
		if (r == 0)
			free(*text);
		return -ESRCH;
	}
	if (r < 0)
		source_why(why,
			   strcmp(path, hosts_path) == 0 ? "/etc/hosts of the agent"
							 : "resolv.conf of the agent",
			   r);
	return r;
}

static void read_resolv_conf(struct agent_status *status, const char *root, uint32_t pid)
{
	struct resolver_evidence *resolver = &status->resolver;
	char name[HOST_NAME_BYTES];
	char *text;
	size_t len;

	resolver->sight = SIGHT_UNKNOWN;
	if (read_of_agent(status, root, pid, resolv_conf_path, MAX_RESOLV_CONF_BYTES, &text, &len,
			  resolver->why) < 0)
		return;
	resolver->sight = SIGHT_SEEN;
	/* The agent's container is on the host's network, and Docker gives it the host's name. */
	resolv_conf_read(&resolver->settings, text, len, host_name_own(name));
	origin_set(&resolver->origin,
		   status->container.resolv_conf_path[0] ? status->container.resolv_conf_path
							 : "resolv.conf of the agent's process",
		   0);
	free(text);
}

/* A missing file pins nothing. */
static void read_hosts(struct agent_status *status, const char *root, uint32_t pid)
{
	struct hosts_evidence *hosts = &status->hosts;
	char why[WHY_BYTES];
	char *text = NULL;
	size_t len;
	int r = read_of_agent(status, root, pid, hosts_path, MAX_HOSTS_BYTES, &text, &len, why);

	hosts->sight = SIGHT_UNKNOWN;
	if (r < 0 && r != -ENOENT)
		return;
	hosts->sight = SIGHT_SEEN;
	hosts->text = r == 0 ? text : xstrdup("");
	origin_set(&hosts->origin,
		   status->container.hosts_path[0] ? status->container.hosts_path
						   : "/etc/hosts of the agent's process",
		   0);
}

/* Only root may read that of another's process. */
static enum sight own_network_of(const struct agent_status *status, const char *root, uint32_t pid)
{
	char why[WHY_BYTES];
	char its[NETWORK_NAME_BYTES];
	char ours[NETWORK_NAME_BYTES];

	if (!source_network(root, pid, its) || !source_network(root, 0, ours) ||
	    !agent_process_holds(status, root, pid, why))
		return SIGHT_UNKNOWN;
	return strcmp(its, ours) == 0 ? SIGHT_ABSENT : SIGHT_SEEN;
}

void resolver_gather(struct agent_status *status, const char *root)
{
	struct resolver_evidence *resolver = &status->resolver;
	uint32_t pid;

	resolver->sight = status->hosts.sight = agent_process(status, &pid);
	if (resolver->sight == SIGHT_UNKNOWN) {
		(void)copy_text(resolver->why, sizeof resolver->why,
				"the agent's processes are not known");
	} else if (resolver->sight == SIGHT_SEEN) {
		read_resolv_conf(status, root, pid);
		read_hosts(status, root, pid);
		status->own_network = own_network_of(status, root, pid);
	}
	/* Its port is in its own network: a refusal in this one shows nothing. */
	if (status->own_network == SIGHT_SEEN && status->introspection.sight == SIGHT_ABSENT) {
		status->introspection.sight = SIGHT_UNKNOWN;
		(void)copy_text(status->introspection.why, sizeof status->introspection.why,
				"its port is in another network namespace");
	}
}
