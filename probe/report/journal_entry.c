/* SPDX-License-Identifier: Apache-2.0 */
#include "journal_entry.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

#include "action_words.h"
#include "ecsprobe/hash.h"
#include "summary.h"

static const struct {
	const char *name, *id;
} events[] = {
#define X(enumerator, name, id) [JOURNAL_##enumerator] = { name, id },
	ECSPROBE_JOURNAL_EVENTS(X)
#undef X
};

const char *journal_event_name(enum journal_event event)
{
	return events[event].name;
}

const char *journal_event_id(enum journal_event event)
{
	return events[event].id;
}

/* Of the code's name, which is for ever too, and of what all findings share. */
void journal_finding_id(enum code code, char out[static MESSAGE_ID_BYTES])
{
	enum { SHARED = 16 };
	uint64_t hash = hash_start;

	for (const char *name = code_name(code); *name; name++)
		hash = hash_byte(hash, (unsigned char)*name);
	(void)snprintf(out, MESSAGE_ID_BYTES, "%016" PRIx64 "%s", hash,
		       journal_event_id(JOURNAL_FINDING) + SHARED);
}

/* Values are escaped where they enter our data; a newline that slipped through
 * could still not end a field and begin one of its own. */
static void put(struct string_list *fields, const char *name, const char *value)
{
	char field[JOURNAL_VALUE_BYTES];
	size_t used;

	if (!value || !*value)
		return;
	(void)snprintf(field, sizeof field, "%s=%s", name, value);
	used = strlen(field);
	for (size_t i = 0; i < used; i++)
		if ((unsigned char)field[i] < ' ' || field[i] == 0x7f)
			field[i] = '?';
	string_list_add(fields, field, used);
}

static void put_head(struct string_list *fields, enum journal_event event, const char *id,
		     int priority, const char *message)
{
	char number[2] = { (char)('0' + priority), '\0' };

	put(fields, "MESSAGE", message);
	put(fields, "PRIORITY", number);
	put(fields, "MESSAGE_ID", id);
	put(fields, "ECSPROBE_EVENT", journal_event_name(event));
	put(fields, "SYSLOG_IDENTIFIER", "ecsprobe");
	put(fields, "ECSPROBE_VERSION", ECSPROBE_VERSION);
}

static void send_run(const struct report *report, journal_sink sink, void *arg)
{
	static const int priorities[] = {
		[VERDICT_HEALTHY] = LOG_INFO,
		[VERDICT_DEGRADED] = LOG_WARNING,
		[VERDICT_UNHEALTHY] = LOG_ERR,
		[VERDICT_UNKNOWN] = LOG_WARNING,
	};
	CLEANUP(string_list_done) struct string_list fields = { 0 };
	CLEANUP(text_done) struct text message = { 0 };
	size_t working = 0;

	for (size_t i = 0; i < report->endpoint_count; i++)
		working += report->endpoints[i].working_count > 0;
	text_join(&message, "", "%s: %zu of %zu endpoints work", verdict_name(report->verdict),
		  working, report->endpoint_count);
	summary_add_unseen(&message, ", ", report);
	put_head(&fields, JOURNAL_RUN_FINISHED, journal_event_id(JOURNAL_RUN_FINISHED),
		 priorities[report->verdict], text_of(&message));
	put(&fields, "ECSPROBE_VERDICT", verdict_name(report->verdict));
	put(&fields, "ECSPROBE_AGENT_SEEN", agent_sight_name(summary_agent_sight(report)));
	sink(arg, &fields);
}

/* NULL: the subject is no service. */
static const char *host_of(const struct report *report, const char *subject)
{
	const struct endpoint_verdict *endpoint = report_endpoint(report, subject);

	return endpoint ? endpoint->target->host : NULL;
}

static void send_finding(const struct report *report, const struct finding *finding,
			 journal_sink sink, void *arg)
{
	/* One that was cut would be another command. */
	static const char command[] = "ECSPROBE_COMMAND";
	CLEANUP(string_list_done) struct string_list fields = { 0 };
	CLEANUP(text_done) struct text message = { 0 };
	char id[MESSAGE_ID_BYTES];

	text_join(&message, "", "%s: %s: %s", code_name(finding->code), finding->subject,
		  finding->message);
	journal_finding_id(finding->code, id);
	put_head(&fields, JOURNAL_FINDING, id,
		 finding->severity == SEVERITY_FAIL ? LOG_ERR : LOG_WARNING, text_of(&message));
	put(&fields, "ECSPROBE_VERDICT", verdict_name(report->verdict));
	put(&fields, "ECSPROBE_CODE", code_name(finding->code));
	put(&fields, "ECSPROBE_SEVERITY", severity_name(finding->severity));
	put(&fields, "ECSPROBE_SUBJECT", finding->subject);
	put(&fields, "ECSPROBE_ENDPOINT", host_of(report, finding->subject));
	put(&fields, "ECSPROBE_HINT", finding->hint);
	for (size_t i = 0; i < finding->commands.count; i++)
		if (strlen(finding->commands.items[i]) < JOURNAL_VALUE_BYTES - sizeof command)
			put(&fields, command, finding->commands.items[i]);
	sink(arg, &fields);
}

void journal_entries_of_report(const struct report *report, journal_sink sink, void *arg)
{
	send_run(report, sink, arg);
	for (size_t i = 0; i < report->findings.count; i++)
		if (finding_ranked(&report->findings, i)->severity != SEVERITY_NOTE)
			send_finding(report, finding_ranked(&report->findings, i), sink, arg);
}

/* What is only decided, or begun, has no end to tell of. */
static int write_message(struct text *message, enum journal_event event,
			 const struct action *action)
{
	static const int priorities[] = {
		[TONE_PLAIN] = LOG_INFO,
		[TONE_GOOD] = LOG_NOTICE,
		[TONE_WARN] = LOG_WARNING,
		[TONE_BAD] = LOG_ERR,
	};
	enum action_tone tone;

	if (action_kind_acts(action->kind) && event != JOURNAL_ACTION_FINISHED) {
		action_add_deed(message,
				event == JOURNAL_ACTION_STARTED ? "begins to "
				: action->dry_run               ? "dry run: would "
								: "decided to ",
				action);
		action_add_why(message, action);
		return LOG_NOTICE;
	}
	text_join(message, "", "restart %s", action_headword(action, &tone));
	action_add_outcome(message, action);
	return priorities[tone];
}

void journal_entry_of_action(enum journal_event event, const struct action *action,
			     journal_sink sink, void *arg)
{
	CLEANUP(string_list_done) struct string_list fields = { 0 };
	CLEANUP(text_done) struct text message = { 0 };
	int priority;

	if (!action->asked)
		return;
	priority = write_message(&message, event, action);
	put_head(&fields, event, journal_event_id(event), priority, text_of(&message));
	put(&fields, "ECSPROBE_ACTION", action_kind_name(action->kind));
	put(&fields, "ECSPROBE_REASON", action_reason_name(action->reason));
	put(&fields, "ECSPROBE_TARGET", action->target);
	if (event == JOURNAL_ACTION_FINISHED)
		put(&fields, "ECSPROBE_RESULT", action_result_name(action->result));
	for (size_t i = 0; i < action->evidence.count && i < MAX_JOURNAL_EVIDENCE; i++)
		put(&fields, "ECSPROBE_EVIDENCE", action->evidence.items[i]);
	for (size_t i = 0; i < action->go_back.count && i < MAX_JOURNAL_EVIDENCE; i++)
		put(&fields, "ECSPROBE_GO_BACK", action->go_back.items[i]);
	sink(arg, &fields);
}
