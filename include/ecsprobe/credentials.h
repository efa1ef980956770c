/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_CREDENTIALS_H
#define ECSPROBE_CREDENTIALS_H
/* Keys to sign calls to AWS with.  They exist nowhere else, are never shown, and are wiped after
 * the calls. */
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { KEY_ID_BYTES = 129, SECRET_BYTES = 129, SESSION_TOKEN_BYTES = 8193 };

struct credentials {
	char key_id[KEY_ID_BYTES]; /* "": there are none */
	char secret[SECRET_BYTES];
	char token[SESSION_TOKEN_BYTES]; /* "": none, as of a user's own key */
};

static inline void credentials_wipe(struct credentials *credentials)
{
	explicit_bzero(credentials, sizeof *credentials);
}

/* What goes into a header or a signature: printable, without blanks. */
static inline bool credentials_take(char *out, size_t size, const char *text)
{
	size_t len = strlen(text);

	if (len >= size)
		return false;
	for (size_t i = 0; i < len; i++)
		if (text[i] <= ' ' || text[i] > '~')
			return false;
	memcpy(out, text, len + 1);
	return true;
}

#endif
