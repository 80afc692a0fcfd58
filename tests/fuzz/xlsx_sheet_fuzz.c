/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as the XML of a sheet: packed into a right archive with styles and shared strings, so
 * that the fuzzer need not find checksums. The first byte chooses the kind of import.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "intake/intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define DOC  "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define REL  "http://schemas.openxmlformats.org/package/2006/relationships"

static const char top_rels[] = "<Relationships xmlns='" REL "'><Relationship Id='r' Type='" DOC
			       "/officeDocument' Target='w.xml'/></Relationships>";
static const char workbook[] = "<workbook xmlns='" MAIN "' xmlns:r='" DOC
			       "'><sheets><sheet name='s' r:id='a'/></sheets></workbook>";
static const char rels[] = "<Relationships xmlns='" REL "'><Relationship Id='a' Type='" DOC
			   "/worksheet' Target='s.xml'/><Relationship Id='b' Type='" DOC
			   "/styles' Target='t.xml'/><Relationship Id='c' Type='" DOC
			   "/sharedStrings' Target='u.xml'/></Relationships>";
static const char styles[] =
	"<styleSheet xmlns='" MAIN
	"'><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>";
static const char strings[] =
	"<sst xmlns='" MAIN "'><si><t>姓名</t></si><si><t>性别</t></si><si><t>入党时间</t></si>"
	"<si><t>民族</t></si><si><r><t>张</t></r><r><t>三</t></r></si></sst>";

struct zip {
	struct buf out, directory;
	int n;
};

static uint32_t crc32_of(const void *bytes, size_t len)
{
	const unsigned char *p = bytes;
	uint32_t crc = ~0u;

	for (size_t i = 0; i < len; i++) {
		crc ^= p[i];
		for (int k = 0; k < 8; k++)
			crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
	}
	return ~crc;
}

static void put(struct buf *b, uint32_t v, int bytes)
{
	for (; bytes; bytes--, v >>= 8)
		buf_addc(b, (char)(v & 255));
}

/* One stored entry; the common part of both headers is the same 26 bytes. */
static void add(struct zip *z, const char *name, const void *bytes, size_t len)
{
	uint32_t at = (uint32_t)z->out.len;
	struct buf *const both[2] = { &z->out, &z->directory };

	for (int i = 0; i < 2; i++) {
		buf_adds(both[i], "PK");
		put(both[i], i ? 0x0201 : 0x0403, 2);
		if (i)
			put(both[i], 20, 2);
		put(both[i], 20, 2);
		put(both[i], 0, 4);
		put(both[i], 0, 4);
		put(both[i], crc32_of(bytes, len), 4);
		put(both[i], (uint32_t)len, 4);
		put(both[i], (uint32_t)len, 4);
		put(both[i], (uint32_t)strlen(name), 2);
		put(both[i], 0, 2);
	}
	put(&z->directory, 0, 4);
	put(&z->directory, 0, 2);
	put(&z->directory, 0, 4);
	put(&z->directory, at, 4);
	buf_adds(&z->directory, name);
	buf_adds(&z->out, name);
	buf_add(&z->out, bytes, len);
	z->n++;
}

static void finish(struct zip *z)
{
	uint32_t at = (uint32_t)z->out.len;

	buf_add(&z->out, z->directory.text, z->directory.len);
	buf_adds(&z->out, "PK\5\6");
	put(&z->out, 0, 4);
	put(&z->out, (uint32_t)z->n, 2);
	put(&z->out, (uint32_t)z->n, 2);
	put(&z->out, (uint32_t)z->directory.len, 4);
	put(&z->out, at, 4);
	put(&z->out, 0, 2);
}

static void check(const char *path, enum intake_kind kind)
{
	static const struct intake_branch branches[] = { { "B1", "第一党支部", 1 } };
	const struct intake_scope scope = { .org_code = "B1",
					    .org_is_branch = true,
					    .known = true,
					    .n_branches = 1,
					    .branches = branches };
	struct intake_options o = { .kind = kind, .path = path, .today = 20000, .scope = &scope };
	struct intake_file f;
	struct arena a;

	arena_init(&a);
	if (intake_check(&a, &o, &f) == OK && !f.refused) {
		for (size_t i = 0; i < f.n_rows; i++) {
			const struct intake_row *row = &f.rows[i];

			/* an accepted row has a name: nobody is stored without */
			if (row->verdict <= INTAKE_WARN && !intake_value(&f, row, FIELD_NAME))
				__builtin_trap();
		}
	}
	arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zip z = { .n = 0 };
	char path[40];
	int fd;

	if (size < 1 || size > 1 << 20)
		return 0;
	buf_init(&z.out, 4 << 20);
	buf_init(&z.directory, 1 << 20);
	add(&z, "_rels/.rels", top_rels, sizeof(top_rels) - 1);
	add(&z, "w.xml", workbook, sizeof(workbook) - 1);
	add(&z, "_rels/w.xml.rels", rels, sizeof(rels) - 1);
	add(&z, "t.xml", styles, sizeof(styles) - 1);
	add(&z, "u.xml", strings, sizeof(strings) - 1);
	add(&z, "s.xml", data + 1, size - 1);
	finish(&z);
	fd = memfd_create("fuzz", MFD_CLOEXEC);
	if (fd >= 0 && write(fd, z.out.text, z.out.len) == (ssize_t)z.out.len) {
		(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		check(path, (enum intake_kind)(data[0] % INTAKE_KIND__MAX));
	}
	if (fd >= 0)
		(void)close(fd);
	buf_release(&z.out);
	buf_release(&z.directory);
	return 0;
}
