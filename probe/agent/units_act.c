/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "places.h"
#include "units.h"
#include "units_bus.h"

enum { DETAIL_BYTES = 256, JOB_BYTES = 96, MAX_EARLY = 16 };

/* A job that ended; its path is all that tells it from others, because a unit
 * may have been asked for by an alias. */
struct ended_job {
	char path[JOB_BYTES];
	char result[UNIT_WORD_BYTES];
};

struct act {
	struct units base; /* first: units_close() frees by it */
	void (*done)(void *arg, enum act_end end, const char *detail);
	void *arg;
	const char *method;
	char unit[UNIT_NAME_BYTES];
	unsigned preparations;             /* under way */
	bool asked;                        /* from now on systemd may act whatever we see */
	char job[JOB_BYTES];               /* "": not told yet */
	struct ended_job early[MAX_EARLY]; /* a ring of those that ended before that */
	size_t early_count;
	bool settled;
	enum act_end end;
	char detail[DETAIL_BYTES];
};

static void settle(struct act *act, enum act_end end, const char *detail)
{
	if (act->settled)
		return;
	act->settled = true;
	act->end = end;
	(void)copy_text(act->detail, sizeof act->detail, detail);
	units_settle(&act->base);
}

static void job_ended(struct act *act, const char *result)
{
	char detail[DETAIL_BYTES];

	(void)snprintf(detail, sizeof detail, "systemd's job for %s ended: %s", act->unit, result);
	settle(act, strcmp(result, "done") == 0 ? ACT_ACCEPTED : ACT_FAILED, detail);
}

static int on_job_removed(sd_bus_message *signal, void *arg, sd_bus_error *ignored)
{
	struct act *act = arg;
	const char *path;
	const char *result;

	(void)ignored;
	if (sd_bus_message_read(signal, "uoss", NULL, &path, NULL, &result) < 0 ||
	    strlen(path) >= JOB_BYTES || strlen(result) >= UNIT_WORD_BYTES ||
	    !units_is_word(result))
		return 0;
	if (!act->job[0]) {
		struct ended_job *early = &act->early[act->early_count++ % MAX_EARLY];

		(void)copy_text(early->path, sizeof early->path, path);
		(void)copy_text(early->result, sizeof early->result, result);
	} else if (strcmp(act->job, path) == 0) {
		job_ended(act, result);
	}
	return 0;
}

static bool is_for_lack_of_rights(int err)
{
	return err == EACCES || err == EPERM;
}

