/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/profile.h"
#include "ecsprobe/util.h"

const char profile_directory[] = "/etc/ecsprobe/profiles.d";

enum { MAX_FILE_BYTES = 64 * 1024, MAX_FILES = 64, MAX_NAME_BYTES = 48 };

static const char suffix[] = ".conf";

/* As the shell's *.conf: what begins with a dot is an editor's, not a profile. */
static bool is_profile_file(const char *file)
{
	size_t len = strlen(file);

	return file[0] != '.' && len >= sizeof suffix - 1 &&
	       strcmp(file + len - (sizeof suffix - 1), suffix) == 0;
}

static bool is_name(const char *name, size_t len)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

	return len > 0 && len <= MAX_NAME_BYTES && name[0] != '-' && strspn(name, letters) >= len;
}

/* Named only, not read yet. */
static int add_profile(struct wishes *found, const char *directory, const char *file,
		       struct error *e)
{
	char name[MAX_NAME_BYTES + 1] = "";
	size_t len = strcspn(file, ".");
	char shown[128];

	escape_text(shown, sizeof shown, file);
	if (!is_name(file, len) || strcmp(file + len, suffix) != 0)
		return error_set(
			e, ERROR_CONFIG, EINVAL,
			"%s: found the file name '%s', expected at most %d of a-z, 0-9 and "
			"'-' before .conf",
			directory, shown, MAX_NAME_BYTES);
	memcpy(name, file, len);
	if (profile_is_built_in(name))
		return error_set(e, ERROR_CONFIG, EEXIST,
				 "%s: found the file name '%s', expected another one: this profile "
				 "is built in",
				 directory, shown);
	if (found->count >= MAX_FILES)
		return error_set(e, ERROR_CONFIG, E2BIG,
				 "%s: found more than %d profiles, expected no more", directory,
				 MAX_FILES);
	found->profiles = xgrow(found->profiles, found->count, sizeof *found->profiles);
	found->profiles[found->count++] =
		(struct own_profile){ .name = xstrdup(name),
				      .file = xasprintf("%s/%s", directory, file) };
	return 0;
}

static int unreadable(const char *path, int err, struct error *e)
{
	bool forbidden = err == EACCES || err == EPERM;

	return error_set(e, forbidden ? ERROR_PERMISSION : ERROR_CONFIG, err, "cannot read %s: %s",
			 path, strerror(err));
}

static int find_profiles(struct wishes *found, const char *directory, struct error *e)
{
	struct string_list names;
	int r = directory_names_at(directory, SIZE_MAX, &names);

	if (r < 0)
		return r == -ENOENT ? 0 : unreadable(directory, -r, e);
	for (size_t i = 0; r == 0 && i < names.count; i++)
		if (is_profile_file(names.items[i]))
			r = add_profile(found, directory, names.items[i], e);
	string_list_done(&names);
	return r;
}

/* Only the wanted profiles are read.  A user would think that a file with the name of a built-in
 * profile replaces it. */
static int find_named(struct wishes *found, const char *directory, const char *name,
		      struct error *e)
{
	CLEANUP(cleanup_free) char *file = xasprintf("%s%s", name, suffix);
	CLEANUP(cleanup_free) char *path = xasprintf("%s/%s", directory, file);

	if (!is_name(name, strlen(name)) || wishes_find(found, name))
		return 0;
	if (faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return add_profile(found, directory, file, e);
	if (errno == ENOENT || profile_is_built_in(name))
		return 0;
	return unreadable(path, errno, e);
}

static int read_profile(struct own_profile *profile, struct error *e)
{
	CLEANUP(cleanup_free) char *text = NULL;
	size_t len;
	int r = file_read_bounded(profile->file, MAX_FILE_BYTES, &text, &len);

	if (r == -EFBIG)
		return error_set(e, ERROR_CONFIG, EFBIG,
				 "%s: found more than %d bytes, expected no more", profile->file,
				 MAX_FILE_BYTES);
	if (r == -EISDIR || r == -EINVAL || r == -ENXIO)
		return error_set(e, ERROR_CONFIG, EINVAL,
				 "%s: found something else, expected a regular file",
				 profile->file);
	return r < 0 ? unreadable(profile->file, -r, e) : profile_read(profile, text, len, e);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct own_profile *)a)->name, ((const struct own_profile *)b)->name);
}

int gather_profiles(struct wishes *wishes, const char *directory, const struct string_list *wanted,
		    struct error *e)
{
	struct wishes found = { 0 };
	int r = wanted ? 0 : find_profiles(&found, directory, e);

	for (size_t i = 0; wanted && r == 0 && i < wanted->count; i++)
		r = find_named(&found, directory, wanted->items[i], e);
	if (found.count)
		qsort(found.profiles, found.count, sizeof *found.profiles, by_name);
	for (size_t i = 0; r == 0 && i < found.count; i++)
		r = read_profile(&found.profiles[i], e);
	if (r < 0) {
		wishes_done(&found);
		return r;
	}
	wishes->profiles = found.profiles;
	wishes->count = found.count;
	return 0;
}
