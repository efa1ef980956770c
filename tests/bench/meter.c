/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a shell's command and prints what it took, as JSON.  Small and static, because the peak of a child's memory
 * begins with what its parent has.
 *
 *   meter [-t] COMMAND       -t: also samples its processes, which costs time: no measure of time is taken then */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PAUSE_NS = 300 * 1000, MOST_PROCESSES = 4096, LINE_BYTES = 256, KILOBYTE_BASE = 10 };

static double now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

/* What is its own, and its part of what it shares; 0 once it is gone. */
static long pss_kib(long pid)
{
	char line[LINE_BYTES];
	long kib = 0;
	FILE *in;

	(void)snprintf(line, sizeof line, "/proc/%ld/smaps_rollup", pid);
	in = fopen(line, "re");
	if (!in)
		return 0;
	while (fgets(line, sizeof line, in))
		if (strncmp(line, "Pss:", 4) == 0)
			kib = strtol(line + 4, NULL, KILOBYTE_BASE);
	(void)fclose(in);
	return kib;
}

static size_t add_children(long *pids, size_t count, long of)
{
	char path[LINE_BYTES];
	FILE *in;

	(void)snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", of, of);
	in = fopen(path, "re");
	if (!in)
		return count;
	while (count < MOST_PROCESSES && fscanf(in, "%ld", &pids[count]) == 1)
		count++;
	(void)fclose(in);
	return count;
}

/* The whole tree below us, at this moment. */
static long tree_kib(size_t *processes)
{
	static long pids[MOST_PROCESSES];
	size_t count = add_children(pids, 0, getpid());
	long sum = 0;

	for (size_t i = 0; i < count; i++) {
		sum += pss_kib(pids[i]);
		count = add_children(pids, count, pids[i]);
	}
	*processes = count;
	return sum;
}

static void sample_until_over(pid_t pid, int *status, struct rusage *used, long *peak, size_t *most)
{
	const struct timespec pause = { .tv_nsec = PAUSE_NS };

	while (wait4(pid, status, WNOHANG, used) == 0) {
		size_t processes;
		long kib = tree_kib(&processes);

		if (kib > *peak)
			*peak = kib;
		if (processes > *most)
			*most = processes;
		(void)nanosleep(&pause, NULL);
	}
}

static pid_t start(const char *command)
{
	pid_t pid = vfork();

	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		(void)dup2(null, STDIN_FILENO);
		(void)dup2(null, STDOUT_FILENO);
		(void)dup2(null, STDERR_FILENO);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	return pid;
}

int main(int argc, char **argv)
{
	bool sampled = argc == 3 && strcmp(argv[1], "-t") == 0;
	double start_s = now_s();
	struct rusage used;
	int status = 0;
	long peak = 0;
	size_t most = 0;
	pid_t pid;

	if (argc != 2 && !sampled)
		errx(64, "usage: meter [-t] COMMAND");
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
	pid = start(argv[argc - 1]);
	if (pid < 0)
		err(1, "vfork");
	if (sampled)
		sample_until_over(pid, &status, &used, &peak, &most);
	else if (wait4(pid, &status, 0, &used) < 0)
		err(1, "wait4");
	printf("{\"status\": %d, \"wall_s\": %.6f, \"cpu_s\": %.6f, \"largest_kib\": %ld, "
	       "\"tree_kib\": %ld, \"at_once\": %zu}\n",
	       WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), now_s() - start_s,
	       seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss, peak, most);
	return 0;
}
