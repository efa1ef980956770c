/* SPDX-License-Identifier: Apache-2.0 */
#include "setting_judges.h"

#include <string.h>

#include "ecsprobe/address.h"
#include "ecsprobe/agent_files.h"

enum setting_outcome judge_any(const struct agent_setting *row, const char *value,
			       const struct setting_facts *facts)
{
	(void)row;
	(void)value;
	(void)facts;
	return SETTING_ACCEPTED;
}

enum setting_outcome judge_never(const struct agent_setting *row, const char *value,
				 const struct setting_facts *facts)
{
	(void)value;
	(void)facts;
	return row->otherwise;
}

static enum setting_outcome accept_if(bool good, const struct agent_setting *row)
{
	return good ? SETTING_ACCEPTED : row->otherwise;
}

/* What systemd unquotes for ecs-init, the agent gets with its quotes. */
enum setting_outcome judge_unquoted(const struct agent_setting *row, const char *value,
				    const struct setting_facts *facts)
{
	(void)facts;
	return accept_if(!value[strcspn(value, "\"' \t")], row);
}

enum setting_outcome judge_cluster(const struct agent_setting *row, const char *value,
				   const struct setting_facts *facts)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_-";
	static const char cluster[] = ":cluster/";
	const char *name;
	size_t len = strlen(value);

	(void)facts;
	/* trimWhitespace() of agent/config/config.go */
	go_trim(&value, &len);
	name = strncmp(value, "arn:", 4) == 0 ? strstr(value, cluster) : NULL;
	name = name ? name + sizeof cluster - 1 : value;
	len -= (size_t)(name - value);
	return accept_if(len && len <= 255 && strspn(name, letters) == len, row);
}

/* --- words and numbers ------------------------------------------------------------ */

enum setting_outcome judge_bool(const struct agent_setting *row, const char *value,
				const struct setting_facts *facts)
{
	(void)facts;
	return accept_if(go_bool(value) >= 0, row);
}

/* Compared with "true" letter by letter; what Go would call true is not. */
enum setting_outcome judge_true_only(const struct agent_setting *row, const char *value,
				     const struct setting_facts *facts)
{
	(void)facts;
	return accept_if(strcmp(value, "true") == 0 || go_bool(value) == 0, row);
}

enum setting_outcome judge_sdk_bool(const struct agent_setting *row, const char *value,
				    const struct setting_facts *facts)
{
	(void)facts;
	return accept_if(strcasecmp(value, "true") == 0 || strcasecmp(value, "false") == 0, row);
}

enum setting_outcome judge_words(const struct agent_setting *row, const char *value,
				 const struct setting_facts *facts)
{
	(void)facts;
	for (size_t i = 0; row->words[i]; i++)
		if (strcmp(row->words[i], value) == 0)
			return SETTING_ACCEPTED;
	return row->otherwise;
}

enum setting_outcome judge_any_case(const struct agent_setting *row, const char *value,
				    const struct setting_facts *facts)
{
	(void)facts;
	for (size_t i = 0; row->words[i]; i++)
		if (strcasecmp(row->words[i], value) == 0)
			return SETTING_ACCEPTED;
	return row->otherwise;
}

enum setting_outcome judge_integer(const struct agent_setting *row, const char *value,
				   const struct setting_facts *facts)
{
	int64_t number;

	(void)facts;
	return accept_if(go_integer(value, &number) && number >= row->low && number <= row->high,
			 row);
}

enum setting_outcome judge_duration(const struct agent_setting *row, const char *value,
				    const struct setting_facts *facts)
{
	int64_t ns;

	(void)facts;
	return accept_if(go_duration(value, &ns) && ns >= row->low && ns <= row->high, row);
}

/* "40,60" */
enum setting_outcome judge_pair(const struct agent_setting *row, const char *value,
				const struct setting_facts *facts)
{
	size_t first = strspn(value, "0123456789");
	const char *second = value[first] == ',' ? value + first + 1 : "";

	(void)facts;
	second += strspn(second, " ");
	return accept_if(first && first < 7 && *second && strlen(second) < 7 &&
				 !second[strspn(second, "0123456789")],
			 row);
}

/* "30000-40000" */
enum setting_outcome judge_port_range(const struct agent_setting *row, const char *value,
				      const struct setting_facts *facts)
{
	size_t first = strspn(value, "0123456789");
	const char *second = value[first] == '-' ? value + first + 1 : "";
	long low, high;

	(void)facts;
	if (!first || !*second || second[strspn(second, "0123456789")])
		return row->otherwise;
	low = strtol(value, NULL, 10);
	high = strtol(second, NULL, 10);
	return accept_if(low <= high && high <= UINT16_MAX, row);
}

