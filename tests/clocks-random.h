/* clocks-random.h - random clocks, and their simulation by the minute. A
 * part of clocks-random.c. */

#define CLOCKS 3
#define RULES 4

static const char *const clock_names[CLOCKS] = {"one", "two", "three"};

/* ---- random clocks --------------------------------------------------- */

enum kind { HOURS, DAYS, AT };
enum repeat { ONCE, CYCLE, TURNS, EVERY };

struct event {
	int field;
	int value;		/* 0: any */
};

struct rule {
	int selector;
	struct event start[2], stop[2], cancel[2];
	int starts, stops, cancels;
	unsigned pause;
	enum kind kind;
	int limit;		/* minutes, days, or the field */
	int calendar;
	enum repeat repeat;
	int change;		/* rebase */
};

static struct rule rules[CLOCKS][RULES];
static int nrules[CLOCKS];

static const char *const selectors[] = {
	"", "priority=P1", "priority>=P2", "category=a|b", "customer=*",
	"status=active|solved", "solution=", "priority!=P1;category=",
};

static const struct event starts[] = {
	{ID, 0}, {ID, 0}, {REOPENED, 0}, {ASSIGNEE, 0}, {ANALYSIS, 0},
	{FEEDBACK, 0}, {STATUS, ACTIVE + 1}, {PROGRESS, 0}, {EXPECTED, 0},
};
static const struct event ends[] = {
	{REPLY, 0}, {PROGRESS, 0}, {SOLUTION, 0}, {STATUS, SOLVED + 1},
	{STATUS, CLOSED + 1}, {DECLINED, 0},
};

static void
make_rule(struct rule *r, int last)
{
	static const unsigned pauses[] = {
		0, 0, 1 << WAITING, 1 << WAITING | 1 << SOLVED, 1 << NEW,
	};
	int i;

	memset(r, 0, sizeof *r);
	r->selector = last && any(3) > 0 ? 0 : any(8);
	r->starts = 1 + any(2);
	r->stops = 1 + any(2);
	r->cancels = any(2);
	for (i = 0; i < 2; i++) {
		r->start[i] = starts[any(9)];
		r->stop[i] = ends[any(6)];
		r->cancel[i] = ends[any(6)];
	}
	r->pause = pauses[any(5)];
	r->kind = any(2) == 0 ? HOURS : (enum kind)any(3);
	r->limit = r->kind == HOURS ? 1 + any(any(2) ? 60 : 3000) :
	    r->kind == DAYS ? 1 + any(3) : EXPECTED + any(2);
	r->calendar = any(CALENDARS);
	if (r->kind == HOURS && r->calendar != 0)
		r->limit = 1 + r->limit % 600;
	r->repeat = (enum repeat)any(4);
	r->change = any(2);
}

static void
put_events(struct text *t, const struct event *e, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		add(t, "%s%s", i > 0 ? "|" : "", field_names[e[i].field]);
		if (e[i].value > 0)
			add(t, "=%s", statuses[e[i].value - 1]);
	}
	add(t, ",");
}

static void
put_rule(struct text *t, int clock, const struct rule *r)
{
	static const char *const repeats[] = {
		"once", "cycle", "turn", "every",
	};
	int i, n = 0;

	add(t, "%s,%s,", clock_names[clock], selectors[r->selector]);
	put_events(t, r->start, r->starts);
	put_events(t, r->stop, r->stops);
	put_events(t, r->cancel, r->cancels);
	for (i = 0; i < 7; i++)
		if ((r->pause >> i & 1) != 0)
			add(t, "%s%s", n++ > 0 ? "|" : "", statuses[i]);
	if (r->kind == AT)
		add(t, ",@%s", field_names[r->limit]);
	else
		add(t, ",%d%c", r->limit, r->kind == DAYS ? 'd' : 'm');
	add(t, ",%s,%s,%s,\n", calendar_names[r->calendar],
	    repeats[r->repeat], r->change ? "change" : "start");
}

