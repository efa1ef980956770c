/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_ESCAPE_H
#define ECSPROBE_ESCAPE_H
/* Bytes that came from a peer, a file or argv, made safe to show anywhere:
 * the result is printable ASCII only.  Escaping happens once, where the bytes
 * enter our data; renderers add only their own format's quoting. */
#include <stddef.h>

/* Writes at most size-1 characters and a NUL.  Bytes outside 0x20..0x7e and
 * the backslash become \xNN; what does not fit ends in "...".  size >= 8. */
void escape_bytes(char *out, size_t size, const void *bytes, size_t len);

/* The same for a NUL-terminated string; NULL is shown as "". */
void escape_text(char *out, size_t size, const char *text);

/* Puts '*' in the place of what may be a user and password in front of an '@': all
 * from "://" on, or else from the word's begin where there is a ':' in it. */
void hide_login(char *text);

/* escape_text() of a setting, which may hold a login. */
void escape_setting(char *out, size_t size, const char *text);

#endif
