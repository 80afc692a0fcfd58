/* SPDX-License-Identifier: Apache-2.0 */
/* Inside src/intake: the branches and classes below an organisation, from an organisation file. */
#ifndef INTAKE_SCOPE_FILE_H
#define INTAKE_SCOPE_FILE_H

#include "intake/intake.h"

/*
 * Reads path as a file of organisations and fills *ret with what stands at and below org_code;
 * for dry runs without a database. ERR_NOT_FOUND: org_code is not in it. ERR_INPUT: the file is
 * refused. ERR_IO: cannot be opened.
 */
NODISCARD enum err scope_from_file(struct arena *a, const char *path, const char *org_code,
				   struct intake_scope *ret);

#endif
