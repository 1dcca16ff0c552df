/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stacktrace.c - stack traces. */
#include "exec/stacktrace.h"

#include "code/module.h"
#include "exec/run.h"
#include "term/map.h"

enum { RAW_HEAD = 5 };

static Term pc_to_term(const Word *pc) { return term_from_small((int64_t)((Word)pc >> 3)); }
static const Word *term_to_pc(Term t) { return (const Word *)((Word)term_to_small(t) << 3); }

/* Collects up to `limit` addresses: pc, then the return addresses on the stack, none twice in a row. */
static unsigned gather(Process *p, const Word *pc, Term *pcs, unsigned limit)
{
    unsigned count = 0;
    const Word *last = NULL;
    if (pc) {
        pcs[count++] = pc_to_term(pc);
        last = pc;
    }
    for (const Word *at = p->heap.limit; at < p->block_end && count < limit; at++) {
        if (!word_is_return_address(*at)) continue;
        const Word *call = return_address_pc(*at) - 1; /* inside of the calling instruction */
        if (call == last) continue;
        pcs[count++] = pc_to_term(call);
        last = call;
    }
    return count;
}

void stacktrace_note(Process *p, const Word *pc, Term module, Term function, Term arguments, Term information)
{
    Term pcs[STACKTRACE_DEPTH];
    unsigned count = gather(p, pc, pcs, term_is_atom(module) ? STACKTRACE_DEPTH - 1 : STACKTRACE_DEPTH);
    Term raw = tuple_new(&p->heap, RAW_HEAD + count);
    Term *elements = tuple_elements(raw);
    elements[0] = p->exception_class;
    elements[1] = module;
    elements[2] = function;
    elements[3] = arguments;
    elements[4] = information;
    memcpy(elements + RAW_HEAD, pcs, count * sizeof *pcs);
    p->exception_trace = raw;
}

static bool is_raw(Term t)
{
    return term_is_tuple(t) && tuple_arity(t) >= RAW_HEAD && (term_is_nil(tuple_get(t, 1)) || term_is_atom(tuple_get(t, 1)));
}

/* {class, list}: a trace that erlang:raise/3 was given. */
static bool is_given(Term t) { return term_is_tuple_of(t, 2) && term_is_list(tuple_get(t, 1)); }

Term stacktrace_keep_class(Process *p, Term trace)
{
    return term_is_list(trace) ? tuple_new_2(&p->heap, p->exception_class, trace) : trace;
}

Term stacktrace_class(Term raw)
{
    if (is_given(raw) && term_is_atom(tuple_get(raw, 0))) return tuple_get(raw, 0);
    return is_raw(raw) && term_is_atom(tuple_get(raw, 0)) ? tuple_get(raw, 0) : AM(error);
}

static Term charlist(Heap *heap, const uint8_t *text, size_t size)
{
    Term list = NIL;
    for (size_t i = size; i > 0; i--) { /* UTF-8, read backwards */
        size_t end = i;
        while (i > 1 && (text[i - 1] & 0xc0) == 0x80) i--;
        uint32_t c = text[i - 1];
        if (c >= 0xf0) c &= 7;
        else if (c >= 0xe0) c &= 15;
        else if (c >= 0xc0) c &= 31;
        for (size_t k = i; k < end; k++) c = c << 6 | (text[k] & 0x3f);
        list = cons_new(heap, term_from_small(c), list);
    }
    return list;
}

/* [{file, F}, {line, L}], or [] where the line is not known. */
static Term location(Heap *heap, const ModuleCode *code, const Word *pc)
{
    const LineInfo *info = code ? line_of_pc(code, pc) : NULL;
    if (!info || info->line == 0) return NIL;
    Term file;
    if (info->file > 0 && info->file < code->file_count) {
        const ModuleFile *name = &code->file_names[info->file];
        file = charlist(heap, name->text, name->size);
    } else {
        file = NIL;
        const char *module = atom_text(code->module->name);
        size_t size = atom_size_bytes(code->module->name);
        file = cons_new(heap, term_from_small('.'),
            cons_new(heap, term_from_small('e'), cons_new(heap, term_from_small('r'), cons_new(heap, term_from_small('l'), NIL))));
        for (size_t i = size; i > 0; i--) file = cons_new(heap, term_from_small((uint8_t)module[i - 1]), file);
    }
    Term line = tuple_new_2(heap, AM(line), term_from_small(info->line));
    return cons_new(heap, tuple_new_2(heap, AM(file), file), cons_new(heap, line, NIL));
}

