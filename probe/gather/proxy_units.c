/* SPDX-License-Identifier: Apache-2.0 */
/* What units and their drop-ins say of proxies, on this host or in an image. */
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "deciding.h"
#include "ecsprobe/util.h"
#include "proxies.h"

enum { MAX_LISTED = 4096 };

struct reader {
	struct proxy_settings *settings;
	const char *source;
};

static void on_assignment(void *arg, const char *key, const char *value)
{
	const struct reader *reader = arg;

	proxies_take(reader->settings, key, value, reader->source);
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

/* What one unit and its drop-ins say: files beat assignments, and those what
 * systemd gives to all; each can be taken back alone. */
struct unit {
	const struct file_source *files;
	const char *source;
	struct proxy_settings of_manager, assigned, of_files;
};

static void take_words(struct proxy_settings *settings, char *value, const char *source)
{
	char *word;

	while ((word = next_word(&value)))
		proxies_take_assignment(settings, word, source);
}

static void on_environment_file(void *arg, const char *path, char *text, size_t len)
{
	struct unit *unit = arg;
	struct reader reader = { &unit->of_files, path };

	(void)len;
	config_each_assignment(text, on_assignment, &reader);
}

/* The last name may be a pattern. */
static void read_environment_files(struct unit *unit, char *path)
{
	const char *const directories[] = { path, NULL };
	struct string_list names = { 0 };
	char *slash = strrchr(path, '/');

	/* systemd ignores what is relative. */
	if (*path != '/')
		return;
	*slash = '\0';
	if (strpbrk(slash + 1, "*?["))
		config_names(unit->files, directories, slash + 1, &names);
	else
		string_list_add(&names, slash + 1, strlen(slash + 1));
	for (size_t i = 0; i < names.count; i++)
		(void)config_read_file(unit->files, directories, names.items[i],
				       on_environment_file, unit);
	string_list_done(&names);
}

static void on_unit_setting(void *arg, const char *section, char *key, char *value)
{
	struct unit *unit = arg;
	bool is_file = strcmp(key, "EnvironmentFile") == 0;

	if (strcmp(section, "Service") != 0 || (!is_file && strcmp(key, "Environment") != 0))
		return;
	/* Nothing assigned takes back what was before. */
	if (!*value)
		proxies_forget(is_file ? &unit->of_files : &unit->assigned);
	else if (is_file)
		read_environment_files(unit, value + (*value == '-'));
	else
		take_words(&unit->assigned, value, unit->source);
}

static void on_unit_text(void *arg, const char *path, char *text, size_t len)
{
	struct unit *unit = arg;

	(void)len;
	unit->source = path;
	config_join_lines(text);
	config_each_setting(text, "=", on_unit_setting, unit);
}

static void on_manager_setting(void *arg, const char *section, char *key, char *value)
{
	struct unit *unit = arg;

	if (strcmp(section, "Manager") != 0 || strcmp(key, "DefaultEnvironment") != 0)
		return;
	if (!*value)
		proxies_forget(&unit->of_manager);
	else
		take_words(&unit->of_manager, value, unit->source);
}

static void on_manager_text(void *arg, const char *path, char *text, size_t len)
{
	struct unit *unit = arg;

	(void)len;
	unit->source = path;
	config_join_lines(text);
	config_each_setting(text, "=", on_manager_setting, unit);
}

static void hand_over(struct proxy_settings *settings, const struct proxy_settings *from)
{
	for (size_t s = 0; s < PROXY_SPELLINGS; s++)
		for (size_t v = 0; v < PROXY_VARIABLES; v++)
			if (from->spelled[s][v])
				proxies_take(settings, proxy_keys[s][v], from->spelled[s][v],
					     from->found_in[s][v]);
}

static void unit_done(struct unit *unit, struct proxy_settings *settings)
{
	hand_over(settings, &unit->of_manager);
	hand_over(settings, &unit->assigned);
	hand_over(settings, &unit->of_files);
	proxies_forget(&unit->of_manager);
	proxies_forget(&unit->assigned);
	proxies_forget(&unit->of_files);
}

void proxies_read_unit_files(const struct file_source *files, struct proxy_settings *settings,
			     const char *name)
{
	static const char *const directories[] = {
		"/etc/systemd/system",     "/run/systemd/system", "/usr/local/lib/systemd/system",
		"/usr/lib/systemd/system", "/lib/systemd/system", NULL
	};
	static const char *const manager[] = { "/etc/systemd", "/run/systemd",
					       "/usr/local/lib/systemd", "/usr/lib/systemd", NULL };
	static const char *const of_manager[] = { "system.conf.d", NULL };
	CLEANUP(cleanup_free) char *own = xasprintf("%s.d", name);
	struct unit unit = { .files = files };
	bool is_there = config_read_file(files, directories, name, on_unit_text, &unit);
	/* Those of every service are of none that is not there. */
	const char *const subdirectories[] = { own, is_there ? "service.d" : NULL, NULL };

	config_read_drop_ins(files, directories, subdirectories, on_unit_text, &unit);
	if (is_there) {
		(void)config_read_file(files, manager, "system.conf", on_manager_text, &unit);
		config_read_drop_ins(files, manager, of_manager, on_manager_text, &unit);
	}
	unit_done(&unit, settings);
}

/* --- this host -------------------------------------------------------------------- */

static char *read_of_host(void *arg, const char *path, size_t *len)
{
	return read_deciding_file(arg, path, len);
}

static void list_of_host(void *arg, const char *directory, struct string_list *names)
{
	int r = directory_names_at(directory, MAX_LISTED + 1, names);

	if (r < 0 && r != -ENOENT && r != -ENOTDIR)
		note_unreadable(arg, directory, strerror(-r));
	if (names->count > MAX_LISTED)
		note_unreadable(arg, directory, "it holds too many files");
}

static bool is_masked_on_host(void *arg, const char *path)
{
	struct stat st;

	(void)arg;
	return stat(path, &st) == 0 && S_ISCHR(st.st_mode);
}

struct file_source proxies_host_files(struct host_facts *host)
{
	return (struct file_source){ host, read_of_host, list_of_host, is_masked_on_host };
}

void proxies_read_unit(struct proxy_settings *settings, char *text, const char *source)
{
	struct host_facts unreadable = { 0 }; /* nobody to tell */
	const struct file_source files = proxies_host_files(&unreadable);
	struct unit unit = { .files = &files };

	on_unit_text(&unit, source, text, strlen(text));
	unit_done(&unit, settings);
}