/* docker/go-units: a number, a letter, perhaps "b" or "ib". */
enum setting_outcome judge_docker_size(const struct agent_setting *row, const char *value,
				       const struct setting_facts *facts)
{
	size_t whole = strspn(value, "0123456789");
	const char *unit = value + whole;

	(void)facts;
	if (*unit == '.')
		unit += 1 + strspn(unit + 1, "0123456789");
	unit += *unit == ' ';
	if (!whole || (whole == 1 && *value == '0'))
		return row->otherwise;
	if (*unit && strchr("kKmMgGtTpP", *unit)) {
		unit++;
		unit += *unit == 'i' || *unit == 'I';
	}
	unit += *unit == 'b' || *unit == 'B';
	return accept_if(!*unit, row);
}

/* --- JSON ------------------------------------------------------------------------- */

static enum json_fit parse(const struct setting_facts *facts, const char *value,
			   enum json_shape shape, struct string_list *items)
{
	return facts->json ? facts->json(value, shape, items) : JSON_NOT;
}

static enum setting_outcome judge_shape(const struct agent_setting *row, const char *value,
					const struct setting_facts *facts, enum json_shape shape)
{
	struct string_list items = { 0 };
	enum json_fit fit = parse(facts, value, shape, &items);

	string_list_done(&items);
	return accept_if(fit == JSON_FITS, row);
}

enum setting_outcome judge_ports(const struct agent_setting *row, const char *value,
				 const struct setting_facts *facts)
{
	return judge_shape(row, value, facts, JSON_PORT_LIST);
}

enum setting_outcome judge_strings(const struct agent_setting *row, const char *value,
				   const struct setting_facts *facts)
{
	return judge_shape(row, value, facts, JSON_STRING_LIST);
}

enum setting_outcome judge_map(const struct agent_setting *row, const char *value,
			       const struct setting_facts *facts)
{
	return judge_shape(row, value, facts, JSON_STRING_MAP);
}

enum setting_outcome judge_routes(const struct agent_setting *row, const char *value,
				  const struct setting_facts *facts)
{
	struct string_list items = { 0 };
	bool good = parse(facts, value, JSON_STRING_LIST, &items) == JSON_FITS;
	struct cidr cidr;

	for (size_t i = 0; i < items.count; i++)
		good = good && strchr(items.items[i], '/') &&
		       cidr_parse_loosely(items.items[i], &cidr);
	string_list_done(&items);
	return accept_if(good, row);
}

