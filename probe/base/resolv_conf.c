/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/resolv_conf.h"

#include <ctype.h>
#include <string.h>

/* resolv.conf(5): the keyword starts the line. */
static bool nameserver_of_line(const char *line, size_t len, struct ip *out)
{
	static const char keyword[] = "nameserver";
	char address[IP_TEXT_BYTES + 32];
	size_t start = sizeof keyword - 1;
	size_t end;

	if (len <= start || memcmp(line, keyword, start) != 0 ||
	    !isblank((unsigned char)line[start]))
		return false;
	while (start < len && isblank((unsigned char)line[start]))
		start++;
	for (end = start; end < len && !isspace((unsigned char)line[end]);)
		end++;
	if (end - start >= sizeof address)
		return false;
	memcpy(address, line + start, end - start);
	address[end - start] = '\0';
	address[strcspn(address, "%")] = '\0'; /* a zone of a link-local address */
	return ip_parse(address, out);
}

size_t resolv_conf_nameservers(const char *text, size_t len, struct ip *nameservers, size_t max)
{
	const char *end = text + len;
	size_t count = 0;

	while (text < end && count < max) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		const char *line_end = newline ? newline : end;

		count += nameserver_of_line(text, (size_t)(line_end - text), &nameservers[count]);
		text = line_end + (newline != NULL);
	}
	return count;
}
