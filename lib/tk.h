/*
 * tk.h - libtk, the rules of a plain-text ticket store.
 *
 * The library never prints, exits, reads the environment or asks the clock:
 * whoever calls says who is calling and what time it is (struct tk_caller).
 * Unless a comment says otherwise a function returns 0, or -1 with *err
 * filled and every output untouched; err may be NULL. Strings are UTF-8.
 * Times are whole seconds since 1970-01-01T00:00:00Z.
 */
#ifndef TK_H
#define TK_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TK_API __attribute__((visibility("default")))

/* ---- errors ---------------------------------------------------------- */

/* The exit statuses of the commands; of several the order is 2, 75, 1. */
enum tk_code {
	TK_OK = 0,
	TK_REFUSED = 1,	/* no such ticket; a rule said no */
	TK_BAD = 2,	/* usage, unlawful value, bad data, I/O, full disk */
	TK_BUSY = 75,	/* somebody else holds the lock: try again */
};

/* A finished message, lower case, no full stop; may have several lines. */
struct tk_error {
	enum tk_code code;
	int recorded;	/* refused, but what was said is in the ticket */
	char message[4096];
};

TK_API const char *tk_version(void);	/* "0.1.0" */
/* Did the library ever lack memory in this process? Then what it gave may
 * lack something, though nothing was said of it; a batch writes nothing. */
TK_API int tk_memory_short(void);

/* ---- times ----------------------------------------------------------- */

#define TK_UNSET INT64_MIN	/* no such time */
#define TK_TIME_SIZE 32		/* room for a formatted time */
#define TK_NUMBER_SIZE 48	/* room for a ticket's number: prefix of up to 8
				 * letters, 8 digits of the day, 4 to 16 more */

/* ---- calendars and times --------------------------------------------- */

struct tk_zone;

/* "Asia/Shanghai", of the system's database; "UTC" needs none. Never TZ. */
TK_API int tk_zone_load(struct tk_zone **, const char *name,
	struct tk_error *);
TK_API void tk_zone_free(struct tk_zone *);
/* "2023-10-01T09:30:00+08:00" or the same with Z, nothing else; 0 or -1. */
TK_API int tk_time_parse(const char *s, size_t len, int64_t *t);
/* Writes it with the zone's offset, or with Z for NULL; returns buf, which
 * has room for TK_TIME_SIZE bytes. */
TK_API char *tk_time_format(char *buf, int64_t t, const struct tk_zone *);

struct tk_calendar;

/*
 * A calendar is made, filled, made ready (TK_BAD: it is never open) and
 * then only asked, by as many threads as like. `natural` is open every
 * second and needs no filling.
 */
TK_API int tk_calendar_new(struct tk_calendar **, const char *name,
	const char *zone, struct tk_error *);
/* Weekdays "mon-fri", "sat-mon", "mon wed"; hours "09:00-12:00 13:00-18:00"
 * or "22:00-30:00", past midnight. May be called for several weekdays. */
TK_API int tk_calendar_open(struct tk_calendar *, const char *days,
	const char *open, struct tk_error *);
/* Date "2026-10-01", "2026-10-01..2026-10-07" or, yearly, "12-28..01-02";
 * type "off" or "work"; open: hours of a worked day, NULL for those of the
 * earliest open weekday. */
TK_API int tk_calendar_holiday(struct tk_calendar *, const char *date,
	const char *type, const char *open, struct tk_error *);
TK_API int tk_calendar_ready(struct tk_calendar *, struct tk_error *);
TK_API void tk_calendar_free(struct tk_calendar *);

/*
 * These ask a ready calendar. TK_UNSET: no memory. Nothing is later than
 * 9999-12-31T23:59:59Z.
 */
/* Open seconds in [a, b); 0 if b is before a. */
TK_API int64_t tk_calendar_elapsed(const struct tk_calendar *, int64_t a,
	int64_t b);
/* The earliest instant at which that many have elapsed; seconds > 0. */
TK_API int64_t tk_calendar_due(const struct tk_calendar *, int64_t start,
	int64_t seconds);
/* The latest instant from which that many elapse until end; seconds > 0. */
TK_API int64_t tk_calendar_back(const struct tk_calendar *, int64_t end,
	int64_t seconds);
