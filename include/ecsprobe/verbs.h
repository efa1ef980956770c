/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_VERBS_H
#define ECSPROBE_VERBS_H
/* One file a verb: it carries data from room to room and is, with main, the
 * only code that prints. */
#include "ecsprobe/exit_code.h"
#include "ecsprobe/options.h"

typedef enum exit_code (*verb_fn)(const struct options *options);

enum exit_code verb_probe(const struct options *options);
enum exit_code verb_list(const struct options *options);
enum exit_code verb_explain(const struct options *options);
enum exit_code verb_list_codes(const struct options *options);
enum exit_code verb_show_config(const struct options *options);
enum exit_code verb_check_config(const struct options *options);
enum exit_code verb_read(const struct options *options);
enum exit_code verb_help(const struct options *options);
enum exit_code verb_version(const struct options *options);

/* The probe where the settings are at fault: every output says so, nothing is
 * looked at.  options: options_salvage(). */
enum exit_code probe_refused(const struct options *options, const struct error *why);

/* One line on stderr, "ecsprobe: ...". */
void complain(const struct error *e);

/* The same where nothing else will be said, and the exit status that goes with
 * it; where Nagios reads stdout, as Nagios wants both. */
enum exit_code give_up(const struct error *e, bool for_nagios);

#endif
