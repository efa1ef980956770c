/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/image.h"

#include <ctype.h>
#include <string.h>

#include "ecsprobe/escape.h"

void image_proxy_normal(const char *url, char out[static IMAGE_VALUE_BYTES])
{
	const char *mark = strstr(url, "://");
	const char *host = mark ? mark + 3 : url;
	const char *at = strrchr(host, '@');
	CLEANUP(cleanup_free)
	char *plain = xasprintf("%.*s%s%s", mark ? (int)(mark - url) : 0, url,
				mark ? "://" : "http://", at ? at + 1 : host);
	size_t len = strlen(plain);

	while (len && plain[len - 1] == '/')
		plain[--len] = '\0';
	for (char *c = plain; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	escape_text(out, IMAGE_VALUE_BYTES, plain);
}
