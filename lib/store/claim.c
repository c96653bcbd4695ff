#include "claim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/sha256.h"

static char *
claim_path(char path[TK_PATH_SIZE], const char *ref)
{
	char hex[TK_SHA256_HEX];

	tk_sha256_hex(hex, ref, strlen(ref));
	snprintf(path, TK_PATH_SIZE, "ref/%.2s/%s", hex, hex);
	return path;
}

int
tk_claim_lock(const struct tk_store *s, struct tk_error *err)
{
	int fd;

	if (tk_store_make_dir(s, "ref", err) < 0)
		return -1;
	fd = tk_sys_open_dir(s->fd, "ref", err);
	if (fd >= 0 && tk_sys_lock(fd, "ref", TK_LOCK_WAIT, err) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

int
tk_claim_find(const struct tk_store *s, const char *ref,
    char number[TK_NUMBER_SIZE], struct tk_error *err)
{
	struct tk_buf b = TK_BUF_INIT;
	char path[TK_PATH_SIZE];
	enum tk_place place;
	struct tk_error why;
	int rc = 0;

	if (tk_sys_read_file(s->fd, claim_path(path, ref), &b, 4096, err) < 0) {
		rc = errno == ENOENT ? 0 : -1;
		tk_buf_free(&b);
		return rc;
	}
	if (b.len > 0 && b.data[b.len - 1] == '\n')
		b.data[--b.len] = '\0';
	if (b.len < TK_NUMBER_SIZE && tk_number_valid(b.data, NULL)) {
		if (tk_store_find(s, b.data, &place, &why) == 0)
			rc = 1;
		else if (why.code != TK_REFUSED)
			rc = -1;
	}
	if (rc > 0)
		memcpy(number, b.data, b.len + 1);
	if (rc < 0 && err != NULL)
		*err = why;
	tk_buf_free(&b);
	return rc;
}

int
tk_claim_put(const struct tk_store *s, const char *ref, const char *number,
    struct tk_error *err)
{
	char path[TK_PATH_SIZE], dir[8], text[TK_NUMBER_SIZE + 1];

	claim_path(path, ref);
	snprintf(dir, sizeof dir, "%.6s", path);
	snprintf(text, sizeof text, "%s\n", number);
	if (tk_store_make_dir(s, dir, err) < 0)
		return -1;
	return tk_sys_write_file(s->fd, path, text, strlen(text),
	    s->file_mode, 1, err);
}