/* When the n-th working day after the start's day closes, n > 0; with a
 * pause, when the day closes that holds this plus so many open seconds. */
TK_API int64_t tk_calendar_day_due(const struct tk_calendar *, int64_t start,
	int64_t n, int64_t pause);
/* Has the day of t open hours? Past midnight the night still belongs to the
 * day on which its hours began. 1 or 0. */
TK_API int tk_calendar_workday(const struct tk_calendar *, int64_t t);

/* What a person means by a time. */
struct tk_when {
	int64_t from;
	int64_t to;	/* of a span its end, else from */
	int whole_day;	/* only days were named: from is 00:00, and a span
			 * ends at 23:59:59 */
	int span;
};

/*
 * RFC 3339; 2023-10-27 15:00, 2023/10/27 9:30, 2023-10-27; 15:00 (today);
 * +2h, -30m, +1w; +3d (working days of the calendar, all days for NULL);
 * now, 现在; today, tomorrow, yesterday, fri, 今天, 明天, 周五, all with or
 * without 10:00; 下午3点半; spans A..B. Local times are those of the zone.
 */
TK_API int tk_when_parse(const char *s, int64_t now, const struct tk_zone *,
	const struct tk_calendar *work, struct tk_when *, struct tk_error *);

/* ---- clocks ----------------------------------------------------------- */

/* A rulebook folder and its clocks, without a store. One thread at a time. */
struct tk_rulebook;

/* zone: the store's. TK_BAD names the first fault in the tables. */
TK_API int tk_rulebook_open(struct tk_rulebook **, const char *dir,
	const char *zone, struct tk_error *);
TK_API void tk_rulebook_close(struct tk_rulebook *);
/* What a ticket's rows amount to, as lines (tests/tickets/README.md says
 * which). free(3) them. */
TK_API int tk_rulebook_fold(struct tk_rulebook *, const char *ticket,
	size_t len, char **text, struct tk_error *);

/* One cycle of one clock. */
struct tk_clock_row {
	const char *clock;
	unsigned cycle;		/* from 1 */
	const char *verdict;	/* running, paused, met, breached, cancelled */
	int ended;		/* a breached one may run on */
	int recorded;		/* as its verdict row says, not judged again */
	int backwards;		/* stopped before it began: elapsed 0 */
	int64_t start;
	int64_t due;		/* TK_UNSET: paused before it */
	int64_t stop;		/* TK_UNSET: it has not ended */
	int64_t elapsed, limit;	/* counted seconds; limit: start to due */
	const char *calendar;
	unsigned start_row, stop_row;	/* below the header; 0: none */
};

/* A part of a clock's time that is wholly counted or wholly paused. */
struct tk_clock_stretch {
	size_t row;		/* of the clocks */
	int64_t from, to;
	int64_t counted;	/* open seconds; 0 when paused */
	int paused;
};

/* The clocks of a ticket file's text at an instant, in order of their start
 * rows. The rows are the rulebook's, until the next call. */
TK_API int tk_rulebook_clocks(struct tk_rulebook *, const char *ticket,
	size_t len, int64_t now, const struct tk_clock_row **rows, size_t *n,
	struct tk_error *);
/* The stretches of those clocks; they too stay until the next call. */
TK_API int tk_rulebook_stretches(struct tk_rulebook *,
	const struct tk_clock_stretch **, size_t *n, struct tk_error *);

/* ---- texts ----------------------------------------------------------- */

/* 1 if the bytes are UTF-8 without NUL (no surrogates, nothing overlong),
 * else 0 and, unless bad is NULL, the offset of the first bad byte. */
TK_API int tk_text_valid(const char *s, size_t len, size_t *bad);
/* Columns on a terminal: wide characters 2, combining ones 0. */
TK_API size_t tk_text_width(const char *s);
/* A copy for a terminal with control characters as ^[ or <U+202E> and bad
 * bytes as <FF>; newlines and tabs stay. NULL: no memory. free(3) it. */
TK_API char *tk_text_visible(const char *s);

/* ---- sessions --------------------------------------------------------- */

