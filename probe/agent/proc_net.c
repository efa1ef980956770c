/* SPDX-License-Identifier: Apache-2.0 */
/* /proc/net/tcp and tcp6: proc(5). */
#include <stdio.h>
#include <string.h>

#include "ecsprobe/ports.h"
#include "evidence.h"

enum { ESTABLISHED = 1, WORD_DIGITS = 8 };

/* Words of the network's bytes, printed as numbers of this machine's. */
static bool parse_address(const char *text, size_t digits, uint8_t *bytes)
{
	if (strspn(text, "0123456789abcdefABCDEF") != digits)
		return false;
	for (size_t i = 0; i < digits / WORD_DIGITS; i++) {
		char word[WORD_DIGITS + 1] = "";
		uint32_t number;

		memcpy(word, text + i * WORD_DIGITS, WORD_DIGITS);
		number = (uint32_t)strtoul(word, NULL, 16);
		memcpy(bytes + i * sizeof number, &number, sizeof number);
	}
	return true;
}

/* A socket of both families shows IPv4 as ::ffff:a.b.c.d. */
static void unmap(struct ip *ip)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	if (ip->family != IP_V6 || memcmp(ip->bytes, mapped, sizeof mapped) != 0)
		return;
	ip->family = IP_V4;
	memmove(ip->bytes, ip->bytes + sizeof mapped, 4);
	memset(ip->bytes + 4, 0, sizeof ip->bytes - 4);
}

static bool parse_line(const char *line, bool v6, struct peer_socket *socket)
{
	struct ip ip = { .family = v6 ? IP_V6 : IP_V4 };
	char remote[4 * WORD_DIGITS + 1];
	unsigned port;
	unsigned state;
	unsigned long long inode;

	if (sscanf(line,
		   " %*[0-9]: %*[0-9a-fA-F]:%*4[0-9a-fA-F] %32[0-9a-fA-F]:%4x %2x %*s %*s %*s %*s "
		   "%*s "
		   "%19llu",
		   remote, &port, &state, &inode) != 4 ||
	    state != ESTABLISHED || port != HTTPS_PORT ||
	    !parse_address(remote, v6 ? 4 * WORD_DIGITS : WORD_DIGITS, ip.bytes) ||
	    strlen(remote) != (v6 ? 4 * WORD_DIGITS : WORD_DIGITS))
		return false;
	unmap(&ip);
	*socket = (struct peer_socket){ inode, ip };
	return true;
}

size_t path_parse_sockets(const char *text, bool v6, struct peer_socket *sockets, size_t max)
{
	size_t count = 0;

	while (*text && count < max) {
		/* A copy, as sscanf() would look for the end of all that follows. */
		char line[256];
		size_t len = strcspn(text, "\n");
		size_t kept = len < sizeof line ? len : sizeof line - 1;

		memcpy(line, text, kept);
		line[kept] = '\0';
		count += parse_line(line, v6, &sockets[count]);
		text += len + (text[len] != '\0');
	}
	return count;
}
