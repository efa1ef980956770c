/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/below.h"
#include "ecsprobe/config_check.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/local_file.h"
#include "ecsprobe/verbs.h"

enum { MAX_FILE_BYTES = 32 << 20, SHOWN_BYTES = 256 };

static bool is_json(const char *path)
{
	size_t len = strlen(path);

	return len >= 5 && strcmp(path + len - 5, ".json") == 0;
}

/* A name of somebody's own, in the place of the agent's. */
static int read_one(struct agent_files *files, const char *path, struct error *e)
{
	struct agent_file *file =
		&files->files[is_json(path) ? AGENT_FILE_JSON : AGENT_FILE_CONFIG];
	char shown[SHOWN_BYTES];
	int r = file_read_bounded(path, MAX_FILE_BYTES, &file->bytes, &file->len);

	for (size_t i = 0; i < AGENT_FILE_COUNT; i++)
		files->files[i].sight = SIGHT_ABSENT;
	if (r == 0) {
		file->sight = SIGHT_SEEN;
		return 0;
	}
	escape_text(shown, sizeof shown, path);
	return error_set(e, ERROR_CONFIG, -r, "cannot read %s: %s", shown, strerror(-r));
}

/* A mistyped directory is not one without settings. */
static int read_below(struct agent_files *files, const char *root, const char *given,
		      struct error *e)
{
	char shown[SHOWN_BYTES];
	struct below below;
	int r = below_root(&below, given);

	if (r == 0) {
		(void)close(below.root);
		gather_agent_files(files, root);
		return 0;
	}
	escape_text(shown, sizeof shown, given);
	return error_set(e, ERROR_USAGE, -r,
			 "--root: found '%s' (%s), expected the root directory of an image", shown,
			 strerror(-r));
}

static void print_place(const struct setting_fault *fault, const char *root, const char *name)
{
	char shown[SHOWN_BYTES];
	CLEANUP(cleanup_free)
	char *path = name ? xstrdup(name) : xasprintf("%s%s", root, agent_file_paths[fault->file]);

	escape_text(shown, sizeof shown, path);
	printf("%s:", shown);
	if (fault->line)
		printf("%u:", fault->line);
}

static void print_fault(const struct setting_fault *fault, const char *root, const char *name)
{
	const char *quote = fault->key[0] && fault->found[0] != '(' ? "'" : "";

	print_place(fault, root, name);
	if (fault->unread) {
		printf(" not read: expected %s\n", fault->expected);
		return;
	}
	printf(" %s: ", setting_outcome_name(fault->outcome));
	if (fault->key[0])
		printf("%s: ", fault->key);
	printf("found %s%s%s, expected %s\n", quote, fault->found, quote, fault->expected);
}

static enum exit_code exit_code_of(const struct options *options,
				   const struct setting_faults *faults)
{
	enum setting_outcome worst = setting_faults_worst(faults);

	if (fflush(stdout) != 0)
		return EXIT_OUTPUT;
	if (worst == SETTING_REFUSED)
		return EXIT_BAD_CONFIG;
	return worst != SETTING_ACCEPTED && options->strict ? EXIT_STRICT_WARNINGS : EXIT_HEALTHY;
}

enum exit_code verb_check_config(const struct options *options)
{
	const char *name = options->verb_argument;
	char *root = strcmp(options->root, "/") == 0 ? "" : options->root;
	struct agent_files files = { 0 };
	struct setting_faults faults;
	struct error e = { 0 };
	enum exit_code code;

	if ((name ? read_one(&files, name, &e) : read_below(&files, root, options->root, &e)) < 0) {
		complain(&e);
		return exit_code_of_error(e.class);
	}
	config_check(
		&faults, &files,
		(struct setting_facts){ .exists = name ? NULL : local_file_exists, .arg = root });
	for (size_t i = 0; i < faults.count; i++)
		print_fault(&faults.items[i], root, name);
	code = exit_code_of(options, &faults);
	setting_faults_done(&faults);
	agent_files_done(&files);
	return code;
}
