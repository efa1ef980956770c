/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/wrap.h"

#include <string.h>

void wrap_continue(FILE *out, size_t column, bool spaced, unsigned indent, unsigned width,
		   const char *text)
{
	bool fresh = !spaced;

	while (*text) {
		size_t len = strcspn(text, " ");

		if (!fresh && column + 1 + len > width) {
			(void)fprintf(out, "\n%*s", (int)indent, "");
			column = indent;
			fresh = true;
		}
		if (!fresh) {
			(void)fputc(' ', out);
			column++;
		}
		(void)fwrite(text, 1, len, out);
		column += len;
		fresh = false;
		text += len;
		text += strspn(text, " ");
	}
	(void)fputc('\n', out);
}

void wrap_print(FILE *out, const char *first, unsigned indent, unsigned width, const char *text)
{
	(void)fputs(first, out);
	wrap_continue(out, strlen(first), false, indent, width, text);
}
