/* SPDX-License-Identifier: GPL-3.0-or-later */
/* buf.h - a growable byte buffer, for building text and binaries. A zeroed struct is an empty buffer. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>

#include "base/mem.h"

typedef struct Buf {
    uint8_t *bytes; /* owned; not NUL-terminated unless buf_text made it so */
    size_t size, capacity;
} Buf;

void buf_grow(Buf *buf, size_t extra);
static inline uint8_t *buf_reserve(Buf *buf, size_t extra) /* room for `extra` bytes at the end; size unchanged */
{
    if (UNLIKELY(buf->capacity - buf->size < extra)) buf_grow(buf, extra);
    return buf->bytes + buf->size;
}
static inline void buf_put(Buf *buf, uint8_t byte)
{
    *buf_reserve(buf, 1) = byte;
    buf->size++;
}
void buf_add(Buf *buf, const void *bytes, size_t size);
void buf_add_string(Buf *buf, const char *text);
void buf_add_utf8(Buf *buf, uint32_t code_point);
void buf_add_16(Buf *buf, uint16_t n); /* big-endian */
void buf_add_32(Buf *buf, uint32_t n);
void buf_add_64(Buf *buf, uint64_t n);
void buf_printf(Buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(Buf *buf, const char *format, va_list args);
/* The content as NUL-terminated text, owned by the buffer. */
char *buf_text(Buf *buf);
void buf_free(Buf *buf); /* empties it as well */

#endif
