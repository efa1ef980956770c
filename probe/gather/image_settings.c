/* SPDX-License-Identifier: Apache-2.0 */
/* What an image says for good that belongs to one environment: nameservers, the
 * cluster, proxies. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <systemd/sd-json.h>

#include "ecsprobe/ecs_config.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/resolv_conf.h"
#include "image.h"

enum { MAX_PINS = 32, MAX_SETTINGS = 64 };

static int read_noted(struct image_facts *image, struct below *below, const char *path, char **text,
		      size_t *len)
{
	int r = below_read(below, path, IMAGE_FILE_BYTES, text, len);

	image_note_unreadable(image, path, r);
	return r;
}

/* --- nameservers ------------------------------------------------------------------ */

static void add_pin(struct image_facts *image, const struct ip *ip, const char *path,
		    bool immutable)
{
	struct image_pin *pin;

	if (image->pin_count >= MAX_PINS)
		return;
	image->pins = xgrow(image->pins, image->pin_count, sizeof *image->pins);
	pin = &image->pins[image->pin_count++];
	pin->ip = *ip;
	pin->immutable = immutable;
	escape_text(pin->path, sizeof pin->path, path);
}

static bool is_immutable(struct below *below, const char *path)
{
	int fd = below_open(below, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	int flags = 0;
	bool immutable;

	if (fd < 0)
		return false;
	immutable = ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0 && (flags & FS_IMMUTABLE_FL);
	(void)close(fd);
	return immutable;
}

/* A file that a DHCP client writes anew at each boot says so in its comments. */
static bool is_generated(const char *text)
{
	static const char *const makers[] = { "dhclient", "NetworkManager", "resolvconf", "dhcpcd",
					      "systemd" };

	while (*text == '#' || *text == ';') {
		size_t len = strcspn(text, "\n");

		for (size_t i = 0; i < ARRAY_SIZE(makers); i++)
			if (memmem(text, len, makers[i], strlen(makers[i])))
				return true;
		text += len + (text[len] == '\n');
	}
	return false;
}

/* What a container engine mounts there is not the image's. */
static bool is_mounted_over(struct below *below, const char *path)
{
	int fd = below_open(below, path, O_PATH | O_NOFOLLOW);
	struct statx st = { 0 };
	bool mounted;

	if (fd < 0)
		return false;
	mounted = statx(fd, "", AT_EMPTY_PATH, 0, &st) == 0 &&
		  (st.stx_attributes & STATX_ATTR_MOUNT_ROOT);
	(void)close(fd);
	return mounted;
}

/* A link leads to what is made at boot. */
static void look_at_resolv_conf(struct image_facts *image, struct below *below)
{
	static const char path[] = "/etc/resolv.conf";
	struct ip ips[MAX_PINS];
	struct stat st;
	char *text;
	size_t len;
	size_t count;
	bool immutable;

	if (below_stat(below, path, false, &st) < 0 || !S_ISREG(st.st_mode) ||
	    is_mounted_over(below, path) || read_noted(image, below, path, &text, &len) < 0)
		return;
	immutable = is_immutable(below, path);
	count = immutable || !is_generated(text) ? resolv_conf_nameservers(text, len, ips, MAX_PINS)
						 : 0;
	for (size_t i = 0; i < count; i++)
		add_pin(image, &ips[i], path, immutable);
	free(text);
}

/* resolved.conf(5): addresses, each with what may follow it: ":port", "%interface", "#name". */
static void add_resolved_servers(struct image_facts *image, const char *path, const char *value,
				 size_t len)
{
	while (len) {
		size_t blank = 0;
		size_t word = 0;
		char address[IP_TEXT_BYTES];
		struct ip ip;

		while (blank < len && isblank((unsigned char)value[blank]))
			blank++;
		while (blank + word < len && !isblank((unsigned char)value[blank + word]))
			word++;
		if (word && word < sizeof address) {
			memcpy(address, value + blank, word);
			address[word] = '\0';
			address[strcspn(address, "%#")] = '\0';
			if (ip_parse(address, &ip))
				add_pin(image, &ip, path, false);
		}
		value += blank + word;
		len -= blank + word;
	}
}

static void look_at_resolved_conf(struct image_facts *image, struct below *below, const char *path)
{
	struct ecs_config_line line;
	unsigned number = 0;
	const char *cursor;
	char *text;
	size_t len;

	if (read_noted(image, below, path, &text, &len) < 0)
		return;
	cursor = text;
	while (ecs_config_next(&cursor, text + len, &number, &line))
		if (line.key_len == 3 && memcmp(line.key, "DNS", 3) == 0)
			add_resolved_servers(image, path, line.value, line.value_len);
	free(text);
}

static void each_conf(struct image_facts *image, struct below *below, const char *directory,
		      void (*look)(struct image_facts *image, struct below *below,
				   const char *path))
{
	struct string_list names;
	int r = below_list(below, directory, &names);

	image_note_unreadable(image, directory, r);
	for (size_t i = 0; r == 0 && i < names.count; i++) {
		size_t len = strlen(names.items[i]);
		CLEANUP(cleanup_free) char *path = xasprintf("%s/%s", directory, names.items[i]);

		if (len > 5 && strcmp(names.items[i] + len - 5, ".conf") == 0)
			look(image, below, path);
	}
	string_list_done(&names);
}

/* --- cluster and proxies ---------------------------------------------------------- */

static const struct {
	const char *key;
	enum image_setting_kind kind;
} keys[] = {
	{ "ECS_CLUSTER", IMAGE_SETS_CLUSTER },    { "HTTP_PROXY", IMAGE_SETS_PROXY },
	{ "HTTPS_PROXY", IMAGE_SETS_PROXY },      { "http_proxy", IMAGE_SETS_PROXY },
	{ "https_proxy", IMAGE_SETS_PROXY },      { "AWS_DEFAULT_REGION", IMAGE_SETS_OTHER },
	{ "ECS_BACKEND_HOST", IMAGE_SETS_OTHER }, { "ECS_ENGINE_AUTH_DATA", IMAGE_SETS_OTHER },
};

/* Of a drop-in, what is not about proxies is its own business. */
static void take_setting(struct image_facts *image, const char *path, bool of_agent,
			 const char *key, size_t key_len, const char *value, size_t value_len)
{
	struct image_setting *setting;
	char *copy;
	size_t row = 0;

	while (row < ARRAY_SIZE(keys) &&
	       (strlen(keys[row].key) != key_len || memcmp(keys[row].key, key, key_len) != 0))
		row++;
	if (row == ARRAY_SIZE(keys) || value_len == 0 || image->setting_count >= MAX_SETTINGS ||
	    (!of_agent && keys[row].kind != IMAGE_SETS_PROXY))
		return;
	image->settings = xgrow(image->settings, image->setting_count, sizeof *image->settings);
	setting = &image->settings[image->setting_count++];
	setting->kind = keys[row].kind;
	setting->of_agent = of_agent;
	(void)copy_text(setting->key, sizeof setting->key, keys[row].key);
	escape_text(setting->path, sizeof setting->path, path);
	copy = strndup(value, value_len);
	if (copy && setting->kind == IMAGE_SETS_CLUSTER)
		escape_text(setting->value, sizeof setting->value, copy);
	else if (copy && setting->kind == IMAGE_SETS_PROXY)
		image_proxy_normal(copy, setting->value);
	text_wipe(copy);
	free(copy);
}

static void look_at_ecs_config(struct image_facts *image, struct below *below, const char *path)
{
	struct ecs_config_line line;
	unsigned number = 0;
	const char *cursor;
	char *text;
	size_t len;

	if (read_noted(image, below, path, &text, &len) < 0)
		return;
	cursor = text;
	while (ecs_config_next(&cursor, text + len, &number, &line))
		take_setting(image, path, true, line.key, line.key_len, line.value, line.value_len);
	text_wipe_bytes(text, len);
	free(text);
}

/* systemd.exec(5): assignments with blanks between them, quoted or not. */
static void take_environment(struct image_facts *image, const char *path, const char *value,
			     size_t len)
{
	const char *end = value + len;

	while (value < end) {
		char quote = *value == '"' || *value == '\'' ? *value : '\0';
		const char *start = value + (quote != '\0');
		const char *stop = start;
		const char *equals;

		while (stop < end && (quote ? *stop != quote : !isblank((unsigned char)*stop)))
			stop++;
		equals = memchr(start, '=', (size_t)(stop - start));
		if (equals)
			take_setting(image, path, false, start, (size_t)(equals - start),
				     equals + 1, (size_t)(stop - equals) - 1);
		value = stop < end ? stop + 1 : end;
	}
}

static void look_at_drop_in(struct image_facts *image, struct below *below, const char *path)
{
	static const char key[] = "Environment";
	struct ecs_config_line line;
	unsigned number = 0;
	const char *cursor;
	char *text;
	size_t len;

	if (read_noted(image, below, path, &text, &len) < 0)
		return;
	cursor = text;
	while (ecs_config_next(&cursor, text + len, &number, &line))
		if (line.key_len == sizeof key - 1 && memcmp(line.key, key, line.key_len) == 0)
			take_environment(image, path, line.value, line.value_len);
	text_wipe_bytes(text, len);
	free(text);
}

/* --- Docker's own -------------------------------------------------------------------- */

static void take_docker_proxy(struct image_facts *image, const char *path, sd_json_variant *proxies,
			      const char *name, const char *key)
{
	sd_json_variant *value = sd_json_variant_by_key(proxies, name);
	const char *url = sd_json_variant_is_string(value) ? sd_json_variant_string(value) : NULL;

	if (url)
		take_setting(image, path, false, key, strlen(key), url, strlen(url));
}

static void look_at_daemon_json(struct image_facts *image, struct below *below)
{
	static const char path[] = "/etc/docker/daemon.json";
	sd_json_variant *root = NULL;
	sd_json_variant *dns;
	sd_json_variant *proxies;
	char *text;
	size_t len;

	if (read_noted(image, below, path, &text, &len) < 0)
		return;
	if (sd_json_parse(text, SD_JSON_PARSE_SENSITIVE, &root, NULL, NULL) >= 0 &&
	    sd_json_variant_is_object(root)) {
		dns = sd_json_variant_by_key(root, "dns");
		for (size_t i = 0;
		     sd_json_variant_is_array(dns) && i < sd_json_variant_elements(dns); i++) {
			sd_json_variant *item = sd_json_variant_by_index(dns, i);
			struct ip ip;

			if (sd_json_variant_is_string(item) &&
			    ip_parse(sd_json_variant_string(item), &ip))
				add_pin(image, &ip, path, false);
		}
		proxies = sd_json_variant_by_key(root, "proxies");
		if (sd_json_variant_is_object(proxies)) {
			take_docker_proxy(image, path, proxies, "http-proxy", "HTTP_PROXY");
			take_docker_proxy(image, path, proxies, "https-proxy", "HTTPS_PROXY");
		}
	}
	sd_json_variant_unref(root);
	text_wipe_bytes(text, len);
	free(text);
}

void image_look_at_settings(struct image_facts *image, struct below *below)
{
	static const char *const drop_ins[] = {
		"/etc/systemd/system/ecs.service.d",
		"/etc/systemd/system/amazon-ecs.service.d",
		"/etc/systemd/system/docker.service.d",
	};

	look_at_resolv_conf(image, below);
	look_at_resolved_conf(image, below, "/etc/systemd/resolved.conf");
	each_conf(image, below, "/etc/systemd/resolved.conf.d", look_at_resolved_conf);
	/* In this order, as the last one to say something counts. */
	look_at_ecs_config(image, below, "/var/lib/ecs/ecs.config");
	look_at_ecs_config(image, below, "/etc/ecs/ecs.config");
	for (size_t i = 0; i < ARRAY_SIZE(drop_ins); i++)
		each_conf(image, below, drop_ins[i], look_at_drop_in);
	look_at_daemon_json(image, below);
}
