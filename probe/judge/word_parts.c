/* SPDX-License-Identifier: Apache-2.0 */
#include "word_parts.h"

#include <string.h>

bool list_next(struct listing *list, size_t max)
{
	if (list->shown >= max) {
		list->hidden++;
		return false;
	}
	if (list->shown++)
		text_append(list->text, ", ");
	return true;
}

void list_end(const struct listing *list)
{
	if (list->hidden)
		text_append(list->text, " and %zu more", list->hidden);
	else if (!list->shown)
		text_append(list->text, "nothing");
}

const char *label_class(const struct address_verdict *a)
{
	return address_class_name(a->class);
}

const char *label_code(const struct address_verdict *a)
{
	return code_name(a->outcome->code);
}

void list_addresses(struct text *text, const struct view *view, select_fn select, label_fn label)
{
	struct listing list = { .text = text };

	for (size_t i = 0; i < view->endpoint->address_count; i++) {
		const struct address_verdict *a = &view->endpoint->addresses[i];
		char ip[IP_TEXT_BYTES];

		if (!select(view, a) || !list_next(&list, SHOWN_ADDRESSES))
			continue;
		ip_format(&a->outcome->ip, ip);
		text_append(text, "%s", ip);
		if (a->outcome->from & (1U << FROM_PROXY))
			text_append(text, "%sthrough the proxy", ip[0] ? " " : "the way ");
		if (label)
			text_append(text, " (%s)", label(a));
	}
	list_end(&list);
}

void append_ips(struct text *text, const struct ip *ips, size_t count)
{
	struct listing list = { .text = text };

	for (size_t i = 0; i < count; i++) {
		char ip[IP_TEXT_BYTES];

		ip_format(&ips[i], ip);
		if (list_next(&list, SHOWN_ADDRESSES))
			text_append(text, "%s", ip);
	}
}

void append_resolver(struct text *text, const struct view *view, const struct resolver *resolver)
{
	const struct host_facts *host = &view->report->facts->host;
	char ip[IP_TEXT_BYTES];

	ip_format(&resolver->address.ip, ip);
	if (resolver->uplink && !resolver->route53) {
		text_append(text, "%s, to which this host's local resolver forwards,", ip);
		return;
	}
	if (!resolver->route53 && !resolver->configured) {
		char origin[ORIGIN_TEXT_BYTES];

		origin_format(&view->endpoint->vantage->origin, origin);
		text_append(text, "the %s's nameserver (%s, from %s)",
			    dialler_name(view->endpoint->target->dialled_by), ip, origin);
		return;
	}
	text_append(text, "%s (%s",
		    resolver->route53 ? "the Route 53 Resolver" : "the host's nameserver", ip);
	if (host->stub_uplink_count &&
	    ip_equal(&resolver->address.ip, &host->resolver.nameservers[0])) {
		text_append(text, ", which asks ");
		append_ips(text, host->stub_uplinks, host->stub_uplink_count);
	}
	text_append(text, ")");
}
