/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_SETTING_JUDGES_H
#define ECSPROBE_SETTING_JUDGES_H
/* What a row of the settings' table may ask of a value.  Private to the settings room.
 * A value is trimmed, and never empty. */
#include "ecsprobe/agent_setting.h"

typedef enum setting_outcome setting_judge(const struct agent_setting *row, const char *value,
					   const struct setting_facts *facts);

setting_judge judge_any, judge_never, judge_bool, judge_true_only, judge_sdk_bool, judge_words,
	judge_any_case, judge_integer, judge_duration, judge_ports, judge_strings, judge_map,
	judge_routes, judge_drivers, judge_docker_size, judge_log_options, judge_memory,
	judge_checkpoint, judge_data_directory, judge_container_path, judge_docker_host,
	judge_search_path, judge_region, judge_external, judge_profile, judge_metadata_off,
	judge_metadata_mode, judge_gpu, judge_cluster, judge_json_path, judge_unquoted, judge_pair,
	judge_port_range;

#endif
