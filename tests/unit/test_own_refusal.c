/* SPDX-License-Identifier: Apache-2.0 */
/* An ICMP error that this host sends to itself: by its firewall, or by a dead neighbour. */
#include "engine/own_refusal.h"

#include "check.h"

static void a_dead_neighbour_is_no_firewall(void **state)
{
	static const struct {
		const char *what;
		enum ip_family family;
		unsigned type, code;
		uint64_t after_us;
		bool firewall;
	} rows[] = {
		{ "REJECT as iptables does it", IP_V4, 3, 3, 300, true },
		{ "... seen late", IP_V4, 3, 3, 4000000, true },
		{ "... admin-prohibited, seen late", IP_V4, 3, 13, 4000000, true },
		{ "... host-prohibited, seen late", IP_V4, 3, 10, 4000000, true },
		{ "... host-unreachable, at once", IP_V4, 3, 1, 300, true },
		{ "no answer to ARP", IP_V4, 3, 1, 3070000, false },
		{ "... which was asked for before", IP_V4, 3, 1, 900000, false },
		{ "REJECT of IPv6", IP_V6, 1, 4, 300, true },
		{ "... admin-prohibited, seen late", IP_V6, 1, 1, 4000000, true },
		{ "... address unreachable, at once", IP_V6, 1, 3, 300, true },
		{ "no neighbour advertisement", IP_V6, 1, 3, 3070000, false },
		{ "codes of the other family", IP_V6, 3, 1, 3070000, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT(own_refusal_is_firewall(rows[i].family, rows[i].type, rows[i].code,
					       rows[i].after_us) == rows[i].firewall,
		       "%s", rows[i].what);
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dead_neighbour_is_no_firewall),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
