/* SPDX-License-Identifier: Apache-2.0 */
#include "dns_peer.h"

#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"
#include "ecsprobe/util.h"

enum {
	HEADER_BYTES = 12,
	TYPE_A = 1,
	TYPE_CNAME = 5,
	TYPE_SOA = 6,
	TYPE_AAAA = 28,
	QUESTION_TAIL_BYTES = 4
};

struct message {
	unsigned char bytes[1500];
	size_t len;
};

static void put(struct message *m, const void *bytes, size_t len)
{
	assert_true(m->len + len <= sizeof m->bytes);
	memcpy(m->bytes + m->len, bytes, len);
	m->len += len;
}

static void put_u16(struct message *m, unsigned value)
{
	put(m, (unsigned char[]){ (unsigned char)(value >> 8), (unsigned char)value }, 2);
}

static void put_name(struct message *m, const char *name)
{
	while (*name) {
		size_t len = strcspn(name, ".");

		put(m, (unsigned char[]){ (unsigned char)len }, 1);
		for (size_t i = 0; i < len; i++)
			put(m, name[i] == '!' ? "\n" : &name[i], 1);
		name += len + (name[len] == '.');
	}
	put(m, "", 1);
}

static void put_record(struct message *m, const struct dns_record *record, unsigned type)
{
	size_t at;

	if (record->owner)
		put_name(m, record->owner);
	else
		put_u16(m, 0xc000 | HEADER_BYTES); /* a pointer to the question */
	put_u16(m, type);
	put_u16(m, 1);
	put_u16(m, record->ttl_s >> 16);
	put_u16(m, record->ttl_s & 0xffff);
	at = m->len;
	put_u16(m, 0);
	if (record->target) {
		put_name(m, record->target);
	} else {
		struct ip ip = ip_of(record->ip);

		put(m, ip.bytes, ip.family == IP_V4 ? 4 : 16);
	}
	m->bytes[at + 1] = (unsigned char)(m->len - at - 2);
}

static unsigned type_of(const struct dns_record *record)
{
	struct ip ip;

	if (record->target)
		return TYPE_CNAME;
	ip = ip_of(record->ip);
	return ip.family == IP_V4 ? TYPE_A : TYPE_AAAA;
}

static void put_soa(struct message *m, const char *zone)
{
	static const char numbers[20];
	size_t at;

	put_name(m, zone);
	put_u16(m, TYPE_SOA);
	put_u16(m, 1);
	put_u16(m, 0);
	put_u16(m, 60);
	at = m->len;
	put_u16(m, 0);
	put_name(m, "ns.example");
	put_name(m, "hostmaster.example");
	put(m, numbers, sizeof numbers);
	m->bytes[at + 1] = (unsigned char)(m->len - at - 2);
	m->bytes[9] = 1;
}

/* The question is repeated, and so is nothing else of the query. */
static size_t question_bytes(const unsigned char *query, size_t len)
{
	size_t at = HEADER_BYTES;

	while (at < len && query[at])
		at += query[at] + 1U;
	return at + 1 + QUESTION_TAIL_BYTES - HEADER_BYTES;
}

static void compose(struct message *m, const unsigned char *query, size_t len,
		    const struct dns_row *row, int rcode)
{
	size_t question = question_bytes(query, len);
	unsigned asked = query[HEADER_BYTES + question - 3];
	unsigned count = 0;

	assert_true(HEADER_BYTES + question <= len);
	put(m, query, 2);
	put_u16(m, 0x8180U | (unsigned)rcode);
	put(m, "\0\1\0\0\0\0\0\0", 8);
	put(m, query + HEADER_BYTES, question);
	for (size_t i = 0; i < ARRAY_SIZE(row->records); i++) {
		const struct dns_record *record = &row->records[i];

		if (!record->ip && !record->target)
			break;
		if (type_of(record) != TYPE_CNAME && type_of(record) != asked)
			continue;
		put_record(m, record, type_of(record));
		count++;
	}
	m->bytes[7] = (unsigned char)count;
	for (size_t i = 0; i < ARRAY_SIZE(row->records); i++)
		if (row->records[i].soa)
			put_soa(m, row->records[i].soa);
}

static const struct dns_row *row_of(const struct dns_peer *peer, const unsigned char *name)
{
	for (const struct dns_row *row = peer->rows; row->label; row++)
		if (strlen(row->label) == name[0] &&
		    strncasecmp(row->label, (const char *)name + 1, name[0]) == 0)
			return row;
	return NULL;
}

