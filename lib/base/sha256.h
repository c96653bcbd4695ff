/* sha256.h - FIPS 180-4, for the names of claims; RFC 2104 over it. */
#ifndef TK_BASE_SHA256_H
#define TK_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define TK_SHA256_SIZE 32	/* bytes of a digest */
#define TK_SHA256_HEX 65	/* 64 lower-case digits and a NUL */

/* A digest of bytes that come piece by piece. */
struct tk_sha256 {
	uint32_t h[8];
	uint64_t len;
	unsigned char block[64];
};

void	tk_sha256_begin(struct tk_sha256 *);
void	tk_sha256_add(struct tk_sha256 *, const void *data, size_t len);
void	tk_sha256_end(struct tk_sha256 *, unsigned char digest[TK_SHA256_SIZE]);

/* The digest of len bytes as hexadecimal digits; returns hex. */
char	*tk_sha256_hex(char hex[TK_SHA256_HEX], const void *data, size_t len);
/* A digest as hexadecimal digits; returns hex. */
char	*tk_sha256_digits(char hex[TK_SHA256_HEX],
	    const unsigned char digest[TK_SHA256_SIZE]);

/* HMAC-SHA256. */
void	tk_sha256_hmac(unsigned char mac[TK_SHA256_SIZE], const void *key,
	    size_t key_len, const void *data, size_t len);

#endif
