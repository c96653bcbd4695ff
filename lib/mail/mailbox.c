#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "maildir.h"
#include "mbox.h"
#include "sniff.h"

struct tk_mailbox {
	enum tk_mailbox_format format;
	size_t max;
	char *name;
	uint64_t all;
	struct tk_stream in;
	int ours;		/* in.fd is to be closed */
	size_t next;		/* what of in is to be read next */
	unsigned long number;
	int begun;		/* an mbox: its first From_ line was found */
	struct tk_maildir *maildir;
	struct tk_buf file, place;
};

static int
open_folder(struct tk_mailbox *m, struct tk_error *err)
{
	if (m->format != TK_MAILBOX_ANY && m->format != TK_MAILBOX_MAILDIR)
		return tk_error_set(err, TK_BAD, "\"%s\" is a folder; name "
		    "the files in it, or read it as a Maildir", m->name);
	if (!tk_maildir_is(m->name))
		return tk_error_set(err, TK_BAD, "\"%s\" is no Maildir: there "
		    "is no cur and no new in it; name the files in it",
		    m->name);
	m->format = TK_MAILBOX_MAILDIR;
	return tk_maildir_open(&m->maildir, m->name, err);
}

static int
open_input(struct tk_mailbox *m, const char *path, struct tk_error *err)
{
	struct stat st;
	off_t at;

	m->in.fd = path == NULL ? STDIN_FILENO :
	    open(path, O_RDONLY | O_CLOEXEC);
	m->ours = path != NULL && m->in.fd >= 0;
	if (m->in.fd < 0 || fstat(m->in.fd, &st) < 0)
		return tk_error_errno(err, TK_BAD, "cannot read \"%s\"",
		    m->name);
	if (S_ISDIR(st.st_mode) && path != NULL)
		return open_folder(m, err);
	if (m->format == TK_MAILBOX_MAILDIR)
		return tk_error_set(err, TK_BAD, "\"%s\" is no Maildir, for "
		    "it is no folder; name the folder that holds cur and new",
		    m->name);
	if (S_ISREG(st.st_mode) && st.st_size > 0) {
		at = path == NULL ? lseek(m->in.fd, 0, SEEK_CUR) : 0;
		if (at < 0 || at > st.st_size)
			at = 0;
		m->in.base = (uint64_t)at;
		m->all = (uint64_t)st.st_size;
	}
	m->in.name = m->name;
	if (tk_sniff_begin(&m->in, err) < 0)
		return -1;
	return m->format == TK_MAILBOX_ANY ?
	    tk_sniff_format(&m->in, &m->format, err) : 0;
}

int
tk_mailbox_open(struct tk_mailbox **out, const char *path,
    enum tk_mailbox_format format, size_t max, struct tk_error *err)
{
	struct tk_mailbox *m = calloc(1, sizeof *m);

	if (m == NULL)
		return tk_error_memory(err);
	m->format = format;
	m->max = max;
	m->in.fd = -1;
	m->name = strdup(path == NULL ? "stdin" : path);
	if (m->name == NULL)
		tk_error_memory(err);
	if (m->name == NULL || open_input(m, path, err) < 0) {
		tk_mailbox_close(m);
		return -1;
	}
	m->next = m->in.begin;
	*out = m;
	return 0;
}

/* The rest of the input, or as much of it as a message may have. */
static int
next_single(struct tk_mailbox *m, struct tk_mailbox_item *item,
    struct tk_error *err)
{
	struct tk_stream *in = &m->in;
	size_t len;

	if (m->number > 0)
		return 0;
	for (;;) {
		len = in->end - in->begin;
		if (len > m->max) {
			item->too_long = 1;
			tk_stream_drop(in, in->begin + m->max, in->end);
		}
		if (in->whole)
			break;
		if (tk_stream_fill(in, err) < 0)
			return -1;
	}
	if (len == 0)
		return 0;
	m->number = 1;
	m->next = in->end;
	item->data = in->data + in->begin;
	item->len = len < m->max ? len : m->max;
	tk_buf_puts(&m->place, m->name);
	return 1;
}

/*
 * Looks from the place skip behind in.begin for the next From_ line: its
 * distance from there comes back in scan->pos. What is too long for a
 * message is not kept.
 */
static int
find_end(struct tk_mailbox *m, size_t skip, struct tk_mbox_scan *scan,
    int *too_long, struct tk_error *err)
{
	struct tk_stream *in = &m->in;
	size_t from, drop;

	for (;;) {
		from = in->begin + skip;
		if (tk_mbox_find(scan, in->data + from, in->end - from,
		    in->whole) || in->whole)
			break;
		if (scan->pos > m->max + TK_STREAM_BLOCK) {
			/* one byte says what stands before the next line */
			drop = scan->pos - 1 - m->max;
			tk_stream_drop(in, from + m->max,
			    from + m->max + drop);
			scan->pos -= drop;
			*too_long = 1;
		}
		if (tk_stream_fill(in, err) < 0)
			return -1;
	}
	return 0;
}

