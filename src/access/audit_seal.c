/* SPDX-License-Identifier: Apache-2.0 */
/* The audit log's hash chain: made by the sealer, verified by jishi check. */
#include "access/audit.h"
#include "base/banned.h"

#define SEAL_BYTES   SEAL_INDEX_BYTES
#define FINDINGS_MAX 20

/* Both statements give a line's fields in this order; the chain depends on it. */
enum {
	LINE_ID,
	LINE_SCHOOL_ID,
	LINE_AT,
	LINE_ACCOUNT_ID,
	LINE_PERSON_ID,
	LINE_ACTION,
	LINE_OBJECT_KIND,
	LINE_OBJECT_ID,
	LINE_REQUEST_ID,
	LINE_DETAIL
};
_Static_assert((int)LINE_DETAIL == (int)AUDIT_SEALED_C_DETAIL &&
		       (int)LINE_DETAIL == (int)AUDIT_UNSEALED_C_DETAIL,
	       "audit.sql has the same order");
_Static_assert((int)LINE_OBJECT_ID == (int)AUDIT_SEALED_C_OBJECT_ID &&
		       (int)LINE_OBJECT_ID == (int)AUDIT_UNSEALED_C_OBJECT_ID,
	       "audit.sql has the same order");

struct head {
	int64_t seal_no; /* 0: nothing is sealed yet */
	unsigned char seal[SEAL_BYTES];
};

static void add_number(struct buf *b, int64_t v)
{
	uint64_t u = (uint64_t)v;

	for (int shift = 56; shift >= 0; shift -= 8)
		buf_addc(b, (char)(u >> shift & 0xFF));
}

/* Length first, -1 for NULL, so that no two lines have the same bytes. */
static void add_text(struct buf *b, const char *s)
{
	size_t len = s == NULL ? 0 : strlen(s);

	add_number(b, s == NULL ? -1 : (int64_t)len);
	buf_add(b, s == NULL ? "" : s, len);
}

/* The seal of the current line of q, which follows `before` as number seal_no. */
static void line_seal(const struct seal_keys *keys, const unsigned char before[SEAL_BYTES],
		      int64_t seal_no, struct stmt *q, struct buf *b, unsigned char ret[SEAL_BYTES])
{
	buf_reset(b);
	buf_add(b, before, SEAL_BYTES);
	add_number(b, seal_no);
	for (int col = LINE_ID; col <= LINE_PERSON_ID; col++)
		add_number(b, col_i64(q, col));
	add_text(b, col_str(q, LINE_ACTION));
	add_text(b, col_str(q, LINE_OBJECT_KIND));
	add_number(b, col_i64(q, LINE_OBJECT_ID));
	add_text(b, col_str(q, LINE_REQUEST_ID));
	add_text(b, col_str(q, LINE_DETAIL));
	seal_audit(keys, b->text, b->len, ret);
}

static void head_mac(const struct seal_keys *keys, const struct head *h,
		     unsigned char ret[SEAL_BYTES])
{
	unsigned char bytes[4 + SEAL_BYTES + 8] = "head";

	memcpy(bytes + 4, h->seal, SEAL_BYTES);
	for (size_t i = 0; i < 8; i++)
		bytes[4 + SEAL_BYTES + i] = (unsigned char)((uint64_t)h->seal_no >> (8 * (7 - i)));
	seal_audit(keys, bytes, sizeof(bytes), ret);
}

/* ERR_CONFLICT: there is a head, and it is not ours. */
static enum err head_get(struct db *db, const struct seal_keys *keys, struct head *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	unsigned char want[SEAL_BYTES];
	struct head h = { 0 };
	const void *seal, *mac;
	size_t seal_len, mac_len;
	bool row;
	enum err e;

	e = db_stmt(db, SQL_AUDIT_HEAD_GET, &q);
	if (e)
		return e;
	e = step_row(q, &row);
	if (e)
		return e;
	if (!row) {
		*ret = h;
		return OK;
	}
	h.seal_no = col_i64(q, AUDIT_HEAD_GET_C_SEAL_NO);
	seal = col_blob(q, AUDIT_HEAD_GET_C_SEAL, &seal_len);
	if (seal_len != SEAL_BYTES)
		return ERR_CONFLICT;
	memcpy(h.seal, seal, SEAL_BYTES);
	head_mac(keys, &h, want);
	mac = col_blob(q, AUDIT_HEAD_GET_C_MAC, &mac_len);
	if (mac_len != SEAL_BYTES || !seal_equal(mac, want, SEAL_BYTES))
		return ERR_CONFLICT;
	*ret = h;
	return OK;
}

static enum err head_put(struct db *db, const struct seal_keys *keys, const struct head *h)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	unsigned char mac[SEAL_BYTES];
	enum err e;

	e = db_stmt(db, SQL_AUDIT_HEAD_PUT, &q);
	if (e)
		return e;
	head_mac(keys, h, mac);
	bind_i64(q, AUDIT_HEAD_PUT_SEAL_NO, h->seal_no);
	bind_blob(q, AUDIT_HEAD_PUT_SEAL, h->seal, SEAL_BYTES);
	bind_blob(q, AUDIT_HEAD_PUT_MAC, mac, SEAL_BYTES);
	return step_done(q, /* ret_changed= */ NULL);
}

static enum err line_set(struct db *db, int64_t id, const struct head *h)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_AUDIT_SET_SEAL, &q);
	if (e)
		return e;
	bind_i64(q, AUDIT_SET_SEAL_ID, id);
	bind_i64(q, AUDIT_SET_SEAL_SEAL_NO, h->seal_no);
	bind_blob(q, AUDIT_SET_SEAL_SEAL, h->seal, SEAL_BYTES);
	return step_done(q, /* ret_changed= */ NULL);
}

