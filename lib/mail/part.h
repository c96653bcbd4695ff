/* part.h - inside a message: fields, parts, words. Of lib/mail alone. */
#ifndef TK_MAIL_PART_H
#define TK_MAIL_PART_H

#include "mail.h"
#include "span.h"


/* ---- headers (header.c) -------------------------------------------------- */

/* One field as it stands: folded lines are still folded, the CR LF behind
 * the last one is not part of it. */
struct tk_mail_field {
	struct tk_span name, value;
};

struct tk_mail_header {
	struct tk_mail_field *field;	/* of the arena */
	size_t count;
	size_t size;		/* bytes up to the body */
	unsigned junk;		/* lines skipped that are no field */
	int cut;		/* more than the limits */
};

/*
 * Reads the fields at the beginning of data, up to the empty line, or up to
 * the first line that is no field when no field follows within 20 lines.
 * LF, CR LF and CR end lines. -1: no memory.
 */
int	tk_mail_header_read(struct tk_mail_header *, struct tk_arena *,
	    const char *data, size_t len);
/* The value of the first field of that name (case does not matter), from the
 * n-th field on, which may be NULL; NULL data when there is none. */
struct tk_span tk_mail_header_get(const struct tk_mail_header *,
	    const char *name, size_t *n);

/* ---- characters (charset.c) ----------------------------------------------- */

/* How a text was turned to UTF-8. */
struct tk_mail_charset {
	char declared[48];	/* the label as it stands, "" for none */
	const char *used;	/* iconv's name: "GB18030" */
	unsigned bad;		/* bytes replaced by U+FFFD */
	int overridden;		/* a label of Latin over Chinese text */
};

/*
 * Appends data as UTF-8, in the order of tk-import(1): BOM, valid UTF-8, the
 * label through the aliases and iconv, a guess, windows-1252. Every byte ends
 * up as a character; bad ones as U+FFFD. NUL and C0 controls but for tab, LF,
 * CR are dropped, CR LF and CR become LF. label may be NULL; it need not end
 * in NUL.
 */
void	tk_mail_charset_utf8(struct tk_buf *, const char *label, size_t label_len,
	    const char *data, size_t len, struct tk_mail_charset *);
/* Frees what the thread keeps to decode faster; what `used` points to may be
 * gone with it. */
void	tk_mail_charset_end(void);

/* ---- transfer encodings (transfer.c) ---------------------------------------- */

/* Appends decoded bytes; nothing is lost: what cannot be decoded stands as it
 * is. In base64, padding within is passed over, and after the first line of
 * it a line with other characters ends it: the rest is plain text. */
void	tk_mail_base64(struct tk_buf *, const char *data, size_t len);
void	tk_mail_quoted_printable(struct tk_buf *, const char *data, size_t len);
/* By the value of Content-Transfer-Encoding; x-uuencode too. */
void	tk_mail_transfer(struct tk_buf *, struct tk_span encoding,
	    const char *data, size_t len);

/* ---- words, addresses, dates (word.c, address.c, date.c) --------------------- */

/*
 * Appends a field's value unfolded, with its encoded words (RFC 2047) and
 * raw 8-bit bytes as UTF-8: the bytes of adjacent words of one charset are
 * joined before they are decoded. label: of raw bytes, may be NULL. The
 * result is one line without control characters. *cs says how it was done
 * and may be NULL.
 */
void	tk_mail_words(struct tk_buf *, const char *value, size_t len,
	    const char *label, struct tk_mail_charset *cs);

/* The addresses of a field, into the arena; decoded names. Groups, comments,
 * quoted strings, "a at b", missing brackets are lived with. The domain is in
 * lower case. -1: no memory. */
int	tk_mail_addresses(struct tk_arena *, const char *value, size_t len,
	    const char *label, struct tk_address **list, size_t *count);

/* RFC 5322 and what is seen beside it: two-digit years, names of zones, no
 * seconds, Chinese weekday names, ISO dates. TK_UNSET: none. */
int64_t	tk_mail_date(const char *value, size_t len);

/* ---- parameters (param.c) ----------------------------------------------------- */

