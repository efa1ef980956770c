/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/image.h"

#include <ctype.h>

#include "ecsprobe/escape.h"

bool image_proxy_normal(const char *url, char out[static IMAGE_VALUE_BYTES])
{
	bool wellformed = escape_proxy(out, IMAGE_VALUE_BYTES, url);

	for (char *c = out; wellformed && *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return wellformed;
}
