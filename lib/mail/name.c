/* name.c - file names that do no harm, out of what senders call their files. */
#include "part.h"


#include "base/text.h"

#define NAME_MAX_BYTES 120
#define EXTENSION_MAX 16	/* longer ones are cut like the rest */

/* Invisible, or able to make "exe.pdf" look like "fdp.exe". */
static int
is_unseen(int32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c ||
	    c == 0xad || (c >= 0x200b && c <= 0x200f) ||
	    (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
	    c == 0xfeff || c == 0xfffe || c == 0xffff ||
	    (c >= 0xe0000 && c <= 0xe007f);
}

static int
is_slash(char c)
{
	return c == '/' || c == '\\';
}

static struct tk_span
basename_of(const char *s, size_t len)
{
	size_t from;

	while (len > 0 && is_slash(s[len - 1]))
		len--;
	for (from = len; from > 0 && !is_slash(s[from - 1]);)
		from--;
	return (struct tk_span){s + from, len - from};
}

/* Where the bytes of a name end that may be at most max: between two
 * characters. */
static size_t
cut_at(const char *s, size_t len, size_t max)
{
	if (len <= max)
		return len;
	while (max > 0 && (s[max] & 0xc0) == 0x80)
		max--;
	return max;
}

/* The dot of a short extension; len: there is none. */
static size_t
extension(const char *s, size_t len)
{
	size_t i;

	for (i = len; i > 1 && len - i < EXTENSION_MAX; i--)
		if (s[i - 1] == '.')
			return i - 1;
	return len;
}

/* Windows drops dots and blanks at the end, so that two names become one. */
static size_t
trimmed(const char *s, size_t len)
{
	while (len > 0 && (s[len - 1] == '.' || s[len - 1] == ' '))
		len--;
	return len;
}

/* One character more behind *n bytes; dots and blanks never lead, and two
 * dots never follow each other. */
static void
put(char *to, size_t *n, const char *s, size_t len)
{
	if (len == 1 && (*s == '.' || *s == ' ' || *s == '\t')) {
		if (*n == 0 || (*s == '.' && to[*n - 1] == '.'))
			return;
		to[(*n)++] = *s == '.' ? '.' : ' ';
		return;
	}
	memcpy(to + *n, s, len);
	*n += len;
}

void
tk_mail_name(char name[128], const char *wanted, size_t len)
{
	struct tk_span base = basename_of(wanted, len);
	char clean[1024];
	size_t i, n, dot, stem, at = 0;
	int32_t c;

	/* The end is what tells what it is: of very long ones it stays. */
	if (base.len > sizeof clean) {
		base.data += base.len - sizeof clean;
		base.len = sizeof clean;
	}
	for (i = 0; i < base.len; i += n) {
		c = tk_text_char(base.data + i, base.len - i, &n);
		if (c < 0 && base.data[i] != '\0')
			put(clean, &at, "_", 1);
		else if (c == '\t' || !is_unseen(c))
			put(clean, &at, base.data + i, n);
	}
	at = trimmed(clean, at);
	dot = extension(clean, at);
	stem = cut_at(clean, dot, NAME_MAX_BYTES - (at - dot));
	if (stem < dot)
		stem = trimmed(clean, stem);
	memcpy(name, clean, stem);
	memcpy(name + stem, clean + dot, at - dot);
	name[stem + at - dot] = '\0';
}
