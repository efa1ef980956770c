/* SPDX-License-Identifier: Apache-2.0 */
#include "agent_message_words.h"

#include <inttypes.h>
#include <string.h>

#include "log_causes.h"
#include "template.h"

enum { SHOWN_KEYS = 12, SHOWN_IPS = 4 };

static const char container_name[] = "ecs-agent";

/* They have commas of their own. */
static void append_lines(struct text *text, const struct string_list *list)
{
	enum { SHOWN_LINES = 3 };

	for (size_t i = 0; i < list->count && i < SHOWN_LINES; i++) {
		text_append(text, "%s", i ? "; " : "");
		text_append_safe(text, list->items[i]);
	}
	if (list->count > SHOWN_LINES)
		text_append(text, "; and %zu more", list->count - SHOWN_LINES);
}

static void append_list(struct text *text, const struct string_list *list, size_t most)
{
	for (size_t i = 0; i < list->count && i < most; i++) {
		text_append(text, "%s", i ? ", " : "");
		text_append_safe(text, list->items[i]);
	}
	if (list->count > most)
		text_append(text, " and %zu more", list->count - most);
	if (!list->count)
		text_append(text, "nothing");
}

static void append_ips(struct text *text, const struct ip *ips, size_t count)
{
	for (size_t i = 0; i < count && i < SHOWN_IPS; i++) {
		char ip[IP_TEXT_BYTES];

		ip_format(&ips[i], ip);
		text_append(text, "%s%s", i ? ", " : "", ip);
	}
	if (!count)
		text_append(text, "no nameserver");
}

static void word_unit(struct text *text, const struct agent_view *view)
{
	text_append_safe(text, view->agent->unit.name[0] ? view->agent->unit.name : "ecs.service");
}

/* failed (exit-code, status 1) */
static void word_unit_state(struct text *text, const struct agent_view *view)
{
	const struct unit_status *unit = &view->agent->unit;

	text_append_safe(text, unit->active[0] ? unit->active : "in an unknown state");
	if (!unit->result[0] || strcmp(unit->result, "success") == 0)
		return;
	text_append(text, " (");
	text_append_safe(text, unit->result);
	text_append(text, ", status %d)", unit->main_status);
}

static void word_container(struct text *text, const struct agent_view *view)
{
	const struct container_status *container = &view->agent->container;

	if (container->sight == SIGHT_UNKNOWN) {
		text_append(text, "the container %s could not be inspected", container_name);
		return;
	}
	if (container->sight == SIGHT_ABSENT) {
		text_append(text, "there is no container %s", container_name);
		return;
	}
	text_append(text, "the container %s is ", container_name);
	text_append_safe(text, container->state[0] ? container->state : "in an unknown state");
	if (!container->running)
		text_append(text, " (exit code %d)", container->exit_code);
}

/* The unit or the container that ended. */
static void word_ended(struct text *text, const struct agent_view *view)
{
	if (!(view->bits & AGENT(UNIT_LOADED))) {
		word_container(text, view);
		return;
	}
	word_unit(text, view);
	text_append(text, " is ");
	word_unit_state(text, view);
}

static void word_docker(struct text *text, const struct agent_view *view)
{
	const struct unit_status *docker = &view->agent->docker;

	if (docker->sight != SIGHT_SEEN) {
		text_append(text, "docker does not answer and there is no docker.service");
		return;
	}
	if (agent_docker_is_coming(view->agent)) {
		text_append(text, "docker.service is starting");
		return;
	}
	text_append(text, "docker.service is ");
	text_append_safe(text, docker->active[0] ? docker->active : "in an unknown state");
	if (unit_state(docker) != UNIT_STATE_ACTIVE ||
	    view->agent->container.sight != SIGHT_UNKNOWN)
		return;
	text_append(text, ", but its socket does not answer properly: ");
	text_append_safe(text, view->agent->container.why);
}

static void word_introspection(struct text *text, const struct agent_view *view)
{
	text_append(text, "%s",
		    view->agent->introspection.sight == SIGHT_SEEN
			    ? "port 51678 reports no container instance"
			    : "nothing listens on port 51678");
}

static void word_version(struct text *text, const struct agent_view *view)
{
	const char *version = view->agent->introspection.version;

	text_append_safe(text, version[0] ? version : "of an unknown version");
}

static void word_registered(struct text *text, const struct agent_view *view)
{
	text_append_safe(text, view->agent->introspection.cluster);
}

static void word_configured(struct text *text, const struct agent_view *view)
{
	text_append_safe(text, view->report->agent ? agent_configured_cluster(view->report) : "");
}

