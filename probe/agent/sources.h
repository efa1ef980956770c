/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_SOURCES_H
#define ECSPROBE_SOURCES_H
/* What the readers of evidence share.  Private to the agent room. */
#include "ecsprobe/agent_status.h"

/* The end of an open file, at most max_bytes of it, NUL-terminated; *cut says
 * that there is more before it.  Closes nothing. */
int source_read_tail(int fd, size_t max_bytes, char **text, size_t *len,
		     bool *cut) ECSPROBE_MUST_CHECK;
/* "path: what the system says"; r is a negative errno. */
void source_why(char why[static WHY_BYTES], const char *path, int r);
/* NULL is fine. */
void source_wipe(char *text, size_t len);

/* The agent's first process: PID 1 of its container or, where there is none,
 * the unit's.  ABSENT: none runs. */
enum sight agent_process(const struct agent_status *status, uint32_t *pid);
/* That number still belongs to it: the process is in the control group of the
 * container or unit, or has the container's mounts.  Else why says what is
 * wrong.  To be asked before and after its files are read, as numbers are used
 * again, and mean others in another PID namespace. */
bool agent_process_holds(const struct agent_status *status, const char *root, uint32_t pid,
			 char why[static WHY_BYTES]) ECSPROBE_MUST_CHECK;

enum { NETWORK_NAME_BYTES = 64 };
/* The network namespace of a process, "net:[4026531840]"; pid 0: ecsprobe's own.  Returns false, and
 * "", where it may not be read. */
bool source_network(const char *root, uint32_t pid, char name[static NETWORK_NAME_BYTES]);

/* As Go's encoding takes it over without replacing anything. */
bool text_is_utf8(const char *text, size_t len);

#endif
