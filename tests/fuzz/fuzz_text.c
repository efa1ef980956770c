/* SPDX-License-Identifier: Apache-2.0 */
/* Templates, and words about an endpoint of which much is missing. */
#include "fuzz.h"
#include "judge/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct target target = { .host = "ecs.us-east-1.amazonaws.com",
					.service = "ecs",
					.port = 443 };
	static struct target_outcome outcome = { .target = &target };
	static struct target *targets[] = { &target };
	static struct target_outcome *items[] = { &outcome };
	static struct outcomes outcomes = { .items = items, .count = 1 };
	static struct plan plan = { .targets = targets, .count = 1, .resolver_count = 1 };
	static struct attempt_outcome attempt = { .ip = { .family = IP_V4 },
						  .from = 1,
						  .code = CODE_TCP_TIMEOUT };
	static struct address_verdict address = { .outcome = &attempt,
						  .judged = true,
						  .status = STATUS_FAIL };
	static const struct cidr_list nothing;
	struct facts facts = { 0 };
	struct endpoint_verdict endpoint = { .target = &target,
					     .vantage = &plan.vantages[0][MOMENT_RUNNING],
					     .outcome = &outcome };
	struct report report = { .facts = &facts, .plan = &plan, .outcomes = &outcomes };
	const struct judge_policy policy = { .allow_cidrs = &nothing };
	struct view view = { .report = &report, .policy = &policy, .endpoint = &endpoint };
	char *template = fuzz_text(data, size);
	char *text;

	if (size && data[size - 1] % 2) {
		endpoint.addresses = &address;
		endpoint.address_count = endpoint.judged_count = 1;
		endpoint.answer = &outcome.answers[0];
		view.symptom = CODE_TCP_TIMEOUT;
		view.bits = ENDPOINT(HALF_ANSWER);
	}
	text = text_expand(template, &view);
	PROMISE(strchr(template, '{') || strcmp(text, template) == 0);
	free(text);
	free(template);
	return 0;
}
