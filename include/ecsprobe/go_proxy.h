/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_GO_PROXY_H
#define ECSPROBE_GO_PROXY_H
/* The variables that name a proxy, as programs in Go read them:
 * golang.org/x/net/http/httpproxy, and ecs-agent/utils/httpproxy/proxy.go of
 * aws/amazon-ecs-agent, which the agent has in its place. */

enum { PROXY_SPELLINGS = 2, PROXY_VARIABLES = 3 };
enum proxy_variable { PROXY_OF_HTTPS, PROXY_OF_HTTP, PROXY_EXCEPTIONS };
/* Upper case first, which counts whenever it says anything. */
extern const char *const proxy_keys[PROXY_SPELLINGS][PROXY_VARIABLES];

#endif
