#include "error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#undef tk_error_set
#undef tk_error_errno
#undef tk_error_at
#undef tk_error_memory

static atomic_int memory_short;

__attribute__((format(printf, 5, 0))) static int
set(struct tk_error *err, enum tk_code code, const char *prefix,
    const char *suffix, const char *fmt, va_list ap)
{
	size_t n, size = sizeof err->message;

	if (err == NULL)
		return -1;
	err->code = code;
	err->recorded = 0;
	n = (size_t)snprintf(err->message, size, "%s", prefix);
	if (n < size)
		n += (size_t)vsnprintf(err->message + n, size - n, fmt, ap);
	if (n < size && suffix != NULL)
		n += (size_t)snprintf(err->message + n, size - n, ": %s",
		    suffix);
	if (n >= size)
		memcpy(err->message + size - 4, "...", 4);
	return -1;
}

int
tk_error_set(struct tk_error *err, enum tk_code code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set(err, code, "", NULL, fmt, ap);
	va_end(ap);
	return -1;
}

int
tk_error_errno(struct tk_error *err, enum tk_code code, const char *fmt, ...)
{
	const char *why = strerror(errno);
	va_list ap;

	if (errno == ENOMEM)
		atomic_store(&memory_short, 1);
	va_start(ap, fmt);
	set(err, code, "", why, fmt, ap);
	va_end(ap);
	return -1;
}

int
tk_error_at(struct tk_error *err, enum tk_code code, const char *file,
    unsigned line, unsigned column, const char *fmt, ...)
{
	char prefix[256];
	va_list ap;

	if (column > 0)
		snprintf(prefix, sizeof prefix, "%s:%u:%u: ", file, line,
		    column);
	else if (line > 0)
		snprintf(prefix, sizeof prefix, "%s:%u: ", file, line);
	else
		snprintf(prefix, sizeof prefix, "%s: ", file);
	va_start(ap, fmt);
	set(err, code, prefix, NULL, fmt, ap);
	va_end(ap);
	return -1;
}

int
tk_error_memory(struct tk_error *err)
{
	atomic_store(&memory_short, 1);
	return tk_error_set(err, TK_BAD, "out of memory");
}

int
tk_error_short(void)
{
	return atomic_load(&memory_short);
}
