/* SPDX-License-Identifier: Apache-2.0 */
#include "dial.h"

#include "check.h"
#include "ecsprobe/clock.h"

enum { LIMIT_US = 20000000 };

static struct tls *give_tls(void *arg)
{
	return ((struct dial *)arg)->tls;
}

static void on_settled(void *arg)
{
	((struct dial *)arg)->settled++;
}

void dial_open(struct dial *dial, struct tls *tls)
{
	*dial = (struct dial){ .tls = tls };
	assert_true(sd_event_new(&dial->loop) >= 0);
}

void dial_linger(struct dial *dial, uint64_t us)
{
	uint64_t end_us = clock_now_us() + us;

	while (clock_now_us() < end_us)
		(void)sd_event_run(dial->loop, 1000);
}

void dial_start(struct dial *dial, uint16_t port, const char *host, uint64_t connect_us,
		uint64_t tls_us)
{
	dial->attempt = attempt_new(&(struct attempt_config){
		.loop = dial->loop,
		.ip = ip_of("127.0.0.1"),
		.port = port,
		.fd = -1,
		.host = host,
		.tcp_only = dial->tcp_only,
		.dialled_by = dial->dialled_by,
		.connect_budget_us = connect_us,
		.tls_budget_us = tls_us,
		.outcome = &dial->outcome,
		.tls = give_tls,
		.may_handshake = dial->may_handshake,
		.settled = on_settled,
		.arg = dial,
	});
	assert_int_equal(dial->settled, 0);
	attempt_start(dial->attempt);
}

void dial_run(struct dial *dial, uint16_t port, const char *host, uint64_t connect_us,
	      uint64_t tls_us)
{
	uint64_t start_us = clock_now_us();

	dial_start(dial, port, host, connect_us, tls_us);
	while (!dial->settled && clock_now_us() < start_us + LIMIT_US)
		(void)sd_event_run(dial->loop, 10000);
	dial->took_us = clock_now_us() - start_us;
}

void dial_close(struct dial *dial)
{
	attempt_free(dial->attempt);
	string_list_done(&dial->outcome.tls.sans);
	sd_event_unref(dial->loop);
}
