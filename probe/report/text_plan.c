/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "ecsprobe/ports.h"
#include "ecsprobe/text.h"
#include "ecsprobe/wrap.h"
#include "policy.h"
#include "renderers.h"
#include "text_parts.h"

enum { FIELD_BYTES = 512 };

static void put_host(FILE *out, const struct render_style *style, const struct target *t)
{
	char text[FIELD_BYTES];
	char port[16] = "";

	if (t->port != HTTPS_PORT)
		(void)snprintf(port, sizeof port, ":%u", t->port);
	(void)snprintf(text, sizeof text, "%s%s%s", t->host, port,
		       t->tcp_only ? " (TCP only)" : "");
	field_put(out, style, "host", text);
}

static void put_endpoint_service(FILE *out, const struct render_style *style,
				 const struct target *t)
{
	char text[FIELD_BYTES];

	if (!t->row)
		return;
	if (t->endpoint_service[0])
		(void)snprintf(text, sizeof text, "%s", t->endpoint_service);
	else
		(void)snprintf(text, sizeof text, "no endpoint service%s%s",
			       t->unoffered ? ": " : "", t->unoffered ? t->unoffered->why : "");
	field_put(out, style, "endpoint", text);
	if (t->endpoint_note)
		field_put(out, style, "note", t->endpoint_note);
}

static void put_source(FILE *out, const struct render_style *style, const struct target *t)
{
	static const char *const words[] = {
		[PROVENANCE_SDK] = "name by the AWS SDKs' rules",
		[PROVENANCE_DOCUMENTED] = "name documented",
		[PROVENANCE_INFERRED] = "name inferred, so a failure only warns",
		[PROVENANCE_OWN] = "your own",
	};
	char text[FIELD_BYTES];

	(void)snprintf(text, sizeof text, "%s; %s", words[t->provenance], t->source);
	field_put(out, style, "source", text);
}

/* The other profiles of those that are listed. */
static void put_also_in(FILE *out, const struct render_style *style, const struct target *t,
			unsigned others)
{
	CLEANUP(text_done) struct text text = { 0 };

	for (int p = 0; t->row && p < PROFILE_COUNT; p++)
		if (t->row->profiles & others & (1U << p))
			text_join(&text, ", ", "%s", profile_name((enum profile)p));
	if (text.len)
		field_put(out, style, "also in", text_of(&text));
}

static void put_target(FILE *out, const struct render_style *style, const struct target *t,
		       unsigned others)
{
	static const char *const paths[] = {
		[EXPECT_AUTO] = "private; a public one is a warning",
		[EXPECT_PRIVATE] = "private; a public one is a failure",
		[EXPECT_PUBLIC] = "public; a private one is fine too",
		[EXPECT_ANY] = "any",
	};

	(void)fputc('\n', out);
	paint_put(out, style, PAINT_STRONG, t->service);
	(void)fprintf(out, "  %s, used by %s\n", t->required ? "required" : "optional",
		      dialler_name(t->dialled_by));
	put_host(out, style, t);
	put_endpoint_service(out, style, t);
	field_put(out, style, "path", paths[t->expect]);
	field_put(out, style, "why", t->why);
	put_source(out, style, t);
	put_also_in(out, style, t, others);
}

/* The first of the profiles that has it; PROFILE_COUNT: none does. */
static int group_of(const struct target *t, unsigned profiles)
{
	for (int p = 0; t->row && p < PROFILE_COUNT; p++)
		if (t->row->profiles & profiles & (1U << p))
			return p;
	return PROFILE_COUNT;
}

static void put_group_heading(FILE *out, const struct render_style *style, int group)
{
	char first[64];

	if (group == PROFILE_COUNT) {
		(void)fputs("\n---- in none of these profiles\n", out);
		return;
	}
	(void)snprintf(first, sizeof first,
		       "\n---- profile %s: ", profile_name((enum profile)group));
	wrap_print(out, first, 5, style->width, profile_table()[group].help);
}

static void put_group(FILE *out, const struct render_style *style, const struct plan *plan,
		      int group)
{
	unsigned others = group < PROFILE_COUNT ? plan->profiles & ~(1U << group) : 0;
	bool headed = false;

	for (size_t i = 0; i < plan->count; i++) {
		if (group_of(plan->targets[i], plan->profiles) != group)
			continue;
		if (!headed)
			put_group_heading(out, style, group);
		headed = true;
		put_target(out, style, plan->targets[i], others);
	}
}

int plan_text(FILE *out, const struct plan *plan, const struct identity *identity,
	      const struct render_style *style)
{
	bool several = plan->profiles & (plan->profiles - 1);

	(void)fprintf(out, "%zu endpoint%s for Region %s (%s)\n", plan->count,
		      plan->count == 1 ? "" : "s", identity->region, identity->partition);
	for (int group = 0; several && group <= PROFILE_COUNT; group++)
		put_group(out, style, plan, group);
	for (size_t i = 0; !several && i < plan->count; i++)
		put_target(out, style, plan->targets[i], 0);
	if (plan->calls)
		policy_text(out, plan, style);
	return 0;
}
