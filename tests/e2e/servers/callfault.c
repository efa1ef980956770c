/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a program of one thread and lets something happen at one of its system
 * calls, counted from the moment at which it sets about acting: its first
 * mkdir(), of the directory of its memory.  What strace injects is counted from
 * the start, where what comes over the network makes the numbers vary.
 *
 *   callfault LIST none COMMAND...
 *   callfault LIST SIGNAL:N COMMAND...          KILL, TERM or INT before the Nth call
 *   callfault LIST CALL:ERRNO:N COMMAND...      the Nth such call fails, or with 0 each
 *
 * The file LIST gets the names of the calls from then on, a line each; what has none here is
 * call-NUMBER, which CALL may be too.  The exit
 * status is the command's own, 128 + N if signal N ended it.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OPTIONS = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL, BASE = 10 };

#define COUNT_OF(a) (sizeof(a) / sizeof *(a))

struct name {
	const char *word;
	long number;
};

static const struct name calls[] = {
	{ "openat", SYS_openat },         { "renameat", SYS_renameat }, { "fsync", SYS_fsync },
	{ "write", SYS_write },           { "read", SYS_read },         { "close", SYS_close },
	{ "connect", SYS_connect },       { "sendmsg", SYS_sendmsg },   { "recvmsg", SYS_recvmsg },
	{ "sendto", SYS_sendto },         { "recvfrom", SYS_recvfrom }, { "socket", SYS_socket },
	{ "unlinkat", SYS_unlinkat },     { "fcntl", SYS_fcntl },       { "mmap", SYS_mmap },
	{ "epoll_ctl", SYS_epoll_ctl },
#ifdef SYS_epoll_wait
	{ "epoll_wait", SYS_epoll_wait },
#else
	{ "epoll_wait", SYS_epoll_pwait },
#endif
};

static const struct name errors[] = {
	{ "ENOSPC", ENOSPC }, { "EIO", EIO },       { "EMFILE", EMFILE },
	{ "EPIPE", EPIPE },   { "ENOMEM", ENOMEM }, { "ECONNREFUSED", ECONNREFUSED },
	{ "EINTR", EINTR },   { "EPERM", EPERM },   { "EACCES", EACCES },
	{ "EAGAIN", EAGAIN }, { "EINVAL", EINVAL },
};

static const struct name signals[] = {
	{ "KILL", SIGKILL },
	{ "TERM", SIGTERM },
	{ "INT", SIGINT },
};

static struct {
	int signal_number;
	long number, error, at; /* of a call that fails; at is for both */
} fault;

static pid_t command;
static FILE *list;
static bool acting, failing;
static long seen;

static const char unnamed[] = "call-";

static long look_up(const struct name *names, size_t count, const char *word)
{
	if (word && names == calls && strncmp(word, unnamed, sizeof unnamed - 1) == 0)
		return strtol(word + sizeof unnamed - 1, NULL, BASE);
	for (size_t i = 0; word && i < count; i++)
		if (strcmp(names[i].word, word) == 0)
			return names[i].number;
	return -1;
}

static void parse_fault(char *text)
{
	char *word = strtok(text, ":");
	char *second = strtok(NULL, ":");
	char *third = strtok(NULL, ":");
	long number = look_up(signals, COUNT_OF(signals), word);

	if (word && strcmp(word, "none") == 0)
		return;
	fault.signal_number = number < 0 ? 0 : (int)number;
	fault.at = strtol(number < 0 && third ? third : second ? second : "0", NULL, BASE);
	if (number >= 0)
		return;
	fault.number = look_up(calls, COUNT_OF(calls), word);
	fault.error = look_up(errors, COUNT_OF(errors), second);
	if (fault.number < 0 || fault.error < 0 || !third)
		errx(64, "not a fault: %s", word ? word : "");
}

static bool is_mkdir(uint64_t number)
{
#ifdef SYS_mkdir
	if (number == SYS_mkdir)
		return true;
#endif
	return number == SYS_mkdirat;
}