/* Who calls, and when it is. Strings must stay as long as the session. */
struct tk_caller {
	const char *login;	/* the real user's */
	const char *actor;	/* who they say they are; NULL: login */
	const char *now;	/* what time they say it is, RFC 3339; NULL */
	int64_t (*clock)(void);	/* the real time, asked at each write */
	int writes;		/* the session changes tickets */
	void (*warn)(void *data, const char *message);	/* may be NULL */
	void *data;
};

/* An open store, its rulebook and a caller. One thread at a time. */
struct tk_session;

/*
 * Opens the store. TK_BAD when the caller claims a time or an actor, writes,
 * and store.csv does not say override,yes. Free with tk_session_close.
 */
TK_API int tk_session_open(struct tk_session **, const char *store,
	const struct tk_caller *, struct tk_error *);
TK_API void tk_session_close(struct tk_session *);
TK_API int64_t tk_session_now(const struct tk_session *);
TK_API const char *tk_session_actor(const struct tk_session *);

/* Makes a store. rulebook is the path of one; override lets it believe a
 * claimed time and actor; group gives it to its folder's group. */
struct tk_init {
	const char *dir, *rulebook;
	const char *prefix;		/* NULL: as the rulebook says */
	const char *zone;		/* "Asia/Shanghai" */
	int override, group;
};
TK_API int tk_init_store(const struct tk_init *, struct tk_error *);
/* "NFS", "SMB" or "FUSE" if the store lies there, where locks and fsync may
 * not hold; else NULL. */
TK_API const char *tk_store_remote(const char *dir);

/* The text of a canned sentence ("@致歉" without the @), its {customer},
 * {id} … left as they are: a change fills them in. free(3) it. */
TK_API int tk_session_canned(struct tk_session *, const char *name,
	char **text, struct tk_error *);

/* ---- changes ---------------------------------------------------------- */

enum tk_verb {
	TK_DO_NEW,
	TK_DO_CLASSIFY,
	TK_DO_ASSIGN,		/* to who, or by the rulebook */
	TK_DO_ACCEPT,
	TK_DO_DECLINE,
	TK_DO_TAKE,
	TK_DO_ESCALATE_UP,
	TK_DO_ESCALATE_SIDE,
	TK_DO_HELPER,
	TK_DO_NOTE,
	TK_DO_CLOSE,
	TK_DO_REOPEN,
};

/* A file in memory, to be attached. */
struct tk_enclosure {
	const char *name;	/* safe in any folder */
	const char *data;	/* NULL: left out, too large */
	size_t len;
};

/* What one command asks of each of its tickets; unset members are NULL. */
struct tk_change {
	enum tk_verb verb;
	const char *key;	/* FIELD or FIELD=VALUE that text goes to */
	const char *text;	/* what was said */
	size_t text_len;
	int canned;		/* text has {names} to fill in per ticket */
	const char *when;	/* it happened: a time or a span */
	const char *by;		/* deadline (assign), expected (note) */
	const char *who;
	const char *category, *priority;
	const char *const *fields;	/* FIELD=VALUE, labels allowed */
	size_t nfields;
	const char *const *files;	/* paths to attach */
	size_t nfiles;
	const struct tk_enclosure *enclosures;	/* none left out */
	size_t nenclosures;
	int import;		/* typed times may lie as far back as they like */
	int tell;		/* the outcome's state will be shown */
	int dry_run;		/* decide and check all, write nothing */
};

/* What became of one ticket. Strings are the library's, until the callback
 * returns. */
struct tk_outcome {
	const char *number;
	const char *state;	/* one line: status, who, next due, promise */
	const char *explain;	/* why a machine chose so; "" else */
	const char *ask;	/* what is still to ask, lines; "" none */
	int existed;		/* its ref was known: nothing added */
	int held;		/* unclear: not for the next command */
};

/*
 * Applies one change to many tickets. Up to 256 are written, then all are
 * fsynced, then done() is called for each in order: a number that done()
 * saw is on disk.
 */
struct tk_batch;
TK_API int tk_batch_open(struct tk_batch **, struct tk_session *,
	void (*done)(void *data, const struct tk_outcome *), void *data,
	struct tk_error *);
