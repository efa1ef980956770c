/* SPDX-License-Identifier: Apache-2.0 */
#include "own_refusal.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
/* After <time.h>, whose struct timespec it needs. */
#include <linux/errqueue.h>

#include "ecsprobe/sockaddr.h"

static void set_watch(int fd, enum ip_family family, int on)
{
	(void)setsockopt(fd, family == IP_V4 ? IPPROTO_IP : IPPROTO_IPV6,
			 family == IP_V4 ? IP_RECVERR : IPV6_RECVERR, &on, sizeof on);
}

void own_refusal_watch(int fd, enum ip_family family)
{
	set_watch(fd, family, 1);
}

void own_refusal_unwatch(int fd, enum ip_family family)
{
	set_watch(fd, family, 0);
}

static bool is_icmp(const struct cmsghdr *c)
{
	return (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_RECVERR) ||
	       (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_RECVERR);
}

/* A firewall's refusal is there at once; the kernel gives up a neighbour after seconds. */
enum { AT_ONCE_US = 200 * 1000 };

/* RFC 792 and RFC 4443: also what the kernel sends from an address of this host when the next
 * hop does not answer ARP or neighbour discovery. */
enum { V4_UNREACHABLE = 3, V4_HOST = 1, V6_UNREACHABLE = 1, V6_ADDRESS = 3 };

static bool is_of_dead_neighbour(enum ip_family family, unsigned type, unsigned code)
{
	return family == IP_V4 ? type == V4_UNREACHABLE && code == V4_HOST
			       : type == V6_UNREACHABLE && code == V6_ADDRESS;
}

bool own_refusal_is_firewall(enum ip_family family, unsigned type, unsigned code, uint64_t after_us)
{
	return after_us <= AT_ONCE_US || !is_of_dead_neighbour(family, type, code);
}

/* Who sent the ICMP error; kernels before 5.18 do not say. */
static bool read_offender(int fd, struct ip *offender, struct sock_extended_err *error)
{
	union {
		struct cmsghdr align;
		char bytes[512];
	} control;
	char payload[1];
	struct iovec data = { payload, sizeof payload };
	struct msghdr message = { .msg_iov = &data,
				  .msg_iovlen = 1,
				  .msg_control = control.bytes,
				  .msg_controllen = sizeof control.bytes };

	if (recvmsg(fd, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
		return false;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
		struct {
			struct sock_extended_err error;
			struct sockaddr_in6 from;
		} parts = { 0 };
		struct sockaddr_storage from = { 0 };
		size_t len = c->cmsg_len - CMSG_LEN(0);

		if (!is_icmp(c) || len < sizeof parts.error + sizeof(struct sockaddr_in))
			continue;
		memcpy(&parts, CMSG_DATA(c), len < sizeof parts ? len : sizeof parts);
		if (parts.error.ee_origin != SO_EE_ORIGIN_ICMP &&
		    parts.error.ee_origin != SO_EE_ORIGIN_ICMP6)
			continue;
		memcpy(&from, &parts.from, sizeof parts.from);
		*error = parts.error;
		return ip_from_sockaddr((const struct sockaddr *)&from, offender);
	}
	return false;
}

bool own_refusal_seen(int fd, const struct ip *dialled, uint64_t after_us)
{
	struct sock_extended_err error;
	struct sockaddr_storage address;
	socklen_t len = sizeof address;
	struct ip offender;
	struct ip own;

	return read_offender(fd, &offender, &error) && !ip_equal(&offender, dialled) &&
	       own_refusal_is_firewall(dialled->family, error.ee_type, error.ee_code, after_us) &&
	       getsockname(fd, (struct sockaddr *)&address, &len) == 0 &&
	       ip_from_sockaddr((const struct sockaddr *)&address, &own) &&
	       ip_equal(&offender, &own);
}

bool own_refusal_dropped(int fd)
{
	struct tcp_info info = { 0 };
	socklen_t len = sizeof info;

	/* What the kernel could hand to the device is counted in the second as well. */
	return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) == 0 &&
	       info.tcpi_total_retrans > 0 && info.tcpi_retrans == 0;
}
