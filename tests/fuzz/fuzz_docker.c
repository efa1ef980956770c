/* SPDX-License-Identifier: Apache-2.0 */
/* Every answer goes to every reader: a hostile Docker may mix them up. */
#include "agent/docker.h"
#include "fuzz.h"

static void read_container(const char *body)
{
	struct agent_status status = { 0 };
	const struct container_status *c = &status.container;
	bool seen = docker_parse_container(&status.container, body);

	PROMISE(seen == (c->sight == SIGHT_SEEN) && seen == !c->why[0]);
	PROMISE(seen == (c->id[0] != '\0') && seen == (c->state[0] != '\0'));
	PROMISE(seen || (!c->environment.count && !c->running && !c->pid));
	PROMISE(fuzz_is_printable(c->why) && fuzz_is_printable(c->id));
	PROMISE(fuzz_is_printable(c->state) && fuzz_is_printable(c->image_id));
	PROMISE(fuzz_is_printable(c->restart_policy));
	PROMISE(c->created_us >= 0 && c->started_us >= 0);
	agent_status_done(&status);
}

static void read_list(const char *body)
{
	struct tasks_status tasks;
	bool seen = docker_parse_list(&tasks, body);

	PROMISE(seen == (tasks.sight == SIGHT_SEEN));
	PROMISE(seen || !tasks.ids.count);
	for (size_t i = 0; i < tasks.ids.count; i++)
		PROMISE(tasks.ids.items[i][0] && fuzz_is_printable(tasks.ids.items[i]));
	string_list_done(&tasks.ids);
}

static void read_image(const char *body)
{
	struct image_evidence image = { 0 };
	bool seen = docker_parse_image(&image, body);

	PROMISE(seen == (image.loaded == SIGHT_SEEN) && seen == (image.loaded_id[0] != '\0'));
	PROMISE(fuzz_is_printable(image.loaded_id));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *body = fuzz_text(data, size);
	char message[40];

	read_container(body);
	read_list(body);
	read_image(body);
	docker_parse_message(message, sizeof message, body);
	PROMISE(fuzz_is_printable(message));
	free(body);
	return 0;
}
