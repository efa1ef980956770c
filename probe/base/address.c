/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

bool ip_parse(const char *text, struct ip *out)
{
	struct ip ip = { 0 };

	if (inet_pton(AF_INET, text, ip.bytes) == 1)
		ip.family = IP_V4;
	else if (inet_pton(AF_INET6, text, ip.bytes) == 1)
		ip.family = IP_V6;
	else
		return false;
	*out = ip;
	return true;
}

void ip_format(const struct ip *ip, char out[static IP_TEXT_BYTES])
{
	out[0] = '\0';
	if (ip->family != IP_NONE)
		(void)inet_ntop(ip->family == IP_V4 ? AF_INET : AF_INET6, ip->bytes, out,
				IP_TEXT_BYTES);
}

bool ip_equal(const struct ip *a, const struct ip *b)
{
	return a->family == b->family && memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

static unsigned family_bits(enum ip_family family)
{
	return family == IP_V4 ? 32 : 128;
}

static bool same_prefix(const uint8_t *a, const uint8_t *b, unsigned bits)
{
	unsigned whole = bits / 8;
	unsigned rest = bits % 8;

	if (memcmp(a, b, whole) != 0)
		return false;
	if (rest == 0)
		return true;
	return ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

bool cidr_contains(const struct cidr *cidr, const struct ip *ip)
{
	return cidr->base.family == ip->family &&
	       same_prefix(cidr->base.bytes, ip->bytes, cidr->bits);
}

static bool parse_bits(const char *text, unsigned max, unsigned *out)
{
	unsigned value = 0;

	if (!*text || strlen(text) > 3)
		return false;
	for (; *text; text++) {
		if (*text < '0' || *text > '9')
			return false;
		value = value * 10 + (unsigned)(*text - '0');
	}
	*out = value;
	return value <= max;
}

static bool host_bits_clear(const struct cidr *cidr)
{
	for (unsigned bit = cidr->bits; bit < family_bits(cidr->base.family); bit++)
		if (cidr->base.bytes[bit / 8] & (0x80U >> (bit % 8)))
			return false;
	return true;
}

bool cidr_parse_loosely(const char *text, struct cidr *out)
{
	char address[IP_TEXT_BYTES];
	const char *slash = strchr(text, '/');
	struct cidr cidr = { 0 };

	if (!slash || (size_t)(slash - text) >= sizeof address)
		return false;
	memcpy(address, text, (size_t)(slash - text));
	address[slash - text] = '\0';
	if (!ip_parse(address, &cidr.base) ||
	    !parse_bits(slash + 1, family_bits(cidr.base.family), &cidr.bits))
		return false;
	*out = cidr;
	return true;
}

bool cidr_parse(const char *text, struct cidr *out)
{
	struct cidr cidr;

	if (!cidr_parse_loosely(text, &cidr) || !host_bits_clear(&cidr))
		return false;
	*out = cidr;
	return true;
}

void cidr_format(const struct cidr *cidr, char out[static CIDR_TEXT_BYTES])
{
	char address[IP_TEXT_BYTES];

	ip_format(&cidr->base, address);
	(void)snprintf(out, CIDR_TEXT_BYTES, "%s/%u", address, cidr->bits);
}

bool port_parse(const char *text, uint16_t *port)
{
	unsigned value = 0;

	if (!*text || strlen(text) > 5)
		return false;
	for (; *text; text++) {
		if (*text < '0' || *text > '9')
			return false;
		value = value * 10 + (unsigned)(*text - '0');
	}
	if (value == 0 || value > UINT16_MAX)
		return false;
	*port = (uint16_t)value;
	return true;
}

bool cidr_is_vpc_block(const struct cidr *cidr)
{
	return cidr->base.family == IP_V4 ? cidr->bits >= 16 && cidr->bits <= 28
					  : cidr->bits >= 44 && cidr->bits <= 60;
}

bool cidr_nth(const struct cidr *cidr, uint32_t n, struct ip *out)
{
	uint32_t base;

	if (cidr->base.family != IP_V4 || cidr->bits == 0 ||
	    (uint64_t)n >= (uint64_t)1 << (32 - cidr->bits))
		return false;
	memcpy(&base, cidr->base.bytes, sizeof base);
	base = htonl(ntohl(base) + n);
	*out = (struct ip){ .family = IP_V4 };
	memcpy(out->bytes, &base, sizeof base);
	return true;
}

/* clang-format off */
#define V4(a, b, c, d, n) { { IP_V4, { a, b, c, d } }, n }
#define V6(n, ...) { { IP_V6, { __VA_ARGS__ } }, n }
/* clang-format on */

static const struct {
	struct cidr cidr;
	enum address_class class;
} fixed_ranges[] = {
	{ V4(0, 0, 0, 0, 8), CLASS_BLACKHOLE },
	{ V4(127, 0, 0, 0, 8), CLASS_BLACKHOLE },
	{ V4(192, 0, 2, 0, 24), CLASS_BLACKHOLE },
	{ V4(198, 51, 100, 0, 24), CLASS_BLACKHOLE },
	{ V4(203, 0, 113, 0, 24), CLASS_BLACKHOLE },
	{ V4(240, 0, 0, 0, 4), CLASS_BLACKHOLE }, /* reserved, and the broadcast address */
	{ V4(224, 0, 0, 0, 4), CLASS_BLACKHOLE }, /* multicast: no TCP peer can be there */
	{ V6(128, 0), CLASS_BLACKHOLE },
	{ V6(128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), CLASS_BLACKHOLE },
	{ V6(32, 0x20, 0x01, 0x0d, 0xb8), CLASS_BLACKHOLE },
	{ V6(20, 0x3f, 0xff, 0x00), CLASS_BLACKHOLE }, /* documentation, RFC 9637 */
	{ V6(8, 0xff), CLASS_BLACKHOLE },
	{ V4(169, 254, 0, 0, 16), CLASS_LINK_LOCAL },
	{ V6(10, 0xfe, 0x80), CLASS_LINK_LOCAL },
	{ V6(32, 0xfd, 0x00, 0x0e, 0xc2), CLASS_LINK_LOCAL },
	{ V4(10, 0, 0, 0, 8), CLASS_PRIVATE },
	{ V4(172, 16, 0, 0, 12), CLASS_PRIVATE },
	{ V4(192, 168, 0, 0, 16), CLASS_PRIVATE },
	{ V4(100, 64, 0, 0, 10), CLASS_PRIVATE },
	{ V4(198, 18, 0, 0, 15), CLASS_PRIVATE },
	{ V6(7, 0xfc), CLASS_PRIVATE },
};

static enum address_class fixed_class(const struct ip *ip)
{
	for (size_t i = 0; i < sizeof fixed_ranges / sizeof fixed_ranges[0]; i++)
		if (cidr_contains(&fixed_ranges[i].cidr, ip))
			return fixed_ranges[i].class;
	return CLASS_PUBLIC;
}

/* The IPv4 address inside a NAT64 synthesis or a v4-mapped address: what is
 * really dialled decides the path. */
static struct ip embedded_v4(const struct ip *ip, bool *is_synthesis)
{
	static const struct cidr synthesis = V6(96, 0x00, 0x64, 0xff, 0x9b);
	static const struct cidr mapped = V6(96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);
	struct ip v4 = { .family = IP_V4 };

	*is_synthesis = cidr_contains(&synthesis, ip);
	if (!*is_synthesis && !cidr_contains(&mapped, ip))
		return *ip;
	memcpy(v4.bytes, ip->bytes + 12, 4);
	return v4;
}

enum address_class address_classify(const struct ip *ip, const struct cidr *vpc, size_t count,
				    bool *nat64)
{
	bool is_synthesis;
	struct ip dialled = embedded_v4(ip, &is_synthesis);
	enum address_class class = fixed_class(&dialled);

	if (nat64)
		*nat64 = is_synthesis;
	if (class == CLASS_BLACKHOLE)
		return class;
	for (size_t i = 0; i < count; i++)
		if (cidr_contains(&vpc[i], &dialled))
			return CLASS_VPC;
	return class;
}

bool class_is_private(enum address_class class)
{
	return class == CLASS_VPC || class == CLASS_LINK_LOCAL || class == CLASS_PRIVATE;
}

const char *address_class_name(enum address_class class)
{
	static const char *const names[] = {
		[CLASS_NONE] = "none",       [CLASS_BLACKHOLE] = "blackhole",
		[CLASS_VPC] = "vpc",         [CLASS_LINK_LOCAL] = "link-local",
		[CLASS_PRIVATE] = "private", [CLASS_PUBLIC] = "public",
		[CLASS_MIXED] = "mixed",     [CLASS_PROXIED] = "proxied",
	};

	return names[class];
}
