/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/docx_frame.h"

#include "base/date.h"
#include "base/str.h"
#include "doc/form_page.h"
#include "doc/xml_text.h"
#include "base/banned.h"

#define PART_MAX (1u << 20)
#define TWIPS(x) ((int)((x)*20 + 0.5))

#define PACKAGE  "http://schemas.openxmlformats.org/package/2006/"
#define OFFICE   "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define WML_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."

/* ---- page ---- */

void docx_section(struct buf *b, const struct form *f)
{
	struct form_page p = form_page(f);
	int head = TWIPS(f->narrow ? MM(12) : MM(20));
	int foot = TWIPS(f->narrow ? MM(10) : MM(24));

	buf_adds(b, "<w:sectPr>");
	if (f->head)
		buf_adds(b, "<w:headerReference w:type=\"default\" r:id=\"rIdHead\"/>"
			    "<w:headerReference w:type=\"even\" r:id=\"rIdHead\"/>");
	buf_adds(b, "<w:footerReference w:type=\"default\" r:id=\"rIdOdd\"/>"
		    "<w:footerReference w:type=\"even\" r:id=\"rIdEven\"/>");
	buf_addf(b, "<w:pgSz w:w=\"%d\" w:h=\"%d\"%s/>", TWIPS(p.width), TWIPS(p.height),
		 f->landscape ? " w:orient=\"landscape\"" : "");
	buf_addf(b,
		 "<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" "
		 "w:header=\"%d\" w:footer=\"%d\" w:gutter=\"0\"/></w:sectPr>",
		 TWIPS(p.top), TWIPS(p.right), TWIPS(p.bottom), TWIPS(p.left), head, foot);
}

static void put_field(struct buf *b, const char *code)
{
	buf_addf(b,
		 "<w:fldSimple w:instr=\" %s \"><w:r><w:rPr><w:noProof/></w:rPr><w:t>1</w:t></w:r>"
		 "</w:fldSimple>",
		 code);
}

static void put_text(struct buf *b, const char *text)
{
	buf_adds(b, "<w:r><w:t xml:space=\"preserve\">");
	xml_text(b, text, strlen(text));
	buf_adds(b, "</w:t></w:r>");
}

static void put_number(struct buf *b, enum form_numbers numbers)
{
	if (numbers == FORM_DASHED) {
		put_text(b, "— ");
		put_field(b, "PAGE");
		put_text(b, " —");
	} else if (numbers == FORM_OF) {
		put_text(b, "第");
		put_field(b, "PAGE");
		put_text(b, "页 共");
		put_field(b, "NUMPAGES");
		put_text(b, "页");
	}
}

/* Odd pages have the number at the right, even ones at the left; "第1页 共3页" stands in the middle. */
static void put_foot(struct buf *b, const struct form *f, bool even)
{
	const char *align = "left";

	if (!f->foot)
		align = f->numbers == FORM_OF ? "center" : even ? "left" : "right";
	buf_addf(b,
		 DOCX_XML "<w:ftr " DOCX_NAMESPACES "><w:p><w:pPr><w:pStyle w:val=\"Footer\"/>"
			  "<w:tabs><w:tab w:val=\"right\" w:pos=\"%d\"/></w:tabs><w:jc "
			  "w:val=\"%s\"/></w:pPr>",
		 TWIPS(form_page(f).text_width), align);
	if (f->foot && even && f->numbers == FORM_DASHED) {
		put_number(b, f->numbers);
		buf_adds(b, "<w:r><w:tab/></w:r>");
		put_text(b, f->foot);
	} else {
		if (f->foot) {
			put_text(b, f->foot);
			buf_adds(b, "<w:r><w:tab/></w:r>");
		}
		put_number(b, f->numbers);
	}
	buf_adds(b, "</w:p></w:ftr>");
}

static void put_running_head(struct buf *b, const struct form *f)
{
	buf_adds(b, DOCX_XML "<w:hdr " DOCX_NAMESPACES
			     "><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>");
	put_text(b, f->head);
	buf_adds(b, "</w:p></w:hdr>");
}

/* ---- styles and fonts ---- */

