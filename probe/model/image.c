/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/image.h"

#include <ctype.h>
#include <string.h>

#include "ecsprobe/escape.h"

bool image_proxy_normal(const char *url, char out[static IMAGE_VALUE_BYTES])
{
	CLEANUP(cleanup_free)
	char *whole = xasprintf("%s%s", strstr(url, "://") ? "" : "http://", url);
	bool wellformed = escape_proxy(out, IMAGE_VALUE_BYTES, whole);

	for (char *c = out; wellformed && *c; c++)
		*c = (char)tolower((unsigned char)*c);
	text_wipe(whole);
	return wellformed;
}
