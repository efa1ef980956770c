/* SPDX-License-Identifier: Apache-2.0 */
#include "places.h"

const struct agent_places agent_places_usual = {
	.docker_socket = "/var/run/docker.sock",
	.bus_address = "unix:path=/run/dbus/system_bus_socket",
	.booted = "/run/systemd/system",
	.unit_files_root = "",
	.introspect_port = INTROSPECT_PORT,
	.task_port = "127.0.0.1:51679",
	.task_address = "169.254.170.2:80",
};

const struct agent_places *agent_places_or_usual(const struct agent_places *places)
{
	return places ? places : &agent_places_usual;
}