static void say(uint64_t number)
{
	for (size_t i = 0; i < COUNT_OF(calls); i++)
		if ((uint64_t)calls[i].number == number) {
			(void)fprintf(list, "%s\n", calls[i].word);
			return;
		}
	(void)fprintf(list, "%s%llu\n", unnamed, (unsigned long long)number);
}

#if defined __x86_64__
static void skip_call(void)
{
	(void)ptrace(PTRACE_POKEUSER, command, offsetof(struct user_regs_struct, orig_rax), -1L);
}

static void set_result(long value)
{
	(void)ptrace(PTRACE_POKEUSER, command, offsetof(struct user_regs_struct, rax), value);
}
#elif defined __aarch64__
static void skip_call(void)
{
	int none = -1;
	struct iovec part = { &none, sizeof none };

	(void)ptrace(PTRACE_SETREGSET, command, NT_ARM_SYSTEM_CALL, &part);
}

static void set_result(long value)
{
	struct user_regs_struct registers;
	struct iovec part = { &registers, sizeof registers };

	(void)ptrace(PTRACE_GETREGSET, command, NT_PRSTATUS, &part);
	registers.regs[0] = (unsigned long long)value;
	(void)ptrace(PTRACE_SETREGSET, command, NT_PRSTATUS, &part);
}
#else
#error "how a system call is skipped here is not known"
#endif

/* Taking a descriptor out of an epoll set needs no memory: the kernel never
 * fails there, and who is told so is left with a dangling one. */
static bool never_fails(uint64_t number, const uint64_t *args)
{
	return number == SYS_epoll_ctl && args[1] == EPOLL_CTL_DEL;
}

static void before(uint64_t number, const uint64_t *args)
{
	acting = acting || is_mkdir(number);
	if (!acting)
		return;
	say(number);
	if (fault.signal_number) {
		if (++seen == fault.at)
			(void)kill(command, fault.signal_number);
	} else if (fault.error && (uint64_t)fault.number == number) {
		seen++;
		failing = (fault.at == 0 || seen == fault.at) && !never_fails(number, args);
		if (failing)
			skip_call();
	}
}

static void at_system_call(void)
{
	struct __ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, command, sizeof info, &info) < 0)
		return;
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
		before(info.entry.nr, (const uint64_t *)info.entry.args);
	else if (info.op == PTRACE_SYSCALL_INFO_EXIT && failing) {
		set_result(-fault.error);
		failing = false;
	}
}

static void start(char **argv)
{
	int status;

	command = fork();
	if (command < 0)
		err(70, "fork");
	if (command == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
			err(70, "ptrace");
		(void)raise(SIGSTOP);
		(void)execvp(argv[0], argv);
		err(127, "%s", argv[0]);
	}
	if (waitpid(command, &status, 0) < 0 || !WIFSTOPPED(status) ||
	    ptrace(PTRACE_SETOPTIONS, command, NULL, OPTIONS) < 0 ||
	    ptrace(PTRACE_SYSCALL, command, NULL, NULL) < 0)
		errx(70, "%s did not start", argv[0]);
}

int main(int argc, char **argv)
{
	int status;

	if (argc < 4)
		errx(64, "usage: callfault LIST FAULT COMMAND...");
	list = fopen(argv[1], "we");
	if (!list)
		err(70, "%s", argv[1]);
	parse_fault(argv[2]);
	start(argv + 3);
	while (waitpid(command, &status, 0) > 0 && WIFSTOPPED(status)) {
		int signal_number = WSTOPSIG(status);

		if (signal_number == (SIGTRAP | 0x80))
			at_system_call();
		if (signal_number == (SIGTRAP | 0x80) || status >> 16)
			signal_number = 0;
		(void)ptrace(PTRACE_SYSCALL, command, NULL, (void *)(intptr_t)signal_number);
	}
	if (fclose(list) != 0)
		err(70, "%s", argv[1]);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
