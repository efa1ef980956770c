/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "ecsprobe/conf.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/partition.h"
#include "ecsprobe/process.h"
#include "ecsprobe/verbs.h"

enum { SHOWN_BYTES = 256 };

static const verb_fn verbs[] = {
	[VERB_PROBE] = verb_probe,
	[VERB_LIST] = verb_list,
	[VERB_EXPLAIN] = verb_explain,
	[VERB_LIST_CODES] = verb_list_codes,
	[VERB_SHOW_CONFIG] = verb_show_config,
	[VERB_CHECK_CONFIG] = verb_check_config,
	[VERB_READ] = verb_read,
	[VERB_HELP] = verb_help,
	[VERB_VERSION] = verb_version,
};

/* How people say that there is no file. */
static bool is_null_device(const char *path)
{
	const dev_t null_device = makedev(1, 3); /* on every Linux: its devices.txt */
	struct stat st;

	return stat(path, &st) == 0 && S_ISCHR(st.st_mode) && st.st_rdev == null_device;
}

/* The usual file may be missing; one that is there is obeyed or complained of. */
static int read_settings(struct settings_input *settings, const char *file, char **text, bool named,
			 struct error *e)
{
	int r = 0;

	if (is_null_device(file))
		return 0;
	r = file_read_bounded(file, CONF_MAX_BYTES, text, &settings->len);
	if (r == -ENOENT && !named)
		return 0;
	if (r < 0)
		return error_set(e, ERROR_CONFIG, -r, "cannot read %s: %s", settings->file,
				 strerror(-r));
	settings->text = *text;
	return 0;
}

/* Where the settings alone are at fault, the outputs say so. */
static int salvage(struct options *options, int argc, char **argv,
		   const struct settings_input *settings, const struct error *e)
{
	if (e->class != ERROR_CONFIG || !options_salvage(options, argc, argv, settings))
		return -EINVAL;
	if (options->verb == VERB_PROBE)
		return 0;
	options_done(options);
	return -EINVAL;
}

/* 0 also where *e is set: then the options are those that are left. */
static int read_options(struct options *options, int argc, char **argv, struct error *e)
{
	char shown[SHOWN_BYTES]; /* goes into reports, which are UTF-8 */
	struct settings_input settings = { .environment = environ, .file = shown };
	CLEANUP(cleanup_free) char *text = NULL;
	const char *file;
	bool named;
	int r = 0;

	if (!options_need_settings(argc, argv, environ, &file, &named))
		return options_parse(options, argc, argv, NULL, e);
	escape_text(shown, sizeof shown, file);
	r = read_settings(&settings, file, &text, named, e);
	if (r == 0)
		r = options_parse(options, argc, argv, &settings, e);
	return r < 0 ? salvage(options, argc, argv, &settings, e) : 0;
}

/* A setting that is misspelt is obeyed by nobody. */
static void warn_of_variables(const struct options *options)
{
	char shown[80];

	for (size_t i = 0; i < options->unknown_variables.count; i++) {
		escape_text(shown, sizeof shown, options->unknown_variables.items[i]);
		(void)fprintf(
			stderr,
			"ecsprobe: ignoring %s in the environment: there is no such setting\n",
			shown);
	}
}

/* May be newer than this program, so it is taken as it is. */
static void warn_of_region(const struct options *options)
{
	const struct partition *partition = options->region ? partition_of_region(options->region)
							    : NULL;
	CLEANUP(cleanup_free) char *near = NULL;

	if (!partition || partition_list_has(partition->regions, options->region))
		return;
	near = partition_near_region(options->region);
	(void)fprintf(stderr, "ecsprobe: --region: this version does not know %s%s\n",
		      options->region, near);
}

int main(int argc, char **argv)
{
	struct options options = { 0 };
	struct error e = { 0 };
	enum exit_code code;

	process_begin();
	if (read_options(&options, argc, argv, &e) < 0)
		return (int)give_up(&e, options_want_on_stdout(argc, argv, environ, "nagios"));
	warn_of_variables(&options);
	warn_of_region(&options);
	code = e.class == ERROR_NONE ? verbs[options.verb](&options) : probe_refused(&options, &e);
	options_done(&options);
	return (int)code;
}
