/* SPDX-License-Identifier: GPL-3.0-or-later */
/* buf.c - a growable byte buffer. */
#include "base/buf.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

void buf_grow(Buf *buf, size_t extra)
{
    size_t capacity = buf->capacity < 64 ? 64 : buf->capacity * 2;
    if (capacity < buf->size + extra) capacity = buf->size + extra;
    buf->bytes = mem_resize(buf->bytes, capacity);
    buf->capacity = capacity;
}

void buf_add(Buf *buf, const void *bytes, size_t size)
{
    if (size == 0) return;
    memcpy(buf_reserve(buf, size), bytes, size);
    buf->size += size;
}

void buf_add_string(Buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text));
}

void buf_add_utf8(Buf *buf, uint32_t code_point)
{
    uint8_t *at = buf_reserve(buf, 4);
    buf->size += (size_t)utf8_encode(code_point, at);
}

void buf_add_16(Buf *buf, uint16_t n)
{
    n = __builtin_bswap16(n);
    buf_add(buf, &n, sizeof n);
}

void buf_add_32(Buf *buf, uint32_t n)
{
    n = __builtin_bswap32(n);
    buf_add(buf, &n, sizeof n);
}

void buf_add_64(Buf *buf, uint64_t n)
{
    n = __builtin_bswap64(n);
    buf_add(buf, &n, sizeof n);
}

void buf_vprintf(Buf *buf, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, again);
    va_end(again);
    assert(size >= 0);
    vsnprintf((char *)buf_reserve(buf, (size_t)size + 1), (size_t)size + 1, format, args);
    buf->size += (size_t)size;
}

void buf_printf(Buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_vprintf(buf, format, args);
    va_end(args);
}

char *buf_text(Buf *buf)
{
    *buf_reserve(buf, 1) = '\0';
    return (char *)buf->bytes;
}

void buf_free(Buf *buf)
{
    mem_free(buf->bytes);
    *buf = (Buf){0};
}
