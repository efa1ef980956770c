/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_HTTP_URL_H
#define ECSPROBE_HTTP_URL_H
/* Endpoints in settings and logs, read by libcurl. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ecsprobe/address.h"

struct http_url {
	char scheme[16];            /* https where the text names none; lower case */
	char host[HOST_NAME_BYTES]; /* lower case; an IPv6 address has its brackets */
	uint16_t port;              /* 0: none */
	bool has_login;
};

/* "SCHEME://HOST[:PORT][/...]" or "HOST[:PORT][/...]", hostile.  False: it is neither, or too
 * long. */
bool http_url_read(struct http_url *url, const char *text, size_t len);

/* The same of https alone, without a login, and with a host name: no address.  port: 0 where
 * there is none. */
bool https_url_read(const char *text, char name[static HOST_NAME_BYTES], uint16_t *port);

#endif
