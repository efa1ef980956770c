/* SPDX-License-Identifier: Apache-2.0 */
#include "config_files.h"

#include <fnmatch.h>
#include <string.h>

enum { MAX_DROP_INS = 256 };

static const char spaces[] = " \t\n\v\f\r";

/* --- where they are ---------------------------------------------------------------- */

char *config_read_text(const struct file_source *source, const char *path, size_t *len)
{
	char *text;

	if (source->read(source->arg, path, &text, len) < 0)
		return NULL;
	if (strlen(text) == *len)
		return text;
	source->note(source->arg, path, "it contains a NUL byte");
	text_wipe_bytes(text, *len);
	free(text);
	return NULL;
}

static bool read_one(const struct file_source *source, const char *path, config_text_fn each,
		     void *arg)
{
	size_t len;
	char *text;

	if (source->is_masked(source->arg, path))
		return true;
	text = config_read_text(source, path, &len);
	if (!text)
		return false;
	each(arg, path, text, len);
	text_wipe_bytes(text, len);
	free(text);
	return true;
}

bool config_read_file(const struct file_source *source, const char *const *directories,
		      const char *name, config_text_fn each, void *arg)
{
	for (; *directories; directories++) {
		CLEANUP(cleanup_free) char *path = xasprintf("%s/%s", *directories, name);

		if (read_one(source, path, each, arg))
			return true;
	}
	return false;
}

struct drop_in {
	char *name; /* owned */
	char *path; /* owned */
};

struct drop_ins {
	struct drop_in *items; /* owned */
	size_t count;
};

static void add_drop_in(struct drop_ins *list, const char *directory, const char *name)
{
	size_t len = strlen(name);

	if (len < 6 || strcmp(name + len - 5, ".conf") != 0 || list->count >= MAX_DROP_INS)
		return;
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i].name, name) == 0)
			return;
	list->items = xgrow(list->items, list->count, sizeof *list->items);
	list->items[list->count++] =
		(struct drop_in){ xstrdup(name), xasprintf("%s/%s", directory, name) };
}

static void find_drop_ins(const struct file_source *source, struct drop_ins *list,
			  const char *const *directories, const char *subdirectory)
{
	for (; *directories; directories++) {
		CLEANUP(cleanup_free) char *path = xasprintf("%s/%s", *directories, subdirectory);
		struct string_list names = { 0 };

		source->list(source->arg, path, &names);
		for (size_t i = 0; i < names.count; i++)
			add_drop_in(list, path, names.items[i]);
		string_list_done(&names);
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct drop_in *)a)->name, ((const struct drop_in *)b)->name);
}

void config_read_drop_ins(const struct file_source *source, const char *const *directories,
			  const char *const *subdirectories, config_text_fn each, void *arg)
{
	struct drop_ins list = { 0 };

	for (; *subdirectories; subdirectories++)
		find_drop_ins(source, &list, directories, *subdirectories);
	if (list.count)
		qsort(list.items, list.count, sizeof *list.items, by_name);
	for (size_t i = 0; i < list.count; i++) {
		(void)read_one(source, list.items[i].path, each, arg);
		free(list.items[i].name);
		free(list.items[i].path);
	}
	free(list.items);
}

void config_names(const struct file_source *source, const char *const *directories,
		  const char *pattern, struct string_list *names)
{
	for (; *directories; directories++) {
		struct string_list found = { 0 };

		source->list(source->arg, *directories, &found);
		for (size_t i = 0; i < found.count; i++)
			if (fnmatch(pattern, found.items[i], FNM_PERIOD) == 0)
				string_list_add_once(names, found.items[i]);
		string_list_done(&found);
	}
	string_list_sort(names);
}

/* --- what is in them ---------------------------------------------------------------- */

/* Stands for a newline that ends no line: every reader treats it as a blank, and it still counts as
 * a line. */
static const char joined = '\v';

