/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_BITS_H
#define ECSPROBE_BITS_H
/* The questions that the rules of a table ask: a bit is set if the answer is yes.  Private to the
 * judge.
 *
 * Each list of bits is an X macro with a name and a meaning in each row, so it numbers
 * itself.  A list has a macro that makes a set of its names: ENDPOINT(IS_PUBLIC, OWN_HOST). */
#include <stdbool.h>

/* Wider than any integer of C17: a list may have more than 64 bits. */
__extension__ typedef unsigned __int128 rule_bits;
#define RULE_BITS_WIDTH (8 * sizeof(rule_bits))
#define RULE_BIT(n) ((rule_bits)1 << (n))

/* One to eight names; a ninth does not compile. */
#define BIT_SET(list, ...)                                                                         \
	(BIT_SET_OF(__VA_ARGS__, BIT_SET_8, BIT_SET_7, BIT_SET_6, BIT_SET_5, BIT_SET_4, BIT_SET_3, \
		    BIT_SET_2, BIT_SET_1, 0)(list, __VA_ARGS__))
#define BIT_SET_OF(a, b, c, d, e, f, g, h, macro, ...) macro
#define BIT_SET_1(list, name) RULE_BIT(list##name)
#define BIT_SET_2(list, name, ...) RULE_BIT(list##name) | BIT_SET_1(list, __VA_ARGS__)
#define BIT_SET_3(list, name, ...) RULE_BIT(list##name) | BIT_SET_2(list, __VA_ARGS__)
#define BIT_SET_4(list, name, ...) RULE_BIT(list##name) | BIT_SET_3(list, __VA_ARGS__)
#define BIT_SET_5(list, name, ...) RULE_BIT(list##name) | BIT_SET_4(list, __VA_ARGS__)
#define BIT_SET_6(list, name, ...) RULE_BIT(list##name) | BIT_SET_5(list, __VA_ARGS__)
#define BIT_SET_7(list, name, ...) RULE_BIT(list##name) | BIT_SET_6(list, __VA_ARGS__)
#define BIT_SET_8(list, name, ...) RULE_BIT(list##name) | BIT_SET_7(list, __VA_ARGS__)

/* A row matches where all of the one set hold and none of the other. */
static inline bool bits_match(rule_bits bits, rule_bits when, rule_bits unless)
{
	return (bits & when) == when && !(bits & unless);
}

#endif
