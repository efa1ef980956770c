/* SPDX-License-Identifier: Apache-2.0 */
/* Prints the program's own tables as one JSON object: what scripts/docs makes
 * the man pages, the completions and the example settings of.  It is linked with
 * the tables themselves and no part of what is shipped. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-json.h>

#include "../../probe/judge/remedy_rules.h"
#include "../../probe/report/metrics.h"
#include "ecsprobe/action.h"
#include "ecsprobe/agent_setting.h"
#include "ecsprobe/catalog.h"
#include "ecsprobe/code.h"
#include "ecsprobe/exit_code.h"
#include "ecsprobe/explain.h"
#include "ecsprobe/journal.h"
#include "ecsprobe/options.h"
#include "ecsprobe/partition.h"
#include "ecsprobe/render.h"
#include "ecsprobe/text.h"

/* The kinds whose value a reader or a shell has to know the form of. */
static const char *form_of(enum option_kind kind)
{
	switch (kind) {
	case OPTION_VERB:
		return "verb";
	case OPTION_FLAG:
		return "flag";
	case OPTION_COUNT:
		return "count";
	case OPTION_CHOICE:
		return "choice";
	case OPTION_LIST:
		return "list";
	case OPTION_CIDR:
	case OPTION_VPC_CIDR:
	case OPTION_HOST:
	case OPTION_OUTPUT:
		return "repeatable";
	case OPTION_TEXT:
	case OPTION_SECONDS:
	case OPTION_PAUSE:
	case OPTION_RESOLVER:
	case OPTION_REGION:
	case OPTION_ACCOUNT:
	case OPTION_ENDPOINT:
		break;
	}
	return "value";
}

/* What a file and the environment may hold too. */
static bool is_setting(const struct option_row *row)
{
	return row->kind != OPTION_VERB && !row->command_line_only && row != option_row(OPT_CONFIG);
}

/* The option without which this one has no sense, or the two. */
static const char *beside(const struct option_row *row)
{
	if (row->with_bake)
		return row->with_check_config ? "bake or --check-config" : "bake";
	return row->with_restart ? "restart-agent" : NULL;
}

/* Ends with NULL. */
static void list_excluded(const struct option_row *row, const char *names[static OPT_COUNT + 1])
{
	size_t count = 0;

	for (enum option_id id = 0; id < OPT_COUNT; id++)
		if (row->excludes & OPT_BIT(id))
			names[count++] = option_row(id)->name;
	names[count] = NULL;
}

static int describe_options(sd_json_variant **list)
{
	size_t count;
	const struct option_row *rows = options_table(&count);
	int r = 0;

	for (size_t i = 0; r >= 0 && i < count; i++) {
		const char letter[2] = { rows[i].letter, '\0' };
		const char *excluded[OPT_COUNT + 1];

		if (!rows[i].name) {
			(void)fprintf(stderr, "option %zu has no row in probe/cli/option_table.c\n",
				      i);
			return -ENODATA;
		}
		list_excluded(&rows[i], excluded);
		r = sd_json_variant_append_arraybo(
			list, SD_JSON_BUILD_PAIR_STRING("name", rows[i].name),
			SD_JSON_BUILD_PAIR_STRING("letter", rows[i].letter ? letter : NULL),
			SD_JSON_BUILD_PAIR_STRING("argument", rows[i].argument),
			SD_JSON_BUILD_PAIR_STRING("form", form_of(rows[i].kind)),
			SD_JSON_BUILD_PAIR_STRV("choices", (char **)rows[i].choices),
			SD_JSON_BUILD_PAIR_STRING("bare", rows[i].bare),
			SD_JSON_BUILD_PAIR_STRING("fallback", rows[i].fallback),
			SD_JSON_BUILD_PAIR_STRING("otherwise", rows[i].otherwise),
			SD_JSON_BUILD_PAIR_STRV("excludes", (char **)excluded),
			SD_JSON_BUILD_PAIR_STRING("beside", beside(&rows[i])),
			SD_JSON_BUILD_PAIR_BOOLEAN("command_line_only", rows[i].command_line_only),
			SD_JSON_BUILD_PAIR_BOOLEAN("setting", is_setting(&rows[i])),
			SD_JSON_BUILD_PAIR_STRING("group", rows[i].group),
			SD_JSON_BUILD_PAIR_STRING("help", rows[i].help));
	}
	return r;
}

