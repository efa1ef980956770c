/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/judge.h"
#include "ecsprobe/render.h"
#include "ecsprobe/saved.h"
#include "ecsprobe/text.h"
#include "ecsprobe/verbs.h"
#include "outputs.h"

/* A report that a run has saved, rendered again. */

enum { SHOWN_BYTES = 256, RAW = 2 };

/* "-" is the standard input.  A pipe is read too: the shell makes one of <(ssh HOST ...). */
static int read_bytes(const char *file, char **text, const char *shown, struct error *e)
{
	CLEANUP(cleanup_close)
	int fd = strcmp(file, "-") == 0 ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
					: open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	size_t len;
	int r;

	if (fd < 0)
		return error_set(e, ERROR_CONFIG, errno, "cannot read %s: %s", shown,
				 strerror(errno));
	r = stream_read_bounded(fd, SAVED_MAX_BYTES, text, &len);
	if (r < 0)
		return error_set(e, ERROR_CONFIG, -r, "cannot read %s: %s", shown, strerror(-r));
	if (strlen(*text) != len)
		return error_set(e, ERROR_CONFIG, EINVAL, "%s: found a NUL byte, expected JSON",
				 shown);
	return 0;
}

/* Nobody may take less for all. */
static void tell_gaps(const struct options *options, const struct saved_report *saved,
		      const char *shown)
{
	CLEANUP(text_done) struct text names = { 0 };

	text_join_list(&names, saved_report_ignored(saved));
	if (names.len)
		(void)fprintf(
			stderr,
			"ecsprobe: %s: ignoring members that this version does not know: %s\n",
			shown, names.bytes);
	if (options->verbose >= RAW)
		(void)fprintf(
			stderr,
			"ecsprobe: %s: a saved report does not have the follow-up's questions\n",
			shown);
}

static enum exit_code render(const struct options *options, const struct report *report)
{
	enum exit_code code = judge_exit_code(report, options->strict);

	if (report->action)
		code = exit_code_worse(code, action_exit_code(report->action));
	code = exit_code_worse(code, outputs_write_report(options, report, NULL));
	return outputs_for_nagios(options) ? (enum exit_code)nagios_status(report, code) : code;
}

enum exit_code verb_read(const struct options *options)
{
	size_t call_count;
	const struct api_call *calls = api_call_table(&call_count);
	struct saved_report *saved = NULL;
	CLEANUP(cleanup_free) char *text = NULL;
	char shown[SHOWN_BYTES];
	struct error e = { 0 };
	enum exit_code code;
	int r = outputs_check(options, false, &e);

	escape_text(shown, sizeof shown, options->verb_argument);
	if (r == 0)
		r = read_bytes(options->verb_argument, &text, shown, &e);
	if (r == 0)
		r = saved_report_read(&saved, shown, text, calls, call_count, &e);
	if (r < 0)
		return give_up(&e, outputs_for_nagios(options));
	tell_gaps(options, saved, shown);
	code = render(options, saved_report_of(saved));
	saved_report_free(saved);
	return code;
}
