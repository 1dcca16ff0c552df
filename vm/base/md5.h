/* SPDX-License-Identifier: GPL-3.0-or-later */
/* md5.h - the MD5 digest (RFC 1321): for erlang:md5 and for telling module versions apart; not for security. */
#ifndef BASE_MD5_H
#define BASE_MD5_H

#include "base/base.h"

enum { MD5_SIZE = 16 };

typedef struct Md5 {
    uint32_t state[4];
    uint64_t size;      /* bytes so far */
    uint8_t block[64];  /* those of the unfinished block */
} Md5;

void md5_init(Md5 *md5);
void md5_update(Md5 *md5, const void *bytes, size_t size);
void md5_final(Md5 *md5, uint8_t digest[MD5_SIZE]);
void md5_digest(const void *bytes, size_t size, uint8_t digest[MD5_SIZE]);

#endif
