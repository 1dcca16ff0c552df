/* SPDX-License-Identifier: GPL-3.0-or-later */
/* image.c - finds modules in the embedded image. Its format is described in stdlib/pack_image.c. */
#include "shell/image.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "code/code_server.h"

#ifdef ELVER_IMAGE
__asm__(".section .rodata\n"
        ".balign 16\n"
        "elver_image_start:\n"
        ".incbin \"" ELVER_IMAGE "\"\n"
        "elver_image_end:\n"
        ".byte 0\n"
        ".previous\n");
extern const uint8_t elver_image_start[], elver_image_end[];
#else
static const uint8_t elver_image_start[] = "ELVERIMG\0\0\0";
#endif

enum { HEADER_BYTES = 12, ENTRY_BYTES = 16 };

static uint32_t read_32(size_t offset)
{
    const uint8_t *at = elver_image_start + offset;
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static int compare_name(size_t entry, const char *name, size_t size)
{
    size_t entry_size = read_32(entry + 4), common = size < entry_size ? size : entry_size;
    int order = memcmp(name, elver_image_start + read_32(entry), common);
    return order ? order : (size > entry_size) - (size < entry_size);
}

/* A CodeSource. */
static uint8_t *find(const char *name, size_t *size_bytes, char *path, size_t path_size)
{
    size_t low = 0, high = read_32(8), name_size = strlen(name);
    while (low < high) {
        size_t middle = (low + high) / 2, entry = HEADER_BYTES + ENTRY_BYTES * middle;
        int order = compare_name(entry, name, name_size);
        if (order == 0) {
            *size_bytes = read_32(entry + 12);
            snprintf(path, path_size, "/elver/%s.beam", name);
            return memcpy(mem_alloc(*size_bytes), elver_image_start + read_32(entry + 8), *size_bytes);
        }
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return NULL;
}

/* A CodeSourceNames. */
static void names(CodeNameVisitor visit, void *data)
{
    for (size_t i = 0, count = read_32(8); i < count; i++) {
        size_t entry = HEADER_BYTES + ENTRY_BYTES * i;
        visit((const char *)elver_image_start + read_32(entry), read_32(entry + 4), data);
    }
}

void image_init(void)
{
    code_source_add(find, names);
}
