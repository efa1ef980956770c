/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The network of agent.c: names by plain DNS over UDP from the nameservers in
 * its own /etc/resolv.conf (a static program has no getaddrinfo), connections
 * to port 443 directly or through the proxy in its environment. IPv4 only.
 */
#ifndef AGENT_NET_H
#define AGENT_NET_H

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_ADDRESSES = 16, DNS_TIMEOUT_MS = 2000, DIAL_TIMEOUT_MS = 5000 };

static bool within(int fd, short events, int timeout_ms)
{
	struct pollfd p = { .fd = fd, .events = events };

	return poll(&p, 1, timeout_ms) == 1;
}

static size_t dns_query(unsigned char *packet, const char *host)
{
	static const unsigned char tail[] = { 0, 0, 1, 0, 1 };
	size_t n = 12;

	memset(packet, 0, 12);
	packet[0] = (unsigned char)(getpid() >> 8);
	packet[1] = (unsigned char)getpid();
	packet[2] = 1;
	packet[5] = 1;
	for (size_t label; *host; host += label + (host[label] == '.')) {
		label = strcspn(host, ".");
		packet[n++] = (unsigned char)label;
		memcpy(packet + n, host, label);
		n += label;
	}
	memcpy(packet + n, tail, sizeof tail);
	return n + sizeof tail;
}

static size_t skip_name(const unsigned char *packet, size_t at, size_t bytes)
{
	while (at < bytes && packet[at])
		if (packet[at] >= 0xc0)
			return at + 2;
		else
			at += packet[at] + 1U;
	return at + 1;
}

/* The addresses in an answer; -1 says that the server knows no such name or failed. */
static int dns_answer(const unsigned char *packet, size_t bytes, size_t question,
		      struct in_addr *out)
{
	unsigned records = (unsigned)(packet[6] << 8 | packet[7]);
	size_t at = question;
	int found = 0;

	if (packet[3] & 15)
		return -1;
	while (records-- && at < bytes) {
		size_t length;

		at = skip_name(packet, at, bytes);
		if (at + 10 > bytes)
			break;
		length = (size_t)(packet[at + 8] << 8 | packet[at + 9]);
		if (packet[at + 1] == 1 && length == 4 && at + 14 <= bytes && found < MAX_ADDRESSES)
			memcpy(&out[found++], packet + at + 10, 4);
		at += 10 + length;
	}
	return found;
}

/* Asks one nameserver. -2: silence. */
static int dns_ask(struct in_addr server, const char *host, struct in_addr *out)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_port = htons(53),
				  .sin_addr = server };
	unsigned char query[300], reply[4096];
	size_t bytes = dns_query(query, host);
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), result = -2;
	ssize_t got;

	if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0 && send(fd, query, bytes, 0) > 0 &&
	    within(fd, POLLIN, DNS_TIMEOUT_MS)) {
		got = recv(fd, reply, sizeof reply, 0);
		if (got >= (ssize_t)bytes && memcmp(reply, query, 2) == 0)
			result = dns_answer(reply, (size_t)got, bytes, out);
	}
	close(fd);
	return result;
}

/* The IPv4 addresses of a host: a literal, a line of /etc/hosts as the container has it, or what the DNS says. */
static int resolve(const char *host, struct in_addr *out, char *why, size_t size)
{
	char line[512], word[64];
	struct in_addr server;
	int result = -2;
	FILE *file;

	if (inet_pton(AF_INET, host, out) == 1)
		return 1;
	file = fopen("/etc/hosts", "re");
	while (file && fgets(line, sizeof line, file)) {
		char *rest = NULL, *address = strtok_r(line, " \t\n", &rest), *name;

		while (address && (name = strtok_r(NULL, " \t\n", &rest)))
			if (strcasecmp(name, host) == 0 && inet_pton(AF_INET, address, out) == 1) {
				fclose(file);
				return 1;
			}
	}
	if (file)
		fclose(file);
	file = fopen("/etc/resolv.conf", "re");
	snprintf(why, size, "dial tcp: lookup %s: no nameserver", host);
	while (result == -2 && file && fgets(line, sizeof line, file))
		if (sscanf(line, "nameserver %63s", word) == 1 &&
		    inet_pton(AF_INET, word, &server) == 1) {
			result = dns_ask(server, host, out);
			snprintf(why, size, "dial tcp: lookup %s on %s:53: %s", host, word,
				 result == -2 ? "i/o timeout" : "no such host");
		}
	if (file)
		fclose(file);
	return result;
}

