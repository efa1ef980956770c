/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_DIAL_H
#define ECSPROBE_TESTS_DIAL_H
/* One attempt on a loop of its own. */
#include <systemd/sd-event.h>

#include "engine/attempt.h"
#include "engine/tls.h"

struct dial {
	sd_event *loop;
	struct attempt *attempt;
	struct attempt_outcome outcome;
	struct tls *tls;                  /* borrowed */
	bool tcp_only;                    /* to be set before the start */
	enum dialler dialled_by;          /* likewise */
	bool (*may_handshake)(void *arg); /* likewise; arg is the dial */
	unsigned settled;
	uint64_t took_us;
};

void dial_open(struct dial *dial, struct tls *tls);
/* Without a turn of the loop. */
void dial_start(struct dial *dial, uint16_t port, const char *host, uint64_t connect_us,
		uint64_t tls_us);
/* Until it is settled, or two seconds at most. */
void dial_run(struct dial *dial, uint16_t port, const char *host, uint64_t connect_us,
	      uint64_t tls_us);
/* Whatever is left in the loop for this long. */
void dial_linger(struct dial *dial, uint64_t us);
void dial_close(struct dial *dial);

#endif
