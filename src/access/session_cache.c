/* SPDX-License-Identifier: Apache-2.0 */
/* A direct-mapped table of packed sessions. */
#include <pthread.h>
#include <sys/mman.h>

#include "access/session_cache.h"
#include "base/banned.h"

#define SLOTS       4096 /* pages are touched on first use, so an idle server pays nothing */
#define LOCKS       16
#define RIGHTS_KEPT 8
#define TEXT_BYTES  640

/* Where a text begins in the entry's own bytes: pointers of the entry mean nothing. */
struct packed {
	unsigned char token_hash[SEAL_INDEX_BYTES];
	bool used;
	int32_t today;
	int64_t db_version;
	struct session_state state;
	struct right rights[RIGHTS_KEPT];
	uint16_t login_at, name_at, low_at[RIGHTS_KEPT], high_at[RIGHTS_KEPT];
	uint16_t text_len;
	char text[TEXT_BYTES];
};

struct session_cache {
	pthread_mutex_t locks[LOCKS]; /* locks[slot % LOCKS] guards slots[slot] */
	struct packed slots[SLOTS];
};

struct session_cache *session_cache_new(void)
{
	struct session_cache *cache = mmap(NULL, sizeof(*cache), PROT_READ | PROT_WRITE,
					   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (cache == MAP_FAILED)
		return NULL;
	for (size_t i = 0; i < LOCKS; i++)
		pthread_mutex_init(&cache->locks[i], NULL);
	return cache;
}

void session_cache_free(struct session_cache *cache)
{
	if (cache == NULL)
		return;
	for (size_t i = 0; i < LOCKS; i++)
		pthread_mutex_destroy(&cache->locks[i]);
	(void)munmap(cache, sizeof(*cache)); /* fails only on a wrong address */
}

/* The hash is random already. */
static size_t slot_of(const unsigned char *token_hash)
{
	return (size_t)(token_hash[0] | token_hash[1] << 8) % SLOTS;
}

static bool text_add(struct packed *p, const char *text, uint16_t *ret_at)
{
	size_t len = strlen(text) + 1;

	if (len > (size_t)TEXT_BYTES - p->text_len)
		return false;
	*ret_at = p->text_len;
	memcpy(p->text + p->text_len, text, len);
	p->text_len = (uint16_t)(p->text_len + len);
	return true;
}

static bool pack(const struct session_state *s, struct packed *p)
{
	const struct user *u = &s->user;

	p->state = *s;
	p->text_len = 0;
	if (u->n_rights > RIGHTS_KEPT || !text_add(p, u->login, &p->login_at) ||
	    !text_add(p, u->name, &p->name_at))
		return false;
	for (size_t i = 0; i < u->n_rights; i++) {
		p->rights[i] = u->rights[i];
		if (!text_add(p, u->rights[i].path_low, &p->low_at[i]) ||
		    !text_add(p, u->rights[i].path_high, &p->high_at[i]))
			return false;
	}
	return true;
}

static void unpack(struct packed *p, struct session_state *ret)
{
	struct user *u = &p->state.user;

	u->login = p->text + p->login_at;
	u->name = p->text + p->name_at;
	for (size_t i = 0; i < u->n_rights; i++) {
		p->rights[i].path_low = p->text + p->low_at[i];
		p->rights[i].path_high = p->text + p->high_at[i];
	}
	u->rights = p->rights;
	*ret = p->state;
}

bool session_cache_get(struct session_cache *cache,
		       const unsigned char token_hash[SEAL_INDEX_BYTES], int64_t db_version,
		       int32_t today, struct arena *a, struct session_state *ret)
{
	size_t slot = slot_of(token_hash);
	struct packed *at, *copy = NULL;

	if (cache == NULL)
		return false;
	at = &cache->slots[slot];
	pthread_mutex_lock(&cache->locks[slot % LOCKS]);
	if (at->used && at->db_version == db_version && at->today == today &&
	    memcmp(at->token_hash, token_hash, SEAL_INDEX_BYTES) == 0)
		copy = arena_memdup(a, at, offsetof(struct packed, text) + at->text_len);
	pthread_mutex_unlock(&cache->locks[slot % LOCKS]);
	if (copy == NULL)
		return false;
	unpack(copy, ret);
	return true;
}

void session_cache_put(struct session_cache *cache,
		       const unsigned char token_hash[SEAL_INDEX_BYTES], int64_t db_version,
		       int32_t today, const struct session_state *s)
{
	size_t slot = slot_of(token_hash);
	struct packed *at;

	if (cache == NULL)
		return;
	at = &cache->slots[slot];
	pthread_mutex_lock(&cache->locks[slot % LOCKS]);
	at->used = pack(s, at);
	at->db_version = db_version;
	at->today = today;
	memcpy(at->token_hash, token_hash, SEAL_INDEX_BYTES);
	pthread_mutex_unlock(&cache->locks[slot % LOCKS]);
}

void session_cache_seen(struct session_cache *cache,
			const unsigned char token_hash[SEAL_INDEX_BYTES], int64_t seen_at)
{
	size_t slot = slot_of(token_hash);
	struct packed *at;

	if (cache == NULL)
		return;
	at = &cache->slots[slot];
	pthread_mutex_lock(&cache->locks[slot % LOCKS]);
	if (at->used && memcmp(at->token_hash, token_hash, SEAL_INDEX_BYTES) == 0 &&
	    at->state.seen_at < seen_at)
		at->state.seen_at = seen_at;
	pthread_mutex_unlock(&cache->locks[slot % LOCKS]);
}
