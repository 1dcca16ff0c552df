/* SPDX-License-Identifier: GPL-3.0-or-later */
/* assemble.c - operands, tables and chunks of a .beam file. */
#include "compiler/assemble.h"

#include <zlib.h>

#include "term/binary.h"
#include "term/compare.h"
#include "term/etf.h"
#include "term/term_hash.h"

void asm_init(Assembler *a, Arena *arena, Term module)
{
    *a = (Assembler){.arena = arena};
    asm_atom(a, module);
}

void asm_destroy(Assembler *a)
{
    buf_free(&a->code);
    buf_free(&a->strings);
}

/* --- tables --- */

static uint32_t mix(uint64_t h)
{
    h *= 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 32);
}

static void table_insert(AsmTable *t, uint32_t hash, uint32_t index)
{
    uint32_t slot = hash & (t->size - 1);
    while (t->slots[slot]) slot = (slot + 1) & (t->size - 1);
    t->slots[slot] = index + 1;
}

/* Makes room for one more than `count`; true if the table is new and empty, so that all must be inserted again. */
static bool table_grow(Assembler *a, AsmTable *t, uint32_t count)
{
    if (t->size > count * 2 + 2) return false;
    t->size = t->size ? t->size * 4 : 64;
    t->slots = arena_alloc_zero(a->arena, t->size * sizeof *t->slots);
    return true;
}

uint32_t asm_atom(Assembler *a, Term atom)
{
    if (table_grow(a, &a->atom_table, a->atom_count))
        for (uint32_t i = 0; i < a->atom_count; i++) table_insert(&a->atom_table, mix(term_bits(a->atoms[i])), i);
    AsmTable *t = &a->atom_table;
    uint32_t hash = mix(term_bits(atom));
    for (uint32_t slot = hash & (t->size - 1); t->slots[slot]; slot = (slot + 1) & (t->size - 1))
        if (a->atoms[t->slots[slot] - 1] == atom) return t->slots[slot];
    arena_push(a->arena, a->atoms, a->atom_count, a->atom_capacity, atom);
    table_insert(t, hash, a->atom_count - 1);
    return a->atom_count;
}

static uint32_t import_hash(const AsmEntry *e)
{
    return mix((uint64_t)e->module << 40 ^ (uint64_t)e->function << 8 ^ e->arity);
}

uint32_t asm_import(Assembler *a, Term module, Term function, uint32_t arity)
{
    AsmEntry e = {asm_atom(a, module), asm_atom(a, function), arity, 0};
    if (table_grow(a, &a->import_table, a->import_count))
        for (uint32_t i = 0; i < a->import_count; i++) table_insert(&a->import_table, import_hash(&a->imports[i]), i);
    AsmTable *t = &a->import_table;
    uint32_t hash = import_hash(&e);
    for (uint32_t slot = hash & (t->size - 1); t->slots[slot]; slot = (slot + 1) & (t->size - 1)) {
        const AsmEntry *have = &a->imports[t->slots[slot] - 1];
        if (have->module == e.module && have->function == e.function && have->arity == arity) return t->slots[slot] - 1;
    }
    arena_push(a->arena, a->imports, a->import_count, a->import_capacity, e);
    table_insert(t, hash, a->import_count - 1);
    return a->import_count - 1;
}

static uint32_t add_literal(Assembler *a, Term term, bool is_export_fun)
{
    AsmLiteral new = {term, is_export_fun, mix(term_hash(term)) ^ is_export_fun};
    if (table_grow(a, &a->literal_table, a->literal_count))
        for (uint32_t i = 0; i < a->literal_count; i++) table_insert(&a->literal_table, a->literals[i].hash, i);
    AsmTable *t = &a->literal_table;
    for (uint32_t slot = new.hash & (t->size - 1); t->slots[slot]; slot = (slot + 1) & (t->size - 1)) {
        const AsmLiteral *have = &a->literals[t->slots[slot] - 1];
        if (have->hash == new.hash && have->is_export_fun == is_export_fun && !term_is_float(term) &&
            term_equal_exactly(have->term, term))
            return t->slots[slot] - 1;
    }
    arena_push(a->arena, a->literals, a->literal_count, a->literal_capacity, new);
    table_insert(t, new.hash, a->literal_count - 1);
    return a->literal_count - 1;
}

