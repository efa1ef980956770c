/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_SIGHT_H
#define ECSPROBE_SIGHT_H

/* What cannot be read is unknown, never absent: no action may rest on a guess. */
enum sight {
	SIGHT_UNKNOWN,
	SIGHT_ABSENT,
	SIGHT_SEEN,
};

enum { WHY_BYTES = 128 }; /* of a text that says why something is unknown */

#endif
