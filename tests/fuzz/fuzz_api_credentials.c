/* SPDX-License-Identifier: Apache-2.0 */
/* What is handed out, the token of ECR, the hosts that are named, and where a container's
 * credentials may be asked for. */
#include "api/credentials.h"
#include "api/named.h"
#include "ecsprobe/gather.h"
#include "fuzz.h"

static bool is_word(const char *text)
{
	for (; *text; text++)
		if (*text <= ' ' || *text > '~')
			return false;
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char token[REGISTRY_TOKEN_BYTES];
	static struct credentials c;
	struct api_host named[API_NAMED_COUNT];
	char *text = fuzz_text(data, size);
	bool https = false;

	if (credentials_parse(&c, text))
		PROMISE(c.key_id[0] && c.secret[0] && c.token[0]);
	else
		PROMISE(!c.key_id[0] && !c.secret[0] && !c.token[0]);
	PROMISE(is_word(c.key_id) && is_word(c.secret) && is_word(c.token));
	PROMISE(registry_token_parse(token, text) == (token[0] != '\0'));
	PROMISE(is_word(token));
	(void)named_hosts_parse(named, text);
	for (int i = 0; i < API_NAMED_COUNT; i++) {
		PROMISE(fuzz_is_printable(named[i].host));
		PROMISE((named[i].port != 0) ==
			(named[i].form != API_HOST_NONE && named[i].form != API_HOST_BAD));
	}
	if (container_url_is_safe(text, &https))
		PROMISE(is_word(text) && (https || !strncmp(text, "http://", 7)));
	free(text);
	return 0;
}
