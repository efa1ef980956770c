/* SPDX-License-Identifier: Apache-2.0 */
#include "unit_files.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/text.h"
#include "ecsprobe/util.h"

enum { MAX_ASSIGNMENTS = 1024, MAX_ARGUMENTS = 1024, MAX_WORD_BYTES = 1 << 16 };

/* Each kind can be unset alone: files override assignments, and those override what the manager
 * gives to all. */
enum kind { OF_MANAGER, ASSIGNED, OF_FILES, KIND_COUNT };

struct assignments {
	struct assignment *items; /* owned */
	size_t count;
};

struct reader {
	const struct file_source *files; /* borrowed */
	const char *path;                /* borrowed: the file that is being read */
	struct assignments of[KIND_COUNT];
	char *exec; /* owned: the value of the last ExecStart= */
	char *exec_path;
	unsigned exec_line;
};

static void forget(struct assignments *list)
{
	for (size_t i = 0; i < list->count; i++) {
		text_wipe(list->items[i].value);
		free(list->items[i].key);
		free(list->items[i].value);
		free(list->items[i].path);
	}
	free(list->items);
	*list = (struct assignments){ 0 };
}

static void assign(struct assignments *list, const char *key, const char *value, const char *path,
		   unsigned line)
{
	if (list->count >= MAX_ASSIGNMENTS)
		return;
	list->items = xgrow(list->items, list->count, sizeof *list->items);
	list->items[list->count++] =
		(struct assignment){ xstrdup(key), xstrdup(value), xstrdup(path), line };
}

/* The next word as systemd splits them: quotes anywhere in it group and come
 * off, a backslash keeps the next character, "%%" is one percent sign.  Written
 * over the text it is read from.  NULL at the end. */
static char *next_word(char **cursor)
{
	char *in = *cursor;
	char quote = '\0';
	char *word;
	char *out;

	while (isspace((unsigned char)*in))
		in++;
	word = out = in;
	if (!*in)
		return NULL;
	for (; *in && (quote || !isspace((unsigned char)*in)); in++) {
		if (*in == quote) {
			quote = '\0';
		} else if (!quote && (*in == '"' || *in == '\'')) {
			quote = *in;
		} else {
			if ((*in == '\\' && in[1]) || (*in == '%' && in[1] == '%'))
				in++;
			*out++ = *in;
		}
	}
	*cursor = *in ? in + 1 : in;
	*out = '\0';
	return word;
}

static void assign_words(struct reader *reader, enum kind kind, char *value, unsigned line)
{
	char *word;

	while ((word = next_word(&value))) {
		char *equals = strchr(word, '=');

		if (!equals)
			continue;
		*equals = '\0';
		assign(&reader->of[kind], word, equals + 1, reader->path, line);
	}
}

/* --- Environment= and EnvironmentFile= ------------------------------------------- */

struct file_reader {
	struct reader *reader;
	const char *path;
};

static void on_assignment(void *arg, const char *key, const char *value, unsigned line)
{
	const struct file_reader *file = arg;

	assign(&file->reader->of[OF_FILES], key, value, file->path, line);
}

static void on_environment_file(void *arg, const char *path, char *text, size_t len)
{
	struct file_reader file = { arg, path };

	(void)len;
	config_each_assignment(text, on_assignment, &file);
}

/* The last name may be a pattern. */
static void read_environment_files(struct reader *reader, char *path)
{
	const char *const directories[] = { path, NULL };
	struct string_list names = { 0 };
	char *slash = strrchr(path, '/');

	/* systemd ignores what is relative. */
	if (*path != '/')
		return;
	*slash = '\0';
	if (strpbrk(slash + 1, "*?["))
		config_names(reader->files, directories, slash + 1, &names);
	else
		string_list_add(&names, slash + 1, strlen(slash + 1));
	for (size_t i = 0; i < names.count; i++)
		(void)config_read_file(reader->files, directories, names.items[i],
				       on_environment_file, reader);
	string_list_done(&names);
}

