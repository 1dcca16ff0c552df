/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_reader.c - natives on the reader: what Code.string_to_quoted and the shell are made of.
 *
 *     :elver_reader.read(source, options)       {:ok, quoted, warnings} | {:error, error, exception, warnings}
 *     :elver_reader.read_large(source, options) the same on a thread of its own: for more than a few thousand lines
 *
 * options: keyword list of file:, line:, column:, columns:, token_metadata:, unescape:, existing_atoms_only:,
 * wrap_literals:. warnings: [{line, column, message}]. The exception is the struct that string_to_quoted! raises. */
#include "code/bif.h"
#include "compiler/diagnostics.h"
#include "compiler/natives.h"
#include "gc/copy.h"
#include "process/exception.h"
#include "process/process.h"
#include "term/atom.h"
#include "term/binary.h"

static bool is_named(Term atom, const char *text) { return term_is_atom(atom) && strcmp(atom_text(atom), text) == 0; }

static bool read_options(Term list, ReaderOptions *options, Buf *file)
{
    for (; term_is_cons(list); list = term_tail(list)) {
        Term entry = term_head(list);
        if (!term_is_tuple_of(entry, 2)) return false;
        Term key = tuple_get(entry, 0), value = tuple_get(entry, 1);
        bool on = value == AM(true);
        if (key == AM(file)) {
            file->size = 0;
            if (!iolist_to_buf(value, file)) return false;
        } else if (key == AM(line) || key == AM(column)) {
            if (!term_is_small(value) || term_to_small(value) < 0 || term_to_small(value) > INT32_MAX) return false;
            if (key == AM(line)) options->line = (uint32_t)term_to_small(value);
            else options->column = (uint32_t)term_to_small(value);
        } else if (is_named(key, "columns")) {
            options->columns = on;
        } else if (is_named(key, "token_metadata")) {
            options->token_metadata = on;
        } else if (is_named(key, "unescape")) {
            options->raw_text = value == AM(false);
        } else if (is_named(key, "existing_atoms_only")) {
            options->existing_atoms_only = on;
        } else if (is_named(key, "wrap_literals")) {
            options->wrap_literals = on;
        }
    }
    return term_is_nil(list);
}

static Term warnings_to_list(Heap *heap, const ReaderWarning *warning)
{
    if (!warning) return NIL;
    Term first = NIL, *slot = &first;
    for (; warning; warning = warning->next) {
        Term item = tuple_new_3(heap, term_from_small(warning->line), term_from_small(warning->column),
                                binary_new_string(heap, warning->message));
        *slot = cons_new(heap, item, NIL);
        slot = cons_words(*slot) + 1;
    }
    return first;
}

Term bif_reader_read(Process *p, Term *args)
{
    ReaderOptions options = {0};
    Buf file = {0}, scratch = {0};
    if (!term_is_binary(args[0]) || !read_options(args[1], &options, &file)) {
        buf_free(&file);
        return raise_badarg(p);
    }
    size_t size;
    const char *source = (const char *)binary_bytes_aligned(args[0], &size, &scratch);
    if (file.size == 0) buf_add_string(&file, "nofile");
    options.file = buf_text(&file);
    Heap arena;
    Reader reader;
    heap_init_arena(&arena);
    reader_init(&reader, &arena);
    Term quoted = reader_read(&reader, source, size, &options);
    Term warnings = warnings_to_list(&p->heap, reader.warnings), result;
    if (term_is_none(quoted)) {
        Term error = diagnostics_error_tuple(&p->heap, &reader.error);
        Term exception = diagnostics_exception(&p->heap, &reader.error, options.file, source, size,
                                               options.line ? options.line : 1);
        result = tuple_new_4(&p->heap, AM(error), error, exception, warnings);
    } else {
        result = tuple_new_3(&p->heap, AM(ok), copy_term(quoted, &p->heap), warnings);
    }
    bif_charge(p, (int64_t)(size / 20));
    reader_destroy(&reader);
    heap_destroy(&arena);
    buf_free(&file);
    buf_free(&scratch);
    return result;
}

const Bif reader_natives[] = {
    {"elver_reader", "read", 2, BIF_PLAIN, bif_reader_read},
    {"elver_reader", "read_large", 2, BIF_BLOCKING, bif_reader_read},
    {NULL, NULL, 0, 0, NULL},
};
