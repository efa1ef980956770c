/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_OWN_REFUSAL_H
#define ECSPROBE_OWN_REFUSAL_H
/* Whether this host itself blocks a connection.  Private to the engine. */
#include <stdbool.h>
#include <stdint.h>

#include "ecsprobe/address.h"

/* Before connect(): from now on the kernel keeps who sent an ICMP error. */
void own_refusal_watch(int fd, enum ip_family family);
/* Once connected: an ICMP error would end the connection. */
void own_refusal_unwatch(int fd, enum ip_family family);

/* After an error of connect(), which came so much later: an address of this host sent it, and
 * it is not the one that was dialled. */
bool own_refusal_seen(int fd, const struct ip *dialled, uint64_t after_us);

/* Whether an ICMP error that this host sent to itself comes from its firewall, and not from a
 * neighbour that does not answer. */
bool own_refusal_is_firewall(enum ip_family family, unsigned type, unsigned code,
			     uint64_t after_us);

/* After silence: the SYN was sent again, and none of them left this host. */
bool own_refusal_dropped(int fd);

#endif
