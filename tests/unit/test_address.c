/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "check.h"
#include "ecsprobe/util.h"

static void parses_and_formats(void **state)
{
	static const struct {
		const char *text;
		const char *canonical; /* NULL: not an address */
	} rows[] = {
		{ "10.0.0.1", "10.0.0.1" },
		{ "255.255.255.255", "255.255.255.255" },
		{ "::", "::" },
		{ "::1", "::1" },
		{ "FD00:EC2::253", "fd00:ec2::253" },
		{ "::ffff:10.0.0.1", "::ffff:10.0.0.1" },
		{ "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1" },
		{ "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255",
		  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
		{ "", NULL },
		{ " 10.0.0.1", NULL },
		{ "10.0.0.1 ", NULL },
		{ "10.0.0.1\n", NULL },
		{ "10.0.0", NULL },
		{ "10.0.0.256", NULL },
		{ "10.0.0.01", NULL },
		{ "0x0a.0.0.1", NULL },
		{ "167772161", NULL },
		{ "10.0.0.1/32", NULL },
		{ "fe80::1%eth0", NULL },
		{ "1::2::3", NULL },
		{ "12345::", NULL },
		{ ":::", NULL },
		{ "[::1]", NULL },
		{ "localhost", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct ip ip;
		struct ip before;
		bool ok;

		memset(&ip, 0xa5, sizeof ip);
		before = ip;
		ok = ip_parse(rows[i].text, &ip);
		EXPECT(ok == (rows[i].canonical != NULL), "'%s'", rows[i].text);
		if (ok && rows[i].canonical)
			EXPECT(strcmp(ip_text(&ip), rows[i].canonical) == 0, "'%s'", rows[i].text);
		else
			EXPECT(memcmp(&ip, &before, sizeof ip) == 0, "'%s'", rows[i].text);
	}
	expect_all_held();
}

static void equality_is_of_family_and_bytes(void **state)
{
	struct ip v4 = ip_of("10.0.0.1");
	struct ip same = ip_of("10.0.0.1");
	struct ip other = ip_of("10.0.0.2");
	struct ip v6 = ip_of("a00:1::");
	struct ip none = { 0 };
	char text[IP_TEXT_BYTES];

	(void)state;
	assert_true(ip_equal(&v4, &same));
	assert_false(ip_equal(&v4, &other));
	/* The same first bytes, the other family. */
	assert_memory_equal(v4.bytes, v6.bytes, 4);
	assert_false(ip_equal(&v4, &v6));
	ip_format(&none, text);
	assert_string_equal(text, "");
}

static void cidr_wants_clear_host_bits(void **state)
{
	static const char *const good[] = {
		"10.0.0.0/16",   "0.0.0.0/0", "10.0.0.1/32",        "10.0.0.128/25",
		"100.64.0.0/10", "::/0",      "fd00::/8",           "2600:1f18:abcd:1200::/56",
		"::1/128",       "fc00::/7",  "255.255.255.254/31",
	};
	static const char *const bad[] = {
		"",
		"/8",
		"10.0.0.0",
		"10.0.0.0/",
		"10.0.0.0/33",
		"10.0.0.0/-1",
		"10.0.0.0/+8",
		"10.0.0.0/ 8",
		"10.0.0.0/8 ",
		"10.0.0.0/0x8",
		"10.0.0.0/8/8",
		"10.0.0.0/999",
		"10.0.0.0/4294967304",
		"10.0.0.1/16",
		"10.0.0.64/25",
		"10.0.0.1/31",
		"128.0.0.0/0",
		"fd00::1/64",
		"fd00::/129",
		"300.0.0.0/8",
		"fe80::%1/64",
		"10.0.0.0\n/8",
		"x/8",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		char text[CIDR_TEXT_BYTES];
		struct cidr cidr;
		bool ok = cidr_parse(good[i], &cidr);

		EXPECT(ok, "%s", good[i]);
		if (!ok)
			continue;
		cidr_format(&cidr, text);
		EXPECT(strcmp(text, good[i]) == 0, "%s, shown as %s", good[i], text);
	}
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct cidr cidr = { .bits = 77 };

		EXPECT(!cidr_parse(bad[i], &cidr), "'%s'", bad[i]);
		EXPECT(cidr.bits == 77, "'%s'", bad[i]);
	}
	expect_all_held();
}

static void contains_at_odd_bit_counts(void **state)
{
	static const struct {
		const char *cidr;
		const char *ip;
		bool inside;
	} rows[] = {
		{ "10.0.0.0/9", "10.127.255.255", true },
		{ "10.0.0.0/9", "10.128.0.0", false },
		{ "172.16.0.0/12", "172.15.255.255", false },
		{ "172.16.0.0/12", "172.31.255.255", true },
		{ "172.16.0.0/12", "172.32.0.0", false },
		{ "192.168.1.128/25", "192.168.1.127", false },
		{ "192.168.1.128/25", "192.168.1.255", true },
		{ "10.0.0.2/31", "10.0.0.3", true },
		{ "10.0.0.2/31", "10.0.0.4", false },
		{ "10.0.0.2/32", "10.0.0.2", true },
		{ "10.0.0.2/32", "10.0.0.3", false },
		{ "0.0.0.0/0", "255.255.255.255", true },
		{ "fc00::/7", "fdff:ffff::1", true },
		{ "fc00::/7", "fe00::", false },
		{ "fc00::/7", "fbff:ffff::", false },
		{ "fe80::/10", "febf:ffff::", true },
		{ "fe80::/10", "fec0::", false },
		{ "2001:db8::/33", "2001:db8:7fff:ffff::", true },
		{ "2001:db8::/33", "2001:db8:8000::", false },
		{ "::1/128", "::1", true },
		{ "::1/128", "::", false },
		{ "::/0", "ffff::", true },
		{ "::/0", "1.2.3.4", false },
		{ "0.0.0.0/0", "::", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cidr cidr = cidr_of(rows[i].cidr);
		struct ip ip = ip_of(rows[i].ip);

		EXPECT(cidr_contains(&cidr, &ip) == rows[i].inside, "%s in %s", rows[i].ip,
		       rows[i].cidr);
	}
	expect_all_held();
}

/* At every length the last bit inside decides and the first bit outside does not. */
static void contains_at_every_bit_count(void **state)
{
	static const char *const bases[] = { "0.0.0.0", "::" };

	(void)state;
	for (size_t b = 0; b < ARRAY_SIZE(bases); b++) {
		unsigned family_bits = b == 0 ? 32 : 128;

		for (unsigned bits = 0; bits <= family_bits; bits++) {
			struct cidr cidr = { .base = ip_of(bases[b]), .bits = bits };
			struct ip ip = cidr.base;

			if (bits < family_bits) {
				ip.bytes[bits / 8] = (uint8_t)(0x80U >> (bits % 8));
				EXPECT(cidr_contains(&cidr, &ip), "%s/%u", bases[b], bits);
			}
			if (bits > 0) {
				ip = cidr.base;
				ip.bytes[(bits - 1) / 8] = (uint8_t)(0x80U >> ((bits - 1) % 8));
				EXPECT(!cidr_contains(&cidr, &ip), "%s/%u", bases[b], bits);
			}
		}
	}
	expect_all_held();
}

static void nth_stays_in_the_block(void **state)
{
	static const struct {
		const char *cidr;
		uint32_t n;
		const char *expected; /* NULL: there is none */
	} rows[] = {
		{ "10.0.0.0/16", 2, "10.0.0.2" },
		{ "172.31.0.0/16", 2, "172.31.0.2" },
		{ "10.0.255.0/24", 255, "10.0.255.255" },
		{ "10.0.255.0/24", 256, NULL },
		{ "10.0.0.0/16", 256, "10.0.1.0" },
		{ "255.255.255.252/30", 3, "255.255.255.255" },
		{ "255.255.255.252/30", 4, NULL },
		{ "255.255.255.252/30", UINT32_MAX, NULL },
		{ "10.0.0.0/31", 1, "10.0.0.1" },
		{ "10.0.0.0/31", 2, NULL },
		{ "10.0.0.7/32", 0, "10.0.0.7" },
		{ "10.0.0.7/32", 1, NULL },
		{ "128.0.0.0/1", 0x7fffffff, "255.255.255.255" },
		{ "128.0.0.0/1", 0x80000000, NULL },
		{ "fd00::/8", 2, NULL },
	};
	struct cidr unknown = { 0 };
	struct ip ip;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cidr cidr = cidr_of(rows[i].cidr);
		bool ok = cidr_nth(&cidr, rows[i].n, &ip);

		EXPECT(ok == (rows[i].expected != NULL), "%s + %u", rows[i].cidr, rows[i].n);
		if (ok && rows[i].expected)
			EXPECT(strcmp(ip_text(&ip), rows[i].expected) == 0, "%s + %u is %s",
			       rows[i].cidr, rows[i].n, ip_text(&ip));
	}
	/* A VPC whose block is not known has no resolver at +2. */
	EXPECT(!cidr_nth(&unknown, 2, &ip), "no block");
	expect_all_held();
}

struct class_row {
	const char *ip;
	enum address_class class;
	bool nat64;
};

static void expect_classes(const struct class_row *rows, size_t count, const struct cidr *vpc,
			   size_t vpc_count)
{
	for (size_t i = 0; i < count; i++) {
		struct ip ip = ip_of(rows[i].ip);
		bool nat64 = !rows[i].nat64;
		enum address_class class = address_classify(&ip, vpc, vpc_count, &nat64);

		EXPECT(class == rows[i].class, "%s is %s", rows[i].ip, address_class_name(class));
		EXPECT(nat64 == rows[i].nat64, "%s", rows[i].ip);
	}
	expect_all_held();
}

#define LAST "ffff:ffff:ffff:ffff:ffff:ffff"

/* First and last of each range and their neighbours. */
static void ranges_have_their_class(void **state)
{
	static const struct class_row rows[] = {
		{ "0.0.0.0", CLASS_BLACKHOLE, false },
		{ "0.255.255.255", CLASS_BLACKHOLE, false },
		{ "1.0.0.0", CLASS_PUBLIC, false },
		{ "126.255.255.255", CLASS_PUBLIC, false },
		{ "127.0.0.0", CLASS_BLACKHOLE, false },
		{ "127.0.0.1", CLASS_BLACKHOLE, false },
		{ "127.255.255.255", CLASS_BLACKHOLE, false },
		{ "128.0.0.0", CLASS_PUBLIC, false },
		{ "192.0.1.255", CLASS_PUBLIC, false },
		{ "192.0.2.0", CLASS_BLACKHOLE, false },
		{ "192.0.2.255", CLASS_BLACKHOLE, false },
		{ "192.0.3.0", CLASS_PUBLIC, false },
		{ "198.51.99.255", CLASS_PUBLIC, false },
		{ "198.51.100.0", CLASS_BLACKHOLE, false },
		{ "198.51.100.255", CLASS_BLACKHOLE, false },
		{ "198.51.101.0", CLASS_PUBLIC, false },
		{ "203.0.112.255", CLASS_PUBLIC, false },
		{ "203.0.113.0", CLASS_BLACKHOLE, false },
		{ "203.0.113.255", CLASS_BLACKHOLE, false },
		{ "203.0.114.0", CLASS_PUBLIC, false },
		{ "::", CLASS_BLACKHOLE, false },
		{ "::1", CLASS_BLACKHOLE, false },
		{ "::2", CLASS_PUBLIC, false },
		{ "2001:db7:" LAST, CLASS_PUBLIC, false },
		{ "2001:db8::", CLASS_BLACKHOLE, false },
		{ "2001:db8:" LAST, CLASS_BLACKHOLE, false },
		{ "2001:db9::", CLASS_PUBLIC, false },
		{ "169.253.255.255", CLASS_PUBLIC, false },
		{ "169.254.0.0", CLASS_LINK_LOCAL, false },
		{ "169.254.171.1", CLASS_LINK_LOCAL, false },
		{ "169.254.255.255", CLASS_LINK_LOCAL, false },
		{ "169.255.0.0", CLASS_PUBLIC, false },
		{ "fe7f:ffff:" LAST, CLASS_PUBLIC, false },
		{ "fe80::", CLASS_LINK_LOCAL, false },
		{ "febf:ffff:" LAST, CLASS_LINK_LOCAL, false },
		{ "fec0::", CLASS_PUBLIC, false },
		{ "fd00:ec1:" LAST, CLASS_PRIVATE, false },
		{ "fd00:ec2::", CLASS_LINK_LOCAL, false },
		{ "fd00:ec2::253", CLASS_LINK_LOCAL, false },
		{ "fd00:ec2:80::1", CLASS_LINK_LOCAL, false },
		{ "fd00:ec2:" LAST, CLASS_LINK_LOCAL, false },
		{ "fd00:ec3::", CLASS_PRIVATE, false },
		{ "9.255.255.255", CLASS_PUBLIC, false },
		{ "10.0.0.0", CLASS_PRIVATE, false },
		{ "10.255.255.255", CLASS_PRIVATE, false },
		{ "11.0.0.0", CLASS_PUBLIC, false },
		{ "172.15.255.255", CLASS_PUBLIC, false },
		{ "172.16.0.0", CLASS_PRIVATE, false },
		{ "172.31.255.255", CLASS_PRIVATE, false },
		{ "172.32.0.0", CLASS_PUBLIC, false },
		{ "192.167.255.255", CLASS_PUBLIC, false },
		{ "192.168.0.0", CLASS_PRIVATE, false },
		{ "192.168.255.255", CLASS_PRIVATE, false },
		{ "192.169.0.0", CLASS_PUBLIC, false },
		{ "100.63.255.255", CLASS_PUBLIC, false },
		{ "100.64.0.0", CLASS_PRIVATE, false },
		{ "100.127.255.255", CLASS_PRIVATE, false },
		{ "100.128.0.0", CLASS_PUBLIC, false },
		{ "198.17.255.255", CLASS_PUBLIC, false },
		{ "198.18.0.0", CLASS_PRIVATE, false },
		{ "198.19.255.255", CLASS_PRIVATE, false },
		{ "198.20.0.0", CLASS_PUBLIC, false },
		{ "fbff:ffff:" LAST, CLASS_PUBLIC, false },
		{ "fc00::", CLASS_PRIVATE, false },
		{ "fdff:ffff:" LAST, CLASS_PRIVATE, false },
		{ "fe00::", CLASS_PUBLIC, false },
		{ "52.94.1.10", CLASS_PUBLIC, false },
		{ "2600:1f18::1", CLASS_PUBLIC, false },
	};

	(void)state;
	expect_classes(rows, ARRAY_SIZE(rows), NULL, 0);
}

static void embedded_addresses_decide(void **state)
{
	static const struct class_row rows[] = {
		{ "64:ff9b::10.0.1.2", CLASS_VPC, true },
		{ "64:ff9b::10.1.0.0", CLASS_PRIVATE, true },
		{ "64:ff9b::192.168.0.1", CLASS_PRIVATE, true },
		{ "64:ff9b::52.94.1.10", CLASS_PUBLIC, true },
		{ "64:ff9b::169.254.169.254", CLASS_LINK_LOCAL, true },
		{ "64:ff9b::127.0.0.1", CLASS_BLACKHOLE, true },
		{ "64:ff9b::", CLASS_BLACKHOLE, true },
		/* One bit beyond the /96 on either side. */
		{ "64:ff9b::1:0:0", CLASS_PUBLIC, false },
		{ "64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff", CLASS_PUBLIC, false },
		{ "::ffff:10.0.1.2", CLASS_VPC, false },
		{ "::ffff:10.1.0.0", CLASS_PRIVATE, false },
		{ "::ffff:52.94.1.10", CLASS_PUBLIC, false },
		{ "::ffff:127.0.0.1", CLASS_BLACKHOLE, false },
	};
	struct cidr vpc[] = { cidr_of("10.0.0.0/16") };

	(void)state;
	expect_classes(rows, ARRAY_SIZE(rows), vpc, ARRAY_SIZE(vpc));
}

static void vpc_beats_what_the_range_says(void **state)
{
	static const struct class_row rows[] = {
		{ "10.0.0.0", CLASS_VPC, false },
		{ "10.0.255.255", CLASS_VPC, false },
		{ "10.1.0.0", CLASS_PRIVATE, false },
		/* 100.64/10 as a secondary block. */
		{ "100.64.0.0", CLASS_VPC, false },
		{ "100.64.255.255", CLASS_VPC, false },
		{ "100.65.0.0", CLASS_PRIVATE, false },
		/* A VPC may hold publicly routable blocks. */
		{ "52.94.255.255", CLASS_PUBLIC, false },
		{ "52.95.0.0", CLASS_VPC, false },
		{ "52.95.0.255", CLASS_VPC, false },
		{ "52.95.1.0", CLASS_PUBLIC, false },
		{ "2600:1f18:abcd:11ff::", CLASS_PUBLIC, false },
		{ "2600:1f18:abcd:1200::", CLASS_VPC, false },
		{ "2600:1f18:abcd:12ff::1", CLASS_VPC, false },
		{ "2600:1f18:abcd:1300::", CLASS_PUBLIC, false },
		/* A sinkhole stays one: it stands before the VPC in the table. */
		{ "192.0.2.1", CLASS_BLACKHOLE, false },
	};
	struct cidr vpc[] = { cidr_of("10.0.0.0/16"), cidr_of("100.64.0.0/16"),
			      cidr_of("52.95.0.0/24"), cidr_of("2600:1f18:abcd:1200::/56"),
			      cidr_of("192.0.2.0/24") };

	(void)state;
	expect_classes(rows, ARRAY_SIZE(rows), vpc, ARRAY_SIZE(vpc));
}

static void classes_have_the_documented_names(void **state)
{
	(void)state;
	assert_string_equal(address_class_name(CLASS_BLACKHOLE), "blackhole");
	assert_string_equal(address_class_name(CLASS_VPC), "vpc");
	assert_string_equal(address_class_name(CLASS_LINK_LOCAL), "link-local");
	assert_string_equal(address_class_name(CLASS_PRIVATE), "private");
	assert_string_equal(address_class_name(CLASS_PUBLIC), "public");
	assert_string_equal(address_class_name(CLASS_MIXED), "mixed");
	assert_string_equal(address_class_name(CLASS_PROXIED), "proxied");
	assert_string_equal(address_class_name(CLASS_NONE), "none");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parses_and_formats),
		cmocka_unit_test(equality_is_of_family_and_bytes),
		cmocka_unit_test(cidr_wants_clear_host_bits),
		cmocka_unit_test(contains_at_odd_bit_counts),
		cmocka_unit_test(contains_at_every_bit_count),
		cmocka_unit_test(nth_stays_in_the_block),
		cmocka_unit_test(ranges_have_their_class),
		cmocka_unit_test(embedded_addresses_decide),
		cmocka_unit_test(vpc_beats_what_the_range_says),
		cmocka_unit_test(classes_have_the_documented_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
