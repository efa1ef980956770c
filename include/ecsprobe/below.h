/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_BELOW_H
#define ECSPROBE_BELOW_H
/* Files below a root directory.  Links cannot leave it: "/" and ".." are those of the root. */
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "ecsprobe/error.h"
#include "ecsprobe/util.h"

struct below {
	int root;
	bool by_hand; /* the kernel is older than openat2(), 5.6, or a filter forbids it */
};

/* 0 or a negative errno.  Closed with close(below->root). */
int below_root(struct below *below, const char *directory) ECSPROBE_MUST_CHECK;

/* All take a path that begins with '/', and return a negative errno on failure. */
int below_open(struct below *below, const char *path, int flags) ECSPROBE_MUST_CHECK;
int below_stat(struct below *below, const char *path, bool follow,
	       struct stat *st) ECSPROBE_MUST_CHECK;
/* Both as their namesakes in util.h. */
int below_open_regular(struct below *below, const char *path) ECSPROBE_MUST_CHECK;
int below_read(struct below *below, const char *path, size_t max_bytes, char **out,
	       size_t *len) ECSPROBE_MUST_CHECK;
/* The names in a directory, without "." and "..", sorted; at most so many. */
enum { BELOW_MAX_NAMES = 4096 };
int below_list(struct below *below, const char *path,
	       struct string_list *names) ECSPROBE_MUST_CHECK;

#endif
