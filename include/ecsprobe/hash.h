/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_HASH_H
#define ECSPROBE_HASH_H
/* FNV-1a, 64 bits; its constants are those of its authors. */
#include <stdint.h>

static const uint64_t hash_start = UINT64_C(0xcbf29ce484222325);

static inline uint64_t hash_byte(uint64_t hash, unsigned char byte)
{
	return (hash ^ byte) * UINT64_C(0x100000001b3);
}

#endif
