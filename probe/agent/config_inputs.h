/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_CONFIG_INPUTS_H
#define ECSPROBE_CONFIG_INPUTS_H
/* What the next start of the agent will read.  Private to config*.c. */
#include "ecsprobe/agent_files.h"
#include "ecsprobe/agent_status.h"
#include "evidence.h"

enum { CONFIG_VALUE_BYTES = 1024 };

struct config_inputs {
	const struct agent_files *files;       /* borrowed */
	const struct string_list *environment; /* borrowed: instead of the files; else NULL */
};

/* The value may be a secret, for the caller to wipe; "" where there is none.
 * UNKNOWN where a file that might overrule could not be read. */
enum sight config_look_up(const struct config_inputs *inputs, const char *key, char *value,
			  size_t size);

/* strconv.ParseBool of Go, which the agent uses. */
bool config_is_true(const struct config_inputs *inputs, const char *key);

/* As the agent trims what it reads. */
const char *config_trim(char *value);

/* --- config_json_values.c -------------------------------------------------------- */

struct setting_facts;
struct setting_faults;
struct setting_fault;
/* by_hand: ecs-init did not make the container, nor its environment. */
void config_check_json_values(struct setting_faults *faults, const struct config_inputs *inputs,
			      bool by_hand, const struct setting_facts *facts);
/* config_check.c: bounded. */
void setting_faults_add(struct setting_faults *faults, const struct setting_fault *fault);

/* --- config_fatal.c ------------------------------------------------------------ */

/* Fills config->fatal; external must be known.  proven: the environment that an
 * agent has registered with, or NULL; what stands there too does no harm. */
void config_find_fatal(struct config_evidence *config, const struct config_inputs *inputs,
		       const struct string_list *proven);

/* One of them is about this setting alone: report it only once. */
bool config_is_judged_here(const char *key);

/* Those alone that lie in no single setting, and nothing is proven. */
void config_find_conflicts(struct config_evidence *config, const struct config_inputs *inputs);

#endif
