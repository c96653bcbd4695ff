/* winmail.c - what ytnef finds in a winmail.dat: it is run once for the files,
 * and where a message has no text, again for that. */
#include "winmail.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box.h"

char *
winmail_program(const char *path)
{
	char *name, *found = NULL;
	size_t n;

	for (; path != NULL && *path != '\0' && found == NULL;
	    path += n + (path[n] == ':')) {
		n = strcspn(path, ":");
		if (*path != '/' ||
		    asprintf(&name, "%.*s/ytnef", (int)n, path) < 0)
			continue;
		if (access(name, X_OK) == 0)
			found = realpath(name, NULL);
		free(name);
	}
	return found;
}

/* ---- what it left ---------------------------------------------------------- */

/* Reads a file of a room: 1, *e->data NULL if it is too large; 0: it is none;
 * -1: no memory. */
static int
read_file(const struct box *b, const char *room, const char *name,
    struct tk_arena *arena, struct tk_enclosure *e)
{
	struct tk_buf bytes = TK_BUF_INIT;
	char path[512];
	int rc, large;

	snprintf(path, sizeof path, "%s/%s", room, name);
	rc = box_read(b, path, TK_MAIL_MAX_FILE, &bytes, &large);
	e->data = NULL;
	e->len = bytes.len;
	if (rc > 0)
		e->data = tk_arena_copy(arena, bytes.len == 0 ? "" :
		    bytes.data, bytes.len);
	e->name = tk_arena_strdup(arena, name);
	if (bytes.failed || e->name == NULL || (rc > 0 && e->data == NULL))
		rc = -1;
	tk_buf_free(&bytes);
	return rc == 0 ? large : rc;
}

static int
is_file(const struct dirent *d)
{
	return strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* In the order of their names, so that they always come in the same one.
 * *there: how many there are. */
static int
read_files(const struct box *b, struct tk_arena *arena,
    struct tk_mail_winmail *found, size_t *there)
{
	struct tk_enclosure *e;
	struct dirent **entry;
	int i, n, rc = 0;

	n = scandirat(b->fd, "files", &entry, is_file, by_name);
	e = tk_arena_alloc(arena, TK_MAIL_MAX_PARTS * sizeof *e);
	if (n < 0 || e == NULL)
		rc = -1;
	*there = n < 0 ? 0 : (size_t)n;
	for (i = 0; i < n; i++) {
		if (rc >= 0 && found->files < TK_MAIL_MAX_PARTS) {
			rc = read_file(b, "files", entry[i]->d_name, arena,
			    &e[found->files]);
			found->files += rc > 0;
		}
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
	found->file = e;
	return rc < 0 ? -1 : 0;
}

/* The text of the message: it is told first, those of messages within it come
 * behind. HTML is better than RTF. */
static int
read_text(const struct box *b, struct tk_arena *arena, char *said,
    struct tk_mail_winmail *found)
{
	struct tk_enclosure e;
	char *end, name[256];
	int rc;

	said[strcspn(said, "\n")] = '\0';
	end = strrchr(said, '.');
	if (end == NULL || strlen(said) > 240)
		return 0;
	snprintf(name, sizeof name, "%.*s.html", (int)(end - said), said);
	rc = read_file(b, "text", name, arena, &e);
	if (rc == 0 && strcmp(end, ".rtf") == 0) {
		rc = read_file(b, "text", said, arena, &e);
		found->rtf = 1;
	}
	if (rc > 0) {
		found->text = e.data;
		found->text_len = e.len;
	}
	return rc < 0 ? -1 : 0;
}

/* ---- what is to be said of it --------------------------------------------------- */

/* A line of what it printed that is no name of a file, fit to be shown; and
 * how many are. */
static const char *
complaint(char *said, size_t *names)
{
	char *line, *next, *p, *first = NULL;

	*names = 0;
	for (line = said; *line != '\0'; line = next) {
		p = strchrnul(line, '\n');
		next = p + (*p != '\0');
		*p = '\0';
		if (strncmp(line, "./", 2) == 0)
			++*names;
		else if (first == NULL && *line != '\0')
			first = line;
	}
	for (p = first; p != NULL && *p != '\0'; p++)
		if (*p < ' ' || *p > '~')
			*p = '?';
	return first;
}

static int
judge(const char *name, int status, char *said, size_t there,
    struct tk_arena *arena, struct tk_mail_winmail *found)
{
	char why[128] = "", line[512];
	size_t names;
	const char *first = complaint(said, &names);

	if (WIFSIGNALED(status))
		snprintf(why, sizeof why, WTERMSIG(status) == SIGALRM ||
		    WTERMSIG(status) == SIGXCPU ? "took too long" :
		    "died of signal %d", WTERMSIG(status));
	else if (first != NULL)
		snprintf(why, sizeof why, "says: %.100s", first);
	else if (WEXITSTATUS(status) != 0)
		snprintf(why, sizeof why, "failed with status %d",
		    WEXITSTATUS(status));
	else if (names > found->files || there > found->files)
		snprintf(why, sizeof why, "found %zu files, of which %zu could "
		    "be taken", names > there ? names : there, found->files);
	if (why[0] == '\0')
		return 0;
	snprintf(line, sizeof line, "%s: ytnef %s; what is missing is in that "
	    "file", name, why);
	found->warning = tk_arena_strdup(arena, line);
	return found->warning == NULL ? -1 : 0;
}

/* ---- all of it --------------------------------------------------------------- */

static int
unpack(const struct box *b, const char *program, const char *name, int text,
    time_t until, struct tk_arena *arena, struct tk_mail_winmail *found)
{
	char self[] = "ytnef", to[] = "-f", here[] = ".", html[] = "-H",
	    rtf[] = "-F", from[] = "../winmail.dat";
	char *const files[] = {self, to, here, from, NULL};
	char *const texts[] = {self, html, rtf, from, NULL};
	struct tk_buf said = TK_BUF_INIT;
	int status = 0, rc = -1;
	size_t there;

	if (box_run(b, "files", program, files, TK_MAIL_MAX_FILE, until,
	    &status, &said) < 0 || read_files(b, arena, found, &there) < 0 ||
	    judge(name, status, said.data, there, arena, found) < 0)
		goto done;
	if (text && (box_run(b, "text", program, texts, TK_MAIL_MAX_FILE,
	    until, &status, &said) < 0 ||
	    read_text(b, arena, said.data, found) < 0))
		goto done;
	rc = 0;
done:
	tk_buf_free(&said);
	return rc;
}

int
winmail_unpack(const char *program, const char *tmp,
    const struct tk_enclosure *winmail, int text, time_t until,
    struct tk_arena *arena, struct tk_mail_winmail *found,
    struct tk_error *err)
{
	struct box b;
	int rc;

	memset(found, 0, sizeof *found);
	if (box_open(&b, tmp, "winmail.dat", winmail->data, winmail->len) < 0)
		return tk_error_errno(err, TK_BAD, "cannot unpack a "
		    "winmail.dat in \"%.1000s\" (make room there, or set "
		    "TMPDIR)", tmp);
	rc = unpack(&b, program, winmail->name, text, until, arena, found);
	if (rc < 0)
		tk_error_errno(err, TK_BAD, "cannot run \"%.1000s\" (mend it, "
		    "or import without --tnef)", program);
	box_close(&b);
	return rc;
}