static const char styles[] = DOCX_XML
	"<w:styles " DOCX_NAMESPACES "><w:docDefaults><w:rPrDefault><w:rPr>"
	"<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\" "
	"w:eastAsia=\"仿宋_GB2312\"/><w:kern w:val=\"2\"/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/>"
	"<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>"
	"<w:pPrDefault/></w:docDefaults>"
	"<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>"
	"<w:qFormat/><w:pPr><w:spacing w:line=\"580\" w:lineRule=\"exact\"/><w:jc w:val=\"both\"/></w:pPr>"
	"</w:style>"
	"<w:style w:type=\"paragraph\" w:styleId=\"Title\"><w:name w:val=\"Title\"/>"
	"<w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:qFormat/><w:pPr><w:keepNext/>"
	"<w:spacing w:after=\"290\" w:line=\"720\" w:lineRule=\"exact\"/><w:jc w:val=\"center\"/>"
	"<w:outlineLvl w:val=\"0\"/></w:pPr>"
	"<w:rPr><w:rFonts w:eastAsia=\"方正小标宋简体\"/><w:sz w:val=\"44\"/><w:szCs w:val=\"44\"/></w:rPr>"
	"</w:style>"
	"<w:style w:type=\"paragraph\" w:styleId=\"Subtitle\"><w:name w:val=\"Subtitle\"/>"
	"<w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:qFormat/><w:pPr><w:keepNext/>"
	"<w:spacing w:after=\"290\"/><w:jc w:val=\"center\"/></w:pPr>"
	"<w:rPr><w:rFonts w:eastAsia=\"楷体_GB2312\"/></w:rPr></w:style>"
	"<w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/>"
	"<w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:qFormat/><w:pPr><w:keepNext/>"
	"<w:outlineLvl w:val=\"1\"/></w:pPr><w:rPr><w:rFonts w:eastAsia=\"黑体\"/></w:rPr></w:style>"
	"<w:style w:type=\"paragraph\" w:styleId=\"Heading2\"><w:name w:val=\"heading 2\"/>"
	"<w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:qFormat/><w:pPr><w:keepNext/>"
	"<w:outlineLvl w:val=\"2\"/></w:pPr><w:rPr><w:rFonts w:eastAsia=\"楷体_GB2312\"/></w:rPr></w:style>"
	"<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"TableText\">"
	"<w:name w:val=\"表格文字\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>"
	"<w:spacing w:before=\"40\" w:after=\"40\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr>"
	"<w:rPr><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/></w:rPr></w:style>"
	"<w:style w:type=\"paragraph\" w:styleId=\"Header\"><w:name w:val=\"header\"/>"
	"<w:basedOn w:val=\"Normal\"/><w:pPr><w:spacing w:line=\"240\" w:lineRule=\"auto\"/>"
	"<w:jc w:val=\"center\"/></w:pPr><w:rPr><w:rFonts w:eastAsia=\"宋体\"/><w:sz w:val=\"21\"/>"
	"<w:szCs w:val=\"21\"/></w:rPr></w:style>"
	"<w:style w:type=\"paragraph\" w:styleId=\"Footer\"><w:name w:val=\"footer\"/>"
	"<w:basedOn w:val=\"Normal\"/><w:pPr><w:spacing w:line=\"240\" w:lineRule=\"auto\"/>"
	"<w:ind w:left=\"280\" w:right=\"280\"/></w:pPr>"
	"<w:rPr><w:rFonts w:ascii=\"宋体\" w:hAnsi=\"宋体\" w:eastAsia=\"宋体\"/><w:sz w:val=\"28\"/>"
	"<w:szCs w:val=\"28\"/></w:rPr></w:style>"
	"<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">"
	"<w:name w:val=\"Normal Table\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar>"
	"<w:left w:w=\"80\" w:type=\"dxa\"/><w:right w:w=\"80\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"
	"</w:style>"
	"<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/>"
	"<w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>"
	"<w:top w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
	"<w:left w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
	"<w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
	"<w:right w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
	"<w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
	"<w:insideV w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
	"</w:tblBorders></w:tblPr></w:style></w:styles>";

/* Names of fonts that offices have, and what stands in for them elsewhere. */
static void put_fonts(struct buf *b)
{
	static const struct {
		const char *name, *other;
	} fonts[] = { { "方正小标宋简体", "宋体" },
		      { "仿宋_GB2312", "仿宋" },
		      { "楷体_GB2312", "楷体" },
		      { "黑体", "SimHei" },
		      { "宋体", "SimSun" } };

	buf_adds(b, DOCX_XML "<w:fonts " DOCX_NAMESPACES ">");
	for (size_t i = 0; i < COUNTOF(fonts); i++)
		buf_addf(b,
			 "<w:font w:name=\"%s\"><w:altName w:val=\"%s\"/><w:charset w:val=\"86\"/>"
			 "<w:family w:val=\"auto\"/><w:pitch w:val=\"default\"/></w:font>",
			 fonts[i].name, fonts[i].other);
	buf_adds(b, "</w:fonts>");
}

/* ---- the package ---- */

static struct buf *add(struct docx_frame *frame, const char *name)
{
	struct buf *b = &frame->bufs[frame->n];

	buf_init(b, PART_MAX);
	frame->files[frame->n++].name = name;
	return b;
}

static void put_override(struct buf *b, const char *part, const char *type)
{
	buf_addf(b, "<Override PartName=\"/%s\" ContentType=\"%s\"/>", part, type);
}