/*
 * One ticket: word is a number, a ref or a tail; for TK_DO_NEW it is NULL.
 * TK_REFUSED names everything the rules lack, each line beginning with the
 * number; others go on after it. The file is unchanged then, unless
 * err->recorded says that the customer's words are in it.
 */
TK_API int tk_batch_add(struct tk_batch *, const struct tk_change *,
	const char *word, struct tk_error *);
/* Writes what is pending. After it fails some may not be on disk. */
TK_API int tk_batch_flush(struct tk_batch *, struct tk_error *);
/* Flushes and frees. */
TK_API int tk_batch_close(struct tk_batch *, struct tk_error *);

/* A file of records, each to become a ticket. */
struct tk_records;
struct tk_record {
	const char *const *fields;	/* FIELD=VALUE */
	size_t nfields;
	unsigned line;			/* where it begins */
	const char *raw;		/* its bytes */
	size_t raw_len;
};
/* format csv or jsonl; charset NULL: UTF-8. The bytes are copied; the whole
 * file is refused when its heading names unknown fields. */
TK_API int tk_records_open(struct tk_records **, struct tk_session *,
	const char *name, const char *format, const char *charset,
	const char *data, size_t len, struct tk_error *);
/* 1 and the next record, which stays until the next call; 0: no more; -1:
 * this one is bad (line and raw are set if it is one), go on. */
TK_API int tk_records_next(struct tk_records *, struct tk_record *,
	struct tk_error *);
TK_API void tk_records_free(struct tk_records *);

/* Saves text that could not be stored as a new file in dir (made if need
 * be); its path comes back in path. */
TK_API int tk_refused_save(const char *dir, const char *text, size_t len,
	char *path, size_t size, struct tk_error *);

/* ---- mail --------------------------------------------------------------- */

struct tk_address {
	const char *name, *address;	/* "" where there is none */
};

/* A text without what is not new in it; "" where there is none. */
struct tk_wording {
	const char *text, *signature, *quoted;
};

enum tk_trait {
	TK_MAIL_AUTO = 1,	/* no person wrote it */
	TK_MAIL_LIST = 2,	/* auto, but only as a newsletter or list is */
	TK_MAIL_SPAM = 4,
	TK_MAIL_ANSWER = 8,	/* its subject says Re: or 回复 */
	TK_MAIL_FORWARD = 16,	/* its subject says Fw: or 转发, or @fwd */
	TK_MAIL_NO_SUBJECT = 32,	/* the subject was made up */
	TK_MAIL_MALFORMED = 64,	/* nothing in it could be read as mail */
	TK_MAIL_TRUNCATED = 128,
};

/* A message as it was read: decoded, in UTF-8; nothing is NULL but lists
 * without members. */
struct tk_message {
	const char *id;			/* Message-ID with its <> */
	const char *const *references;	/* In-Reply-To's, then References',
					 * the nearest first */
	size_t nreferences;
	struct tk_address from;		/* or Reply-To, Sender, Return-Path */
	struct tk_address reply_to;
	struct tk_address forwarded;	/* who wrote what is forwarded */
	const struct tk_address *others;	/* it was sent to */
	size_t nothers;
	const char *subject;		/* one line, never empty */
	const char *topic;		/* without Re:, 转发: … and [tags] */
	struct tk_wording first, reply;	/* as a first mail, as an answer */
	int64_t date, received;		/* TK_UNSET: it does not say */
	unsigned traits;
	const char *why;		/* it is auto, list or spam */
	const char *declared, *charset;	/* of the text: label, the one used */
	unsigned bad;			/* bytes that were none of its */
	const char *digest;		/* SHA-256 of sender, Date, subject and
					 * text: what makes two the same */
	const struct tk_enclosure *enclosures;
	size_t nenclosures;
	const char *const *warnings;
	size_t nwarnings;
};

/* A message as it came, before it is read. */
struct tk_raw {
	const char *data;
	size_t len;
	const char *hash;	/* its SHA-256, 64 lower-case digits */
	const char *place;	/* "complaints.mbox:#37 (byte 918221)" */
	int escaped;		/* >From stands for From */
	int truncated;
	int outside;		/* no message: to be kept as it is */
};

