/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <unistd.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/engine.h"
#include "ecsprobe/http.h"
#include "ecsprobe/text.h"
#include "ecsprobe/util.h"
#include "ecsprobe/verbs.h"

enum exit_code verb_version(const struct options *options)
{
	struct trust_outcome trust;
	struct trust *chosen = NULL;
	struct error e = { 0 };
	char built[CLOCK_RFC3339_BYTES];
	CLEANUP(text_done) struct text lines = { 0 };

	if (trust_choose(&chosen, options->ca_file, options->ca_dir, &e) < 0) {
		complain(&e);
		return exit_code_of_error(e.class);
	}
	trust_describe(chosen, &trust);
	trust_free(chosen);
	clock_format_rfc3339(ECSPROBE_BUILD_EPOCH, built);
	text_append(&lines,
		    "ecsprobe %s (source of %s)\n"
		    "%s, c-ares %s, libcurl %s, libsystemd %s\n"
		    "trust store: %s%s%s\n",
		    ECSPROBE_VERSION, built, engine_tls_library(), engine_dns_library(),
		    http_library_version(), ECSPROBE_LIBSYSTEMD, trust.path,
		    trust.path[0] ? " from " : "", trust.source);
	/* A stream would look at what it writes to. */
	return fd_write_all(STDOUT_FILENO, text_of(&lines), strlen(text_of(&lines))) < 0
		       ? EXIT_OUTPUT
		       : EXIT_HEALTHY;
}
