/* SPDX-License-Identifier: Apache-2.0 */
#include "workload_parse.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-json.h>

#include "ecsprobe/address.h"
#include "ecsprobe/http_url.h"

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

/* --- members of the right type, or none ---------------------------------------- */

typedef int (*type_check)(sd_json_variant *value);

/* False where it is there and of another type; *out is NULL where it is missing
 * or null, which is the same in what Go writes. */
static bool take(sd_json_variant **out, sd_json_variant *object, const char *key,
		 type_check is_right)
{
	sd_json_variant *value = object ? sd_json_variant_by_key(object, key) : NULL;

	*out = value && !sd_json_variant_is_null(value) ? value : NULL;
	return !*out || is_right(*out);
}

/* "" where there is none or it is no text. */
static const char *text_of(sd_json_variant *object, const char *key)
{
	sd_json_variant *value = NULL;

	return take(&value, object, key, sd_json_variant_is_string) && value
		       ? sd_json_variant_string(value)
		       : "";
}

static bool begins(const char *text, const char *beginning)
{
	return strncmp(text, beginning, strlen(beginning)) == 0;
}

/* --- what is found goes into the workload --------------------------------------- */

static void use(struct workload *workload, enum workload_use what)
{
	workload->uses |= 1U << what;
}

void workload_add(struct workload *workload, struct string_list *list, const char *text)
{
	if (string_list_has(list, text))
		return;
	if (list->count == MAX_WORKLOAD_HOSTS)
		workload_miss(
			workload,
			"tasks use more registries, log endpoints or log routers than ecsprobe follows");
	else
		string_list_add(list, text, strlen(text));
}

/* By the last part of an image's name, in any registry. */
static const struct {
	const char *part;
	enum workload_use use;
} daemons[] = {
	{ "aws-xray-daemon", USE_XRAY },
	{ "cloudwatch-agent", USE_CLOUDWATCH },
	{ "aws-guardduty-agent", USE_GUARDDUTY },
	{ "ecs-service-connect-agent", USE_SERVICE_CONNECT },
};

static void take_daemon(struct workload *workload, const char *image)
{
	const char *slash = strrchr(image, '/');
	const char *name = slash ? slash + 1 : image;
	size_t len = strcspn(name, ":@");

	for (size_t i = 0; i < ARRAY_SIZE(daemons); i++) {
		const char *at = strstr(name, daemons[i].part);

		if (at && (size_t)(at - name) < len)
			use(workload, daemons[i].use);
	}
}

/* The agent brings these along; they come from nowhere. */
static bool is_the_agents(const char *image)
{
	static const char *const images[] = { "amazon/amazon-ecs-pause:",
					      "ecs-service-connect-agent:" };

	for (size_t i = 0; i < ARRAY_SIZE(images); i++)
		if (begins(image, images[i]))
			return true;
	return false;
}

/* As Docker reads a name: without a '.', a ':' or localhost in front it is Docker's
 * own registry.  A bare id is of no registry. */
static void take_other_registry(struct workload *workload, const char *image, const char *host)
{
	char name[HOST_NAME_BYTES];
	char shown[HOST_NAME_BYTES + sizeof ":65535"];
	uint16_t port = 0;

	if (!*image || begins(image, "sha256:") || is_the_agents(image))
		return;
	if (!*host || (!strpbrk(host, ".:") && strcmp(host, "localhost") != 0)) {
		workload_add(workload, &workload->other_registries, "docker.io");
	} else if (host_port_parse(host, name, &port)) {
		(void)snprintf(shown, sizeof shown, port ? "%s:%u" : "%s", name, port);
		workload_add(workload, &workload->other_registries, shown);
	}
}

/* "HOST/REPOSITORY:TAG"; Docker's own registry has no host in front. */
static void take_image(struct workload *workload, const char *image)
{
	char host[HOST_NAME_BYTES] = "";
	char region[REGION_BYTES];
	char name[HOST_NAME_BYTES];
	enum name_variant ignored;
	size_t len = strcspn(image, "/");
	uint16_t port = 0;

	take_daemon(workload, image);
	if (len >= sizeof host)
		return;
	if (image[len])
		memcpy(host, image, len);
	if (!host_port_parse(host, name, &port) || port ||
	    !ecr_registry_parse(name, region, &ignored)) {
		take_other_registry(workload, image, host);
		return;
	}
	use(workload, USE_ECR);
	workload_add(workload, &workload->registries, name);
}

