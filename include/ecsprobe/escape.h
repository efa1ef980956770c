/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_ESCAPE_H
#define ECSPROBE_ESCAPE_H
/* Bytes that came from a peer, a file or argv, made safe to show anywhere:
 * the result is printable ASCII only.  Escaping happens once, where the bytes
 * enter our data; renderers add only their own format's quoting. */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Writes at most size-1 characters and a NUL.  Bytes outside 0x20..0x7e and
 * the backslash become \xNN; what does not fit ends in "...".  size >= 8. */
void escape_bytes(char *out, size_t size, const void *bytes, size_t len);

/* The same for a NUL-terminated string; NULL is shown as "". */
void escape_text(char *out, size_t size, const char *text);

/* The same of what should be a name: letters, digits and "._-:/".  Of anything else, which
 * may be a secret in a wrong place, only how long it is. */
void escape_name(char *out, size_t size, const char *text);

/* Scheme, host and port of a proxy's URL; http is the scheme of one without, as Go has it.
 * Everything up to the last '@' may belong to a password, also one that breaks the URL, and is
 * not shown; false, and only the length, where the rest is no host and port. */
bool escape_proxy(char *out, size_t size, const char *value);

/* Puts '*' in the place of what may be a user and password in front of an '@': all
 * from "://" on, or else from the word's begin where there is a ':' in it.  Without an
 * '@' in that of the word that follows a "://", where its port is no number. */
void hide_login(char *text);

/* Text of an element or of a quoted attribute, in HTML and XML.  What peers say is escaped
 * where it enters; this is the second lock, and writes other bytes than 0x20..0x7e as \xNN.
 * It leaves backslashes alone, since they are mostly the first one's. */
void escape_markup(FILE *out, const char *text);

/* escape_text() of a setting, which may hold a login. */
void escape_setting(char *out, size_t size, const char *text);

#endif
