/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_NO_PROXY_H
#define ECSPROBE_NO_PROXY_H
/* NO_PROXY as golang.org/x/net/http/httpproxy reads it.  The list may be NULL. */
#include <stdbool.h>
#include <stdint.h>

/* It says that this host and port are dialled directly. */
bool no_proxy_covers(const char *no_proxy, const char *host, uint16_t port);

/* It holds this very text, or "*". */
bool no_proxy_lists(const char *no_proxy, const char *text);

#endif
