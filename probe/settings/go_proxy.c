/* SPDX-License-Identifier: Apache-2.0 */
/* libcurl's URL API reads URLs elsewhere.  Here the question is not what a value means, but what a
 * program in Go makes of it, and the two differ: Go refuses logins, escapes and characters of a
 * host that libcurl takes, does not take "127.1" for an address, and tries a value without a scheme
 * once more with "http://" in front; the agent has a reader of its own beside Go's.  A value that
 * Go ignores and one that it fails of are different faults, and libcurl tells neither.  So this
 * follows net/url function by function, and tests/oracle compares it with Go. */
#include "ecsprobe/go_proxy.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "ecsprobe/ports.h"
#include "ecsprobe/util.h"

const char *const proxy_keys[PROXY_SPELLINGS][PROXY_VARIABLES] = {
	{ [PROXY_OF_HTTPS] = "HTTPS_PROXY",
	  [PROXY_OF_HTTP] = "HTTP_PROXY",
	  [PROXY_EXCEPTIONS] = "NO_PROXY" },
	{ [PROXY_OF_HTTPS] = "https_proxy",
	  [PROXY_OF_HTTP] = "http_proxy",
	  [PROXY_EXCEPTIONS] = "no_proxy" },
};

unsigned go_proxy_spelling(const char *upper, const char *lower)
{
	return (upper && *upper) || !lower ? 0 : 1;
}

static const char letters_and_digits[] =
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/* Beside letters and digits: validUserinfo() and shouldEscape() of net/url. */
static const char login_marks[] = "-._:~!$&'()*+,;=%@";
static const char host_marks[] = "-_.~!$&'()*+,;=:[]<>\"";

/* A part of the value, not terminated. */
struct piece {
	const char *text;
	size_t len;
};

struct go_url {
	struct piece scheme, login, host;
	bool has_login;
};

static struct piece cut(struct piece *rest, char at)
{
	const char *found = memchr(rest->text, at, rest->len);
	struct piece before = { rest->text, found ? (size_t)(found - rest->text) : rest->len };

	rest->text += before.len + (found != NULL);
	rest->len -= before.len + (found != NULL);
	return before;
}

static const char *find_last(struct piece piece, char c)
{
	return memrchr(piece.text, c, piece.len);
}

static bool is_escape(struct piece piece, size_t i)
{
	return i + 2 < piece.len && isxdigit((unsigned char)piece.text[i + 1]) &&
	       isxdigit((unsigned char)piece.text[i + 2]);
}

/* Each '%' begins two hex digits. */
static bool escapes_are_sound(struct piece piece)
{
	for (size_t i = 0; i < piece.len; i++)
		if (piece.text[i] == '%' && !is_escape(piece, i))
			return false;
	return true;
}

static bool is_one_of(char c, const char *marks)
{
	return strchr(letters_and_digits, c) || strchr(marks, c);
}

static bool login_is_sound(struct piece login)
{
	for (size_t i = 0; i < login.len; i++)
		if (!login.text[i] || !is_one_of(login.text[i], login_marks))
			return false;
	return escapes_are_sound(login);
}

static bool port_is_sound(struct piece port)
{
	return port.len == 0 ||
	       (port.text[0] == ':' && strspn(port.text + 1, "0123456789") >= port.len - 1);
}

static bool bracketed_is_sound(struct piece host)
{
	const char *end = find_last(host, ']');
	char text[IP_TEXT_BYTES];
	const char *zone;
	struct ip ip;
	size_t len;

	if (!end)
		return false;
	len = (size_t)(end - host.text) - 1;
	zone = memmem(host.text, (size_t)(end - host.text), "%25", 3);
	if (zone)
		len = (size_t)(zone - host.text) - 1;
	if (len >= sizeof text)
		return false;
	memcpy(text, host.text + 1, len);
	text[len] = '\0';
	return port_is_sound((struct piece){ end + 1, (size_t)(host.text + host.len - end) - 1 }) &&
	       ip_parse(text, &ip) && ip.family == IP_V6;
}