static bool resolves_privately(const char *host)
{
	struct in_addr all[MAX_ADDRESSES];
	char why[512];
	uint32_t a;

	if (resolve(host, all, why, sizeof why) < 1)
		return false;
	a = ntohl(all[0].s_addr);
	return a >> 24 == 10 || a >> 20 == 0xac1 || a >> 16 == 0xc0a8 || a >> 22 == 0x191;
}

static int dial_address(struct in_addr address, unsigned port)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)port),
				  .sin_addr = address };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), error = 0;
	socklen_t length = sizeof error;

	if (connect(fd, (struct sockaddr *)&to, sizeof to) < 0) {
		error = errno;
		if (error == EINPROGRESS) {
			error = ETIMEDOUT;
			if (within(fd, POLLOUT, DIAL_TIMEOUT_MS))
				getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
		}
	}
	if (error) {
		close(fd);
		errno = error;
		return -1;
	}
	/* From here on calls may block: each connection has a thread of its own. */
	fcntl(fd, F_SETFL, 0);
	return fd;
}

static int dial_local(unsigned port)
{
	return dial_address((struct in_addr){ htonl(INADDR_LOOPBACK) }, port);
}

static int dial_any(const char *host, unsigned port, char *why, size_t size)
{
	struct in_addr all[MAX_ADDRESSES];
	char text[INET_ADDRSTRLEN];
	int count = resolve(host, all, why, size), fd = -1;

	for (int i = 0; i < count && fd < 0; i++) {
		fd = dial_address(all[i], port);
		if (fd < 0)
			snprintf(why, size, "dial tcp %s:%u: %s",
				 inet_ntop(AF_INET, &all[i], text, sizeof text), port,
				 errno == ETIMEDOUT      ? "i/o timeout"
				 : errno == ECONNREFUSED ? "connect: connection refused"
							 : strerror(errno));
	}
	return fd;
}

/* NO_PROXY: names and their subdomains. */
static bool is_exempt(const char *host)
{
	const char *list = getenv("NO_PROXY");

	for (size_t n; list && *list; list += n + (list[n] == ',')) {
		const char *suffix = *list == '.' ? list + 1 : list;
		size_t length, have = strlen(host);

		n = strcspn(list, ",");
		length = n - (size_t)(suffix - list);
		if (length && have >= length &&
		    strncasecmp(host + have - length, suffix, length) == 0 &&
		    (have == length || host[have - length - 1] == '.'))
			return true;
	}
	return false;
}

static int connect_through(const char *proxy, const char *host, char *why, size_t size)
{
	const char *start = strstr(proxy, "://") ? strstr(proxy, "://") + 3 : proxy;
	const char *at = strrchr(start, '@');
	char name[192] = "", request[512], reply[512];
	unsigned port = 3128;
	ssize_t bytes = 0;
	int fd;

	sscanf(at ? at + 1 : start, "%191[^:/]:%u", name, &port);
	fd = dial_any(name, port, why, size);
	if (fd < 0)
		return -1;
	snprintf(request, sizeof request, "CONNECT %s:443 HTTP/1.1\r\nHost: %s:443\r\n\r\n", host,
		 host);
	if (write(fd, request, strlen(request)) > 0 && within(fd, POLLIN, DIAL_TIMEOUT_MS))
		bytes = read(fd, reply, sizeof reply - 1);
	reply[bytes > 0 ? bytes : 0] = '\0';
	if (strncmp(reply, "HTTP/1.", 7) == 0 && strncmp(reply + 8, " 200", 4) == 0)
		return fd;
	reply[strcspn(reply, "\r\n")] = '\0';
	snprintf(why, size, "proxyconnect tcp: %.100s", reply);
	close(fd);
	return -1;
}

/* A connection to port 443 of the host, or -1 and why not. HTTP_PROXY holds for https too where HTTPS_PROXY is not set. */
static int dial(const char *host, char *why, size_t size)
{
	const char *proxy = getenv("HTTPS_PROXY") ? getenv("HTTPS_PROXY") : getenv("HTTP_PROXY");

	if (proxy && *proxy && !is_exempt(host))
		return connect_through(proxy, host, why, size);
	return dial_any(host, 443, why, size);
}

/* As Go's ":PORT": all addresses of both families, or of IPv4 where there is no IPv6. */
static int listen_on(unsigned port)
{
	struct sockaddr_in6 both = { .sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port) };
	struct sockaddr_in old = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1, no = 0;
	bool six = fd >= 0;

	if (!six)
		fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (six)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
	if (bind(fd, six ? (struct sockaddr *)&both : (struct sockaddr *)&old,
		 six ? sizeof both : sizeof old) < 0 ||
	    listen(fd, 64) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

#endif