uint32_t asm_string(Assembler *a, const uint8_t *bytes, uint32_t size)
{
    uint32_t offset = (uint32_t)a->strings.size;
    buf_add(&a->strings, bytes, size);
    return offset;
}

uint32_t asm_line(Assembler *a, const char *file, uint32_t line)
{
    uint32_t f = 0;
    while (f < a->file_count && a->files[f] != file && strcmp(a->files[f], file) != 0) f++;
    if (f == a->file_count) arena_push(a->arena, a->files, a->file_count, a->file_capacity, file);
    struct AsmLine new = {f + 1, line};
    uint32_t hash = mix((uint64_t)new.file << 32 | line);
    if (table_grow(a, &a->line_table, a->line_count))
        for (uint32_t i = 0; i < a->line_count; i++)
            table_insert(&a->line_table, mix((uint64_t)a->lines[i].file << 32 | a->lines[i].line), i);
    AsmTable *t = &a->line_table;
    a->line_instrs++;
    for (uint32_t slot = hash & (t->size - 1); t->slots[slot]; slot = (slot + 1) & (t->size - 1)) {
        const struct AsmLine *have = &a->lines[t->slots[slot] - 1];
        if (have->file == new.file && have->line == line) return t->slots[slot];
    }
    arena_push(a->arena, a->lines, a->line_count, a->line_capacity, new);
    table_insert(t, hash, a->line_count - 1);
    return a->line_count;
}

/* --- operands --- */

static void put_tagged_bytes(Buf *out, unsigned tag, const uint8_t *bytes, unsigned count)
{
    buf_put(out, (uint8_t)((count - 2) << 5 | 0x18 | tag)); /* count is 2..8 */
    buf_add(out, bytes, count);
}

static void put_operand(Buf *out, unsigned tag, int64_t n)
{
    if (n >= 0 && n < 16) {
        buf_put(out, (uint8_t)(n << 4 | tag));
    } else if (n >= 0 && n < 2048) {
        buf_put(out, (uint8_t)(n >> 8 << 5 | 8 | tag));
        buf_put(out, (uint8_t)n);
    } else {
        unsigned count = 2;
        while (count < 8 && (n >> (8 * count - 1)) != 0 && (n >> (8 * count - 1)) != -1) count++;
        uint8_t bytes[8];
        for (unsigned i = 0; i < count; i++) bytes[i] = (uint8_t)(n >> (8 * (count - 1 - i)));
        put_tagged_bytes(out, tag, bytes, count);
    }
}

void asm_op(Assembler *a, BeamOp op)
{
    buf_put(&a->code, (uint8_t)op);
    if (op > a->max_op) a->max_op = op;
}

void asm_number(Assembler *a, AsmTag tag, uint64_t n) { put_operand(&a->code, tag, (int64_t)n); }
void asm_integer(Assembler *a, int64_t n) { put_operand(&a->code, OPERAND_I, n); }

void asm_list(Assembler *a, uint32_t count)
{
    buf_put(&a->code, 1 << 4 | OPERAND_Z);
    asm_number(a, OPERAND_U, count);
}

void asm_alloc(Assembler *a, uint32_t words, uint32_t funs)
{
    if (!funs) {
        asm_number(a, OPERAND_U, words);
        return;
    }
    buf_put(&a->code, 3 << 4 | OPERAND_Z);
    asm_number(a, OPERAND_U, 3);
    const uint32_t pairs[3] = {words, 0, funs};
    for (unsigned i = 0; i < 3; i++) {
        asm_number(a, OPERAND_U, i);
        asm_number(a, OPERAND_U, pairs[i]);
    }
}