/* parseHost() of net/url. */
static bool host_is_sound(struct piece host)
{
	const char *bracket = find_last(host, '[');
	const char *colon = find_last(host, ':');

	if (bracket)
		return bracket == host.text && bracketed_is_sound(host);
	if (colon &&
	    !port_is_sound((struct piece){ colon, host.len - (size_t)(colon - host.text) }))
		return false;
	for (size_t i = 0; i < host.len; i++) {
		unsigned char c = (unsigned char)host.text[i];

		/* An escape may stand for what is not ASCII, and for nothing else. */
		if (c == '%' ? !is_escape(host, i) || strchr("01234567", host.text[i + 1]) != NULL
			     : c < 0x80 && (!c || !is_one_of((char)c, host_marks)))
			return false;
	}
	return true;
}

static bool take_authority(struct go_url *url, struct piece authority)
{
	const char *at = find_last(authority, '@');

	url->host = authority;
	if (at) {
		url->has_login = true;
		url->login = (struct piece){ authority.text, (size_t)(at - authority.text) };
		url->host = (struct piece){ at + 1, authority.len - url->login.len - 1 };
	}
	return host_is_sound(url->host) && login_is_sound(url->login);
}

/* getScheme() of net/url; false: an empty one. */
static bool take_scheme(struct go_url *url, struct piece *rest)
{
	size_t len = 0;

	while (len < rest->len && rest->text[len] && is_one_of(rest->text[len], "+-."))
		len++;
	if (len == rest->len || rest->text[len] != ':' ||
	    (len && !isalpha((unsigned char)rest->text[0])))
		return true;
	if (len == 0)
		return false;
	url->scheme = (struct piece){ rest->text, len };
	rest->text += len + 1;
	rest->len -= len + 1;
	return true;
}

static bool has_control_character(struct piece piece)
{
	for (size_t i = 0; i < piece.len; i++)
		if ((unsigned char)piece.text[i] < 0x20 || piece.text[i] == 0x7f)
			return true;
	return false;
}

/* Parse() of net/url, of which only scheme, login and host matter; false is an error. */
static bool parse(struct go_url *url, const char *text)
{
	struct piece fragment = { text, strlen(text) };
	struct piece rest = cut(&fragment, '#');
	struct piece path;
	struct piece first;

	*url = (struct go_url){ { text, 0 }, { text, 0 }, { text, 0 }, false };
	if (has_control_character(rest) || !escapes_are_sound(fragment))
		return false;
	if (strcmp(text, "*") == 0)
		return true;
	if (!take_scheme(url, &rest))
		return false;
	path = cut(&rest, '?');
	first = path;
	first = cut(&first, '/');
	if (path.len == 0 || path.text[0] != '/')
		return url->scheme.len ||
		       (!memchr(first.text, ':', first.len) && escapes_are_sound(path));
	if ((url->scheme.len || strncmp(path.text, "///", 3) != 0) && path.len >= 2 &&
	    path.text[1] == '/') {
		path.text += 2;
		path.len -= 2;
		if (!take_authority(url, cut(&path, '/')))
			return false;
	}
	return escapes_are_sound(path);
}

static bool is_scheme(struct piece piece, const char *scheme)
{
	return strlen(scheme) == piece.len && strncasecmp(piece.text, scheme, piece.len) == 0;
}

/* Whether the value is tried once more with a scheme in front. */
static bool is_bogus(const struct go_url *url, bool by_agent)
{
	if (by_agent)
		return !is_scheme(url->scheme, "http") && !is_scheme(url->scheme, "https") &&
		       !is_scheme(url->scheme, "socks5");
	return url->scheme.len == 0 || url->host.len == 0;
}