static int on_late(sd_event_source *source, uint64_t usec, void *arg)
{
	const struct dns_late *late = arg;

	(void)source;
	(void)usec;
	(void)sendto(late->peer->fd, late->bytes, late->len, 0, (const struct sockaddr *)&late->to,
		     sizeof late->to);
	return 0;
}

static void answer(struct dns_peer *peer, const struct message *m, const struct sockaddr_in *to,
		   uint64_t late_us)
{
	struct dns_late *late = &peer->late[peer->late_count];

	if (!late_us) {
		(void)sendto(peer->fd, m->bytes, m->len, 0, (const struct sockaddr *)to,
			     sizeof *to);
		return;
	}
	assert_true(peer->late_count++ < DNS_PEER_MAX_LATE && m->len <= sizeof late->bytes);
	late->peer = peer;
	memcpy(late->bytes, m->bytes, m->len);
	late->len = m->len;
	late->to = *to;
	assert_true(sd_event_add_time_relative(sd_event_source_get_event(peer->source),
					       &late->timer, CLOCK_MONOTONIC, late_us, 1, on_late,
					       late) >= 0);
}

/* How late this one is to be answered. */
static uint64_t lateness(struct dns_peer *peer, const struct dns_row *row)
{
	const struct dns_record *record = &row->records[0];
	unsigned *delayed;

	if (!record->late_us)
		return 0;
	assert_true(row - peer->rows < DNS_PEER_MAX_DROPPING);
	delayed = &peer->delayed[row - peer->rows];
	if (record->late && *delayed == record->late)
		return 0;
	++*delayed;
	return record->late_us;
}

static int on_query(sd_event_source *source, int fd, uint32_t events, void *arg)
{
	struct dns_peer *peer = arg;
	unsigned char query[1500];
	struct sockaddr_in from;
	socklen_t from_len = sizeof from;
	ssize_t n = recvfrom(fd, query, sizeof query, MSG_DONTWAIT, (struct sockaddr *)&from,
			     &from_len);
	const struct dns_row *row = n > HEADER_BYTES ? row_of(peer, query + HEADER_BYTES) : NULL;
	struct message m = { .len = 0 };
	int rcode;

	(void)source;
	(void)events;
	if (!row)
		return 0;
	peer->questions++;
	if (row->records[0].drops) {
		unsigned *dropped = &peer->dropped[row - peer->rows];

		assert_true(row - peer->rows < DNS_PEER_MAX_DROPPING);
		if (*dropped < row->records[0].drops) {
			++*dropped;
			return 0;
		}
	}
	rcode = query[HEADER_BYTES + question_bytes(query, (size_t)n) - 3] == TYPE_AAAA
			? row->rcode_v6
			: row->rcode;
	if (rcode == -1)
		return 0;
	if (rcode == -2)
		put(&m, "\1\2\3\4\5", 5);
	else
		compose(&m, query, (size_t)n, row, rcode);
	answer(peer, &m, &from, lateness(peer, row));
	return 0;
}

void dns_peer_open(struct dns_peer *peer, sd_event *loop, const struct dns_row *rows)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof address;

	*peer = (struct dns_peer){ .rows = rows };
	peer->fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	assert_true(peer->fd >= 0);
	assert_int_equal(bind(peer->fd, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(getsockname(peer->fd, (struct sockaddr *)&address, &len), 0);
	peer->port = ntohs(address.sin_port);
	assert_true(sd_event_add_io(loop, &peer->source, peer->fd, EPOLLIN, on_query, peer) >= 0);
}

bool dns_peer_serve(struct dns_peer *peer)
{
	struct pollfd waited = { .fd = peer->fd, .events = POLLIN };

	return poll(&waited, 1, 1000) == 1 && on_query(NULL, peer->fd, EPOLLIN, peer) == 0;
}

void dns_peer_close(struct dns_peer *peer)
{
	for (unsigned i = 0; i < peer->late_count; i++)
		sd_event_source_disable_unref(peer->late[i].timer);
	peer->late_count = 0;
	peer->source = sd_event_source_disable_unref(peer->source);
	if (peer->fd >= 0)
		(void)close(peer->fd);
	peer->fd = -1;
}
