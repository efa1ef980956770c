/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_WRAP_H
#define ECSPROBE_WRAP_H
/* Paragraphs for a terminal. */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Prints first, then the text wrapped at width columns; the lines that follow
 * are indented by indent columns.  A word that is longer stays whole. */
void wrap_print(FILE *out, const char *first, unsigned indent, unsigned width, const char *text);

/* The same behind column columns that already stand in the line; spaced: a
 * space or a line's end parts them from the text. */
void wrap_continue(FILE *out, size_t column, bool spaced, unsigned indent, unsigned width,
		   const char *text);

#endif
