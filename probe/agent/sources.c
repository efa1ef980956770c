/* SPDX-License-Identifier: Apache-2.0 */
#include "sources.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ecsprobe/local_file.h"
#include "evidence.h"

enum { MAX_PROC_BYTES = 4 << 20 };

static int read_at(int fd, char *buffer, size_t size, off_t offset, size_t *len)
{
	*len = 0;
	while (*len < size) {
		ssize_t n = pread(fd, buffer + *len, size - *len, offset + (off_t)*len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		*len += (size_t)n;
	}
	return 0;
}

int source_read_tail(int fd, size_t max_bytes, char **text, size_t *len, bool *cut)
{
	CLEANUP(cleanup_free) char *buffer = NULL;
	struct stat st;
	off_t offset;
	int r;

	if (fstat(fd, &st) < 0)
		return -errno;
	r = file_expect_regular(&st);
	if (r < 0)
		return r;
	offset = st.st_size > (off_t)max_bytes ? st.st_size - (off_t)max_bytes : 0;
	buffer = xcalloc((size_t)(st.st_size - offset) + 1, 1);
	r = read_at(fd, buffer, (size_t)(st.st_size - offset), offset, len);
	if (r < 0)
		return r;
	*text = buffer;
	*cut = offset > 0;
	buffer = NULL;
	return 0;
}

void source_why(char why[static WHY_BYTES], const char *path, int r)
{
	(void)snprintf(why, WHY_BYTES, "%s: %s", path,
		       r == -EREMOTE ? "it is on a network file system" : strerror(-r));
}

void source_wipe(char *text, size_t len)
{
	if (text)
		text_wipe_bytes(text, len);
	free(text);
}

enum sight agent_process(const struct agent_status *status, uint32_t *pid)
{
	const struct container_status *container = &status->container;

	*pid = 0;
	if (status->unit.sight == SIGHT_SEEN && status->unit.without_container)
		*pid = status->unit.main_pid;
	else if (container->sight == SIGHT_UNKNOWN ||
		 (container->sight == SIGHT_ABSENT && status->unit.sight == SIGHT_UNKNOWN))
		return SIGHT_UNKNOWN;
	else if (container->sight == SIGHT_SEEN && container->running)
		*pid = container->pid;
	return *pid ? SIGHT_SEEN : SIGHT_ABSENT;
}

/* 1 when it holds the words, 0 when not, or a negative errno. */
static int proc_file_holds(const char *root, uint32_t pid, const char *name, const char *words)
{
	CLEANUP(cleanup_free) char *path = xasprintf("/proc/%u/%s", pid, name);
	char *text;
	size_t len;
	int r = local_file_read(root, path, MAX_PROC_BYTES, &text, &len);

	if (r < 0)
		return r;
	r = memmem(text, len, words, strlen(words)) != NULL;
	free(text);
	return r;
}

bool agent_process_holds(const struct agent_status *status, const char *root, uint32_t pid,
			 char why[static WHY_BYTES])
{
	bool of_unit = status->unit.sight == SIGHT_SEEN && status->unit.without_container;
	const char *owner = of_unit ? status->unit.name : status->container.id;
	/* Of the host's own mounts none is at that place. */
	CLEANUP(cleanup_free)
	char *mount = xasprintf("/%s/hostname /etc/hostname ", status->container.id);
	int r = *owner ? proc_file_holds(root, pid, "cgroup", owner) : -ESRCH;

	if (r == 0 && !of_unit)
		r = proc_file_holds(root, pid, "mountinfo", mount);
	if (r > 0)
		return true;
	(void)snprintf(why, WHY_BYTES, "process %u is not confirmed as the %s's: %s", pid,
		       of_unit ? "unit" : "container",
		       r < 0 ? strerror(-r) : "it is in another control group");
	return false;
}

int64_t agent_started_us(const struct agent_status *status)
{
	uint32_t pid;

	if (agent_process(status, &pid) != SIGHT_SEEN)
		return 0;
	return status->unit.sight == SIGHT_SEEN && status->unit.without_container
		       ? status->unit.main_start_us
		       : status->container.started_us;
}

/* Bytes that must follow a first byte, and what the second is held to: no
 * overlong forms, no surrogates, nothing beyond U+10FFFF (RFC 3629). */
static size_t utf8_more(unsigned char first, unsigned char *low, unsigned char *high)
{
	*low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
	*high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
	if (first >= 0xc2 && first <= 0xdf)
		return 1;
	if ((first & 0xf0) == 0xe0)
		return 2;
	return first >= 0xf0 && first <= 0xf4 ? 3 : 0;
}

bool source_network(const char *root, uint32_t pid, char name[static NETWORK_NAME_BYTES])
{
	CLEANUP(cleanup_free)
	char *path = pid ? xasprintf("%s/proc/%u/ns/net", root, pid)
			 : xasprintf("%s/proc/self/ns/net", root);
	ssize_t n = readlink(path, name, NETWORK_NAME_BYTES - 1);

	name[n > 0 ? n : 0] = '\0';
	return n > 0;
}

bool text_is_utf8(const char *text, size_t len)
{
	const unsigned char *at = (const unsigned char *)text;
	const unsigned char *end = at + len;

	while (at < end) {
		unsigned char low, high;
		size_t more = utf8_more(*at, &low, &high);

		if (*at++ < 0x80)
			continue;
		if (more == 0 || (size_t)(end - at) < more || *at < low || *at > high)
			return false;
		for (at++; --more; at++)
			if ((*at & 0xc0) != 0x80)
				return false;
	}
	return true;
}
