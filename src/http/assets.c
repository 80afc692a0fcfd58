/* SPDX-License-Identifier: Apache-2.0 */
#include "http/assets.h"

#include "base/str.h"
#include "http/headers.h"
#include "http/url.h"
#include "base/banned.h"

#define PREFIX      "web"
#define PREFIX_SIZE (sizeof(PREFIX) - 1)

struct page {
	const char *path; /* "/assets/index-abc.js" */
	const char *etag; /* NULL: never changes under its name */
	struct MHD_Response *plain, *gzip, *unchanged;
};

struct assets {
	struct page *pages; /* sorted by path */
	size_t n, cap;
};

static const char *type_of(const char *path)
{
	static const struct {
		const char *end, *type;
	} types[] = {
		{ ".html", "text/html; charset=utf-8" },
		{ ".js", "text/javascript; charset=utf-8" },
		{ ".css", "text/css; charset=utf-8" },
		{ ".json", "application/json; charset=utf-8" },
		{ ".webmanifest", "application/manifest+json" },
		{ ".svg", "image/svg+xml" },
		{ ".png", "image/png" },
		{ ".ico", "image/x-icon" },
		{ ".woff2", "font/woff2" },
		{ ".txt", "text/plain; charset=utf-8" },
	};
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < COUNTOF(types); i++) {
		if (strcmp(dot, types[i].end) == 0)
			return types[i].type;
	}
	return "application/octet-stream";
}

/* FNV-1a: tells two builds apart, which is all a tag is for. */
static uint64_t hash(const unsigned char *p, size_t n)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < n; i++)
		h = (h ^ p[i]) * UINT64_C(1099511628211);
	return h;
}

static bool immutable(const char *path)
{
	return str_starts(path, "/assets/");
}

static struct MHD_Response *response_of(const struct asset *bytes, const struct page *page,
					bool gzip)
{
	struct MHD_Response *r = MHD_create_response_from_buffer(
		bytes ? bytes->size_bytes : 0,
		bytes ? (void *)(uintptr_t)bytes->bytes : (void *)(uintptr_t) "",
		MHD_RESPMEM_PERSISTENT);

	headers_common(r, /* html= */ true);
	header_add(r, "Cache-Control",
		   immutable(page->path) ? "public, max-age=31536000, immutable" : "no-cache");
	if (bytes)
		header_add(r, "Content-Type", type_of(page->path));
	if (page->etag)
		header_add(r, "ETag", page->etag);
	if (gzip)
		header_add(r, "Content-Encoding", "gzip");
	header_add(r, "Vary", "Accept-Encoding");
	return r;
}

static bool has_suffix(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

/* The compressed form of all[i]: its name and ".gz", which sorts behind it. */
static const struct asset *gzip_of(const struct asset *all, size_t n, size_t i)
{
	size_t len = strlen(all[i].path);

	for (size_t j = i + 1; j < n && str_starts(all[j].path, all[i].path); j++) {
		if (strcmp(all[j].path + len, ".gz") == 0)
			return &all[j];
	}
	return NULL;
}

static void add_page(struct arena *a, struct assets *s, const struct asset *asset,
		     const struct asset *gzip)
{
	struct page *page = VEC_PUSH(a, s->pages, s->n, s->cap);

	page->path = asset->path + PREFIX_SIZE;
	if (!immutable(page->path)) {
		page->etag =
			arena_printf(a, "\"%016llx\"",
				     (unsigned long long)hash(asset->bytes, asset->size_bytes));
		page->unchanged = response_of(NULL, page, false);
	}
	page->plain = response_of(asset, page, false);
	if (gzip)
		page->gzip = response_of(gzip, page, true);
}

struct assets *assets_build(struct arena *a, const struct asset *all, size_t n)
{
	struct assets *s = ARENA_NEW(a, struct assets);

	for (size_t i = 0; i < n; i++) {
		if (str_starts(all[i].path, PREFIX "/") && !has_suffix(all[i].path, ".gz") &&
		    !has_suffix(all[i].path, ".br"))
			add_page(a, s, &all[i], gzip_of(all, n, i));
	}
	return s;
}

static void destroy(struct MHD_Response *r)
{
	if (r)
		MHD_destroy_response(r);
}

void assets_release(struct assets *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n; i++) {
		destroy(s->pages[i].plain);
		destroy(s->pages[i].gzip);
		destroy(s->pages[i].unchanged);
	}
	s->n = 0;
}

static const struct page *page_find(const struct assets *s, const char *path, size_t len)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const char *name = s->pages[mid].path;
		int c = strncmp(path, name, len);

		if (c == 0 && name[len])
			c = -1;
		if (c == 0)
			return &s->pages[mid];
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

struct asset_answer assets_find(const struct assets *s, const char *path, size_t len,
				const char *accept_encoding, const char *if_none_match)
{
	const struct page *page = page_find(s, path, len);

	if (!page && !(len >= 8 && memcmp(path, "/assets/", 8) == 0))
		page = page_find(s, "/index.html", strlen("/index.html"));
	if (!page)
		return (struct asset_answer){ NULL, 404 };
	if (page->etag && etag_matches(if_none_match, page->etag))
		return (struct asset_answer){ page->unchanged, 304 };
	if (page->gzip && accepts_gzip(accept_encoding))
		return (struct asset_answer){ page->gzip, 200 };
	return (struct asset_answer){ page->plain, 200 };
}
