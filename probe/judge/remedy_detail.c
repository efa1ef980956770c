/* SPDX-License-Identifier: Apache-2.0 */
/* The reason for a decision about the agent, in words. */
#include <inttypes.h>
#include <string.h>

#include "agent_message_words.h"
#include "ecsprobe/clock.h"
#include "remedy_rules.h"

static const uint64_t second_us = 1000000;

static void append_endpoint(struct text *text, const char *service, const char *state,
			    enum code code)
{
	text_append(text, "%s%s %s", text->len ? ", " : "", service, state);
	if (code != CODE_NONE)
		text_append(text, " (%s)", code_name(code));
}

static void list_endpoints(struct text *text, const struct report *report, enum status status,
			   const char *state)
{
	size_t count;
	const struct endpoint_verdict *endpoints = agent_next_endpoints(report, &count);
	const char *names[ECS_NAMES + 1];
	size_t name_count = agent_start_names(report, names);

	for (size_t i = 0; i < count; i++) {
		const struct endpoint_verdict *e = &endpoints[i];
		bool one = target_is_handed_out(e->target);

		for (size_t n = 0; n < name_count; n++)
			one |= strcmp(e->target->service, names[n]) == 0;
		if (one && e->status == status)
			append_endpoint(text, e->target->service, state, e->code);
	}
}

static void tell_dead(struct text *text, const struct situation *s)
{
	list_endpoints(text, s->view.report, STATUS_FAIL, "fails");
	/* The running agent may still work: it never read that configuration. */
	if (s->view.bits & AGENT(STALE_CONFIG))
		text_append(text, ", with the configuration that its next start would read");
}

static void tell_unseen(struct text *text, const struct situation *s)
{
	const char *names[ECS_NAMES + 1];
	size_t name_count = agent_start_names(s->view.report, names);

	list_endpoints(text, s->view.report, STATUS_SKIP, "was not finished");
	for (size_t i = 0; i < name_count; i++)
		if (!agent_next_endpoint(s->view.report, names[i]))
			append_endpoint(text, names[i], "was not checked", CODE_NONE);
	if (s->view.bits & AGENT(BACKEND_UNUSABLE))
		text_append(
			text,
			"%sthe configuration names an endpoint for ecs that is not an https host, so it was not checked",
			text->len ? ", " : "");
	if (s->view.bits & AGENT(OTHER_NETWORK))
		text_append(
			text,
			"%sthe agent runs in another network namespace, so its own way to the endpoints was not checked",
			text->len ? ", " : "");
}

static void tell_imds(struct text *text, const struct situation *s)
{
	const struct imds_status *imds = &s->view.report->facts->imds;

	if (!imds->asked) {
		text_append(text, "the metadata service was not asked");
		return;
	}
	text_append_safe(text, imds->endpoint[0] ? imds->endpoint : "the metadata service");
	text_append(text, ": %s", imds->code ? code_name(imds->code) : "answers");
	if (!imds->detail[0])
		return;
	text_append(text, " (");
	text_append_safe(text, imds->detail);
	text_append(text, ")");
}

static void tell_credentials(struct text *text, const struct situation *s)
{
	const struct instance_role *role = &s->view.report->facts->role;

	if (role->sight == SIGHT_ABSENT) {
		text_append(text, "this instance has no IAM role");
		return;
	}
	text_append(text, "the metadata service has no credentials for the role ");
	text_append_safe(text, role->name);
	text_append(text, ": ");
	text_append_safe(text, role->code);
}

static void tell_clock(struct text *text, const struct situation *s)
{
	const struct report *report = s->view.report;

	if (report->time_s < report->build_s)
		text_append(text, "the clock is earlier than the day on which ecsprobe was built");
	else
		text_append(text, "the clock is %" PRId64 " s off",
			    report->facts->imds.clock_skew_s);
}

static void append_span(struct text *text, uint64_t span_us)
{
	uint64_t span_s = span_us / second_us;
	bool hours = span_s >= 3600 && span_s % 3600 == 0;
	bool minutes = span_s >= 60 && span_s % 60 == 0;

	text_append(text, "%" PRIu64 " %s", span_s / (hours ? 3600 : (minutes ? 60 : 1)),
		    hours ? "h" : (minutes ? "min" : "s"));
}

static void tell_cool_down(struct text *text, const struct situation *s)
{
	text_append(text, "the last restart was %" PRIu64 " s ago, the cool-down is ",
		    s->last_us / second_us);
	append_span(text, s->policy->cool_down_us);
}