static char *decode(struct piece piece)
{
	char *out = xcalloc(piece.len + 1, 1);
	char *end = out;
	char hex[3] = "";

	for (size_t i = 0; i < piece.len; i++) {
		*end = piece.text[i];
		if (piece.text[i] == '%') {
			memcpy(hex, piece.text + i + 1, 2);
			*end = (char)strtoul(hex, NULL, 16);
			i += 2;
		}
		end++;
	}
	return out;
}

static void take_login(struct go_proxy *proxy, struct piece login)
{
	struct piece user = cut(&login, ':');

	proxy->user = decode(user);
	proxy->password = decode(login);
}

/* A byte of it that ends our copy short ends nothing in Go. */
static bool holds_nul(struct piece login)
{
	return memmem(login.text, login.len, "%00", 3) != NULL;
}

/* The schemes that net/http knows, and the ports of those without one. */
static const struct scheme {
	const char *name;
	uint16_t port;
	enum go_proxy_form form;
} schemes[] = {
	{ "http", HTTP_PORT, GO_PROXY_HTTP },
	{ "https", HTTPS_PORT, GO_PROXY_UNTRIED },
	{ "socks5", 1080, GO_PROXY_UNTRIED },
	{ "socks5h", 1080, GO_PROXY_UNTRIED },
};

/* Any other is spoken to as if it were http, at the port that it must have. */
static const struct scheme *scheme_of(const struct go_url *url)
{
	static const struct scheme other = { "http", 0, GO_PROXY_HTTP };

	for (size_t i = 0; i < ARRAY_SIZE(schemes); i++)
		if (is_scheme(url->scheme, schemes[i].name))
			return &schemes[i];
	return &other;
}

/* isDomainName() of net, which wants more than digits. */
static bool can_be_dialled(const char *host)
{
	struct ip ip;

	return ip_parse(host, &ip) || (authority_is_wellformed(host, strlen(host)) &&
				       !strchr(host, ':') && host[strspn(host, "0123456789.")]);
}

static bool is_ascii(const char *text)
{
	while (*text && (unsigned char)*text < 0x80 && *text != '%')
		text++;
	return !*text;
}

static enum go_proxy_form take_address(struct go_proxy *proxy, const struct go_url *url)
{
	const struct scheme *scheme = scheme_of(url);
	struct piece host = url->host;
	const char *colon = find_last(host, ':');
	char port[8] = "";

	if (host.len && host.text[0] == '[') {
		const char *end = find_last(host, ']');

		colon = end[1] == ':' && end + 1 < host.text + host.len ? end + 1 : NULL;
		host = (struct piece){ host.text + 1, (size_t)(end - host.text) - 1 };
	} else if (colon) {
		host.len = (size_t)(colon - host.text);
	}
	proxy->scheme = scheme->name;
	proxy->port = scheme->port;
	if (host.len >= sizeof proxy->host)
		return GO_PROXY_BROKEN;
	memcpy(proxy->host, host.text, host.len);
	proxy->host[host.len] = '\0';
	if (colon) {
		size_t len = (size_t)(url->host.text + url->host.len - colon) - 1;

		for (colon++; len > 5 && *colon == '0'; colon++)
			len--;
		if (len >= sizeof port)
			return GO_PROXY_BROKEN;
		memcpy(port, colon, len);
		if (len && !port_parse(port, &proxy->port))
			return GO_PROXY_BROKEN;
	}
	if (proxy->port && !is_ascii(proxy->host))
		return GO_PROXY_UNTRIED;
	return proxy->port && can_be_dialled(proxy->host) ? scheme->form : GO_PROXY_BROKEN;
}

/* parseProxy() of both.  What parses only with another scheme in front of its own has
 * that for its host. */