static void take_exec(struct reader *reader, const char *value, unsigned line)
{
	text_wipe(reader->exec);
	free(reader->exec);
	free(reader->exec_path);
	/* An empty assignment unsets everything before. */
	reader->exec = *value ? xstrdup(value) : NULL;
	reader->exec_path = *value ? xstrdup(reader->path) : NULL;
	reader->exec_line = line;
}

static void on_unit_setting(void *arg, const char *section, char *key, char *value, unsigned line)
{
	struct reader *reader = arg;
	bool is_file = strcmp(key, "EnvironmentFile") == 0;

	if (strcmp(section, "Service") != 0)
		return;
	if (strcmp(key, "ExecStart") == 0)
		take_exec(reader, value, line);
	else if (!is_file && strcmp(key, "Environment") != 0)
		return;
	else if (!*value)
		forget(&reader->of[is_file ? OF_FILES : ASSIGNED]);
	else if (is_file)
		read_environment_files(reader, value + (*value == '-'));
	else
		assign_words(reader, ASSIGNED, value, line);
}

static void on_unit_text(void *arg, const char *path, char *text, size_t len)
{
	struct reader *reader = arg;

	(void)len;
	reader->path = path;
	config_join_lines(text);
	config_each_setting(text, "=", on_unit_setting, reader);
}

/* --- what the manager gives to all ------------------------------------------------ */

static void on_manager_setting(void *arg, const char *section, char *key, char *value,
			       unsigned line)
{
	struct reader *reader = arg;

	if (strcmp(section, "Manager") != 0 || strcmp(key, "DefaultEnvironment") != 0)
		return;
	if (!*value)
		forget(&reader->of[OF_MANAGER]);
	else
		assign_words(reader, OF_MANAGER, value, line);
}

static void on_manager_text(void *arg, const char *path, char *text, size_t len)
{
	struct reader *reader = arg;

	(void)len;
	reader->path = path;
	config_join_lines(text);
	config_each_setting(text, "=", on_manager_setting, reader);
}

/* --- the command line --------------------------------------------------------------- */

static const struct assignment *find(const struct unit_files *unit, const char *key, size_t key_len)
{
	for (size_t i = unit->environment_count; i-- > 0;)
		if (strlen(unit->environment[i].key) == key_len &&
		    memcmp(unit->environment[i].key, key, key_len) == 0)
			return &unit->environment[i];
	return NULL;
}

static size_t name_length(const char *text)
{
	size_t len = 0;

	if (isdigit((unsigned char)*text))
		return 0;
	while (isalnum((unsigned char)text[len]) || text[len] == '_')
		len++;
	return len;
}

static void add_argument(struct unit_files *unit, const char *text, const char *path, unsigned line)
{
	if (unit->argument_count >= MAX_ARGUMENTS)
		return;
	unit->arguments = xgrow(unit->arguments, unit->argument_count, sizeof *unit->arguments);
	unit->arguments[unit->argument_count++] = (struct argument){ xstrdup(text), path, line };
}

/* "$NAME" alone becomes as many words as its value has. */
static bool add_split(struct unit_files *unit, const char *word)
{
	size_t len = word[0] == '$' ? name_length(word + 1) : 0;
	const struct assignment *found = len ? find(unit, word + 1, len) : NULL;
	char *copy;
	char *cursor;
	char *part;

	if (len == 0 || word[1 + len])
		return false;
	if (!found)
		return true;
	cursor = copy = xstrdup(found->value);
	while ((part = next_word(&cursor)))
		add_argument(unit, part, found->path, found->line);
	text_wipe(copy);
	free(copy);
	return true;
}

