/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_CHECK_H
#define ECSPROBE_TESTS_CHECK_H
/* cmocka, and what every test program needs beside it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ecsprobe/address.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/error.h"
#include "ecsprobe/util.h"

/* An expectation in the rows of a table: a broken one is printed with its row
 * and the rest of the table still runs.  A test that uses it ends with
 * expect_all_held(). */
#define EXPECT(condition, ...) expect_that((condition), __FILE__, __LINE__, #condition, __VA_ARGS__)
void expect_that(bool held, const char *file, int line, const char *condition, const char *fmt, ...)
	ECSPROBE_PRINTF(5, 6);
void expect_all_held(void);

/* Numeric text that is known to be right. */
struct ip ip_of(const char *text);
struct cidr cidr_of(const char *text);

/* In a static buffer. */
const char *ip_text(const struct ip *ip);

/* Only bytes that are safe on a terminal and in a log line. */
bool is_printable(const char *text);

/* Runs the loop until this is true; a busy machine may take its time. */
#define RUN_UNTIL(loop, condition)                         \
	for (uint64_t end_us = clock_now_us() + 20000000U; \
	     !(condition) && clock_now_us() < end_us;)     \
	(void)sd_event_run(loop, 10000)

/* The next of a fixed sequence that looks random: the same in every run. */
uint32_t next_random(uint32_t *state);

/* items ends with NULL. */
void strings_fill(struct string_list *list, const char *const *items);
/* With a space between them; the text is text. */
const char *strings_joined(const struct string_list *list, char text[static 1024]);

/* A directory of its own under /tmp, removed with what is in it. */
char *scratch_open(void);
void scratch_close(char *path);
void write_text(const char *path, const char *text);
/* Owned by the caller. */
char *read_text(const char *path);

/* A descriptor that hears whoever opens the file, and whether anybody has since. */
int openings_watch(const char *path);
bool openings_heard(int watch);

#endif
