/* SPDX-License-Identifier: Apache-2.0 */
/* A saved report that anybody may have written, and what all formats make of it. */
#include "ecsprobe/render.h"
#include "ecsprobe/saved.h"
#include "fuzz.h"

static void render_all(const struct report *report)
{
	static const struct render_style styles[] = {
		{ .width = 80 }, { .width = 60, .verbose = 2, .waterfall = true }
	};
	size_t count;
	const struct renderer *table = renderer_table(&count);

	for (size_t i = 0; i < 2 * count; i++) {
		char *bytes = NULL;
		size_t len = 0;
		FILE *out = open_memstream(&bytes, &len);

		PROMISE(out);
		PROMISE(table[i / 2].report(out, report, &styles[i % 2]) == 0);
		PROMISE(fclose(out) == 0);
		for (size_t b = 0; b < len; b++)
			PROMISE(strchr("\n\t", bytes[b]) || (unsigned char)bytes[b] >= ' ');
		free(bytes);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	size_t count;
	const struct api_call *calls = api_call_table(&count);
	struct saved_report *saved = NULL;
	struct error e = { 0 };

	if (saved_report_read(&saved, "report.json", text, calls, count, &e) == 0) {
		render_all(saved_report_of(saved));
		saved_report_free(saved);
	} else {
		PROMISE(e.class == ERROR_CONFIG && fuzz_is_printable(e.text));
	}
	free(text);
	return 0;
}
