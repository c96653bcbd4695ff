/* digest.c - what names a message, and what makes two the same. A mailbox is
 * hashed whole, so this is the one place that pays for a library's speed. */
#include <inttypes.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>

#include "mail.h"

static void
finish(struct sha256_ctx *ctx, char hex[65])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t digest[SHA256_DIGEST_SIZE];
	size_t i;

	sha256_digest(ctx, sizeof digest, digest);
	for (i = 0; i < sizeof digest; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 15];
	}
	hex[64] = '\0';
}

static void
add(struct sha256_ctx *ctx, const char *s)	/* with its NUL, as an end */
{
	sha256_update(ctx, strlen(s) + 1, (const uint8_t *)s);
}

void
tk_mail_hash(char hex[65], const void *data, size_t len)
{
	struct sha256_ctx ctx;

	sha256_init(&ctx);
	sha256_update(&ctx, len, data);
	finish(&ctx, hex);
}

void
tk_mail_digest(char hex[65], const struct tk_message *m)
{
	struct sha256_ctx ctx;
	char date[32];

	snprintf(date, sizeof date, "%" PRId64, m->date);
	sha256_init(&ctx);
	add(&ctx, m->from.address);
	add(&ctx, date);
	add(&ctx, m->subject);
	add(&ctx, m->reply.text);
	add(&ctx, m->reply.quoted);
	finish(&ctx, hex);
}
