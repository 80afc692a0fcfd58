/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hand-over of a post: what goes with it on one page, and the moment at which the old right ends
 * and the new one begins. The only header of this folder for others.
 */
#ifndef HANDOVER_HANDOVER_H
#define HANDOVER_HANDOVER_H

#include "platform.h"

extern const struct route handover_routes[];

/* A hand-over as it is begun; post_id and what the predecessor leaves behind. */
struct handover_begin {
	int64_t post_id, to_person_id; /* 0: not named yet */
	const char *decision, *term_until, *keys_note, *papers_note;
	struct fld_list letter; /* of const char *: up to three lines */
};

/* For the demo data: begins one as POST /handovers does. Inside db_write. */
NODISCARD enum err handover_demo(struct db *db, struct arena *a, const struct user *who,
				 const struct handover_begin *in, int64_t *ret_id);

#endif
