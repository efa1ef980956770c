/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/spread.h"

#include "ecsprobe/hash.h"

static uint64_t hash(const char *key)
{
	uint64_t h = hash_start;

	for (; *key; key++)
		h = hash_byte(h, (unsigned char)*key);
	return h;
}

/* FNV leaves the last characters in the low bits, and ids often differ only
 * there: this carries each bit to all others (the finalizer of SplitMix64). */
static uint64_t mix(uint64_t h)
{
	h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9U;
	h = (h ^ (h >> 27)) * 0x94d049bb133111ebU;
	return h ^ (h >> 31);
}

uint64_t spread_delay_us(const char *key, uint64_t splay_us)
{
	return splay_us ? mix(hash(key)) % splay_us : 0;
}
