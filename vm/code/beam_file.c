/* SPDX-License-Identifier: GPL-3.0-or-later */
/* beam_file.c - reading .beam files. */
#include "code/beam_file.h"

#include <stdarg.h>
#include <stdio.h>
#include <zlib.h>

#include "base/md5.h"
#include "base/vec.h"
#include "term/bignum.h"
#include "term/etf.h"

const GenericInfo generic_info[GEN_COUNT] = {
#define GENOP(number, name, kinds) [number] = {#name, kinds},
#include "code/genops.def"
#undef GENOP
};

enum {
    TAG_U = 0, TAG_I = 1, TAG_A = 2, TAG_X = 3, TAG_Y = 4, TAG_F = 5, TAG_H = 6, TAG_Z = 7,
    MAX_LITERAL_BYTES = 64 << 20, X_LIMIT = 992, Y_LIMIT = 1024, FLOAT_LIMIT = 16
};

typedef struct Reader {
    const uint8_t *at, *end;
    BeamFile *file;
    bool failed;
} Reader;

typedef VEC(Operand) OperandVec;

static bool fail(BeamFile *file, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool fail(BeamFile *file, const char *format, ...)
{
    if (file->reason[0]) return false; /* the first reason is the one that tells */
    va_list args;
    va_start(args, format);
    vsnprintf(file->reason, sizeof file->reason, format, args);
    va_end(args);
    return false;
}

static Word read_fail(Reader *r, const char *what)
{
    r->failed = true;
    r->at = r->end;
    fail(r->file, "%s", what);
    return 0;
}

static uint32_t read_32(Reader *r)
{
    if (r->end - r->at < 4) return (uint32_t)read_fail(r, "a chunk ends too early");
    uint32_t n = (uint32_t)r->at[0] << 24 | (uint32_t)r->at[1] << 16 | (uint32_t)r->at[2] << 8 | r->at[3];
    r->at += 4;
    return n;
}

static uint8_t read_8(Reader *r)
{
    if (r->at >= r->end) return (uint8_t)read_fail(r, "a chunk ends too early");
    return *r->at++;
}

/* A count of things that take at least `bytes_each` bytes. */
static uint32_t read_count(Reader *r, size_t bytes_each)
{
    uint32_t n = read_32(r);
    if (r->failed || n > (size_t)(r->end - r->at) / bytes_each) return (uint32_t)read_fail(r, "a count is too large for its chunk");
    return n;
}

/* --- chunks --- */

bool beam_find_chunk(const uint8_t *bytes, size_t size, const char name[4], BytesView *chunk)
{
    if (size < 12 || memcmp(bytes, "FOR1", 4) != 0 || memcmp(bytes + 8, "BEAM", 4) != 0) return false;
    size_t at = 12;
    while (size - at >= 8) {
        size_t length = (size_t)bytes[at + 4] << 24 | (size_t)bytes[at + 5] << 16 | (size_t)bytes[at + 6] << 8 | bytes[at + 7];
        if (length > size - at - 8) return false;
        if (memcmp(bytes + at, name, 4) == 0) {
            chunk->bytes = bytes + at + 8;
            chunk->size = length;
            return true;
        }
        size_t step = 8 + ((length + 3) & ~(size_t)3);
        if (step > size - at) break;
        at += step;
    }
    return false;
}

typedef struct Chunks {
    const uint8_t *bytes;
    size_t size;
    BeamFile *file;
} Chunks;

static bool open_chunk(const Chunks *chunks, const char *name, Reader *r)
{
    BytesView view = {NULL, 0};
    bool found = beam_find_chunk(chunks->bytes, chunks->size, name, &view);
    *r = (Reader){view.bytes, found ? view.bytes + view.size : NULL, chunks->file, false};
    return found;
}

/* --- compact terms --- */

static Term big_integer(Reader *r, size_t size)
{
    if ((size_t)(r->end - r->at) < size) {
        read_fail(r, "an integer is cut off");
        return TERM_NONE;
    }
    Term t = integer_from_bytes(&r->file->heap, r->at, size, true, true);
    r->at += size;
    if (term_is_none(t)) read_fail(r, "an integer is too large");
    return t;
}

/* The value after a tag byte. Integers of over 8 bytes (tag i only) come as a term in *big. */
static int64_t read_value(Reader *r, uint8_t b, Term *big)
{
    *big = TERM_NONE;
    if (!(b & 8)) return b >> 4;
    if (!(b & 16)) return (int64_t)(b & 0xe0) << 3 | read_8(r);
    size_t size;
    if (b >> 5 == 7) {
        Term ignored;
        uint8_t next = read_8(r);
        if ((next & 7) != TAG_U || (next & 0x18) == 0x18) return (int64_t)read_fail(r, "an integer's size is malformed");
        size = (size_t)read_value(r, next, &ignored) + 9;
    } else {
        size = (size_t)(b >> 5) + 2;
    }
    if (size > 8) {
        if ((b & 7) != TAG_I) return (int64_t)read_fail(r, "a number is too large");
        *big = big_integer(r, size);
        return 0;
    }
    if ((size_t)(r->end - r->at) < size) return (int64_t)read_fail(r, "an operand is cut off");
    uint64_t n = r->at[0] & 0x80 ? ~(uint64_t)0 : 0; /* sign-extended */
    for (size_t i = 0; i < size; i++) n = n << 8 | r->at[i];
    r->at += size;
    if ((b & 7) != TAG_I && (int64_t)n < 0) return (int64_t)read_fail(r, "a number is negative");
    return (int64_t)n;
}

static Word read_unsigned(Reader *r, uint8_t expected_tag)
{
    uint8_t b = read_8(r);
    Term big;
    if ((b & 7) != expected_tag) return read_fail(r, "an operand has the wrong kind");
    return (Word)read_value(r, b, &big);
}

static Term atom_at(Reader *r, Word index)
{
    if (index == 0) return NIL;
    if (index >= r->file->atom_count) {
        read_fail(r, "an atom's index is out of bounds");
        return NIL;
    }
    return r->file->atoms[index];
}

static Word allocation_words(Reader *r)
{
    Word count = read_unsigned(r, TAG_U), words = 0;
    while (count-- && !r->failed) {
        Word kind = read_unsigned(r, TAG_U), n = read_unsigned(r, TAG_U);
        if (n > 1 << 24) return read_fail(r, "an allocation is too large");
        switch (kind) {
        case 0: words += n; break;
        case 1: words += n * 2; break;  /* a float's box, if it needs one */
        case 2: words += n * 3; break;  /* a fun's header, entry and creator */
        default: return read_fail(r, "unknown kind of allocation");
        }
    }
    return words;
}

static Operand read_operand(Reader *r, OperandVec *pool);

static Operand read_list(Reader *r, OperandVec *pool)
{
    Word count = read_unsigned(r, TAG_U);
    if (r->failed || count > (Word)(r->end - r->at)) {
        read_fail(r, "a list of operands is too long");
        count = 0;
    }
    Operand list = {.kind = OPERAND_LIST, .number = count};
    VEC(Operand) items = {0};
    for (Word i = 0; i < count && !r->failed; i++) {
        Operand item = read_operand(r, pool);
        if (item.kind == OPERAND_LIST || item.kind == OPERAND_WORDS) read_fail(r, "a list of operands holds a list");
        vec_push(&items, item);
    }
    list.first = (uint32_t)pool->count;
    for (size_t i = 0; i < items.count; i++) vec_push(pool, items.items[i]);
    if (r->failed) list.number = 0;
    vec_free(&items);
    return list;
}

static Operand register_operand(Reader *r, OperandKind kind, Word number)
{
    Word limit = kind == OPERAND_X ? X_LIMIT : kind == OPERAND_Y ? Y_LIMIT : FLOAT_LIMIT;
    if (number >= limit) number = read_fail(r, "a register's number is too large");
    return (Operand){.kind = (uint8_t)kind, .number = number};
}

static Operand read_extended(Reader *r, uint8_t b, OperandVec *pool)
{
    switch (b >> 4) {
    case 1: return read_list(r, pool);
    case 2: return register_operand(r, OPERAND_FLOAT, read_unsigned(r, TAG_U));
    case 3: return (Operand){.kind = OPERAND_WORDS, .number = allocation_words(r)};
    case 4: {
        Word index = read_unsigned(r, TAG_U);
        if (r->failed || index >= r->file->literal_count) {
            read_fail(r, "a literal's index is out of bounds");
            return (Operand){.kind = OPERAND_TERM, .term = NIL};
        }
        return (Operand){.kind = OPERAND_TERM, .term = r->file->literals[index]};
    }
    case 5: { /* a register with a hint at its type, which is not needed */
        uint8_t tag = r->at < r->end ? *r->at & 7 : 255;
        if (tag != TAG_X && tag != TAG_Y) break;
        Operand reg = read_operand(r, pool);
        read_unsigned(r, TAG_U);
        return reg;
    }
    default: break;
    }
    read_fail(r, "an operand of an unknown kind");
    return (Operand){.kind = OPERAND_TERM, .term = NIL};
}

static Operand read_operand(Reader *r, OperandVec *pool)
{
    uint8_t b = read_8(r);
    if ((b & 7) == TAG_Z) return read_extended(r, b, pool);
    Term big;
    int64_t n = read_value(r, b, &big);
    switch (b & 7) {
    case TAG_U: return (Operand){.kind = OPERAND_NUMBER, .number = (Word)n};
    case TAG_I:
        return (Operand){.kind = OPERAND_TERM, .term = !term_is_none(big) ? big : integer_from_int64(&r->file->heap, n)};
    case TAG_A: return (Operand){.kind = OPERAND_TERM, .term = atom_at(r, (Word)n)};
    case TAG_X: return register_operand(r, OPERAND_X, (Word)n);
    case TAG_Y: return register_operand(r, OPERAND_Y, (Word)n);
    case TAG_F:
        if ((Word)n >= r->file->label_count) n = (int64_t)read_fail(r, "a label is out of bounds");
        return (Operand){.kind = OPERAND_LABEL, .number = (Word)n};
    default: read_fail(r, "an operand of an unknown kind"); return (Operand){.kind = OPERAND_TERM, .term = NIL};
    }
}

/* --- tables --- */

static bool is_utf8(const uint8_t *s, size_t size) /* at most 255 characters, as an atom may have */
{
    size_t characters = 0;
    for (size_t i = 0; i < size; characters++) {
        uint8_t c = s[i];
        size_t more = c < 0x80 ? 0 : c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xf0 && c < 0xf5 ? 3 : 9;
        if (more == 9 || size - i <= more) return false;
        for (size_t k = 1; k <= more; k++)
            if ((s[i + k] & 0xc0) != 0x80) return false;
        if (c == 0xe0 && s[i + 1] < 0xa0) return false;
        if (c == 0xed && s[i + 1] >= 0xa0) return false;
        if (c == 0xf0 && s[i + 1] < 0x90) return false;
        if (c == 0xf4 && s[i + 1] >= 0x90) return false;
        i += more + 1;
    }
    return characters <= ATOM_MAX_CHARACTERS;
}

static bool read_atoms(const Chunks *chunks)
{
    BeamFile *file = chunks->file;
    Reader r;
    if (!open_chunk(chunks, "AtU8", &r)) return fail(file, "no AtU8 chunk");
    int32_t raw = (int32_t)read_32(&r);
    bool long_form = raw < 0; /* OTP 28: lengths as compact numbers */
    uint32_t count = (uint32_t)(long_form ? -(int64_t)raw : raw);
    if (r.failed || count == 0 || count > (size_t)(r.end - r.at)) return fail(file, "the count of atoms is wrong");
    file->atoms = arena_alloc(file->arena, (count + 1) * sizeof *file->atoms);
    file->atoms[0] = NIL;
    for (uint32_t i = 1; i <= count; i++) {
        size_t size = long_form ? read_unsigned(&r, TAG_U) : read_8(&r);
        if (r.failed || size > (size_t)(r.end - r.at) || !is_utf8(r.at, size)) return fail(file, "an atom is malformed");
        file->atoms[i] = atom_intern((const char *)r.at, size);
        if (term_is_none(file->atoms[i])) return fail(file, "the atom table is full");
        r.at += size;
    }
    file->atom_count = count + 1;
    file->module = file->atoms[1];
    return true;
}

static bool read_imports(const Chunks *chunks)
{
    BeamFile *file = chunks->file;
    Reader r;
    if (!open_chunk(chunks, "ImpT", &r)) return true;
    uint32_t count = read_count(&r, 12);
    file->imports = arena_alloc(file->arena, (count + 1) * sizeof *file->imports);
    for (uint32_t i = 0; i < count; i++) {
        Term module = atom_at(&r, read_32(&r)), function = atom_at(&r, read_32(&r));
        file->imports[i] = (BeamImport){module, function, read_32(&r)};
        if (!term_is_atom(module) || !term_is_atom(function) || file->imports[i].arity > 255) return fail(file, "an import is malformed");
    }
    file->import_count = count;
    return !r.failed;
}

static bool read_exports(const Chunks *chunks)
{
    BeamFile *file = chunks->file;
    Reader r;
    if (!open_chunk(chunks, "ExpT", &r)) return true;
    uint32_t count = read_count(&r, 12);
    file->exports = arena_alloc(file->arena, (count + 1) * sizeof *file->exports);
    for (uint32_t i = 0; i < count; i++) {
        Term function = atom_at(&r, read_32(&r));
        uint32_t arity = read_32(&r), label = read_32(&r);
        file->exports[i] = (BeamExport){function, arity, label};
        if (!term_is_atom(function) || arity > 255 || label == 0) return fail(file, "an export is malformed");
    }
    file->export_count = count;
    return !r.failed;
}

static bool read_funs(const Chunks *chunks)
{
    BeamFile *file = chunks->file;
    Reader r;
    if (!open_chunk(chunks, "FunT", &r)) return true;
    uint32_t count = read_count(&r, 24);
    file->funs = arena_alloc(file->arena, (count + 1) * sizeof *file->funs);
    for (uint32_t i = 0; i < count; i++) {
        BeamFun *fun = &file->funs[i];
        fun->name = atom_at(&r, read_32(&r));
        fun->arity = read_32(&r);
        fun->label = read_32(&r);
        fun->index = read_32(&r);
        fun->free_count = read_32(&r);
        fun->old_uniq = read_32(&r);
        if (!term_is_atom(fun->name) || fun->arity > 255 || fun->free_count > fun->arity || fun->label == 0)
            return fail(file, "a fun is malformed");
    }
    file->fun_count = count;
    return !r.failed;
}

static bool read_literals(const Chunks *chunks)
{
    BeamFile *file = chunks->file;
    Reader r;
    if (!open_chunk(chunks, "LitT", &r)) return true;
    uint32_t size = read_32(&r);
    if (r.failed) return false;
    if (size > MAX_LITERAL_BYTES) return fail(file, "the literals are too large");
    if (size == 0) { /* OTP 28: not compressed */
        size = (uint32_t)(r.end - r.at);
    } else {
        uLongf unpacked = size;
        uint8_t *bytes = arena_alloc(file->arena, size);
        if (uncompress(bytes, &unpacked, r.at, (uLong)(r.end - r.at)) != Z_OK || unpacked != size)
            return fail(file, "the literals cannot be unpacked");
        r.at = bytes;
        r.end = bytes + size;
    }
    uint32_t count = read_count(&r, 4);
    file->literals = arena_alloc(file->arena, (count + 1) * sizeof *file->literals);
    EtfOptions options = {.literal = true};
    for (uint32_t i = 0; i < count; i++) {
        uint32_t bytes = read_32(&r);
        if (r.failed || bytes > (size_t)(r.end - r.at)) return fail(file, "a literal is cut off");
        Term t = etf_decode(&file->heap, r.at, bytes, &options, NULL);
        if (term_is_none(t)) return fail(file, "a literal is malformed");
        file->literals[i] = t;
        file->literal_count = i + 1;
        r.at += bytes;
    }
    return true;
}

static bool read_lines(const Chunks *chunks)
{
    BeamFile *file = chunks->file;
    Reader r;
    file->lines = arena_alloc_zero(file->arena, sizeof *file->lines);
    file->line_count = 1;
    file->file_names = arena_alloc_zero(file->arena, sizeof *file->file_names);
    file->file_count = 1;
    if (!open_chunk(chunks, "Line", &r)) return true;
    if (read_32(&r) != 0) return true; /* a version that we do not know: go on without lines */
    read_32(&r); /* flags */
    read_32(&r); /* count of line instructions */
    uint32_t count = read_32(&r), names = read_32(&r);
    if (r.failed || count > (size_t)(r.end - r.at) || names > (size_t)(r.end - r.at)) return fail(file, "the line table is malformed");
    file->lines = arena_alloc_zero(file->arena, (count + 1) * sizeof *file->lines);
    uint32_t current_file = 0;
    for (uint32_t i = 1; i <= count;) {
        uint8_t b = read_8(&r);
        Term big;
        int64_t n = read_value(&r, b, &big);
        if (r.failed || n < 0 || n > UINT32_MAX) return fail(file, "the line table is malformed");
        if ((b & 7) == TAG_A) current_file = (uint32_t)n;
        else if ((b & 7) == TAG_I) file->lines[i++] = (BeamLine){current_file, (uint32_t)n};
        else return fail(file, "the line table is malformed");
        if (current_file > names) return fail(file, "a file's index is out of bounds");
    }
    file->line_count = count + 1;
    file->file_names = arena_alloc_zero(file->arena, (names + 1) * sizeof *file->file_names);
    for (uint32_t i = 1; i <= names; i++) {
        size_t size = (size_t)read_8(&r) << 8;
        size |= read_8(&r);
        if (r.failed || size > (size_t)(r.end - r.at)) return fail(file, "a file's name is cut off");
        file->file_names[i] = (BytesView){r.at, size};
        r.at += size;
    }
    file->file_count = names + 1;
    return true;
}

/* --- code --- */

static bool is_source(const Operand *o) { return o->kind == OPERAND_X || o->kind == OPERAND_Y || o->kind == OPERAND_TERM; }

static bool operand_fits(char kind, Operand *o)
{
    switch (kind) {
    case 'u': return o->kind == OPERAND_NUMBER;
    case 'f': return o->kind == OPERAND_LABEL;
    case 's': return is_source(o);
    case 'd': return o->kind == OPERAND_X || o->kind == OPERAND_Y;
    case 'y': return o->kind == OPERAND_Y;
    case 'a': return o->kind == OPERAND_TERM && term_is_atom(o->term);
    case 'l': return o->kind == OPERAND_FLOAT;
    case 'e': return is_source(o) || o->kind == OPERAND_FLOAT;
    case 'h':
        if (o->kind == OPERAND_WORDS) o->kind = OPERAND_NUMBER;
        return o->kind == OPERAND_NUMBER && o->number < 1 << 26;
    case '*': return o->kind == OPERAND_LIST;
    case 'z': return is_source(o) || o->kind == OPERAND_NUMBER;
    case 't': case 'T': return o->kind == OPERAND_LABEL || o->kind == OPERAND_NUMBER || (o->kind == OPERAND_TERM && term_is_atom(o->term));
    default: return false;
    }
}

static bool read_code(const Chunks *chunks)
{
    BeamFile *file = chunks->file;
    Reader r;
    if (!open_chunk(chunks, "Code", &r)) return fail(file, "no Code chunk");
    uint32_t head = read_32(&r);
    const uint8_t *start = r.at;
    uint32_t set = read_32(&r), max_op = read_32(&r), labels = read_32(&r), functions = read_32(&r);
    if (r.failed || head < 16 || head > (size_t)(r.end - start)) return fail(file, "the code's header is malformed");
    if (set != 0) return fail(file, "unknown instruction set %u", set);
    if (max_op >= 256) return fail(file, "unknown instructions (%u)", max_op);
    r.at = start + head;
    if (labels > (size_t)(r.end - r.at) + 1 || functions > (size_t)(r.end - r.at)) return fail(file, "too many labels");
    file->label_count = labels;
    file->function_count = functions;
    VEC(GenericInstruction) code = {0};
    OperandVec pool = {0};
    bool ok = true;
    while (ok && r.at < r.end) {
        uint8_t number = *r.at++;
        const char *kinds = number < GEN_COUNT && generic_info[number].name ? generic_info[number].kinds : NULL;
        if (!kinds) {
            ok = fail(file, "instruction %u is unknown or obsolete", number);
            break;
        }
        GenericInstruction instruction = {.op = number};
        Operand operands[GENERIC_MAX_OPERANDS];
        for (; kinds[instruction.count]; instruction.count++) {
            Operand *o = &operands[instruction.count];
            *o = read_operand(&r, &pool);
            if (r.failed || !operand_fits(kinds[instruction.count], o)) {
                ok = fail(file, "operand %d of %s is malformed", instruction.count + 1, generic_info[number].name);
                break;
            }
        }
        instruction.first = (uint32_t)pool.count;
        for (unsigned i = 0; i < instruction.count; i++) vec_push(&pool, operands[i]);
        vec_push(&code, instruction);
        if (number == GEN_int_code_end) break;
    }
    if (ok && (code.count == 0 || vec_last(&code).op != GEN_int_code_end)) ok = fail(file, "the code has no end");
    if (ok) {
        file->instructions = arena_alloc(file->arena, code.count * sizeof *code.items);
        memcpy(file->instructions, code.items, code.count * sizeof *code.items);
        file->instruction_count = (uint32_t)code.count;
        file->operands = arena_alloc(file->arena, (pool.count + 1) * sizeof *pool.items);
        memcpy(file->operands, pool.items, pool.count * sizeof *pool.items);
        file->operand_count = (uint32_t)pool.count;
    }
    vec_free(&code);
    vec_free(&pool);
    return ok;
}

/* The hash that tells versions of a module apart: over all that decides what it does, not over lines and docs. */
static void hash_chunks(const Chunks *chunks)
{
    static const char names[][5] = {"AtU8", "Code", "StrT", "ImpT", "ExpT", "FunT", "LitT"};
    Md5 md5;
    md5_init(&md5);
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        BytesView view;
        if (!beam_find_chunk(chunks->bytes, chunks->size, names[i], &view)) continue;
        if (i == 5 && view.size >= 4) { /* a fun's old_uniq is made from the rest: counts as zero */
            md5_update(&md5, view.bytes, 4);
            for (size_t at = 4; view.size - at >= 24; at += 24) {
                md5_update(&md5, view.bytes + at, 20);
                md5_update(&md5, "\0\0\0\0", 4);
            }
        } else {
            md5_update(&md5, view.bytes, view.size);
        }
    }
    md5_final(&md5, chunks->file->md5);
}

