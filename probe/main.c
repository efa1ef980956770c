/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <stdio.h>

#include "ecsprobe/verbs.h"

static const verb_fn verbs[] = {
	[VERB_PROBE] = verb_probe,           [VERB_LIST] = verb_list, [VERB_EXPLAIN] = verb_explain,
	[VERB_LIST_CODES] = verb_list_codes, [VERB_HELP] = verb_help, [VERB_VERSION] = verb_version,
};

int main(int argc, char **argv)
{
	struct options options;
	struct error e = { 0 };
	enum exit_code code;

	/* A reader that goes away is an output that could not be written. */
	(void)signal(SIGPIPE, SIG_IGN);
	if (options_parse(&options, argc, argv, &e) < 0) {
		complain(&e);
		return (int)exit_code_of_error(e.class);
	}
	code = verbs[options.verb](&options);
	options_done(&options);
	return (int)code;
}
