/* SPDX-License-Identifier: Apache-2.0 */
/* Questions to a real nameserver on 127.0.0.1. */
#include "engine/lookup.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#include "check.h"
#include "dns_peer.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/shortage.h"

enum { MAX_NAMES = 90, LIMIT_US = 60000000, SLACK_US = 5000000 };

struct lab {
	sd_event *loop;
	struct dns_peer peer;
	struct plan plan;
	struct outcomes outcomes;
	struct lookup *lookup;
	size_t told;    /* addresses handed on */
	unsigned over;  /* how often it was called */
	bool told_late; /* ... after it was over */
	uint64_t took_us;
};

static void on_addresses(void *arg, struct target_outcome *outcome, size_t resolver,
			 const struct ip *addresses, size_t count)
{
	struct lab *lab = arg;

	(void)outcome;
	(void)resolver;
	(void)addresses;
	lab->told += count;
	lab->told_late |= lab->over > 0;
}

static void on_over(void *arg)
{
	((struct lab *)arg)->over++;
}

/* attempts: of the clients; 0: none asks there. */
static void lab_open_for(struct lab *lab, const struct dns_row *rows, uint64_t budget_us,
			 unsigned attempts)
{
	struct lookup_events events = { on_addresses, on_over, lab };
	struct error e = { 0 };

	*lab = (struct lab){ 0 };
	assert_true(sd_event_new(&lab->loop) >= 0);
	dns_peer_open(&lab->peer, lab->loop, rows);
	for (const struct dns_row *row = rows; row->label; row++) {
		struct target *t = plan_add(&lab->plan, &(struct target){ .port = 443 });

		(void)snprintf(t->host, HOST_BYTES, "%s.example.com", row->label);
		(void)outcomes_add(&lab->outcomes, t);
	}
	lab->plan.resolvers[0] =
		(struct resolver){ .name = "system", .configured = true, .diallers = ~0U };
	lab->plan.resolvers[0].address =
		(struct socket_address){ ip_of("127.0.0.1"), lab->peer.port };
	lab->plan.resolvers[0].attempts = attempts;
	lab->plan.resolver_count = 1;
	assert_int_equal(lookup_open(&lab->lookup, lab->loop, &lab->plan, lab->outcomes.items,
				     lab->outcomes.count, budget_us, &events, &e),
			 0);
}

static void lab_open(struct lab *lab, const struct dns_row *rows, uint64_t budget_us)
{
	lab_open_for(lab, rows, budget_us, 0);
}

static void lab_run(struct lab *lab)
{
	uint64_t start_us = clock_now_us();

	lookup_start(lab->lookup);
	while (!lab->over && clock_now_us() < start_us + LIMIT_US)
		(void)sd_event_run(lab->loop, 10000);
	lab->took_us = clock_now_us() - start_us;
}

static void lab_close(struct lab *lab)
{
	lookup_close(lab->lookup);
	outcomes_done(&lab->outcomes);
	dns_peer_close(&lab->peer);
	plan_done(&lab->plan);
	sd_event_unref(lab->loop);
}

/* "10.0.1.10 fd00::10" in the order of families; static buffer. */
static const char *addresses_of(const struct answer *answer)
{
	static char text[512];
	size_t used = 0;

	text[0] = '\0';
	for (int family = IP_V4; family <= IP_V6; family++)
		for (size_t i = 0; i < answer->address_count; i++)
			if ((int)answer->addresses[i].family == family)
				used += (size_t)snprintf(text + used, sizeof text - used, "%s%s",
							 used ? " " : "",
							 ip_text(&answer->addresses[i]));
	return text;
}

