/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_API_CREDENTIALS_H
#define ECSPROBE_API_CREDENTIALS_H
/* Whose credentials sign the calls: those of the environment, of the container credentials
 * endpoint, or the instance role's, in the order of the SDKs.  Private to the room. */
#include "ecsprobe/api.h"
#include "ecsprobe/credentials.h"

/* The environment's.  API_LACK_NONE, or what is wrong with them, and *out wiped. */
enum api_lack credentials_of_environment(struct credentials *out, char lack[static API_WHY_BYTES]);

enum { CONTAINER_URL_BYTES = 512, CONTAINER_HEADER_BYTES = 4096 + 32 };

/* How the container credentials endpoint is asked.  authorization holds a secret: "" where
 * none is sent, else a whole header. */
struct container_source {
	char url[CONTAINER_URL_BYTES];
	bool https;
	char authorization[CONTAINER_HEADER_BYTES];
};

/* Of AWS_CONTAINER_CREDENTIALS_*_URI and AWS_CONTAINER_AUTHORIZATION_TOKEN*.  False, and
 * *out wiped, where the SDKs would not ask there either: lack says why. */
bool credentials_of_container(struct container_source *out, char lack[static API_WHY_BYTES]);

/* The SDKs' rule: https, or one of the addresses that stay on this host. */
bool container_url_is_safe(const char *url, bool *https);

#endif
