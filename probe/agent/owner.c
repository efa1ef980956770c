/* SPDX-License-Identifier: Apache-2.0 */
/* Decides from the facts what owns the container.  Pure. */
#include "owner.h"

#include <stdio.h>
#include <string.h>

enum { MADE_WITHIN_S = 300 };

static const int64_t second_us = 1000000;

static const unsigned starting = COMMAND_RUNS | COMMAND_STARTS;

/* --- facts ------------------------------------------------------------------------- */

static bool is_up(const struct unit_status *unit)
{
	return unit->sight == SIGHT_SEEN && unit->active[0] && !unit_is_down(unit);
}

/* A unit that somebody stopped and keeps from starting. */
static bool is_put_away(const struct unit_status *unit)
{
	return !is_up(unit) && (unit_is_disabled(unit) || unit_load(unit) == UNIT_LOAD_MASKED);
}

static bool is_candidate(const struct unit_status *unit)
{
	return unit->sight == SIGHT_SEEN && (unit->does & starting);
}

/* Of one that makes or starts it in front of what then waits for it, too. */
static bool starts_in_any_way(const struct unit_status *unit)
{
	return (unit->does | unit->does_beside) & starting;
}

/* Its client, which starts it and is there for as long as it runs. */
static bool starts_it(const struct owner_client *client, const struct container_status *container)
{
	if ((client->does & COMMAND_BY_ID) &&
	    (!container->id[0] || strncmp(container->id, client->id, strlen(client->id)) != 0))
		return false;
	return (client->does & starting) && !(client->does & COMMAND_DETACHES);
}

static bool waits_for_it(const struct owner_client *client,
			 const struct container_status *container)
{
	struct owner_client as_starting = *client;

	as_starting.does = (client->does & ~(unsigned)COMMAND_DETACHES) | COMMAND_STARTS;
	return (client->does & COMMAND_WAITS) && starts_it(&as_starting, container);
}

static const struct unit_status *find_unit(const struct agent_status *status,
					   const struct owner_facts *facts, const char *name)
{
	if (strcmp(status->unit.name, name) == 0)
		return &status->unit;
	for (size_t i = 0; i < facts->unit_count; i++)
		if (strcmp(facts->units[i].name, name) == 0)
			return &facts->units[i];
	return NULL;
}

static bool has_policy(const struct container_status *container)
{
	return container->sight == SIGHT_SEEN && container->restart_policy[0] &&
	       strcmp(container->restart_policy, "no") != 0;
}

/* --- words ---------------------------------------------------------------------------- */

static void decide(struct agent_owner *owner, enum owner_kind kind, const char *unit)
{
	owner->kind = kind;
	(void)copy_text(owner->unit, sizeof owner->unit, unit);
}

#define TELL(owner, ...) ((void)snprintf((owner)->evidence, sizeof(owner)->evidence, __VA_ARGS__))

static const char *verb_of(unsigned does)
{
	if (does & COMMAND_RUNS)
		return "run";
	return does & COMMAND_STARTS ? "start" : "wait or attach";
}

static const char *engine_of(unsigned does)
{
	return does & COMMAND_PODMAN ? "podman" : "docker";
}

static void tell_client(struct agent_owner *owner, const struct owner_client *client)
{
	const char *where = client->unit[0]                  ? client->unit
			    : client->place == PLACE_UNKNOWN ? "a control group that is not visible"
			    : client->place == PLACE_ELSEWHERE ? "no unit of systemd"
							       : "no unit";

	TELL(owner, "process %u (%s %s) is in %s%s%s", client->pid, engine_of(client->does),
	     verb_of(client->does), where, client->started_by[0] ? ", started by " : "",
	     client->started_by);
}

/* --- a unit of somebody's own ------------------------------------------------------------ */

/* Without an ExecStop=: Docker's client is gone, or is left alone.  docker rm and --rm do not touch
 * a running container. */
static bool leaves_it_running(const struct unit_status *unit,
			      const struct container_status *container)
{
	unsigned all = unit->does | unit->does_beside;
	bool down = container->sight == SIGHT_ABSENT ||
		    (container->sight == SIGHT_SEEN && !container->running);

	return strcmp(unit->kill_mode, "none") == 0 ||
	       ((unit->does & COMMAND_DETACHES) && !down && !(all & COMMAND_FORCES));
}