/* "${NAME}" is replaced, and "$$" is one. */
static void add_replaced(struct unit_files *unit, const char *word, unsigned line)
{
	CLEANUP(text_done) struct text out = { 0 };

	while (*word && out.len < MAX_WORD_BYTES) {
		size_t len = word[0] == '$' && word[1] == '{' ? name_length(word + 2) : 0;

		if (word[0] == '$' && word[1] == '$') {
			text_append(&out, "$");
			word += 2;
		} else if (len && word[2 + len] == '}') {
			const struct assignment *found = find(unit, word + 2, len);

			text_append(&out, "%s", found ? found->value : "");
			word += len + 3;
		} else {
			text_append_bytes(&out, word++, 1);
		}
	}
	add_argument(unit, text_of(&out), unit->exec_path, line);
}

/* systemd.service(5), "Special executable prefixes". */
static const char prefixes[] = "@-:+!|";

static void split_exec(struct unit_files *unit, char *exec, unsigned line)
{
	size_t prefixed = exec ? strspn(exec, prefixes) : 0;
	/* With a colon in front nothing is replaced. */
	bool verbatim = exec && memchr(exec, ':', prefixed);
	char *cursor = exec ? exec + prefixed : NULL;
	char *word;

	while (cursor && (word = next_word(&cursor))) {
		if (verbatim)
			add_argument(unit, word, unit->exec_path, line);
		else if (!add_split(unit, word))
			add_replaced(unit, word, line);
	}
}

/* --- the whole ----------------------------------------------------------------------- */

static void hand_over(struct unit_files *unit, struct reader *reader)
{
	for (size_t kind = 0; kind < KIND_COUNT; kind++) {
		for (size_t i = 0; i < reader->of[kind].count; i++) {
			unit->environment = xgrow(unit->environment, unit->environment_count,
						  sizeof *unit->environment);
			unit->environment[unit->environment_count++] = reader->of[kind].items[i];
		}
		free(reader->of[kind].items);
	}
	unit->exec_path = reader->exec_path;
	split_exec(unit, reader->exec, reader->exec_line);
	text_wipe(reader->exec);
	free(reader->exec);
}

void unit_files_read(struct unit_files *unit, const struct file_source *files, const char *name)
{
	static const char *const directories[] = {
		"/etc/systemd/system",     "/run/systemd/system", "/usr/local/lib/systemd/system",
		"/usr/lib/systemd/system", "/lib/systemd/system", NULL
	};
	static const char *const manager[] = { "/etc/systemd", "/run/systemd",
					       "/usr/local/lib/systemd", "/usr/lib/systemd", NULL };
	static const char *const of_manager[] = { "system.conf.d", NULL };
	CLEANUP(cleanup_free) char *own = xasprintf("%s.d", name);
	struct reader reader = { .files = files };

	*unit = (struct unit_files){ 0 };
	unit->is_there = config_read_file(files, directories, name, on_unit_text, &reader);
	/* Those of every service are of none that is not there. */
	const char *const subdirectories[] = { own, unit->is_there ? "service.d" : NULL, NULL };

	config_read_drop_ins(files, directories, subdirectories, on_unit_text, &reader);
	if (unit->is_there) {
		(void)config_read_file(files, manager, "system.conf", on_manager_text, &reader);
		config_read_drop_ins(files, manager, of_manager, on_manager_text, &reader);
	}
	hand_over(unit, &reader);
}

void unit_files_read_text(struct unit_files *unit, const struct file_source *files, char *text,
			  const char *path)
{
	struct reader reader = { .files = files };

	*unit = (struct unit_files){ .is_there = true };
	on_unit_text(&reader, path, text, strlen(text));
	hand_over(unit, &reader);
}

void unit_files_done(struct unit_files *unit)
{
	struct assignments environment = { unit->environment, unit->environment_count };

	forget(&environment);
	for (size_t i = 0; i < unit->argument_count; i++) {
		text_wipe(unit->arguments[i].text);
		free(unit->arguments[i].text);
	}
	free(unit->arguments);
	free(unit->exec_path);
	*unit = (struct unit_files){ 0 };
}
