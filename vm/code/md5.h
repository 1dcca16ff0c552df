/* SPDX-License-Identifier: GPL-3.0-or-later */
/* md5.h - MD5 (RFC 1321): module versions and fun identities are hashes of this kind. Not for security. */
#ifndef CODE_MD5_H
#define CODE_MD5_H

#include "base/base.h"

typedef struct Md5 {
    uint32_t state[4];
    uint64_t size_bytes;
    uint8_t block[64]; /* the bytes that do not fill a block yet */
} Md5;

void md5_init(Md5 *md5);
void md5_add(Md5 *md5, const void *bytes, size_t size);
void md5_end(Md5 *md5, uint8_t digest[16]);

#endif
