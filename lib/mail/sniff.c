#include "sniff.h"

#include "mbox.h"

#define SNIFF 65536		/* bytes that show what a file is */
#define SNIFF_LINES 20		/* among which a mail has a field */

static int
only_blanks(const char *s, size_t len)
{
	while (len > 0 && (*s == ' ' || *s == '\t')) {
		s++;
		len--;
	}
	return len == 0;
}

int
tk_sniff_begin(struct tk_stream *in, struct tk_error *err)
{
	size_t n;

	if (tk_stream_fill_to(in, 3, err) < 0)	/* of a byte order mark */
		return -1;
	for (;;) {
		n = in->end - in->begin;
		in->begin += tk_mbox_blank(in->data + in->begin, n);
		n = in->end - in->begin;
		if (in->whole || n >= SNIFF ||
		    !only_blanks(in->data + in->begin, n))
			return 0;
		if (tk_stream_fill(in, err) < 0)
			return -1;
	}
}

static int
has_field(const char *s, size_t len, int whole)
{
	const char *end = s + len;
	unsigned n;

	for (n = 0; n < SNIFF_LINES && s < end; n++) {
		if (tk_mbox_field_like(s, (size_t)(end - s), whole) == 1)
			return 1;
		s = tk_mbox_line(s, (size_t)(end - s));
	}
	return 0;
}

/* Is there an mbox behind some text? */
static int
has_message(const char *s, size_t len, int whole)
{
	struct tk_mbox_scan scan = {0, 0};

	return tk_mbox_find(&scan, s, len, whole);
}

int
tk_sniff_format(struct tk_stream *in, enum tk_mailbox_format *format,
    struct tk_error *err)
{
	const char *s;
	size_t len;

	/* who pipes an mbox need not wait for so much of it */
	do {
		s = in->data + in->begin;
		len = in->end - in->begin;
		if (tk_mbox_begins(s, len, in->whole, 1) == 1) {
			*format = TK_MAILBOX_MBOX;
			return 0;
		}
		if (len >= SNIFF || in->whole)
			break;
	} while (tk_stream_fill(in, err) == 0);
	if (len < SNIFF && !in->whole)
		return -1;
	if (len > SNIFF)
		len = SNIFF;
	*format = TK_MAILBOX_EML;
	if (tk_mbox_from_line(s, len)) {
		*format = TK_MAILBOX_MBOX;
		return 0;
	}
	if (len == 0 || tk_mbox_field_like(s, len, in->whole) == 1)
		return 0;
	if (has_message(s, len, in->whole))
		*format = TK_MAILBOX_MBOX;
	else if (!has_field(s, len, in->whole))
		return tk_error_set(err, TK_BAD, "\"%s\" is no mail: there is "
		    "no header in its first %d lines; say that it is one "
		    "message (eml) if it is to be taken all the same",
		    in->name, SNIFF_LINES);
	return 0;
}