static void put_literal(Assembler *a, uint32_t index)
{
    buf_put(&a->code, 4 << 4 | OPERAND_Z);
    asm_number(a, OPERAND_U, index);
}

void asm_term(Assembler *a, Term t)
{
    if (term_is_nil(t)) asm_number(a, OPERAND_A, 0);
    else if (term_is_atom(t)) asm_number(a, OPERAND_A, asm_atom(a, t));
    else if (term_is_small(t)) asm_integer(a, term_to_small(t));
    else put_literal(a, add_literal(a, t, false));
}

void asm_export_fun(Assembler *a, Term mfa) { put_literal(a, add_literal(a, mfa, true)); }

/* --- chunks --- */

static size_t chunk_begin(Buf *out, const char *name)
{
    buf_add(out, name, 4);
    buf_add_32(out, 0);
    return out->size;
}

static void chunk_end(Buf *out, size_t start)
{
    uint32_t size = (uint32_t)(out->size - start);
    for (unsigned i = 0; i < 4; i++) out->bytes[start - 4 + i] = (uint8_t)(size >> (24 - 8 * i));
    while (out->size % 4) buf_put(out, 0);
}

static void chunk_atoms(Buf *out, const Assembler *a)
{
    size_t start = chunk_begin(out, "AtU8");
    buf_add_32(out, a->atom_count);
    for (uint32_t i = 0; i < a->atom_count; i++) {
        size_t size = atom_size_bytes(a->atoms[i]);
        if (size > 255) size = 255;
        buf_put(out, (uint8_t)size);
        buf_add(out, atom_text(a->atoms[i]), size);
    }
    chunk_end(out, start);
}

static void chunk_code(Buf *out, const Assembler *a, const Unit *u)
{
    size_t start = chunk_begin(out, "Code");
    buf_add_32(out, 16);
    buf_add_32(out, 0);
    buf_add_32(out, a->max_op);
    buf_add_32(out, u->label_count + 1);
    buf_add_32(out, u->function_count);
    buf_add(out, a->code.bytes, a->code.size);
    chunk_end(out, start);
}

static void chunk_functions(Buf *out, Assembler *a, const Unit *u, const char *name, bool exported)
{
    size_t start = chunk_begin(out, name);
    uint32_t count = 0;
    for (const IrFunction *f = u->first; f; f = f->next) count += f->is_exported == exported;
    buf_add_32(out, count);
    for (const IrFunction *f = u->first; f; f = f->next) {
        if (f->is_exported != exported) continue;
        buf_add_32(out, asm_atom(a, f->name));
        buf_add_32(out, f->arity);
        buf_add_32(out, f->label_entry);
    }
    chunk_end(out, start);
}

static void chunk_imports(Buf *out, const Assembler *a)
{
    size_t start = chunk_begin(out, "ImpT");
    buf_add_32(out, a->import_count);
    for (uint32_t i = 0; i < a->import_count; i++) {
        buf_add_32(out, a->imports[i].module);
        buf_add_32(out, a->imports[i].function);
        buf_add_32(out, a->imports[i].arity);
    }
    chunk_end(out, start);
}

static void chunk_lambdas(Buf *out, Assembler *a, const Unit *u)
{
    if (!u->lambdas_count) return;
    size_t start = chunk_begin(out, "FunT");
    buf_add_32(out, u->lambdas_count);
    for (uint32_t i = 0; i < u->lambdas_count; i++) {
        const IrFunction *f = u->lambdas[i];
        buf_add_32(out, asm_atom(a, f->name));
        buf_add_32(out, f->arity);
        buf_add_32(out, f->label_entry);
        buf_add_32(out, i);
        buf_add_32(out, f->free_count);
        buf_add_32(out, mix(atom_hash(f->name) + a->code.size) & 0x7ffffff);
    }
    chunk_end(out, start);
}

static void encode_export_fun(Buf *out, Term mfa)
{
    const EtfOptions options = {.minor_version = 2};
    Buf part = {0};
    buf_put(out, 131);
    buf_put(out, 113); /* EXPORT_EXT */
    for (Word i = 0; i < 3; i++) {
        part.size = 0;
        etf_encode(&part, tuple_get(mfa, i), &options);
        buf_add(out, part.bytes + 1, part.size - 1);
    }
    buf_free(&part);
}

