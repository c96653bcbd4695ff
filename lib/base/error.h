/* error.h - how functions say what went wrong. The struct is in tk.h. */
#ifndef TK_BASE_ERROR_H
#define TK_BASE_ERROR_H

#include "tk.h"

#define TK_PRINTF(f, a) __attribute__((format(printf, f, a)))

/*
 * Each fills *err (which may be NULL) and returns -1, so that a failure
 * reads `return tk_error_set(err, TK_BAD, "…", …);`. The first sets the
 * finished message; _errno appends ": strerror(errno)"; _at puts
 * "file:line:column: " before it (column 0: none, line 0: neither).
 * TK_BAD turns to TK_BUSY never by itself; full disks are TK_BAD.
 */
int	tk_error_set(struct tk_error *err, enum tk_code code,
	    const char *fmt, ...) TK_PRINTF(3, 4);
int	tk_error_errno(struct tk_error *err, enum tk_code code,
	    const char *fmt, ...) TK_PRINTF(3, 4);
int	tk_error_at(struct tk_error *err, enum tk_code code, const char *file,
	    unsigned line, unsigned column, const char *fmt, ...)
	    TK_PRINTF(6, 7);
int	tk_error_memory(struct tk_error *err);
/* Was that ever called? What lets an error go, as advice does, must not pass
 * for whole: who acts on it asks here first. */
int	tk_error_short(void);

/* Compilers and analysers are to see that these are always -1. */
#define tk_error_set(...) \
	__extension__({ (tk_error_set)(__VA_ARGS__); -1; })
#define tk_error_errno(...) \
	__extension__({ (tk_error_errno)(__VA_ARGS__); -1; })
#define tk_error_at(...) \
	__extension__({ (tk_error_at)(__VA_ARGS__); -1; })
#define tk_error_memory(err) \
	__extension__({ (tk_error_memory)(err); -1; })

#endif