static const struct dns_row zone[] = {
	{ "both", 0, 0, { { .ip = "10.0.1.10", .ttl_s = 60 }, { .ip = "fd00::10", .ttl_s = 30 } } },
	{ "two", 0, 0, { { .ip = "10.0.1.10", .ttl_s = 60 }, { .ip = "10.0.2.10", .ttl_s = 60 } } },
	{ "v6", 0, 0, { { .ip = "fd00::10", .ttl_s = 5 } } },
	{ "nx", 3, 3, { { 0 } } },
	{ "servfail", 2, 2, { { 0 } } },
	{ "refused", 5, 5, { { 0 } } },
	{ "nodata", 0, 0, { { 0 } } },
	{ "half", 0, 2, { { .ip = "10.0.1.10", .ttl_s = 60 } } },
	{ "other", 0, 0, { { .owner = "evil.example.com", .ip = "10.6.6.6", .ttl_s = 60 } } },
	{ "chain",
	  0,
	  0,
	  { { .target = "a.example.net", .ttl_s = 300 },
	    { .owner = "A.example.net", .target = "b.example.net", .ttl_s = 20 },
	    { .owner = "b.example.net", .ip = "10.0.1.10", .ttl_s = 60 } } },
	/* Somebody slipped an address in that the chain does not lead to. */
	{ "slipped",
	  0,
	  0,
	  { { .target = "a.example.net", .ttl_s = 60 },
	    { .owner = "a.example.net", .ip = "10.0.1.10", .ttl_s = 60 },
	    { .owner = "evil.example.net", .ip = "10.6.6.6", .ttl_s = 60 } } },
	{ "cname", 0, 0, { { .target = "gone.example.net", .ttl_s = 60 } } },
	{ "hostile",
	  0,
	  0,
	  { { .target = "new!line.example.net", .ttl_s = 60 },
	    { .owner = "new!line.example.net", .ip = "10.0.1.10", .ttl_s = 60 } } },
	{ "circle", 0, 0, { { .target = "circle.example.com", .ttl_s = 60 } } },
	{ 0 },
};

static void answers_are_read(void **state)
{
	static const struct {
		const char *label;
		enum code code;
		enum code v4, v6;
		const char *addresses;
		uint32_t ttl_s;
		size_t cnames;
	} rows[] = {
		{ "both", CODE_NONE, CODE_NONE, CODE_NONE, "10.0.1.10 fd00::10", 30, 0 },
		{ "two", CODE_NONE, CODE_NONE, CODE_DNS_NODATA, "10.0.1.10 10.0.2.10", 60, 0 },
		{ "v6", CODE_NONE, CODE_DNS_NODATA, CODE_NONE, "fd00::10", 5, 0 },
		{ "nx", CODE_DNS_NXDOMAIN, CODE_DNS_NXDOMAIN, CODE_DNS_NXDOMAIN, "", 0, 0 },
		{ "servfail", CODE_DNS_SERVFAIL, CODE_DNS_SERVFAIL, CODE_DNS_SERVFAIL, "", 0, 0 },
		{ "refused", CODE_DNS_REFUSED, CODE_DNS_REFUSED, CODE_DNS_REFUSED, "", 0, 0 },
		{ "nodata", CODE_DNS_NODATA, CODE_DNS_NODATA, CODE_DNS_NODATA, "", 0, 0 },
		{ "half", CODE_NONE, CODE_NONE, CODE_DNS_SERVFAIL, "10.0.1.10", 60, 0 },
		{ "other", CODE_DNS_BAD_ANSWER, CODE_DNS_BAD_ANSWER, CODE_DNS_NODATA, "", 0, 0 },
		{ "chain", CODE_NONE, CODE_NONE, CODE_DNS_NODATA, "10.0.1.10", 20, 2 },
		{ "slipped", CODE_NONE, CODE_NONE, CODE_DNS_NODATA, "10.0.1.10", 60, 1 },
		{ "cname", CODE_DNS_NODATA, CODE_DNS_NODATA, CODE_DNS_NODATA, "", 0, 1 },
		{ "hostile", CODE_NONE, CODE_NONE, CODE_DNS_NODATA, "10.0.1.10", 60, 1 },
	};
	struct lab lab;

	(void)state;
	lab_open(&lab, zone, 1000000);
	lab_run(&lab);
	assert_int_equal(lab.over, 1);
	assert_false(lab.told_late);
	assert_int_equal(lab.told, 2 + 2 + 1 + 1 + 1 + 1 + 1);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct answer *a = &lab.outcomes.items[i]->answers[0];

		assert_string_equal(zone[i].label, rows[i].label);
		EXPECT(a->asked && a->code == rows[i].code, "%s: %s", rows[i].label,
		       a->code ? code_name(a->code) : "works");
		EXPECT(a->family_codes[0] == rows[i].v4 && a->family_codes[1] == rows[i].v6,
		       "%s: %d, %d", rows[i].label, (int)a->family_codes[0],
		       (int)a->family_codes[1]);
		EXPECT(strcmp(addresses_of(a), rows[i].addresses) == 0, "%s: %s", rows[i].label,
		       addresses_of(a));
		EXPECT(!a->address_count || a->ttl_s == rows[i].ttl_s, "%s: %u", rows[i].label,
		       a->ttl_s);
		EXPECT(a->cnames.count == rows[i].cnames, "%s: %zu", rows[i].label,
		       a->cnames.count);
		for (size_t c = 0; c < a->cnames.count; c++)
			EXPECT(is_printable(a->cnames.items[c]), "%s", rows[i].label);
	}
	/* A name that leads to itself ends. */
	assert_true(lab.outcomes.items[ARRAY_SIZE(rows)]->answers[0].code != CODE_NONE);
	assert_true(lab.outcomes.items[ARRAY_SIZE(rows)]->answers[0].cnames.count <= MAX_CNAMES);
	lab_close(&lab);
	expect_all_held();
}

