/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve.h"

#include <ares.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <systemd/sd-event.h>

#include "ecsprobe/engine.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/shortage.h"

/* c-ares asks again by itself, and at once, where it hears SERVFAIL, REFUSED or NOTIMP.  So does Go:
 * as often as attempts in resolv.conf says.  More would hide a server that its clients give up. */
enum { DEFAULT_ATTEMPTS = 2 };

/* So many events of a socket come before all else; one that has more than an honest server
 * needs has to wait its turn, or no timer would ever come. */
enum { PREFERRED_EVENTS = 32 };

struct watched_socket {
	int fd;
	unsigned events;
	sd_event_source *source;
};

/* A channel of c-ares, for one question at a time: c-ares closes a socket that has done
 * its work only together with giving up what is late on the others, so there must be no
 * others.  Kept for the next question. */
struct question {
	struct resolve *resolve;
	struct question *next;
	ares_channel_t *channel;
	struct watched_socket *sockets;
	size_t socket_count;
	bool asked, over; /* finished: answered, or no listener any more */
	bool no_edns;     /* FORMERR came, and c-ares asks again without EDNS by itself */
	bool oversize;    /* a datagram came that is larger than the question allows */
	enum ip_family family;
	char host[HOST_BYTES];
	unsigned shortages; /* before it was asked */
	unsigned barred;    /* before what c-ares does for it now */
	bool was_barred;    /* at any time since it was asked */
	resolve_done_fn done;
	void *arg;
};

struct resolve {
	sd_event *loop; /* owned reference */
	char server[IP_TEXT_BYTES + ZONE_ID_BYTES + 16];
	bool use_vc;
	unsigned tries;
	struct question *questions; /* owned: asked, or free for the next one */
	bool refused;               /* ICMP said so, to any of the sockets */
	bool answered;              /* the server ever said anything */
};

/* Closes its sockets at once. */
static void set_free(struct question *q)
{
	q->over = true;
	ares_cancel(q->channel);
	q->asked = false;
}

/* A refusal of other queries does not matter to this one. */
static void enter(struct question *q)
{
	q->barred = barred_count();
}

static void leave(struct question *q)
{
	q->was_barred |= barred_count() != q->barred;
}

/* Never its timeouts: it gives up for lost what is late, after 250 ms where
 * others were answered quickly, and closes the socket to which the answer is
 * on its way.  Deadlines are the caller's. */
static void process(struct question *q, const ares_fd_events_t *events, size_t count)
{
	enter(q);
	(void)ares_process_fds(q->channel, events, count, ARES_PROCESS_FLAG_SKIP_NON_FD);
	leave(q);
	if (q->over)
		set_free(q);
}

/* What Go asks for as c-ares does, and, unlike c-ares, reads no more of. */
enum { EDNS_BYTES = 1232 };

/* c-ares tells neither that it left EDNS out nor how much came. */
static void peek(struct question *q, int fd)
{
	enum { HEAD_BYTES = 12, RCODE_AT = 3, FORMERR = 1 };
	unsigned char head[HEAD_BYTES];
	socklen_t len = sizeof(int);
	int type = SOCK_DGRAM;
	int waiting = 0; /* of a datagram socket: in the next one */

	/* Where nothing waits, reading would take the socket's error away from c-ares. */
	if (ioctl(fd, FIONREAD, &waiting) < 0 || waiting == 0)
		return;
	(void)getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len);
	/* Where a message begins in a stream is known to c-ares alone. */
	if (type != SOCK_DGRAM)
		return;
	if (recv(fd, head, sizeof head, MSG_PEEK | MSG_DONTWAIT) >= HEAD_BYTES &&
	    (head[RCODE_AT] & 0x0f) == FORMERR)
		q->no_edns = true;
	if (waiting > EDNS_BYTES)
		q->oversize = true;
}

static struct watched_socket *find_socket(struct question *q, int fd)
{
	for (size_t i = 0; i < q->socket_count; i++)
		if (q->sockets[i].fd == fd)
			return &q->sockets[i];
	return NULL;
}

static bool has_ended(int fd)
{
	int type = SOCK_DGRAM;
	socklen_t len = sizeof type;
	char byte;

	(void)getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len);
	return type == SOCK_STREAM && recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/* c-ares waits for the rest of a message whose stream has ended, and reads the end again
 * and again: it leaves that to its timeouts. */
static void give_up_cut_answer(struct question *q, int fd)
{
	struct resolve_result result = { .code = CODE_DNS_BAD_ANSWER, .no_edns = q->no_edns };

	if (!q->asked || q->over || !find_socket(q, fd) || !has_ended(fd))
		return;
	q->over = true;
	q->done(q->arg, &result);
	set_free(q);
}

