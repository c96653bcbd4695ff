/* body.h - which parts are the text, which are files. Of lib/mail alone. */
#ifndef TK_MAIL_BODY_H
#define TK_MAIL_BODY_H

#include "part.h"

#define TK_MAIL_MAX_WARNINGS 128

/* Sentences for people, into the arena (warn.c). */
struct tk_mail_warnings {
	struct tk_arena *arena;
	const char *line[TK_MAIL_MAX_WARNINGS];
	size_t count;
	int failed;
};

void	tk_mail_warn(struct tk_mail_warnings *, const char *fmt, ...)
	    TK_PRINTF(2, 3);

/* What is in a message. The buffers are the caller's and are used again. */
struct tk_mail_body {
	struct tk_buf text;	/* what people read, in UTF-8 */
	struct tk_buf bytes;	/* of the files */
	struct tk_buf decoded, page, word;
	struct tk_mail_charset charset;	/* of the first part with text */
	unsigned bad;			/* of all of them */
	const struct tk_mail_part *file[TK_MAIL_MAX_PARTS];
	size_t files;
	const struct tk_mail_part *inner;	/* the message, if only one
						 * is enclosed */
	const struct tk_mail_winmail *winmail;	/* what is in some of them */
	size_t winmails;
	/* ours */
	const struct tk_mail_part *first;
	const volatile int *stop;
	int texts, encrypted, cut, bad_html, failed;
};

/* Finds text and files. -1: no memory. */
int	tk_mail_body_read(struct tk_mail_body *,
	    const struct tk_mail_part *root, const volatile int *stop,
	    struct tk_mail_warnings *);
void	tk_mail_body_free(struct tk_mail_body *);

/* Files with a name each, none twice (enclosure.c). */
struct tk_mail_files {
	struct tk_enclosure *file;	/* of the arena */
	size_t count;
	struct tk_arena *arena;
	struct tk_mail_warnings *warnings;
};

/* Decodes the files, and adds those in a winmail.dat. -1: no memory. */
int	tk_mail_enclosures(struct tk_mail_body *, struct tk_mail_files *);
/* Appends a file under a name that is safe, or under one that is nearly the
 * same. data NULL: it was too large, which a warning says. */
int	tk_mail_add_file(struct tk_mail_files *, char name[128],
	    const char *data, size_t len);

/* Is it a winmail.dat (winmail.c)? */
int	tk_mail_part_is_winmail(const struct tk_mail_part *,
	    struct tk_buf *word);
/* How many files are in those of the body; appends them. -1: no memory. */
size_t	tk_mail_winmail_count(const struct tk_mail_body *);
int	tk_mail_winmail_files(struct tk_mail_body *, struct tk_mail_files *);
/* Appends the text that the first of them has, if any. */
void	tk_mail_winmail_text(struct tk_mail_body *);

/* Tells what was amiss with header, parts and text. */
void	tk_mail_warn_all(struct tk_mail_warnings *, const struct tk_mail_tree *,
	    const struct tk_mail_body *);

/* Appends the text of a part (text.c): 1, or 0 when it is blank. */
int	tk_mail_add_text(struct tk_mail_body *, const struct tk_mail_part *);

/* Is it of that type? subtype NULL: of any. */
int	tk_mail_part_is(const struct tk_mail_part *, const char *type,
	    const char *subtype);
/* The decoded bytes of a part: its own where it is not encoded, else in buf,
 * which is cleared. */
struct tk_span tk_mail_part_bytes(const struct tk_mail_part *,
	    struct tk_buf *buf);
/* Appends a parameter of a field of the part; 0, or -1: there is none. */
int	tk_mail_part_param(const struct tk_mail_part *, const char *field,
	    const char *name, struct tk_buf *);

#endif
