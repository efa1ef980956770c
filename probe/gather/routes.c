/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "ecsprobe/gather.h"

/* linux/route.h */
enum { ROUTE_UP = 0x1, ROUTE_GATEWAY = 0x2, ROUTE_REJECT = 0x200 };

static const char *next_line(const char *text)
{
	const char *newline = strchr(text, '\n');

	return newline ? newline + 1 : text + strlen(text);
}

bool routes_v4_default_through(const char *text, const char *interface)
{
	size_t len = strlen(interface);

	for (; *text; text = next_line(text)) {
		unsigned destination;
		unsigned mask;

		if (strncmp(text, interface, len) == 0 && (text[len] == '\t' || text[len] == ' ') &&
		    sscanf(text + len, " %8x %*8x %*4x %*d %*d %*d %8x", &destination, &mask) ==
			    2 &&
		    destination == 0 && mask == 0)
			return true;
	}
	return false;
}

/* /proc/net/route: Iface Destination Gateway Flags RefCnt Use Metric Mask ... */
static bool have_default_v4(const char *text, unsigned wanted)
{
	for (; *text; text = next_line(text)) {
		unsigned destination;
		unsigned flags;
		unsigned mask;

		if (sscanf(text, "%*63s %8x %*8x %4x %*d %*d %*d %8x", &destination, &flags,
			   &mask) == 3 &&
		    destination == 0 && mask == 0 && (flags & wanted) == wanted &&
		    !(flags & ROUTE_REJECT))
			return true;
	}
	return false;
}

bool routes_v4_have_default(const char *text)
{
	return have_default_v4(text, ROUTE_UP);
}

/* /proc/net/ipv6_route: dest destlen src srclen nexthop metric refs use flags iface */
static bool have_default_v6(const char *text, unsigned wanted)
{
	for (; *text; text = next_line(text)) {
		unsigned length;
		unsigned flags;
		char interface[64];

		if (sscanf(text, "%*32x %2x %*32x %*2x %*32x %*8x %*8x %*8x %8x %63s", &length,
			   &flags, interface) == 3 &&
		    length == 0 && (flags & wanted) == wanted && !(flags & ROUTE_REJECT) &&
		    strcmp(interface, "lo") != 0)
			return true;
	}
	return false;
}

bool routes_v6_have_default(const char *text)
{
	return have_default_v6(text, ROUTE_UP);
}

bool routes_agent_is_v6_only(const char *v4, const char *v6)
{
	return v4 && v6 && !have_default_v4(v4, ROUTE_UP | ROUTE_GATEWAY) &&
	       have_default_v6(v6, ROUTE_UP | ROUTE_GATEWAY);
}
