/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve.h"

#include <ares.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <systemd/sd-event.h>

#include "ecsprobe/engine.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/shortage.h"

/* TRIES: c-ares asks again by itself, and at once, where it hears an error. */
enum { TRIES = 4, MAX_SOCKETS = 2048 };

struct watched_socket {
	int fd;
	sd_event_source *source;
};

struct question {
	struct resolve *resolve;
	struct question *next;
	enum ip_family family;
	char host[HOST_BYTES];
	unsigned shortages; /* before it was asked */
	resolve_done_fn done;
	void *arg;
};

struct resolve {
	ares_channel_t *channel;
	sd_event *loop; /* owned reference */
	struct watched_socket *sockets;
	size_t socket_count;
	struct question *questions; /* owned until resolve_close() */
	bool closing;
	bool refused;  /* ICMP said so, to any of the sockets */
	bool answered; /* the server ever said anything */
};

/* Never its timeouts: it gives up for lost what is late, after 250 ms where
 * others were answered quickly, and closes the socket to which the answer is
 * on its way.  Deadlines are the caller's. */
static void process(struct resolve *r, const ares_fd_events_t *events, size_t count)
{
	(void)ares_process_fds(r->channel, events, count, ARES_PROCESS_FLAG_SKIP_NON_FD);
}

static int on_socket(sd_event_source *source, int fd, uint32_t events, void *arg)
{
	struct resolve *r = arg;
	ares_fd_events_t event = { .fd = fd };

	(void)source;
	/* Only noted: c-ares wants to read the error itself. */
	if (events & EPOLLERR)
		r->refused = true;
	if (events & (EPOLLIN | EPOLLERR | EPOLLHUP))
		event.events |= ARES_FD_EVENT_READ;
	if (events & EPOLLOUT)
		event.events |= ARES_FD_EVENT_WRITE;
	process(r, &event, 1);
	return 0;
}

static struct watched_socket *find_socket(struct resolve *r, int fd)
{
	for (size_t i = 0; i < r->socket_count; i++)
		if (r->sockets[i].fd == fd)
			return &r->sockets[i];
	return NULL;
}

static void on_socket_state(void *arg, ares_socket_t fd, int readable, int writable)
{
	struct resolve *r = arg;
	struct watched_socket *s = find_socket(r, fd);
	uint32_t events = (readable ? (uint32_t)EPOLLIN : 0U) |
			  (writable ? (uint32_t)EPOLLOUT : 0U);

	if (!events) {
		if (s) {
			sd_event_source_disable_unref(s->source);
			*s = r->sockets[--r->socket_count];
		}
		return;
	}
	if (s) {
		(void)sd_event_source_set_io_events(s->source, events);
		return;
	}
	if (r->closing || r->socket_count >= MAX_SOCKETS)
		return;
	r->sockets = xgrow(r->sockets, r->socket_count, sizeof *r->sockets);
	s = &r->sockets[r->socket_count];
	*s = (struct watched_socket){ .fd = fd };
	r->socket_count++;
	/* Where it cannot be watched, resolve_poke() still reads it. */
	(void)sd_event_add_io(r->loop, &s->source, fd, events, on_socket, r);
}

int resolve_open(struct resolve **out, struct sd_event *loop, const struct socket_address *server,
		 struct error *e)
{
	struct resolve *r = xcalloc(1, sizeof *r);
	struct ares_options options = {
		.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_EDNS |
			 ARES_FLAG_STAYOPEN,
		.tries = TRIES,
		.sock_state_cb = on_socket_state,
		.sock_state_cb_data = r,
		/* One question a socket: a malformed datagram costs c-ares every
		 * question that shares the socket. */
		.udp_max_queries = 1,
		.qcache_max_ttl = 0,
		/* Nothing of the host's own settings: whom to ask is the plan's. */
		.resolvconf_path = (char[]){ "/dev/null" },
		.hosts_path = (char[]){ "/dev/null" },
		.lookups = (char[]){ "b" },
	};
	char address[IP_TEXT_BYTES];
	char csv[IP_TEXT_BYTES + 16];
	int rc;

