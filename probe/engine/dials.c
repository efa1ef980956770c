/* SPDX-License-Identifier: Apache-2.0 */
#include "dials.h"

#include "attempt.h"
#include "ecsprobe/error.h"
#include "room.h"
#include "tunnel.h"

/* Each dial needs one descriptor; lookups and all other work need some too. */
enum { SHARE_OF_DESCRIPTORS = 2, MOST_DIALS = 1024 };

/* Each takes up to 50 KB; more of them at once would not be over sooner, as computing them is
 * what takes long. */
enum { MOST_HANDSHAKES = 128 };

/* Large ClientHellos go when no judged handshake waits for room. */
enum { QUEUE_HANDSHAKES, QUEUE_LARGE_HELLOS, QUEUES };

struct queue {
	struct dial *first, **last;
};

/* An attempt, perhaps through a tunnel, and where its outcome belongs. */
struct dial {
	struct dial *next;
	struct dial *behind; /* in the queue of those that wait for room, or for a handshake */
	struct dials *dials;
	const struct target *target;
	enum purpose purpose; /* of its target, or a large ClientHello beside that */
	struct attempt_outcome *outcome;
	struct tunnel *tunnel;   /* NULL: direct */
	struct attempt *attempt; /* NULL until the tunnel stands */
	bool handshaking;
};

struct dials {
	struct dials_config config;
	struct dial *all;               /* kept until dials_free() */
	struct queue waiting[QUEUES];   /* to be dialled */
	struct queue connected[QUEUES]; /* for their handshake */
	size_t dialling, most, handshaking;
	bool launching, going_on;
};

static void clear_queues(struct queue *queues)
{
	for (size_t q = 0; q < QUEUES; q++)
		queues[q] = (struct queue){ NULL, &queues[q].first };
}

static void put_waiting(struct queue *queues, struct dial *dial)
{
	bool beside = dial->purpose == PURPOSE_LARGE_HELLO &&
		      dial->target->purpose != dial->purpose;
	struct queue *queue = &queues[beside ? QUEUE_LARGE_HELLOS : QUEUE_HANDSHAKES];

	dial->behind = NULL;
	*queue->last = dial;
	queue->last = &dial->behind;
}

static struct dial *take_waiting(struct queue *queues)
{
	for (size_t q = 0; q < QUEUES; q++) {
		struct queue *queue = &queues[q];
		struct dial *dial = queue->first;

		if (!dial)
			continue;
		queue->first = dial->behind;
		if (!queue->first)
			queue->last = &queue->first;
		return dial;
	}
	return NULL;
}

static void launch(struct dials *dials);

static void one_dialled(struct dials *dials)
{
	dials->dialling--;
	launch(dials);
	dials->config.over(dials->config.arg);
}

static bool may_handshake(void *arg)
{
	struct dial *dial = arg;
	struct dials *dials = dial->dials;

	dial->handshaking = dials->handshaking < MOST_HANDSHAKES;
	if (dial->handshaking)
		dials->handshaking++;
	else
		put_waiting(dials->connected, dial);
	return dial->handshaking;
}

/* What is over at once calls this again. */
static void handshakes_go_on(struct dials *dials)
{
	struct dial *dial;

	if (dials->going_on)
		return;
	dials->going_on = true;
	while (dials->handshaking < MOST_HANDSHAKES && (dial = take_waiting(dials->connected))) {
		dial->handshaking = true;
		dials->handshaking++;
		attempt_go_on(dial->attempt);
	}
	dials->going_on = false;
}

static void on_attempt_settled(void *arg)
{
	struct dial *dial = arg;
	struct dials *dials = dial->dials;

	if (dial->handshaking) {
		dial->handshaking = false;
		dials->handshaking--;
		handshakes_go_on(dials);
	}
	one_dialled(dials);
}

static struct tls *tls_of_dial(void *arg)
{
	const struct dial *dial = arg;

	return dial->dials->config.tls(dial->dials->config.arg);
}

