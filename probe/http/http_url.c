/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/http_url.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "ecsprobe/util.h"
#include "exchange.h"

/* False: there is such a part, and it does not fit.  Without one out is "". */
static bool take_part(CURLU *curl, CURLUPart part, char *out, size_t size)
{
	char *text = NULL;
	bool fits;

	*out = '\0';
	if (curl_url_get(curl, part, &text, 0) != CURLUE_OK)
		return true;
	fits = copy_text(out, size, text);
	for (char *c = out; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	curl_free(text);
	return fits;
}

static bool has_login(CURLU *curl)
{
	char *user = NULL;
	bool has = curl_url_get(curl, CURLUPART_USER, &user, 0) == CURLUE_OK;

	curl_free(user);
	return has;
}

static bool take_parts(struct http_url *url, CURLU *curl, const char *text)
{
	char port[8];

	if (curl_url_set(curl, CURLUPART_URL, text,
			 CURLU_DEFAULT_SCHEME | CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
		return false;
	url->has_login = has_login(curl);
	return take_part(curl, CURLUPART_SCHEME, url->scheme, sizeof url->scheme) &&
	       take_part(curl, CURLUPART_HOST, url->host, sizeof url->host) &&
	       take_part(curl, CURLUPART_PORT, port, sizeof port) &&
	       (!port[0] || port_parse(port, &url->port));
}

/* libcurl takes one slash, and three, for two; Go finds no host there. */
static bool slashes_are_two(const char *text)
{
	const char *slash = strchr(text, '/');

	return !slash || slash == text || slash[-1] != ':' || strspn(slash, "/") == 2;
}

bool http_url_read(struct http_url *url, const char *text, size_t len)
{
	char *copy = xasprintf("%.*s", (int)len, text);
	CURLU *curl = memory_open() ? curl_url() : NULL;
	bool read;

	*url = (struct http_url){ .port = 0 };
	read = curl && strlen(copy) == len && slashes_are_two(copy) && take_parts(url, curl, copy);
	curl_url_cleanup(curl);
	text_wipe(copy);
	free(copy);
	return read;
}

bool https_url_read(const char *text, char name[static HOST_NAME_BYTES], uint16_t *port)
{
	struct http_url url;

	if (!http_url_read(&url, text, strlen(text)) || strcmp(url.scheme, "https") != 0 ||
	    url.has_login)
		return false;
	*port = url.port;
	return host_port_parse(url.host, name, port);
}
