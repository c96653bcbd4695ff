/* tzif.h - what a zone is made of; for zone.c and tzif.c only. */
#ifndef TK_BASE_TZIF_H
#define TK_BASE_TZIF_H

#include "time.h"

#define TK_ZONE_NAME_MAX 100
#define TK_ZONE_WIDEST (26 * 3600)	/* no offset reaches this far */

/*
 * Stretches of constant offset: offset[i] from at[i] until at[i + 1]. Where
 * a rule holds for the future (repeats), it is written out for 400 years
 * beyond the last transition on record; what lies behind repeats them.
 */
struct tk_zone {
	char name[TK_ZONE_NAME_MAX + 1];
	int repeats;
	size_t count;
	size_t size;
	int64_t *at;		/* at[0] is the beginning of time */
	int32_t *offset;
};

/* Fills an empty zone. -1: not a lawful file, with leap seconds, or no
 * memory; what is there then is freed by tk_zone_free as usual. */
int	tk_tzif_decode(struct tk_zone *, const unsigned char *data,
	    size_t size);
/* The same with one offset for ever. */
int	tk_tzif_fixed(struct tk_zone *, int32_t offset);

#endif