static int on_socket(sd_event_source *source, int fd, uint32_t events, void *arg)
{
	struct question *q = arg;
	struct watched_socket *s = find_socket(q, fd);
	ares_fd_events_t event = { .fd = fd };

	if (s && ++s->events == PREFERRED_EVENTS)
		(void)sd_event_source_set_priority(source, SD_EVENT_PRIORITY_NORMAL);
	/* Only noted: c-ares wants to read the error itself. */
	if (events & EPOLLERR)
		q->resolve->refused = true;
	if (events & EPOLLIN)
		peek(q, fd);
	if (events & (EPOLLIN | EPOLLERR | EPOLLHUP))
		event.events |= ARES_FD_EVENT_READ;
	if (events & EPOLLOUT)
		event.events |= ARES_FD_EVENT_WRITE;
	process(q, &event, 1);
	if (events & EPOLLIN)
		give_up_cut_answer(q, fd);
	return 0;
}

static void on_socket_state(void *arg, ares_socket_t fd, int readable, int writable)
{
	struct question *q = arg;
	struct watched_socket *s = find_socket(q, fd);
	uint32_t events = (readable ? (uint32_t)EPOLLIN : 0U) |
			  (writable ? (uint32_t)EPOLLOUT : 0U);

	if (!events) {
		if (s) {
			sd_event_source_disable_unref(s->source);
			*s = q->sockets[--q->socket_count];
		}
		return;
	}
	if (s) {
		(void)sd_event_source_set_io_events(s->source, events);
		return;
	}
	q->sockets = xgrow(q->sockets, q->socket_count, sizeof *q->sockets);
	s = &q->sockets[q->socket_count];
	*s = (struct watched_socket){ .fd = fd };
	q->socket_count++;
	/* Where it cannot be watched, resolve_poke() still reads it.  Before anything else: an
	 * answer that waits while handshakes are computed would look late. */
	if (sd_event_add_io(q->resolve->loop, &s->source, fd, events, on_socket, q) >= 0)
		(void)sd_event_source_set_priority(s->source, SD_EVENT_PRIORITY_IMPORTANT);
}

static void question_free(struct question *q)
{
	q->over = true;
	if (q->channel)
		ares_destroy(q->channel);
	for (size_t i = 0; i < q->socket_count; i++)
		sd_event_source_disable_unref(q->sockets[i].source);
	free(q->sockets);
	free(q);
}

/* c-ares reads on as long as a stream fills its buffer of 64 KiB, which a peer that never ends
 * always does: the kernel holds less. */
static int hold_little(ares_socket_t fd, int type, void *arg)
{
	enum { STREAM_BYTES = 16 * 1024 };
	int bytes = STREAM_BYTES;

	(void)arg;
	if (type == SOCK_STREAM)
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
	return ARES_SUCCESS;
}

static int open_channel(struct question *q)
{
	struct ares_options options = {
		.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_EDNS |
			 (q->resolve->use_vc ? ARES_FLAG_USEVC : 0),
		.tries = (int)q->resolve->tries,
		.sock_state_cb = on_socket_state,
		.sock_state_cb_data = q,
		.udp_max_queries = 1,
		.qcache_max_ttl = 0,
		/* Nothing of the host's own settings: whom to ask is the plan's. */
		.resolvconf_path = (char[]){ "/dev/null" },
		.hosts_path = (char[]){ "/dev/null" },
		.lookups = (char[]){ "b" },
	};
	int rc;

	ares_reads_files(false);
	rc = ares_init_options(&q->channel, &options,
			       ARES_OPT_FLAGS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB |
				       ARES_OPT_UDP_MAX_QUERIES | ARES_OPT_QUERY_CACHE |
				       ARES_OPT_RESOLVCONF | ARES_OPT_HOSTS_FILE |
				       ARES_OPT_LOOKUPS);
	ares_reads_files(true);
	if (rc != ARES_SUCCESS)
		return rc;
	ares_set_socket_configure_callback(q->channel, hold_little, NULL);
	return ares_set_servers_ports_csv(q->channel, q->resolve->server);
}

/* One that is free, or a new one.  NULL, and why: there is none. */
static struct question *take_question(struct resolve *r, int *rc)
{
	struct question *q;

	for (q = r->questions; q; q = q->next)
		if (!q->asked)
			return q;
	q = xcalloc(1, sizeof *q);
	q->resolve = r;
	*rc = open_channel(q);
	if (*rc != ARES_SUCCESS) {
		question_free(q);
		return NULL;
	}
	q->next = r->questions;
	r->questions = q;
	return q;
}

int resolve_open(struct resolve **out, struct sd_event *loop, const struct resolver *server,
		 struct error *e)
{
	struct resolve *r = xcalloc(1, sizeof *r);
	const struct socket_address *at = &server->address;
	char address[IP_TEXT_BYTES];
	int rc = ARES_SUCCESS;

