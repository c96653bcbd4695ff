/* cell.h - cells of CSV that people may open in a spreadsheet. */
#ifndef TK_REPORT_CELL_H
#define TK_REPORT_CELL_H

#include "base/buf.h"

#define TK_CELL_BOM "\xef\xbb\xbf"

/*
 * Appends one cell. For a spreadsheet what it would take for a formula gets
 * a ' before it, and digits it would shorten, more than 11 or after a 0, a
 * tab, which makes them text.
 */
void	tk_cell_put(struct tk_buf *, const char *s, size_t len,
	    int spreadsheet);

#endif