/* Rows of the clocks are mixed; of one clock their order stays. */
static void
make_clocks(struct text *t)
{
	int c, i;

	t->len = 0;
	add(t, "clock,selector,start,stop,cancel,pause,limit,calendar,repeat,"
	    "rebase,notify\n");
	for (c = 0; c < CLOCKS; c++) {
		nrules[c] = 1 + any(RULES);
		for (i = 0; i < nrules[c]; i++)
			make_rule(&rules[c][i], i == nrules[c] - 1);
	}
	for (i = 0; i < RULES; i++)
		for (c = 0; c < CLOCKS; c++)
			if (i < nrules[c])
				put_rule(t, c, &rules[c][i]);
}

/* ---- the ticket as far as it was walked ------------------------------ */

static int value[FIELDS];		/* 0: not set */
static unsigned char status_in[PAST + HORIZON];	/* of each minute */
static int has_been[FIELDS];
static int created;			/* NEVER: no id yet */
static unsigned id_number;
static int was_closed;

static int
holds(int selector)
{
	int status = value[STATUS] == 0 ? NEW : value[STATUS] - 1;

	switch (selector) {
	case 1: return value[PRIORITY] == 1;
	case 2: return value[PRIORITY] == 1 || value[PRIORITY] == 2;
	case 3: return value[CATEGORY] == 1 || value[CATEGORY] == 2;
	case 4: return value[CUSTOMER] != 0;
	case 5: return status == ACTIVE || status == SOLVED;
	case 6: return value[SOLUTION] == 0;
	case 7: return value[PRIORITY] != 1 && value[CATEGORY] == 0;
	default: return 1;
	}
}

static int
is_event(const struct row *r, const struct event *e, int n)
{
	int i;

	for (i = 0; i < n; i++)
		if (r->value != 0 && (int)r->field == e[i].field &&
		    (e[i].value == 0 || e[i].value == r->value))
			return 1;
	return 0;
}

/* ---- one running clock ----------------------------------------------- */

struct running {
	const struct rule *rule;	/* NULL: does not run */
	int start, base;
	int limit;		/* minutes, days, or the due minute */
	int named;		/* due minute in the field */
	int cap;		/* of days; NEVER: none */
	int from_id;
	size_t entry;
};

struct entry {
	int clock, cycle;
	const char *verdict;
	int start, due, stop;
	int elapsed, limit;
	unsigned start_row, stop_row;
	int backwards;
};

static struct entry entries[ROWS * CLOCKS * 2];
static size_t nentries;

/* Is the minute paused, seen from `now`? What comes later never is. */
static int
paused(const struct rule *r, int minute, int now)
{
	return r->kind != AT && minute < now &&
	    (r->pause >> status_in[PAST + minute] & 1) != 0;
}

static int
count(const struct rule *r, int from, int to, int now)
{
	int m, n = 0;

	for (m = from; m < to; m++)
		n += is_open(r->calendar, m) && !paused(r, m, now);
	return n;
}

/* The minute at which so many have been counted. */
static int
after(const struct rule *r, int from, int minutes, int now)
{
	int m;

	for (m = from; minutes > 0; m++)
		minutes -= is_open(r->calendar, m) && !paused(r, m, now);
	return m;
}

static int
days_due(const struct running *c, int pause)
{
	int calendar = c->rule->calendar, day, n = c->limit, m;

	for (day = local_day(calendar, c->base); n > 0; n--)
		do
			day++;
		while (close_of[calendar][day] == NEVER);
	for (m = close_of[calendar][day]; pause > 0; m++)
		pause -= is_open(calendar, m);
	return close_of[calendar][local_day(calendar, m - 1)];
}

static int
capped(const struct running *c, int pause)
{
	int due = days_due(c, pause), cap = c->cap;

	if (cap == NEVER)
		return due;
	for (; pause > 0; cap++)
		pause -= is_open(c->rule->calendar, cap);
	return cap < due ? cap : due;
}

static int
day_limit_due(const struct running *c, int now)
{
	int m, pause = 0, inside = 0, moves = 0, due = capped(c, 0);

	for (m = c->start; m < now; m++) {
		if (!paused(c->rule, m, now)) {
			due = inside ? capped(c, pause) : due;
			inside = 0;
			continue;
		}
		if (!inside)
			moves = (m > c->base ? m : c->base) < due;
		inside = 1;
		pause += moves && m >= c->base && is_open(c->rule->calendar, m);
	}
	return inside ? capped(c, pause) : due;
}

