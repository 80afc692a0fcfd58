/* SPDX-License-Identifier: Apache-2.0 */
/* A document: fonts, surface, properties; its pages are pdf_flow.c's. */
#include "doc/pdf.h"

#include <cairo-pdf.h>
#include <malloc.h>
#include <pthread.h>

#include "base/date.h"
#include "base/str.h"
#include "doc/pdf_flow.h"
#include "base/banned.h"

#ifdef __SANITIZE_ADDRESS__
/* fontconfig keeps what it has read until the process ends. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libcairo\n";
}
#endif

#define SERIF "Noto Serif CJK SC"
#define SANS  "Noto Sans CJK SC"

/* Pango's own map is one for each thread, and each would read the fonts again. */
struct pdf_fonts {
	pthread_mutex_t lock; /* for map and all that is made of it */
	PangoFontMap *map;    /* NULL: not read yet */
};

static void fonts_release(void *p)
{
	struct pdf_fonts *fonts = p;

	if (fonts->map)
		g_object_unref(fonts->map);
	pthread_mutex_destroy(&fonts->lock);
}

struct pdf_fonts *pdf_fonts_new(struct arena *a)
{
	struct pdf_fonts *fonts = ARENA_NEW(a, struct pdf_fonts);

	pthread_mutex_init(&fonts->lock, NULL);
	arena_defer(a, fonts_release, fonts);
	return fonts;
}

static enum err fonts_init(struct pdf *d, struct pdf_fonts *fonts)
{
	static const struct {
		const char *family;
		PangoWeight weight;
	} faces[PDF_FONT__MAX] = {
		[PDF_SERIF] = { SERIF, PANGO_WEIGHT_NORMAL },
		[PDF_SERIF_BOLD] = { SERIF, PANGO_WEIGHT_BOLD },
		[PDF_SANS] = { SANS, PANGO_WEIGHT_NORMAL },
		[PDF_SANS_BOLD] = { SANS, PANGO_WEIGHT_BOLD },
	};
	PangoFontMap *map = fonts->map ? fonts->map : pango_cairo_font_map_new();
	cairo_font_options_t *options;

	fonts->map = map;
	if (!pango_font_map_get_family(map, SERIF) || !pango_font_map_get_family(map, SANS))
		return ERR_IO;
	d->context = pango_font_map_create_context(map);
	options = cairo_font_options_create();
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(d->context, options);
	cairo_font_options_destroy(options);
	pango_cairo_context_set_resolution(d->context, 72); /* a point is a point */
	pango_context_set_language(d->context, pango_language_from_string("zh-cn"));
	pango_context_set_round_glyph_positions(d->context, FALSE);
	for (size_t i = 0; i < PDF_FONT__MAX; i++) {
		d->fonts[i] = pango_font_description_new();
		pango_font_description_set_family_static(d->fonts[i], faces[i].family);
		pango_font_description_set_weight(d->fonts[i], faces[i].weight);
	}
	return OK;
}

static void pdf_release(struct pdf *d)
{
	for (size_t i = 0; i < PDF_FONT__MAX; i++)
		pango_font_description_free(d->fonts[i]);
	if (d->context)
		g_object_unref(d->context);
}

static cairo_status_t write_bytes(void *arg, const unsigned char *bytes, unsigned int len)
{
	struct buf *out = arg;

	buf_add(out, bytes, len);
	return out->overflow ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void set_property(cairo_surface_t *surface, cairo_pdf_metadata_t which, const char *text)
{
	if (!str_empty(text))
		cairo_pdf_surface_set_metadata(surface, which, text);
}

static void set_properties(cairo_surface_t *surface, const struct form *f, int64_t created_at)
{
	char day[DATE_SIZE], when[40];
	int64_t second = created_at % 86400;

	date_format((int32_t)(created_at / 86400), day);
	(void)snprintf(when, sizeof(when), "%sT%02d:%02d:%02dZ", day, (int)(second / 3600),
		       (int)(second / 60 % 60), (int)(second % 60));
	set_property(surface, CAIRO_PDF_METADATA_CREATE_DATE, when);
	set_property(surface, CAIRO_PDF_METADATA_TITLE, f->title);
	set_property(surface, CAIRO_PDF_METADATA_AUTHOR, f->author);
	set_property(surface, CAIRO_PDF_METADATA_SUBJECT, f->subject);
	set_property(surface, CAIRO_PDF_METADATA_CREATOR, "Jishi");
}

static void put_form(struct pdf *d, cairo_surface_t *surface, const struct form *f)
{
	struct form_page page = form_page(f);
	cairo_t *cr = d->cr;
	int total = 0, pages = d->pages;

	cairo_pdf_surface_set_size(surface, page.width, page.height);
	if (f->numbers == FORM_OF) { /* once without a pen, to count */
		d->cr = NULL;
		pdf_flow(d, f, 0, &total);
		d->cr = cr;
		d->pages = pages;
	}
	if (!d->e)
		pdf_flow(d, f, total, &total);
}

static void put_forms(struct pdf *d, const struct form *const *forms, size_t n, int64_t created_at,
		      struct buf *out)
{
	cairo_surface_t *surface =
		cairo_pdf_surface_create_for_stream(write_bytes, out, PAGE_SHORT, PAGE_LONG);

	set_properties(surface, forms[0], created_at);
	d->cr = cairo_create(surface);
	for (size_t i = 0; i < n && !d->e; i++)
		put_form(d, surface, forms[i]);
	cairo_destroy(d->cr);
	cairo_surface_finish(surface);
	if (!d->e && out->overflow)
		d->e = ERR_TOO_LARGE;
	if (!d->e && cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
		d->e = ERR_IO;
	cairo_surface_destroy(surface);
}

enum err pdf_write(struct pdf_fonts *fonts, const struct form *const *forms, size_t n,
		   int64_t created_at, struct buf *out, struct pdf_made *ret)
{
	struct pdf d = { 0 };
	size_t before = out->len;
	enum err e = OK;

	for (size_t i = 0; i < n && !e; i++)
		e = form_check(forms[i]);
	if (e)
		return e;
	pthread_mutex_lock(&fonts->lock);
	e = fonts_init(&d, fonts);
	if (!e) {
		put_forms(&d, forms, n, created_at, out);
		e = d.e;
	}
	pdf_release(&d);
	(void)malloc_trim(0); /* what reading and setting took, tens of MB, goes back at once */
	pthread_mutex_unlock(&fonts->lock);
	if (e) {
		out->len = before;
		out->overflow = false;
		return e;
	}
	if (ret)
		*ret = (struct pdf_made){ .pages = d.pages, .missing = d.missing };
	return OK;
}