static void tell_maximum(struct text *text, const struct situation *s)
{
	text_append(text, "%zu restarts in the last ", s->restarts);
	append_span(text, s->policy->window_us);
	text_append(text, ", the maximum is %zu", s->policy->maximum);
}

static void tell_image(struct text *text, const struct situation *s)
{
	const struct image_evidence *image = &s->view.agent->image;

	if (s->view.agent->owner.own) {
		text_append(text, "each start of ");
		text_append_safe(text, s->view.agent->unit.name);
		text_append(text, " pulls the image, and fails if the pull fails");
		return;
	}
	text_append(text, "%s, ",
		    image->loaded == SIGHT_SEEN
			    ? "an image is loaded"
			    : (image->loaded == SIGHT_ABSENT ? "no image is loaded"
							     : "images cannot be listed"));
	if (image->why[0]) {
		text_append(text, "the cache cannot be read: ");
		text_append_safe(text, image->why);
		return;
	}
	text_append(text, "%s archive in /var/cache/ecs, %s", image->cached ? "an" : "no",
		    image_cache_state_text(image->cache_state));
}

static void tell_job(struct text *text, const struct situation *s)
{
	bool held = (s->view.bits & AGENT(CLOUD_PENDING)) &&
		    !(s->view.bits & AGENT(UNIT_JOB, UNIT_CHANGING));
	char *told = agent_text(
		held ? "systemd would stop {unit} at once, and hold its start back until cloud-init has finished"
		     : "{unit} is {unit_state}",
		&s->view);

	text_append(text, "%s", told);
	free(told);
}

static void tell_warm_pool(struct text *text, const struct situation *s)
{
	if (s->view.bits & AGENT(WARM_POOL_UNSEEN)) {
		text_append(text, "whether this instance is in a warm pool is not known");
		return;
	}
	if (!s->view.report->facts->launch.lifecycle[0]) {
		text_append(
			text,
			"the instance has no Auto Scaling state, so the agent would end with code 5; remove ECS_WARM_POOLS_CHECK");
		return;
	}
	text_append_safe(text, s->view.report->facts->launch.lifecycle);
}

static void tell_owner(struct text *text, const struct situation *s)
{
	const struct agent_owner *owner = &s->view.agent->owner;

	if (owner->kind != OWNER_UNCERTAIN && (s->view.bits & AGENT(ORPHAN)) &&
	    (s->view.bits & AGENT(ENDED_TERMINALLY))) {
		char *told = agent_text("{ended}, and the container ecs-agent runs", &s->view);

		text_append(text, "%s", told);
		free(told);
		return;
	}
	if (owner->kind == OWNER_UNIT) {
		text_append_safe(text, owner->unit);
		text_append(text,
			    " starts it through a program or script that ecsprobe did not follow");
		return;
	}
	text_append_safe(text, owner->evidence);
}

static void tell_cluster(struct text *text, const struct situation *s)
{
	char *told = agent_text(
		s->view.bits & AGENT(CLUSTER_DIFFERS)
			? "registered with {registered}, configured for "
			  "{configured}"
			: "ECS_CLUSTER changed, and the cluster that the agent is registered with is not known",
		&s->view);

	text_append(text, "%s", told);
	free(told);
}

static void tell_state(struct text *text, const struct situation *s)
{
	const struct agent_status *agent = s->view.agent;
	const char *place = agent->container.data_place;

	if (agent->state.file == SIGHT_ABSENT) {
		text_append_safe(text, place);
		text_append(
			text,
			" does not contain agent.db, in which the running agent saves its state");
		return;
	}
	text_append_safe(text, agent->unit.name);
	text_append(text, " recreates the container, and ");
	if (agent->container.data_outside != SIGHT_SEEN) {
		text_append(text, "no volume or directory of the host holds its ECS_DATADIR");
		return;
	}
	text_append(text, "mounts /var/lib/ecs/data, while the agent saves its state in ");
	text_append_safe(text, *place ? place : "another place");
}

static void tell_fallback(struct text *text, const struct situation *s)
{
	const struct launch *launch = &s->view.report->facts->launch;

	text_append(text, "/var/lib/cloud/data/result.json %s, and ",
		    s->view.agent->cloud_fallback == SIGHT_SEEN ? "names DataSourceNone"
								: "could not be read");
	text_append(text, launch->user_data_known
				  ? "the instance has user data"
				  : "whether the instance has user data is not known");
}