static int describe_formats(sd_json_variant **list)
{
	size_t count;
	const struct renderer *rows = renderer_table(&count);
	int r = 0;

	for (size_t i = 0; r >= 0 && i < count; i++)
		r = sd_json_variant_append_arraybo(
			list, SD_JSON_BUILD_PAIR_STRING("name", rows[i].format),
			SD_JSON_BUILD_PAIR_STRING("help", rows[i].help));
	return r;
}

static int describe_metrics(sd_json_variant **list)
{
	size_t count;
	const struct metric *rows = metric_table(&count);
	int r = 0;

	for (size_t i = 0; r >= 0 && i < count; i++)
		r = sd_json_variant_append_arraybo(
			list, SD_JSON_BUILD_PAIR_STRING("name", rows[i].family),
			SD_JSON_BUILD_PAIR_STRING("help", rows[i].help),
			SD_JSON_BUILD_PAIR_STRING("label", rows[i].label),
			SD_JSON_BUILD_PAIR_STRING("value", rows[i].value),
			SD_JSON_BUILD_PAIR_BOOLEAN("of_endpoint", rows[i].fold != FOLD_NONE),
			SD_JSON_BUILD_PAIR_STRING("nagios", rows[i].nagios),
			SD_JSON_BUILD_PAIR_STRING("emf", rows[i].emf));
	return r;
}

static int describe_exit_codes(sd_json_variant **list)
{
	size_t count;
	const struct exit_code_row *rows = exit_code_table(&count);
	int r = 0;

	for (size_t i = 0; r >= 0 && i < count; i++)
		r = sd_json_variant_append_arraybo(
			list, SD_JSON_BUILD_PAIR_UNSIGNED("status", rows[i].code),
			SD_JSON_BUILD_PAIR_INTEGER("rank", rows[i].rank),
			SD_JSON_BUILD_PAIR_STRING("meaning", rows[i].meaning));
	return r;
}

static int describe_codes(sd_json_variant **list)
{
	int r = 0;

	for (int i = CODE_NONE + 1; r >= 0 && i < CODE_COUNT; i++) {
		const struct explanation *text = explain((enum code)i);
		CLEANUP(text_done) struct text page = { 0 };
		char address[PAGE_ADDRESS_BYTES];
		char id[MESSAGE_ID_BYTES];

		if (!text) {
			(void)fprintf(stderr, "%s has no text in probe/judge/explain*.c\n",
				      code_name((enum code)i));
			return -ENODATA;
		}
		text_join(&page, "", "%s", text->page);
		for (size_t at = 0; explanation_address(text, &at, address);)
			text_join(&page, ", ", "%s", address);
		journal_finding_id((enum code)i, id);
		r = sd_json_variant_append_arraybo(
			list, SD_JSON_BUILD_PAIR_STRING("name", code_name((enum code)i)),
			SD_JSON_BUILD_PAIR_STRING("message_id", id),
			SD_JSON_BUILD_PAIR_STRING("meaning", text->meaning),
			SD_JSON_BUILD_PAIR_STRING("looks", text->looks),
			SD_JSON_BUILD_PAIR_STRING("check", text->check),
			SD_JSON_BUILD_PAIR_STRING("page", page.bytes));
	}
	return r;
}

static int describe_profiles(sd_json_variant **list)
{
	const struct profile_row *rows = profile_table();
	int r = 0;

	for (int i = 0; r >= 0 && i < PROFILE_COUNT; i++)
		r = sd_json_variant_append_arraybo(
			list, SD_JSON_BUILD_PAIR_STRING("name", rows[i].name),
			SD_JSON_BUILD_PAIR_STRING("help", rows[i].help),
			SD_JSON_BUILD_PAIR_STRING("seen", rows[i].seen),
			SD_JSON_BUILD_PAIR_STRING("unseen", rows[i].unseen));
	return r;
}

static int profiles_of(unsigned bits, sd_json_variant **names)
{
	int r = 0;

	for (int i = 0; r >= 0 && i < PROFILE_COUNT; i++)
		if (bits & (1U << i))
			r = sd_json_variant_append_arrayb(
				names, SD_JSON_BUILD_STRING(profile_name((enum profile)i)));
	return r;
}

static int describe_services(sd_json_variant **list)
{
	size_t count;
	const struct catalog_row *rows = catalog_table(&count);
	int r = 0;

	for (size_t i = 0; r >= 0 && i < count; i++) {
		sd_json_variant *used = NULL;
		sd_json_variant *required = NULL;

		r = profiles_of(rows[i].profiles, &used);
		if (r >= 0)
			r = profiles_of(rows[i].required_in, &required);
		if (r >= 0)
			r = sd_json_variant_append_arraybo(
				list, SD_JSON_BUILD_PAIR_STRING("name", rows[i].id),
				SD_JSON_BUILD_PAIR_VARIANT("profiles", used),
				SD_JSON_BUILD_PAIR_VARIANT("required_in", required),
				SD_JSON_BUILD_PAIR_STRING("why", rows[i].why));
		sd_json_variant_unref(used);
		sd_json_variant_unref(required);
	}
	return r;
}

