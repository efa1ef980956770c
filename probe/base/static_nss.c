/* SPDX-License-Identifier: Apache-2.0 */
/* Names of hosts come from c-ares, and users and groups are only numbers to
 * us.  libcurl and libsystemd still refer to libc's lookups, and each of them
 * would bring NSS into a static binary: 120 KB, plug-ins loaded with dlopen()
 * that must match the libc of the build, and answers that depend on
 * nsswitch.conf.  These take their place in the shipped binary, and only
 * there: none of them is reached by what ecsprobe does. */
/* libc's own parameter names are reserved ones. */
/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */
#include <errno.h>
#include <grp.h>
#include <netdb.h>
#include <pwd.h>
#include <stddef.h>
#include <sys/socket.h>

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
		struct addrinfo **list)
{
	(void)node;
	(void)service;
	(void)hints;
	*list = NULL;
	return EAI_FAIL;
}

void freeaddrinfo(struct addrinfo *list)
{
	(void)list;
}

int getnameinfo(const struct sockaddr *address, socklen_t address_len, char *host,
		socklen_t host_len, char *service, socklen_t service_len, int flags)
{
	(void)address;
	(void)address_len;
	(void)host;
	(void)host_len;
	(void)service;
	(void)service_len;
	(void)flags;
	return EAI_FAIL;
}

struct servent *getservbyname(const char *name, const char *protocol)
{
	(void)name;
	(void)protocol;
	return NULL;
}

int getservbyport_r(int port, const char *protocol, struct servent *entry, char *buffer,
		    size_t size, struct servent **result)
{
	(void)port;
	(void)protocol;
	(void)entry;
	(void)buffer;
	(void)size;
	*result = NULL;
	return ENOENT;
}

struct passwd *getpwnam(const char *name)
{
	(void)name;
	errno = ENOENT;
	return NULL;
}

struct passwd *getpwuid(uid_t uid)
{
	(void)uid;
	errno = ENOENT;
	return NULL;
}

/* "No such user" is 0 with no result, not an error. */
int getpwnam_r(const char *name, struct passwd *entry, char *buffer, size_t size,
	       struct passwd **result)
{
	(void)name;
	(void)entry;
	(void)buffer;
	(void)size;
	*result = NULL;
	return 0;
}

int getpwuid_r(uid_t uid, struct passwd *entry, char *buffer, size_t size, struct passwd **result)
{
	(void)uid;
	(void)entry;
	(void)buffer;
	(void)size;
	*result = NULL;
	return 0;
}

struct group *getgrnam(const char *name)
{
	(void)name;
	errno = ENOENT;
	return NULL;
}

struct group *getgrgid(gid_t gid)
{
	(void)gid;
	errno = ENOENT;
	return NULL;
}

int getgrnam_r(const char *name, struct group *entry, char *buffer, size_t size,
	       struct group **result)
{
	(void)name;
	(void)entry;
	(void)buffer;
	(void)size;
	*result = NULL;
	return 0;
}

int getgrgid_r(gid_t gid, struct group *entry, char *buffer, size_t size, struct group **result)
{
	(void)gid;
	(void)entry;
	(void)buffer;
	(void)size;
	*result = NULL;
	return 0;
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
