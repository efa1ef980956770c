/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_PORTS_H
#define ECSPROBE_PORTS_H

/* The default ports. */
enum { DNS_PORT = 53, HTTP_PORT = 80, HTTPS_PORT = 443 };

#endif
