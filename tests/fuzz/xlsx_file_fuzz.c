/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as an uploaded file: the archive, its directory, its parts, and the check behind. */
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "intake/intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct intake_branch branches[] = { { "B1", "第一党支部", 1 } };
	const struct intake_scope scope = {
		.org_code = "A", .known = true, .n_branches = 1, .branches = branches
	};
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	char path[40];

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		return 0;
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	for (int kind = 0; kind < INTAKE_KIND__MAX; kind++) {
		struct intake_options o = { .kind = (enum intake_kind)kind,
					    .path = path,
					    .today = 20000,
					    .scope = &scope };
		struct intake_file f;
		struct arena a;

		arena_init(&a);
		if (intake_check(&a, &o, &f) == OK && f.refused && !f.refused_zh[0])
			__builtin_trap(); /* a refusal without a reason */
		arena_release(&a);
	}
	(void)close(fd);
	return 0;
}
