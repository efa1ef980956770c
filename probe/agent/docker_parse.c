/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-json.h>

#include "docker.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/resolv_conf.h"

/* Set by the agent on every container of a task, its pause containers too. */
static const char task_label[] = "com.amazonaws.ecs.task-arn";

static const char lower[] = "abcdefghijklmnopqrstuvwxyz";
static const char lower_dash[] = "abcdefghijklmnopqrstuvwxyz-";
static const char hex[] = "0123456789abcdef";
static const char digest[] = "0123456789abcdefghijklmnopqrstuvwxyz:";

/* The tree is erased when it is freed: an environment holds secrets. */
static sd_json_variant *parse(const char *body)
{
	sd_json_variant *root = NULL;

	return sd_json_parse(body, SD_JSON_PARSE_SENSITIVE, &root, NULL, NULL) < 0 ? NULL : root;
}

static void unref(sd_json_variant **root)
{
	sd_json_variant_unref(*root);
}

/* A field that Go leaves out and one that it writes as null are the same to us. */
static sd_json_variant *member(sd_json_variant *object, const char *key)
{
	sd_json_variant *value = sd_json_variant_by_key(object, key);

	return value && !sd_json_variant_is_null(value) ? value : NULL;
}

/* --- values: each takes what Docker would say, and nothing else --------------- */

static bool copy_word(char *out, size_t size, sd_json_variant *value, const char *allowed)
{
	const char *text;

	if (!sd_json_variant_is_string(value))
		return false;
	text = sd_json_variant_string(value);
	return strspn(text, allowed) == strlen(text) && copy_text(out, size, text);
}

static bool take_id(void *out, size_t size, sd_json_variant *value)
{
	return copy_word(out, size, value, hex) && *(char *)out;
}

static bool take_digest(void *out, size_t size, sd_json_variant *value)
{
	return copy_word(out, size, value, digest) && *(char *)out;
}

static bool take_state(void *out, size_t size, sd_json_variant *value)
{
	return copy_word(out, size, value, lower) && *(char *)out;
}

static bool take_policy(void *out, size_t size, sd_json_variant *value)
{
	return copy_word(out, size, value, lower_dash);
}

static bool take_bool(void *out, size_t size, sd_json_variant *value)
{
	(void)size;
	*(bool *)out = sd_json_variant_boolean(value);
	return sd_json_variant_is_boolean(value);
}

static bool take_pid(void *out, size_t size, sd_json_variant *value)
{
	uint64_t pid = sd_json_variant_unsigned(value);

	(void)size;
	*(uint32_t *)out = (uint32_t)pid;
	return sd_json_variant_is_unsigned(value) && pid <= INT32_MAX;
}

static bool take_exit_code(void *out, size_t size, sd_json_variant *value)
{
	int64_t code = sd_json_variant_integer(value);

	(void)size;
	*(int *)out = (int)code;
	return sd_json_variant_is_integer(value) && code >= INT32_MIN && code <= INT32_MAX;
}

/* Into the container itself: the list, and that there is one. */
static bool take_servers(void *out, size_t size, sd_json_variant *value)
{
	struct container_status *container = out;

	(void)size;
	container->own_dns = sd_json_variant_elements(value) > 0;
	for (size_t i = 0; i < sd_json_variant_elements(value); i++) {
		sd_json_variant *item = sd_json_variant_by_index(value, i);
		struct ip ip;

		if (container->own_server_count < MAX_NAMESERVERS &&
		    sd_json_variant_is_string(item) && ip_parse(sd_json_variant_string(item), &ip))
			container->own_servers[container->own_server_count++] = ip;
	}
	return sd_json_variant_is_array(value);
}

static bool take_network(void *out, size_t size, sd_json_variant *value)
{
	(void)size;
	if (!sd_json_variant_is_string(value))
		return false;
	*(bool *)out |= strcmp(sd_json_variant_string(value), "host") != 0;
	return true;
}

/* docker run --add-host */
static bool take_extra_hosts(void *out, size_t size, sd_json_variant *value)
{
	(void)size;
	*(bool *)out |= sd_json_variant_elements(value) > 0;
	return sd_json_variant_is_array(value);
}

