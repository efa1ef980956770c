/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

#include "ecsprobe/resolv_conf.h"
#include "evidence.h"
#include "sources.h"

enum { MAX_RESOLV_CONF_BYTES = 64 << 10 };

static const uint64_t careful = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

/* Before Linux 5.6: the way that Docker makes it, without any link. */
static int open_plainly(int root)
{
	CLEANUP(cleanup_close)
	int etc = openat(root, "etc", O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int fd = etc < 0 ? -1 : openat(etc, "resolv.conf", (int)careful | O_NOFOLLOW);

	return fd < 0 ? -errno : fd;
}

/* The links inside are the container's, and must lead nowhere else. */
static int open_inside(int root)
{
	struct open_how how = { .flags = careful,
				.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS };
	long fd = syscall(SYS_openat2, root, "etc/resolv.conf", &how, sizeof how);

	if (fd >= 0)
		return (int)fd;
	return errno == ENOSYS || errno == EPERM ? open_plainly(root) : -errno;
}

static int read_inside(const char *path, char **text, size_t *len)
{
	CLEANUP(cleanup_close) int root = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int fd = root < 0 ? -errno : open_inside(root);
	bool cut;
	int r;

	if (fd < 0)
		return fd;
	r = source_read_tail(fd, MAX_RESOLV_CONF_BYTES, text, len, &cut);
	(void)close(fd);
	if (r == 0 && cut) {
		free(*text);
		return -EFBIG;
	}
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
