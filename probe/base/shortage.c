/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/shortage.h"

#include <errno.h>
#include <stdarg.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "ecsprobe/util.h"

static unsigned count;
static unsigned barred;

bool error_is_shortage(int err)
{
	return err == EMFILE || err == ENFILE || err == ENOMEM || err == ENOBUFS;
}

unsigned shortage_count(void)
{
	return count;
}

unsigned barred_count(void)
{
	return barred;
}

bool out_of_descriptors(void)
{
	CLEANUP(cleanup_close) int fd = dup(STDERR_FILENO);

	return fd < 0 && (errno == EMFILE || errno == ENFILE);
}

static void note(bool failed)
{
	count += failed && error_is_shortage(errno);
	barred += failed && errno == EPERM;
}

/* --- what the linker calls in the place of libc's --------------------------------- */

int __real_socket(int domain, int type, int protocol);
int __wrap_socket(int domain, int type, int protocol);
int __real_connect(int fd, const struct sockaddr *address, socklen_t len);
int __wrap_connect(int fd, const struct sockaddr *address, socklen_t len);
ssize_t __real_send(int fd, const void *bytes, size_t len, int flags);
ssize_t __wrap_send(int fd, const void *bytes, size_t len, int flags);
ssize_t __real_sendto(int fd, const void *bytes, size_t len, int flags,
		      const struct sockaddr *address, socklen_t address_len);
ssize_t __wrap_sendto(int fd, const void *bytes, size_t len, int flags,
		      const struct sockaddr *address, socklen_t address_len);
int __real_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...);
int __real_epoll_ctl(int epoll, int what, int fd, struct epoll_event *event);
int __wrap_epoll_ctl(int epoll, int what, int fd, struct epoll_event *event);

int __wrap_socket(int domain, int type, int protocol)
{
	int fd = __real_socket(domain, type, protocol);

	note(fd < 0);
	return fd;
}

int __wrap_connect(int fd, const struct sockaddr *address, socklen_t len)
{
	int r = __real_connect(fd, address, len);

	note(r < 0);
	return r;
}

ssize_t __wrap_send(int fd, const void *bytes, size_t len, int flags)
{
	ssize_t n = __real_send(fd, bytes, len, flags);

	note(n < 0);
	return n;
}

ssize_t __wrap_sendto(int fd, const void *bytes, size_t len, int flags,
		      const struct sockaddr *address, socklen_t address_len)
{
	ssize_t n = __real_sendto(fd, bytes, len, flags, address, address_len);

	note(n < 0);
	return n;
}

int __wrap_fcntl(int fd, int command, ...)
{
	va_list args;
	void *argument; /* as libc has it: whatever it is, it is one word */
	int r;

	va_start(args, command);
	argument = va_arg(args, void *);
	va_end(args);
	r = __real_fcntl(fd, command, argument);
	note(r < 0);
	return r;
}

int __wrap_epoll_ctl(int epoll, int what, int fd, struct epoll_event *event)
{
	int r = __real_epoll_ctl(epoll, what, fd, event);

	note(r < 0);
	return r;
}

/* --- in the place of c-ares's ------------------------------------------------------- */

static bool reads_no_files;

void ares_reads_files(bool reads)
{
	reads_no_files = !reads;
}

/* Weak: not every program here has c-ares in it. */
__attribute__((weak)) int __real_ares_init_sysconfig_files(const void *channel, void *sysconfig,
							   int process);
int __wrap_ares_init_sysconfig_files(const void *channel, void *sysconfig, int process);

int __wrap_ares_init_sysconfig_files(const void *channel, void *sysconfig, int process)
{
	if (reads_no_files || !__real_ares_init_sysconfig_files)
		return 0; /* ARES_SUCCESS */
	return __real_ares_init_sysconfig_files(channel, sysconfig, process);
}
