#include "mailkey.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "base/sha256.h"

#define KEY_PATH "mail/key"
#define KEY_SIZE 32
#define MAC_DIGITS 24		/* of the HMAC, in a token: 96 bits */

/* ---- the key ---------------------------------------------------------- */

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* n bytes out of 2n digits; 0, or -1 when they are none. */
static int
from_digits(unsigned char *to, const char *s, size_t n)
{
	int high, low;
	size_t i;

	for (i = 0; i < n; i++) {
		high = digit(s[2 * i]);
		low = high < 0 ? -1 : digit(s[2 * i + 1]);
		if (low < 0)
			return -1;
		to[i] = (unsigned char)(high << 4 | low);
	}
	return 0;
}

/* 1; 0: there is none; -1. */
static int
read_key(const struct tk_store *s, unsigned char key[KEY_SIZE],
    struct tk_error *err)
{
	struct tk_buf b = TK_BUF_INIT;
	int rc = 1;

	if (tk_sys_read_file(s->fd, KEY_PATH, &b, 2 * KEY_SIZE + 1, err) < 0)
		rc = errno == ENOENT ? 0 : errno == EFBIG ? 2 : -1;
	else if (b.len != 2 * KEY_SIZE + 1 || b.data[b.len - 1] != '\n' ||
	    from_digits(key, b.data, KEY_SIZE) < 0)
		rc = 2;
	tk_buf_free(&b);
	if (rc == 2)
		return tk_error_set(err, TK_BAD, "%s/" KEY_PATH " is damaged: "
		    "it does not hold 64 hexadecimal digits; put it back from "
		    "a backup, or remove it, and answers to mails sent so far "
		    "are told by their subjects alone", s->path);
	return rc;
}

/* Makes the key, unless somebody else is first. */
static int
make_key(const struct tk_store *s, struct tk_error *err)
{
	char text[TK_SHA256_HEX];
	unsigned char key[KEY_SIZE];
	struct tk_error why;
	/* beyond a group's store nobody but its owner is to read it */
	mode_t mode = s->file_mode == 0660 ? 0660 : 0600;

	if (getrandom(key, sizeof key, 0) != (ssize_t)sizeof key)
		return tk_error_errno(err, TK_BAD, "no random bytes for "
		    "\"%s/" KEY_PATH "\"", s->path);
	tk_sha256_digits(text, key);
	text[TK_SHA256_HEX - 1] = '\n';
	if (tk_store_make_dir(s, "mail", &why) == 0 &&
	    (tk_sys_write_file(s->fd, KEY_PATH, text, sizeof text, mode, 0,
	    &why) == 0 || errno == EEXIST))
		return 0;
	return tk_error_set(err, TK_BAD, "the store has no key for mail yet, "
	    "and it cannot be made here: %s; run 'tk-show -o mail' once as "
	    "somebody who may write to \"%s\"", why.message, s->path);
}

static int
need_key(const struct tk_store *s, unsigned char key[KEY_SIZE],
    struct tk_error *err)
{
	int there = read_key(s, key, err);

	if (there != 0)
		return there < 0 ? -1 : 0;
	if (make_key(s, err) < 0)
		return -1;
	return read_key(s, key, err) == 1 ? 0 : -1;
}

/* ---- tokens ----------------------------------------------------------- */

int
tk_mail_token_make(const struct tk_store *s, const char *number, unsigned n,
    const char *domain, char out[TK_MAIL_TOKEN_SIZE], struct tk_error *err)
{
	unsigned char key[KEY_SIZE], mac[TK_SHA256_SIZE];
	char what[TK_NUMBER_SIZE + 16], hex[TK_SHA256_HEX];

	if (!tk_number_valid(number, NULL) ||
	    strlen(domain) > TK_MAIL_DOMAIN_MAX)
		return tk_error_set(err, TK_BAD, "%s@%s makes no Message-ID",
		    number, domain);
	if (need_key(s, key, err) < 0)
		return -1;
	snprintf(what, sizeof what, "%s %u", number, n);
	tk_sha256_hmac(mac, key, sizeof key, what, strlen(what));
	snprintf(out, TK_MAIL_TOKEN_SIZE, "<tk.%s.%u-%.*s@%s>", number, n,
	    MAC_DIGITS, tk_sha256_digits(hex, mac), domain);
	return 0;
}

/* A token's parts; 0: it looks like none. */
static int
split(const char *id, char number[TK_NUMBER_SIZE], char what[],
    unsigned char mac[MAC_DIGITS / 2])
{
	size_t len, digits, rest;
	const char *n;

	id += strspn(id, " \t<");
	if (strncmp(id, "tk.", 3) != 0)
		return 0;
	id += 3;
	len = strcspn(id, ".");
	if (len >= TK_NUMBER_SIZE || id[len] != '.')
		return 0;
	memcpy(number, id, len);
	number[len] = '\0';
	n = id + len + 1;
	digits = strspn(n, "0123456789");
	if (digits < 1 || digits > 10 || n[digits] != '-' ||
	    !tk_number_valid(number, NULL))
		return 0;
	snprintf(what, TK_NUMBER_SIZE + 16, "%s %.*s", number, (int)digits, n);
	n += digits + 1;
	if (from_digits(mac, n, MAC_DIGITS / 2) < 0 || n[MAC_DIGITS] != '@')
		return 0;
	n += MAC_DIGITS + 1;
	rest = strcspn(n, "<> \t\r\n");
	n += rest;
	n += *n == '>';
	return rest > 0 && n[strspn(n, " \t\r\n")] == '\0';
}

int
tk_mail_token_find(const struct tk_store *s, const char *message_id,
    char number[TK_NUMBER_SIZE], struct tk_error *err)
{
	unsigned char key[KEY_SIZE], mac[TK_SHA256_SIZE];
	unsigned char said[MAC_DIGITS / 2];
	char what[TK_NUMBER_SIZE + 16], found[TK_NUMBER_SIZE];
	unsigned differ = 0;
	size_t i;
	int there;

	if (!split(message_id, found, what, said))
		return 0;
	there = read_key(s, key, err);
	if (there <= 0)
		return there;
	tk_sha256_hmac(mac, key, sizeof key, what, strlen(what));
	/* how long it takes must not say how much of it was right */
	for (i = 0; i < sizeof said; i++)
		differ |= (unsigned)(mac[i] ^ said[i]);
	if (differ != 0)
		return 0;
	memcpy(number, found, sizeof found);
	return 1;
}
