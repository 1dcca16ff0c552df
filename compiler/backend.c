/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backend.c - drives a module through the back end, function by function. */
#include "compiler/backend.h"

#include "compiler/assemble.h"
#include "compiler/lower.h"

/* --- named functions --- */

static uint32_t name_hash(Term name, unsigned arity)
{
    uint64_t h = (term_bits(name) + arity) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 32);
}

IrFunction *lower_find(Unit *u, Term name, unsigned arity)
{
    if (!u->table_size) return NULL;
    for (uint32_t slot = name_hash(name, arity) & (u->table_size - 1); u->table[slot]; slot = (slot + 1) & (u->table_size - 1))
        if (u->table[slot]->name == name && u->table[slot]->arity == arity) return u->table[slot];
    return NULL;
}

static void declare(Unit *u, IrFunction *f)
{
    uint32_t slot = name_hash(f->name, f->arity) & (u->table_size - 1);
    while (u->table[slot]) slot = (slot + 1) & (u->table_size - 1);
    u->table[slot] = f;
}

static void table_init(Unit *u, size_t count)
{
    u->table_size = 64;
    while (u->table_size < count * 2 + 8) u->table_size *= 2;
    u->table = arena_alloc_zero(u->arena, u->table_size * sizeof *u->table);
}

static void unit_init(Unit *u, Term module, const char *file, const BackendHost *host, Arena *arena, Heap *heap)
{
    *u = (Unit){.arena = arena, .heap = heap, .host = host, .module = module, .file = file};
    u->last = &u->first;
}

/* --- a function --- */

static void lower_function(Unit *u, IrFunction *f)
{
    Lower *L = arena_alloc(u->arena, sizeof *L);
    *L = (Lower){.u = u, .f = f, .line = f->line, .def = f};
    f->entry = lower_block(L);
    f->entry->is_reachable = true;
    L->cur = f->entry;
    uint32_t count = list_count(f->clauses);
    Clause *clauses = arena_alloc_zero(u->arena, (count + 1) * sizeof *clauses);
    Term list = f->clauses;
    for (uint32_t c = 0; c < count; c++, list = term_tail(list)) {
        Term clause = term_head(list);
        if (!term_is_tuple_of(clause, 4)) lower_fail(L, "invalid clause of %s/%u", atom_text(f->name), f->arity);
        pattern_clause(L, &clauses[c], tuple_get(clause, 1), tuple_get(clause, 2), tuple_get(clause, 3), ast_line(tuple_get(clause, 0)));
        if (clauses[c].pattern_count != f->arity) lower_fail(L, "clause of %s/%u has another arity", atom_text(f->name), f->arity);
    }
    Block *fail = lower_block(L);
    Dest dest = {DEST_RETURN, NULL, NULL};
    lower_clauses(L, clauses, count, f->arguments, fail, &dest);
    if (!fail->pred_count) return;
    lower_enter(L, fail);
    L->line = f->line;
    Instr *i = lower_emit(L, IR_function_clause, f->arity, 0);
    memcpy(i->args, f->arguments, f->arity * sizeof(Value *));
}

/* module_info/0 and /1 ask the machine. */
static void add_module_info(Unit *u, unsigned arity)
{
    IrFunction *f = ir_function_new(u->arena, AM(module_info), arity);
    f->is_exported = true;
    Lower *L = arena_alloc(u->arena, sizeof *L);
    *L = (Lower){.u = u, .f = f, .def = f};
    f->entry = lower_block(L);
    f->entry->is_reachable = true;
    L->cur = f->entry;
    Instr *i = lower_emit(L, IR_tail_call_ext, arity + 1, 0);
    i->args[0] = lower_constant(L, u->module);
    if (arity) i->args[1] = f->arguments[0];
    i->term = AM(erlang);
    i->term2 = AM(get_module_info);
    lower_add_function(u, f);
}

