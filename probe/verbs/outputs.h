/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_OUTPUTS_H
#define ECSPROBE_OUTPUTS_H
/* The -o options carried out.  Private to the verbs. */
#include "ecsprobe/options.h"
#include "ecsprobe/report.h"

/* options_blame() for a format that does not exist, or has no form for a plan where
 * there will be nothing else. */
int outputs_check(const struct options *options, bool plan, struct error *e) ECSPROBE_MUST_CHECK;

/* One line on stderr, unless a finding of the report says the same on the same terminal. */
void outputs_complain(const struct options *options, const struct report *report,
		      const struct error *e);

/* Nagios reads stdout, and so the exit status too. */
bool outputs_for_nagios(const struct options *options);

/* Writes every output, the others too when one fails; each failure is printed.
 * Text on stdout when none was asked for.  Regular files come first, as nothing
 * can hold them up; may_block, if not NULL, is called before and after the rest,
 * where there is any. */
enum exit_code outputs_write_report(const struct options *options, const struct report *report,
				    void (*may_block)(bool begins));
/* Replaces the files only, for whoever looks at them while more is to come; what
 * is wrong is told when all of them are written. */
void outputs_keep_report(const struct options *options, const struct report *report);
enum exit_code outputs_write_plan(const struct options *options, const struct plan *plan,
				  const struct identity *identity);

#endif
