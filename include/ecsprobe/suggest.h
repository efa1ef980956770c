/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_SUGGEST_H
#define ECSPROBE_SUGGEST_H
/* "Did you mean ...?" for a word that is not in a list. */

/* words: the list, with blanks or commas between.  Suggested are those that begin with the
 * text; else those with a part behind '-' or '.' that does; else the ones with the fewest
 * typing errors, if these are few.  In any letter case.  "; did you mean a, b or c?", with
 * the mark, such as "--", before each; or "" where nothing is near.  Owned by the caller. */
char *suggest(const char *text, const char *mark, const char *words);

#endif