static void tell_later(struct text *text, const struct situation *s)
{
	char *state = agent_text("{unit} is {unit_state} and ordered after cloud-final", &s->view);

	text_append(text, "%s", state);
	if (s->view.bits & AGENT(UNIT_DISABLED))
		text_append(text, "; the unit is disabled: enable it, or it does not start at all");
	free(state);
}

static void tell_unread(struct text *text, const struct situation *s)
{
	char *unread;

	if (!(s->view.bits & AGENT(PARTS_UNKNOWN)))
		return;
	unread = agent_text("ecsprobe could not read: {unknown}", &s->view);
	text_append(text, "%s", unread);
	free(unread);
}

static void tell_blamed(struct text *text, const struct situation *s)
{
	char time[CLOCK_RFC3339_BYTES];

	clock_format_rfc3339(s->blamed->at.time_s, time);
	text_append(text, "it was started with these files at %s, and did not come back", time);
}

static void tell_imdsv1(struct text *text, const struct situation *s)
{
	char *told = agent_text("the agent is {version}, which asks the metadata service without "
				"a token",
				&s->view);

	text_append(text, "%s", told);
	if (s->view.bits & REMEDY(TOKENS_UNSEEN))
		text_append(text, "; whether the service refuses that is not known");
	free(told);
}

static void tell_unproven(struct text *text, const struct situation *s)
{
	const char *unseen = s->view.agent->config.file_unseen;
	CLEANUP(cleanup_free) char *told = agent_text("{unproven}", &s->view);

	text_append(text, "%s%s", told, *told && *unseen ? "; " : "");
	text_append_safe(text, unseen);
}

static const struct {
	enum action_reason reason;
	const char *template; /* with the words of agent_message_words.c; or: */
	void (*tell)(struct text *text, const struct situation *s);
} rows[] = {
	{ REASON_NOTHING_STALE, NULL, tell_unread },
	{ REASON_STARTS_AFTER_CLOUD_INIT, NULL, tell_later },
	{ REASON_STOPPED, "{unit} is {unit_state}", NULL },
	{ REASON_NOT_RUNNING, "{ended}", NULL },
	{ REASON_ORPHAN, "{ended}, and the container ecs-agent runs", NULL },
	{ REASON_ENDPOINTS_FAIL, NULL, tell_dead },
	{ REASON_ENDPOINTS_UNKNOWN, NULL, tell_unseen },
	{ REASON_IMDS_UNREACHABLE, NULL, tell_imds },
	{ REASON_NO_CREDENTIALS, NULL, tell_credentials },
	{ REASON_CLOCK_WRONG, NULL, tell_clock },
	{ REASON_COOL_DOWN, NULL, tell_cool_down },
	{ REASON_MAXIMUM, NULL, tell_maximum },
	{ REASON_DOCKER_INACTIVE, "{docker}", NULL },
	{ REASON_JOB_QUEUED, NULL, tell_job },
	{ REASON_IMAGE_MISSING, NULL, tell_image },
	{ REASON_JSON_INVALID, "{json}", NULL },
	{ REASON_CONFIG_FATAL, "{fatal}", NULL },
	{ REASON_SETTING_UNPROVEN, NULL, tell_unproven },
	{ REASON_FAILED_BEFORE, NULL, tell_blamed },
	{ REASON_CLOUD_FALLBACK, NULL, tell_fallback },
	{ REASON_IMDSV1_ONLY, NULL, tell_imdsv1 },
	{ REASON_NO_CHECKPOINT, "it runs with ECS_CHECKPOINT=false or without ECS_DATADIR", NULL },
	{ REASON_WARM_POOL, NULL, tell_warm_pool },
	{ REASON_CLUSTER_DIFFERS, NULL, tell_cluster },
	{ REASON_UPGRADE, "the running agent is {version}", NULL },
	{ REASON_RECREATE, "{changed}", NULL },
	{ REASON_OWNER_UNCERTAIN, NULL, tell_owner },
	{ REASON_OWNER_UNFIT, "{unit}: {fault}", NULL },
	{ REASON_STATE_LOST, NULL, tell_state },
	{ REASON_UNIT_MASKED, "{unit} is masked", NULL },
	{ REASON_STATUS_UNKNOWN, "ecsprobe could not read: {unknown}", NULL },
};

char *remedy_detail(enum action_reason reason, const struct situation *s)
{
	struct text text = { 0 };

	text_append_bytes(&text, "", 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (rows[i].reason != reason)
			continue;
		if (rows[i].tell) {
			rows[i].tell(&text, s);
			continue;
		}
		free(text.bytes);
		return agent_text(rows[i].template, &s->view);
	}
	return text.bytes;
}
