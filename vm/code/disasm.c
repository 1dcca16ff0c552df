/* SPDX-License-Identifier: GPL-3.0-or-later */
/* disasm.c - listing code: every operand as its format's letter says (formats.def). */
#include "code/disasm.h"

#include "code/op.h"
#include "term/print.h"

static void put_register(Buf *out, unsigned r)
{
    if (r & REGISTER_Y) buf_printf(out, "y%u", r & (REGISTER_Y - 1));
    else if (r >= X_FLOAT_BASE && r < X_SCRATCH) buf_printf(out, "fr%u", r - X_FLOAT_BASE);
    else buf_printf(out, "x%u", r);
}

static void put_narrow(Buf *out, char letter, unsigned value)
{
    switch (letter) {
    case 'x': put_register(out, value); break;
    case 'y': put_register(out, value | REGISTER_Y); break;
    case 'r': case 'd': put_register(out, value); break;
    default: buf_printf(out, "%u", value); break;
    }
}

static void put_source(Buf *out, Word word)
{
    if ((word & TAG_MASK) == TAG_HEADER) put_register(out, (unsigned)(word >> 3));
    else term_print(out, term_from_bits(word));
}

static void put_export(Buf *out, const Export *e)
{
    print_atom(out, e->module);
    buf_put(out, ':');
    print_atom(out, e->function);
    buf_printf(out, "/%u", e->arity);
}

static void put_address(Buf *out, const ModuleCode *code, const Word *address)
{
    const FunctionInfo *f = module_code_has(code, address) ? function_of_pc(code, address) : NULL;
    if (!address) buf_add_string(out, "raise");
    else if (f && address == f->start) buf_add_string(out, "function_clause");
    else if (f && address == f->start + OP_SIZE_func_info) print_atom(out, f->name), buf_printf(out, "/%u", f->arity);
    else buf_printf(out, "L%u", (unsigned)(address - code->code));
}

static void put_wide(Buf *out, const ModuleCode *code, char letter, Word word)
{
    switch (letter) {
    case 'F': put_address(out, code, (const Word *)word); break;
    case 'I': term_print(out, term_from_bits(word)); break;
    case 'S': put_source(out, word); break;
    case 'P': put_export(out, (const Export *)word); break;
    case 'B': buf_add_string(out, "native"); break;
    default: buf_printf(out, "%llu", (unsigned long long)word); break;
    }
}

/* The items of a V: addresses in this module, sources, or plain numbers: told apart by what they look like. */
static void put_item(Buf *out, const ModuleCode *code, Word word)
{
    if ((word & TAG_MASK) == 0 && module_code_has(code, (const Word *)word)) put_address(out, code, (const Word *)word);
    else if ((word & TAG_MASK) == TAG_HEADER || term_is_atom(term_from_bits(word))) put_source(out, word);
    else if ((word & 3) == TAG_SMALL) buf_printf(out, "%lld", (long long)term_to_small(term_from_bits(word)));
    else buf_printf(out, "#%llx", (unsigned long long)word);
}

static unsigned put_instruction(Buf *out, const ModuleCode *code, const Word *I)
{
    Op op = op_at(I);
    if (op == OP_COUNT) return 1;
    const OpInfo *info = &op_info[op];
    buf_printf(out, "%6u  %s", (unsigned)(I - code->code), info->name);
    const char *separator = " ";
    const uint16_t *narrow = (const uint16_t *)(I + 1);
    for (unsigned i = 0; info->narrow[i]; i++, separator = ", ") {
        buf_add_string(out, separator);
        put_narrow(out, info->narrow[i], narrow[i]);
    }
    for (unsigned i = 0; info->wide[i]; i++, separator = ", ") {
        buf_add_string(out, separator);
        if (info->wide[i] != 'V') {
            put_wide(out, code, info->wide[i], I[info->wide_at + i]);
            continue;
        }
        buf_put(out, '[');
        for (Word k = 0; k < I[info->wide_at + i]; k++) {
            if (k) buf_add_string(out, ", ");
            put_item(out, code, I[info->size_words + k]);
        }
        buf_put(out, ']');
    }
    buf_put(out, '\n');
    return op_size_words(I);
}

void disasm_function(Buf *out, const ModuleCode *code, const FunctionInfo *function)
{
    print_atom(out, function->name);
    buf_printf(out, "/%u:\n", function->arity);
    const Word *end = function->end;
    if (end == code->code + code->code_words) end--; /* the word after the last instruction */
    for (const Word *I = function->start; I < end;) I += put_instruction(out, code, I);
}

void disasm_module(Buf *out, const ModuleCode *code)
{
    for (uint32_t i = 0; i < code->function_count; i++) disasm_function(out, code, &code->functions[i]);
}
