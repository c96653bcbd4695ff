/* order.h - the order of many ticket numbers: by date, then number. */
#ifndef TK_REPORT_ORDER_H
#define TK_REPORT_ORDER_H

#include <stdint.h>

/* A number as it is compared; ->number stays the caller's. */
struct tk_order {
	const char *number;
	uint32_t date;
	uint64_t serial;	/* what follows the date */
};

struct tk_order tk_order_of(const char *number);
/* As tk_number_compare has it. */
int	tk_order_compare(const struct tk_order *, const struct tk_order *);

#endif