static bool take_path(void *out, size_t size, sd_json_variant *value)
{
	if (!sd_json_variant_is_string(value))
		return false;
	escape_text(out, size, sd_json_variant_string(value));
	return true;
}

/* Who labels what he starts. */
static void take_labels(struct container_status *container, sd_json_variant *root)
{
	static const struct {
		const char *label, *who;
	} rows[] = {
		{ "io.kubernetes.pod.name", "Kubernetes" },
		{ "com.hashicorp.nomad.alloc_id", "Nomad" },
		{ "com.docker.swarm.service.id", "Docker Swarm" },
	};

	sd_json_variant *config = member(root, "Config");
	sd_json_variant *labels = config ? member(config, "Labels") : NULL;

	if (!labels || !sd_json_variant_is_object(labels))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (member(labels, rows[i].label))
			(void)copy_text(container->kept_by, sizeof container->kept_by, rows[i].who);
}

static bool take_time(void *out, size_t size, sd_json_variant *value)
{
	(void)size;
	return sd_json_variant_is_string(value) &&
	       clock_parse_rfc3339_us(sd_json_variant_string(value), (int64_t *)out);
}

/* --- one container ------------------------------------------------------------ */

enum { FIELD_DEPTH = 3 };

static const struct field {
	const char *path[FIELD_DEPTH];
	bool (*take)(void *out, size_t size, sd_json_variant *value);
	size_t offset, size;
	bool optional; /* may be missing or null; of another type it may never be */
} fields[] = {
#define INTO(name) \
	offsetof(struct container_status, name), sizeof(((struct container_status *)0)->name)
	{ { "Id" }, take_id, INTO(id), false },
	{ { "State", "Status" }, take_state, INTO(state), false },
	{ { "State", "Running" }, take_bool, INTO(running), false },
	{ { "State", "Pid" }, take_pid, INTO(pid), false },
	{ { "State", "ExitCode" }, take_exit_code, INTO(exit_code), false },
	{ { "State", "StartedAt" }, take_time, INTO(started_us), false },
	{ { "Created" }, take_time, INTO(created_us), true },
	{ { "Image" }, take_digest, INTO(image_id), true },
	{ { "HostConfig", "RestartPolicy", "Name" }, take_policy, INTO(restart_policy), true },
	{ { "HostConfig", "Dns" }, take_servers, 0, sizeof(struct container_status), true },
	{ { "ResolvConfPath" }, take_path, INTO(resolv_conf_path), true },
	{ { "HostsPath" }, take_path, INTO(hosts_path), true },
	{ { "HostConfig", "NetworkMode" }, take_network, INTO(own_hosts), true },
	{ { "HostConfig", "ExtraHosts" }, take_extra_hosts, INTO(own_hosts), true },
#undef INTO
};

/* False where something on the way is no object. */
static bool find(sd_json_variant *at, const struct field *field, sd_json_variant **out)
{
	for (size_t i = 0; at && i < FIELD_DEPTH && field->path[i]; i++) {
		if (!sd_json_variant_is_object(at))
			return false;
		at = member(at, field->path[i]);
	}
	*out = at;
	return true;
}

/* The name of the first field that is not as it should be, or NULL. */
static const char *take_fields(struct container_status *container, sd_json_variant *root)
{
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		const struct field *field = &fields[i];
		const char *name = field->path[FIELD_DEPTH - 1];
		sd_json_variant *value = NULL;

		for (size_t depth = FIELD_DEPTH; !name; depth--)
			name = field->path[depth - 1];
		if (!find(root, field, &value) || (!value && !field->optional))
			return name;
		if (value && !field->take((char *)container + field->offset, field->size, value))
			return name;
	}
	return NULL;
}

/* All of it or nothing, so that a failure leaves no secret to wipe.  Docker
 * writes null for an environment that is empty, but always writes it. */
static bool take_environment(struct string_list *environment, sd_json_variant *root)
{
	sd_json_variant *config = member(root, "Config");
	sd_json_variant *list = config ? sd_json_variant_by_key(config, "Env") : NULL;
	size_t count = list ? sd_json_variant_elements(list) : 0;

	if (list && sd_json_variant_is_null(list))
		return true;
	if (!list || !sd_json_variant_is_array(list))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!sd_json_variant_is_string(sd_json_variant_by_index(list, i)))
			return false;
	for (size_t i = 0; i < count; i++) {
		const char *text = sd_json_variant_string(sd_json_variant_by_index(list, i));

		string_list_add(environment, text, strlen(text));
	}
	return true;
}

