/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_GO_PROXY_H
#define ECSPROBE_GO_PROXY_H
/* The variables that name a proxy, as programs in Go read them:
 * golang.org/x/net/http/httpproxy and net/url, and in the former's place the agent's own
 * ecs-agent/utils/httpproxy/proxy.go of aws/amazon-ecs-agent.  Pure. */
#include <stdbool.h>
#include <stdint.h>

#include "ecsprobe/address.h"

enum { PROXY_SPELLINGS = 2, PROXY_VARIABLES = 3 };
enum proxy_variable { PROXY_OF_HTTPS, PROXY_OF_HTTP, PROXY_EXCEPTIONS };
/* Upper case first, which counts whenever it says anything. */
extern const char *const proxy_keys[PROXY_SPELLINGS][PROXY_VARIABLES];
/* Which of the two spellings counts; NULL: it is not set. */
unsigned go_proxy_spelling(const char *upper, const char *lower);

enum go_proxy_form {
	GO_PROXY_UNSET,   /* not set, or set to nothing */
	GO_PROXY_IGNORED, /* Go cannot parse it, and then uses no proxy */
	GO_PROXY_BROKEN,  /* Go treats it as a proxy that does not exist: no connection succeeds */
	GO_PROXY_HTTP,
	GO_PROXY_UNTRIED, /* Go can use it, but ecsprobe does not try it */
};

struct go_proxy {
	enum go_proxy_form form;
	const char *scheme;         /* of HTTP and UNTRIED: "http", "https", "socks5", ... */
	char host[HOST_NAME_BYTES]; /* likewise: a name, or an address without brackets */
	uint16_t port;
	char *user, *password; /* owned, decoded; NULL: none; go_proxy_done() wipes them */
};

/* by_agent: as the agent reads it; else as any other Go program does. */
void go_proxy_read(struct go_proxy *proxy, const char *value, bool by_agent);
void go_proxy_done(struct go_proxy *proxy);

/* Whether two values name the same proxy, ignoring the login: two empty ones are the same. */
bool go_proxy_same(const char *a, const char *b);

/* dockerd shows "xxxxx" instead of user and password: MaskCredentials() in daemon/config of
 * moby. */
bool go_proxy_is_masked(const struct go_proxy *proxy);

/* What is wrong with the spelling of a value that is IGNORED or BROKEN, as the end of a
 * sentence about it: "is in quotation marks".  Holds nothing of the value. */
const char *go_proxy_fault(const char *value);

#endif
