/* address.h - mail addresses: what may be sent to, and where one stands. */
#ifndef TK_BASE_ADDRESS_H
#define TK_BASE_ADDRESS_H

#include <stddef.h>

/* Are the bytes an address, as RFC 5322 has it without quotes and comments:
 * ASCII, a dot-atom, @, a domain? 1 or 0. */
int	tk_address_valid(const char *s, size_t len);
/* The same of a domain alone. */
int	tk_address_domain_valid(const char *s, size_t len);

/*
 * The address in what people write ("王芳 <fang@example.com>", "13800000001,
 * fang@example.com"): that between the last < and >, else the first whose
 * domain has a dot. Its length, and in *at where it begins; 0: none.
 */
size_t	tk_address_find(const char *text, const char **at);

#endif
