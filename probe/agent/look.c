/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "docker.h"
#include "ecsprobe/agent.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/local_file.h"
#include "evidence.h"
#include "introspect.h"
#include "owner.h"
#include "places.h"
#include "task_endpoint.h"
#include "units.h"

/* systemd and the agent are asked at once; Docker when systemd has said whether
 * it runs, because a socket unit would start it for a mere question; what files
 * and /proc tell is read when the answers say of whom. */
struct agent_look {
	struct agent_look_config config;
	struct sd_event *loop; /* borrowed, as is http */
	struct http *http;
	struct units *units;
	struct docker *docker;
	struct introspect *introspect;
	struct task_endpoint_look *task_endpoint;
	struct owner_facts owners;
	bool owner_known; /* to the caller */
	unsigned left;
};

/* No unit for docker and no socket: there is no Docker here, and so no
 * container.  Where units cannot be seen, the agent's own port must be silent
 * too. */
static void settle_docker(struct agent_status *status, const char *docker_socket)
{
	bool no_unit = status->booted ? status->docker.sight == SIGHT_ABSENT
				      : status->introspection.sight == SIGHT_ABSENT;

	if (status->container.sight == SIGHT_UNKNOWN && no_unit &&
	    access(docker_socket, F_OK) < 0 && errno == ENOENT) {
		status->container.sight = SIGHT_ABSENT;
		status->tasks.sight = SIGHT_ABSENT;
	}
}

/* A build machine or a laptop: neither container nor port, and so no invisible unit that keeps an
 * agent. */
static void settle_units(struct agent_status *status)
{
	struct unit_status *units[] = { &status->unit, &status->docker, &status->cloud_final };

	if (status->booted || status->container.sight != SIGHT_ABSENT ||
	    status->introspection.sight != SIGHT_ABSENT)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(units); i++) {
		units[i]->sight = SIGHT_ABSENT;
		units[i]->why[0] = '\0';
	}
}

static void read_evidence(struct agent_status *status, const struct agent_files *files)
{
	static const char this_machine[] = "";

	config_gather(status, files, this_machine);
	path_gather(status, this_machine);
	resolver_gather(status, this_machine);
	roots_gather(status, this_machine);
	image_gather(status, this_machine);
	state_gather(status, this_machine);
	cloud_init_gather(status, this_machine);
	task_forwarding_gather(status);
}

static void on_part_over(void *arg)
{
	struct agent_look *look = arg;
	struct agent_status *status = look->config.status;

	if (--look->left)
		return;
	settle_docker(status, look->config.places->docker_socket);
	if (!look->owner_known)
		owner_decide(status, &look->owners);
	settle_units(status);
	read_evidence(status, look->config.files);
	status->looked = true;
	look->config.done(look->config.arg);
}

static void on_introspected(void *arg)
{
	struct agent_look *look = arg;
	struct agent_status *status = look->config.status;
	struct error e = { 0 };

	if (look->config.introspected)
		look->config.introspected(look->config.arg);
	/* If no agent serves tasks, nothing has their address. */
	if (status->introspection.arn[0] &&
	    task_endpoint_look(&look->task_endpoint, look->http, look->config.places, status,
			       look->config.deadline_us, on_part_over, look, &e) == 0)
		return;
	on_part_over(look);
}

static void on_units_over(void *arg)
{
	struct agent_look *look = arg;
	struct agent_status *status = look->config.status;
	struct error e = { 0 };

	if (docker_look(&look->docker, look->loop, look->http, look->config.places, status,
			look->config.deadline_us, on_part_over, look, &e) == 0)
		return;
	(void)copy_text(status->container.why, sizeof status->container.why, e.text);
	on_part_over(look);
}

/* A bus that hangs must leave some time for Docker. */
static uint64_t units_deadline_us(uint64_t deadline_us)
{
	return deadline_us - clock_left_us(deadline_us) / 3;
}

int agent_look_start(struct agent_look **out, struct sd_event *loop, struct http *http,
		     const struct agent_look_config *config, struct error *e)
{
	struct agent_look *look = xcalloc(1, sizeof *look);
	struct agent_status *status = config->status;
	uint64_t deadline_us = config->deadline_us;
	int r;

	look->config = *config;
	look->config.places = agent_places_or_usual(config->places);
	look->loop = loop;
	look->http = http;
	look->left = 2;
	look->owner_known = config->owner != NULL;
	/* A later look: what is mounted may have changed since the facts were gathered. */
	if (config->owner)
		local_mounts_renew();
	if (config->owner)
		status->owner = *config->owner;
	else
		owner_gather_clients(&look->owners, "");
	status->privileged = geteuid() == 0;
	status->path.errors_since_us = config->errors_since_us;
	r = units_look(&look->units, loop, look->config.places, status,
		       config->owner ? NULL : &look->owners, units_deadline_us(deadline_us),
		       on_units_over, look, e);
	if (r == 0)
		r = introspect_look(&look->introspect, loop, http, look->config.places, status,
				    deadline_us, on_introspected, look, e);
	if (r < 0) {
		agent_look_stop(look);
		return r;
	}
	*out = look;
	return 0;
}

void agent_look_stop(struct agent_look *look)
{
	if (!look)
		return;
	units_close(look->units);
	docker_close(look->docker);
	introspect_close(look->introspect);
	task_endpoint_close(look->task_endpoint);
	free(look);
}

void agent_look_missed(struct agent_status *status, const char *why)
{
	const struct {
		enum sight sight;
		char *why;
	} parts[] = {
		{ status->unit.sight, status->unit.why },
		{ status->docker.sight, status->docker.why },
		{ status->cloud_final.sight, status->cloud_final.why },
		{ status->container.sight, status->container.why },
		{ status->introspection.sight, status->introspection.why },
		{ status->config.sight, status->config.why },
		{ status->path.log_sight, status->path.log_why },
		{ status->path.peers_sight, status->path.peers_why },
		{ status->resolver.sight, status->resolver.why },
	};

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		if (parts[i].sight == SIGHT_UNKNOWN && !parts[i].why[0])
			(void)copy_text(parts[i].why, WHY_BYTES, why);
	status->looked = true;
}