	ip_format(&server->ip, address);
	(void)snprintf(csv, sizeof csv, server->ip.family == IP_V4 ? "%s:%u" : "[%s]:%u", address,
		       server->port);
	r->loop = sd_event_ref(loop);
	rc = ares_init_options(&r->channel, &options,
			       ARES_OPT_FLAGS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB |
				       ARES_OPT_UDP_MAX_QUERIES | ARES_OPT_QUERY_CACHE |
				       ARES_OPT_RESOLVCONF | ARES_OPT_HOSTS_FILE |
				       ARES_OPT_LOOKUPS);
	if (rc == ARES_SUCCESS)
		rc = ares_set_servers_ports_csv(r->channel, csv);
	if (rc != ARES_SUCCESS) {
		resolve_close(r);
		return error_set(e, ERROR_INTERNAL, EINVAL, "cannot set up the DNS client: %s",
				 ares_strerror(rc));
	}
	*out = r;
	return 0;
}

static enum code code_of(ares_status_t status)
{
	static const struct {
		ares_status_t status;
		enum code code;
	} rows[] = {
		{ ARES_ENODATA, CODE_DNS_NODATA },     { ARES_ENOTFOUND, CODE_DNS_NXDOMAIN },
		{ ARES_ESERVFAIL, CODE_DNS_SERVFAIL }, { ARES_EREFUSED, CODE_DNS_REFUSED },
		{ ARES_ETIMEOUT, CODE_DNS_TIMEOUT },   { ARES_ECONNREFUSED, CODE_DNS_UNREACHABLE },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].status == status)
			return rows[i].code;
	return CODE_DNS_BAD_ANSWER;
}

static bool same_name(const char *a, const char *b)
{
	size_t len_a = strlen(a);
	size_t len_b = strlen(b);

	len_a -= len_a && a[len_a - 1] == '.';
	len_b -= len_b && b[len_b - 1] == '.';
	return len_a == len_b && strncasecmp(a, b, len_a) == 0;
}

static void lower_ttl(struct resolve_result *result, const ares_dns_rr_t *rr, bool *first)
{
	uint32_t ttl = ares_dns_rr_get_ttl(rr);

	if (*first || ttl < result->ttl_s)
		result->ttl_s = ttl;
	*first = false;
}

/* The CNAME of this owner, NULL when there is none. */
static const ares_dns_rr_t *find_cname(const ares_dns_record_t *record, const char *owner)
{
	size_t count = ares_dns_record_rr_cnt(record, ARES_SECTION_ANSWER);

	for (size_t i = 0; i < count; i++) {
		const ares_dns_rr_t *rr =
			ares_dns_record_rr_get_const(record, ARES_SECTION_ANSWER, i);

		if (ares_dns_rr_get_type(rr) == ARES_REC_TYPE_CNAME &&
		    same_name(ares_dns_rr_get_name(rr), owner))
			return rr;
	}
	return NULL;
}

static void take_addresses(struct resolve_result *result, const ares_dns_record_t *record,
			   const char *owner, enum ip_family family, bool *first)
{
	size_t count = ares_dns_record_rr_cnt(record, ARES_SECTION_ANSWER);

	for (size_t i = 0; i < count; i++) {
		const ares_dns_rr_t *rr =
			ares_dns_record_rr_get_const(record, ARES_SECTION_ANSWER, i);
		struct ip ip = { .family = family };
		const void *bytes = NULL;

		if (!same_name(ares_dns_rr_get_name(rr), owner))
			continue;
		if (family == IP_V4 && ares_dns_rr_get_type(rr) == ARES_REC_TYPE_A)
			bytes = ares_dns_rr_get_addr(rr, ARES_RR_A_ADDR);
		else if (family == IP_V6 && ares_dns_rr_get_type(rr) == ARES_REC_TYPE_AAAA)
			bytes = ares_dns_rr_get_addr6(rr, ARES_RR_AAAA_ADDR);
		if (!bytes)
			continue;
		memcpy(ip.bytes, bytes, family == IP_V4 ? 4 : 16);
		result->addresses =
			xgrow(result->addresses, result->address_count, sizeof *result->addresses);
		result->addresses[result->address_count++] = ip;
		lower_ttl(result, rr, first);
	}
}

/* Only records that the question leads to count: an address under somebody
 * else's name is not an answer. */