static void finish_function(Unit *u, IrFunction *f, Assembler *a)
{
    ir_optimise(f);
    ir_allocate(f);
    emit_function(u, f, a);
}

static BackendOutput finish(Unit *u, const BackendModule *module)
{
    Assembler a;
    asm_init(&a, u->arena, u->module);
    for (IrFunction *f = u->first; f; f = f->next) finish_function(u, f, &a);
    asm_op(&a, BEAM_int_code_end);
    BackendOutput output = asm_finish(&a, u, module);
    asm_destroy(&a);
    return output;
}

BackendOutput backend_compile(const BackendModule *module, const BackendHost *host, Arena *arena, Heap *heap)
{
    Unit u;
    unit_init(&u, module->name, module->file, host, arena, heap);
    table_init(&u, module->function_count);
    IrFunction **functions = arena_alloc(arena, (module->function_count + 1) * sizeof *functions);
    for (size_t i = 0; i < module->function_count; i++) {
        const BackendFunction *from = &module->functions[i];
        IrFunction *f = ir_function_new(arena, from->name, from->arity);
        f->is_exported = from->is_exported;
        f->is_generated = from->is_generated;
        f->line = from->line;
        f->file = from->file;
        f->clauses = from->clauses;
        functions[i] = f;
        declare(&u, f);
    }
    for (size_t i = 0; i < module->function_count; i++) {
        lower_add_function(&u, functions[i]);
        lower_function(&u, functions[i]);
    }
    add_module_info(&u, 0);
    add_module_info(&u, 1);
    return finish(&u, module);
}

/* The tuple of results: {value, {outputs...}}. */
static void return_bindings(Lower *L, const BackendExpression *e, Value *value)
{
    if (!L->cur) return;
    Value **outputs = arena_alloc(L->u->arena, (e->output_count + 1) * sizeof *outputs);
    for (size_t i = 0; i < e->output_count; i++) {
        outputs[i] = lower_variable(L, e->outputs[i]);
        if (!outputs[i]) outputs[i] = lower_constant(L, AM(nil));
    }
    Value *both[2] = {value, lower_tuple(L, (unsigned)e->output_count, outputs)};
    lower_end(L, IR_return, lower_tuple(L, 2, both));
}

static Term bytes_to_list(Heap *heap, const char *text)
{
    Term list = NIL;
    for (size_t i = strlen(text); i-- > 0;) list = cons_new(heap, term_from_small((uint8_t)text[i]), list);
    return list;
}

BackendOutput backend_compile_expression(const BackendExpression *e, const BackendHost *host, Arena *arena, Heap *heap)
{
    Unit u;
    unit_init(&u, e->module, e->file, host, arena, heap);
    IrFunction *f = ir_function_new(arena, e->function, 1);
    f->is_exported = true;
    f->line = e->line;
    lower_add_function(&u, f);
    Lower *L = arena_alloc(arena, sizeof *L);
    *L = (Lower){.u = &u, .f = f, .line = e->line, .def = f};
    f->entry = lower_block(L);
    f->entry->is_reachable = true;
    L->cur = f->entry;
    for (size_t i = 0; i < e->input_count; i++) {
        Instr *get = lower_emit(L, IR_element, 1, 1);
        get->args[0] = f->arguments[0];
        get->aux = (uint32_t)i;
        lower_bind(L, e->inputs[i], get->dsts[0]);
    }
    Value *value = lower_expr(L, e->body);
    return_bindings(L, e, value);
    add_module_info(&u, 0);
    add_module_info(&u, 1);
    /* inspecting a function of an evaluated text shows the file */
    Term source = tuple_new_2(heap, atom_intern_string("source"), bytes_to_list(heap, e->file));
    BackendModule module = {.name = e->module, .file = e->file, .attributes = NIL, .compile_info = cons_new(heap, source, NIL), .docs = TERM_NONE, .debug_info = TERM_NONE};
    return finish(&u, &module);
}
