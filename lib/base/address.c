#include "address.h"

#include <string.h>

#define MAX_LOCAL 64	/* RFC 5321 */
#define MAX_DOMAIN 253

static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

static int
is_letter(char c)
{
	return c != '\0' && strchr(letters, c) != NULL;
}

/* Of a dot-atom. */
static int
is_atom(char c)
{
	return is_letter(c) || (c != '\0' &&
	    strchr("!#$%&'*+/=?^_`{|}~-", c) != NULL);
}

int
tk_address_domain_valid(const char *s, size_t len)
{
	size_t i;

	if (len == 0 || len > MAX_DOMAIN)
		return 0;
	for (i = 0; i < len; i++) {
		if (is_letter(s[i]))
			continue;
		if ((s[i] != '-' && s[i] != '.') || i == 0 || i + 1 == len)
			return 0;
		if (s[i] == '.' && (!is_letter(s[i - 1]) ||
		    !is_letter(s[i + 1])))
			return 0;
	}
	return 1;
}

int
tk_address_valid(const char *s, size_t len)
{
	const char *at = memchr(s, '@', len);
	size_t n = at == NULL ? 0 : (size_t)(at - s), i;

	if (n == 0 || n > MAX_LOCAL || s[0] == '.' || s[n - 1] == '.')
		return 0;
	for (i = 0; i < n; i++)
		if (!is_atom(s[i]) && (s[i] != '.' || s[i - 1] == '.'))
			return 0;
	return tk_address_domain_valid(at + 1, len - n - 1);
}

/* The address around an @ in a text, where some signs of atoms are more
 * likely to stand around it. */
static size_t
around(const char *text, const char *sign, const char **at)
{
	const char *from = sign, *to = sign + 1;

	while (from > text && (is_letter(from[-1]) ||
	    strchr("!#$%&*+_~.-", from[-1]) != NULL))
		from--;
	while (from < sign && *from == '.')
		from++;
	while (is_letter(*to) || *to == '.' || *to == '-')
		to++;
	while (to > sign && !is_letter(to[-1]))
		to--;
	if (to <= sign || memchr(sign, '.', (size_t)(to - sign)) == NULL ||
	    !tk_address_valid(from, (size_t)(to - from)))
		return 0;
	*at = from;
	return (size_t)(to - from);
}

size_t
tk_address_find(const char *text, const char **at)
{
	const char *open = strrchr(text, '<'), *sign;
	size_t n;

	if (open != NULL) {
		n = strcspn(++open, ">");
		if (open[n] == '>' && tk_address_valid(open, n)) {
			*at = open;
			return n;
		}
	}
	for (sign = text; (sign = strchr(sign, '@')) != NULL; sign++)
		if ((n = around(text, sign, at)) > 0)
			return n;
	return 0;
}
