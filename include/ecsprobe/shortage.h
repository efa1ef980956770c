/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_SHORTAGE_H
#define ECSPROBE_SHORTAGE_H
/* A lack of descriptors, memory or buffers in this process.  To a library it looks like a refusal
 * of the network, but it says nothing about a peer. */
#include <stdbool.h>

bool error_is_shortage(int err);

/* How often a call of this process failed for it so far, also inside a library: the linker
 * redirects socket(), connect(), send() and the like to us (--wrap in the Makefile).  If it grows
 * between a question and its failure, the failure says nothing about the peer. */
unsigned shortage_count(void);

/* How often this host refused to let a packet out: EPERM, which a packet filter makes. */
unsigned barred_count(void);

/* False: c-ares reads none of the host's files for the channels that are made meanwhile.  It
 * would read four for each, and whom to ask is the plan's; libcurl's own channels need them. */
void ares_reads_files(bool reads);

/* For what opens files itself: there is no descriptor any more. */
bool out_of_descriptors(void);

#endif