struct seal_job {
	const struct seal_keys *keys;
	int64_t n;
};

static enum err seal_lines(struct db *db, const struct seal_keys *keys, struct head *h, int64_t *n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	CLEANUP(buf_release) struct buf b = { 0 };
	bool row;
	enum err e;

	buf_init(&b, (size_t)2 * AUDIT_DETAIL_MAX);
	e = db_stmt(db, SQL_AUDIT_UNSEALED, &q);
	if (e)
		return e;
	bind_i64(q, AUDIT_UNSEALED_LIMIT, AUDIT_BATCH);
	for (e = step_row(q, &row); e == OK && row; e = step_row(q, &row)) {
		unsigned char seal[SEAL_BYTES];

		line_seal(keys, h->seal, h->seal_no + 1, q, &b, seal);
		memcpy(h->seal, seal, SEAL_BYTES);
		h->seal_no++;
		e = line_set(db, col_i64(q, LINE_ID), h);
		if (e)
			return e;
		(*n)++;
	}
	return e ? e : buf_check(&b);
}

static enum err seal_tx(struct db *db, void *arg)
{
	struct seal_job *job = arg;
	struct head h;
	enum err e;

	job->n = 0;
	e = head_get(db, job->keys, &h);
	if (e)
		return e;
	e = seal_lines(db, job->keys, &h, &job->n);
	if (e || job->n == 0)
		return e;
	return head_put(db, job->keys, &h);
}

enum err audit_seal_batch(struct db *db, const struct seal_keys *keys, int64_t *ret_n)
{
	struct seal_job job = { .keys = keys };
	enum err e;

	e = db_write(db, "audit.seal", seal_tx, &job);
	if (e)
		return e;
	*ret_n = job.n;
	return OK;
}

enum err audit_is_unsealed(struct db *db, bool *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_AUDIT_UNSEALED, &q);
	if (e)
		return e;
	bind_i64(q, AUDIT_UNSEALED_LIMIT, 1);
	return step_row(q, ret);
}

enum err audit_key_check(struct db *db, const struct seal_keys *keys)
{
	struct head h;

	return head_get(db, keys, &h);
}

struct verify {
	const struct seal_keys *keys;
	struct buf *report;
	struct head at; /* how far the chain was followed */
	int64_t bad_id;
	int findings;
};

static void finding(struct verify *v, int64_t id, const char *what)
{
	if (v->bad_id == 0)
		v->bad_id = id;
	if (v->findings++ < FINDINGS_MAX)
		buf_addf(v->report, "audit %lld: %s\n", (long long)id, what);
}

static void line_verify(struct verify *v, struct stmt *q, struct buf *b)
{
	int64_t id = col_i64(q, LINE_ID), seal_no = col_i64(q, AUDIT_SEALED_C_SEAL_NO);
	unsigned char want[SEAL_BYTES];
	size_t len;
	const void *seal = col_blob(q, AUDIT_SEALED_C_SEAL, &len);

	if (seal_no != v->at.seal_no + 1)
		finding(v, id, "lines before it are missing");
	line_seal(v->keys, v->at.seal, seal_no, q, b, want);
	if (len != SEAL_BYTES || (seal_no == v->at.seal_no + 1 && !seal_equal(seal, want, len)))
		finding(v, id, "was changed, put in or moved");
	v->at.seal_no = seal_no;
	if (len == SEAL_BYTES) /* go on from what stands there: one change is one finding */
		memcpy(v->at.seal, seal, SEAL_BYTES);
}

static enum err page_verify(struct db *db, struct verify *v, struct buf *b, bool *ret_more)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row;
	enum err e;

	*ret_more = false;
	e = db_stmt(db, SQL_AUDIT_SEALED, &q);
	if (e)
		return e;
	bind_i64(q, AUDIT_SEALED_AFTER, v->at.seal_no);
	for (e = step_row(q, &row); e == OK && row; e = step_row(q, &row)) {
		line_verify(v, q, b);
		*ret_more = true;
	}
	return e;
}

static enum err verify_tx(struct db *db, void *arg)
{
	CLEANUP(buf_release) struct buf b = { 0 };
	struct verify *v = arg;
	struct head h;
	bool more = true;
	enum err e = OK;

	buf_init(&b, (size_t)2 * AUDIT_DETAIL_MAX);
	while (e == OK && more)
		e = page_verify(db, v, &b, &more);
	if (e)
		return e;
	e = head_get(db, v->keys, &h);
	if (e == ERR_CONFLICT) {
		finding(v, v->at.seal_no > 0 ? v->at.seal_no : -1,
			"the chain's head is not of this key file, or was changed");
		return OK;
	}
	if (e)
		return e;
	if (h.seal_no != v->at.seal_no || !seal_equal(h.seal, v->at.seal, SEAL_BYTES))
		finding(v, h.seal_no, "the chain does not end where its head says");
	return OK;
}

enum err audit_verify(struct db *db, const struct seal_keys *keys, struct buf *report,
		      int64_t *ret_bad_id)
{
	struct verify v = { .keys = keys, .report = report };
	enum err e;

	e = db_read(db, "audit.verify", verify_tx, &v);
	if (e)
		return e;
	*ret_bad_id = v.bad_id;
	return v.findings == 0 ? OK : ERR_CONFLICT;
}
