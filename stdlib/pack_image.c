/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pack_image.c - build tool: pack_image OUT FILE.beam... puts .beam files into one image that the binary embeds.
 *
 * The image, all numbers 32 bits little-endian, entries sorted by name so that a module is found by bisection:
 *
 *     "ELVERIMG" | count | count times { name offset, name size, data offset, data size } | names and data */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Entry {
    const char *path, *name;
    size_t name_size;
    uint8_t *data;
    size_t size;
} Entry;

static void fail(const char *what, const char *path)
{
    fprintf(stderr, "pack_image: %s %s\n", what, path);
    exit(1);
}

static void read_file(Entry *entry)
{
    FILE *file = fopen(entry->path, "rb");
    if (!file) fail("cannot open", entry->path);
    fseek(file, 0, SEEK_END);
    entry->size = (size_t)ftell(file);
    rewind(file);
    entry->data = malloc(entry->size + 1);
    if (fread(entry->data, 1, entry->size, file) != entry->size) fail("cannot read", entry->path);
    fclose(file);
}

static int by_name(const void *a, const void *b)
{
    const Entry *x = a, *y = b;
    size_t common = x->name_size < y->name_size ? x->name_size : y->name_size;
    int order = memcmp(x->name, y->name, common);
    return order ? order : (x->name_size > y->name_size) - (x->name_size < y->name_size);
}

static void put_32(FILE *out, size_t n)
{
    for (int i = 0; i < 4; i++) putc((int)(n >> 8 * i & 0xff), out);
}

int main(int argc, char **argv)
{
    if (argc < 2) fail("usage: pack_image OUT FILE.beam...", "");
    size_t count = (size_t)argc - 2;
    Entry *entries = calloc(count + 1, sizeof *entries);
    for (size_t i = 0; i < count; i++) {
        Entry *entry = &entries[i];
        entry->path = argv[i + 2];
        const char *slash = strrchr(entry->path, '/');
        entry->name = slash ? slash + 1 : entry->path;
        size_t size = strlen(entry->name);
        if (size < 6 || strcmp(entry->name + size - 5, ".beam") != 0) fail("no .beam file:", entry->path);
        entry->name_size = size - 5;
        read_file(entry);
    }
    qsort(entries, count, sizeof *entries, by_name);
    FILE *out = fopen(argv[1], "wb");
    if (!out) fail("cannot write", argv[1]);
    fwrite("ELVERIMG", 1, 8, out);
    put_32(out, count);
    size_t offset = 12 + 16 * count;
    for (size_t i = 0; i < count; i++) {
        put_32(out, offset);
        put_32(out, entries[i].name_size);
        put_32(out, offset + entries[i].name_size);
        put_32(out, entries[i].size);
        offset += entries[i].name_size + entries[i].size;
    }
    for (size_t i = 0; i < count; i++) {
        fwrite(entries[i].name, 1, entries[i].name_size, out);
        fwrite(entries[i].data, 1, entries[i].size, out);
    }
    if (fclose(out) != 0) fail("cannot write", argv[1]);
    return 0;
}
