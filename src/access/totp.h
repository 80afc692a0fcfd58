/* SPDX-License-Identifier: Apache-2.0 */
/* One-time codes of a phone (RFC 6238: SHA-1, six digits, 30 seconds). Pure computing. */
#ifndef ACCESS_TOTP_H
#define ACCESS_TOTP_H

#include "base/arena.h"
#include "base/err.h"

#define TOTP_SECRET_BYTES 20
#define TOTP_SECRET_SIZE  33 /* base32 text with NUL */
#define TOTP_CODE_SIZE    7
#define TOTP_STEP_SECONDS 30

/* A new random secret as base32 text, as it is sealed and shown once. */
void totp_secret_new(char ret[TOTP_SECRET_SIZE]);

/* The code of a time step (UTC seconds / 30). ERR_INPUT: secret is not 20 bytes of base32. */
NODISCARD enum err totp_code(const char *secret, int64_t step, char ret[TOTP_CODE_SIZE]);

/*
 * Is this the code of now, or of the step before or after (clocks differ)? Steps up to last_step
 * have served already and do not count. ret_step: the step it belongs to, to be kept as last_step.
 * ERR_SECOND_FACTOR: no, or used. ERR_INPUT: as totp_code.
 */
NODISCARD enum err totp_verify(const char *secret, const char *code, int64_t now, int64_t last_step,
			       int64_t *ret_step);

/* "otpauth://totp/..." for the QR code; login is percent-encoded; lives in `a`. */
const char *totp_uri(struct arena *a, const char *secret, const char *login);

#endif
