/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/process.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

/* Writing to it fails with EBADF, as to one that is closed. */
static void hold_standard_descriptors(void)
{
	int fd;

	do
		fd = open("/", O_PATH | O_CLOEXEC);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		(void)close(fd);
}

void process_begin(void)
{
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGXFSZ, SIG_IGN);
	hold_standard_descriptors();
}
