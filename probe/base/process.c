/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "ecsprobe/clock.h"

/* Writing to it fails with EBADF, as to one that is closed. */
static void hold_standard_descriptors(void)
{
	struct pollfd standard[] = { { .fd = STDIN_FILENO },
				     { .fd = STDOUT_FILENO },
				     { .fd = STDERR_FILENO } };
	bool closed = poll(standard, 3, 0) < 0;
	int fd;

	for (size_t i = 0; i < 3; i++)
		closed |= standard[i].revents & POLLNVAL;
	if (!closed)
		return;
	do
		fd = open("/", O_PATH | O_CLOEXEC);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		(void)close(fd);
}

/* For the kernel's own files and for the programs that it hands a core to, which mind no
 * limit.  It also keeps others of the same user from attaching and reading. */
static void leave_no_core(void)
{
	const struct rlimit none = { 0 };

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_DUMPABLE, 0);
}

void process_begin(void)
{
	leave_no_core();
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGXFSZ, SIG_IGN);
	hold_standard_descriptors();
	clock_read_no_zone();
}