/* Without the empty line that an mbox has behind each message. */
static size_t
without_separator(const char *s, size_t len)
{
	size_t n = len;

	if (n > 0 && s[n - 1] == '\n')
		n--;
	if (n > 0 && s[n - 1] == '\r')
		n--;
	if (n < len && n > 0 && (s[n - 1] == '\n' || s[n - 1] == '\r'))
		return n;
	return len;
}

static int
next_of_mbox(struct tk_mailbox *m, struct tk_mailbox_item *item,
    struct tk_error *err)
{
	struct tk_stream *in = &m->in;
	struct tk_mbox_scan scan;
	size_t line, len;
	uint64_t at;

	do {
		scan = (struct tk_mbox_scan){0, 0};
		in->begin = m->next;
		at = in->base + in->begin;
		/* that much tells a From_ line */
		if (tk_stream_fill_to(in, 4096, err) < 0)
			return -1;
		len = in->end - in->begin;
		if (len == 0)
			return 0;
		item->outside = !m->begun && tk_mbox_begins(in->data +
		    in->begin, len, in->whole, 1) != 1;
		line = item->outside ? 0 : (size_t)(tk_mbox_line(in->data +
		    in->begin, len < 1024 ? len : 1024) - in->data) -
		    in->begin;
		item->too_long = 0;
		if (find_end(m, line, &scan, &item->too_long, err) < 0)
			return -1;
		m->begun = 1;
		m->next = in->begin + line + scan.pos;
	} while (scan.pos == 0);
	item->data = in->data + in->begin + line;
	item->escaped = scan.escaped;
	len = scan.pos;
	if (!item->outside && !item->too_long)
		len = without_separator(item->data, len);
	if (len > m->max)
		item->too_long = 1;
	item->len = len < m->max ? len : m->max;
	item->truncated = in->whole && m->next == in->end &&
	    !item->outside && in->data[in->end - 1] != '\n' &&
	    in->data[in->end - 1] != '\r';
	if (item->outside)
		tk_buf_printf(&m->place, "%s (byte %llu)", m->name,
		    (unsigned long long)at);
	else
		tk_buf_printf(&m->place, "%s:#%lu (byte %llu)", m->name,
		    ++m->number, (unsigned long long)at);
	return 1;
}

static int
next_of_maildir(struct tk_mailbox *m, struct tk_mailbox_item *item,
    struct tk_error *err)
{
	size_t skip;
	int rc;

	do {
		rc = tk_maildir_next(m->maildir, &m->file, m->max, &item->path,
		    err);
		if (rc <= 0)
			return rc;
		skip = m->file.len == 0 ? 0 :
		    tk_mbox_blank(m->file.data, m->file.len);
	} while (skip == m->file.len);
	item->data = m->file.data + skip;
	item->len = m->file.len - skip;
	if (m->file.len > m->max) {
		item->too_long = 1;
		if (item->len > m->max)
			item->len = m->max;
	}
	tk_buf_puts(&m->place, item->path);
	return 1;
}

int
tk_mailbox_next(struct tk_mailbox *m, struct tk_mailbox_item *item,
    struct tk_error *err)
{
	int rc;

	memset(item, 0, sizeof *item);
	tk_buf_clear(&m->place);
	if (m->format == TK_MAILBOX_MAILDIR)
		rc = next_of_maildir(m, item, err);
	else if (m->format == TK_MAILBOX_MBOX)
		rc = next_of_mbox(m, item, err);
	else
		rc = next_single(m, item, err);
	if (rc == 1 && tk_buf_check(&m->place, err) < 0)
		return -1;
	item->place = m->place.data;
	return rc;
}

void
tk_mailbox_progress(const struct tk_mailbox *m, uint64_t *done, uint64_t *all)
{
	if (m->maildir != NULL) {
		tk_maildir_progress(m->maildir, done, all);
		return;
	}
	*done = m->in.base + m->next;
	*all = m->all;
}

void
tk_mailbox_close(struct tk_mailbox *m)
{
	if (m == NULL)
		return;
	if (m->ours)
		close(m->in.fd);
	tk_maildir_close(m->maildir);
	tk_buf_free(&m->file);
	tk_buf_free(&m->place);
	free(m->in.data);
	free(m->name);
	free(m);
}
