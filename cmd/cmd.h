/* cmd.h - what every command shares: options, the loop over tickets,
 * printing errors, the exit status. */
#ifndef TK_CMD_H
#define TK_CMD_H

#include <stdio.h>

#include <tk.h>

#define CMD_OPTIONS "s:hVvq"	/* of every command */
#define CMD_LONG \
	{"store", required_argument, NULL, 's'}, \
	{"help", no_argument, NULL, 'h'}, \
	{"version", no_argument, NULL, 'V'}, \
	{"verbose", no_argument, NULL, 'v'}, \
	{"quiet", no_argument, NULL, 'q'}

struct cmd {
	const char *name;
	const char *usage;	/* the lines behind "usage: NAME " */
	const char *store;	/* -s */
	int verbose, quiet, explain;
	int status;		/* the gravest so far: 2, 75, 1, 0 */
	struct tk_session *session;
	struct tk_batch *batch;
	const struct tk_change *change;	/* of the loop */
	int refused;		/* something of this change was */
	char *text;		/* of -m, ours */
	int canned;		/* it is a canned sentence */
	int stdin_taken;	/* by -m - */
	const char **files;	/* of -a */
};

void	cmd_begin(struct cmd *, const char *name, const char *usage);
/* An option the command does not know itself: takes a common one, or ends
 * the process with the usage (2). */
void	cmd_option(struct cmd *, int option);
/* Says what is wrong with the call, and exits 2. */
void	cmd_usage(const struct cmd *, const char *why)
	    __attribute__((noreturn));
/* The number of threads that -j asks for; exits if it is none. */
unsigned cmd_threads(const struct cmd *, const char *arg);
/* Opens the store: -s, $TK_STORE or the nearest one above. Exits if it
 * cannot. */
void	cmd_open(struct cmd *, int writes);
/* Prints the error as "NAME: …", a line each, and remembers its status. */
void	cmd_error(struct cmd *, const struct tk_error *);
/* Remembers an exit status, if it is graver than what was. */
void	cmd_status(struct cmd *, int status);
void	cmd_warn(struct cmd *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
/* A variable of the environment, NULL if it is not set or empty. */
const char *cmd_env(const char *name);
/* -m TEXT, "-" (stdin), @FILE or @NAME of a canned sentence: into *text and
 * *len, which stay. Exits if it cannot be had. */
void	cmd_text(struct cmd *, const char *arg, const char **text,
	    size_t *len);
/* All of a file, "-" or NULL for stdin. free(3) it; NULL: cmd_error said. */
char	*cmd_read(struct cmd *, const char *path, size_t *len);

/* Calls each() for every operand, else for the first word of every line of
 * stdin; idle() before it waits for more of that. */
void	cmd_each(struct cmd *, char **operands,
	    void (*each)(struct cmd *, const char *word),
	    void (*idle)(struct cmd *));
/* The open batch, which prints what is done; made when first asked for. */
struct tk_batch *cmd_batch(struct cmd *);
/* Applies one change to all of them and prints the numbers. */
void	cmd_change(struct cmd *, const struct tk_change *, char **operands);
/* The same for a new ticket. */
void	cmd_create(struct cmd *, const struct tk_change *);

/* The same for every record of a file (NULL or "-": stdin); the fields of
 * change stand for what a record leaves out. What is rejected goes to
 * FILE.rejected with its line and the reason (records.c). */
void	cmd_records(struct cmd *, const struct tk_change *, const char *format,
	    const char *charset, char **operands);

/* -a FILE: one more attachment. */
void	cmd_attach(struct cmd *, struct tk_change *, const char *path);

/* Saves what the caller said in a change that was refused. */
void	cmd_keep_change(struct cmd *, const struct tk_change *);
/* Saves text that could not be stored under ~/.local/state/tk/refused and
 * says where. */
void	cmd_keep(struct cmd *, const char *text, size_t len);

/* Splits operands: FIELD=VALUE ones move to the front; how many. */
int	cmd_fields(char **operands);

/* Closes, checks that stdout was written; the exit status. */
int	cmd_end(struct cmd *);

#endif
