/* pack.h - the tickets that go into the archive: found, then put into their
 * months, then taken out of closed/. */
#ifndef TK_RULES_PACK_H
#define TK_RULES_PACK_H

#include "base/crew.h"
#include "base/temp.h"
#include "rules/change/session.h"
#include "store/folder.h"
#include "store/month.h"
#include "brief.h"

/* A ticket that is to be packed. Its rows, as the month will hold them, and
 * behind them what its summary tells, wait in a worker's spill. */
struct tk_packing {
	char number[TK_NUMBER_SIZE];
	char month[TK_MONTH_SIZE];
	unsigned char worker, earlier, gone;
	uint64_t at;		/* in the spill */
	uint32_t rows, told;	/* bytes of each */
	uint32_t size;		/* bytes of its file */
	int64_t first, last;
};

struct tk_packings {
	struct tk_packing *packing;
	size_t count, size;
};

/* One worker's find. */
struct tk_spill {
	struct tk_temp file;
	struct tk_buf pending;	/* not yet written to it */
	uint64_t written;
	struct tk_packings found;
	struct tk_folder_reader reader;
	struct tk_buf data;
	struct tk_ticket ticket;
	struct tk_state state;
	struct tk_clock_list clocks;
	struct tk_brief brief;
	size_t left;		/* damaged ones, which stay where they are */
};

struct tk_packer {
	struct tk_session *session;
	const struct tk_store *store;
	struct tk_archive *order;
	char until[TK_MONTH_SIZE];	/* the first month that stays */
	struct tk_folders folders;
	unsigned threads;
	struct tk_spill *spill;		/* one each */
};

/* Finds all tickets of closed/ that may go (gather.c); free the spills. */
int	tk_pack_gather(struct tk_packer *, struct tk_error *);
void	tk_pack_free(struct tk_packer *);
/* What waits of one of them, appended to b. */
int	tk_pack_fetch(const struct tk_packer *, const struct tk_packing *,
	    struct tk_buf *, struct tk_error *);

/* Writes a month of them, in order of their numbers, together with what it
 * held before; then it is on disk (bind.c). 1 if anything was written. */
int	tk_pack_month(struct tk_packer *, const struct tk_packing *,
	    size_t count, struct tk_error *);

#endif