static void silence_costs_the_budget_and_no_more(void **state)
{
	static const struct dns_row rows[] = { { "silent", -1, -1, { { 0 } } }, { 0 } };
	struct lab lab;

	(void)state;
	lab_open(&lab, rows, 600000);
	lab_run(&lab);
	assert_int_equal(lab.over, 1);
	assert_int_equal(lab.outcomes.items[0]->answers[0].code, CODE_DNS_TIMEOUT);
	assert_in_range(lab.took_us, 600000, 600000 + SLACK_US);
	assert_in_range(lab.outcomes.items[0]->answers[0].us, 600000, 600000 + SLACK_US);
	/* It was asked more than once a family, and not without end (c-ares waits 250 ms
	 * at least before it asks again). */
	assert_in_range(lab.peer.questions, 4, 8);
	lab_close(&lab);
}

static void one_bad_name_costs_the_others_nothing(void **state)
{
	static const struct dns_row rows[] = {
		{ "junk", -2, -2, { { 0 } } },
		{ "good", 0, 0, { { .ip = "10.0.1.10", .ttl_s = 60 } } },
		{ "silent", -1, -1, { { 0 } } },
		{ "better", 0, 0, { { .ip = "10.0.1.11", .ttl_s = 60 } } },
		{ 0 },
	};
	struct lab lab;

	(void)state;
	lab_open(&lab, rows, 300000);
	lab_run(&lab);
	assert_int_equal(lab.outcomes.items[0]->answers[0].code, CODE_DNS_BAD_ANSWER);
	assert_int_equal(lab.outcomes.items[1]->answers[0].code, CODE_NONE);
	assert_int_equal(lab.outcomes.items[2]->answers[0].code, CODE_DNS_TIMEOUT);
	assert_int_equal(lab.outcomes.items[3]->answers[0].code, CODE_NONE);
	assert_true(lab.outcomes.items[1]->answers[0].us < 300000);
	assert_true(lab.outcomes.items[3]->answers[0].us < 300000);
	lab_close(&lab);
}

static void nobody_listens(void **state)
{
	static const struct dns_row rows[] = { { "any", 0, 0, { { 0 } } }, { 0 } };
	struct lab lab;

	(void)state;
	lab_open(&lab, rows, 300000);
	dns_peer_close(&lab.peer);
	lab_run(&lab);
	assert_int_equal(lab.over, 1);
	assert_int_equal(lab.outcomes.items[0]->answers[0].code, CODE_DNS_UNREACHABLE);
	assert_true(lab.took_us < 300000 + SLACK_US);
	lab_close(&lab);
}