/* fd: a tunnel that stands, or -1 to connect to the outcome's address. */
static void start_attempt(struct dial *dial, int fd)
{
	const struct dials_config *config = &dial->dials->config;

	dial->attempt = attempt_new(&(struct attempt_config){
		.loop = config->loop,
		.ip = dial->outcome->ip,
		.port = dial->target->port,
		.fd = fd,
		.host = dial->target->host,
		.dialled_by = dial->target->dialled_by,
		.tcp_only = dial->target->tcp_only,
		.purpose = dial->purpose,
		.connect_budget_us = config->connect_budget_us,
		.tls_budget_us = config->tls_budget_us,
		.outcome = dial->outcome,
		.tls = tls_of_dial,
		.may_handshake = may_handshake,
		.settled = on_attempt_settled,
		.arg = dial,
	});
	attempt_start(dial->attempt);
}

static void on_tunnel(void *arg, int fd)
{
	struct dial *dial = arg;

	if (fd < 0)
		one_dialled(dial->dials);
	else
		start_attempt(dial, fd);
}

static void start_tunnel(struct dial *dial)
{
	struct dials *dials = dial->dials;
	struct attempt_outcome *outcome = dial->outcome;
	struct error e = { 0 };
	const struct tunnel_config config = {
		.http = dials->config.http,
		.proxy = &dials->config.proxies[dial->target->dialled_by],
		.target = dial->target,
		.budget_us = dials->config.connect_budget_us,
		.outcome = outcome,
		.done = on_tunnel,
		.arg = dial,
	};

	if (dial->target->in_vain) {
		outcome->code = CODE_PROXY_UNSUPPORTED;
		one_dialled(dials);
		return;
	}
	if (tunnel_start(&dial->tunnel, &config, &e) == 0)
		return;
	outcome->code = e.class == ERROR_CONFIG ? CODE_PROXY_UNREACHABLE : CODE_NOT_FINISHED;
	(void)copy_text(outcome->detail, sizeof outcome->detail, e.text);
	one_dialled(dials);
}

/* In the order in which they came.  An attempt that ends at once calls this again. */
static void launch(struct dials *dials)
{
	struct dial *dial;

	if (dials->launching)
		return;
	dials->launching = true;
	while (dials->dialling < dials->most && (dial = take_waiting(dials->waiting))) {
		dials->dialling++;
		if (dial->outcome->from & (1U << FROM_PROXY))
			start_tunnel(dial);
		else
			start_attempt(dial, -1);
	}
	dials->launching = false;
}

void dials_add(struct dials *dials, const struct target *target, enum purpose purpose,
	       struct attempt_outcome *outcome)
{
	struct dial *dial = xcalloc(1, sizeof *dial);

	dial->dials = dials;
	dial->target = target;
	dial->purpose = purpose;
	dial->outcome = outcome;
	dial->next = dials->all;
	dials->all = dial;
	put_waiting(dials->waiting, dial);
	launch(dials);
}

/* Those that wait first: what is settled makes room, and nothing may take it. */
void dials_stop(struct dials *dials, enum code why)
{
	for (struct dial *dial; (dial = take_waiting(dials->waiting));) {
		dial->outcome->code = why;
		dials->config.over(dials->config.arg);
	}
	clear_queues(dials->connected);
	for (struct dial *dial = dials->all; dial; dial = dial->next) {
		if (dial->attempt)
			attempt_settle(dial->attempt, why);
		else if (dial->tunnel)
			tunnel_stop(dial->tunnel, why);
	}
}

struct dials *dials_new(const struct dials_config *config)
{
	struct dials *dials = xcalloc(1, sizeof *dials);

	dials->config = *config;
	clear_queues(dials->waiting);
	clear_queues(dials->connected);
	dials->most = room_for(SHARE_OF_DESCRIPTORS, MOST_DIALS);
	return dials;
}

void dials_free(struct dials *dials)
{
	if (!dials)
		return;
	while (dials->all) {
		struct dial *dial = dials->all;

		dials->all = dial->next;
		attempt_free(dial->attempt);
		tunnel_free(dial->tunnel);
		free(dial);
	}
	free(dials);
}