static void word_json(struct text *text, const struct agent_view *view)
{
	const char *detail = view->agent->config.json_detail;

	text_append_safe(text, detail[0] ? detail : "it is not valid JSON");
}

static void word_refused(struct text *text, const struct agent_view *view)
{
	append_lines(text, &view->agent->config.refused);
}

static void word_unproven(struct text *text, const struct agent_view *view)
{
	append_lines(text, &view->agent->config.unproven);
}

static void word_unread(struct text *text, const struct agent_view *view)
{
	append_list(text, &view->agent->config.unread, SHOWN_KEYS);
}

static void word_fatal(struct text *text, const struct agent_view *view)
{
	if (view->agent->config.fatal.count)
		append_list(text, &view->agent->config.fatal, SHOWN_KEYS);
	else
		word_refused(text, view);
}

static void word_changed(struct text *text, const struct agent_view *view)
{
	const struct config_evidence *config = &view->agent->config;
	bool keys = config->sight == SIGHT_SEEN && config->changed.count;

	if (keys) {
		append_list(text, &config->changed, SHOWN_KEYS);
		text_append(text, " changed since it was started");
	}
	if (config->json_newer)
		text_append(text, "%s/etc/ecs/ecs.config.json was written after its start",
			    keys ? "; " : "");
	if (!keys && !config->json_newer)
		text_append(text, "nothing changed");
}

static void word_public_hosts(struct text *text, const struct agent_view *view)
{
	struct string_list hosts = { 0 };

	if (view->report->agent)
		agent_public_hosts(view->report, &hosts);
	append_list(text, &hosts, SHOWN_KEYS);
	string_list_done(&hosts);
}

static void word_how_seen(struct text *text, const struct agent_view *view)
{
	text_append(text, "%s",
		    view->agent->path.log_numbered ? "last host in its log" : "an open connection");
}

static void word_gone_peer(struct text *text, const struct agent_view *view)
{
	const struct ip *ip = view->report->agent ? agent_gone_peer(view->report) : NULL;

	append_ips(text, ip, ip ? 1 : 0);
}

static void word_given(struct text *text, const struct agent_view *view)
{
	append_ips(text, view->agent->resolver.settings.nameservers,
		   view->agent->resolver.settings.nameserver_count);
}

static void word_own_pins(struct text *text, const struct agent_view *view)
{
	struct string_list names = { 0 };

	agent_own_pins(view->report, &names);
	for (size_t i = 0; i < names.count; i++)
		text_append(text, "%s%s", i ? ", " : "", names.items[i]);
	string_list_done(&names);
}

static void word_nameservers(struct text *text, const struct agent_view *view)
{
	const struct host_facts *host = &view->report->facts->host;

	append_ips(text, host->resolver.nameservers, host->resolver.nameserver_count);
}

static void add_unseen(struct string_list *unseen, const char *what, const char *why)
{
	struct text part = { 0 };

	text_append(&part, "%s", what);
	if (why[0]) {
		text_append(&part, " (");
		text_append_safe(&part, why);
		text_append(&part, ")");
	}
	string_list_add(unseen, part.bytes, part.len);
	free(part.bytes);
}

void agent_list_unseen(const struct agent_view *view, struct string_list *unseen)
{
	const struct agent_status *agent = view->agent;

	if (view->bits & AGENT(UNFOUND))
		add_unseen(
			unseen, "how it is run",
			"an agent answers on 127.0.0.1:51678, but ecsprobe found no running unit or container of it");
	if (view->bits & AGENT(OTHER_NETWORK))
		add_unseen(unseen, "its way to the endpoints",
			   "it runs in another network namespace than ecsprobe");
	if (view->bits & AGENT(CLOUD_UNSEEN))
		add_unseen(unseen, "cloud-final.service", agent->cloud_final.why);
	for (int i = 0; i < AGENT_PART_COUNT; i++) {
		struct part_sight part = agent_part_sight(agent, (enum agent_part)i);
		CLEANUP(cleanup_free) char *what = xasprintf("its %s", part.name);

		if (agent_part_is_unseen(agent, view->bits, (enum agent_part)i))
			add_unseen(unseen, what, part.why);
	}
	if (view->bits & AGENT(ACS_UNSEEN))
		add_unseen(unseen, "its connection to ACS", agent_acs_why(view->report));
	if (!unseen->count)
		string_list_add_once(unseen, "the state of its unit");
}

static void word_unknown(struct text *text, const struct agent_view *view)
{
	struct string_list unseen = { 0 };

	agent_list_unseen(view, &unseen);
	for (size_t i = 0; i < unseen.count; i++)
		text_append(text, "%s%s", i ? ", " : "", unseen.items[i]);
	string_list_done(&unseen);
}