/* Whatever this process is barred from elsewhere, here it was let out and refused. */
static void what_is_barred_elsewhere_is_no_matter(void **state)
{
	static const struct dns_row rows[] = { { "any", 0, 0, { { 0 } } }, { 0 } };
	unsigned before = barred_count();
	int sealed = memfd_create("sealed", MFD_CLOEXEC);
	struct lab lab;

	(void)state;
	lab_open(&lab, rows, 300000);
	dns_peer_close(&lab.peer);
	lookup_start(lab.lookup);
	assert_int_equal(fcntl(sealed, F_ADD_SEALS, F_SEAL_GROW), -1);
	assert_int_equal(barred_count(), before + 1);
	for (int i = 0; i < 100 && !lab.over; i++)
		(void)sd_event_run(lab.loop, 10000);
	assert_int_equal(lab.outcomes.items[0]->answers[0].code, CODE_DNS_UNREACHABLE);
	lab_close(&lab);
	(void)close(sealed);
}

/* An answer that waited for this process says nothing of what its nameserver took. */
static void a_pause_of_our_own_is_not_the_servers(void **state)
{
	static const struct dns_row rows[] = {
		{ "late", 0, 0, { { .ip = "10.0.1.11", .ttl_s = 60, .late_us = 300000 } } }, { 0 }
	};
	static const struct {
		useconds_t pause_us;
		bool is_known;
	} cases[] = { { 0, true }, { 700000, false } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct answer *a;
		uint64_t start_us;
		struct lab lab;

		lab_open(&lab, rows, 10000000);
		a = &lab.outcomes.items[0]->answers[0];
		lookup_start(lab.lookup);
		start_us = clock_now_us();
		while (clock_now_us() < start_us + 20000)
			(void)sd_event_run(lab.loop, 1000);
		(void)usleep(cases[i].pause_us);
		while (!lab.over && clock_now_us() < start_us + LIMIT_US)
			(void)sd_event_run(lab.loop, 10000);
		for (size_t f = 0; f < FAMILIES; f++)
			EXPECT((a->family_us[f] >= 300000) == cases[i].is_known,
			       "case %zu: %llu us", i, (unsigned long long)a->family_us[f]);
		EXPECT(a->us >= 300000, "case %zu: %llu us", i, (unsigned long long)a->us);
		lab_close(&lab);
	}
	expect_all_held();
}

/* Who says that there is nothing, and what had to be asked again. */
static void denials_and_losses_are_noted(void **state)
{
	static const struct dns_row rows[] = {
		{ "lossy", 0, 0, { { .ip = "10.0.1.10", .ttl_s = 60, .drops = 1 } } },
		{ "lost", 0, 0, { { .ip = "10.0.1.10", .ttl_s = 60, .drops = 99 } } },
		{ "fine", 0, 0, { { .ip = "10.0.1.10", .ttl_s = 60 } } },
		{ "denied", 3, 3, { { .soa = "example.com" } } },
		{ "empty", 0, 0, { { .soa = "new!line.example.com" } } },
		{ "alone", 3, 3, { { 0 } } },
		{ 0 },
	};
	static const struct {
		enum code code;
		size_t lost;
		const char *soa_zone;
	} expected[] = {
		{ CODE_NONE, 1, "" },          { CODE_DNS_TIMEOUT, 2, "" },
		{ CODE_NONE, 0, "" },          { CODE_DNS_NXDOMAIN, 0, "example.com" },
		{ CODE_DNS_NODATA, 0, "new" }, { CODE_DNS_NXDOMAIN, 0, "" },
	};
	struct lab lab;

	(void)state;
	lab_open(&lab, rows, 1500000);
	lab_run(&lab);
	for (size_t i = 0; i < ARRAY_SIZE(expected); i++) {
		const struct answer *a = &lab.outcomes.items[i]->answers[0];

		EXPECT(a->code == expected[i].code, "%s: %d", rows[i].label, (int)a->code);
		EXPECT(a->asked_count == FAMILIES, "%s: %zu", rows[i].label, a->asked_count);
		EXPECT(a->lost_count == expected[i].lost, "%s: %zu", rows[i].label, a->lost_count);
		const char *soa = answer_zone(a);

		EXPECT(is_printable(soa) && strncmp(soa, expected[i].soa_zone, 3) == 0 &&
			       !*soa == !*expected[i].soa_zone,
		       "%s: %s", rows[i].label, soa);
	}
	assert_string_equal(lab.outcomes.items[3]->answers[0].soa_zone, "example.com");
	lab_close(&lab);
	expect_all_held();
}

