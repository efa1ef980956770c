/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/local_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "ecsprobe/util.h"

enum { MAX_PROC_BYTES = 4 << 20, MAX_PLACE_BYTES = 256 };

static bool is_remote_type(const char *type, size_t len)
{
	static const char *const types[] = { "nfs", "nfs4", "cifs",    "smb3",   "smbfs", "ceph",
					     "afs", "fuse", "fuseblk", "autofs", "lustre" };
	static const char fuse[] = "fuse.";

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (strlen(types[i]) == len && memcmp(types[i], type, len) == 0)
			return true;
	return len >= sizeof fuse && memcmp(type, fuse, sizeof fuse - 1) == 0;
}

/* proc(5): the fifth word is the place, the one after a lone "-" the type. */
static bool parse_mount(const char *line, size_t len, char *place, size_t size, bool *remote)
{
	const char *end = line + len;
	const char *dash = memmem(line, len, " - ", 3);
	const char *at = line;
	const char *space;

	for (int word = 1; at && word < 5; word++) {
		at = memchr(at, ' ', (size_t)(end - at));
		at = at ? at + 1 : NULL;
	}
	space = at ? memchr(at, ' ', (size_t)(end - at)) : NULL;
	if (!space || !dash || (size_t)(space - at) >= size)
		return false;
	memcpy(place, at, (size_t)(space - at));
	place[space - at] = '\0';
	dash += 3;
	space = memchr(dash, ' ', (size_t)(end - dash));
	*remote = is_remote_type(dash, (size_t)((space ? space : end) - dash));
	return true;
}

/* Of places that lie above it the longest counts, and of those the last. */
static bool lies_on_remote(const char *table, const char *path)
{
	char place[MAX_PLACE_BYTES];
	size_t longest = 0;
	bool found = false;
	bool remote;

	while (*table) {
		size_t len = strcspn(table, "\n");
		size_t above;

		if (parse_mount(table, len, place, sizeof place, &remote)) {
			above = strlen(place);
			if (above > 1 && above >= longest && strncmp(path, place, above) == 0 &&
			    (path[above] == '/' || path[above] == '\0')) {
				longest = above;
				found = remote;
			}
		}
		table += len + (table[len] != '\0');
	}
	return found;
}

/* Of this machine, as of the last local_mounts_renew(). */
static char *of_this_machine;

void local_mounts_renew(void)
{
	free(of_this_machine);
	of_this_machine = NULL;
}

static char *read_mounts(const char *root)
{
	CLEANUP(cleanup_free) char *path = xasprintf("%s/proc/self/mountinfo", root);
	char *table;
	size_t len;

	return file_read_bounded(path, MAX_PROC_BYTES, &table, &len) == 0 ? table : NULL;
}

char *local_mounts_read(const char *root)
{
	if (*root)
		return read_mounts(root);
	if (!of_this_machine)
		of_this_machine = read_mounts(root);
	return of_this_machine ? xstrdup(of_this_machine) : NULL;
}

bool local_mounts_hold_remote(const char *mounts, const char *path)
{
	return mounts && lies_on_remote(mounts, path);
}

bool local_file_is_remote(const char *root, const char *path)
{
	CLEANUP(cleanup_free) char *mounts = local_mounts_read(root);

	return local_mounts_hold_remote(mounts, path);
}

int local_file_read(const char *root, const char *path, size_t max_bytes, char **text, size_t *len)
{
	static const char proc[] = "/proc/";
	CLEANUP(cleanup_free) char *full = xasprintf("%s%s", root, path);

	if (strncmp(path, proc, sizeof proc - 1) != 0 && local_file_is_remote(root, path))
		return -EREMOTE;
	return file_read_bounded(full, max_bytes, text, len);
}

bool file_is_missing(int r)
{
	return r == -ENOENT || r == -ENOTDIR;
}

enum sight file_sight(int r)
{
	if (r == 0)
		return SIGHT_SEEN;
	return file_is_missing(r) ? SIGHT_ABSENT : SIGHT_UNKNOWN;
}

enum sight local_file_exists(void *arg, const char *path)
{
	const char *root = arg;
	CLEANUP(cleanup_free) char *full = xasprintf("%s%s", root, path);

	return file_sight(access(full, F_OK) == 0 ? 0 : -errno);
}
