/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_DNS_PEER_H
#define ECSPROBE_TESTS_DNS_PEER_H
/* A nameserver on 127.0.0.1 with UDP alone, driven by the client's own loop.
 * What it answers is decided by the first label of the name. */
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <systemd/sd-event.h>

enum { DNS_PEER_MAX_DROPPING = 8, DNS_PEER_MAX_LATE = 32 };

struct dns_record {
	const char *owner;  /* NULL: the name asked for; a '!' stands for a newline */
	const char *target; /* of a CNAME; else NULL */
	const char *ip;     /* of an A or AAAA */
	uint32_t ttl_s;
	const char *soa;  /* the zone whose authority is behind the answer */
	unsigned drops;   /* of the first record: so many questions stay unanswered */
	uint64_t late_us; /* of the first record: the answers come so late */
	unsigned late;    /* ... to so many questions; 0: to all */
};

struct dns_row {
	const char *label;
	int rcode;                    /* -1: no answer; -2: bytes that are no message */
	int rcode_v6;                 /* the same for AAAA */
	struct dns_record records[8]; /* those of the family asked for are sent */
};

/* An answer whose time has not come. */
struct dns_late {
	struct dns_peer *peer;
	sd_event_source *timer;
	unsigned char bytes[512];
	size_t len;
	struct sockaddr_in to;
};

struct dns_peer {
	uint16_t port;
	const struct dns_row *rows; /* ended by one without a label */
	size_t questions;
	unsigned dropped[DNS_PEER_MAX_DROPPING]; /* of the first rows */
	/* private */
	struct dns_late late[DNS_PEER_MAX_LATE];
	unsigned late_count;
	unsigned delayed[DNS_PEER_MAX_DROPPING];
	int fd;
	sd_event_source *source;
};

void dns_peer_open(struct dns_peer *peer, sd_event *loop, const struct dns_row *rows);
/* Serves one question outside of the loop; false when none has come within a
 * second. */
bool dns_peer_serve(struct dns_peer *peer);
void dns_peer_close(struct dns_peer *peer);

#endif
