/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/engine.h"
#include "ecsprobe/http.h"
#include "ecsprobe/verbs.h"

enum exit_code verb_version(const struct options *options)
{
	struct trust_outcome trust;
	struct trust *chosen = NULL;
	struct error e = { 0 };
	char built[CLOCK_RFC3339_BYTES];

	if (trust_choose(&chosen, options->ca_file, options->ca_dir, &e) < 0) {
		complain(&e);
		return exit_code_of_error(e.class);
	}
	trust_describe(chosen, &trust);
	trust_free(chosen);
	clock_format_rfc3339(ECSPROBE_BUILD_EPOCH, built);
	printf("ecsprobe %s (source of %s)\n", ECSPROBE_VERSION, built);
	printf("%s, c-ares %s, libcurl %s, libsystemd %s\n", engine_tls_library(),
	       engine_dns_library(), http_library_version(), ECSPROBE_LIBSYSTEMD);
	printf("trust store: %s%s%s\n", trust.path, trust.path[0] ? " from " : "", trust.source);
	return fflush(stdout) == 0 ? EXIT_HEALTHY : EXIT_OUTPUT;
}
