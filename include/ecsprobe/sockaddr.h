/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_SOCKADDR_H
#define ECSPROBE_SOCKADDR_H
/* Between the kernel's socket addresses and ours. */
#include <sys/socket.h>

#include "ecsprobe/address.h"

/* Returns the length of what was written. */
socklen_t ip_to_sockaddr(const struct ip *ip, uint16_t port, struct sockaddr_storage *out);

/* False, and *out untouched, for another family than IPv4 and IPv6. */
bool ip_from_sockaddr(const struct sockaddr *sa, struct ip *out);

#endif