/* An ARN or a name; Batch names the clusters that it makes. */
static void take_cluster(struct workload *workload, const char *cluster)
{
	const char *slash = strrchr(cluster, '/');
	const char *name = slash ? slash + 1 : cluster;

	if (begins(name, "AWSBatch-") || strstr(name, "_Batch_"))
		use(workload, USE_BATCH);
}

/* "https://HOST" or "HOST", as the driver takes it. */
static void take_log_endpoint(struct workload *workload, const char *endpoint)
{
	char name[HOST_NAME_BYTES];
	char shown[HOST_NAME_BYTES + sizeof ":65535"];
	uint16_t port;

	if (!https_url_read(endpoint, name, &port)) {
		workload_miss(workload, "a task's awslogs-endpoint is not understood");
		return;
	}
	(void)snprintf(shown, sizeof shown, port ? "%s:%u" : "%s", name, port);
	workload_add(workload, &workload->log_hosts, shown);
}

static void take_log_options(struct workload *workload, sd_json_variant *options)
{
	const char *endpoint = text_of(options, "awslogs-endpoint");
	const char *region = text_of(options, "awslogs-region");

	use(workload, USE_AWSLOGS);
	if (*endpoint)
		take_log_endpoint(workload, endpoint);
	else if (!*region || region_is_wellformed(region))
		workload_add(workload, &workload->log_regions, region);
	else
		workload_miss(workload, "a task's awslogs-region is not a Region");
}

static bool ends(const char *text, const char *ending)
{
	size_t len = strlen(text);
	size_t end_len = strlen(ending);

	return len >= end_len && strcmp(text + len - end_len, ending) == 0;
}

/* Where the agent puts the configuration of a log router, in its own directory. */
static void take_router(struct workload *workload, const char *source)
{
	if (!strstr(source, "/data/firelens/"))
		return;
	use(workload, USE_FIRELENS);
	if (source[0] == '/' && !strstr(source, "/../") &&
	    (ends(source, "/config/fluent.conf") || ends(source, "/config/fluent-bit.yaml")))
		workload_add(workload, &workload->routers, source);
}

static void take_mount(struct workload *workload, sd_json_variant *mount)
{
	static const char *const exec_sources[] = { "/var/lib/ecs/deps/execute-command",
						    "/managed-agents/execute-command" };
	const char *source = text_of(mount, "Source");

	take_router(workload, source);
	for (size_t i = 0; i < ARRAY_SIZE(exec_sources); i++)
		if (begins(source, exec_sources[i]))
			use(workload, USE_EXEC);
	if (begins(text_of(mount, "Destination"), "/ecs-execute-command-"))
		use(workload, USE_EXEC);
	if (strcmp(text_of(mount, "Driver"), "amazon-ecs-volume-plugin") == 0)
		use(workload, USE_EFS);
}

/* "NAME=value": nothing behind the '=' is looked at. */
static void take_environment_name(struct workload *workload, const char *variable)
{
	if (begins(variable, "AWS_BATCH_"))
		use(workload, USE_BATCH);
}

/* --- one container ---------------------------------------------------------------- */

struct inspected {
	sd_json_variant *name, *image, *environment, *labels, *log_type, *log_options, *mounts;
	sd_json_variant *network, *servers; /* servers: of the task definition */
};

static bool find(struct inspected *c, sd_json_variant *root)
{
	sd_json_variant *config;
	sd_json_variant *host;
	sd_json_variant *log;

	return sd_json_variant_is_object(root) &&
	       take(&config, root, "Config", sd_json_variant_is_object) && config &&
	       take(&c->image, config, "Image", sd_json_variant_is_string) && c->image &&
	       take(&c->environment, config, "Env", sd_json_variant_is_array) &&
	       take(&c->labels, config, "Labels", sd_json_variant_is_object) &&
	       take(&c->name, root, "Name", sd_json_variant_is_string) &&
	       take(&c->mounts, root, "Mounts", sd_json_variant_is_array) &&
	       take(&host, root, "HostConfig", sd_json_variant_is_object) && host &&
	       take(&c->network, host, "NetworkMode", sd_json_variant_is_string) &&
	       take(&c->servers, host, "Dns", sd_json_variant_is_array) &&
	       take(&log, host, "LogConfig", sd_json_variant_is_object) && log &&
	       take(&c->log_type, log, "Type", sd_json_variant_is_string) && c->log_type &&
	       take(&c->log_options, log, "Config", sd_json_variant_is_object);
}

