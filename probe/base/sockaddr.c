/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/sockaddr.h"

#include <netinet/in.h>
#include <string.h>

socklen_t ip_to_sockaddr(const struct ip *ip, uint16_t port, struct sockaddr_storage *out)
{
	memset(out, 0, sizeof *out);
	if (ip->family == IP_V4) {
		struct sockaddr_in *v4 = (void *)out;

		v4->sin_family = AF_INET;
		v4->sin_port = htons(port);
		memcpy(&v4->sin_addr, ip->bytes, sizeof v4->sin_addr);
		return sizeof *v4;
	}
	struct sockaddr_in6 *v6 = (void *)out;

	v6->sin6_family = AF_INET6;
	v6->sin6_port = htons(port);
	memcpy(&v6->sin6_addr, ip->bytes, sizeof v6->sin6_addr);
	return sizeof *v6;
}

bool ip_from_sockaddr(const struct sockaddr *sa, struct ip *out)
{
	struct ip ip = { .family = sa->sa_family == AF_INET ? IP_V4 : IP_V6 };

	if (sa->sa_family == AF_INET)
		memcpy(ip.bytes, &((const struct sockaddr_in *)(const void *)sa)->sin_addr, 4);
	else if (sa->sa_family == AF_INET6)
		memcpy(ip.bytes, &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr, 16);
	else
		return false;
	*out = ip;
	return true;
}
