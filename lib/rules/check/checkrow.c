/* checkrow.c - the rows of a ticket that do not count, or say odd things. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "check.h"

#define EXCERPT 64

/* The beginning of a value's first line, cut between characters. */
static const char *
excerpt(char to[EXCERPT], const char *value)
{
	size_t n = strcspn(value, "\r\n");

	if (n >= EXCERPT)
		for (n = EXCERPT - 1; n > 0 &&
		    ((unsigned char)value[n] & 0xc0) == 0x80; n--)
			;
	memcpy(to, value, n);
	to[n] = '\0';
	return to;
}

static void
check_row(struct tk_checker *k, const char *file, unsigned n)
{
	const struct tk_row *r = &k->ticket.row[n - 1];
	char place[TK_PATH_SIZE + 32], value[EXCERPT];

	excerpt(value, r->value);
	snprintf(place, sizeof place, "%s: row %u", file, n);
	if ((r->flags & TK_ROW_DAMAGED) != 0)
		tk_checker_fault(k, place, "damaged and not counted; write "
		    "what it says anew: %s", value);
	else if ((r->flags & TK_ROW_ORPHAN) != 0)
		tk_checker_fault(k, place, "%s has no row %.*s below it in "
		    "its command and is not counted; write both anew",
		    r->name, (int)(r->qualifier - r->name) - 1, r->name);
	else if ((r->flags & TK_ROW_VOID) != 0)
		return;
	else if ((r->flags & TK_ROW_BAD_VOID) != 0)
		tk_checker_fault(k, place, "\"%s\" is no row that can be "
		    "taken out; write another void", value);
	else if ((r->flags & TK_ROW_BAD_AT) != 0)
		tk_checker_fault(k, place, "\"%s\" is no time and not "
		    "counted; void row %u and write it anew", value,
		    r->head);
	else if ((r->flags & TK_ROW_SECOND_ID) != 0)
		tk_checker_fault(k, place, "a second id, \"%s\", not "
		    "counted; if rows of another ticket were put here, write "
		    "them there", value);
	else if ((r->flags & TK_ROW_BAD_STATUS) != 0)
		tk_checker_fault(k, place, "\"%s\" is no status and not "
		    "counted; void the row and write another", value);
}

/* The first row of each field that the rulebook does not name. */
static void
check_unknown(struct tk_checker *k, const char *file)
{
	const struct tk_ticket *t = &k->ticket;
	char place[TK_PATH_SIZE + 32];
	unsigned f, i;

	if (k->plain != NULL)
		return;
	for (f = t->schema->count; f < t->fields; f++)
		for (i = 0; i < t->rows; i++) {
			if (t->row[i].field != f ||
			    (t->row[i].flags & TK_ROW_VOID) != 0)
				continue;
			snprintf(place, sizeof place, "%s: row %u", file,
			    i + 1);
			tk_checker_fault(k, place, "unknown field \"%s\"; add "
			    "it to rules/fields.csv, or void the row",
			    tk_ticket_field_name(t, f));
			break;
		}
}

void
tk_check_rows(struct tk_checker *k, const char *file, const char *number)
{
	const char *id = tk_state_value(&k->state, &k->ticket, TK_ID);
	unsigned i = 1;

	if (k->ticket.headless && k->ticket.rows > 0) {
		tk_checker_fault(k, file, "the first line is not the header "
		    "%.*s; put it above the first row",
		    (int)strlen(TK_TICKET_HEADER) - 1, TK_TICKET_HEADER);
		i += (k->ticket.row[0].flags & TK_ROW_DAMAGED) != 0;
	}
	for (; i <= k->ticket.rows; i++)
		check_row(k, file, i);
	check_unknown(k, file);
	if (id == NULL)
		tk_checker_fault(k, file, "no row id; is it a ticket? Else "
		    "move it away");
	else if (strcmp(id, number) != 0)
		tk_checker_fault(k, file, "its id is %.*s; name the file "
		    "after it", tk_text_cut(id, 60), id);
}
