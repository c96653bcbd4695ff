/* stamp.c - the file that says what was reported last. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/sys.h"
#include "report.h"

int
tk_stamp_read(const char *path, char stamp[TK_STAMP_SIZE],
    struct tk_error *err)
{
	struct tk_buf b = TK_BUF_INIT;
	int rc = tk_sys_read_file(AT_FDCWD, path, &b, 4096, err);
	size_t len;

	if (rc < 0 && errno == ENOENT) {
		stamp[0] = '\0';
		rc = 0;
	} else if (rc == 0) {
		len = b.len == 0 ? 0 : strcspn(b.data, "\n");
		/* written by nobody of ours, whose file would be lost */
		if (b.len > 0 && (len >= TK_STAMP_SIZE || len + 1 != b.len))
			rc = tk_error_set(err, TK_BAD, "%s is no file of "
			    "--once; name another one, or remove it", path);
		else
			snprintf(stamp, TK_STAMP_SIZE, "%.*s", (int)len,
			    b.len == 0 ? "" : b.data);
	}
	tk_buf_free(&b);
	return rc;
}

int
tk_stamp_write(const char *path, const char *stamp, struct tk_error *err)
{
	char line[TK_STAMP_SIZE + 1];
	int n = snprintf(line, sizeof line, "%s\n", stamp);

	return tk_sys_write_file(AT_FDCWD, path, line, (size_t)n, 0666, 1,
	    err);
}
