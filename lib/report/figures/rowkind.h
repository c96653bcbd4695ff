/* rowkind.h - the rows of a ticket that figures are made of. */
#ifndef TK_REPORT_ROWKIND_H
#define TK_REPORT_ROWKIND_H

enum tk_row_kind {
	TK_ROW_OTHER,
	TK_ROW_STATUS,
	TK_ROW_RESULT,
	TK_ROW_REOPENED,
	TK_ROW_REPLY,
	TK_ROW_ANSWER,
	TK_ROW_QUALITY,
	TK_ROW_TEAM,
	TK_ROW_ASSIGNEE,
	TK_ROW_MORE,	/* it took more than the first contact */
};

#endif
