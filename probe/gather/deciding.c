/* SPDX-License-Identifier: Apache-2.0 */
#include "deciding.h"

#include <errno.h>
#include <string.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/util.h"

enum { MAX_DECIDING_BYTES = 32 << 20 };

void note_unreadable(struct host_facts *host, const char *path, const char *why)
{
	struct unreadable_file *unreadable = &host->unreadable[host->unreadable_count];

	if (host->unreadable_count >= ARRAY_SIZE(host->unreadable))
		return;
	/* A unit may name any path. */
	escape_text(unreadable->path, sizeof unreadable->path, path);
	for (size_t i = 0; i < host->unreadable_count; i++)
		if (strcmp(host->unreadable[i].path, unreadable->path) == 0)
			return;
	(void)copy_text(unreadable->why, sizeof unreadable->why, why);
	host->unreadable_count++;
}

char *read_deciding_file(struct host_facts *host, const char *path, size_t *len)
{
	char *text = NULL;
	int r = file_read_bounded(path, MAX_DECIDING_BYTES, &text, len);

	if (r == 0 && strlen(text) == *len)
		return text;
	if (r != -ENOENT && r != -ENOTDIR)
		note_unreadable(host, path, r < 0 ? strerror(-r) : "it holds a NUL byte");
	if (r == 0)
		text_wipe_bytes(text, *len);
	free(text);
	return NULL;
}
