/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_ADDRESS_H
#define ECSPROBE_ADDRESS_H
/* IP addresses, CIDR blocks and the classes that a path is judged by. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ip_family { IP_NONE, IP_V4, IP_V6 };

struct ip {
	enum ip_family family;
	uint8_t bytes[16]; /* network order; four of them for IP_V4, the rest 0 */
};

struct cidr {
	struct ip base; /* host bits are zero */
	unsigned bits;
};

enum { IP_TEXT_BYTES = 46, CIDR_TEXT_BYTES = 50 };

/* Numeric text only.  False leaves *out untouched. */
bool ip_parse(const char *text, struct ip *out);
void ip_format(const struct ip *ip, char out[static IP_TEXT_BYTES]);
bool ip_equal(const struct ip *a, const struct ip *b);

/* 1 to 65535, digits only.  False leaves *port untouched. */
bool port_parse(const char *text, uint16_t *port);

/* "NAME" or "NAME:PORT": a DNS name, no address.  The name is written in lower
 * case without a final dot; the port only where there is one. */
enum { HOST_NAME_BYTES = 256 };
bool host_port_parse(const char *text, char name[static HOST_NAME_BYTES], uint16_t *port);

/* This host's own name, as the kernel has it; "": unknown.  Returns name. */
const char *host_name_own(char name[static HOST_NAME_BYTES]);

/* In any letter case; also if they are the same. */
bool host_name_ends_with(const char *name, const char *end);

/* "NAME[:PORT][/tcp|/tls]", a user's own host: as above, and whether its service starts without
 * TLS.  Without a suffix the port decides that. */
#define HOST_TARGET_EXPECTED \
	"a DNS name, with :PORT and then /tcp (only connect) or /tls if wanted, such as db.example.internal:5432/tcp"
bool host_target_parse(const char *text, char name[static HOST_NAME_BYTES], uint16_t *port,
		       bool *tcp_only);

/* The server part of a URL: a name or an address (IPv6 in brackets), and optionally ":PORT". */
bool authority_is_wellformed(const char *text, size_t len);

/* "10.0.0.0/16"; set host bits are an error (they are a typing error). */
bool cidr_parse(const char *text, struct cidr *out);
/* The same, but host bits may be set, as Go and others allow; cidr_contains()
 * does not mind them. */
bool cidr_parse_loosely(const char *text, struct cidr *out);
void cidr_format(const struct cidr *cidr, char out[static CIDR_TEXT_BYTES]);
bool cidr_contains(const struct cidr *cidr, const struct ip *ip);

/* A VPC has blocks from /16 to /28 (IPv4) and from /44 to /60 (IPv6).  A larger block would make
 * foreign addresses look like the VPC's own. */
bool cidr_is_vpc_block(const struct cidr *cidr);

/* The address n after the base, e.g. the VPC's resolver at +2.  IPv4 only. */
bool cidr_nth(const struct cidr *cidr, uint32_t n, struct ip *out);

/* The ranges are those of IANA's address registries, and AWS's fd00:ec2::/32;
 * first match wins, in this order. */
enum address_class {
	CLASS_NONE,
	CLASS_BLACKHOLE,  /* a sinkhole: never dialled */
	CLASS_VPC,        /* in a CIDR of this VPC, publicly routable ones too */
	CLASS_LINK_LOCAL, /* 169.254/16, fe80::/10, fd00:ec2::/32 */
	CLASS_PRIVATE,    /* RFC 1918, 100.64/10, fc00::/7, 198.18/15, elsewhere */
	CLASS_PUBLIC,
	CLASS_MIXED,   /* of an endpoint only: its addresses differ */
	CLASS_PROXIED, /* of an endpoint only: reached through a proxy */
};

/* vpc may be NULL when count is 0.  *nat64 is set when the address is a 64:ff9b::/96
 * synthesis, which is decoded before it is classified; nat64 may be NULL. */
enum address_class address_classify(const struct ip *ip, const struct cidr *vpc, size_t count,
				    bool *nat64);

/* Whether an address of this class belongs to a private path: vpc, link-local, private. */
bool class_is_private(enum address_class class);

const char *address_class_name(enum address_class class);

#endif
