/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <string.h>

#include "ecsprobe/address.h"

static bool valid_host_name(const char *name)
{
	size_t len = strlen(name);
	size_t label = 0;

	if (len == 0 || len > 253)
		return false;
	for (const char *p = name; *p; p++) {
		if (*p == '.') {
			if (label == 0 || p[-1] == '-')
				return false;
			label = 0;
			continue;
		}
		if (!(isalnum((unsigned char)*p) || *p == '_' || (*p == '-' && label > 0)) ||
		    ++label > 63)
			return false;
	}
	return label > 0 && name[len - 1] != '-';
}

bool host_port_parse(const char *text, char name[static HOST_NAME_BYTES], uint16_t *port)
{
	const char *colon = strchr(text, ':');
	size_t len = colon ? (size_t)(colon - text) : strlen(text);
	struct ip ip;

	if (len >= HOST_NAME_BYTES || (colon && !port_parse(colon + 1, port)))
		return false;
	for (size_t i = 0; i < len; i++)
		name[i] = (char)tolower((unsigned char)text[i]);
	name[len] = '\0';
	if (len > 1 && name[len - 1] == '.')
		name[len - 1] = '\0';
	return valid_host_name(name) && !ip_parse(name, &ip);
}
