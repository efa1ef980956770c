/* SPDX-License-Identifier: Apache-2.0 */
/* Feeds files, or the files of directories, to a target without libFuzzer, so
 * that any compiler can do it.  The last line is "N passed, N failed": what
 * breaks ends the process before. */
#include <dirent.h>
#include <sys/stat.h>

#include "fuzz.h"

static size_t replayed;

static void replay_file(const char *path)
{
	FILE *file = fopen(path, "rbe");
	uint8_t *data = NULL;
	size_t size = 0;

	if (!file) {
		perror(path);
		exit(1);
	}
	for (;;) {
		size_t n;

		data = realloc(data, size + 4096);
		if (!data)
			abort();
		n = fread(data + size, 1, 4096, file);
		if (n == 0)
			break;
		size += n;
	}
	(void)fclose(file);
	(void)LLVMFuzzerTestOneInput(data, size);
	/* What is cut anywhere must do no harm either. */
	for (size_t cut = 0; cut < size && cut < 256; cut++) {
		uint8_t *piece = malloc(cut ? cut : 1);

		if (!piece)
			abort();
		memcpy(piece, data, cut);
		(void)LLVMFuzzerTestOneInput(piece, cut);
		free(piece);
	}
	free(data);
	replayed++;
}

static void replay(const char *path)
{
	struct dirent **entries;
	struct stat st;
	int count;

	if (stat(path, &st) < 0) {
		perror(path);
		exit(1);
	}
	if (!S_ISDIR(st.st_mode)) {
		replay_file(path);
		return;
	}
	count = scandir(path, &entries, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		char inside[4096];

		(void)snprintf(inside, sizeof inside, "%s/%s", path, entries[i]->d_name);
		if (entries[i]->d_name[0] != '.')
			replay_file(inside);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		replay(argv[i]);
	printf("%zu passed, %d failed\n", replayed, replayed == 0);
	return replayed == 0;
}