static void read_view(const Chunks *chunks, const char *name, BytesView *view)
{
    if (!beam_find_chunk(chunks->bytes, chunks->size, name, view)) *view = (BytesView){NULL, 0};
}

/* A .beam may come gzip-compressed as a whole. */
static bool unpack(BeamFile *file, const uint8_t **bytes, size_t *size)
{
    if (*size < 18 || (*bytes)[0] != 0x1f || (*bytes)[1] != 0x8b) return true;
    z_stream stream = {0};
    if (inflateInit2(&stream, 15 + 16) != Z_OK) return fail(file, "cannot be unpacked");
    VEC(uint8_t) out = {0};
    stream.next_in = (Bytef *)*bytes;
    stream.avail_in = (uInt)*size;
    int result = Z_OK;
    while (result == Z_OK && out.count < MAX_LITERAL_BYTES) {
        vec_reserve(&out, out.count + 65536);
        stream.next_out = out.items + out.count;
        stream.avail_out = (uInt)(out.capacity - out.count);
        result = inflate(&stream, Z_NO_FLUSH);
        out.count = out.capacity - stream.avail_out;
    }
    inflateEnd(&stream);
    if (result == Z_STREAM_END) {
        uint8_t *copy = arena_alloc(file->arena, out.count);
        memcpy(copy, out.items, out.count);
        *bytes = copy;
        *size = out.count;
    }
    vec_free(&out);
    return result == Z_STREAM_END || fail(file, "cannot be unpacked");
}

bool beam_file_read(BeamFile *file, const uint8_t *bytes, size_t size)
{
    memset(file, 0, sizeof *file);
    file->arena = arena_new();
    heap_init_arena(&file->heap);
    file->module = TERM_NONE;
    if (!unpack(file, &bytes, &size)) return false;
    if (size < 12 || memcmp(bytes, "FOR1", 4) != 0 || memcmp(bytes + 8, "BEAM", 4) != 0)
        return fail(file, "not a BEAM file");
    Chunks chunks = {bytes, size, file};
    bool ok = read_atoms(&chunks) && read_imports(&chunks) && read_exports(&chunks) && read_funs(&chunks)
        && read_literals(&chunks) && read_lines(&chunks) && read_code(&chunks);
    if (!ok) return fail(file, "a chunk is malformed");
    read_view(&chunks, "StrT", &file->strings);
    read_view(&chunks, "Attr", &file->attributes);
    read_view(&chunks, "CInf", &file->compile_info);
    read_view(&chunks, "Docs", &file->docs);
    hash_chunks(&chunks);
    return true;
}

void beam_file_destroy(BeamFile *file)
{
    heap_destroy(&file->heap);
    arena_free(file->arena);
}