/* Text and objects only; what Docker never says is no container. */
static bool holds_only(sd_json_variant *array, type_check is_right)
{
	for (size_t i = 0; array && i < sd_json_variant_elements(array); i++)
		if (!is_right(sd_json_variant_by_index(array, i)))
			return false;
	return true;
}

/* Docker gives it nameservers of Docker's own choice. */
static bool is_bridged(const struct inspected *c)
{
	const char *network = c->network ? sd_json_variant_string(c->network) : "";

	return (strcmp(network, "bridge") == 0 || strcmp(network, "default") == 0) &&
	       !(c->servers && sd_json_variant_elements(c->servers));
}

static void take_container(struct workload *workload, const struct inspected *c)
{
	workload->bridged_count += is_bridged(c);
	take_image(workload, sd_json_variant_string(c->image));
	if (c->name && strstr(sd_json_variant_string(c->name), "ecs-service-connect-"))
		use(workload, USE_SERVICE_CONNECT);
	if (strcmp(sd_json_variant_string(c->log_type), "awslogs") == 0)
		take_log_options(workload, c->log_options);
	take_cluster(workload, text_of(c->labels, "com.amazonaws.ecs.cluster"));
	for (size_t i = 0; c->mounts && i < sd_json_variant_elements(c->mounts); i++)
		take_mount(workload, sd_json_variant_by_index(c->mounts, i));
	for (size_t i = 0; c->environment && i < sd_json_variant_elements(c->environment); i++)
		take_environment_name(workload, sd_json_variant_string(sd_json_variant_by_index(
							c->environment, i)));
}

bool workload_parse_container(struct workload *workload, const char *body)
{
	CLEANUP(unref) sd_json_variant *root = parse(body);
	struct inspected c = { 0 };

	if (!root || !find(&c, root) || !holds_only(c.mounts, sd_json_variant_is_object) ||
	    !holds_only(c.environment, sd_json_variant_is_string))
		return false;
	take_container(workload, &c);
	return true;
}

/* --- the agent's tasks --------------------------------------------------------------- */

static bool find_containers(sd_json_variant **containers, sd_json_variant *task)
{
	return sd_json_variant_is_object(task) && *text_of(task, "Arn") &&
	       take(containers, task, "Containers", sd_json_variant_is_array) &&
	       holds_only(*containers, sd_json_variant_is_object);
}

static void take_task(struct workload *workload, size_t *count, sd_json_variant *task)
{
	sd_json_variant *containers = NULL;

	if (!find_containers(&containers, task) ||
	    strcmp(text_of(task, "KnownStatus"), "STOPPED") == 0)
		return;
	workload->task_count++;
	/* Its images are still to be pulled, which may be just what fails. */
	if ((!containers || sd_json_variant_elements(containers) == 0) &&
	    strcmp(text_of(task, "KnownStatus"), "RUNNING") != 0)
		workload_miss(workload, "a task has no container yet");
	for (size_t i = 0; containers && i < sd_json_variant_elements(containers); i++) {
		take_image(workload, text_of(sd_json_variant_by_index(containers, i), "Image"));
		++*count;
	}
}

/* Any other path is answered too, so the list itself must be there. */
bool workload_parse_tasks(struct workload *workload, size_t *containers, const char *body)
{
	CLEANUP(unref) sd_json_variant *root = parse(body);
	sd_json_variant *tasks = NULL;
	sd_json_variant *ignored;

	if (!root || !sd_json_variant_is_object(root) ||
	    !take(&tasks, root, "Tasks", sd_json_variant_is_array) || !tasks)
		return false;
	for (size_t i = 0; i < sd_json_variant_elements(tasks); i++)
		if (!find_containers(&ignored, sd_json_variant_by_index(tasks, i)))
			return false;
	for (size_t i = 0; i < sd_json_variant_elements(tasks); i++)
		take_task(workload, containers, sd_json_variant_by_index(tasks, i));
	return true;
}

/* --- the agent itself ------------------------------------------------------------------ */

void workload_read_agent(struct workload *workload, const struct agent_status *status)
{
	static const char tags[] = "ECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM=ec2_instance";

	take_cluster(workload, status->introspection.cluster);
	if (string_list_has(&status->container.environment, tags) || status->config.propagates_tags)
		use(workload, USE_TAGS);
}