/* Whether path is directory or below it. */
static bool is_below(const char *path, const char *directory)
{
	size_t len = strlen(directory);

	while (len > 1 && directory[len - 1] == '/')
		len--;
	return strncmp(path, directory, len) == 0 &&
	       (path[len] == '/' || !path[len] || directory[len - 1] == '/');
}

static const char *text_of(sd_json_variant *mount, const char *key)
{
	sd_json_variant *value = sd_json_variant_is_object(mount) ? member(mount, key) : NULL;

	return value && sd_json_variant_is_string(value) ? sd_json_variant_string(value) : "";
}

/* A volume that nobody named goes with its container. */
static bool outlives(sd_json_variant *mount)
{
	const char *type = text_of(mount, "Type");
	const char *name = text_of(mount, "Name");

	if (strcmp(type, "volume") == 0)
		return *name && !(strlen(name) == 64 && strspn(name, hex) == 64);
	return strcmp(type, "bind") == 0;
}

static bool mounts_at(sd_json_variant *root, const char *path)
{
	sd_json_variant *mounts = sd_json_variant_by_key(root, "Mounts");

	if (!mounts || !sd_json_variant_is_array(mounts))
		return false;
	for (size_t i = 0; i < sd_json_variant_elements(mounts); i++)
		if (strcmp(text_of(sd_json_variant_by_index(mounts, i), "Destination"), path) == 0)
			return true;
	return false;
}

/* Without the slashes at its end. */
static int bare_len(const char *path)
{
	size_t len = strlen(path);

	while (len > 0 && path[len - 1] == '/')
		len--;
	return (int)len;
}

/* Where the host has what the container has at data. It is opened later, so of a path with other
 * bytes than we show, or of one that leads up again, nothing is known. */
static void take_place(char *out, size_t size, sd_json_variant *mount, const char *data)
{
	const char *source = text_of(mount, "Source");
	const char *rest = data + bare_len(text_of(mount, "Destination"));
	CLEANUP(cleanup_free)
	char *place = xasprintf("%.*s%.*s", bare_len(source), source, bare_len(rest), rest);

	escape_text(out, size, place);
	if (*source != '/' || strcmp(out, place) != 0 || strstr(rest, "/.."))
		*out = '\0';
}

/* Where ECS_DATADIR lies: the innermost mount that it is in. */
static void find_data(struct container_status *container, sd_json_variant *root)
{
	const char *named = environment_value(&container->environment, "ECS_DATADIR");
	const char *data = named ? named : "/data";
	sd_json_variant *mounts = sd_json_variant_by_key(root, "Mounts");
	sd_json_variant *around = NULL;

	if (!mounts || !sd_json_variant_is_array(mounts))
		return;
	for (size_t i = 0; i < sd_json_variant_elements(mounts); i++) {
		sd_json_variant *mount = sd_json_variant_by_index(mounts, i);
		const char *path = text_of(mount, "Destination");

		if (*path && is_below(data, path) &&
		    (!around || strlen(path) > strlen(text_of(around, "Destination"))))
			around = mount;
	}
	container->data_outside = around && outlives(around) ? SIGHT_SEEN : SIGHT_ABSENT;
	if (container->data_outside == SIGHT_SEEN)
		take_place(container->data_place, sizeof container->data_place, around, data);
}

static bool container_unknown(struct container_status *container, const char *what)
{
	*container = (struct container_status){ .sight = SIGHT_UNKNOWN };
	(void)snprintf(container->why, sizeof container->why,
		       "docker's answer is not about a container: %s", what);
	return false;
}

bool docker_parse_container(struct container_status *container, const char *body)
{
	CLEANUP(unref) sd_json_variant *root = parse(body);
	const char *wrong;

	*container = (struct container_status){ 0 };
	if (!root || !sd_json_variant_is_object(root))
		return container_unknown(container, "not a JSON object");
	wrong = take_fields(container, root);
	if (!wrong && !take_environment(&container->environment, root))
		wrong = "Env";
	if (wrong)
		return container_unknown(container, wrong);
	container->sight = SIGHT_SEEN;
	take_labels(container, root);
	find_data(container, root);
	container->own_hosts |= mounts_at(root, hosts_path);
	return true;
}

