/* sha256.h - FIPS 180-4, for the names of claims. */
#ifndef TK_BASE_SHA256_H
#define TK_BASE_SHA256_H

#include <stddef.h>

#define TK_SHA256_HEX 65	/* 64 lower-case digits and a NUL */

/* The digest of len bytes as hexadecimal digits; returns hex. */
char	*tk_sha256_hex(char hex[TK_SHA256_HEX], const void *data, size_t len);

#endif
