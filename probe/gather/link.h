/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_LINK_H
#define ECSPROBE_LINK_H
/* What the driver of a network interface says, by SIOCETHTOOL, which needs no
 * privilege.  Private to the gather room. */
#include <stdbool.h>
#include <stdint.h>

bool link_is_bridge(const char *interface);

/* False when the driver has no statistic of that name. */
bool link_statistic(const char *interface, const char *name, uint64_t *value);

#endif
