/* SPDX-License-Identifier: Apache-2.0 */
/* Which nameservers dockerd is configured to hand out, in every place where that can
 * be written, and which file and line is named. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "gather/docker_settings.h"
#include "gather/host_files.h"
#include "gather/proxies.h"
#include "gather/unit_files.h"
#include "tree.h"

#define UNIT "/usr/lib/systemd/system/docker.service"
#define DROP_IN "/etc/systemd/system/docker.service.d/dns.conf"
#define SYSCONFIG "/etc/sysconfig/docker"
#define DAEMON "/etc/docker/daemon.json"

enum { MOST_FILES = 4 };

struct file {
	const char *path, *text;
};

static void write_files(const char *root, const struct file *files)
{
	for (size_t n = 0; n < MOST_FILES && files[n].path; n++)
		tree_write(root, files[n].path, files[n].text);
}

static const char *servers_of(const struct docker_dns *dns, char out[static 256])
{
	out[0] = '\0';
	for (size_t i = 0; i < dns->count; i++) {
		size_t used = strlen(out);

		(void)snprintf(out + used, 256 - used, "%s%s", i ? " " : "",
			       ip_text(&dns->servers[i]));
	}
	return out;
}

static void where_nameservers_stand(void **state)
{
	static const struct {
		const char *what;
		struct file files[MOST_FILES];
		const char *servers, *origin;
	} rows[] = {
		{ "nowhere",
		  { { UNIT, "[Service]\nExecStart=/usr/bin/dockerd -H fd://\n" } },
		  "",
		  "" },
		{ "daemon.json",
		  { { DAEMON, "{\n  \"log-driver\": \"json-file\",\n  \"dns\": [\"10.0.0.2\",\n"
			      "    \"fd00::2\", 7, \"x\"]\n}\n" } },
		  "10.0.0.2 fd00::2",
		  DAEMON ":3" },
		{ "... that is none", { { DAEMON, "{\"dns\": \"10.0.0.2\"}" } }, "", "" },
		{ "... whose list is empty", { { DAEMON, "{\"dns\": []}" } }, "", "" },
		{ "the command line",
		  { { UNIT,
		      "[Service]\nExecStart=/usr/bin/dockerd --dns 10.0.0.2 --dns=10.0.0.3\n" } },
		  "10.0.0.2 10.0.0.3",
		  UNIT ":2" },
		{ "... over two lines, behind a comment",
		  { { UNIT, "[Unit]\n# a comment\n[Service]\nExecStart=-/usr/bin/dockerd \\\n"
			    "  # another\n  --dns 10.0.0.2\n" } },
		  "10.0.0.2",
		  UNIT ":4" },
		{ "a drop-in that replaces it",
		  { { UNIT, "[Service]\nExecStart=/usr/bin/dockerd --dns 10.0.0.9\n" },
		    { DROP_IN,
		      "[Service]\nExecStart=\nExecStart=/usr/bin/dockerd --dns 10.0.0.2\n" } },
		  "10.0.0.2",
		  DROP_IN ":3" },
		{ "OPTIONS of Amazon Linux",
		  { { UNIT,
		      "[Service]\nEnvironmentFile=-" SYSCONFIG "\nExecStart=/usr/bin/dockerd -H "
		      "fd:// $OPTIONS $DOCKER_STORAGE_OPTIONS\n" },
		    { SYSCONFIG,
		      "# comment\nOPTIONS=\"--default-ulimit nofile=1:2 --dns 10.0.0.2\"\n" } },
		  "10.0.0.2",
		  SYSCONFIG ":2" },
		{ "DOCKER_OPTS of Debian, in braces",
		  { { UNIT,
		      "[Service]\nEnvironmentFile=/etc/default/docker\nExecStart=/usr/sbin/dockerd "
		      "--dns ${SERVER}\n" },
		    { "/etc/default/docker", "SERVER=10.0.0.2\n" } },
		  "10.0.0.2",
		  UNIT ":3" },
		{ "Environment= of a drop-in",
		  { { UNIT, "[Service]\nExecStart=/usr/bin/dockerd $OPTIONS\n" },
		    { DROP_IN, "[Service]\nEnvironment=\"OPTIONS=--dns=10.0.0.2\"\n" } },
		  "10.0.0.2",
		  DROP_IN ":2" },
		{ "another file instead of daemon.json",
		  { { UNIT, "[Service]\nExecStart=/usr/bin/dockerd --config-file /etc/d.json\n" },
		    { "/etc/d.json", "{\"dns\":[\"10.0.0.2\"]}" },
		    { DAEMON, "{\"dns\":[\"10.0.0.9\"]}" } },
		  "10.0.0.2",
		  "/etc/d.json:1" },
		{ "OPTIONS where there is no unit",
		  { { SYSCONFIG, "OPTIONS='--dns 10.0.0.2'\n" } },
		  "10.0.0.2",
		  SYSCONFIG ":1" },
		{ "DOCKER_OPTS where there is no unit",
		  { { "/etc/default/docker",
		      "#\nDOCKER_OPTS=\"--dns 10.0.0.2 --dns-search x\"\n" } },
		  "10.0.0.2",
		  "/etc/default/docker:2" },
		{ "... and where the unit does not read it",
		  { { UNIT,
		      "[Service]\nEnvironmentFile=-" SYSCONFIG "\nExecStart=dockerd $OPTIONS\n" },
		    { "/etc/default/docker", "DOCKER_OPTS=\"--dns 10.0.0.2\"\n" } },
		  "",
		  "" },
		{ "a variable that nobody sets",
		  { { UNIT, "[Service]\nExecStart=/usr/bin/dockerd $OPTIONS --dns\n" } },
		  "",
		  "" },
		{ "words that only look like it",
		  { { UNIT, "[Service]\nExecStart=/usr/bin/dockerd --dns-search a.example --dnsx "
			    "10.0.0.2 "
			    "--label=--dns=10.0.0.2\n" } },
		  "",
		  "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *root = tree_open();
		struct docker_settings settings;
		struct host_reader reader;
		struct file_source files;
		char origin[ORIGIN_TEXT_BYTES];
		char servers[256];

		write_files(root, rows[i].files);
		host_reader_open(&reader, root, NULL);
		files = host_files(&reader);
		docker_settings_read(&settings, &files);
		origin_format(&settings.dns.origins[0], origin);
		EXPECT(strcmp(servers_of(&settings.dns, servers), rows[i].servers) == 0, "'%s': %s",
		       rows[i].what, servers);
		EXPECT(strcmp(origin, rows[i].origin) == 0, "'%s': %s", rows[i].what, origin);
		docker_settings_done(&settings);
		host_reader_close(&reader);
		tree_close(root);
	}
	expect_all_held();
}

/* Of the client that its awslogs driver uses. */
static void aws_settings_of_the_environment(void **state)
{
	static const struct {
		struct file files[MOST_FILES];
		bool fips, dual_stack;
	} rows[] = {
		{ { { UNIT, "[Service]\nExecStart=/usr/bin/dockerd\n" } }, false, false },
		{ { { UNIT, "[Service]\nEnvironment=AWS_USE_FIPS_ENDPOINT=true\n"
			    "ExecStart=/usr/bin/dockerd\n" } },
		  true,
		  false },
		{ { { UNIT, "[Service]\nEnvironment=AWS_USE_DUALSTACK_ENDPOINT=TRUE "
			    "AWS_USE_FIPS_ENDPOINT=false\nExecStart=/usr/bin/dockerd\n" } },
		  false,
		  true },
		/* The last one counts, and nothing but this word is true. */
		{ { { UNIT, "[Service]\nEnvironment=AWS_USE_FIPS_ENDPOINT=true\n"
			    "Environment=AWS_USE_FIPS_ENDPOINT=1\nExecStart=/usr/bin/dockerd\n" } },
		  false,
		  false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *root = tree_open();
		struct docker_settings settings;
		struct host_reader reader;
		struct file_source files;

		write_files(root, rows[i].files);
		host_reader_open(&reader, root, NULL);
		files = host_files(&reader);
		docker_settings_read(&settings, &files);
		EXPECT(settings.fips == rows[i].fips, "row %zu", i);
		EXPECT(settings.dual_stack == rows[i].dual_stack, "row %zu", i);
		docker_settings_done(&settings);
		host_reader_close(&reader);
		tree_close(root);
	}
	expect_all_held();
}

/* dockerd(8): its own settings beat those of its environment. */
static void proxies_of_the_command_line(void **state)
{
	static const struct file lines[MOST_FILES] = {
		{ UNIT,
		  "[Service]\nEnvironment=HTTPS_PROXY=http://env:1\nExecStart=/usr/bin/dockerd "
		  "--https-proxy http://own:1 --no-proxy=a,b\n" },
	};
	char *root = tree_open();
	struct docker_settings settings;
	struct proxy_settings both = { 0 };
	struct host_reader reader;
	struct file_source files;

	(void)state;
	write_files(root, lines);
	host_reader_open(&reader, root, NULL);
	files = host_files(&reader);
	docker_settings_read(&settings, &files);
	proxies_add(&both, &settings.of_environment);
	proxies_add(&both, &settings.own);
	assert_string_equal(both.https_proxy, "http://own:1");
	assert_string_equal(both.no_proxy, "a,b");
	assert_string_equal(both.found_in[0][PROXY_OF_HTTPS].place, UNIT);
	assert_int_equal(both.found_in[0][PROXY_OF_HTTPS].line, 3);
	proxies_forget(&both);
	docker_settings_done(&settings);
	host_reader_close(&reader);
	tree_close(root);
}

static void lines_of_settings(void **state)
{
	static const struct file lines[MOST_FILES] = {
		{ "/etc/default/x", "\n# c\nA=1\nB='two\nlines'\nC=\\\n3\n\nD=4\n" },
	};
	static const struct {
		const char *key;
		unsigned line;
	} rows[] = { { "U", 3 }, { "V", 3 }, { "A", 3 }, { "B", 4 }, { "C", 6 }, { "D", 9 } };
	char text[] = "[Service]\nEnvironmentFile=/etc/default/x\nEnvironment=U=1 \\\n  V=2\n";
	char *root = tree_open();
	struct host_reader reader;
	struct file_source files;
	struct unit_files unit;

	(void)state;
	write_files(root, lines);
	host_reader_open(&reader, root, NULL);
	files = host_files(&reader);
	unit_files_read_text(&unit, &files, text, UNIT);
	assert_int_equal(unit.environment_count, ARRAY_SIZE(rows));
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT(strcmp(unit.environment[i].key, rows[i].key) == 0 &&
			       unit.environment[i].line == rows[i].line,
		       "%s: %s at %u", rows[i].key, unit.environment[i].key,
		       unit.environment[i].line);
	unit_files_done(&unit);
	host_reader_close(&reader);
	tree_close(root);
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(where_nameservers_stand),
		cmocka_unit_test(aws_settings_of_the_environment),
		cmocka_unit_test(proxies_of_the_command_line),
		cmocka_unit_test(lines_of_settings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