	ip_format(&at->ip, address);
	(void)snprintf(r->server, sizeof r->server,
		       at->ip.family == IP_V4 ? "%s:%u" : "[%s]:%u%s%s", address, at->port,
		       server->zone_id[0] ? "%" : "", server->zone_id);
	r->use_vc = server->use_vc;
	r->tries = server->attempts ? server->attempts : DEFAULT_ATTEMPTS;
	r->loop = sd_event_ref(loop);
	if (!take_question(r, &rc)) {
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
		{ ARES_ENODATA, CODE_DNS_NODATA },
		{ ARES_ENOTFOUND, CODE_DNS_NXDOMAIN },
		{ ARES_ESERVFAIL, CODE_DNS_SERVFAIL },
		{ ARES_EREFUSED, CODE_DNS_REFUSED },
		/* A link-local address without an interface is no server. */
		{ ARES_ENOSERVER, CODE_DNS_UNREACHABLE },
		{ ARES_ETIMEOUT, CODE_DNS_TIMEOUT },
		{ ARES_ECONNREFUSED, CODE_DNS_UNREACHABLE },
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

/* "Ask somebody else", of a server that neither knows nor asks for others: Go and glibc both
 * do (checkHeader() of net/dnsclient_unix.go, res_send.c). */
static bool is_lame(const ares_dns_record_t *record)
{
	unsigned flags = ares_dns_record_get_flags(record);

	return ares_dns_record_get_rcode(record) == ARES_RCODE_NOERROR &&
	       !(flags & (ARES_FLAG_AA | ARES_FLAG_RA)) &&
	       ares_dns_record_rr_cnt(record, ARES_SECTION_ANSWER) == 0 &&
	       ares_dns_record_rr_cnt(record, ARES_SECTION_ADDITIONAL) == 0;
}

/* What c-ares takes for an answer, and a Go program goes on to the next server for. */
static enum code no_answer(const struct question *q, const ares_dns_record_t *record)
{
	switch ((int)ares_dns_record_get_rcode(record)) {
	case ARES_RCODE_NOERROR:
		if (is_lame(record))
			return CODE_DNS_REFUSED;
		return q->oversize ? CODE_DNS_BAD_ANSWER : CODE_NONE;
	case ARES_RCODE_NXDOMAIN:
	case ARES_RCODE_SERVFAIL:
	case ARES_RCODE_REFUSED:
		return CODE_NONE;
	default:
		return CODE_DNS_BAD_ANSWER;
	}
}

static void on_answer(void *arg, ares_status_t status, size_t timeouts,
		      const ares_dns_record_t *record)
{
	struct question *q = arg;
	struct resolve_result result = { .code = code_of(status), .no_edns = q->no_edns };

	(void)timeouts;
	if (q->over)
		return;
	q->over = true;
	leave(q);
	/* c-ares reports our own lack of something as a refusal. */
	if (!record && shortage_count() != q->shortages)
		result.code = CODE_NOT_FINISHED;
	else if (!record && q->was_barred)
		result.code = CODE_HOST_FIREWALL;
	if (record)
		q->resolve->answered = true;
	if (record && no_answer(q, record) != CODE_NONE)
		result.code = no_answer(q, record);
	else if (status == ARES_SUCCESS && record)
		read_record(&result, record, q->host, q->family);
	if (record && result.address_count == 0)
		read_soa(&result, record);
	q->done(q->arg, &result);
	string_list_done(&result.cnames);
	free(result.addresses);
}

struct question *resolve_ask(struct resolve *r, const char *host, enum ip_family family,
			     resolve_done_fn done, void *arg)
{
	int rc = ARES_SUCCESS;
	struct question *q = take_question(r, &rc);

	if (!q) {
		done(arg, &(struct resolve_result){ .code = CODE_NOT_FINISHED });
		return NULL;
	}
	q->asked = true;
	q->over = false;
	q->family = family;
	q->shortages = shortage_count();
	q->was_barred = false;
	q->no_edns = q->oversize = false;
	q->done = done;
	q->arg = arg;
	(void)copy_text(q->host, sizeof q->host, host);
	enter(q);
	(void)ares_query_dnsrec(q->channel, host, ARES_CLASS_IN,
				family == IP_V4 ? ARES_REC_TYPE_A : ARES_REC_TYPE_AAAA, on_answer,
				q, NULL);
	leave(q);
	if (!q->over)
		return q;
	set_free(q);
	return NULL;
}

void resolve_forget(struct question *question)
{
	if (question)
		set_free(question);
}

void resolve_poke(struct question *q)
{
	CLEANUP(cleanup_free) ares_fd_events_t *events = NULL;
	size_t count = q ? q->socket_count : 0;

	if (count == 0)
		return;
	/* Answers close sockets, so the list is copied first. */
	events = xcalloc(count, sizeof *events);
	for (size_t i = 0; i < count; i++) {
		peek(q, q->sockets[i].fd);
		events[i] = (ares_fd_events_t){ q->sockets[i].fd, ARES_FD_EVENT_READ };
	}
	process(q, events, count);
}

bool resolve_is_refused(const struct resolve *r)
{
	return r->refused && !r->answered;
}

void resolve_close(struct resolve *r)
{
	if (!r)
		return;
	while (r->questions) {
		struct question *q = r->questions;

		r->questions = q->next;
		question_free(q);
	}
	sd_event_unref(r->loop);
	free(r);
}

const char *engine_dns_library(void)
{
	return ares_version(NULL);
}
