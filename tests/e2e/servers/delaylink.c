/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A wire between two network namespaces that takes time: one TAP device in
 * each, and every frame read from one is written to the other after a delay.
 * This kernel's netem may be missing, a TAP never is.
 *
 *   delaylink NETNS_A DEVICE_A NETNS_B DEVICE_B CONTROL_FILE
 *
 * CONTROL_FILE is read at the start and on SIGHUP, one line per direction
 * ("ab", "ba"):
 *   DIRECTION DELAY_US JITTER_US LOSS_PERMILLE MAX_BYTES
 * MAX_BYTES 0 means any size; a larger frame vanishes without an ICMP message.
 * A line "ready" goes to stdout when both devices exist.
 */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { FRAME_BYTES = 9216, QUEUE_FRAMES = 4096 };

struct frame {
	int64_t due_ns;
	size_t bytes;
	unsigned char *data;
};

struct direction {
	const char *name;
	int from, to;
	long delay_us, jitter_us, loss_permille, max_bytes;
	struct frame queue[QUEUE_FRAMES];
	size_t head, count;
	int64_t last_due_ns;
};

static struct direction directions[2] = { { .name = "ab" }, { .name = "ba" } };
static volatile sig_atomic_t reload_wanted;

static void on_hangup(int signal_number)
{
	(void)signal_number;
	reload_wanted = 1;
}

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int open_tap(const char *netns, const char *device)
{
	struct ifreq request = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	int ns = open(netns, O_RDONLY | O_CLOEXEC);
	int tap;

	if (ns < 0 || setns(ns, CLONE_NEWNET) < 0)
		err(1, "enter %s", netns);
	close(ns);
	tap = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (tap < 0)
		err(1, "/dev/net/tun");
	snprintf(request.ifr_name, sizeof request.ifr_name, "%s", device);
	if (ioctl(tap, TUNSETIFF, &request) < 0)
		err(1, "create %s", device);
	return tap;
}

static void read_control(const char *path)
{
	char name[8];
	long delay, jitter, loss, max_bytes;
	FILE *file = fopen(path, "re");

	if (!file)
		err(1, "%s", path);
	while (fscanf(file, "%7s %ld %ld %ld %ld", name, &delay, &jitter, &loss, &max_bytes) == 5)
		for (int i = 0; i < 2; i++) {
			struct direction *d = &directions[i];

			if (strcmp(d->name, name) != 0)
				continue;
			d->delay_us = delay;
			d->jitter_us = jitter;
			d->loss_permille = loss;
			d->max_bytes = max_bytes;
		}
	fclose(file);
}

/* Frames of one direction never overtake each other: due times only grow. */
static void enqueue(struct direction *d, const unsigned char *data, size_t bytes)
{
	struct frame *f = &d->queue[(d->head + d->count) % QUEUE_FRAMES];
	int64_t due = now_ns() + d->delay_us * 1000;

	if (d->count == QUEUE_FRAMES || (d->max_bytes && bytes > (size_t)d->max_bytes + 14))
		return;
	if (d->loss_permille && random() % 1000 < d->loss_permille)
		return;
	if (d->jitter_us)
		due += random() % (d->jitter_us * 1000);
	if (due < d->last_due_ns)
		due = d->last_due_ns;
	f->data = malloc(bytes);
	if (!f->data)
		err(1, "malloc");
	memcpy(f->data, data, bytes);
	f->bytes = bytes;
	f->due_ns = d->last_due_ns = due;
	d->count++;
}

static void receive(struct direction *d)
{
	static unsigned char buffer[FRAME_BYTES];
	ssize_t bytes;

	while ((bytes = read(d->from, buffer, sizeof buffer)) > 0)
		enqueue(d, buffer, (size_t)bytes);
}

/* Sends what is due; returns when the next frame is, or -1. */
static int64_t deliver(struct direction *d)
{
	while (d->count) {
		struct frame *f = &d->queue[d->head];

		if (f->due_ns > now_ns())
			return f->due_ns;
		/* A device that is down or full loses the frame, as a wire does. */
		if (write(d->to, f->data, f->bytes) < 0 && errno == EBADF)
			err(1, "write");
		free(f->data);
		d->head = (d->head + 1) % QUEUE_FRAMES;
		d->count--;
	}
	return -1;
}

static void wait_for_work(int64_t due_ns)
{
	struct pollfd fds[2] = { { .fd = directions[0].from, .events = POLLIN },
				 { .fd = directions[1].from, .events = POLLIN } };
	struct timespec timeout = { 0 };
	int64_t left = due_ns - now_ns();

	if (left > 0) {
		timeout.tv_sec = left / 1000000000;
		timeout.tv_nsec = left % 1000000000;
	}
	(void)ppoll(fds, 2, due_ns < 0 ? NULL : &timeout, NULL);
}

int main(int argc, char **argv)
{
	struct sigaction hangup = { .sa_handler = on_hangup };
	int a, b;

	if (argc != 6)
		errx(64, "usage: delaylink NETNS_A DEVICE_A NETNS_B DEVICE_B CONTROL_FILE");
	prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
	sigaction(SIGHUP, &hangup, NULL);
	read_control(argv[5]);
	a = open_tap(argv[1], argv[2]);
	b = open_tap(argv[3], argv[4]);
	directions[0].from = directions[1].to = a;
	directions[0].to = directions[1].from = b;
	puts("ready");
	fflush(stdout);

	for (;;) {
		int64_t next, other;

		if (reload_wanted) {
			reload_wanted = 0;
			read_control(argv[5]);
		}
		receive(&directions[0]);
		receive(&directions[1]);
		next = deliver(&directions[0]);
		other = deliver(&directions[1]);
		if (next < 0 || (other >= 0 && other < next))
			next = other;
		wait_for_work(next);
	}
}
