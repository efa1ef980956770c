/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_HOST_FILES_H
#define ECSPROBE_HOST_FILES_H
/* The files of this host, for the readers of config_files.h.  Private to the
 * gather room. */
#include "config_files.h"
#include "ecsprobe/facts.h"

struct host_reader {
	const char *root;        /* borrowed; put before every path, "" for this machine */
	struct host_facts *host; /* whose unreadable files are noted; NULL: they are not */
	char *mounts;            /* owned */
	/* The youngest file or directory that was read, and the directory of watched where
	 * that is missing; CLOCK_REALTIME, 0: none. */
	int64_t changed_us;
	const char *watched;    /* borrowed; "" */
	struct seen_path *seen; /* owned: so that nothing is read twice */
	size_t seen_count;
};
void host_reader_open(struct host_reader *reader, const char *root, struct host_facts *host);
void host_reader_close(struct host_reader *reader);
struct file_source host_files(struct host_reader *reader);

/* Adds to what could not be read; each path once. */
void note_unreadable(struct host_facts *host, const char *path, const char *why);

#endif
