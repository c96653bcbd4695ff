#include "order.h"

#include <string.h>

#include "store/scan.h"

struct tk_order
tk_order_of(const char *number)
{
	struct tk_order o = {number, 0, 0};
	const char *s = strpbrk(number, "0123456789");
	int i;

	for (i = 0; s != NULL && s[i] != '\0'; i++)
		if (i < 8)
			o.date = o.date * 10 + (uint32_t)(s[i] - '0');
		else
			o.serial = o.serial * 10 + (uint64_t)(s[i] - '0');
	return o;
}

int
tk_order_compare(const struct tk_order *a, const struct tk_order *b)
{
	if (a->date != b->date)
		return a->date < b->date ? -1 : 1;
	if (a->serial != b->serial)
		return a->serial < b->serial ? -1 : 1;
	return tk_number_compare(a->number, b->number);
}
