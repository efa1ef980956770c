/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_SPREAD_H
#define ECSPROBE_SPREAD_H
/* Spreads the instances of a fleet over an interval. */
#include <stdint.h>

/* In [0, splay_us), and 0 where that is empty: the same for one key on every
 * run, and even over many keys, also those that differ in one digit. */
uint64_t spread_delay_us(const char *key, uint64_t splay_us);

#endif