/* What became of a message. Strings are the library's, until the callback
 * returns. */
struct tk_receipt {
	const char *status;	/* new, reply, dup, auto, spam, kept */
	const char *number;	/* of its ticket; "": none */
	const char *id, *from, *subject, *hash, *place;
	int again;		/* left behind by an import that died */
};

/* How mail is taken in. */
struct tk_intake_plan {
	/* Reads a message into *m, which stays until the next call. */
	int (*read)(void *data, const struct tk_raw *, struct tk_message *m,
		struct tk_error *);
	/* Runs the programs that reading it will need; NULL: it needs none.
	 * Called for each message before anything else, with no lock held. */
	int (*unpack)(void *data, const struct tk_raw *, struct tk_error *);
	void (*done)(void *data, const struct tk_receipt *);
	/* TK_OK: a warning; else why it could not become a ticket */
	void (*problem)(void *data, const char *place, enum tk_code,
		const char *message);
	void *data;
	int auto_tickets;	/* of what no person wrote */
	int spam_tickets;
	int no_subjects;	/* never thread by the subject alone */
	int dry_run;
};

/*
 * Takes messages in, in groups: each is kept under mail/ and fsynced, then
 * read, then claimed and made a ticket or a row of one, fsynced; then done()
 * is called. What an import that died has left is done first.
 */
struct tk_intake;
TK_API int tk_intake_open(struct tk_intake **, struct tk_session *,
	const struct tk_intake_plan *, struct tk_error *);
/* -1: the store is busy, full or not to be written: give it no more; the
 * same messages may be given again later. */
TK_API int tk_intake_add(struct tk_intake *, const struct tk_raw *,
	struct tk_error *);
/* Does what is pending, and frees. */
TK_API int tk_intake_close(struct tk_intake *, struct tk_error *);

/* ---- checks ----------------------------------------------------------- */

/* What is wrong with a store, told line by line. */
struct tk_check {
	int repair;	/* mend what is safe; the session must write */
	int notes;	/* advice on what may well be meant, too */
	/* "PLACE: what; next step", fit for a terminal; none may be NULL */
	void (*fault)(void *data, const char *line);
	/* "PLACE: what; what was done about it" */
	void (*mended)(void *data, const char *line);
	/* "rules/…: what; next step": lawful, but hardly meant */
	void (*advice)(void *data, const char *line);
	/* "NUMBER CLOCK CYCLE: A -> B", of a new rulebook */
	void (*changed)(void *data, const char *line);
	/* this could not be looked at, or not be mended */
	void (*failed)(void *data, const struct tk_error *);
	void *data;
	/* how much was looked at; days: of numbers/, only against a backup */
	size_t open, closed, archived, rows, files, claims, messages, days;
};

/*
 * Looks through the whole store. Nothing is deleted: what is in the way goes
 * to lost/. -1 only if it could not be gone through at all.
 */
TK_API int tk_session_check(struct tk_session *, struct tk_check *,
	struct tk_error *);
/* Holds the store against a copy of it made before: whatever that has must
 * still be there, and be what it was or have grown. */
TK_API int tk_session_against(struct tk_session *, const char *backup,
	struct tk_check *, struct tk_error *);
/*
 * Tries the rulebook in a folder on the store: tells its faults, else which
 * clocks of open tickets it would change. With kept not NULL it is then
 * installed, unless it has faults, and the folder of the old one comes back
 * in kept; the session still holds the old one. 1: it has faults.
 */
TK_API int tk_session_try_rules(struct tk_session *, const char *rules,
	struct tk_check *, char kept[64], struct tk_error *);

/* ---- the archive ------------------------------------------------------ */

/* What tk_session_archive is to do, and what it did. */
struct tk_archive {
	const char *before;	/* a time as typed: months that ended by then;
				 * NULL: as settings.csv says */
	int dry_run;
	unsigned threads;	/* 0: as many as CPUs, at most 4 */
	/* this ticket is in the archive, on disk, and no longer in closed/ */
	void (*packed)(void *data, const char *number);
	/* "2023-10: 1204 tickets packed" */
	void (*month)(void *data, const char *line);
	void *data;
	size_t tickets, months;
	size_t left;		/* damaged: 'tk-check -r' first */
};
/* Packs the closed tickets of whole past months. May be killed at any point
 * and run again. */