static void put_types(struct buf *b, const struct form *f)
{
	buf_adds(b, DOCX_XML
		 "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"rels\" "
		 "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
		 "<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
	put_override(b, "word/document.xml", WML_TYPE "document.main+xml");
	put_override(b, "word/styles.xml", WML_TYPE "styles+xml");
	put_override(b, "word/fontTable.xml", WML_TYPE "fontTable+xml");
	put_override(b, "word/settings.xml", WML_TYPE "settings+xml");
	put_override(b, "word/footer1.xml", WML_TYPE "footer+xml");
	put_override(b, "word/footer2.xml", WML_TYPE "footer+xml");
	if (f->head)
		put_override(b, "word/header1.xml", WML_TYPE "header+xml");
	put_override(b, "docProps/core.xml",
		     "application/vnd.openxmlformats-package.core-properties+xml");
	buf_adds(b, "</Types>");
}

static void put_rel(struct buf *b, const char *id, const char *type, const char *target)
{
	buf_addf(b, "<Relationship Id=\"%s\" Type=\"%s\" Target=\"%s\"/>", id, type, target);
}

static void put_rels(struct buf *top, struct buf *doc, const struct form *f)
{
	static const char begin[] = DOCX_XML "<Relationships xmlns=\"" PACKAGE "relationships\">";

	buf_adds(top, begin);
	put_rel(top, "rId1", OFFICE "officeDocument", "word/document.xml");
	put_rel(top, "rId2", PACKAGE "relationships/metadata/core-properties", "docProps/core.xml");
	buf_adds(top, "</Relationships>");
	buf_adds(doc, begin);
	put_rel(doc, "rId1", OFFICE "styles", "styles.xml");
	put_rel(doc, "rId2", OFFICE "fontTable", "fontTable.xml");
	put_rel(doc, "rId3", OFFICE "settings", "settings.xml");
	put_rel(doc, "rIdOdd", OFFICE "footer", "footer1.xml");
	put_rel(doc, "rIdEven", OFFICE "footer", "footer2.xml");
	if (f->head)
		put_rel(doc, "rIdHead", OFFICE "header", "header1.xml");
	buf_adds(doc, "</Relationships>");
}

static void put_property(struct buf *b, const char *element, const char *text)
{
	if (str_empty(text))
		return;
	buf_addf(b, "<%s>", element);
	xml_text(b, text, strlen(text));
	buf_addf(b, "</%s>", element);
}

static void put_core(struct buf *b, const struct form *f, int64_t created_at)
{
	char when[DATE_TIME_SIZE];

	date_time_format(created_at, when);
	buf_adds(b, DOCX_XML "<cp:coreProperties xmlns:cp=\"" PACKAGE "metadata/core-properties\" "
			     "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
			     "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
			     "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
	put_property(b, "dc:title", f->title);
	put_property(b, "dc:subject", f->subject);
	put_property(b, "dc:creator", f->author);
	put_property(b, "dc:language", "zh-CN");
	buf_addf(b,
		 "<dcterms:created xsi:type=\"dcterms:W3CDTF\">%s</dcterms:created>"
		 "<dcterms:modified xsi:type=\"dcterms:W3CDTF\">%s</dcterms:modified>"
		 "</cp:coreProperties>",
		 when, when);
}

/* Punctuation may hang and be squeezed as in Chinese setting; odd and even feet differ. */
static const char settings[] =
	DOCX_XML "<w:settings " DOCX_NAMESPACES "><w:evenAndOddHeaders/>"
		 "<w:characterSpacingControl w:val=\"compressPunctuation\"/><w:compat>"
		 "<w:compatSetting w:name=\"compatibilityMode\" "
		 "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
		 "<w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:settings>";

void docx_frame_init(struct docx_frame *frame, const struct form *f, int64_t created_at,
		     const struct buf *body)
{
	struct buf *top, *doc;

	memset(frame, 0, sizeof(*frame));
	put_types(add(frame, "[Content_Types].xml"), f);
	top = add(frame, "_rels/.rels");
	doc = add(frame, "word/_rels/document.xml.rels");
	put_rels(top, doc, f);
	put_core(add(frame, "docProps/core.xml"), f, created_at);
	buf_adds(add(frame, "word/styles.xml"), styles);
	put_fonts(add(frame, "word/fontTable.xml"));
	buf_adds(add(frame, "word/settings.xml"), settings);
	put_foot(add(frame, "word/footer1.xml"), f, false);
	put_foot(add(frame, "word/footer2.xml"), f, true);
	if (f->head)
		put_running_head(add(frame, "word/header1.xml"), f);
	for (size_t i = 0; i < frame->n; i++) {
		frame->files[i].bytes = frame->bufs[i].text;
		frame->files[i].len = frame->bufs[i].len;
	}
	frame->files[frame->n++] = (struct archive_file){ .name = "word/document.xml",
							  .bytes = body->text,
							  .len = body->len };
}

void docx_frame_release(struct docx_frame *frame)
{
	for (size_t i = 0; i < frame->n; i++)
		buf_release(&frame->bufs[i]);
}
