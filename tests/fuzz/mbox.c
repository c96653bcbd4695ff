/*
 * mbox.c - an mbox is split without losing a byte, whatever it holds and in
 * however small pieces it comes.
 */
#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include "mail/mail.h"
#include "mail/mbox.h"

#define MANY 4096	/* messages whose places are compared */

/* Between two messages there is at most the empty line of the first, and
 * From_ lines of messages that have nothing else. */
static void
must_be_gap(const char *s, size_t len)
{
	size_t i = 0;

	if (i < len && s[i] == '\r')
		i++;
	if (i < len && s[i] == '\n')
		i++;
	while (i < len) {
		must(len - i >= 5 && memcmp(s + i, "From ", 5) == 0);
		i = (size_t)(tk_mbox_line(s + i, len - i) - s);
	}
}

/* Before the first there may be a byte order mark and empty lines. */
static void
must_be_begin(const char *s, size_t len)
{
	size_t blank = tk_mbox_blank(s, len);

	must(blank <= len);
	must_be_gap(s + blank, len - blank);
}

/* The place of an item, of "…(byte 918221)". */
static size_t
place(const struct tk_mailbox_item *item)
{
	const char *s = strstr(item->place, "(byte ");

	must(s != NULL);
	return (size_t)strtoull(s + 6, NULL, 10);
}

static const char *
write_file(int *fd, const char *data, size_t len)
{
	static char path[64];

	*fd = memfd_create("mbox", MFD_CLOEXEC);
	must(*fd >= 0 && write(*fd, data, len) == (ssize_t)len);
	snprintf(path, sizeof path, "/proc/self/fd/%d", *fd);
	return path;
}

/* The messages put together again are the file. Returns how many there are. */
static size_t
join(const char *path, const char *data, size_t len)
{
	struct tk_mailbox_item item;
	struct tk_mailbox *box;
	struct tk_error err;
	size_t done = 0, at, n = 0;
	uint64_t part, all;

	if (tk_mailbox_open(&box, path, TK_MAILBOX_MBOX, SIZE_MAX / 4,
	    &err) < 0)
		return 0;
	while (tk_mailbox_next(box, &item, &err) == 1) {
		at = place(&item);
		must(at >= done && at <= len);
		if (n++ == 0)
			must_be_begin(data, at);
		else
			must_be_gap(data + done, at - done);
		if (!item.outside) {
			must(memcmp(data + at, "From ", 5) == 0);
			at = (size_t)(tk_mbox_line(data + at, len - at) -
			    data);
		}
		must(item.len > 0 || !item.outside);
		must(at + item.len <= len);
		must(memcmp(data + at, item.data, item.len) == 0);
		must(!item.too_long);
		done = at + item.len;
		tk_mailbox_progress(box, &part, &all);
		must(part <= all);
	}
	if (n == 0)
		must_be_begin(data, len);
	else
		must_be_gap(data + done, len - done);
	tk_mailbox_close(box);
	return n;
}

/* As many, none longer than max, and each what it begins with. */
static void
cut(const char *path, const char *data, size_t len, size_t max, size_t count)
{
	struct tk_mailbox_item item;
	struct tk_mailbox *box;
	struct tk_error err;
	size_t n = 0, at;

	if (tk_mailbox_open(&box, path, TK_MAILBOX_MBOX, max, &err) < 0)
		return;
	while (tk_mailbox_next(box, &item, &err) == 1) {
		n++;
		at = place(&item);
		must(at <= len);
		if (!item.outside)
			at = (size_t)(tk_mbox_line(data + at, len - at) -
			    data);
		must(item.len <= max && at + item.len <= len);
		must(memcmp(data + at, item.data, item.len) == 0);
	}
	must(n == count);
	tk_mailbox_close(box);
}

static void
any_format(const char *path)
{
	struct tk_mailbox_item item;
	struct tk_mailbox *box;
	struct tk_error err;

	if (tk_mailbox_open(&box, path, TK_MAILBOX_ANY, 1000, &err) < 0)
		return;
	while (tk_mailbox_next(box, &item, &err) == 1)
		must_be_readable(item.data, item.len);
	tk_mailbox_close(box);
}

/* Where messages begin, looking at `step` bytes more at a time. */
static size_t
places(size_t found[MANY], const char *data, size_t len, size_t step)
{
	struct tk_mbox_scan scan = {0, 0};
	size_t n = 0, end = 0;
	char *seen;

	do {
		end = len - end < step ? len : end + step;
		seen = exact_copy((const uint8_t *)data, end);
		while (n < MANY && tk_mbox_find(&scan, seen, end,
		    end == len)) {
			must(scan.pos <= end);
			found[n++] = scan.pos;
			scan.pos += 5;
		}
		must(scan.pos <= end);
		free(seen);
	} while (end < len && n < MANY);
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static size_t one[MANY], other[MANY];
	char *data = exact_copy(bytes, len);
	size_t step = len / (1 + len % 7) + 1, n;
	const char *path;
	int fd;

	n = places(one, data, len, len + 1);
	must(n == places(other, data, len, step));
	must(memcmp(one, other, n * sizeof *one) == 0);
	path = write_file(&fd, data, len);
	n = join(path, data, len);
	cut(path, data, len, 1 + len % 300, n);
	any_format(path);
	close(fd);
	free(data);
	return 0;
}
