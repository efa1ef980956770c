/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/escape.h"

#include <stdio.h>
#include <string.h>

#include "ecsprobe/util.h"

enum { ESCAPED_BYTES = 4, ELLIPSIS_BYTES = 3 };

static size_t cost_of(unsigned char c)
{
	return c < 0x20 || c > 0x7e || c == '\\' ? ESCAPED_BYTES : 1;
}

void escape_bytes(char *out, size_t size, const void *bytes, size_t len)
{
	static const char hex[] = "0123456789abcdef";
	const unsigned char *in = bytes;
	size_t room = size - 1;
	size_t used = 0;
	size_t cut = 0; /* the last place where "..." still fits */

	for (size_t i = 0; i < len; i++) {
		size_t cost = cost_of(in[i]);

		if (used + ELLIPSIS_BYTES <= room)
			cut = used;
		if (used + cost > room) {
			memcpy(out + cut, "...", ELLIPSIS_BYTES);
			used = cut + ELLIPSIS_BYTES;
			break;
		}
		if (cost == 1) {
			out[used++] = (char)in[i];
			continue;
		}
		out[used++] = '\\';
		out[used++] = 'x';
		out[used++] = hex[in[i] >> 4];
		out[used++] = hex[in[i] & 15];
	}
	out[used] = '\0';
}

void escape_text(char *out, size_t size, const char *text)
{
	escape_bytes(out, size, text ? text : "", text ? strlen(text) : 0);
}

void hide_login(char *text)
{
	char *at = strrchr(text, '@');
	char *scheme = strstr(text, "://");
	char *from = at;

	if (!at)
		return;
	while (from > text && !strchr(" \t", from[-1]))
		from--;
	if (scheme && scheme < at)
		from = scheme + 3;
	else if (!memchr(from, ':', (size_t)(at - from)))
		return;
	memset(from, '*', (size_t)(at - from));
}

void escape_setting(char *out, size_t size, const char *text)
{
	char *copy = xstrdup(text ? text : "");

	hide_login(copy);
	escape_text(out, size, copy);
	free(copy);
}