static enum go_proxy_form read_text(struct go_proxy *proxy, const char *value, const char *prefixed,
				    bool by_agent)
{
	struct go_url url;
	struct go_url second;
	bool sound = parse(&url, value);
	enum go_proxy_form form;

	if (!sound || is_bogus(&url, by_agent)) {
		if (parse(&second, prefixed))
			url = second;
		else if (!sound)
			return GO_PROXY_IGNORED;
	}
	form = take_address(proxy, &url);
	if (url.host.len && url.host.text[url.host.len - 1] == ':' && strstr(value, "://") &&
	    url.host.text == prefixed + strlen("http://"))
		return GO_PROXY_BROKEN;
	if (form == GO_PROXY_BROKEN || !url.has_login)
		return form;
	take_login(proxy, url.login);
	return holds_nul(url.login) ? GO_PROXY_UNTRIED : form;
}

void go_proxy_read(struct go_proxy *proxy, const char *value, bool by_agent)
{
	char *prefixed;

	*proxy = (struct go_proxy){ .form = GO_PROXY_UNSET };
	if (!value || !*value)
		return;
	prefixed = xasprintf("http://%s", value);
	proxy->form = read_text(proxy, value, prefixed, by_agent);
	text_wipe(prefixed);
	free(prefixed);
}

void go_proxy_done(struct go_proxy *proxy)
{
	text_wipe(proxy->user);
	text_wipe(proxy->password);
	free(proxy->user);
	free(proxy->password);
	*proxy = (struct go_proxy){ .form = GO_PROXY_UNSET };
}

bool go_proxy_same(const char *a, const char *b)
{
	struct go_proxy first;
	struct go_proxy second;
	bool same;

	go_proxy_read(&first, a, false);
	go_proxy_read(&second, b, false);
	same = first.form == second.form &&
	       (first.form == GO_PROXY_UNSET ||
		(first.form == GO_PROXY_IGNORED || first.form == GO_PROXY_BROKEN
			 ? strcmp(a, b) == 0
			 : strcmp(first.scheme, second.scheme) == 0 && first.port == second.port &&
				   strcasecmp(first.host, second.host) == 0 &&
				   !first.user == !second.user));
	go_proxy_done(&first);
	go_proxy_done(&second);
	return same;
}

bool go_proxy_is_masked(const struct go_proxy *proxy)
{
	static const char mask[] = "xxxxx";

	return proxy->user && proxy->password && strcmp(proxy->user, mask) == 0 &&
	       strcmp(proxy->password, mask) == 0;
}

/* --- in words ------------------------------------------------------------------------ */

static struct piece login_of(const char *value)
{
	const char *at = strrchr(value, '@');
	const char *scheme = strstr(value, "://");
	const char *from = scheme && at && scheme < at ? scheme + 3 : value;

	return at ? (struct piece){ from, (size_t)(at - from) } : (struct piece){ value, 0 };
}

static bool is_quoted(const char *value)
{
	return *value == '"' || *value == '\'';
}

static bool has_control(const char *value)
{
	return has_control_character((struct piece){ value, strlen(value) });
}

static bool has_blank(const char *value)
{
	struct piece login = login_of(value);

	return strchr(value, ' ') && !memchr(login.text, ' ', login.len);
}

static bool has_stray_percent(const char *value)
{
	return !escapes_are_sound((struct piece){ value, strlen(value) });
}

static bool has_strange_login(const char *value)
{
	return !login_is_sound(login_of(value));
}

static bool has_strange_scheme(const char *value)
{
	const char *end = strstr(value, "://");

	for (size_t i = 0; end && i < ARRAY_SIZE(schemes); i++)
		if (is_scheme((struct piece){ value, (size_t)(end - value) }, schemes[i].name))
			return false;
	return end != NULL;
}

const char *go_proxy_fault(const char *value)
{
	static const struct {
		bool (*has)(const char *value);
		const char *words;
	} rows[] = {
		{ is_quoted, "is in quotation marks, which are part of the value there" },
		{ has_control, "contains a control character" },
		{ has_blank, "contains a blank" },
		{ has_stray_percent, "contains a '%' without two hex digits after it" },
		{ has_strange_login,
		  "has a character in its user or password that must be percent-encoded" },
		{ has_strange_scheme, "begins with an unknown scheme" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].has(value))
			return rows[i].words;
	return "is not a URL with a host and a valid port";
}
