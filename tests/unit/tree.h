/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_TREE_H
#define ECSPROBE_TESTS_TREE_H
/* Another machine's files, in a directory of their own. */
#include <stdint.h>

/* The root; close it to remove all of it. */
char *tree_open(void);
void tree_close(char *root);
/* Paths begin with '/'; directories are made. */
void tree_write(const char *root, const char *path, const char *text);
void tree_directory(const char *root, const char *path);
void tree_remove(const char *root, const char *path);
void tree_link(const char *root, const char *path, const char *target);
/* Microseconds since the epoch. */
/* config_gather() with the agent's files below root. */
struct agent_status;
void tree_gather_config(struct agent_status *status, const char *root);

void tree_date(const char *root, const char *path, int64_t time_us);

#endif