/* "text" and "plain" of a Content-Type, in lower case, "" where missing. */
struct tk_mail_type {
	char type[32], subtype[64];
};
void	tk_mail_type_read(struct tk_mail_type *, const char *value, size_t len);
/*
 * Appends a parameter of Content-Type or Content-Disposition as UTF-8: RFC
 * 2231 with its continuations and charset, then RFC 2047 in quotes, then raw
 * bytes guessed. 0, or -1 when there is none.
 */
int	tk_mail_param(struct tk_buf *, const char *value, size_t len,
	    const char *name);

/* ---- HTML (html.c) --------------------------------------------------------------- */

/* Appends the text of a page in UTF-8 as people read it: blocks as lines,
 * links with their address where it differs, tables with tabs, no script,
 * style or hidden preheader; <blockquote> as "> " lines. -1: no memory, or
 * Gumbo gave up. */
int	tk_mail_html(struct tk_buf *, const char *html, size_t len);

/* ---- RTF (rtf.c) ----------------------------------------------------------------- */

/* Appends the text of RTF in UTF-8; whatever the bytes are, it ends. -1: no
 * memory. */
int	tk_mail_rtf(struct tk_buf *, const char *rtf, size_t len);

/* ---- parts (mime.c) ---------------------------------------------------------------- */

struct tk_mail_part {
	struct tk_mail_header header;
	struct tk_mail_type type;
	struct tk_span body;		/* still encoded */
	struct tk_span encoding;	/* of transfer */
	int attachment;			/* Content-Disposition says so */
	struct tk_mail_part *child, *next;	/* of multipart and rfc822 */
	unsigned depth;
	int unclosed;			/* its last boundary is missing */
};

/* The value of its first field of that name; NULL data: there is none. */
static inline struct tk_span
tk_mail_part_field(const struct tk_mail_part *p, const char *name)
{
	return tk_mail_header_get(&p->header, name, NULL);
}

struct tk_mail_tree {
	struct tk_arena *arena;
	struct tk_mail_part *root;
	size_t parts;
	int cut;			/* beyond the limits */
	const volatile int *stop;
};

/* The parts of a message. -1: no memory. */
int	tk_mail_tree_read(struct tk_mail_tree *, const char *data, size_t len);

/* ---- what a person wrote (body.c, quote.c) -------------------------------------------- */

/* Where a text of UTF-8 ends being new: spans of it. As the first mail of a
 * ticket (only the signature is cut) or as a reply. */
struct tk_mail_cut {
	struct tk_span text, signature, quoted;
};
void	tk_mail_cut_first(struct tk_mail_cut *, const char *text, size_t len);
void	tk_mail_cut_reply(struct tk_mail_cut *, const char *text, size_t len);
/* Both of them, copied into the message, of a text without the word @fwd at
 * its front, which adds TK_MAIL_FORWARD (wording.c). -1: no memory. */
int	tk_mail_wordings(struct tk_message *, struct tk_span *text,
	    struct tk_arena *);
/* The sender of the forwarded message within a text: the first address on a
 * 发件人/From line behind a forwarding mark, or behind the beginning. 0, -1:
 * none. */
int	tk_mail_forwarded(struct tk_arena *, const char *text, size_t len,
	    struct tk_address *);

/* ---- traits (trait.c) -------------------------------------------------------------------- */

/* Which TK_MAIL_… the header alone says, and in *why by which field:
 * "Auto-Submitted: auto-replied". */
unsigned tk_mail_traits(const struct tk_mail_header *, const char *subject,
	    const char *from, const char **why, struct tk_arena *);
/* The part of a subject behind every Re:, 转发: … and [tag] at its front. If
 * only tags would be left out of it, they stay. Adds TK_MAIL_ANSWER and
 * TK_MAIL_FORWARD to *traits. */
struct tk_span tk_mail_topic(const char *subject, unsigned *traits);

/* ---- names of files (name.c) ----------------------------------------------------------------- */

/* A name that is safe in any folder: no folders, no control characters, no
 * leading dot, at most 120 bytes; "" when nothing is left of it. */
void	tk_mail_name(char name[128], const char *wanted, size_t len);

#endif
