/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a program, static or not, that believes another time of day: a tracer
 * hides the vDSO from it and shifts what the kernel answers about CLOCK_REALTIME.
 *
 *   clockshift SECONDS COMMAND...
 *
 * Children are traced too.  Monotonic clocks, timers and file times are left alone.
 * The exit status is the command's own, 128 + N if signal N ended it.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	MAX_THREADS = 256,
	OPTIONS = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_TRACEFORK |
		  PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL
};

struct thread {
	pid_t id;
	uint64_t number, args[2]; /* of the system call it is in */
};

static struct thread threads[MAX_THREADS];
static pid_t command;
static long shift_s;

static struct thread *thread_of(pid_t id)
{
	struct thread *vacant = NULL;

	for (size_t i = 0; i < MAX_THREADS; i++) {
		if (threads[i].id == id)
			return &threads[i];
		if (!threads[i].id && !vacant)
			vacant = &threads[i];
	}
	if (!vacant)
		errx(70, "too many threads");
	*vacant = (struct thread){ .id = id };
	return vacant;
}

static long peek(pid_t id, uint64_t address)
{
	errno = 0;
	return ptrace(PTRACE_PEEKDATA, id, (void *)(uintptr_t)address, NULL);
}

static void poke(pid_t id, uint64_t address, long value)
{
	(void)ptrace(PTRACE_POKEDATA, id, (void *)(uintptr_t)address, (void *)value);
}

/* tv_sec stands first in timespec and in timeval. */
static void shift_at(pid_t id, uint64_t address)
{
	long seconds;

	if (!address)
		return;
	seconds = peek(id, address);
	if (!errno)
		poke(id, address, seconds + shift_s);
}

/* From the stack pointer of a new program: argc, argv, NULL, environment, NULL, auxiliary vector. */
static void hide_vdso(pid_t id, uint64_t stack)
{
	uint64_t at = stack + sizeof(long) * ((uint64_t)peek(id, stack) + 2);

	while (peek(id, at) && !errno)
		at += sizeof(long);
	for (at += sizeof(long); peek(id, at) != AT_NULL && !errno; at += 2 * sizeof(long))
		if (peek(id, at) == AT_SYSINFO_EHDR)
			poke(id, at, AT_IGNORE);
}

static void finished(struct thread *thread, int64_t result)
{
	pid_t id = thread->id;

	switch (thread->number) {
	case SYS_clock_gettime:
		if (result == 0 &&
		    (thread->args[0] == CLOCK_REALTIME || thread->args[0] == CLOCK_REALTIME_COARSE))
			shift_at(id, thread->args[1]);
		break;
	case SYS_gettimeofday:
		if (result == 0)
			shift_at(id, thread->args[0]);
		break;
#ifdef SYS_time
	case SYS_time:
		shift_at(id, thread->args[0]);
		(void)ptrace(PTRACE_POKEUSER, id, offsetof(struct user_regs_struct, rax),
			     result + shift_s);
		break;
#endif
	}
}

static void at_system_call(struct thread *thread)
{
	struct __ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, thread->id, sizeof info, &info) < 0)
		return;
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
		thread->number = info.entry.nr;
		thread->args[0] = info.entry.args[0];
		thread->args[1] = info.entry.args[1];
	} else if (info.op == PTRACE_SYSCALL_INFO_EXIT) {
		if ((thread->number == SYS_execve || thread->number == SYS_execveat) &&
		    info.exit.rval == 0)
			hide_vdso(thread->id, info.stack_pointer);
		else
			finished(thread, info.exit.rval);
		thread->number = UINT64_MAX;
	}
}

/* Returns the signal to hand on. */
static int stopped(struct thread *thread, int status)
{
	int signal_number = WSTOPSIG(status);

	if (signal_number == (SIGTRAP | 0x80)) {
		at_system_call(thread);
		return 0;
	}
	/* An event of the tracer, or the first stop of a new child. */
	return status >> 16 || signal_number == SIGSTOP ? 0 : signal_number;
}

static void hand_on(int signal_number)
{
	(void)kill(command, signal_number);
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = hand_on, .sa_flags = SA_RESTART };
	int status, result = 70;
	pid_t id;

	if (argc < 3)
		errx(64, "usage: clockshift SECONDS COMMAND...");
	shift_s = strtol(argv[1], NULL, 10);
	command = fork();
	if (command < 0)
		err(70, "fork");
	if (command == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
			err(70, "ptrace");
		raise(SIGSTOP);
		execvp(argv[2], argv + 2);
		err(127, "%s", argv[2]);
	}
	if (waitpid(command, &status, 0) < 0 || !WIFSTOPPED(status))
		errx(70, "%s did not start", argv[2]);
	if (ptrace(PTRACE_SETOPTIONS, command, NULL, OPTIONS) < 0)
		err(70, "ptrace");
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	(void)ptrace(PTRACE_SYSCALL, command, NULL, NULL);
	while ((id = waitpid(-1, &status, __WALL)) > 0) {
		struct thread *thread = thread_of(id);

		if (WIFSTOPPED(status)) {
			(void)ptrace(PTRACE_SYSCALL, id, NULL,
				     (void *)(intptr_t)stopped(thread, status));
			continue;
		}
		thread->id = 0;
		if (id == command)
			result = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	}
	return result;
}
