/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long a paper takes to set, first (the fonts are read) and then, as PDF and as DOCX.
 *	bench/papers [N]     N times each, milliseconds of one and a page
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "doc/docx_limits.h"
#include "doc/docx_write.h"
#include "doc/pdf.h"
#include "papers.h"

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void roster(struct form *f)
{
	paper_roster(f, 3000);
}

static void measure(struct pdf_fonts *fonts, const char *name, void (*make)(struct form *f), int n)
{
	const struct form *forms[1];
	struct pdf_made told = { 0 };
	struct arena a = { 0 };
	struct buf out;
	struct form f;
	double start, pdf, docx;
	enum err e = OK;

	arena_init(&a);
	form_init(&f, &a);
	make(&f);
	forms[0] = &f;
	buf_init(&out, PDF_RESULT_MAX);
	start = now_ms();
	for (int i = 0; i < n && !e; i++) {
		buf_reset(&out);
		e = pdf_write(fonts, forms, 1, 0, &out, &told);
	}
	pdf = (now_ms() - start) / n;
	printf("%s: PDF %.1f ms, %d pages, %.1f ms a page, %zu kB; ", name, pdf, told.pages,
	       pdf / told.pages, out.len / 1024);
	start = now_ms();
	for (int i = 0; i < n && !e; i++) {
		buf_reset(&out);
		e = docx_write(&f, 0, &out);
	}
	docx = (now_ms() - start) / n;
	printf("DOCX %.1f ms, %zu kB%s\n", docx, out.len / 1024, e ? " FAILED" : "");
	buf_release(&out);
	arena_release(&a);
}

int main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : 20;
	struct arena keep;
	struct pdf_fonts *fonts;

	arena_init(&keep);
	fonts = pdf_fonts_new(&keep);
	measure(fonts, "first request", paper_request, 1);
	measure(fonts, "request", paper_request, n);
	measure(fonts, "minutes", paper_minutes, n);
	measure(fonts, "roster of 3,000", roster, n > 5 ? 3 : n);
	arena_release(&keep);
	return 0;
}
