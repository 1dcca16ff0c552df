/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compile_etf.c - the back end on its own: definitions as the reference expanded them (dump.exs) to a .beam file.
 *
 *     compile_etf [-d] IN.etf OUT.beam      -d: print the core form
 *
 * IN holds {module, file, [{name, arity, kind, line, clauses}], attributes}. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "compiler/assemble.h"
#include "term/etf.h"
#include "term/binary.h"

static jmp_buf failed;

static void on_error(void *data, const char *file, uint32_t line, const char *message)
{
    (void)data;
    fprintf(stderr, "%s:%u: %s\n", file, line, message);
    longjmp(failed, 1);
}

static void on_warning(void *data, const char *file, uint32_t line, const char *message)
{
    (void)data;
    fprintf(stderr, "warning: %s:%u: %s\n", file, line, message);
}

static char *text_of(Term binary)
{
    Buf buf = {0};
    iolist_to_buf(binary, &buf);
    return mem_copy_string(buf_text(&buf));
}

int main(int argc, char **argv)
{
    if (argc < 3) return 2;
    atom_table_init();
    Heap heap;
    heap_init_arena(&heap);
    FILE *in = fopen(argv[1], "rb");
    if (!in) return perror(argv[1]), 1;
    Buf bytes = {0};
    int c;
    while ((c = fgetc(in)) != EOF) buf_put(&bytes, (uint8_t)c);
    fclose(in);
    EtfOptions options = {0};
    Term all = etf_decode(&heap, bytes.bytes, bytes.size, &options, NULL);
    if (term_is_none(all)) return fprintf(stderr, "not a term\n"), 1;
    Term list = tuple_get(all, 2);
    BackendFunction *functions = calloc(list_count(list) + 1, sizeof *functions);
    size_t count = 0;
    for (; term_is_cons(list); list = term_tail(list)) {
        Term f = term_head(list);
        functions[count++] = (BackendFunction){
            .name = tuple_get(f, 0), .arity = (unsigned)term_to_small(tuple_get(f, 1)),
            .is_exported = tuple_get(f, 2) == AM(true), .line = (uint32_t)term_to_small(tuple_get(f, 3)), .clauses = tuple_get(f, 4)};
    }
    BackendModule module = {.name = tuple_get(all, 0), .file = text_of(tuple_get(all, 1)), .functions = functions,
                            .function_count = count, .attributes = tuple_get(all, 3), .compile_info = NIL,
                            .docs = TERM_NONE, .debug_info = TERM_NONE};
    BackendHost host = {NULL, on_error, on_warning};
    if (setjmp(failed)) return 1;
    Arena *arena = arena_new();
    int repeat = getenv("REPEAT") ? atoi(getenv("REPEAT")) : 1;
    for (int i = 1; i < repeat; i++) {
        Arena *scratch = arena_new();
        mem_free(backend_compile(&module, &host, scratch, &heap).bytes);
        arena_free(scratch);
    }
    BackendOutput out = backend_compile(&module, &host, arena, &heap);
    FILE *to = fopen(argv[2], "wb");
    if (!to) return perror(argv[2]), 1;
    fwrite(out.bytes, 1, out.size_bytes, to);
    fclose(to);
    return 0;
}
