/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/gather.h"
#include "fuzz.h"

static void keep_promises(const struct own_profile *profile)
{
	for (size_t i = 0; i < profile->count; i++) {
		const struct own_target *t = &profile->targets[i];

		PROMISE(!t->service != !t->host);
		PROMISE(t->service ? *t->service : *t->host);
		PROMISE(t->line > 0 && (!i || t->line > profile->targets[i - 1].line));
		if (!t->host)
			continue;
		PROMISE(t->port > 0 && strlen(t->host) <= 253);
		PROMISE(fuzz_is_printable(t->host) && !strpbrk(t->host, " /:=#"));
		for (size_t n = 0; n < i; n++)
			PROMISE(!profile->targets[n].host || profile->targets[n].port != t->port ||
				strcmp(profile->targets[n].host, t->host) != 0);
	}
}

/* Not as text: the reader is handed the length, and NUL bytes. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = fuzz_text(data, size);
	struct wishes wishes = { .profiles = calloc(1, sizeof *wishes.profiles), .count = 1 };
	struct error e = { 0 };
	int r;

	if (!wishes.profiles)
		abort();
	wishes.profiles[0].name = strdup("p");
	wishes.profiles[0].file = strdup("/p.conf");
	r = profile_read(&wishes.profiles[0], bytes, size, &e);
	PROMISE((r < 0) == (e.class == ERROR_CONFIG));
	PROMISE(r < 0 ? strncmp(e.text, "/p.conf:", 8) == 0 : wishes.profiles[0].count > 0);
	PROMISE(fuzz_is_printable(e.text));
	keep_promises(&wishes.profiles[0]);
	wishes_done(&wishes);
	free(bytes);
	return 0;
}
