/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_RESOLV_CONF_H
#define ECSPROBE_RESOLV_CONF_H
/* resolv.conf(5), whoever's it is. */
#include <stddef.h>

#include "ecsprobe/address.h"

/* The first max nameservers, of which glibc and Go read three; returns how many
 * were found. */
size_t resolv_conf_nameservers(const char *text, size_t len, struct ip *nameservers, size_t max);

#endif
