/* SPDX-License-Identifier: Apache-2.0 */
#include "docker_settings.h"

#include <string.h>
#include <strings.h>
#include <systemd/sd-json.h>

#include "ecsprobe/util.h"
#include "proxies.h"
#include "unit_files.h"

const char docker_settings_file[] = "/etc/docker/daemon.json";

static void add_server(struct docker_settings *settings, const char *text, const char *path,
		       unsigned line)
{
	struct docker_dns *dns = &settings->dns;
	struct ip ip;

	if (!ip_parse(text, &ip))
		return;
	if (dns->count >= MAX_DOCKER_SERVERS)
		return;
	origin_set(&dns->origins[dns->count], path, line);
	dns->servers[dns->count++] = ip;
}

/* --- the command line ---------------------------------------------------------------- */

static void take_dns(struct docker_settings *settings, const char *value,
		     const struct argument *argument)
{
	add_server(settings, value, argument->path, argument->line);
}

static void take_proxy(struct docker_settings *settings, const char *key, const char *value,
		       const struct argument *argument)
{
	proxies_take(&settings->own, key, value, argument->path, argument->line);
}

static void take_http(struct docker_settings *settings, const char *value,
		      const struct argument *argument)
{
	take_proxy(settings, "HTTP_PROXY", value, argument);
}

static void take_https(struct docker_settings *settings, const char *value,
		       const struct argument *argument)
{
	take_proxy(settings, "HTTPS_PROXY", value, argument);
}

static void take_no_proxy(struct docker_settings *settings, const char *value,
			  const struct argument *argument)
{
	take_proxy(settings, "NO_PROXY", value, argument);
}

/* dockerd(8). */
static const struct flag {
	const char *name;
	void (*take)(struct docker_settings *settings, const char *value,
		     const struct argument *argument);
} flags[] = {
	{ "--dns", take_dns },           { "--http-proxy", take_http },
	{ "--https-proxy", take_https }, { "--no-proxy", take_no_proxy },
	{ "--config-file", NULL },
};

/* "--dns 10.0.0.2" and "--dns=10.0.0.2"; *value is the next word where it is NULL. */
static const struct flag *find_flag(const char *word, const char **value)
{
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
		size_t len = strlen(flags[i].name);

		if (strncmp(word, flags[i].name, len) != 0 || (word[len] && word[len] != '='))
			continue;
		*value = word[len] ? word + len + 1 : NULL;
		return &flags[i];
	}
	return NULL;
}

/* Returns the file that takes the place of the usual one. */
static const char *take_arguments(struct docker_settings *settings, const struct unit_files *unit)
{
	const char *file = docker_settings_file;

	for (size_t i = 0; i < unit->argument_count; i++) {
		const struct argument *argument = &unit->arguments[i];
		const char *value = NULL;
		const struct flag *flag = find_flag(argument->text, &value);

		if (flag && !value && i + 1 < unit->argument_count)
			value = unit->arguments[++i].text;
		if (!flag || !value)
			continue;
		if (flag->take)
			flag->take(settings, value, argument);
		else
			file = value;
	}
	return file;
}

/* --- daemon.json --------------------------------------------------------------------- */

static unsigned line_of(sd_json_variant *value)
{
	unsigned line = 0;

	return sd_json_variant_get_source(value, NULL, &line, NULL) < 0 ? 0 : line;
}

static void take_servers(struct docker_settings *settings, const char *path, sd_json_variant *dns)
{
	for (size_t i = 0; sd_json_variant_is_array(dns) && i < sd_json_variant_elements(dns);
	     i++) {
		sd_json_variant *item = sd_json_variant_by_index(dns, i);

		if (sd_json_variant_is_string(item))
			add_server(settings, sd_json_variant_string(item), path, line_of(item));
	}
}

static void take_proxies(struct docker_settings *settings, const char *path,
			 sd_json_variant *proxies)
{
	static const struct {
		const char *member;
		const char *key;
	} members[] = { { "http-proxy", "HTTP_PROXY" },
			{ "https-proxy", "HTTPS_PROXY" },
			{ "no-proxy", "NO_PROXY" } };

	for (size_t i = 0; i < ARRAY_SIZE(members); i++) {
		sd_json_variant *value = sd_json_variant_by_key(proxies, members[i].member);
		const char *text = sd_json_variant_is_string(value) ? sd_json_variant_string(value)
								    : "";

		if (*text)
			proxies_take(&settings->own, members[i].key, text, path, line_of(value));
	}
}

static void read_daemon_json(struct docker_settings *settings, const struct file_source *files,
			     const char *path)
{
	sd_json_variant *root = NULL;
	size_t len;
	char *text = config_read_text(files, path, &len);
	int r;

	if (!text)
		return;
	r = sd_json_parse_with_source(text, path, SD_JSON_PARSE_SENSITIVE, &root, NULL, NULL);
	if (r >= 0 && sd_json_variant_is_object(root)) {
		sd_json_variant *proxies = sd_json_variant_by_key(root, "proxies");

		take_servers(settings, path, sd_json_variant_by_key(root, "dns"));
		if (sd_json_variant_is_object(proxies))
			take_proxies(settings, path, proxies);
	} else if (strspn(text, " \t\r\n") != len) {
		files->note(files->arg, path, "it is not a JSON object");
	}
	sd_json_variant_unref(root);
	text_wipe_bytes(text, len);
	free(text);
}

/* If no unit shows how dockerd is started, an init script of the package does it: it reads the one
 * of these files that its distribution has. */
static void read_init_script(struct unit_files *unit, const struct file_source *files)
{
	char text[] = "[Service]\n"
		      "EnvironmentFile=-/etc/sysconfig/docker\n"
		      "EnvironmentFile=-/etc/default/docker\n"
		      "ExecStart=dockerd $OPTIONS $DOCKER_OPTS\n";

	unit_files_read_text(unit, files, text, "the init script of docker");
}

static void take_environment(struct docker_settings *settings, const struct unit_files *unit)
{
	const struct {
		const char *key;
		bool *flag;
	} rows[] = {
		{ "AWS_USE_FIPS_ENDPOINT", &settings->fips },
		{ "AWS_USE_DUALSTACK_ENDPOINT", &settings->dual_stack },
	};

	proxies_take_environment(&settings->of_environment, unit);
	for (size_t i = 0; i < unit->environment_count; i++)
		for (size_t r = 0; r < ARRAY_SIZE(rows); r++)
			if (strcmp(unit->environment[i].key, rows[r].key) == 0)
				*rows[r].flag = strcasecmp(unit->environment[i].value, "true") == 0;
}

static void read_start(struct docker_settings *settings, const struct file_source *files,
		       const struct unit_files *unit)
{
	take_environment(settings, unit);
	read_daemon_json(settings, files, take_arguments(settings, unit));
}

void docker_settings_read(struct docker_settings *settings, const struct file_source *files)
{
	struct unit_files unit;

	*settings = (struct docker_settings){ 0 };
	unit_files_read(&unit, files, "docker.service");
	if (!unit.is_there) {
		/* Drop-ins without a unit set variables too. */
		take_environment(settings, &unit);
		unit_files_done(&unit);
		read_init_script(&unit, files);
	}
	read_start(settings, files, &unit);
	unit_files_done(&unit);
}

void docker_settings_done(struct docker_settings *settings)
{
	proxies_forget(&settings->of_environment);
	proxies_forget(&settings->own);
}
