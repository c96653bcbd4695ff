#include "classify.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/sys.h"
#include "base/text.h"
#include "decide.h"

/* The memory behind a judgement. The strings of a result live in one arena
 * while the next one is made in the other. */
struct room {
	struct tk_buf text;	/* normalised */
	struct tk_marks marks;
	struct tk_tally *tally;
	size_t tallies;
	struct tk_arena arena[2];
	int which;
};

/* ---- judging --------------------------------------------------------- */

/* The judgement's room, with tallies for that many categories. */
static struct room *
room_of(struct tk_judgement *j, size_t categories)
{
	struct room *r = j->room;
	void *p;

	if (r == NULL)
		j->room = r = calloc(1, sizeof *r);
	if (r == NULL || r->tallies >= categories)
		return r;
	p = realloc(r->tally, categories * sizeof *r->tally);
	if (p == NULL)
		return NULL;
	r->tally = p;
	r->tallies = categories;
	return r;
}

int
tk_classifier_judge(const struct tk_classifier *c, const char *text,
    size_t len, struct tk_judgement *out, struct tk_error *err)
{
	struct tk_judgement j = {0};
	struct room *r = room_of(out, c->categories->count + 1);
	size_t bad;

	if (!tk_text_valid(text, len, &bad))
		return tk_error_set(err, TK_BAD, "the text is not UTF-8 at "
		    "byte %zu; if it is GBK, convert it with "
		    "'iconv -f gb18030'", bad + 1);
	if (r == NULL)
		return tk_error_memory(err);
	tk_buf_clear(&r->text);
	tk_text_normal(&r->text, text, len);
	if (tk_buf_check(&r->text, err) < 0 || tk_marks_find(&r->marks,
	    &c->keywords, &r->text, err) < 0)
		return -1;
	tk_arena_reset(&r->arena[!r->which]);
	if (tk_judgement_decide(&j, c, &r->text, r->marks.mark, r->tally,
	    &r->arena[!r->which]) < 0)
		return tk_error_memory(err);
	r->which = !r->which;
	j.room = r;
	*out = j;
	return 0;
}

void
tk_judgement_free(struct tk_judgement *j)
{
	struct room *r = j->room;

	if (r != NULL) {
		tk_buf_free(&r->text);
		free(r->tally);
		tk_marks_free(&r->marks);
		tk_arena_free(&r->arena[0]);
		tk_arena_free(&r->arena[1]);
		free(r);
	}
	*j = (struct tk_judgement){0};
}

/* ---- loading --------------------------------------------------------- */

static struct tk_classifier *
allocate(const struct tk_classify_settings *settings, struct tk_faults *f)
{
	struct tk_classifier *c = calloc(1, sizeof *c);

	if (c == NULL)
		tk_faults_memory(f);
	else
		c->settings = *settings;
	return c;
}

static int
load_keywords(struct tk_classifier *c, int rules_fd,
    const struct tk_categories *cs, const struct tk_priorities *ps,
    struct tk_faults *f)
{
	c->categories = cs;
	c->priorities = ps;
	return tk_keywords_load(&c->keywords, rules_fd, cs, ps,
	    c->settings.batch, c->settings.only, f);
}

int
tk_classifier_new(struct tk_classifier **out, int rules_fd,
    const struct tk_categories *cs, const struct tk_priorities *ps,
    const struct tk_classify_settings *settings, struct tk_faults *f)
{
	struct tk_classifier *c = allocate(settings, f);

	if (c == NULL)
		return -1;
	if (load_keywords(c, rules_fd, cs, ps, f) < 0) {
		tk_classifier_free(c);
		return -1;
	}
	*out = c;
	return 0;
}

int
tk_classifier_load(struct tk_classifier **out, const char *folder,
    const struct tk_classify_settings *settings, struct tk_error *err)
{
	struct tk_faults f = TK_FAULTS_INIT;
	struct tk_classifier *c;
	int fd, rc = -1;

	fd = tk_sys_open_dir(AT_FDCWD, folder, err);
	if (fd < 0)
		return -1;
	c = allocate(settings, &f);
	if (c != NULL &&
	    tk_priorities_load(&c->own_priorities, fd, &f) == 0 &&
	    tk_categories_load(&c->own_categories, fd, &c->own_priorities,
	    &f) == 0 && load_keywords(c, fd, &c->own_categories,
	    &c->own_priorities, &f) == 0) {
		*out = c;
		c = NULL;
		rc = 0;
	}
	tk_faults_error(&f, err);
	tk_faults_free(&f);
	tk_classifier_free(c);
	close(fd);
	return rc;
}

void
tk_classifier_free(struct tk_classifier *c)
{
	if (c == NULL)
		return;
	tk_keywords_free(&c->keywords);
	tk_categories_free(&c->own_categories);
	tk_priorities_free(&c->own_priorities);
	free(c);
}