static void read_record(struct resolve_result *result, const ares_dns_record_t *record,
			const char *host, enum ip_family family)
{
	const char *owner = host;
	const ares_dns_rr_t *rr;
	bool first = true;

	while (result->cnames.count < MAX_CNAMES && (rr = find_cname(record, owner))) {
		char shown[PEER_TEXT_BYTES];

		owner = ares_dns_rr_get_str(rr, ARES_RR_CNAME_CNAME);
		escape_text(shown, sizeof shown, owner);
		string_list_add(&result->cnames, shown, strlen(shown));
		lower_ttl(result, rr, &first);
	}
	take_addresses(result, record, owner, family, &first);
	if (result->address_count)
		result->code = CODE_NONE;
	else if (result->cnames.count == 0 &&
		 ares_dns_record_rr_cnt(record, ARES_SECTION_ANSWER) > 0)
		result->code = CODE_DNS_BAD_ANSWER;
	else
		result->code = CODE_DNS_NODATA;
}

/* The zone whose authority vouches that there is nothing. */
static void read_soa(struct resolve_result *result, const ares_dns_record_t *record)
{
	size_t count = ares_dns_record_rr_cnt(record, ARES_SECTION_AUTHORITY);

	for (size_t i = 0; i < count; i++) {
		const ares_dns_rr_t *rr =
			ares_dns_record_rr_get_const(record, ARES_SECTION_AUTHORITY, i);

		if (ares_dns_rr_get_type(rr) != ARES_REC_TYPE_SOA)
			continue;
		escape_text(result->soa_zone, sizeof result->soa_zone, ares_dns_rr_get_name(rr));
		return;
	}
}

static void on_answer(void *arg, ares_status_t status, size_t timeouts,
		      const ares_dns_record_t *record)
{
	struct question *q = arg;
	struct resolve_result result = { .code = code_of(status) };

	(void)timeouts;
	if (q->resolve->closing)
		return;
	/* c-ares reports our own lack of something as a refusal. */
	if (!record && shortage_count() != q->shortages)
		result.code = CODE_NOT_FINISHED;
	if (record)
		q->resolve->answered = true;
	if (status == ARES_SUCCESS && record)
		read_record(&result, record, q->host, q->family);
	if (record && result.address_count == 0)
		read_soa(&result, record);
	q->done(q->arg, &result);
	string_list_done(&result.cnames);
	free(result.addresses);
}

void resolve_ask(struct resolve *r, const char *host, enum ip_family family, resolve_done_fn done,
		 void *arg)
{
	struct question *q = xcalloc(1, sizeof *q);

	q->resolve = r;
	q->family = family;
	q->shortages = shortage_count();
	q->done = done;
	q->arg = arg;
	(void)copy_text(q->host, sizeof q->host, host);
	q->next = r->questions;
	r->questions = q;
	(void)ares_query_dnsrec(r->channel, host, ARES_CLASS_IN,
				family == IP_V4 ? ARES_REC_TYPE_A : ARES_REC_TYPE_AAAA, on_answer,
				q, NULL);
}

void resolve_poke(struct resolve *r)
{
	/* Answers close sockets, so the list is copied first. */
	size_t count = r->socket_count;
	CLEANUP(cleanup_free) ares_fd_events_t *events = xcalloc(count, sizeof *events);

	for (size_t i = 0; i < count; i++)
		events[i] = (ares_fd_events_t){ r->sockets[i].fd, ARES_FD_EVENT_READ };
	process(r, events, count);
}

bool resolve_is_refused(const struct resolve *r)
{
	return r->refused && !r->answered;
}

void resolve_close(struct resolve *r)
{
	if (!r)
		return;
	r->closing = true;
	if (r->channel)
		ares_destroy(r->channel);
	for (size_t i = 0; i < r->socket_count; i++)
		sd_event_source_disable_unref(r->sockets[i].source);
	free(r->sockets);
	while (r->questions) {
		struct question *q = r->questions;

		r->questions = q->next;
		free(q);
	}
	sd_event_unref(r->loop);
	free(r);
}

const char *engine_dns_library(void)
{
	static char text[32];

	(void)snprintf(text, sizeof text, "c-ares %s", ares_version(NULL));
	return text;
}
