/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "ecsprobe/below.h"
#include "ecsprobe/resolv_conf.h"
#include "evidence.h"
#include "sources.h"

enum { MAX_RESOLV_CONF_BYTES = 64 << 10 };

/* The links inside are the container's, and must lead nowhere else. */
static int read_inside(const char *path, char **text, size_t *len)
{
	struct below below;
	int r = below_root(&below, path);

	if (r < 0)
		return r;
	r = below_read(&below, resolv_conf_path, MAX_RESOLV_CONF_BYTES, text, len);
	(void)close(below.root);
	return r;
}

static void read_resolv_conf(struct agent_status *status, const char *root, uint32_t pid)
{
	struct resolver_evidence *resolver = &status->resolver;
	CLEANUP(cleanup_free) char *path = xasprintf("%s/proc/%u/root", root, pid);
	char *text;
	size_t len;
	int r;

	resolver->sight = SIGHT_UNKNOWN;
	if (!agent_process_holds(status, root, pid, resolver->why))
		return;
	r = read_inside(path, &text, &len);
	if (r < 0) {
		source_why(resolver->why, "resolv.conf of the agent", r);
		return;
	}
	if (!agent_process_holds(status, root, pid, resolver->why)) {
		free(text);
		return;
	}
	resolver->sight = SIGHT_SEEN;
	resolv_conf_read(&resolver->settings, text, len);
	origin_set(&resolver->origin,
		   status->container.resolv_conf_path[0] ? status->container.resolv_conf_path
							 : "resolv.conf of the agent's process",
		   0);
	free(text);
}

void resolver_gather(struct agent_status *status, const char *root)
{
	struct resolver_evidence *resolver = &status->resolver;
	uint32_t pid;

	resolver->sight = agent_process(status, &pid);
	if (resolver->sight == SIGHT_UNKNOWN)
		(void)copy_text(resolver->why, sizeof resolver->why,
				"the agent's processes are not known");
	else if (resolver->sight == SIGHT_SEEN)
		read_resolv_conf(status, root, pid);
}
