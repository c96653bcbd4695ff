/* fuzz.h - what must hold of any input; a fault stops the fuzzer. */
#ifndef TK_TESTS_FUZZ_H
#define TK_TESTS_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tk.h"

/* Once, at first, in targets that need it. */
int	LLVMFuzzerInitialize(int *argc, char ***argv);
int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#define must(what) \
	do { \
		if (!(what)) { \
			fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, \
			    __LINE__, #what); \
			abort(); \
		} \
	} while (0)

/* UTF-8 without controls but LF and tab. */
static inline void
must_be_text(const char *s, size_t len)
{
	size_t i;

	if (len == 0)
		return;
	must(tk_text_valid(s, len, NULL));
	for (i = 0; i < len; i++)
		must((unsigned char)s[i] >= 0x20 || s[i] == '\n' ||
		    s[i] == '\t');
}

/* The same without these two. */
static inline void
must_be_line(const char *s, size_t len)
{
	must_be_text(s, len);
	must(len == 0 || (memchr(s, '\n', len) == NULL &&
	    memchr(s, '\t', len) == NULL));
}

/* A failure is told; of what was text, in text. */
static inline void
must_say_why(const struct tk_error *err, const char *typed)
{
	must(err->code != TK_OK && err->message[0] != '\0');
	if (tk_text_valid(typed, strlen(typed), NULL) &&
	    !tk_text_valid(err->message, strlen(err->message), NULL)) {
		fprintf(stderr, "no text: %s\n", err->message);
		abort();
	}
}

/* So that the sanitizer sees each byte read. */
static inline void
must_be_readable(const char *s, size_t len)
{
	static volatile unsigned char sum;
	unsigned char n = 0;
	size_t i;

	for (i = 0; i < len; i++)
		n ^= (unsigned char)s[i];
	sum = n;
	(void)sum;
}

/* A copy that ends where it ends: a byte read behind it is a fault. */
static inline char *
exact_copy(const uint8_t *data, size_t len)
{
	char *copy = malloc(len > 0 ? len : 1);

	must(copy != NULL);
	if (len > 0)
		memcpy(copy, data, len);
	return copy;
}

#endif