TK_API int tk_session_archive(struct tk_session *, struct tk_archive *,
	struct tk_error *);
/* Puts an archived ticket back into closed/: 1; 0: it was live. */
TK_API int tk_session_restore(struct tk_session *, const char *word,
	char number[TK_NUMBER_SIZE], struct tk_error *);

/* ---- classification -------------------------------------------------- */

struct tk_classifier;

/* What settings.csv says of it. */
struct tk_classify_settings {
	int tie_score;		/* tie=score, else tie=priority */
	double floor_score;	/* below it a text is unclear */
	double floor_lead;	/* the same for the lead */
	const char *ask;	/* unclear.ask; may be NULL */
	int batch;		/* many texts: slower to load, then faster */
	const char *only;	/* the one text that will be judged, in any
				 * form: faster to load; NULL: all texts */
};

/* A row of keywords.csv that a text hit. */
struct tk_hit {
	const char *id;
	const char *category;	/* "unclear": a vague word, no score */
	const char *priority;	/* of the row; NULL: that of its category */
	double weight;
	const char *words;	/* what stood in the text, normalised */
	const char *veto;	/* the words that took it back; NULL: counted */
};

struct tk_judgement {
	const char *category;	/* NULL: unclear */
	const char *priority;	/* NULL: unclear, or none in the rulebook */
	const char *ask;	/* when unclear, the question; "": none */
	const char *why;	/* one sentence, for people */
	double score;		/* of the best category, 0: nothing hit */
	double lead;		/* over the next one that competed */
	const struct tk_hit *hits;	/* in the order of the table */
	size_t nhits;
	void *room;		/* ours */
};

/* Loads priorities, categories and keywords of a rulebook folder; the
 * settings are copied but for `ask`. Safe for threads. */
TK_API int tk_classifier_load(struct tk_classifier **, const char *folder,
	const struct tk_classify_settings *, struct tk_error *);
TK_API void tk_classifier_free(struct tk_classifier *);
/*
 * Judges a text. *j begins as {0} and may be used again and again, by one
 * thread at a time; its strings stay until then, or until the classifier is
 * freed. TK_BAD: not UTF-8, or a pattern of the rulebook gave up.
 */
TK_API int tk_classifier_judge(const struct tk_classifier *, const char *text,
	size_t len, struct tk_judgement *j, struct tk_error *);
TK_API void tk_judgement_free(struct tk_judgement *);
/*
 * Judges a CSV of label,text (a label is a category, "unclear" or empty)
 * and reports on coverage, accuracy, confusion and the worst rows of the
 * rulebook. `name` is the file's, for messages; free(3) the report.
 */
TK_API int tk_classifier_eval(const struct tk_classifier *, const char *name,
	const char *csv, size_t len, char **report, struct tk_error *);

/* The same two by a session's rulebook; its strings stay with it. */
TK_API int tk_session_judge(struct tk_session *, const char *text, size_t len,
	struct tk_judgement *j, struct tk_error *);
TK_API int tk_session_eval(struct tk_session *, const char *name,
	const char *csv, size_t len, char **report, struct tk_error *);

/* ---- lists ------------------------------------------------------------ */

enum tk_format {
	TK_FORMAT_TEXT,
	TK_FORMAT_CSV,
	TK_FORMAT_JSON,		/* an object a line */
	TK_FORMAT_FORM,		/* of a ticket: 客户服务流程执行表 */
	TK_FORMAT_CLOCKS,	/* of a ticket: the ledger of its clocks */
	TK_FORMAT_MAIL,		/* of a ticket: the answer to its customer;
				 * of a report: the report */
	TK_FORMAT_MBOX,		/* the same of many */
	TK_FORMAT_HTML,		/* of a report: a page; of tickets: the form */
	TK_FORMAT_POSTMORTEM,	/* of a ticket: the draft of its review */
	TK_FORMAT_POSTMORTEM_HTML,	/* the same as a page */
};
/* By its name, "text" to "postmortem-html"; -1: there is none. */
TK_API int tk_format_find(const char *name);