struct figures {
	int elapsed, limit, due, past;
};

static struct figures
figure(const struct running *c, int now)
{
	int seen = now > c->start ? now : c->start;
	struct figures f = {0, 0, 0, 0};

	f.elapsed = count(c->rule, c->start, now, now);
	if (c->rule->kind == HOURS) {
		f.due = after(c->rule, c->start, c->limit, seen);
		f.limit = c->limit;
		f.past = f.elapsed > f.limit;
		return f;
	}
	f.due = c->rule->kind == AT ? c->limit : day_limit_due(c, seen);
	f.limit = count(c->rule, c->start, f.due, seen);
	f.past = (c->rule->kind == AT ? now : seen) > f.due;
	return f;
}

/* ---- what a row does to a clock -------------------------------------- */

static struct running running[CLOCKS];
static const struct rule *in_force[CLOCKS];
static int cycles[CLOCKS];

static void
end(int clock, const struct row *r, const char *verdict)
{
	struct running *c = &running[clock];
	struct figures f = figure(c, r->at);
	struct entry *e = &entries[c->entry];

	e->verdict = f.past ? "breached" : verdict;
	e->elapsed = f.elapsed;
	e->limit = f.limit;
	e->due = f.due;
	e->stop = r->at;
	e->stop_row = r->number;
	e->backwards = strcmp(verdict, "met") == 0 && r->at < c->start;
	c->rule = NULL;
}

/* The clock as the rule has it, from its start; 0: its @ limit is not set. */
static int
set_out(struct running *c, const struct rule *rule, int start)
{
	if (rule->kind == AT && value[rule->limit] == 0)
		return 0;
	memset(c, 0, sizeof *c);
	c->rule = rule;
	c->start = c->base = start;
	c->cap = NEVER;
	c->limit = rule->kind == AT ? value[rule->limit] - PAST : rule->limit;
	c->named = c->limit;
	return 1;
}

static void
enter(int clock, unsigned start_row)
{
	struct entry *e = &entries[nentries];

	memset(e, 0, sizeof *e);
	e->clock = clock;
	e->cycle = ++cycles[clock];
	e->start = running[clock].start;
	e->start_row = start_row;
	running[clock].entry = nentries++;
}

static void
begin(int clock, int start, unsigned start_row)
{
	if (!set_out(&running[clock], in_force[clock], start))
		return;
	running[clock].from_id = start_row == id_number;
	enter(clock, start_row);
}

static void
tighten(struct running *c, int change, int old_due)
{
	int due;

	if (c->rule->kind == HOURS) {
		due = after(c->rule, change, c->limit, change);
		due = old_due < due ? old_due : due;
		c->limit = count(c->rule, c->start, due, change);
	} else if (c->rule->kind == AT) {
		c->limit = old_due < c->limit ? old_due : c->limit;
	} else {
		c->base = change;
		c->cap = old_due;
	}
}

/* The rule is another one, or the time of its @ limit. */
static void
go_on(int clock, const struct row *r)
{
	struct running *c = &running[clock], next = *c;
	struct figures old = figure(c, r->at);
	int first = r->value != 0 && !has_been[r->field] &&
	    (r->field == PRIORITY || r->field == CATEGORY);

	if (!set_out(&next, in_force[clock], c->start)) {
		end(clock, r, "cancelled");
		return;
	}
	next.from_id = c->from_id;
	next.entry = c->entry;
	if (next.rule->change && !(first && c->from_id))
		tighten(&next, r->at > c->start ? r->at : c->start, old.due);
	if (old.past)
		end(clock, r, "breached");
	*c = next;
	if (old.past)
		enter(clock, entries[next.entry].start_row);
}