/* A nameserver that takes its time is neither silent nor does it lose anything:
 * the answer to the first question counts, however often it was asked again. */
static void late_is_not_lost(void **state)
{
	static const struct dns_row rows[] = {
		{ "fine", 0, 0, { { .ip = "10.0.1.10", .ttl_s = 60 } } },
		{ "late", 0, 0, { { .ip = "10.0.1.11", .ttl_s = 60, .late_us = 400000 } } },
		{ "later", 0, 0, { { .ip = "10.0.1.12", .ttl_s = 60, .late_us = 1100000 } } },
		/* Asked again it answers at once; what it was asked first it answers after that. */
		{ "overtaken",
		  0,
		  0,
		  { { .ip = "10.0.1.13", .ttl_s = 60, .late_us = 600000, .late = FAMILIES } } },
		{ 0 },
	};
	static const uint64_t least_us[] = { 0, 400000, 1100000, 250000 };
	struct lab lab;

	(void)state;
	lab_open(&lab, rows, 1500000);
	lab_run(&lab);
	assert_int_equal(lab.over, 1);
	for (size_t i = 0; i < ARRAY_SIZE(least_us); i++) {
		const struct answer *a = &lab.outcomes.items[i]->answers[0];

		EXPECT(a->code == CODE_NONE, "%s: %d", rows[i].label, (int)a->code);
		EXPECT(a->us >= least_us[i] && a->us < 1500000, "%s: %llu us", rows[i].label,
		       (unsigned long long)a->us);
		EXPECT(a->lost_count == 0, "%s: %zu", rows[i].label, a->lost_count);
	}
	assert_true(lab.peer.questions > 4 * FAMILIES);
	lab_close(&lab);
	expect_all_held();
}

