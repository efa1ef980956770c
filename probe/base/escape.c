/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/escape.h"

#include <stdio.h>
#include <string.h>

#include "ecsprobe/address.h"
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

void escape_name(char *out, size_t size, const char *text)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789._-:/";

	if (!text[strspn(text, letters)])
		escape_text(out, size, text);
	else
		(void)snprintf(out, size, "(%zu bytes that are not a name)", strlen(text));
}

static const char separator[] = "://";

bool escape_proxy(char *out, size_t size, const char *value)
{
	static const char *const schemes[] = { "http://", "https://", "socks5://", "socks5h://" };
	const char *at = strrchr(value, '@');
	const char *authority = value;
	const char *scheme = strstr(value, separator) ? "" : schemes[0];
	size_t len;

	for (size_t i = 0; i < ARRAY_SIZE(schemes); i++) {
		if (strncasecmp(value, schemes[i], strlen(schemes[i])) != 0)
			continue;
		scheme = schemes[i];
		authority = value + strlen(scheme);
	}
	authority = at ? at + 1 : authority;
	len = strcspn(authority, "/?#");
	if (authority_is_wellformed(authority, len)) {
		(void)snprintf(out, size, "%s%.*s", scheme, (int)len, authority);
		return true;
	}
	(void)snprintf(out, size, "(%zu bytes that are not a proxy URL)", strlen(value));
	return false;
}

/* What stands behind a server's first ':' and is no port may be a password without its '@'. */
static bool is_login(const char *authority, size_t len)
{
	const char *colon = memchr(authority, ':', len);

	return colon && !authority_is_wellformed(authority, len) &&
	       strspn(colon + 1, "0123456789") < (size_t)(authority + len - colon - 1);
}

static void hide_servers(char *text)
{
	while ((text = strstr(text, separator))) {
		text += sizeof separator - 1;
		if (is_login(text, strcspn(text, " \t,/?#")))
			memset(text, '*', strcspn(text, " \t,"));
	}
}

static void hide_before_at(char *text)
{
	char *at = strrchr(text, '@');
	char *scheme = strstr(text, separator);
	char *from = at;

	if (!at)
		return;
	while (from > text && !strchr(" \t", from[-1]))
		from--;
	if (scheme && scheme < at)
		from = scheme + sizeof separator - 1;
	else if (!memchr(from, ':', (size_t)(at - from)))
		return;
	memset(from, '*', (size_t)(at - from));
}

void hide_login(char *text)
{
	hide_before_at(text);
	hide_servers(text);
}

void escape_setting(char *out, size_t size, const char *text)
{
	char *copy = xstrdup(text ? text : "");

	hide_login(copy);
	escape_text(out, size, copy);
	free(copy);
}

static const char *reference_of(unsigned char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void escape_markup(FILE *out, const char *text)
{
	for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
		const char *reference = reference_of(*c);

		if (reference)
			(void)fputs(reference, out);
		else if (*c < 0x20 || *c > 0x7e)
			(void)fprintf(out, "\\x%02x", *c);
		else
			(void)fputc(*c, out);
	}
}
