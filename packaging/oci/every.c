/* SPDX-License-Identifier: Apache-2.0 */
/* every SECONDS PROGRAM [ARG...]: process 1 of an image that has nothing else.
 *
 * Starts the program, and again SECONDS after each start.  It skips a start that
 * is due while the program still runs.  It ignores the program's status: the
 * program has reported it, and ECS would replace a container that ends.  It
 * passes SIGTERM and SIGINT on, waits for the program, and exits with 0. */
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LEAST_S = 1, MOST_S = 86400, STATUS_USAGE = 64, STATUS_INTERNAL = 70 };

static time_t now_s(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

/* 0 where it could not be started: then there is nothing to wait for. */
static pid_t start(char **argv, const sigset_t *mask)
{
	posix_spawnattr_t attributes;
	pid_t pid = 0;
	int r = posix_spawnattr_init(&attributes);

	if (r == 0)
		r = posix_spawnattr_setsigmask(&attributes, mask);
	if (r == 0)
		r = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	if (r == 0)
		r = posix_spawn(&pid, argv[0], NULL, &attributes, argv, environ);
	(void)posix_spawnattr_destroy(&attributes);
	if (r == 0)
		return pid;
	errno = r;
	perror(argv[0]);
	return 0;
}

/* As process 1 it is also the parent of whatever has lost its own. */
static pid_t reap(pid_t running)
{
	pid_t pid;

	while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
		if (pid == running)
			running = 0;
	return running;
}

static int run(char **argv, time_t interval_s, const sigset_t *watched, const sigset_t *before)
{
	pid_t running = 0;
	bool ending = false;
	time_t due_s = now_s();

	while (!ending || running) {
		struct timespec wait = { .tv_sec = interval_s };
		int signal;

		if (!ending && now_s() >= due_s) {
			due_s = now_s() + interval_s;
			if (!running)
				running = start(argv, before);
		}
		if (!ending)
			wait.tv_sec = due_s - now_s();
		signal = sigtimedwait(watched, NULL, &wait);
		running = reap(running);
		if (signal != SIGTERM && signal != SIGINT)
			continue;
		ending = true;
		if (running)
			(void)kill(running, signal);
	}
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	sigset_t watched, before;
	char *end;
	long interval_s = argc > 2 ? strtol(argv[1], &end, 10) : 0;

	if (argc < 3 || *end || interval_s < LEAST_S || interval_s > MOST_S) {
		(void)fprintf(stderr, "usage: every SECONDS PROGRAM [ARG...], %d to %d seconds\n",
			      LEAST_S, MOST_S);
		return STATUS_USAGE;
	}
	(void)sigemptyset(&watched);
	(void)sigaddset(&watched, SIGTERM);
	(void)sigaddset(&watched, SIGINT);
	(void)sigaddset(&watched, SIGCHLD);
	if (sigprocmask(SIG_BLOCK, &watched, &before) < 0)
		return STATUS_INTERNAL;
	return run(argv + 2, interval_s, &watched, &before);
}