static void chunk_literals(Buf *out, const Assembler *a)
{
    if (!a->literal_count) return;
    const EtfOptions options = {.minor_version = 2};
    Buf plain = {0};
    buf_add_32(&plain, a->literal_count);
    for (uint32_t i = 0; i < a->literal_count; i++) {
        size_t at = plain.size;
        buf_add_32(&plain, 0);
        if (a->literals[i].is_export_fun) encode_export_fun(&plain, a->literals[i].term);
        else etf_encode(&plain, a->literals[i].term, &options);
        uint32_t size = (uint32_t)(plain.size - at - 4);
        for (unsigned b = 0; b < 4; b++) plain.bytes[at + b] = (uint8_t)(size >> (24 - 8 * b));
    }
    size_t start = chunk_begin(out, "LitT");
    buf_add_32(out, (uint32_t)plain.size);
    uLongf packed = compressBound(plain.size);
    uint8_t *room = buf_reserve(out, packed);
    if (compress2(room, &packed, plain.bytes, plain.size, 1) != Z_OK) panic("zlib refused to compress literals");
    out->size += packed;
    chunk_end(out, start);
    buf_free(&plain);
}

static void chunk_term(Buf *out, const char *name, Term t)
{
    const EtfOptions options = {.minor_version = 2, .compress = name[0] == 'D' ? 1 : 0};
    size_t start = chunk_begin(out, name);
    etf_encode(out, t, &options);
    chunk_end(out, start);
}

static void chunk_lines(Buf *out, const Assembler *a)
{
    size_t start = chunk_begin(out, "Line");
    buf_add_32(out, 0);
    buf_add_32(out, 0);
    buf_add_32(out, a->line_instrs);
    buf_add_32(out, a->line_count);
    buf_add_32(out, a->file_count);
    uint32_t file = 0;
    for (uint32_t i = 0; i < a->line_count; i++) {
        if (a->lines[i].file != file) put_operand(out, OPERAND_A, file = a->lines[i].file);
        put_operand(out, OPERAND_I, a->lines[i].line);
    }
    for (uint32_t i = 0; i < a->file_count; i++) {
        size_t size = strlen(a->files[i]);
        buf_add_16(out, (uint16_t)size);
        buf_add(out, a->files[i], size);
    }
    chunk_end(out, start);
}

BackendOutput asm_finish(Assembler *a, Unit *u, const BackendModule *module)
{
    Buf tables = {0}, out = {0};
    size_t start = chunk_begin(&tables, "StrT");
    buf_add(&tables, a->strings.bytes, a->strings.size);
    chunk_end(&tables, start);
    chunk_imports(&tables, a);
    chunk_functions(&tables, a, u, "ExpT", true);
    chunk_lambdas(&tables, a, u);
    chunk_literals(&tables, a);
    chunk_functions(&tables, a, u, "LocT", false);
    chunk_term(&tables, "Attr", module->attributes);
    chunk_term(&tables, "CInf", module->compile_info);
    if (!term_is_none(module->debug_info)) chunk_term(&tables, "Dbgi", module->debug_info);
    if (!term_is_none(module->docs)) chunk_term(&tables, "Docs", module->docs);
    chunk_lines(&tables, a);
    buf_add(&out, "FOR1", 4);
    buf_add_32(&out, 0);
    buf_add(&out, "BEAM", 4);
    chunk_atoms(&out, a); /* the tables above have added the last atoms */
    chunk_code(&out, a, u);
    buf_add(&out, tables.bytes, tables.size);
    buf_free(&tables);
    uint32_t size = (uint32_t)out.size - 8;
    for (unsigned i = 0; i < 4; i++) out.bytes[4 + i] = (uint8_t)(size >> (24 - 8 * i));
    return (BackendOutput){out.bytes, out.size};
}
