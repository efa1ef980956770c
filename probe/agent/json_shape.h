/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_JSON_SHAPE_H
#define ECSPROBE_JSON_SHAPE_H
/* Does Go's encoding/json take this text for a list or a map?  Private to the agent
 * room; the json of struct setting_facts. */
#include "ecsprobe/agent_setting.h"

enum json_fit json_shape_of(const char *text, enum json_shape shape, struct string_list *items);

#endif
