/* SPDX-License-Identifier: Apache-2.0 */
/* An answer to GetAll, built of properties that the bytes choose: each takes a
 * byte for its name, one for its value's type, and then the value. */
#include <sys/socket.h>

#include "agent/units_bus.h"
#include "fuzz.h"

static const char *const names[] = {
	"LoadState",
	"ActiveState",
	"SubState",
	"Result",
	"UnitFileState",
	"InvocationID",
	"ExecMainCode",
	"MainPID",
	"ExecMainStartTimestamp",
	"ActiveExitTimestampMonotonic",
	"Job",
	"After",
	"ExecStart",
	"Environment",
	"",
};

struct bytes {
	const uint8_t *at;
	size_t left;
};

static uint8_t take(struct bytes *bytes)
{
	if (bytes->left == 0)
		return 0;
	bytes->left--;
	return *bytes->at++;
}

static uint64_t take_number(struct bytes *bytes)
{
	uint64_t number = 0;

	for (int i = 0; i < 8; i++)
		number = number << 8 | take(bytes);
	return number;
}

/* As long as its first byte says, and of what D-Bus lets through. */
static const char *take_text(struct bytes *bytes, char text[static 256])
{
	size_t len = take(bytes) % 64;

	for (size_t i = 0; i < len; i++) {
		char c = (char)(take(bytes) & 0x7f);

		text[i] = c ? c : '-';
	}
	text[len] = '\0';
	return text;
}

static int append_value(sd_bus_message *m, const char *name, struct bytes *bytes)
{
	char text[256];

	switch (take(bytes) % 8) {
	case 0:
		return sd_bus_message_append(m, "{sv}", name, "s", take_text(bytes, text));
	case 1:
		return sd_bus_message_append(m, "{sv}", name, "t", take_number(bytes));
	case 2:
		return sd_bus_message_append(m, "{sv}", name, "u", (uint32_t)take_number(bytes));
	case 3:
		return sd_bus_message_append(m, "{sv}", name, "i", (int32_t)take_number(bytes));
	case 4:
		return sd_bus_message_append(m, "{sv}", name, "(uo)", (uint32_t)take(bytes), "/a");
	case 5:
		return sd_bus_message_append(m, "{sv}", name, "as", 2, take_text(bytes, text), "");
	case 6:
		return sd_bus_message_append(m, "{sv}", name, "ay", 3, take(bytes), take(bytes), 0);
	default:
		return sd_bus_message_append(m, "{sv}", name, "a(sasbttttuii)", 1,
					     take_text(bytes, text), 1, "", 0, UINT64_C(0),
					     UINT64_C(0), UINT64_C(0), UINT64_C(0), 0, 0, 0);
	}
}

/* A message belongs to a bus that was started, whoever is at its other end. */
static sd_bus *any_bus(void)
{
	static sd_bus *bus;
	int ends[2];

	if (!bus &&
	    (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0 || sd_bus_new(&bus) < 0 ||
	     sd_bus_set_fd(bus, ends[0], ends[0]) < 0 || sd_bus_start(bus) < 0))
		abort();
	return bus;
}

static sd_bus_message *build(struct bytes bytes)
{
	sd_bus_message *m = NULL;
	int r = sd_bus_message_new_signal(any_bus(), &m, "/a", "a.b", "C");

	if (r >= 0)
		r = sd_bus_message_open_container(m, 'a', "{sv}");
	while (r >= 0 && bytes.left)
		r = append_value(m, names[take(&bytes) % ARRAY_SIZE(names)], &bytes);
	if (r >= 0)
		r = sd_bus_message_close_container(m);
	if (r >= 0)
		r = sd_bus_message_seal(m, 1, 0);
	if (r < 0)
		abort();
	return m;
}

static void check_words(const struct unit_status *unit)
{
	const char *const words[] = { unit->load, unit->active, unit->sub, unit->result,
				      unit->file_state };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		PROMISE(!words[i][0] ||
			(units_is_word(words[i]) && strlen(words[i]) < UNIT_WORD_BYTES));
	PROMISE(strlen(unit->invocation) == 32 || !unit->invocation[0]);
	PROMISE(unit->main_start_us >= 0 && unit->active_exit_monotonic_us <= INT64_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct unit_status unit = { .name = "ecs.service" };
	sd_bus_message *m = build((struct bytes){ data, size });

	if (units_read_properties(m, "/nonexistent", &unit))
		PROMISE(unit.load[0] && unit.active[0]);
	else
		PROMISE(!unit.load[0] && !unit.active[0]);
	check_words(&unit);
	PROMISE(strcmp(unit.name, "ecs.service") == 0);
	(void)sd_bus_message_unref(m);
	return 0;
}