/* Which tickets a list holds and how it is written. */
struct tk_query {
	const char *const *selectors;	/* all must hold */
	size_t nselectors;
	enum tk_format format;
	const char *sort;	/* a key of the JSON object; NULL: due */
	int reverse;		/* what is not set stays last */
	int unmask;		/* show contact details, if the caller may */
	int bom;		/* CSV for spreadsheets */
	int color;
	unsigned columns;	/* of the terminal; 0: as wide as it comes */
	unsigned threads;	/* 0: as many as CPUs, at most 4 */
};

/*
 * Tickets as they are now, unless a selector names a status those that are
 * not closed. When a table is faulty or a file cannot be read the list holds
 * what does not need it, and *fault says why; else its code is TK_OK.
 */
struct tk_list;
TK_API int tk_list_open(struct tk_list **, struct tk_session *,
	const struct tk_query *, struct tk_error *fault, struct tk_error *);
/* The next piece of its text, the list's until the next call: 1; 0 at the
 * end; -1. */
TK_API int tk_list_next(struct tk_list *, const char **text, size_t *len,
	struct tk_error *);
TK_API void tk_list_close(struct tk_list *);

/* ---- one ticket -------------------------------------------------------- */

/* Shows tickets in full; of the query only format and color are used.
 * *fault: as tk_list_open has it. */
struct tk_show;
TK_API int tk_show_open(struct tk_show **, struct tk_session *,
	const struct tk_query *, struct tk_error *fault, struct tk_error *);
/* word: a number, a ref or a tail. The text stays until the next call. */
TK_API int tk_show_ticket(struct tk_show *, const char *word,
	const char **text, size_t *len, struct tk_error *);
/* What stands behind the last one, of formats that are one page; "" else. */
TK_API int tk_show_end(struct tk_show *, const char **text, size_t *len,
	struct tk_error *);
TK_API void tk_show_close(struct tk_show *);

/* ---- reports ----------------------------------------------------------- */

#define TK_STAMP_SIZE 64

/* Of the query all but sort and reverse is used. */
struct tk_report {
	struct tk_query query;
	const char *now;	/* as if it were then; NULL: now */
	const char *week;	/* "2026-W46", "0", "-1" */
	const char *month;	/* "2026-10", "0", "-1" */
	const char *from, *to;	/* all NULL: the last whole week or month */
	const char *by;		/* scorecard: team, agent, category, channel */
	const char *const *mail_to;	/* addresses, for TK_FORMAT_MAIL */
	size_t nmail_to;
	int workday;	/* not on days that are no working days */
	int any;	/* not unless there is something to act on */
	const char *last;	/* made last, "" nothing; NULL: make it anyway */
	char *stamp;	/* with last: gets what it is about; "": not made */
	int partial;	/* no report, but what is added up by merge() */
	/* Such partials instead of the tickets: 1 and the next text, which may
	 * hold several and stays until the next call, and its name for
	 * messages; 0 at the end; -1. NULL: the tickets. */
	int (*merge)(void *data, const char **name, const char **text,
		size_t *len, struct tk_error *);
	void *data;	/* its own */
};

/* name: one that tk-report(1) names. The text is free(3)d by the caller; *fault: as
 * tk_list_open has it. */
TK_API int tk_report_make(struct tk_session *, const char *name,
	const struct tk_report *, char **text, size_t *len,
	struct tk_error *fault, struct tk_error *);

/* The names of the reports; NULL: there are no more. */
TK_API const char *tk_report_name(size_t index);

/* What was reported last, in a file that is locked until it is closed. */
struct tk_stamp {
	const char *path;	/* the caller's */
	int fd;
	char last[TK_STAMP_SIZE];	/* "": nothing yet */
};

/* TK_BUSY when somebody else holds it for 10 s. */
TK_API int tk_stamp_open(struct tk_stamp *, const char *path,
	struct tk_error *);
TK_API int tk_stamp_write(struct tk_stamp *, const char *stamp,
	struct tk_error *);
TK_API void tk_stamp_close(struct tk_stamp *);

#ifdef __cplusplus
}
#endif

#endif
