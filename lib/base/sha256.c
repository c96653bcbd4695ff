#include "sha256.h"

#include <string.h>

static const uint32_t k[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
	0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t
rotate(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

static void
block(uint32_t h[8], const unsigned char *p)
{
	uint32_t w[64], v[8], t1, t2;
	int i;

	for (i = 0; i < 16; i++, p += 4)
		w[i] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		    (uint32_t)p[2] << 8 | p[3];
	for (; i < 64; i++)
		w[i] = w[i - 16] + w[i - 7] +
		    (rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^
		    w[i - 15] >> 3) +
		    (rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^
		    w[i - 2] >> 10);
	memcpy(v, h, sizeof v);
	for (i = 0; i < 64; i++) {
		t1 = v[7] + (rotate(v[4], 6) ^ rotate(v[4], 11) ^
		    rotate(v[4], 25)) + ((v[4] & v[5]) ^ (~v[4] & v[6])) +
		    k[i] + w[i];
		t2 = (rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22)) +
		    ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
		memmove(v + 1, v, 7 * sizeof *v);
		v[4] += t1;
		v[0] = t1 + t2;
	}
	for (i = 0; i < 8; i++)
		h[i] += v[i];
}

void
tk_sha256_begin(struct tk_sha256 *s)
{
	static const uint32_t first[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	};

	memcpy(s->h, first, sizeof first);
	s->len = 0;
}

void
tk_sha256_add(struct tk_sha256 *s, const void *data, size_t len)
{
	const unsigned char *p = data;
	size_t there = s->len % 64, n;

	if (len == 0)
		return;
	s->len += len;
	if (there > 0) {
		n = len < 64 - there ? len : 64 - there;
		memcpy(s->block + there, p, n);
		if (there + n < 64)
			return;
		block(s->h, s->block);
		p += n;
		len -= n;
	}
	for (; len >= 64; len -= 64, p += 64)
		block(s->h, p);
	memcpy(s->block, p, len);
}

void
tk_sha256_end(struct tk_sha256 *s, unsigned char digest[TK_SHA256_SIZE])
{
	static const unsigned char pad[64] = {0x80};
	uint64_t bits = s->len * 8;
	unsigned char length[8];
	size_t i;

	tk_sha256_add(s, pad, 1 + (119 - (size_t)(s->len % 64)) % 64);
	for (i = 0; i < 8; i++)
		length[i] = (unsigned char)(bits >> (56 - 8 * i));
	tk_sha256_add(s, length, sizeof length);
	for (i = 0; i < TK_SHA256_SIZE; i++)
		digest[i] = (unsigned char)(s->h[i / 4] >> (24 - 8 * (i % 4)));
}

char *
tk_sha256_digits(char hex[TK_SHA256_HEX],
    const unsigned char digest[TK_SHA256_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < TK_SHA256_SIZE; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 15];
	}
	hex[2 * i] = '\0';
	return hex;
}

char *
tk_sha256_hex(char hex[TK_SHA256_HEX], const void *data, size_t len)
{
	unsigned char digest[TK_SHA256_SIZE];
	struct tk_sha256 s;

	tk_sha256_begin(&s);
	tk_sha256_add(&s, data, len);
	tk_sha256_end(&s, digest);
	return tk_sha256_digits(hex, digest);
}

/* One of the two hashes of an HMAC: key ^ mask, then data. */
static void
keyed(unsigned char digest[TK_SHA256_SIZE], const unsigned char key[64],
    unsigned char mask, const void *data, size_t len)
{
	unsigned char padded[64];
	struct tk_sha256 s;
	size_t i;

	for (i = 0; i < sizeof padded; i++)
		padded[i] = key[i] ^ mask;
	tk_sha256_begin(&s);
	tk_sha256_add(&s, padded, sizeof padded);
	tk_sha256_add(&s, data, len);
	tk_sha256_end(&s, digest);
}

void
tk_sha256_hmac(unsigned char mac[TK_SHA256_SIZE], const void *key,
    size_t key_len, const void *data, size_t len)
{
	unsigned char k64[64] = {0}, inner[TK_SHA256_SIZE];
	struct tk_sha256 s;

	if (key_len > sizeof k64) {
		tk_sha256_begin(&s);
		tk_sha256_add(&s, key, key_len);
		tk_sha256_end(&s, k64);
	} else if (key_len > 0) {
		memcpy(k64, key, key_len);
	}
	keyed(inner, k64, 0x36, data, len);
	keyed(mac, k64, 0x5c, inner, sizeof inner);
}