static int describe_regions(sd_json_variant **list)
{
	int r = 0;

	for (int i = 0; r >= 0 && i < PARTITION_COUNT; i++) {
		const struct partition *partition = &partition_table()[i];
		CLEANUP(cleanup_free) char *names = xstrdup(partition->regions);
		char *rest = NULL;

		for (char *name = strtok_r(names, " ", &rest); r >= 0 && name;
		     name = strtok_r(NULL, " ", &rest))
			r = sd_json_variant_append_arraybo(
				list, SD_JSON_BUILD_PAIR_STRING("name", name),
				SD_JSON_BUILD_PAIR_STRING("help", partition->name));
	}
	return r;
}

static int describe_journal(sd_json_variant **list)
{
	int r = 0;

	for (int i = 0; r >= 0 && i < JOURNAL_EVENT_COUNT; i++)
		r = sd_json_variant_append_arraybo(
			list,
			SD_JSON_BUILD_PAIR_STRING("name",
						  journal_event_name((enum journal_event)i)),
			SD_JSON_BUILD_PAIR_STRING("message_id",
						  journal_event_id((enum journal_event)i)));
	return r;
}

/* What stands in the way of a restart, in the order in which it is looked at. */
static int describe_proofs(sd_json_variant **list)
{
	size_t count;
	const struct remedy_row *rows = remedy_table(&count);
	bool told[REASON_COUNT] = { false };
	int r = 0;

	for (size_t i = 0; r >= 0 && i < count; i++) {
		bool forced = (rows[i].when & FORCEABLE) != 0;

		if (rows[i].kind != ACTION_DEFER || told[rows[i].reason] || !rows[i].when)
			continue;
		told[rows[i].reason] = true;
		r = sd_json_variant_append_arraybo(
			list, SD_JSON_BUILD_PAIR_STRING("name", action_reason_name(rows[i].reason)),
			SD_JSON_BUILD_PAIR_STRING("text", action_reason_text(rows[i].reason)),
			SD_JSON_BUILD_PAIR_BOOLEAN("forced", forced));
	}
	return r;
}

/* The settings with a value that is not just ignored. */
static int describe_agent_settings(sd_json_variant **list)
{
	size_t count;
	const struct agent_setting *rows = agent_settings_table(&count);
	int r = 0;

	for (size_t i = 0; r >= 0 && i < count; i++) {
		if (rows[i].otherwise < SETTING_UNPROVEN)
			continue;
		r = sd_json_variant_append_arraybo(
			list, SD_JSON_BUILD_PAIR_STRING("name", rows[i].key),
			SD_JSON_BUILD_PAIR_STRING("outcome",
						  setting_outcome_name(rows[i].otherwise)),
			SD_JSON_BUILD_PAIR_STRING("expected", rows[i].expected));
	}
	return r;
}

int main(void)
{
	static const struct {
		const char *name;
		int (*describe)(sd_json_variant **list);
	} tables[] = {
		{ "options", describe_options },   { "formats", describe_formats },
		{ "metrics", describe_metrics },   { "statuses", describe_exit_codes },
		{ "codes", describe_codes },       { "profiles", describe_profiles },
		{ "services", describe_services }, { "journal", describe_journal },
		{ "proofs", describe_proofs },     { "agent_settings", describe_agent_settings },
		{ "regions", describe_regions },
	};
	sd_json_variant *all = NULL;
	int r = sd_json_variant_set_field_string(&all, "version", ECSPROBE_VERSION);

	for (size_t i = 0; r >= 0 && i < ARRAY_SIZE(tables); i++) {
		sd_json_variant *list = NULL;

		r = tables[i].describe(&list);
		if (r >= 0)
			r = sd_json_variant_set_field(&all, tables[i].name, list);
		sd_json_variant_unref(list);
	}
	if (r >= 0)
		r = sd_json_variant_dump(all, SD_JSON_FORMAT_NEWLINE, stdout, NULL);
	sd_json_variant_unref(all);
	if (r >= 0 && fflush(stdout) != 0)
		r = -errno;
	if (r < 0)
		(void)fprintf(stderr, "describe: %s\n", strerror(-r));
	return r < 0;
}