/* --- the containers of tasks -------------------------------------------------- */

/* By name: the agent's own container may have labels of its user's choice. */
static bool is_agent(sd_json_variant *names)
{
	for (size_t i = 0; names && i < sd_json_variant_elements(names); i++) {
		sd_json_variant *name = sd_json_variant_by_index(names, i);
		const char *text = sd_json_variant_is_string(name) ? sd_json_variant_string(name)
								   : "";

		if (*text == '/' && strcmp(text + 1, AGENT_CONTAINER) == 0)
			return true;
	}
	return false;
}

static bool take_entry(struct string_list *ids, sd_json_variant *entry)
{
	char id[CONTAINER_ID_BYTES];
	sd_json_variant *value;
	sd_json_variant *names;
	sd_json_variant *labels;

	if (!sd_json_variant_is_object(entry))
		return false;
	value = member(entry, "Id");
	names = member(entry, "Names");
	labels = member(entry, "Labels");
	if (!value || !take_id(id, sizeof id, value) ||
	    (names && !sd_json_variant_is_array(names)) ||
	    (labels && !sd_json_variant_is_object(labels)))
		return false;
	if (labels && member(labels, task_label) && !is_agent(names))
		string_list_add(ids, id, strlen(id));
	return true;
}

bool docker_parse_list(struct tasks_status *tasks, const char *body)
{
	CLEANUP(unref) sd_json_variant *root = parse(body);
	size_t count = root ? sd_json_variant_elements(root) : 0;

	*tasks = (struct tasks_status){ 0 };
	if (!root || !sd_json_variant_is_array(root))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!take_entry(&tasks->ids, sd_json_variant_by_index(root, i))) {
			string_list_done(&tasks->ids);
			return false;
		}
	tasks->sight = SIGHT_SEEN;
	return true;
}

/* --- dockerd itself ------------------------------------------------------------- */

/* An answer without the member comes from a Docker that does not report it. */
static bool take_text(char **out, sd_json_variant *root, const char *key)
{
	sd_json_variant *value = sd_json_variant_by_key(root, key);

	if (!value || !sd_json_variant_is_string(value))
		return false;
	*out = xstrdup(sd_json_variant_string(value));
	return true;
}

bool docker_parse_info(struct dockerd_status *dockerd, const char *body)
{
	CLEANUP(unref) sd_json_variant *root = parse(body);
	struct dockerd_status read = { .sight = SIGHT_SEEN };

	dockerd->sight = SIGHT_UNKNOWN;
	if (!root || !sd_json_variant_is_object(root))
		return false;
	if (!take_text(&read.https_proxy, root, "HttpsProxy") ||
	    !take_text(&read.http_proxy, root, "HttpProxy") ||
	    !take_text(&read.no_proxy, root, "NoProxy")) {
		text_wipe(read.https_proxy);
		text_wipe(read.http_proxy);
		free(read.https_proxy);
		free(read.http_proxy);
		return false;
	}
	*dockerd = read;
	return true;
}

/* --- the image, and what Docker says when it says no --------------------------- */

bool docker_parse_image(struct image_evidence *image, const char *body)
{
	CLEANUP(unref) sd_json_variant *root = parse(body);
	sd_json_variant *id = NULL;

	if (root && sd_json_variant_is_object(root))
		id = member(root, "Id");
	image->loaded = SIGHT_UNKNOWN;
	image->loaded_id[0] = '\0';
	if (!id || !take_digest(image->loaded_id, sizeof image->loaded_id, id)) {
		image->loaded_id[0] = '\0';
		return false;
	}
	image->loaded = SIGHT_SEEN;
	return true;
}

void docker_parse_message(char *out, size_t size, const char *body)
{
	CLEANUP(unref) sd_json_variant *root = parse(body);
	sd_json_variant *message = NULL;

	if (root && sd_json_variant_is_object(root))
		message = member(root, "message");
	escape_text(out, size,
		    message && sd_json_variant_is_string(message) ? sd_json_variant_string(message)
								  : "");
}
