/* SPDX-License-Identifier: Apache-2.0 */
/* Every bound on what comes in over HTTP, with its reason. Checked before anything is allocated. */
#ifndef HTTP_LIMITS_H
#define HTTP_LIMITS_H

/* ---- sizes ---- */

/* Request line and headers live here, inside libmicrohttpd: a session cookie and a long filter
 * fit; 16 kB times 2,000 connections is still only 32 MB. */
#define LIMIT_CONNECTION_BYTES ((size_t)16 * 1024)
/* Longest path and query; the longest of our own pages' is some 600 bytes. */
#define LIMIT_URL_BYTES ((size_t)8 * 1024)
/* Names and values in a query: filters of one list, with room for 200 repeated ids. */
#define LIMIT_QUERY_PAIRS 256
/* JSON bodies: the largest form (a list of 5,000 ids) is below 200 kB. */
#define LIMIT_BODY_BYTES ((size_t)1024 * 1024)
/* A roster of 100,000 rows as XLSX is about 15 MB; papers are scans of a few MB. */
#define LIMIT_UPLOAD_BYTES ((int64_t)64 * 1024 * 1024)
/* Uploads at the same time: together at most 1 GB in the spool folder. */
#define LIMIT_UPLOADS 16
/* An answer kept in memory; lists are paged (200 rows), so only exports come near. */
#define LIMIT_REPLY_BYTES ((size_t)32 * 1024 * 1024)
/* First room of an answer: a page of rows grows from here in two steps. */
#define LIMIT_REPLY_FIRST ((size_t)2 * 1024)

/* ---- numbers ---- */

/* 2,000 browsers with two connections each in idle keep-alive are the morning rush of one school. */
#define LIMIT_CONNECTIONS 4000
/* A campus may leave by one address (NAT) and a proxy always does, so this only stops a single
 * broken client from taking everything. */
#define LIMIT_CONNECTIONS_PER_ADDRESS 3000
/* Waiting slow work (sign-ins at 27 ms each): 64 is under two seconds on one core; beyond that
 * an honest "busy, try again" is better than a queue nobody waits for. */
#define LIMIT_SLOW_QUEUE 64
/* Waiting ordinary requests on PostgreSQL, where each takes a worker. */
#define LIMIT_QUEUE 1024
/* Stack of a server thread; the deepest path (ICU, SQLite, JSON of 16 levels) uses under 100 kB.
 * Sanitizers widen every frame. */
#define LIMIT_STACK_BYTES ((size_t)1024 * 1024)

/* ---- times ---- */

/* From the connection, or the request line, to the last header. Honest clients need one packet;
 * a dribbler is cut off. */
#define LIMIT_HEADER_MS 10000
/* A kept connection without a request: browsers open a new one for nothing. */
#define LIMIT_IDLE_MS 30000
/* The whole body: 1 MB over a bad mobile link, 64 MB over a slow office line. */
#define LIMIT_BODY_MS   30000
#define LIMIT_UPLOAD_MS 600000
/* Nothing moves in either direction (seconds, libmicrohttpd's own clock). */
#define LIMIT_SILENCE_S 30u
/* How often deadlines are looked at. */
#define LIMIT_LOOK_MS 500
/* What a client is told to wait when we are busy (seconds). */
#define LIMIT_RETRY_AFTER_S "2"

#endif
