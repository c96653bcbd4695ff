/* mbox.h - where a message begins in an mbox. Of lib/mail alone. */
#ifndef TK_MAIL_MBOX_H
#define TK_MAIL_MBOX_H

#include <stddef.h>

/*
 * Both answer 1 or 0, or -1 when that takes bytes beyond len; with whole
 * set there are none. They look no further than a few lines of usual length.
 */
/* Is the line at s like a field of a header, or the ">From " of one? */
int	tk_mbox_field_like(const char *s, size_t len, int whole);
/* Is the line at s a From_ line by its first word, and no field From? */
int	tk_mbox_from_line(const char *s, size_t len);
/* Does a message begin at s, the beginning of a line? first: it is the first
 * of the file, which needs no date. */
int	tk_mbox_begins(const char *s, size_t len, int whole, int first);

/* The end of the line at s, behind its LF, CR LF or CR; s + len if there is
 * none. */
const char *tk_mbox_line(const char *s, size_t len);
/* Behind a byte order mark and empty lines. */
size_t	tk_mbox_blank(const char *s, size_t len);

/* What the next From_ line was looked for in. */
struct tk_mbox_scan {
	size_t pos;		/* looked at up to here */
	int escaped;		/* a line began with ">From ", ">>From " … */
};

/* Looks on for a message that begins in data[0, len), itself preceded by a
 * line's end: 1 and its place in pos; 0: none up to pos. */
int	tk_mbox_find(struct tk_mbox_scan *, const char *data, size_t len,
	    int whole);

#endif
