/* SPDX-License-Identifier: Apache-2.0 */
#include "units_scan.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/local_file.h"
#include "sources.h"

/* The system bus takes 128 questions of one connection at a time. */
enum { MAX_SERVICES = 1024, MAX_AWAITED = 64, MAX_FILES = 4096, MAX_FILE_BYTES = 64 << 10 };

#define SYSTEMD_SERVICE "org.freedesktop.systemd1.Service"

/* One question for a service's ExecStart; the array of them is units->more. */
struct service {
	struct units_scan *scan;
	char name[UNIT_NAME_BYTES];
};

static void fail(struct units_scan *scan, const char *why)
{
	scan->facts->units_sight = SIGHT_UNKNOWN;
	if (!scan->facts->units_why[0])
		(void)copy_text(scan->facts->units_why, sizeof scan->facts->units_why, why);
}

static void ask_more(struct units_scan *scan);
static void look_at_files(struct units_scan *scan);

static void one_is_over(struct units_scan *scan)
{
	scan->left--;
	ask_more(scan);
	if (scan->left == 0 && !scan->files_seen)
		look_at_files(scan);
	if (scan->left > 0)
		return;
	if (!scan->facts->units_why[0])
		scan->facts->units_sight = SIGHT_SEEN;
	scan->done(scan->arg);
}

/* --- a unit's properties ---------------------------------------------------------- */

static struct unit_status *unit_of(struct owner_facts *facts, const char *name)
{
	for (size_t i = 0; i < facts->unit_count; i++)
		if (strcmp(facts->units[i].name, name) == 0)
			return &facts->units[i];
	return NULL;
}

/* The question is known by the unit that it names. */
static int on_properties(sd_bus_message *reply, void *arg, sd_bus_error *ignored)
{
	struct service *service = arg;
	struct units_scan *scan = service->scan;
	struct unit_status *unit = unit_of(scan->facts, service->name);

	(void)ignored;
	units_take_properties(scan->units, reply, unit);
	if (unit->sight == SIGHT_UNKNOWN)
		fail(scan, unit->why);
	one_is_over(scan);
	return 0;
}

static void ask_unit(struct service *service)
{
	struct units_scan *scan = service->scan;
	struct owner_facts *facts = scan->facts;
	struct unit_status *unit;

	if (scan->is_asked(service->name) || unit_of(facts, service->name))
		return;
	if (facts->unit_count == MAX_CANDIDATES) {
		fail(scan, "too many units start the container ecs-agent");
		return;
	}
	unit = &facts->units[facts->unit_count++];
	*unit = (struct unit_status){ 0 };
	(void)copy_text(unit->name, sizeof unit->name, service->name);
	if (units_ask_properties(scan->units, unit->name, on_properties, service) < 0)
		fail(scan, "systemd does not answer");
	else
		scan->left++;
}

/* --- all services ------------------------------------------------------------------ */

static int on_commands(sd_bus_message *reply, void *arg, sd_bus_error *ignored)
{
	static const unsigned counts = COMMAND_RUNS | COMMAND_STARTS | COMMAND_WAITS;
	struct service *service = arg;
	struct units_scan *scan = service->scan;
	const sd_bus_error *error = sd_bus_message_get_error(reply);
	unsigned does = 0;

	(void)ignored;
	/* A unit may be gone by now. */
	if (error && !sd_bus_error_has_name(error, "org.freedesktop.DBus.Error.UnknownObject") &&
	    !sd_bus_error_has_name(error, "org.freedesktop.systemd1.NoSuchUnit"))
		fail(scan, "systemd does not show what a service runs");
	else if (!error && !units_read_commands(reply, &does))
		fail(scan, "systemd's answer about a service is invalid");
	if (does & counts)
		ask_unit(service);
	one_is_over(scan);
	return 0;
}

static int ask_commands(struct service *service)
{
	char *path = NULL;
	int r = sd_bus_path_encode(SYSTEMD_PATH "/unit", service->name, &path);

	if (r >= 0)
		r = sd_bus_call_method_async(service->scan->units->bus, NULL, SYSTEMD_NAME, path,
					     "org.freedesktop.DBus.Properties", "Get", on_commands,
					     service, "ss", SYSTEMD_SERVICE, "ExecStart");
	free(path);
	return r;
}

static void ask_more(struct units_scan *scan)
{
	struct service *services = scan->units->more;

	while (scan->next < scan->count && scan->left < MAX_AWAITED) {
		if (ask_commands(&services[scan->next++]) < 0)
			fail(scan, "systemd does not answer");
		else
			scan->left++;
	}
}

static bool is_service(const char *name, const char *load)
{
	static const char suffix[] = ".service";
	size_t len = strlen(name);

	return strcmp(load, "loaded") == 0 && len < UNIT_NAME_BYTES && len > sizeof suffix &&
	       strcmp(name + len - (sizeof suffix - 1), suffix) == 0;
}

/* Their names behind those of the clients' units; false where the answer is none. */
static bool read_list(sd_bus_message *reply, struct service *services, size_t *count)
{
	const char *name;
	const char *load;
	int r;

	if (!sd_bus_message_has_signature(reply, "a(ssssssouso)") ||
	    sd_bus_message_enter_container(reply, SD_BUS_TYPE_ARRAY, "(ssssssouso)") < 0)
		return false;
	while ((r = sd_bus_message_read(reply, "(ssssssouso)", &name, NULL, &load, NULL, NULL, NULL,
					NULL, NULL, NULL, NULL)) > 0) {
		if (!is_service(name, load))
			continue;
		if (*count == MAX_SERVICES)
			return false;
		services[*count].scan = services[0].scan;
		(void)copy_text(services[*count].name, UNIT_NAME_BYTES, name);
		(*count)++;
	}
	return r >= 0;
}

