/* SPDX-License-Identifier: Apache-2.0 */
#include "quote.h"

static const char *find(const struct quoting *quoting, char c)
{
	for (; quoting->character; quoting++)
		if (quoting->character == c)
			return quoting->written;
	return NULL;
}

void put_quoted(FILE *out, const struct quoting *quoting, const char *text)
{
	for (; *text; text++) {
		const char *written = find(quoting, *text);

		if (written)
			(void)fputs(written, out);
		else
			(void)fputc(*text < ' ' || *text > '~' ? '?' : *text, out);
	}
}