Term stacktrace_entry(Heap *heap, const Word *pc)
{
    ModuleCode *code = module_of_pc(pc);
    const FunctionInfo *function = code ? function_of_pc(code, pc) : NULL;
    if (!function) return TERM_NONE;
    return tuple_new_4(heap, code->module->name, function->name, term_from_small(function->arity), location(heap, code, pc));
}

static Term head_location(Heap *heap, Term information)
{
    if (term_is_small(information)) {
        const Word *pc = term_to_pc(information);
        return location(heap, module_of_pc(pc), pc);
    }
    if (term_is_nil(information)) return NIL;
    Term map = map_empty(heap);
    if (term_is_tuple_of(information, 3)) { /* {pc, module, cause}: an instruction that builds a bitstring */
        const Word *pc = term_to_pc(tuple_get(information, 0));
        Term list = location(heap, module_of_pc(pc), pc), reversed = NIL;
        if (term_is_none(tuple_get(information, 1))) { /* error/3's own map */
            map = tuple_get(information, 2);
        } else {
            map = map_put(heap, map, AM(cause), tuple_get(information, 2));
            map = map_put(heap, map, AM(function), AM(format_bs_fail));
            map = map_put(heap, map, AM(module), tuple_get(information, 1));
        }
        for (; term_is_cons(list); list = term_tail(list)) reversed = cons_new(heap, term_head(list), reversed);
        list = cons_new(heap, tuple_new_2(heap, AM(error_info), map), NIL);
        for (; term_is_cons(reversed); reversed = term_tail(reversed)) list = cons_new(heap, term_head(reversed), list);
        return list;
    }
    if (term_is_atom(information)) {
        map = map_put(heap, map, AM(module), information);
    } else {
        if (!term_is_tuple_of(information, 2)) return NIL;
        if (!term_is_none(tuple_get(information, 1))) map = map_put(heap, map, AM(cause), tuple_get(information, 1));
        if (!term_is_none(tuple_get(information, 0))) map = map_put(heap, map, AM(module), tuple_get(information, 0));
    }
    return cons_new(heap, tuple_new_2(heap, AM(error_info), map), NIL);
}

Term stacktrace_build(Heap *heap, Term raw)
{
    if (is_given(raw)) return tuple_get(raw, 1);
    if (!is_raw(raw)) return raw;
    Term list = NIL;
    for (Word i = tuple_arity(raw); i > RAW_HEAD; i--) {
        Term pc = tuple_get(raw, i - 1);
        Term entry = term_is_small(pc) ? stacktrace_entry(heap, term_to_pc(pc)) : TERM_NONE;
        if (!term_is_none(entry)) list = cons_new(heap, entry, list);
    }
    if (term_is_atom(tuple_get(raw, 1))) {
        Term entry = tuple_new_4(heap, tuple_get(raw, 1), tuple_get(raw, 2), tuple_get(raw, 3), head_location(heap, tuple_get(raw, 4)));
        list = cons_new(heap, entry, list);
    }
    return list;
}

Term process_current_stacktrace(Process *p, Heap *heap, unsigned limit)
{
    Term pcs[STACKTRACE_DEPTH], list = NIL;
    unsigned count = gather(p, p->pc, pcs, STACKTRACE_DEPTH);
    if (count > limit) count = limit;
    for (unsigned i = count; i > 0; i--) {
        Term entry = stacktrace_entry(heap, term_to_pc(pcs[i - 1]));
        if (!term_is_none(entry)) list = cons_new(heap, entry, list);
    }
    return list;
}

Term process_current_function(Process *p, Heap *heap)
{
    ModuleCode *code = module_of_pc(p->pc);
    const FunctionInfo *function = code ? function_of_pc(code, p->pc) : NULL;
    if (!function) {
        Export *export = export_of_stub(p->pc);
        if (!export) return NIL;
        return tuple_new_3(heap, export->module, export->function, term_from_small(export->arity));
    }
    return tuple_new_3(heap, code->module->name, function->name, term_from_small(function->arity));
}