static void
choose(int clock, const struct row *r)
{
	struct running *c = &running[clock];
	const struct rule *rule;
	int i, moved, anew;

	in_force[clock] = NULL;
	for (i = nrules[clock] - 1; i >= 0; i--)
		if (holds(rules[clock][i].selector))
			in_force[clock] = &rules[clock][i];
	rule = in_force[clock];
	if (c->rule == NULL)
		return;
	if (rule == NULL) {
		end(clock, r, "cancelled");
		return;
	}
	moved = rule->kind == AT && value[rule->limit] - PAST != c->named;
	anew = rule->repeat == CYCLE && is_event(r, rule->start, rule->starts);
	if (rule != c->rule || (moved && !anew))
		go_on(clock, r);
}

static int
names_id(const struct rule *rule)
{
	return rule->start[0].field == ID ||
	    (rule->starts > 1 && rule->start[1].field == ID);
}

static void
turn(int clock, const struct row *r)
{
	struct running *c = &running[clock];
	const struct rule *rule = c->rule;
	int gap = 0;

	if (rule != NULL && is_event(r, rule->stop, rule->stops)) {
		end(clock, r, "met");
		gap = rule->repeat == EVERY &&
		    !is_event(r, rule->cancel, rule->cancels);
	} else if (rule != NULL && is_event(r, rule->cancel, rule->cancels)) {
		end(clock, r, "cancelled");
	}
	choose(clock, r);
	rule = in_force[clock];
	if (rule == NULL)
		return;
	if (gap && rule->repeat == EVERY) {
		begin(clock, r->at, r->number);
	} else if (is_event(r, rule->start, rule->starts)) {
		if (c->rule != NULL && rule->repeat != CYCLE)
			return;
		if (c->rule != NULL)
			end(clock, r, "cancelled");
		if (rule->repeat != ONCE || cycles[clock] == 0)
			begin(clock, r->at, r->number);
	} else if (names_id(rule) && cycles[clock] == 0 && created != NEVER &&
	    !was_closed) {
		begin(clock, created, id_number);
	}
}

/* ---- a whole ticket -------------------------------------------------- */

static void
set_fields(const struct row *r)
{
	int log = r->field >= REPLY && r->field <= REOPENED;

	if (r->value != 0 || !log)
		value[r->field] = r->value;
	if (r->field == REOPENED && r->value != 0)
		value[SOLUTION] = 0;
	if (r->field == STATUS)
		memset(status_in + PAST + r->at, r->value == 0 ? NEW :
		    r->value - 1, (size_t)(HORIZON - r->at));
	if (r->field == STATUS && r->value - 1 == CLOSED)
		was_closed = 1;
	if (r->field == ID) {
		created = r->at;
		id_number = r->number;
	}
}

static void
finish(int clock, int now)
{
	struct running *c = &running[clock];
	struct figures f = figure(c, now);
	struct entry *e = &entries[c->entry];
	int status = value[STATUS] == 0 ? NEW : value[STATUS] - 1;
	int pause = !f.past && c->rule->kind != AT &&
	    (c->rule->pause >> status & 1) != 0;

	e->verdict = f.past ? "breached" : pause ? "paused" : "running";
	e->elapsed = f.elapsed;
	e->limit = f.limit;
	e->due = pause && (c->rule->kind == DAYS || f.elapsed < f.limit) ?
	    NEVER : f.due;
	e->stop = NEVER;
}

static int
in_order(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->start_row != y->start_row)
		return x->start_row < y->start_row ? -1 : 1;
	if (x->clock != y->clock)
		return x->clock - y->clock;
	return x->cycle - y->cycle;
}

static void
simulate(int now)
{
	int i, c;

	memset(value, 0, sizeof value);
	memset(has_been, 0, sizeof has_been);
	memset(status_in, NEW, sizeof status_in);
	memset(running, 0, sizeof running);
	memset(cycles, 0, sizeof cycles);
	created = NEVER;
	was_closed = 0;
	id_number = 0;
	nentries = 0;
	for (i = 0; i < nrows; i++) {
		set_fields(&rows[i]);
		for (c = 0; c < CLOCKS; c++)
			turn(c, &rows[i]);
		has_been[rows[i].field] |= rows[i].value != 0;
	}
	for (c = 0; c < CLOCKS; c++)
		if (running[c].rule != NULL)
			finish(c, now);
	qsort(entries, nentries, sizeof *entries, in_order);
}
