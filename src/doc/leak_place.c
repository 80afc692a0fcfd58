/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of DOCX and XLSX by the words that an office has for them. */
#include <strings.h>

#include "doc/leak_file.h"
#include "base/str.h"
#include "base/banned.h"

#define SHEETS_MAX 256
#define DEPTH_MAX  64
#define PART_MAX   (4u << 20)
#define WORKBOOK   "xl/workbook.xml"

static void sheets_start(void *arg, const char *name, const char **attributes)
{
	struct leak_places *p = arg;
	const char *title = xml_attribute(attributes, "name");
	const char *id = xml_attribute(attributes, "id");

	if (!xml_is(name, "sheet") || !title || !id || p->n == SHEETS_MAX)
		return;
	*VEC_PUSH(p->a, p->sheets, p->n, p->cap) =
		(struct leak_place_sheet){ .id = arena_strdup(p->a, id),
					   .name = arena_strdup(p->a, title) };
}

static void relations_start(void *arg, const char *name, const char **attributes)
{
	struct leak_places *p = arg;
	const char *id = xml_attribute(attributes, "Id");
	const char *target = xml_attribute(attributes, "Target");

	if (!xml_is(name, "Relationship") || !id || !target)
		return;
	for (size_t i = 0; i < p->n; i++) {
		if (str_eq(p->sheets[i].id, id))
			p->sheets[i].entry = archive_resolve(p->a, "xl/", target);
	}
}

static enum archive_fault read_names(struct leak_places *p, zip_t *zip, const char *part,
				     void (*start)(void *, const char *, const char **))
{
	struct xml_part x = {
		.max_bytes = PART_MAX, .depth_max = DEPTH_MAX, .start = start, .arg = p
	};
	zip_uint64_t entry;

	return archive_find(zip, part, &entry) ? ARCHIVE_NOT_ZIP : xml_read(&x, zip, entry);
}

void leak_places_read(struct arena *a, zip_t *zip, struct leak_places *ret)
{
	*ret = (struct leak_places){ .a = a };
	if (read_names(ret, zip, WORKBOOK, sheets_start) == ARCHIVE_FINE)
		(void)read_names(ret, zip, "xl/_rels/workbook.xml.rels", relations_start);
}

const char *leak_place(const struct leak_places *places, const char *part)
{
	static const struct {
		const char *begin, *word;
	} words[] = {
		{ "word/document.xml", "正文" },
		{ "word/header", "页眉" },
		{ "word/footer", "页脚" },
		{ "word/footnotes", "脚注" },
		{ "word/endnotes", "尾注" },
		{ "word/comments", "批注" },
		{ "word/glossary/", "自动图文集" },
		{ "word/charts/", "图表" },
		{ "word/_rels/", "链接" },
		{ "xl/comments", "批注" },
		{ "xl/threadedComments/", "批注" },
		{ "xl/sharedStrings.xml", "已不显示的单元格文字" },
		{ "xl/drawings/", "图形" },
		{ "xl/charts/", "图表" },
		{ WORKBOOK, "工作簿名称与定义" },
		{ "xl/worksheets/_rels/", "链接" },
		{ "xl/pivotCache/", "数据透视表缓存" },
		{ "xl/externalLinks/", "外部链接" },
		{ "docProps/", "文档属性" },
		{ "customXml/", "自定义数据" },
	};

	for (size_t i = 0; i < places->n; i++) {
		const char *entry = places->sheets[i].entry;

		if (entry && strcasecmp(entry, part) == 0)
			return places->sheets[i].name;
	}
	for (size_t i = 0; i < COUNTOF(words); i++) {
		if (strncasecmp(part, words[i].begin, strlen(words[i].begin)) == 0)
			return words[i].word;
	}
	return NULL;
}
