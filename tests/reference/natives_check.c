/* SPDX-License-Identifier: GPL-3.0-or-later */
/* natives_check.c - runs our natives on the cases that natives.erl recorded on the reference: natives_check FILE.
 *
 * A native is called directly, on a process that is only a heap; a trap is followed as long as it leads to a native. */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "code/bif.h"
#include "code/export.h"
#include "process/exception.h"
#include "term/compare.h"
#include "term/etf.h"
#include "term/print.h"

static const Bif *find_native(Term module, Term function, Word arity)
{
    for (const Bif *bif = bif_table; bif->module; bif++)
        if (bif->arity == arity && strcmp(bif->module, atom_text(module)) == 0 &&
            strcmp(bif->name, atom_text(function)) == 0)
            return bif;
    return NULL;
}

static Process process;

/* {ok, Value} or {error, Reason}. */
static Term call(const Bif *bif, Term list)
{
    Term args[16];
    int count = 0;
    for (; term_is_cons(list); list = term_tail(list)) args[count++] = term_head(list);
    for (;;) {
        process.trap_export = NULL;
        Term value = bif->function(&process, args);
        if (!term_is_none(value)) return tuple_new_2(&process.heap, AM(ok), value);
        const Export *export = process.trap_export;
        if (!export) return tuple_new_2(&process.heap, AM(error), process.exception_reason);
        memcpy(args, process.trap_arguments, process.trap_count * sizeof args[0]);
        bif = export->bif;
    }
}

static Buf read_file(const char *path)
{
    Buf content = {0};
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(2);
    }
    size_t size;
    while ((size = fread(buf_reserve(&content, 65536), 1, 65536, file)) > 0) content.size += size;
    fclose(file);
    return content;
}

static void report(Term test, Term got)
{
    Buf text = {0};
    term_print_raw(&text, test);
    buf_add_string(&text, "\n    got ");
    term_print_raw(&text, got);
    buf_add_string(&text, "\n    first difference: ");
    Term a = tuple_get(tuple_get(test, 3), 1), b = tuple_get(got, 1);
    while (term_is_cons(a) && term_is_cons(b) && term_equal_exactly(term_head(a), term_head(b)))
        a = term_tail(a), b = term_tail(b);
    term_print_raw(&text, term_is_cons(a) ? term_head(a) : a);
    buf_add_string(&text, "\n    and: ");
    term_print_raw(&text, term_is_cons(b) ? term_head(b) : b);
    printf("%s\n", buf_text(&text));
    buf_free(&text);
}

int main(int argc, char **argv)
{
    if (argc != 2) return 2;
    atom_table_init();
    export_table_init();
    Buf content = read_file(argv[1]);
    Heap heap;
    heap_init_arena(&heap);
    EtfOptions options = {0};
    Term tests = etf_decode(&heap, content.bytes, content.size, &options, NULL);
    if (term_is_none(tests)) {
        puts("natives_check: the file is no external term");
        return 1;
    }
    int passed = 0, failed = 0, missing = 0;
    for (; term_is_cons(tests); tests = term_tail(tests)) {
        Term test = term_head(tests), args = tuple_get(test, 2);
        Word arity = 0;
        for (Term t = args; term_is_cons(t); t = term_tail(t)) arity++;
        const Bif *bif = find_native(tuple_get(test, 0), tuple_get(test, 1), arity);
        if (!bif) {
            missing++;
            continue;
        }
        heap_init_arena(&process.heap);
        Term got = call(bif, args);
        if (term_equal_exactly(got, tuple_get(test, 3))) passed++;
        else if (failed++ < 20) report(test, got);
        heap_destroy(&process.heap);
    }
    buf_free(&content);
    heap_destroy(&heap);
    printf("%d passed, %d failed, %d skipped\n", passed, failed, missing);
    return failed != 0;
}