static enum owner_fault fault_of(const struct unit_status *unit,
				 const struct container_status *container)
{
	unsigned all = unit->does | unit->does_beside;
	bool exists = container->sight != SIGHT_ABSENT;
	bool runs = (unit->does & COMMAND_RUNS) ||
		    ((all & COMMAND_RUNS) && !(unit->does & COMMAND_STARTS));

	if (unit->refuses_start || unit->refuses_stop)
		return FAULT_REFUSES;
	if ((unit->does & COMMAND_DETACHES) && !unit->remains)
		return FAULT_ENDS;
	if (runs && exists && !(all & (COMMAND_REMOVES | COMMAND_CLEANS)))
		return FAULT_NAME_TAKEN;
	if (!unit->has_stop && leaves_it_running(unit, container))
		return FAULT_NOT_STOPPED;
	return FAULT_NONE;
}

/* systemd refuses the start before it runs a command, whoever made the unit. */
static enum owner_fault fault_of_start(const struct unit_status *unit)
{
	if (unit->condition_fails)
		return FAULT_CONDITION;
	return unit->environment_missing ? FAULT_ENVIRONMENT : FAULT_NONE;
}

/* The effect of a restart on the container. */
static void take_unit(struct agent_owner *owner, const struct agent_status *status,
		      const struct unit_status *unit)
{
	unsigned all = unit->does | unit->does_beside;

	decide(owner, OWNER_UNIT, unit->name);
	owner->fault = fault_of_start(unit);
	owner->own = !unit->by_ecs_init && !unit->without_container;
	if (!owner->own)
		return;
	owner->unread = !starts_in_any_way(unit) || (all & COMMAND_UNREAD);
	/* docker create in front of docker start does so only where an old one is removed, or
	 * goes by itself. */
	owner->recreates = owner->unread || (unit->does & COMMAND_RUNS) ||
			   ((all & COMMAND_RUNS) && (all & (COMMAND_REMOVES | COMMAND_CLEANS))) ||
			   !(all & COMMAND_STARTS);
	owner->keeps = !owner->recreates;
	owner->pulls = all & COMMAND_PULLS;
	if (owner->fault == FAULT_NONE)
		owner->fault = fault_of(unit, &status->container);
}

/* Its own process, or one that shells and the like under it started. */
static bool is_units_own(const struct owner_client *client, const struct unit_status *unit)
{
	if (unit->main_pid == 0)
		return false;
	if (client->pid == unit->main_pid)
		return true;
	for (size_t i = 0; i < client->ancestor_count; i++)
		if (client->ancestors[i] == unit->main_pid)
			return i + 1 < client->ancestor_count ||
			       command_is_wrapper(client->started_by);
	return false;
}

/* --- the decision ------------------------------------------------------------------------- */

struct clients {
	const struct owner_client *first; /* that starts it, else that waits for it */
	bool starts;
	bool several; /* in more than one place */
};

/* A process that only waits at a terminal is a spectator. */
static bool counts(const struct owner_client *client, const struct container_status *container,
		   bool starts)
{
	if (starts)
		return starts_it(client, container);
	return client->place == PLACE_UNIT && waits_for_it(client, container);
}

static struct clients find_clients(const struct agent_status *status,
				   const struct owner_facts *facts)
{
	struct clients found = { .starts = true };

	for (int pass = 0; pass < 2 && !found.first; pass++) {
		found.starts = pass == 0;
		for (size_t i = 0; i < facts->client_count; i++) {
			const struct owner_client *client = &facts->clients[i];

			if (!counts(client, &status->container, found.starts))
				continue;
			if (!found.first)
				found.first = client;
			found.several |= client->place != found.first->place ||
					 strcmp(client->unit, found.first->unit) != 0;
		}
	}
	return found;
}

/* One that runs besides the owner, and starts the same container. */
static const struct unit_status *find_rival(const struct agent_status *status,
					    const struct owner_facts *facts, const char *owner)
{
	if (is_up(&status->unit) && strcmp(status->unit.name, owner) != 0)
		return &status->unit;
	for (size_t i = 0; i < facts->unit_count; i++)
		if (is_up(&facts->units[i]) && (facts->units[i].does & starting) &&
		    strcmp(facts->units[i].name, owner) != 0)
			return &facts->units[i];
	return NULL;
}

