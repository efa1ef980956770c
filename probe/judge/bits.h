/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_BITS_H
#define ECSPROBE_BITS_H
/* What the rules of a table ask about: one bit a fact.  Private to the judge. */

/* Wider than any integer of C17: there are more facts than 64. */
__extension__ typedef unsigned __int128 rule_bits;
#define RULE_BIT(n) ((rule_bits)1 << (n))

#endif
