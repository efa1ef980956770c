/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <string.h>

#include "ecsprobe/gather.h"

/* resolv.conf(5): the keyword starts the line; glibc and Go read the first
 * three nameservers and ignore the rest. */
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

void resolv_conf_parse(struct host_facts *host, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end && host->nameserver_count < MAX_NAMESERVERS) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		const char *line_end = newline ? newline : end;

		if (nameserver_of_line(text, (size_t)(line_end - text),
				       &host->nameservers[host->nameserver_count]))
			host->nameserver_count++;
		text = line_end + (newline != NULL);
	}
}