/* How we treat systemd's refusals (its own error names, and the bus's). */
static enum act_end end_of(const sd_bus_error *error)
{
	static const struct {
		const char *name;
		enum act_end end;
	} rows[] = {
		{ "org.freedesktop.systemd1.TransactionIsDestructive", ACT_BUSY },
		{ "org.freedesktop.systemd1.TransactionJobsConflicting", ACT_BUSY },
		{ "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired", ACT_FORBIDDEN },
		/* Whether it was begun is not known. */
		{ "org.freedesktop.DBus.Error.NoReply", ACT_PENDING },
		{ "org.freedesktop.DBus.Error.Disconnected", ACT_PENDING },
		{ "org.freedesktop.DBus.Error.Timeout", ACT_PENDING },
		{ "org.freedesktop.DBus.Error.TimedOut", ACT_PENDING },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (sd_bus_error_has_name(error, rows[i].name))
			return rows[i].end;
	return is_for_lack_of_rights(sd_bus_error_get_errno(error)) ? ACT_FORBIDDEN : ACT_REFUSED;
}

static void refused(struct act *act, const sd_bus_error *error)
{
	char detail[DETAIL_BYTES];
	enum act_end end = end_of(error);

	units_tell_error(detail, sizeof detail, error);
	settle(act, end == ACT_PENDING && !act->asked ? ACT_REFUSED : end, detail);
}

static int on_asked(sd_bus_message *reply, void *arg, sd_bus_error *ignored)
{
	struct act *act = arg;
	const sd_bus_error *error = sd_bus_message_get_error(reply);
	const char *path;

	(void)ignored;
	if (error) {
		refused(act, error);
		return 0;
	}
	if (sd_bus_message_read(reply, "o", &path) < 0 ||
	    !copy_text(act->job, sizeof act->job, path)) {
		settle(act, ACT_PENDING, "systemd's answer is invalid");
		return 0;
	}
	/* The result when time runs out. */
	(void)snprintf(act->base.why, sizeof act->base.why,
		       "systemd's job for %s has not ended yet", act->unit);
	for (size_t i = 0; i < MAX_EARLY; i++)
		if (strcmp(act->early[i].path, act->job) == 0)
			job_ended(act, act->early[i].result);
	return 0;
}

static void cannot_ask(struct act *act, int err)
{
	char detail[DETAIL_BYTES];

	(void)snprintf(detail, sizeof detail, "cannot ask systemd: %s", strerror(err));
	settle(act, ACT_REFUSED, detail);
}

static void ask(struct act *act)
{
	int r = sd_bus_call_method_async(act->base.bus, NULL, SYSTEMD_NAME, SYSTEMD_PATH,
					 SYSTEMD_MANAGER, act->method, on_asked, act, "ss",
					 act->unit, "fail");

	if (r < 0)
		cannot_ask(act, -r);
	else
		act->asked = true;
}

/* It sends no request before it can see the job's end. */
static int on_prepared(sd_bus_message *reply, void *arg, sd_bus_error *ignored)
{
	struct act *act = arg;
	const sd_bus_error *error = sd_bus_message_get_error(reply);

	(void)ignored;
	if (act->settled)
		return 0;
	if (error)
		refused(act, error);
	else if (--act->preparations == 0)
		ask(act);
	return 0;
}

/* Where the unit was started too often systemd refuses to start it again, and a
 * restart would be a stop.  No failure of this is worth one of ours. */
static int on_reset(sd_bus_message *reply, void *arg, sd_bus_error *ignored)
{
	struct act *act = arg;

	(void)reply;
	(void)ignored;
	if (!act->settled && --act->preparations == 0)
		ask(act);
	return 0;
}

static int reset(struct act *act)
{
	return sd_bus_call_method_async(act->base.bus, NULL, SYSTEMD_NAME, SYSTEMD_PATH,
					SYSTEMD_MANAGER, "ResetFailedUnit", on_reset, act, "s",
					act->unit);
}

/* systemd forgets a unit that has no file, as one of systemd-run, once it is not failed any more:
 * there would be none to start.  systemd 219, of Amazon Linux 2, knows no reference. */
static int on_referenced(sd_bus_message *reply, void *arg, sd_bus_error *ignored)
{
	struct act *act = arg;
	int r;

	(void)reply;
	(void)ignored;
	if (act->settled)
		return 0;
	r = reset(act);
	if (r < 0)
		cannot_ask(act, -r);
	return 0;
}

static void prepare(struct act *act)
{
	int r = sd_bus_match_signal_async(act->base.bus, NULL, SYSTEMD_NAME, SYSTEMD_PATH,
					  SYSTEMD_MANAGER, "JobRemoved", on_job_removed,
					  on_prepared, act);

	if (r >= 0)
		r = sd_bus_call_method_async(act->base.bus, NULL, SYSTEMD_NAME, SYSTEMD_PATH,
					     SYSTEMD_MANAGER, "Subscribe", on_prepared, act, NULL);
	if (r >= 0)
		r = sd_bus_call_method_async(act->base.bus, NULL, SYSTEMD_NAME, SYSTEMD_PATH,
					     SYSTEMD_MANAGER, "RefUnit", on_referenced, act, "s",
					     act->unit);
	act->preparations = 3;
	if (r < 0)
		cannot_ask(act, -r);
}

static void act_over(struct units *units)
{
	struct act *act = (struct act *)units;

	if (!act->settled) {
		act->end = act->asked ? ACT_PENDING : ACT_REFUSED;
		if (is_for_lack_of_rights(units->connect_errno))
			act->end = ACT_FORBIDDEN;
		(void)copy_text(act->detail, sizeof act->detail, units->why);
	}
	act->done(act->arg, act->end, act->detail);
}

bool units_asked(const struct units *units)
{
	return ((const struct act *)units)->asked;
}

static const char *const methods[] = {
	[ACTION_RESTART_UNIT] = "RestartUnit",
	[ACTION_START_UNIT] = "StartUnit",
};

int units_act(struct units **out, struct sd_event *loop, const struct agent_act_config *config,
	      struct error *e)
{
	size_t kind = (size_t)config->kind;
	struct act *act;
	int r;

	if (kind >= ARRAY_SIZE(methods) || !methods[kind] || !config->unit || !config->unit[0] ||
	    strlen(config->unit) >= UNIT_NAME_BYTES)
		return error_set(e, ERROR_INTERNAL, EINVAL, "not an action on a unit");
	act = xcalloc(1, sizeof *act);
	r = units_init(&act->base, loop, agent_places_or_usual(config->places), config->deadline_us,
		       act_over, e);
	if (r < 0) {
		free(act);
		return r;
	}
	act->done = config->done;
	act->arg = config->arg;
	act->method = methods[kind];
	(void)copy_text(act->unit, sizeof act->unit, config->unit);
	if (!units_booted(&act->base))
		settle(act, ACT_REFUSED, "this machine does not run systemd");
	else if (units_connect(&act->base))
		prepare(act);
	*out = &act->base;
	return 0;
}