/* A comment is dropped, also in the middle of a continued line. */
void config_join_lines(char *text)
{
	char *line = text;

	while (*line) {
		size_t len = strcspn(line, "\n");
		size_t blank = strspn(line, " \t");
		bool is_comment = line[blank] == '#' || line[blank] == ';';

		if (is_comment)
			memset(line, ' ', len);
		if (is_comment && line[len] == '\n' && line != text)
			line[len] = joined;
		line += len + (line[len] != '\0');
	}
	/* One that is itself behind a backslash joins nothing. */
	for (char *p = text; *p; p++) {
		if (p[0] != '\\' || !p[1])
			continue;
		if (p[1] == '\n') {
			p[0] = ' ';
			p[1] = joined;
		}
		p++;
	}
}

static unsigned count_newlines(const char *from, const char *to)
{
	unsigned count = 0;

	for (; from < to; from++)
		count += *from == '\n' || *from == joined;
	return count;
}

static void each_line(char *text, void (*each)(void *arg, char *line, unsigned number), void *arg)
{
	char *next = text;
	unsigned number = 1;

	while (next) {
		char *line = next;
		char *start = line + strspn(line, " \t\v\f\r");
		unsigned begins = number + count_newlines(line, start);

		next = strchr(line, '\n');
		if (next) {
			number += count_newlines(line, next) + 1;
			*next++ = '\0';
		}
		each(arg, text_trim(start, spaces), begins);
	}
}

struct settings_reader {
	const char *between;
	config_setting_fn each;
	void *arg;
	const char *section;
};

static void on_line(void *arg, char *line, unsigned number)
{
	struct settings_reader *reader = arg;
	char *end = strpbrk(line, reader->between);

	if (*line == '#' || *line == ';')
		return;
	if (*line == '[') {
		line[strcspn(line, "]")] = '\0';
		reader->section = line + 1;
		return;
	}
	if (!end)
		return;
	*end = '\0';
	reader->each(reader->arg, reader->section, text_trim(line, spaces),
		     text_trim(end + 1, spaces), number);
}

void config_each_setting(char *text, const char *between, config_setting_fn each, void *arg)
{
	struct settings_reader reader = { between, each, arg, "" };

	each_line(text, on_line, &reader);
}

/* --- environment files -------------------------------------------------------------- */

static const char newlines[] = "\r\n";
static const char blanks[] = " \t\r\n";

/* What a backslash does at in, outside single quotes; the last character of it. */
static char *take_escape(char *in, char quote, char **out)
{
	char next = in[1];

	if (!next)
		return in;
	if (quote ? next == '\n' : strchr(newlines, next) != NULL)
		return in + 1;
	if (quote && !strchr("\"\\`$", next))
		*(*out)++ = '\\';
	*(*out)++ = next;
	return in + 1;
}

/* Written over the text it is read from; *cursor is left behind it, and *line is
 * that of *cursor.  Quotes count until the first character outside of any, and
 * blanks behind that one come off. */
static char *take_value(char **cursor, unsigned *line)
{
	char *value = *cursor;
	char *out = value;
	char *end = value;
	char quote = '\0';
	bool bare = false;
	char *in;

	for (in = value; *in && (quote || !strchr(newlines, *in)); in++) {
		*line += *in == '\n' || (*in == '\\' && quote != '\'' && in[1] == '\n');
		if (quote ? *in == quote : !bare && (*in == '"' || *in == '\'')) {
			quote = quote ? '\0' : *in;
			continue;
		}
		if (!quote && !bare && strchr(blanks, *in))
			continue;
		bare = bare || !quote;
		if (*in == '\\' && quote != '\'') {
			in = take_escape(in, quote, &out);
			end = out;
			continue;
		}
		*out++ = *in;
		if (quote || !strchr(blanks, *in))
			end = out;
	}
	*line += *in == '\n';
	*cursor = *in ? in + 1 : in;
	*end = '\0';
	return value;
}

void config_each_assignment(char *text, config_assignment_fn each, void *arg)
{
	unsigned line = 1;

	while (*text) {
		char *key = text + strspn(text, blanks);
		unsigned number;
		char *value;

		line += count_newlines(text, key);
		text = key + strcspn(key, *key == '#' || *key == ';' ? newlines : "=\r\n");
		if (*text != '=')
			continue;
		*text++ = '\0';
		number = line;
		value = take_value(&text, &line);
		each(arg, text_trim(key, spaces), value, number);
	}
}
