/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_ORIGIN_H
#define ECSPROBE_ORIGIN_H
/* Where a value was found, for messages and reports. */

enum { ORIGIN_BYTES = 160 };

struct origin {
	char place
		[ORIGIN_BYTES]; /* a file's path, or the program that said so; escaped; "": nowhere */
	unsigned line;          /* of the file, from 1; 0: not known, or no file */
};

/* The place is escaped and, where it is too long, cut. */
void origin_set(struct origin *origin, const char *place, unsigned line);

enum { ORIGIN_TEXT_BYTES = ORIGIN_BYTES + 12 };
/* "/etc/docker/daemon.json:3" */
void origin_format(const struct origin *origin, char out[static ORIGIN_TEXT_BYTES]);

#endif
