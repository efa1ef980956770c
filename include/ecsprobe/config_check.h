/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_CONFIG_CHECK_H
#define ECSPROBE_CONFIG_CHECK_H
/* The agent's files as its next start would read them, checked against the table of settings.
 * Needs no agent, no network and no permissions. */
#include "ecsprobe/agent_files.h"
#include "ecsprobe/agent_setting.h"

enum {
	FAULT_KEY_BYTES = 65,
	FAULT_FOUND_BYTES = 128,
	FAULT_EXPECTED_BYTES = 256,
};

/* A setting that the agent may not accept, or a line without effect. */
struct setting_fault {
	enum agent_file_id file;
	unsigned line; /* 0: of no line alone */
	enum setting_outcome outcome;
	bool unread;                   /* a line that no program reads; outcome is IGNORED */
	bool comment;                  /* ... and looks like a comment */
	char key[FAULT_KEY_BYTES];     /* escaped; "" of a whole file, "(name not shown)" */
	char found[FAULT_FOUND_BYTES]; /* escaped; "(hidden)" where it may be a secret */
	char expected[FAULT_EXPECTED_BYTES];
};

struct setting_faults {
	struct setting_fault *items; /* owned, bounded */
	size_t count;
};

/* Zeroed but for the files: as ecs-init makes the container of them. */
struct setting_sources {
	const struct agent_files *files;       /* borrowed */
	const struct string_list *environment; /* borrowed: a container keeps it, and no
						* environment file is read; else NULL */
	const struct string_list *proven;      /* borrowed: one that an agent has registered
						* with; what stands there too is accepted */
	bool by_hand; /* the container was not made by ecs-init, which always sets some values */
	bool without_json; /* ecs.config.json is not read */
};

/* The settings of the environment files, and those of ecs.config.json that mean the
 * same and that the environment does not overrule.
 * facts: json, external, region_named and default_log_driver are filled in here. */
void config_check_settings(struct setting_faults *faults, const struct setting_sources *sources,
			   struct setting_facts facts);
/* ... and ecs.config.json, and what one setting needs of another. */
void config_check(struct setting_faults *faults, const struct agent_files *files,
		  struct setting_facts facts);
/* The worst of them. */
enum setting_outcome setting_faults_worst(const struct setting_faults *faults);
/* "FILE:LINE: KEY: expected ...", without the value; owned by the caller. */
char *setting_fault_words(const struct setting_fault *fault);
void setting_faults_done(struct setting_faults *faults);

#endif
