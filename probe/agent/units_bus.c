/* SPDX-License-Identifier: Apache-2.0 */
#include "units_bus.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "ecsprobe/escape.h"

bool units_booted(const struct units *units)
{
	struct stat st;

	/* sd_booted()'s own test. */
	return lstat(units->places->booted, &st) == 0 && S_ISDIR(st.st_mode);
}

static void end(struct units *units)
{
	units->deadline = sd_event_source_disable_unref(units->deadline);
	units->settled = sd_event_source_disable_unref(units->settled);
	/* Does not flush, which a bus that hangs could hold up for half a minute. */
	units->bus = sd_bus_close_unref(units->bus);
	units->over(units);
}

static int on_settled(sd_event_source *source, void *arg)
{
	(void)source;
	end(arg);
	return 0;
}

static int on_deadline(sd_event_source *source, uint64_t usec, void *arg)
{
	struct units *units = arg;

	(void)source;
	(void)usec;
	if (!units->why[0])
		(void)snprintf(units->why, sizeof units->why, "%s did not answer in time",
			       sd_bus_is_ready(units->bus) > 0 ? "systemd" : "the system bus");
	end(units);
	return 0;
}

void units_settle(struct units *units)
{
	(void)sd_event_source_set_enabled(units->settled, SD_EVENT_ONESHOT);
}

int units_init(struct units *units, sd_event *loop, const struct agent_places *places,
	       uint64_t deadline_us, void (*over)(struct units *units), struct error *e)
{
	int r;

	units->places = places;
	units->loop = loop;
	units->over = over;
	r = sd_event_add_defer(loop, &units->settled, on_settled, units);
	if (r >= 0)
		r = sd_event_source_set_enabled(units->settled, SD_EVENT_OFF);
	if (r >= 0)
		r = sd_event_add_time(loop, &units->deadline, CLOCK_MONOTONIC, deadline_us, 1,
				      on_deadline, units);
	if (r < 0) {
		units->settled = sd_event_source_disable_unref(units->settled);
		return error_set(e, ERROR_INTERNAL, -r, "cannot set a timer");
	}
	return 0;
}

static int on_disconnected(sd_bus_message *signal, void *arg, sd_bus_error *error)
{
	struct units *units = arg;

	(void)signal;
	(void)error;
	(void)copy_text(units->why, sizeof units->why, "the connection to the system bus was lost");
	units_settle(units);
	return 0;
}

/* Without a time limit of the library's, which it takes from the environment:
 * the deadline is ours. */
static int set_up(struct units *units)
{
	sd_bus *bus = units->bus;
	int r = sd_bus_set_address(bus, units->places->bus_address);

	if (r >= 0)
		r = sd_bus_set_bus_client(bus, 1);
	if (r >= 0)
		r = sd_bus_set_close_on_exit(bus, 0);
	if (r >= 0)
		r = sd_bus_set_allow_interactive_authorization(bus, 0);
	if (r >= 0)
		r = sd_bus_negotiate_fds(bus, 0);
	if (r >= 0)
		r = sd_bus_set_method_call_timeout(bus, UINT64_MAX);
	if (r >= 0)
		r = sd_bus_start(bus);
	if (r >= 0)
		r = sd_bus_attach_event(bus, units->loop, SD_EVENT_PRIORITY_NORMAL);
	/* Its own name is the one of a signal that no bus sends. */
	if (r >= 0)
		r = sd_bus_match_signal(bus, NULL, "org.freedesktop.DBus.Local", NULL,
					"org.freedesktop.DBus.Local", "Disconnected",
					on_disconnected, units);
	return r;
}

bool units_connect(struct units *units)
{
	int r = sd_bus_new(&units->bus);

	if (r >= 0)
		r = set_up(units);
	if (r >= 0)
		return true;
	units->bus = sd_bus_close_unref(units->bus);
	units->connect_errno = -r;
	(void)snprintf(units->why, sizeof units->why, "cannot reach the system bus: %s",
		       strerror(-r));
	units_settle(units);
	return false;
}

void units_close(struct units *units)
{
	if (!units)
		return;
	(void)sd_event_source_disable_unref(units->deadline);
	(void)sd_event_source_disable_unref(units->settled);
	(void)sd_bus_close_unref(units->bus);
	free(units->more);
	free(units);
}

void units_tell_error(char *out, size_t size, const sd_bus_error *error)
{
	static const char who[] = "systemd: ";

	(void)copy_text(out, size, who);
	escape_text(out + strlen(who), size - strlen(who),
		    error->message && *error->message ? error->message : error->name);
}
