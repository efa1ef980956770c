/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/conf.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/verbs.h"

static const verb_fn verbs[] = {
	[VERB_PROBE] = verb_probe,
	[VERB_LIST] = verb_list,
	[VERB_EXPLAIN] = verb_explain,
	[VERB_LIST_CODES] = verb_list_codes,
	[VERB_SHOW_CONFIG] = verb_show_config,
	[VERB_HELP] = verb_help,
	[VERB_VERSION] = verb_version,
};

/* The usual file may be missing; one that is there is obeyed or complained of. */
static int read_settings(struct settings_input *settings, char **text, bool named, struct error *e)
{
	int r = file_read_bounded(settings->file, CONF_MAX_BYTES, text, &settings->len);

	if (r == -ENOENT && !named)
		return 0;
	if (r < 0)
		return error_set(e, ERROR_CONFIG, -r, "cannot read %s: %s", settings->file,
				 strerror(-r));
	settings->text = *text;
	return 0;
}

static int read_options(struct options *options, int argc, char **argv, struct error *e)
{
	struct settings_input settings = { .environment = environ };
	CLEANUP(cleanup_free) char *text = NULL;
	bool named;
	int r = 0;

	if (!options_need_settings(argc, argv, environ, &settings.file, &named))
		return options_parse(options, argc, argv, NULL, e);
	r = read_settings(&settings, &text, named, e);
	return r < 0 ? r : options_parse(options, argc, argv, &settings, e);
}

/* A setting that is misspelt is obeyed by nobody. */
static void warn_of_variables(const struct options *options)
{
	char shown[80];

	for (size_t i = 0; i < options->unknown_variables.count; i++) {
		escape_text(shown, sizeof shown, options->unknown_variables.items[i]);
		(void)fprintf(stderr, "ecsprobe: %s in the environment is no setting; ignored\n",
			      shown);
	}
}

int main(int argc, char **argv)
{
	struct options options;
	struct error e = { 0 };
	enum exit_code code;

	/* A reader that goes away is an output that could not be written. */
	(void)signal(SIGPIPE, SIG_IGN);
	if (read_options(&options, argc, argv, &e) < 0) {
		complain(&e);
		return (int)exit_code_of_error(e.class);
	}
	warn_of_variables(&options);
	code = verbs[options.verb](&options);
	options_done(&options);
	return (int)code;
}
