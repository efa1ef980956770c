/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <string.h>
#include <unistd.h>

#include "ecsprobe/address.h"
#include "ecsprobe/util.h"

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

const char *host_name_own(char name[static HOST_NAME_BYTES])
{
	if (gethostname(name, HOST_NAME_BYTES) < 0)
		name[0] = '\0';
	name[HOST_NAME_BYTES - 1] = '\0';
	return name;
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

bool host_name_ends_with(const char *name, const char *end)
{
	size_t len = strlen(name);
	size_t end_len = strlen(end);

	return len >= end_len && strcasecmp(name + len - end_len, end) == 0;
}

bool authority_is_wellformed(const char *text, size_t len)
{
	char host[HOST_NAME_BYTES + sizeof "[]:65535"];
	char *colon;
	uint16_t port;
	struct ip ip;
	size_t end;

	if (len == 0 || len >= sizeof host || memchr(text, '\0', len))
		return false;
	memcpy(host, text, len);
	host[len] = '\0';
	colon = strrchr(host, ':');
	if (colon && !strchr(colon, ']')) {
		if (colon[1] && !port_parse(colon + 1, &port))
			return false;
		*colon = '\0';
	}
	end = strlen(host);
	if (host[0] == '[' && host[end - 1] == ']') {
		host[end - 1] = '\0';
		return ip_parse(host + 1, &ip) && ip.family == IP_V6;
	}
	return valid_host_name(host);
}

/* Whoever connects there and begins with a ClientHello is hung up on, or never
 * answered, by a server that is quite well. */
static bool port_begins_without_tls(uint16_t port)
{
	static const uint16_t ports[] = {
		2049, /* NFS: remote procedure calls (RFC 8881); EFS encrypts through a helper */
		5432, /* PostgreSQL: TLS only after a plain SSLRequest ("SSL Session Encryption") */
	};

	for (size_t i = 0; i < ARRAY_SIZE(ports); i++)
		if (ports[i] == port)
			return true;
	return false;
}

bool host_target_parse(const char *text, char name[static HOST_NAME_BYTES], uint16_t *port,
		       bool *tcp_only)
{
	static const char tcp[] = "tcp";
	static const char tls[] = "tls";
	size_t len = strcspn(text, "/");
	const char *suffix = text[len] ? text + len + 1 : NULL;
	char host_port[HOST_NAME_BYTES + sizeof ":65535"];

	if (len >= sizeof host_port ||
	    (suffix && strcmp(suffix, tcp) != 0 && strcmp(suffix, tls) != 0))
		return false;
	memcpy(host_port, text, len);
	host_port[len] = '\0';
	if (!host_port_parse(host_port, name, port))
		return false;
	*tcp_only = suffix ? strcmp(suffix, tcp) == 0 : port_begins_without_tls(*port);
	return true;
}
