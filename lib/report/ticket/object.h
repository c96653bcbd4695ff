/* object.h - a ticket as one JSON object, and as the cells of a CSV row. */
#ifndef TK_REPORT_OBJECT_H
#define TK_REPORT_OBJECT_H

#include "view.h"

/* Appends the object, without a newline. masked: no contact details. */
void	tk_object_put(struct tk_buf *, const struct tk_viewer *,
	    const struct tk_view *, int masked);

/* Appends a value of a field or qualifier ("appointment.contact"), its
 * contact details masked as becomes the field. */
void	tk_object_mask(struct tk_buf *, const struct tk_scope *,
	    const char *field, const char *value, size_t len);

/* Appends "TIME" in quotes, or null. */
void	tk_object_time(struct tk_buf *, int64_t t, const struct tk_zone *);

#endif
