/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_API_NAMED_H
#define ECSPROBE_API_NAMED_H
/* What is wanted of the answers that allow: pure readers.  Private to the room. */
#include "ecsprobe/api.h"

/* DiscoverPollEndpoint's.  False where it names no endpoint for the agent. */
bool named_hosts_parse(struct api_host named[static API_NAMED_COUNT], const char *body);

/* GetAuthorizationToken's: what Basic wants.  A secret: the caller wipes it.  False, and
 * "", where it has none. */
enum { REGISTRY_TOKEN_BYTES = 16 * 1024 };
bool registry_token_parse(char out[static REGISTRY_TOKEN_BYTES], const char *body);

#endif
