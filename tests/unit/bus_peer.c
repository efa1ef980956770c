/* SPDX-License-Identifier: Apache-2.0 */
#include "bus_peer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "check.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/util.h"

static bool is(const char *member, const char *wanted)
{
	return wanted && strcmp(member, wanted) == 0;
}

/* The client may have gone. */
static void sent(int r)
{
	assert_true(r >= 0 || r == -ECONNRESET || r == -EPIPE || r == -ENOTCONN);
}

static int on_close(sd_event_source *source, void *arg)
{
	struct bus_peer *peer = arg;

	(void)source;
	peer->bus = sd_bus_flush_close_unref(peer->bus);
	return 0;
}

void bus_peer_hang_up(struct bus_peer *peer)
{
	assert_true(sd_event_add_defer(peer->loop, &peer->closes, on_close, peer) >= 0);
}

/* The unit that a call is about: an argument, or part of the path. */
static void read_unit(sd_bus_message *call, char *unit, size_t size, const char **mode)
{
	const char *name = NULL;
	char *decoded = NULL;

	*mode = "";
	if (sd_bus_message_has_signature(call, "ss") &&
	    !sd_bus_message_is_method_call(call, "org.freedesktop.DBus.Properties", "Get")) {
		assert_true(sd_bus_message_read(call, "ss", &name, mode) >= 0);
	} else if (sd_bus_path_decode(sd_bus_message_get_path(call),
				      "/org/freedesktop/systemd1/unit", &decoded) > 0) {
		name = decoded;
	}
	assert_true(copy_text(unit, size, name ? name : ""));
	free(decoded);
}

static void note(struct bus_peer *peer, const char *member, const char *unit, const char *mode)
{
	size_t used = strlen(peer->calls);

	(void)snprintf(peer->calls + used, sizeof peer->calls - used, "%s%s%s%s%s ", member,
		       *unit ? ":" : "", unit, *mode ? ":" : "", mode);
}

static int on_call(sd_bus_message *call, void *arg, sd_bus_error *ignored)
{
	struct bus_peer *peer = arg;
	const char *member = sd_bus_message_get_member(call);
	const char *mode;
	char unit[64];

	(void)ignored;
	if (!sd_bus_message_is_method_call(call, NULL, NULL))
		return 0;
	peer->saw_interactive |= sd_bus_message_get_allow_interactive_authorization(call) > 0;
	read_unit(call, unit, sizeof unit, &mode);
	note(peer, member, unit, mode);
	if (peer->stuck || is(member, peer->silent_on)) {
		peer->stuck = true;
		return 1;
	}
	if (is(member, peer->closes_on)) {
		bus_peer_hang_up(peer);
		return 1;
	}
	if (is(member, peer->refuses_on)) {
		const sd_bus_error error = SD_BUS_ERROR_MAKE_CONST(peer->error_name, "No \033[1m.");

		sent(sd_bus_reply_method_error(call, &error));
		return 1;
	}
	if (is(member, "Hello"))
		sent(sd_bus_reply_method_return(call, "s", ":1.7"));
	else if (is(member, "AddMatch") || is(member, "Subscribe") || is(member, "RefUnit") ||
		 is(member, "ResetFailedUnit"))
		sent(sd_bus_reply_method_return(call, NULL));
	else if (is(member, "GetAll") || is(member, "Get") || strstr(member, "Unit"))
		peer->answer(peer, call, member, unit);
	return 1;
}

static int on_accept(sd_event_source *source, int fd, uint32_t events, void *arg)
{
	static const sd_id128_t id =
		SD_ID128_MAKE(01, 02, 03, 04, 05, 06, 07, 08, 09, 0a, 0b, 0c, 0d, 0e, 0f, 10);
	struct bus_peer *peer = arg;
	int accepted = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	(void)source;
	(void)events;
	assert_true(accepted >= 0);
	assert_null(peer->bus);
	assert_true(sd_bus_new(&peer->bus) >= 0);
	assert_true(sd_bus_set_fd(peer->bus, accepted, accepted) >= 0);
	assert_true(sd_bus_set_server(peer->bus, 1, id) >= 0);
	assert_true(sd_bus_set_anonymous(peer->bus, 1) >= 0);
	assert_true(sd_bus_add_filter(peer->bus, NULL, on_call, peer) >= 0);
	assert_true(sd_bus_start(peer->bus) >= 0);
	assert_true(sd_bus_attach_event(peer->bus, peer->loop, 0) >= 0);
	return 0;
}

void bus_peer_open(struct bus_peer *peer, sd_event *loop)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };

	peer->loop = loop;
	peer->directory = scratch_open();
	(void)snprintf(name.sun_path, sizeof name.sun_path, "%s/bus", peer->directory);
	(void)snprintf(peer->address, sizeof peer->address, "unix:path=%s/bus", peer->directory);
	peer->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	assert_true(peer->listener >= 0);
	assert_int_equal(bind(peer->listener, (struct sockaddr *)&name, sizeof name), 0);
	assert_int_equal(listen(peer->listener, 4), 0);
	if (!peer->never_speaks)
		assert_true(sd_event_add_io(loop, &peer->accepts, peer->listener, EPOLLIN,
					    on_accept, peer) >= 0);
}

void bus_peer_close(struct bus_peer *peer)
{
	(void)sd_event_source_disable_unref(peer->accepts);
	(void)sd_event_source_disable_unref(peer->closes);
	(void)sd_bus_close_unref(peer->bus);
	(void)close(peer->listener);
	scratch_close(peer->directory);
}

void bus_peer_job_removed(struct bus_peer *peer, const char *path, const char *unit,
			  const char *result)
{
	sd_bus_message *signal = NULL;

	assert_true(sd_bus_message_new_signal(peer->bus, &signal, "/org/freedesktop/systemd1",
					      "org.freedesktop.systemd1.Manager",
					      "JobRemoved") >= 0);
	assert_true(sd_bus_message_set_sender(signal, ":1.1") >= 0);
	assert_true(sd_bus_message_append(signal, "uoss", 7, path, unit, result) >= 0);
	sent(sd_bus_send(peer->bus, signal, NULL));
	(void)sd_bus_message_unref(signal);
}

void bus_peer_reply_job(sd_bus_message *call, const char *path)
{
	sent(sd_bus_reply_method_return(call, "o", path));
}

void unit_lab_open(struct unit_lab *lab, bus_answer *answer)
{
	lab->peer.answer = answer;
	assert_true(sd_event_new(&lab->loop) >= 0);
	bus_peer_open(&lab->peer, lab->loop);
	lab->places.bus_address = lab->peer.address;
	lab->places.booted = "/proc";
	if (!lab->places.unit_files_root)
		lab->places.unit_files_root = "/nonexistent";
}

void unit_lab_close(struct unit_lab *lab)
{
	units_close(lab->units);
	bus_peer_close(&lab->peer);
	agent_status_done(&lab->status);
	sd_event_unref(lab->loop);
}

void unit_lab_done(void *arg)
{
	struct unit_lab *lab = arg;

	lab->ends++;
	units_close(lab->units);
	lab->units = NULL;
}

void unit_lab_run(struct unit_lab *lab)
{
	uint64_t limit_us = clock_now_us() + UNIT_LIMIT_US;

	assert_int_equal(lab->ends, 0);
	while (!lab->ends && clock_now_us() < limit_us)
		assert_true(sd_event_run(lab->loop, 10000) >= 0);
	for (int i = 0; i < 3; i++)
		assert_true(sd_event_run(lab->loop, 0) >= 0);
	assert_int_equal(lab->ends, 1);
}
