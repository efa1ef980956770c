/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Preloaded into a program that is linked dynamically: lets one allocation fail,
 * whoever makes it, the program, a library in it or libc.
 *
 *   ALLOCFAULT=N      the Nth allocation gives NULL and ENOMEM; 0: none
 *   ALLOCFAULT_FILE   gets "N of them" at the end, and "failed" when the Nth came
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static unsigned long seen, failing;
static const char *path;
static bool ready;

static void note(const char *text)
{
	int saved = errno;
	int fd = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644) : -1;

	if (fd >= 0) {
		(void)!write(fd, text, strlen(text));
		(void)close(fd);
	}
	errno = saved;
}

__attribute__((constructor)) static void begin(void)
{
	const char *number = getenv("ALLOCFAULT");

	path = getenv("ALLOCFAULT_FILE");
	failing = number ? strtoul(number, NULL, 10) : 0;
	seen = 0;
	ready = true;
}

__attribute__((destructor)) static void end(void)
{
	char text[64];

	ready = false;
	(void)snprintf(text, sizeof text, "%lu of them\n", seen);
	note(text);
}

static bool fails(void)
{
	if (!ready || ++seen != failing)
		return false;
	note("failed\n");
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
	return fails() ? NULL : __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size)
{
	return fails() ? NULL : __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
	return memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
	*block = memalign(alignment, size);
	return *block ? 0 : ENOMEM;
}
