/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_SPREAD_KEY_H
#define ECSPROBE_SPREAD_KEY_H
/* What agent_spread_key() does.  Private to the agent room. */
#include <stddef.h>

/* root: prepended to every path, "" for this machine. */
void spread_key_read(const char *root, char *key, size_t size);

#endif