static bool is_word_of(const char *const *words, const char *word)
{
	for (size_t i = 0; words[i]; i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

/* What is no JSON at all is logged, and the defaults count.  Where one item is of
 * another type, Go keeps an empty string in its place, and no driver is called so. */
enum setting_outcome judge_drivers(const struct agent_setting *row, const char *value,
				   const struct setting_facts *facts)
{
	struct string_list items = { 0 };
	enum json_fit fit = parse(facts, value, JSON_STRING_LIST, &items);
	enum setting_outcome outcome = fit == JSON_FITS ? SETTING_ACCEPTED : row->otherwise;

	for (size_t i = 0; i < items.count; i++)
		if (!is_word_of(row->words, items.items[i]))
			outcome = row->otherwise;
	string_list_done(&items);
	return fit == JSON_NOT ? SETTING_IGNORED : outcome;
}

/* Of an option that is given twice the last one counts.  NULL: it is not given. */
static const char *log_option(const struct string_list *items, const char *key)
{
	const char *found = NULL;

	for (size_t i = 0; i + 1 < items->count; i += 2)
		if (strcmp(items->items[i], key) == 0)
			found = items->items[i + 1];
	return found;
}

/* ValidateLogOpts() of daemon/logger/factory.go and New() of its json-file, in moby/moby.  Those of
 * its cache came with a later release. */
static enum setting_outcome judge_log_option(const struct agent_setting *row, const char *key,
					     const char *value, const struct setting_facts *facts)
{
	static const char *const free_texts[] = { "labels",    "labels-regex", "env",
						  "env-regex", "tag",          NULL };
	static const char *const modes[] = { "", "blocking", "non-blocking", NULL };
	static const char cache[] = "cache-";
	int64_t number;

	if (strncmp(key, cache, sizeof cache - 1) == 0)
		return SETTING_UNPROVEN;
	if (strcmp(key, "max-size") == 0 || strcmp(key, "max-buffer-size") == 0)
		return judge_docker_size(row, value, facts);
	if (strcmp(key, "max-file") == 0)
		return accept_if(go_integer(value, &number) && number >= 1, row);
	if (strcmp(key, "compress") == 0)
		return accept_if(go_bool(value) >= 0, row);
	if (strcmp(key, "mode") == 0)
		return accept_if(is_word_of(modes, value), row);
	return accept_if(is_word_of(free_texts, key), row);
}

/* What Docker asks for beside another option, daemon.json may have. */
static bool are_complete(const struct string_list *items)
{
	const char *mode = log_option(items, "mode");
	const char *compress = log_option(items, "compress");
	const char *files = log_option(items, "max-file");
	int64_t number;

	if (log_option(items, "max-buffer-size") && (!mode || strcmp(mode, "non-blocking") != 0))
		return false;
	if (!compress || go_bool(compress) != 1)
		return true;
	return log_option(items, "max-size") && files && go_integer(files, &number) && number > 1;
}

/* Options that Docker does not know for its driver, or a size it cannot read, and it
 * makes no container.  Those of json-file are known here. */
enum setting_outcome judge_log_options(const struct agent_setting *row, const char *value,
				       const struct setting_facts *facts)
{
	struct string_list items = { 0 };
	enum json_fit fit = parse(facts, value, JSON_STRING_MAP, &items);
	enum setting_outcome outcome = are_complete(&items) ? SETTING_ACCEPTED : SETTING_UNPROVEN;

	for (size_t i = 0; i + 1 < items.count; i += 2) {
		enum setting_outcome one =
			facts->default_log_driver
				? judge_log_option(row, items.items[i], items.items[i + 1], facts)
				: SETTING_UNPROVEN;

		outcome = one > outcome ? one : outcome;
	}
	for (size_t i = 0; i < items.count; i++)
		text_wipe(items.items[i]);
	string_list_done(&items);
	if (fit == JSON_NOT)
		return SETTING_IGNORED;
	return fit == JSON_OTHER_SHAPE ? SETTING_UNPROVEN : outcome;
}

/* --- what depends on the machine -------------------------------------------------- */

enum { SMALLEST_MEMORY_MIB = 400 };

/* No instance type has less; what does not fit into 16 bits is none to the agent. */
enum setting_outcome judge_memory(const struct agent_setting *row, const char *value,
				  const struct setting_facts *facts)
{
	int64_t mib;

	if (!go_integer(value, &mib) || *value == '-' || *value == '+' || mib > UINT16_MAX)
		return SETTING_IGNORED;
	if (mib <= SMALLEST_MEMORY_MIB)
		return SETTING_ACCEPTED;
	if (!facts->memory_mib)
		return SETTING_UNPROVEN;
	return accept_if((uint64_t)mib <= facts->memory_mib, row);
}

/* Without devices both go on without them. */
enum setting_outcome judge_gpu(const struct agent_setting *row, const char *value,
			       const struct setting_facts *facts)
{
	int on = go_bool(value);

	(void)row;
	return on < 0 || (on == 1 && facts->gpu == SIGHT_ABSENT) ? SETTING_IGNORED
								 : SETTING_ACCEPTED;
}

enum setting_outcome judge_checkpoint(const struct agent_setting *row, const char *value,
				      const struct setting_facts *facts)
{
	int on = go_bool(value);

	(void)facts;
	return on < 0 ? SETTING_IGNORED : accept_if(on == 1, row);
}

static bool is_at_or_below(const char *path, const char *directory)
{
	size_t len = strlen(directory);

	return strncmp(path, directory, len) == 0 && (!path[len] || path[len] == '/');
}

/* What lasts from one container to the next: getHostConfig() of
 * ecs-init/docker/docker.go.  A directory below may be missing. */
enum setting_outcome judge_data_directory(const struct agent_setting *row, const char *value,
					  const struct setting_facts *facts)
{
	(void)facts;
	if (strcmp(value, "/data") == 0 || strcmp(value, "/data/") == 0)
		return SETTING_ACCEPTED;
	return is_at_or_below(value, "/data") || is_at_or_below(value, "/var/lib/ecs")
		       ? SETTING_UNPROVEN
		       : row->otherwise;
}

/* The directories of the host that the container has under the same name. */
static const char *const shared[] = {
	"/etc/pki", "/etc/ssl", "/etc/ecs", "/var/lib/ecs", "/var/cache/ecs",
};

/* Each of a list that ':' separates. */
enum setting_outcome judge_container_path(const struct agent_setting *row, const char *value,
					  const struct setting_facts *facts)
{
	enum setting_outcome worst = SETTING_ACCEPTED;

	for (const char *at = value; *at;) {
		size_t len = strcspn(at, ":");
		CLEANUP(cleanup_free) char *path = xasprintf("%.*s", (int)len, at);
		enum setting_outcome outcome = row->otherwise;
		enum sight sight = SIGHT_UNKNOWN;

		for (size_t i = 0; i < ARRAY_SIZE(shared); i++) {
			if (!is_at_or_below(path, shared[i]))
				continue;
			sight = facts->exists ? facts->exists(facts->arg, path) : SIGHT_UNKNOWN;
			outcome = sight == SIGHT_SEEN      ? SETTING_ACCEPTED
				  : sight == SIGHT_UNKNOWN ? SETTING_UNPROVEN
							   : row->otherwise;
		}
		worst = outcome > worst ? outcome : worst;
		at += len + (at[len] == ':');
	}
	return worst;
}

enum setting_outcome judge_json_path(const struct agent_setting *row, const char *value,
				     const struct setting_facts *facts)
{
	(void)facts;
	return accept_if(strcmp(value, agent_file_paths[AGENT_FILE_JSON]) == 0, row);
}

/* Both ask Docker there, and another path is bound into the container too. */
enum setting_outcome judge_docker_host(const struct agent_setting *row, const char *value,
				       const struct setting_facts *facts)
{
	static const char unix_prefix[] = "unix://";
	const char *path = value + sizeof unix_prefix - 1;

	if (strncmp(value, unix_prefix, sizeof unix_prefix - 1) != 0 || *path != '/')
		return row->otherwise;
	if (strcmp(path, "/var/run/docker.sock") == 0)
		return SETTING_ACCEPTED;
	/* Other places may be of the network, where a look can hang. */
	if (facts->exists && is_at_or_below(path, "/run") &&
	    facts->exists(facts->arg, path) == SIGHT_ABSENT)
		return row->otherwise;
	return SETTING_UNPROVEN;
}

/* ecs-init looks for iptables and sysctl in it. */
enum setting_outcome judge_search_path(const struct agent_setting *row, const char *value,
				       const struct setting_facts *facts)
{
	bool sbin = false;
	bool bin = false;

	(void)facts;
	for (const char *at = value; *at;) {
		size_t len = strcspn(at, ":");

		sbin |= (len == 5 && strncmp(at, "/sbin", len) == 0) ||
			(len == 9 && strncmp(at, "/usr/sbin", len) == 0);
		bin |= (len == 4 && strncmp(at, "/bin", len) == 0) ||
		       (len == 8 && strncmp(at, "/usr/bin", len) == 0);
		at += len + (at[len] == ':');
	}
	return accept_if(sbin && bin, row);
}

/* The agent would register in the new Region as a container instance of the old
 * one, and end with 5. */
enum setting_outcome judge_region(const struct agent_setting *row, const char *value,
				  const struct setting_facts *facts)
{
	size_t dashes = 0;

	for (const char *at = value; *at; at++) {
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", *at))
			return SETTING_REFUSED;
		dashes += *at == '-';
	}
	if (dashes < 2)
		return SETTING_REFUSED;
	return accept_if(!facts->registered_region || strcmp(value, facts->registered_region) == 0,
			 row);
}

/* To ecs-init it is true where it says just that; the agent takes more words. */
enum setting_outcome judge_external(const struct agent_setting *row, const char *value,
				    const struct setting_facts *facts)
{
	int on = go_bool(value);

	if (on == 0)
		return SETTING_ACCEPTED;
	if (on == 1 && !facts->region_named)
		return row->otherwise;
	return strcmp(value, "true") == 0 ? SETTING_ACCEPTED : SETTING_UNPROVEN;
}

/* Both SDKs fail of one that their files do not have; outside of EC2 the files may
 * have it. */
enum setting_outcome judge_profile(const struct agent_setting *row, const char *value,
				   const struct setting_facts *facts)
{
	(void)value;
	return facts->external ? SETTING_UNPROVEN : row->otherwise;
}

enum setting_outcome judge_metadata_off(const struct agent_setting *row, const char *value,
					const struct setting_facts *facts)
{
	return accept_if(strcasecmp(value, "true") != 0 || facts->external, row);
}

/* The other family's address is another server, which has to be enabled first (EC2 User Guide,
 * HttpProtocolIpv6). */
enum setting_outcome judge_metadata_mode(const struct agent_setting *row, const char *value,
					 const struct setting_facts *facts)
{
	return strcasecmp(value, "ipv6") == 0 ? SETTING_UNPROVEN
					      : judge_any_case(row, value, facts);
}
