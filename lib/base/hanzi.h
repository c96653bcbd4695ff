/* hanzi.h - traditional Chinese read as simplified, for matching. */
#ifndef TK_BASE_HANZI_H
#define TK_BASE_HANZI_H

#include <stddef.h>

/*
 * The simplified form of the character at s, three bytes of UTF-8, or s if
 * it has none: 後 → 后. Both are three bytes long. One character at a time,
 * so where a form stands for several words the commonest is taken.
 */
const char *tk_hanzi_simple(const char *s);

#endif