/* If ecsprobe itself runs in a container, an agent may still run beside it. */
static void word_in_sight(struct text *text, const struct agent_view *view)
{
	text_append(text, "%s",
		    view->agent->booted
			    ? "on this instance"
			    : "visible here, and ecsprobe sees neither systemd nor Docker");
}

/* Of the newest failure; the line itself stands beside the finding. */
static void word_acs_trouble(struct text *text, const struct agent_view *view)
{
	const struct path_evidence *path = &view->agent->path;
	const char *cause = log_cause_words(path->acs_cause);

	if (path->acs_subject == LOG_DISCOVER_FAILED)
		text_append(text, "its DiscoverPollEndpoint call to ecs fails");
	else if (path->acs_subject == LOG_CLOSED)
		text_append(text, "its connection was closed");
	else
		text_append(text, "it cannot connect to the endpoint ecs-agent");
	if (cause)
		text_append(text, " (%s)", cause);
}

static void word_acs_for(struct text *text, const struct agent_view *view)
{
	int64_t age_s = view->report->time_s - view->agent->path.acs_failing_since_us / 1000000;

	if (age_s < 0)
		text_append(text, "a moment");
	else if (age_s < 120)
		text_append(text, "%" PRId64 " s", age_s);
	else if (age_s < 7200)
		text_append(text, "%" PRId64 " min", age_s / 60);
	else
		text_append(text, "%" PRId64 " h", age_s / 3600);
}

static void word_denied(struct text *text, const struct agent_view *view)
{
	const char *cause = log_cause_words(view->agent->path.register_cause);

	text_append(text, "%s", cause ? cause : "AWS denies it");
}

static void word_roots(struct text *text, const struct agent_view *view)
{
	text_append(text, "%s", view->agent->roots.origin.place);
}

static void word_docker_roots(struct text *text, const struct agent_view *view)
{
	text_append(text, "%s", view->agent->docker_roots.origin.place);
}

static void word_owner(struct text *text, const struct agent_view *view)
{
	text_append_safe(text, view->agent->owner.evidence);
}

static void word_fault(struct text *text, const struct agent_view *view)
{
	text_append(text, "%s", owner_fault_text(view->agent->owner.fault));
}

static void word_evidence(struct text *text, const struct agent_view *view)
{
	static const struct string_list none;

	append_list(text, view->report->action ? &view->report->action->evidence : &none,
		    SHOWN_KEYS);
}

/* The result of the restart. */
static void word_outcome(struct text *text, const struct agent_view *view)
{
	const struct action *action = view->report->action;

	text_append_safe(text, action && action->detail[0] ? action->detail : "no details");
}

static const struct {
	const char *word;
	void (*write)(struct text *text, const struct agent_view *view);
} words[] = {
	{ "unit", word_unit },
	{ "unit_state", word_unit_state },
	{ "container", word_container },
	{ "ended", word_ended },
	{ "docker", word_docker },
	{ "introspection", word_introspection },
	{ "version", word_version },
	{ "registered", word_registered },
	{ "configured", word_configured },
	{ "json", word_json },
	{ "fatal", word_fatal },
	{ "refused", word_refused },
	{ "unproven", word_unproven },
	{ "unread", word_unread },
	{ "changed", word_changed },
	{ "public_hosts", word_public_hosts },
	{ "how_seen", word_how_seen },
	{ "gone_peer", word_gone_peer },
	{ "given", word_given },
	{ "own_pins", word_own_pins },
	{ "nameservers", word_nameservers },
	{ "unknown", word_unknown },
	{ "acs_trouble", word_acs_trouble },
	{ "acs_for", word_acs_for },
	{ "denied", word_denied },
	{ "roots", word_roots },
	{ "docker_roots", word_docker_roots },
	{ "owner", word_owner },
	{ "in_sight", word_in_sight },
	{ "fault", word_fault },
	{ "evidence", word_evidence },
	{ "outcome", word_outcome },
};

const char *agent_word(size_t index)
{
	return index < ARRAY_SIZE(words) ? words[index].word : NULL;
}

static bool write_word(struct text *text, const char *word, size_t len, const void *arg)
{
	const struct agent_view *view = arg;

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (strlen(words[i].word) != len || strncmp(words[i].word, word, len) != 0)
			continue;
		words[i].write(text, view);
		return true;
	}
	return false;
}

char *agent_text(const char *template, const struct agent_view *view)
{
	return text_expand_words(template, write_word, view);
}