static int on_list(sd_bus_message *reply, void *arg, sd_bus_error *ignored)
{
	struct service *services = arg;
	struct units_scan *scan = services[0].scan;

	(void)ignored;
	if (sd_bus_message_get_error(reply) || !read_list(reply, services, &scan->count)) {
		fail(scan, "systemd does not list its units");
		scan->count = scan->next;
	}
	one_is_over(scan);
	return 0;
}

/* --- services that are not loaded ---------------------------------------------------- */

static struct service *add_service(struct units_scan *scan, const char *name)
{
	struct service *services = scan->units->more;

	if (scan->count == MAX_SERVICES) {
		fail(scan, "too many services to search");
		return NULL;
	}
	services[scan->count].scan = scan;
	(void)copy_text(services[scan->count].name, UNIT_NAME_BYTES, name);
	return &services[scan->count++];
}

static bool is_listed(const struct units_scan *scan, const char *name)
{
	const struct service *services = scan->units->more;

	for (size_t i = MAX_CLIENTS; i < scan->count; i++)
		if (strcmp(services[i].name, name) == 0)
			return true;
	return false;
}

static void fail_at(struct units_scan *scan, const char *path, int r)
{
	char why[WHY_BYTES];
	char shown[WHY_BYTES / 2];

	escape_text(shown, sizeof shown, path);
	source_why(why, shown, r);
	fail(scan, why);
}

/* To ask for such a one is to load it: so its file must name the container first.
 * Templates are nobody's, and what is no regular file, as a link to /dev/null, masks. */
static void look_at_file(struct units_scan *scan, const char *path, const char *name)
{
	struct service *service;
	char *text;
	size_t len;
	bool names_it;
	int r;

	if (!is_service(name, "loaded") || strstr(name, "@.") || is_listed(scan, name))
		return;
	r = file_read_bounded(path, MAX_FILE_BYTES, &text, &len);
	if (r < 0) {
		if (r != -ENOENT && r != -EINVAL && r != -EISDIR)
			fail_at(scan, path, r);
		return;
	}
	names_it = memmem(text, len, "ecs-agent", strlen("ecs-agent")) != NULL;
	free(text);
	service = names_it ? add_service(scan, name) : NULL;
	if (service)
		ask_unit(service);
}

/* Where units are: systemd lists its files too, and takes half a second for it. */
static const char *const unit_directories[] = {
	"/etc/systemd/system",     "/run/systemd/system", "/usr/local/lib/systemd/system",
	"/usr/lib/systemd/system", "/lib/systemd/system",
};

static void look_at_directory(struct units_scan *scan, const char *mounts, const char *directory)
{
	CLEANUP(cleanup_free)
	char *full = xasprintf("%s%s", scan->units->places->unit_files_root, directory);
	struct string_list names;
	int r;

	if (mounts && local_mounts_hold_remote(mounts, directory))
		return;
	r = directory_names_at(full, MAX_FILES, &names);
	if (r < 0 && r != -ENOENT)
		fail_at(scan, directory, r);
	if (names.count == MAX_FILES)
		fail(scan, "too many unit files to search");
	for (size_t i = 0; r == 0 && i < names.count; i++) {
		CLEANUP(cleanup_free)
		char *path = xasprintf("%s/%s", full, names.items[i]);

		look_at_file(scan, path, names.items[i]);
	}
	string_list_done(&names);
}

/* Of a container that somebody's client holds it is known who starts it. */
static void look_at_files(struct units_scan *scan)
{
	CLEANUP(cleanup_free) char *mounts = NULL;

	scan->files_seen = true;
	if (scan->facts->client_count > 0)
		return;
	mounts = local_mounts_read("");
	for (size_t i = 0; i < ARRAY_SIZE(unit_directories); i++)
		look_at_directory(scan, mounts, unit_directories[i]);
	/* They are asked for already. */
	scan->next = scan->count;
}

static void ask_clients_units(struct units_scan *scan, struct service *services)
{
	const struct owner_facts *facts = scan->facts;

	for (size_t i = 0; i < facts->client_count; i++) {
		services[i].scan = scan;
		(void)copy_text(services[i].name, UNIT_NAME_BYTES, facts->clients[i].unit);
		if (facts->clients[i].place == PLACE_UNIT)
			ask_unit(&services[i]);
	}
}

void units_scan_start(struct units_scan *scan)
{
	struct service *services = xcalloc(MAX_SERVICES, sizeof *services);

	scan->units->more = services;
	services[0].scan = scan;
	scan->next = scan->count = MAX_CLIENTS;
	scan->left = 1;
	ask_clients_units(scan, services);
	if (sd_bus_call_method_async(scan->units->bus, NULL, SYSTEMD_NAME, SYSTEMD_PATH,
				     SYSTEMD_MANAGER, "ListUnits", on_list, services, NULL) >= 0)
		return;
	fail(scan, "systemd does not answer");
	one_is_over(scan);
}
