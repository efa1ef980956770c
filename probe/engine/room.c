/* SPDX-License-Identifier: Apache-2.0 */
#include "room.h"

#include <sys/resource.h>

/* Where there are too few for these, what lacks one says so. */
enum { LEAST = 4 };

size_t room_for(size_t share, size_t most)
{
	struct rlimit limit;
	size_t room;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur / share >= most)
		return most;
	room = (size_t)limit.rlim_cur / share;
	return room > LEAST ? room : LEAST;
}
