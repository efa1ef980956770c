/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_ROOM_H
#define ECSPROBE_ROOM_H
/* How many sockets may be open at once.  Private to the engine. */
#include <stddef.h>

/* This part (1 / share) of the descriptors that the process may open, at most so many. */
size_t room_for(size_t share, size_t most);

#endif