/* A server that answers the third query well has failed for a client that asks twice. */
static void errors_are_asked_again_as_the_clients_do(void **state)
{
	static const struct {
		int rcode;
		unsigned attempts;
		size_t questions; /* of a family */
	} rows[] = {
		{ 2, 0, 2 }, { 2, 1, 1 }, { 2, 2, 2 }, { 2, 5, 5 },
		{ 4, 1, 1 }, { 4, 2, 2 }, { 5, 1, 1 }, { 5, 2, 2 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct dns_row zone_of_errors[] = {
			{ "error", rows[i].rcode, rows[i].rcode, { { 0 } } },
			{ 0 },
		};
		struct lab lab;

		lab_open_for(&lab, zone_of_errors, 3000000, rows[i].attempts);
		lab_run(&lab);
		EXPECT(lab.peer.questions == rows[i].questions * FAMILIES, "row %zu: %zu", i,
		       lab.peer.questions);
		lab_close(&lab);
	}
	expect_all_held();
}

/* MAX_NAMES of them, all alike. */
static const struct dns_row *many_rows(int rcode)
{
	static char labels[MAX_NAMES][8];
	static struct dns_row rows[MAX_NAMES + 1];

	for (size_t i = 0; i < MAX_NAMES; i++) {
		(void)snprintf(labels[i], sizeof labels[i], "n%zu", i);
		rows[i] = (struct dns_row){
			labels[i], rcode, rcode, { { .ip = "10.0.1.10", .ttl_s = 60 } }
		};
	}
	return rows;
}

static size_t open_descriptors(void)
{
	size_t count = 0;

	for (int fd = 0; fd < 256; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

/* The most that were open at once while the lookup was under way. */
static size_t run_and_count(struct lab *lab)
{
	uint64_t start_us = clock_now_us();
	size_t most = 0;

	lookup_start(lab->lookup);
	while (!lab->over && clock_now_us() < start_us + LIMIT_US) {
		size_t count = open_descriptors();

		most = count > most ? count : most;
		(void)sd_event_run(lab->loop, 10000);
	}
	return most;
}

/* Who was answered holds nothing any more. */
static void answered_sockets_are_closed(void **state)
{
	struct lab lab;
	uint64_t start_us;
	size_t before;

	(void)state;
	lab_open(&lab, many_rows(0), 10000000);
	before = open_descriptors();
	(void)run_and_count(&lab);
	assert_int_equal(lab.told, MAX_NAMES);
	/* The last answer is being read when it is over. */
	start_us = clock_now_us();
	while (open_descriptors() != before && clock_now_us() < start_us + SLACK_US)
		(void)sd_event_run(lab.loop, 1000);
	assert_int_equal(open_descriptors(), before);
	lab_close(&lab);
}

static unsigned looked_at_sockets;

/* In place of libc's. */
int ioctl(int fd, unsigned long request, ...)
{
	void *arg;
	va_list args;

	va_start(args, request);
	arg = va_arg(args, void *);
	va_end(args);
	looked_at_sockets += request == FIONREAD;
	return (int)syscall(SYS_ioctl, fd, request, arg);
}

/* When a question's time is over its own sockets are read, not all: that would be half of
 * 180 timers times 540 sockets.  A process that is held up gives each question its time again,
 * and an emulator on a busy machine is held up several times. */
static void silence_costs_as_many_looks_as_questions(void **state)
{
	struct lab lab;

	(void)state;
	lab_open(&lab, many_rows(-1), 300000);
	looked_at_sockets = 0;
	lab_run(&lab);
	assert_int_equal(lab.over, 1);
	assert_in_range(looked_at_sockets, 2 * MAX_NAMES, 2 * MAX_NAMES * MAX_NAMES);
	lab_close(&lab);
}

/* However few descriptors there are, all is asked, one after the other; and whom nobody
 * answers makes room for the next. */
static void few_descriptors_are_enough(void **state)
{
	static const struct {
		int rcode;
		enum code code;
	} rows[] = { { 0, CODE_NONE }, { -1, CODE_DNS_TIMEOUT } };
	struct rlimit usual;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &usual), 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct rlimit tight = { 128, usual.rlim_max };
		struct lab lab;
		size_t before;

		assert_int_equal(setrlimit(RLIMIT_NOFILE, &tight), 0);
		lab_open(&lab, many_rows(rows[i].rcode), rows[i].rcode ? 300000 : 10000000);
		before = open_descriptors();
		EXPECT(run_and_count(&lab) <= before + 128 / 4 + 1, "row %zu", i);
		assert_int_equal(setrlimit(RLIMIT_NOFILE, &usual), 0);
		assert_int_equal(lab.over, 1);
		for (size_t t = 0; t < MAX_NAMES; t++)
			EXPECT(lab.outcomes.items[t]->answers[0].code == rows[i].code,
			       "row %zu: n%zu: %d", i, t,
			       (int)lab.outcomes.items[t]->answers[0].code);
		lab_close(&lab);
	}
	expect_all_held();
}

/* 90 names in two families: 128 at once, the rest at 400 a second. */
static void questions_are_paced(void **state)
{
	struct lab lab;

	(void)state;
	lab_open(&lab, many_rows(0), 10000000);
	lab_run(&lab);
	assert_int_equal(lab.over, 1);
	assert_int_equal(lab.told, MAX_NAMES);
	assert_in_range(lab.took_us, (2 * MAX_NAMES - 128) * 2500 - 20000, 9000000);
	lab_close(&lab);
}

static void stopping_settles_what_is_open(void **state)
{
	static const struct dns_row rows[] = {
		{ "good", 0, 0, { { .ip = "10.0.1.10", .ttl_s = 60 } } },
		{ "silent", -1, -1, { { 0 } } },
		{ 0 },
	};
	struct lab lab;
	uint64_t start_us = clock_now_us();

	(void)state;
	lab_open(&lab, rows, 1000000);
	lookup_start(lab.lookup);
	while (lab.told == 0 && clock_now_us() < start_us + LIMIT_US)
		(void)sd_event_run(lab.loop, 10000);
	while (lab.outcomes.items[0]->answers[0].us == 0 && clock_now_us() < start_us + LIMIT_US)
		(void)sd_event_run(lab.loop, 10000);
	for (int i = 0; i < 20; i++)
		(void)sd_event_run(lab.loop, 1000);
	assert_int_equal(lab.over, 0);
	lookup_stop(lab.lookup, CODE_INTERRUPTED);
	assert_int_equal(lab.over, 1);
	lookup_stop(lab.lookup, CODE_NOT_FINISHED);
	assert_int_equal(lab.over, 1);
	assert_int_equal(lab.outcomes.items[0]->answers[0].code, CODE_NONE);
	assert_int_equal(lab.outcomes.items[1]->answers[0].code, CODE_INTERRUPTED);
	for (int i = 0; i < 20; i++)
		(void)sd_event_run(lab.loop, 1000);
	assert_int_equal(lab.over, 1);
	assert_false(lab.told_late);
	lab_close(&lab);
}

/* The answers lie in the sockets when the process goes on again: they count,
 * although their time is over; and silence is given its time once more. */
static void a_paused_process_reads_what_has_come(void **state)
{
	static const struct dns_row rows[] = {
		{ "good", 0, 0, { { .ip = "10.0.1.10", .ttl_s = 60 } } },
		{ "gone", 3, 3, { { 0 } } },
		{ "silent", -1, -1, { { 0 } } },
		{ 0 },
	};
	static const enum code expected[] = { CODE_NONE, CODE_DNS_NXDOMAIN, CODE_DNS_TIMEOUT };
	uint64_t start_us = clock_now_us();
	struct lab lab;

	(void)state;
	/* Sooner than c-ares would ask again. */
	lab_open(&lab, rows, 100000);
	lookup_start(lab.lookup);
	/* The nameserver's turn, and nobody else's. */
	while (lab.peer.questions < 3 * FAMILIES && dns_peer_serve(&lab.peer))
		continue;
	assert_int_equal(lab.peer.questions, 3 * FAMILIES);
	assert_int_equal(lab.told, 0);
	assert_int_equal(usleep(300000), 0);
	for (int i = 0; i < 40; i++)
		(void)sd_event_run(lab.loop, 0);
	assert_int_equal(lab.outcomes.items[0]->answers[0].code, CODE_NONE);
	assert_int_equal(lab.over, 0);
	while (!lab.over && clock_now_us() < start_us + LIMIT_US)
		(void)sd_event_run(lab.loop, 10000);
	assert_int_equal(lab.over, 1);
	assert_int_equal(lab.told, 1);
	for (size_t i = 0; i < ARRAY_SIZE(expected); i++)
		EXPECT(lab.outcomes.items[i]->answers[0].code == expected[i], "%s: %d",
		       rows[i].label, (int)lab.outcomes.items[i]->answers[0].code);
	assert_int_equal(lab.outcomes.items[0]->answers[0].lost_count, 0);
	lab_close(&lab);
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_read),
		cmocka_unit_test(silence_costs_the_budget_and_no_more),
		cmocka_unit_test(one_bad_name_costs_the_others_nothing),
		cmocka_unit_test(nobody_listens),
		cmocka_unit_test(what_is_barred_elsewhere_is_no_matter),
		cmocka_unit_test(a_pause_of_our_own_is_not_the_servers),
		cmocka_unit_test(denials_and_losses_are_noted),
		cmocka_unit_test(late_is_not_lost),
		cmocka_unit_test(errors_are_asked_again_as_the_clients_do),
		cmocka_unit_test(questions_are_paced),
		cmocka_unit_test(answered_sockets_are_closed),
		cmocka_unit_test(silence_costs_as_many_looks_as_questions),
		cmocka_unit_test(few_descriptors_are_enough),
		cmocka_unit_test(stopping_settles_what_is_open),
		cmocka_unit_test(a_paused_process_reads_what_has_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