static void decide_by_client(struct agent_owner *owner, const struct agent_status *status,
			     const struct owner_facts *facts, const struct clients *clients)
{
	const struct owner_client *client = clients->first;
	const struct unit_status *unit =
		client->place == PLACE_UNIT ? find_unit(status, facts, client->unit) : NULL;
	const struct unit_status *rival;

	decide(owner, OWNER_UNCERTAIN, "");
	tell_client(owner, client);
	if (clients->several) {
		TELL(owner, "more than one process starts it, in %s and elsewhere",
		     client->unit[0] ? client->unit : "no unit");
		return;
	}
	if ((client->does & COMMAND_PODMAN) || !unit || unit->sight != SIGHT_SEEN) {
		owner->podman = client->does & COMMAND_PODMAN;
		return;
	}
	if (facts->clients_sight != SIGHT_SEEN || facts->units_sight != SIGHT_SEEN) {
		TELL(owner, "%s starts it; whether others do is not known: %s", unit->name,
		     facts->clients_why[0] ? facts->clients_why : facts->units_why);
		return;
	}
	rival = find_rival(status, facts, unit->name);
	if (rival) {
		TELL(owner, "%s and %s both start it", unit->name, rival->name);
		return;
	}
	if (clients->starts ? is_units_own(client, unit) || is_candidate(unit)
			    : starts_in_any_way(unit))
		take_unit(owner, status, unit);
}

/* The units that may start it, by the commands that they run. */
struct candidates {
	const struct unit_status *first, *second;
};

static void add_candidate(struct candidates *found, const struct unit_status *unit)
{
	if (!found->first)
		found->first = unit;
	else if (!found->second)
		found->second = unit;
}

static bool may_be_started(const struct unit_status *unit)
{
	return !is_put_away(unit);
}

static struct candidates find_candidates(const struct agent_status *status,
					 const struct owner_facts *facts,
					 bool (*fits)(const struct unit_status *unit))
{
	struct candidates found = { 0 };
	const struct unit_status *named = &status->unit;

	if (named->sight == SIGHT_SEEN && fits(named))
		add_candidate(&found, named);
	for (size_t i = 0; i < facts->unit_count; i++)
		if (is_candidate(&facts->units[i]) && fits(&facts->units[i]))
			add_candidate(&found, &facts->units[i]);
	return found;
}

/* docker run -d of a unit that stays "active" made this very container. */
static bool made_it(const struct unit_status *unit, const struct container_status *container)
{
	int64_t after_us = container->created_us - unit->main_start_us;

	return (unit->does & COMMAND_RUNS) && (unit->does & COMMAND_DETACHES) && unit->remains &&
	       unit->main_start_us > 0 && after_us >= 0 && after_us < MADE_WITHIN_S * second_us;
}

/* No process starts it: Docker's restart policy does, or nothing. */
static void decide_by_policy(struct agent_owner *owner, const struct agent_status *status,
			     const struct owner_facts *facts)
{
	const struct container_status *container = &status->container;

	if (container->sight == SIGHT_ABSENT) {
		decide(owner, OWNER_NONE, "");
	} else if (container->sight == SIGHT_UNKNOWN ||
		   (status->unit.sight == SIGHT_UNKNOWN && !has_policy(container))) {
		decide(owner, OWNER_UNSEEN, "");
	} else if (has_policy(container)) {
		decide(owner, OWNER_DOCKER, "");
		TELL(owner, "its restart policy is %s", container->restart_policy);
	} else if (facts->clients_sight != SIGHT_SEEN || facts->units_sight != SIGHT_SEEN) {
		decide(owner, OWNER_UNCERTAIN, "");
		TELL(owner, "its restart policy is no, and what starts it is not known: %s",
		     facts->clients_why[0] ? facts->clients_why : facts->units_why);
	} else {
		decide(owner, OWNER_NOBODY, "");
		TELL(owner, "its restart policy is no, and no unit and no process starts it");
	}
}

/* ecs-init sets no restart policy: one that runs with it is no orphan of a dead unit,
 * whose start would remove it. */
static bool is_a_strangers(const struct unit_status *dead, const struct container_status *container)
{
	return !is_up(dead) && has_policy(container);
}

/* No unit starts it, or only once and for all: then Docker does. */
static bool is_left_to_docker(const struct unit_status *unit,
			      const struct container_status *container)
{
	return !unit || ((unit->does & COMMAND_DETACHES) && has_policy(container));
}

