/* SPDX-License-Identifier: Apache-2.0 */
#include "on_change.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/hash.h"
#include "ecsprobe/render.h"

/* What flaps at each run of a timer must not push the boot out of a console that keeps
 * 64 KB. */
static const uint64_t pause_us = UINT64_C(15) * 60 * 1000000;

static uint64_t hash_text(uint64_t hash, const char *text)
{
	for (; *text; text++)
		hash = hash_byte(hash, (unsigned char)*text);
	return hash_byte(hash, '\n');
}

/* A sum, as the order in which things are found means nothing. */
uint64_t on_change_what(const struct report *report)
{
	uint64_t what;

	if (report->verdict == VERDICT_HEALTHY || report->verdict == VERDICT_DEGRADED)
		return 0;
	what = hash_text(hash_start, verdict_name(report->verdict));
	for (size_t i = 0; i < report->findings.count; i++) {
		const struct finding *f = &report->findings.items[i];

		if (f->severity == SEVERITY_FAIL)
			what += hash_text(hash_text(hash_start, code_name(f->code)), f->subject);
	}
	return what ? what : 1;
}

bool on_change_is_due(const struct said *last, const struct said *now)
{
	if (!last->known)
		return now->what != 0;
	if (last->what == now->what)
		return false;
	return now->at.boottime_us < last->at.boottime_us ||
	       now->at.boottime_us - last->at.boottime_us >= pause_us;
}

static const char *boot_of(const struct moment *at)
{
	return at->boot_id[0] ? at->boot_id : "-";
}

void on_change_format(const struct said *said, char text[static SAID_BYTES])
{
	(void)snprintf(text, SAID_BYTES, "%s %" PRIu64 " %016" PRIx64 "\n", boot_of(&said->at),
		       said->at.boottime_us, said->what);
}

/* Digits, and behind them the character that ends them. */
static bool take_number(const char **text, int base, char end, uint64_t *value)
{
	char *rest;

	if (**text == '-' || **text == '+' || **text == ' ')
		return false;
	errno = 0;
	*value = strtoull(*text, &rest, base);
	if (errno || rest == *text || *rest != end)
		return false;
	*text = rest + 1;
	return true;
}

struct said on_change_parse(const char *text, const struct moment *now)
{
	struct said said = { .at = *now };
	size_t len = strcspn(text, " ");

	if (len != strlen(boot_of(now)) || strncmp(text, boot_of(now), len) != 0 || !text[len])
		return said;
	text += len + 1;
	said.known = take_number(&text, 10, ' ', &said.at.boottime_us) &&
		     take_number(&text, 16, '\n', &said.what) && !*text;
	return said;
}

bool on_change_look(const char *file, const struct report *report, struct said *now)
{
	CLEANUP(cleanup_free) char *text = NULL;
	struct said last = { 0 };
	size_t len;

	*now = (struct said){ .known = true, .what = on_change_what(report) };
	moment_now(&now->at);
	if (file_read_bounded(file, SAID_BYTES, &text, &len) == 0)
		last = on_change_parse(text, &now->at);
	return on_change_is_due(&last, now);
}

int on_change_keep(const char *file, const struct said *said, struct error *e)
{
	char text[SAID_BYTES];

	on_change_format(said, text);
	return output_write_file(file, text, strlen(text), e);
}
