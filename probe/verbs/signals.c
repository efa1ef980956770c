/* SPDX-License-Identifier: Apache-2.0 */
#include "signals.h"

#include <errno.h>
#include <time.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/util.h"

enum { SECOND_US = 1000000 };

static const int ending[] = { SIGINT, SIGTERM, SIGHUP };

/* INT is ignored in whatever a script runs in the background, and counts all the same. */
static bool counts(int signal)
{
	struct sigaction action;

	return signal != SIGHUP || sigaction(signal, NULL, &action) < 0 ||
	       action.sa_handler != SIG_IGN;
}

static sigset_t all(void)
{
	sigset_t set;

	(void)sigemptyset(&set);
	for (size_t i = 0; i < ARRAY_SIZE(ending); i++)
		if (counts(ending[i]))
			(void)sigaddset(&set, ending[i]);
	return set;
}

void signals_mask(int how)
{
	const sigset_t set = all();

	(void)sigprocmask(how, &set, NULL);
}

int signals_watch(struct sd_event *loop, sd_event_signal_handler_t handler, void *arg)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < ARRAY_SIZE(ending); i++)
		if (counts(ending[i]))
			r = sd_event_add_signal(loop, NULL, ending[i], handler, arg);
	return r < 0 ? r : 0;
}

bool signals_take(uint64_t within_us)
{
	const uint64_t end_us = clock_now_us() + within_us;
	const sigset_t set = all();

	for (;;) {
		uint64_t left_us = clock_left_us(end_us);
		const struct timespec left = { .tv_sec = (time_t)(left_us / SECOND_US),
					       .tv_nsec = (long)(left_us % SECOND_US) * 1000 };

		if (sigtimedwait(&set, NULL, &left) > 0)
			return true;
		if (errno == EAGAIN)
			return false;
	}
}

bool signals_pending(void)
{
	sigset_t pending;

	if (sigpending(&pending) < 0)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(ending); i++)
		if (counts(ending[i]) && sigismember(&pending, ending[i]) == 1)
			return true;
	return false;
}
