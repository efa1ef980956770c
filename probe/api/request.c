/* SPDX-License-Identifier: Apache-2.0 */
#include "request.h"

#include <stdio.h>
#include <string.h>
#include <systemd/sd-json.h>

#include "ecsprobe/agent_status.h"
#include "ecsprobe/plan.h"

/* As the agent asks: DiscoverPollEndpoint of ecs-agent/api/ecs/client in
 * aws/amazon-ecs-agent.  Before it has registered, with the cluster alone. */
static char *discovery_body(const struct facts *facts, const struct agent_status *agent)
{
	const char *cluster = facts->launch.user_data_cluster;
	const char *arn = "";
	sd_json_variant *root = NULL;
	char *text = NULL;

	if (agent && agent->introspection.sight == SIGHT_SEEN) {
		cluster = agent->introspection.cluster;
		arn = agent->introspection.arn;
	} else if (agent && agent->config.cluster_sight == SIGHT_SEEN) {
		cluster = agent->config.cluster;
	}
	if (sd_json_buildo(&root,
			   SD_JSON_BUILD_PAIR_CONDITION(*arn, "containerInstance",
							SD_JSON_BUILD_STRING(arn)),
			   SD_JSON_BUILD_PAIR_CONDITION(*cluster, "cluster",
							SD_JSON_BUILD_STRING(cluster))) < 0 ||
	    sd_json_variant_format(root, 0, &text) < 0) {
		free(text);
		text = xstrdup("{}");
	}
	sd_json_variant_unref(root);
	return text;
}

static void add_header(struct request_text *out, const char *header)
{
	size_t count = 0;

	while (out->headers[count])
		count++;
	if (count < MAX_REQUEST_HEADERS)
		out->headers[count] = header;
}

static void write_form(struct request_text *out, const struct api_call *call, const char *token)
{
	switch (call->form) {
	case API_FORM_JSON:
		(void)snprintf(out->target, sizeof out->target, "X-Amz-Target: %s", call->target);
		add_header(out, "Content-Type: application/x-amz-json-1.1");
		add_header(out, out->target);
		break;
	case API_FORM_QUERY:
		add_header(out, "Content-Type: application/x-www-form-urlencoded; charset=utf-8");
		break;
	case API_FORM_REGISTRY:
		(void)snprintf(out->authorization, sizeof out->authorization,
			       "Authorization: Basic %s", token);
		if (*token)
			add_header(out, out->authorization);
		break;
	case API_FORM_PLAIN:
		break;
	}
}

void request_write(struct request_text *out, const struct api_call *call,
		   const struct target *target, const char *token, const struct facts *facts,
		   const struct agent_status *agent)
{
	char port[8] = "";

	*out = (struct request_text){ .body = call->body };
	if (target->port != 443)
		(void)snprintf(port, sizeof port, ":%u", target->port);
	(void)snprintf(out->url, sizeof out->url, "https://%s%s%s", target->host, port, call->path);
	write_form(out, call, token);
	if (call->form == API_FORM_JSON && !call->body)
		out->body = out->made = discovery_body(facts, agent);
}

void request_done(struct request_text *text)
{
	free(text->made);
	explicit_bzero(text, sizeof *text);
}