static void decide_while_it_runs(struct agent_owner *owner, const struct agent_status *status,
				 const struct owner_facts *facts)
{
	struct candidates found = find_candidates(status, facts, is_up);

	/* An orphan of the agent's own unit, however it was created. */
	if (!found.first && unit_load(&status->unit) == UNIT_LOAD_LOADED)
		found.first = &status->unit;
	if (found.first == &status->unit && !found.second &&
	    is_a_strangers(found.first, &status->container)) {
		decide(owner, OWNER_UNCERTAIN, "");
		TELL(owner, "its restart policy is %s, and %s is %s",
		     status->container.restart_policy, found.first->name, found.first->active);
	} else if (found.first == &status->unit && !found.second) {
		take_unit(owner, status, found.first);
		TELL(owner, "%s is the agent's unit by its name", found.first->name);
	} else if (found.second) {
		decide(owner, OWNER_UNCERTAIN, "");
		TELL(owner, "%s and %s both start it", found.first->name, found.second->name);
	} else if (is_left_to_docker(found.first, &status->container)) {
		decide_by_policy(owner, status, facts);
	} else if (made_it(found.first, &status->container)) {
		take_unit(owner, status, found.first);
		TELL(owner, "ExecStart= of %s created it", found.first->name);
	} else {
		decide(owner, OWNER_UNCERTAIN, found.first->name);
		TELL(owner, "ExecStart= of %s starts it, but no process of that unit runs it",
		     found.first->name);
	}
}

/* While it is down, the one unit that would start it is its owner. */
static void decide_while_it_is_down(struct agent_owner *owner, const struct agent_status *status,
				    const struct owner_facts *facts)
{
	struct candidates found = find_candidates(status, facts, may_be_started);

	/* The remains of an agent that somebody stopped on purpose. */
	if (!found.first && status->container.sight == SIGHT_SEEN &&
	    !has_policy(&status->container))
		found = find_candidates(status, facts, is_put_away);
	if (!found.first && status->unit.sight == SIGHT_SEEN) {
		take_unit(owner, status, &status->unit);
		TELL(owner, "%s is the agent's unit by its name", status->unit.name);
	} else if (found.second) {
		decide(owner, OWNER_UNCERTAIN, "");
		TELL(owner, "%s and %s both start it", found.first->name, found.second->name);
	} else if (found.first && (found.first->does & COMMAND_PODMAN)) {
		decide(owner, OWNER_UNCERTAIN, found.first->name);
		TELL(owner, "%s starts it with podman", found.first->name);
	} else if (is_left_to_docker(found.first, &status->container)) {
		decide_by_policy(owner, status, facts);
	} else {
		take_unit(owner, status, found.first);
		TELL(owner, "%s of %s starts it",
		     found.first == &status->unit ? "the name" : "ExecStart=", found.first->name);
	}
}

/* ecs-init recreates the container, even if something else started it too. */
static void decide_under_ecs_init(struct agent_owner *owner, const struct agent_status *status,
				  const struct clients *clients)
{
	take_unit(owner, status, &status->unit);
	TELL(owner, "%s of %s",
	     status->unit.by_ecs_init ? "ecs-init" : "the agent itself is ExecStart=",
	     status->unit.name);
	if (status->unit.without_container || !clients->first || !clients->starts)
		return;
	decide(owner, OWNER_UNCERTAIN, "");
	tell_client(owner, clients->first);
}

static void find_owner(struct agent_owner *owner, const struct agent_status *status,
		       const struct owner_facts *facts)
{
	const struct unit_status *unit = &status->unit;
	struct clients clients = find_clients(status, facts);

	if (unit->sight == SIGHT_SEEN &&
	    (unit->without_container || (unit->by_ecs_init && is_up(unit)))) {
		decide_under_ecs_init(owner, status, &clients);
	} else if (status->container.kept_by[0]) {
		decide(owner, OWNER_UNCERTAIN, "");
		TELL(owner, "its labels are %s's", status->container.kept_by);
	} else if (clients.first) {
		decide_by_client(owner, status, facts, &clients);
	} else if (facts->shim) {
		decide(owner, OWNER_UNCERTAIN, "");
		owner->podman = true;
		TELL(owner, "a conmon process, which is Podman's, keeps it");
	} else if (unit->sight == SIGHT_UNKNOWN) {
		decide_by_policy(owner, status, facts);
	} else if (status->container.running) {
		decide_while_it_runs(owner, status, facts);
	} else {
		decide_while_it_is_down(owner, status, facts);
	}
}

void owner_decide(struct agent_status *status, const struct owner_facts *facts)
{
	struct agent_owner owner = { 0 };
	const struct unit_status *unit;

	find_owner(&owner, status, facts);
	unit = owner.kind == OWNER_UNIT ? find_unit(status, facts, owner.unit) : NULL;
	status->owner = owner;
	if (unit && unit != &status->unit)
		status->unit = *unit;
}
