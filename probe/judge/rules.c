/* SPDX-License-Identifier: Apache-2.0 */
#include "rules.h"

const struct rule_list *rules_of(enum rule_group group)
{
	static const struct rule_list *const lists[GROUP_COUNT] = {
		[GROUP_WORKS] = &rules_works, [GROUP_PATH] = &rules_path,
		[GROUP_DNS] = &rules_dns,     [GROUP_SERVERS] = &rules_servers,
		[GROUP_TLS] = &rules_tls,     [GROUP_HELLO] = &rules_hello,
		[GROUP_NOTES] = &rules_notes, [GROUP_REGION] = &rules_region,
	};

	return lists[group];
}

enum severity rules_severity(enum rule_severity severity, enum expect expect)
{
	switch (severity) {
	case RULE_FAIL:
		return SEVERITY_FAIL;
	case RULE_EXPECT:
		if (expect == EXPECT_PUBLIC || expect == EXPECT_ANY)
			return SEVERITY_NOTE;
		return expect == EXPECT_PRIVATE ? SEVERITY_FAIL : SEVERITY_WARN;
	case RULE_SET:
		return expect == EXPECT_PRIVATE ? SEVERITY_FAIL : SEVERITY_WARN;
	case RULE_WARN:
		return SEVERITY_WARN;
	case RULE_NOTE:
	case RULE_UNKNOWN:
	case RULE_NEEDLESS:
		break;
	}
	return SEVERITY_NOTE;
}

const struct rule *rules_match(enum rule_group group, const struct view *view)
{
	const struct rule_list *list = rules_of(group);

	for (size_t i = 0; i < list->count; i++) {
		const struct rule *rule = &list->rows[i];

		if ((rule->symptom == CODE_NONE || rule->symptom == view->symptom) &&
		    bits_match(view->bits, rule->when, rule->unless))
			return rule;
	}
	return NULL;
}

const char *rules_hint(const struct hint *hint, const struct view *view)
{
	if (!hint)
		return NULL;
	return (view->bits & ENDPOINT(OUTSIDE)) && hint->outside ? hint->outside : hint->text;
}
