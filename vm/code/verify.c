/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify.c - the data-flow analysis that decides whether code is accepted. */
#include "code/verify.h"

#include <stdarg.h>
#include <stdio.h>

enum {
    NO_FRAME = -1, 
    X_MAX = 992, X_WORDS = (X_MAX + 63) / 64, TYPED = 64 /* registers whose types are followed */,
    TYPE_ANY = 0, TYPE_CONS = 1, TYPE_TUPLE = 2 /* + number of elements there are at least */, MAX_PASSES = 200
};

typedef struct State {
    bool reachable, writer;
    bool fragile;        /* the message that receive looks at is not taken yet */
    bool fragile_y;      /* and a y register may hold parts of it: it must be taken now */
    bool loose;          /* paths with different frames met: only raising is left; frame is the smallest */
    int16_t frame;
    uint32_t heap;       /* words known to be free */
    uint64_t x[X_WORDS]; /* which x registers are set */
    uint8_t x_type[TYPED], y_type[TYPED];
} State;

typedef struct Verifier {
    BeamFile *file;
    Facts *facts;
    State *labels;       /* state at each label */
    State s;             /* here */
    uint32_t at;         /* instruction */
    uint32_t function;   /* index */
    const Operand *o;    /* its operands */
    bool changed;
    bool failed;
} Verifier;

static bool fail(Verifier *v, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool fail(Verifier *v, const char *format, ...)
{
    if (v->failed) return false;
    v->failed = true;
    char what[96];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    const char *op = v->at < v->file->instruction_count ? generic_info[v->file->instructions[v->at].op].name : "end";
    if (v->function < v->facts->function_count) {
        const FunctionFacts *f = &v->facts->functions[v->function];
        snprintf(v->file->reason, sizeof v->file->reason, "%.60s/%u, instruction %u (%s): %s", atom_text(f->name), f->arity, v->at, op, what);
    } else {
        snprintf(v->file->reason, sizeof v->file->reason, "instruction %u (%s): %s", v->at, op, what);
    }
    return false;
}

/* --- states --- */

static bool x_is_set(const State *s, Word x) { return s->x[x / 64] >> (x % 64) & 1; }
static void set_x(State *s, Word x, uint8_t type)
{
    s->x[x / 64] |= (uint64_t)1 << (x % 64);
    if (x < TYPED) s->x_type[x] = type;
}

static void kill_x_from(State *s, Word from)
{
    for (Word w = 0; w < X_WORDS; w++) {
        if (w * 64 >= from) s->x[w] = 0;
        else if (w == from / 64) s->x[w] &= ((uint64_t)1 << (from % 64)) - 1;
    }
    for (Word x = from; x < TYPED; x++) s->x_type[x] = TYPE_ANY;
}

static uint8_t merge_type(uint8_t a, uint8_t b)
{
    if (a >= TYPE_TUPLE && b >= TYPE_TUPLE) return a < b ? a : b;
    return a == b ? a : TYPE_ANY;
}

static bool merge(Verifier *v, State *into, const State *from)
{
    if (!into->reachable) {
        *into = *from;
        v->changed = true;
        return true;
    }
    State before = *into;
    into->loose = into->loose || from->loose || into->frame != from->frame;
    if (from->frame < into->frame) into->frame = from->frame;
    if (from->heap < into->heap) into->heap = from->heap;
    into->writer = into->writer && from->writer;
    into->fragile = into->fragile || from->fragile;
    into->fragile_y = into->fragile_y || from->fragile_y;
    for (int i = 0; i < X_WORDS; i++) into->x[i] &= from->x[i];
    for (int i = 0; i < TYPED; i++) {
        into->x_type[i] = merge_type(into->x_type[i], from->x_type[i]);
        into->y_type[i] = merge_type(into->y_type[i], from->y_type[i]);
    }
    if (memcmp(&before, into, sizeof before) != 0) v->changed = true;
    return true;
}

static bool in_function(const Verifier *v, uint32_t instruction)
{
    const Facts *facts = v->facts;
    uint32_t end = v->function + 1 < facts->function_count ? facts->functions[v->function + 1].first : v->file->instruction_count;
    return instruction >= facts->functions[v->function].first && instruction < end;
}

/* A loop must count reductions: jump and the receive instructions do. Back to func_info is no loop. */
static bool may_go_back(const Verifier *v, uint32_t target)
{
    uint16_t op = v->file->instructions[v->at].op;
    if (target <= v->facts->functions[v->function].func_info) return true;
    return op == GEN_jump || op == GEN_loop_rec_end || op == GEN_wait || op == GEN_wait_timeout;
}

/* The state s goes on at a label of this function. */
static bool branch_with(Verifier *v, Word label, State *s)
{
    uint32_t target = label ? v->facts->label_instruction[label] : UINT32_MAX;
    if (target == UINT32_MAX) return fail(v, "label %u does not exist", (unsigned)label);
    if (!in_function(v, target)) return fail(v, "goes to a label of another function");
    if (target < v->at && !may_go_back(v, target)) return fail(v, "loops without counting reductions");
    if (target < v->at) v->facts->instructions[v->at].backward = true;
    return merge(v, &v->labels[label], s);
}
static bool branch(Verifier *v, unsigned operand) { return branch_with(v, v->o[operand].number, &v->s); }
/* A label of 0 means: raise. */
static bool branch_or_raise(Verifier *v, unsigned operand) { return v->o[operand].number == 0 || branch(v, operand); }

static bool need_y(Verifier *v, Word y)
{
    return (int64_t)y < v->s.frame || fail(v, "y%u is outside of the frame of %d", (unsigned)y, v->s.frame);
}

static bool read_source(Verifier *v, const Operand *o)
{
    if (o->kind == OPERAND_X) return x_is_set(&v->s, o->number) || fail(v, "x%u is not set", (unsigned)o->number);
    if (o->kind == OPERAND_Y) return need_y(v, o->number);
    return o->kind == OPERAND_TERM || o->kind == OPERAND_NUMBER || o->kind == OPERAND_FLOAT || fail(v, "not a source");
}

/* init, init_yregs, try, move of a constant: what they store is no part of a message. */
static bool is_constant_move(const Verifier *v)
{
    uint16_t op = v->file->instructions[v->at].op;
    return op == GEN_init || op == GEN_init_yregs || op == GEN_try_end || (op == GEN_move && v->o[0].kind == OPERAND_TERM);
}

static bool write_destination(Verifier *v, const Operand *o, uint8_t type)
{
    if (o->kind == OPERAND_X) {
        set_x(&v->s, o->number, type);
        return true;
    }
    if (o->kind != OPERAND_Y) return fail(v, "not a destination");
    if (!need_y(v, o->number)) return false;
    if (v->s.fragile && !is_constant_move(v)) v->s.fragile_y = true;
    if (o->number < TYPED) v->s.y_type[o->number] = type;
    return true;
}

static uint8_t type_of(const Verifier *v, const Operand *o)
{
    if (o->kind == OPERAND_X && o->number < TYPED) return v->s.x_type[o->number];
    if (o->kind == OPERAND_Y && o->number < TYPED) return v->s.y_type[o->number];
    if (o->kind == OPERAND_TERM && term_is_cons(o->term)) return TYPE_CONS;
    if (o->kind == OPERAND_TERM && term_is_tuple(o->term) && tuple_arity(o->term) < 200) return (uint8_t)(TYPE_TUPLE + tuple_arity(o->term));
    return TYPE_ANY;
}

static uint8_t tuple_type(Word size) { return (uint8_t)(size < 250 ? TYPE_TUPLE + size : 252); }

static void refine(Verifier *v, const Operand *o, uint8_t type)
{
    if (o->kind == OPERAND_X && o->number < TYPED) v->s.x_type[o->number] = type;
    if (o->kind == OPERAND_Y && o->number < TYPED) v->s.y_type[o->number] = type;
}

/* An instruction that may collect: x registers from `live` on are lost, room that was tested for too. */
static bool collects(Verifier *v, Word live)
{
    if (live > X_MAX) return fail(v, "too many live registers");
    for (Word x = 0; x < live; x++)
        if (!x_is_set(&v->s, x)) return fail(v, "x%u is live but not set", (unsigned)x);
    kill_x_from(&v->s, live);
    v->s.heap = 0;
    v->s.writer = false;
    return true;
}

static bool take_heap(Verifier *v, Word words)
{
    if (v->s.heap < words) return fail(v, "needs %u heap words of %u", (unsigned)words, v->s.heap);
    v->s.heap -= (uint32_t)words;
    return true;
}
static void use_heap(Verifier *v, Word words) { v->s.heap = v->s.heap > words ? v->s.heap - (uint32_t)words : 0; }

static bool need_arguments(Verifier *v, Word count)
{
    if (count > 255) return fail(v, "more than 255 arguments");
    for (Word x = 0; x < count; x++)
        if (!x_is_set(&v->s, x)) return fail(v, "argument x%u is not set", (unsigned)x);
    return true;
}

/* --- calls --- */

static bool calls_function(Verifier *v, Word arity, Word label)
{
    uint32_t function = label && label < v->file->label_count ? v->facts->label_function[label] : 0;
    if (!function) return fail(v, "calls what is no function's entry");
    if (v->facts->functions[function - 1].arity != arity) return fail(v, "calls with the wrong number of arguments");
    return need_arguments(v, arity);
}

static bool calls_import(Verifier *v, Word arity, Word import)
{
    if (import >= v->file->import_count) return fail(v, "no such import");
    if (v->file->imports[import].arity != arity) return fail(v, "calls with the wrong number of arguments");
    return need_arguments(v, arity);
}

static bool returned(Verifier *v) /* after a call that comes back: only x0 */
{
    if (v->s.frame < 0 || v->s.loose) return fail(v, "a call without a stack frame");
    if (v->s.fragile) return fail(v, "a call while a message is looked at");
    if (!collects(v, 0)) return false;
    set_x(&v->s, 0, TYPE_ANY);
    return true;
}

static bool ends(Verifier *v, int frame)
{
    if (v->s.fragile) return fail(v, "leaves while a message is looked at");
    if (v->s.frame != frame || v->s.loose) return fail(v, "leaves with %d y registers", v->s.frame);
    v->s.reachable = false;
    return true;
}

static bool never_returns(const BeamImport *import)
{
    if (import->module != AM(erlang)) return false;
    return ((import->function == AM(error) || import->function == AM(nif_error)) && import->arity >= 1 && import->arity <= 3)
        || ((import->function == AM(exit) || import->function == AM(throw)) && import->arity == 1);
}

/* --- lists of operands --- */

static const Operand *items(const Verifier *v, unsigned operand) { return v->file->operands + v->o[operand].first; }
static Word item_count(const Verifier *v, unsigned operand) { return v->o[operand].number; }

static bool read_items(Verifier *v, unsigned operand)
{
    for (Word i = 0; i < item_count(v, operand); i++) {
        const Operand *item = &items(v, operand)[i];
        if (item->kind == OPERAND_NUMBER || item->kind == OPERAND_FLOAT || !read_source(v, item)) return fail(v, "item %u is no source", (unsigned)i);
    }
    return true;
}

static bool select_val(Verifier *v)
{
    if (!read_source(v, &v->o[0]) || item_count(v, 2) % 2) return fail(v, "malformed");
    for (Word i = 0; i < item_count(v, 2); i += 2) {
        const Operand *value = &items(v, 2)[i], *label = &items(v, 2)[i + 1];
        if (value->kind != OPERAND_TERM || label->kind != OPERAND_LABEL) return fail(v, "malformed");
        if (!branch_with(v, label->number, &v->s)) return false;
    }
    if (!branch(v, 1)) return false;
    v->s.reachable = false;
    return true;
}

static bool select_tuple_arity(Verifier *v)
{
    if (!read_source(v, &v->o[0]) || item_count(v, 2) % 2) return fail(v, "malformed");
    if (!branch(v, 1)) return false;
    for (Word i = 0; i < item_count(v, 2); i += 2) {
        const Operand *arity = &items(v, 2)[i], *label = &items(v, 2)[i + 1];
        if (arity->kind != OPERAND_NUMBER || label->kind != OPERAND_LABEL) return fail(v, "malformed");
        refine(v, &v->o[0], tuple_type(arity->number));
        if (!branch_with(v, label->number, &v->s)) return false;
    }
    v->s.reachable = false;
    return true;
}

static bool get_map_elements(Verifier *v)
{
    if (!read_source(v, &v->o[1]) || item_count(v, 2) % 2) return fail(v, "malformed");
    State before = v->s;
    for (Word i = 0; i < item_count(v, 2); i += 2) {
        if (!read_source(v, &items(v, 2)[i]) || items(v, 2)[i].kind == OPERAND_NUMBER) return fail(v, "malformed");
        if (!write_destination(v, &items(v, 2)[i + 1], TYPE_ANY)) return false;
        /* A destination that is read again later in the same list would be seen half done. */
    }
    for (int i = 0; i < X_WORDS; i++) before.x[i] &= v->s.x[i];
    for (int i = 0; i < TYPED; i++) {
        before.x_type[i] = merge_type(before.x_type[i], v->s.x_type[i]);
        before.y_type[i] = merge_type(before.y_type[i], v->s.y_type[i]);
    }
    return branch_with(v, v->o[0].number, &before);
}

static bool bs_create_bin(Verifier *v)
{
    if (item_count(v, 5) % 6) return fail(v, "malformed");
    for (Word i = 0; i < item_count(v, 5); i += 6) {
        const Operand *s = items(v, 5) + i;
        if (s[0].kind != OPERAND_TERM || !term_is_atom(s[0].term) || s[1].kind != OPERAND_NUMBER || s[2].kind != OPERAND_NUMBER
            || s[2].number > 256 || s[3].kind != OPERAND_TERM)
            return fail(v, "segment %u is malformed", (unsigned)(i / 6 + 1));
        if (strcmp(atom_text(s[0].term), "string") == 0) {
            if (s[4].kind != OPERAND_NUMBER && !(s[4].kind == OPERAND_TERM && term_is_small(s[4].term))) return fail(v, "a string is malformed");
            Word at = s[4].kind == OPERAND_NUMBER ? s[4].number : (Word)term_to_small(s[4].term);
            Word size = s[5].kind == OPERAND_NUMBER ? s[5].number
                : s[5].kind == OPERAND_TERM && term_is_small(s[5].term) ? (Word)term_to_small(s[5].term) : (Word)-1;
            if (at > v->file->strings.size || size > v->file->strings.size - at) return fail(v, "a string is out of bounds");
        } else if (!read_source(v, &s[4]) || !read_source(v, &s[5])) {
            return false;
        }
    }
    if (!collects(v, v->o[2].number) || !branch_or_raise(v, 0)) return false;
    v->s.heap = v->o[1].number <= UINT16_MAX ? (uint32_t)v->o[1].number : 0;
    return write_destination(v, &v->o[4], TYPE_ANY);
}

/* bs_match's commands; `apply` is called for what each needs: shared with lower.c by walking the same way there. */
static bool bs_match(Verifier *v)
{
    const Operand *at = items(v, 2), *end = at + item_count(v, 2);
    if (!read_source(v, &v->o[1])) return false;
    while (at < end) {
        if (at->kind != OPERAND_TERM || !term_is_atom(at->term)) return fail(v, "a command is malformed");
        const char *name = atom_text(at->term);
        const char *kinds = !strcmp(name, "ensure_at_least") ? "uu" : !strcmp(name, "ensure_exactly") ? "u" : !strcmp(name, "skip") ? "u"
            : !strcmp(name, "integer") || !strcmp(name, "binary") ? "ufuud" : !strcmp(name, "get_tail") ? "uud"
            : !strcmp(name, "=:=") ? "auv" : NULL;
        if (!kinds || (size_t)(end - at - 1) < strlen(kinds)) return fail(v, "unknown command %.20s", name);
        at++;
        if (kinds[0] == 'a') { /* =:= has [] for live */
            if (at[1].kind != OPERAND_NUMBER || at[1].number > 64 || at[2].kind != OPERAND_NUMBER) return fail(v, "a value is malformed");
        } else {
            for (unsigned i = 0; kinds[i]; i++) {
                if (kinds[i] == 'u' && (at[i].kind != OPERAND_NUMBER || at[i].number >= 1u << 31)) return fail(v, "a number is malformed");
                if (kinds[i] == 'f' && at[i].kind != OPERAND_TERM) return fail(v, "flags are malformed");
            }
            size_t count = strlen(kinds);
            if (kinds[count - 1] == 'd') {
                if (count == 5 && (at[3].number == 0 || at[3].number > 256)) return fail(v, "a unit is malformed");
                if (count == 3 && (at[1].number == 0 || at[1].number > 256)) return fail(v, "a unit is malformed");
                if (!collects(v, at[0].number)) return false;
                if (!read_source(v, &v->o[1])) return false;
            }
            if (!branch(v, 0)) return false;
            if (kinds[count - 1] == 'd' && !write_destination(v, &at[count - 1], TYPE_ANY)) return false;
        }
        at += strlen(kinds);
    }
    return branch(v, 0);
}

static bool update_record(Verifier *v)
{
    Word size = v->o[1].number, count = item_count(v, 4);
    if (size > 1 << 24 || count % 2 || !read_source(v, &v->o[2])) return fail(v, "malformed");
    for (Word i = 0; i < count; i += 2) {
        const Operand *index = &items(v, 4)[i];
        if (index->kind != OPERAND_NUMBER || index->number < 1 || index->number > size) return fail(v, "an index is out of bounds");
        if (!read_source(v, &items(v, 4)[i + 1])) return false;
    }
    return take_heap(v, 1 + size) && write_destination(v, &v->o[3], tuple_type(size));
}

static bool make_fun(Verifier *v, Word index, const Operand *free, Word free_count)
{
    if (index >= v->file->fun_count) return fail(v, "no such fun");
    if (v->file->funs[index].free_count != free_count) return fail(v, "wrong number of free variables");
    for (Word i = 0; i < free_count; i++)
        if (!(free ? free[i].kind != OPERAND_NUMBER && read_source(v, &free[i]) : x_is_set(&v->s, i))) return fail(v, "a free variable is not set");
    use_heap(v, 3 + free_count);
    return true;
}

static bool guard_native(Verifier *v, Word import, unsigned arity)
{
    if (import >= v->file->import_count || v->file->imports[import].arity != arity) return fail(v, "no such native");
    return true; /* lower.c looks it up: it must be a native that guards may call */
}

static bool handler_is(Verifier *v, Word label, Word y, GenericOp op)
{
    uint32_t i = label < v->file->label_count ? v->facts->label_instruction[label] : UINT32_MAX;
    if (label == 0 || i == UINT32_MAX) return fail(v, "no such handler");
    const GenericInstruction *code = v->file->instructions;
    while (i < v->file->instruction_count && (code[i].op == GEN_label || code[i].op == GEN_line)) i++;
    if (i == v->file->instruction_count || code[i].op != op || v->file->operands[code[i].first].number != y)
        return fail(v, "the handler's label is not followed by %s", generic_info[op].name);
    return true;
}

/* A handler gets control from anywhere below: only the frame is as it was, and what it finds is in x registers. */
static bool starts_try(Verifier *v, GenericOp handler, unsigned values)
{
    Word y = v->o[0].number;
    if (v->s.loose || !need_y(v, y) || !handler_is(v, v->o[1].number, y, handler)) return false;
    State s = {.reachable = true, .frame = v->s.frame};
    for (unsigned x = 0; x < values; x++) set_x(&s, x, TYPE_ANY);
    if (y < TYPED) v->s.y_type[y] = TYPE_ANY;
    return branch_with(v, v->o[1].number, &s);
}

static bool allocates(Verifier *v, Word count, Word heap, Word live)
{
    if (v->s.frame != NO_FRAME || v->s.loose) return fail(v, "a second stack frame");
    if (count > 1023) return fail(v, "too many y registers");
    if (!collects(v, live)) return false;
    v->s.frame = (int16_t)count;
    v->s.heap = (uint32_t)heap;
    memset(v->s.y_type, 0, sizeof v->s.y_type);
    return true;
}

static bool bs_field(Verifier *v, unsigned context, unsigned live, unsigned size, unsigned unit, unsigned destination)
{
    if (!read_source(v, &v->o[context]) || (size && !read_source(v, &v->o[size]))) return false;
    if (unit && (v->o[unit].number == 0 || v->o[unit].number > 256)) return fail(v, "a unit is malformed");
    return collects(v, v->o[live].number) && branch_or_raise(v, 0) && write_destination(v, &v->o[destination], TYPE_ANY);
}

static bool bs_string(Verifier *v, Word bytes, Word offset)
{
    return (offset <= v->file->strings.size && bytes <= v->file->strings.size - offset) || fail(v, "a string is out of bounds");
}

/* Instructions without special needs: reads 's', tests branch, 'd' is written; kinds tell which is which. */
static bool plain(Verifier *v, const char *kinds)
{
    for (unsigned i = 0; kinds[i]; i++)
        if ((kinds[i] == 's' || kinds[i] == 'z') && !read_source(v, &v->o[i])) return false;
    for (unsigned i = 0; kinds[i]; i++)
        if (kinds[i] == 'f' && !branch_or_raise(v, i)) return false;
    for (unsigned i = 0; kinds[i]; i++)
        if (kinds[i] == 'd' && !write_destination(v, &v->o[i], TYPE_ANY)) return false;
    return true;
}

static bool put_field(Verifier *v, const char *kinds)
{
    if (!v->s.writer) return fail(v, "no bitstring is being built");
    return plain(v, kinds);
}

/* Is it the first label of those that stand before a try_case? */
static bool starts_handler(const Verifier *v, uint32_t i)
{
    const GenericInstruction *code = v->file->instructions;
    while (i < v->file->instruction_count && (code[i].op == GEN_label || code[i].op == GEN_line)) i++;
    return i < v->file->instruction_count && code[i].op == GEN_try_case;
}

static bool step(Verifier *v, GenericOp op, const char *kinds)
{
    const Operand *o = v->o;
    State *s = &v->s;
    switch (op) {
    case GEN_line: case GEN_nif_start: case GEN_fclearerror: case GEN_fcheckerror: case GEN_executable_line: case GEN_recv_mark:
    case GEN_recv_set: case GEN_on_load:
        return true;
    /* calls */
    case GEN_call: return calls_function(v, o[0].number, o[1].number) && returned(v);
    case GEN_call_only: return calls_function(v, o[0].number, o[1].number) && ends(v, NO_FRAME);
    case GEN_call_last: return calls_function(v, o[0].number, o[1].number) && ends(v, (int)o[2].number);
    case GEN_call_ext:
        if (!calls_import(v, o[0].number, o[1].number)) return false;
        if (never_returns(&v->file->imports[o[1].number])) {
            s->reachable = false;
            return true;
        }
        return returned(v);
    case GEN_call_ext_only: case GEN_call_ext_last:
        if (!calls_import(v, o[0].number, o[1].number)) return false;
        if (never_returns(&v->file->imports[o[1].number])) { /* so the frame does not matter */
            s->reachable = false;
            return true;
        }
        return ends(v, op == GEN_call_ext_only ? NO_FRAME : (int)o[2].number);
    case GEN_call_fun: return o[0].number < 255 && need_arguments(v, o[0].number + 1) && returned(v);
    case GEN_call_fun2: return read_source(v, &o[2]) && need_arguments(v, o[1].number) && returned(v);
    case GEN_apply: return o[0].number < 254 && need_arguments(v, o[0].number + 2) && returned(v);
    case GEN_apply_last: return o[0].number < 254 && need_arguments(v, o[0].number + 2) && ends(v, (int)o[1].number);
    case GEN_send: return need_arguments(v, 2) && returned(v);
    case GEN_return: return need_arguments(v, 1) && ends(v, NO_FRAME);
    /* the stack */
    case GEN_allocate: case GEN_allocate_zero: return allocates(v, o[0].number, 0, o[1].number);
    case GEN_allocate_heap: case GEN_allocate_heap_zero: return allocates(v, o[0].number, o[1].number, o[2].number);
    case GEN_test_heap:
        if (!collects(v, o[1].number)) return false;
        s->heap = (uint32_t)o[0].number;
        return true;
    case GEN_deallocate:
        if (s->frame != (int)o[0].number || s->loose) return fail(v, "a frame of %d", s->frame);
        s->frame = NO_FRAME;
        return true;
    case GEN_trim:
        if (s->frame < 0 || s->loose || o[0].number > (Word)s->frame || (Word)s->frame - o[0].number != o[1].number) return fail(v, "a frame of %d", s->frame);
        for (Word i = 0; i < TYPED; i++) s->y_type[i] = i + o[0].number < TYPED ? s->y_type[i + o[0].number] : TYPE_ANY;
        s->frame = (int16_t)o[1].number;
        return true;
    case GEN_init: return write_destination(v, &o[0], TYPE_ANY);
    case GEN_init_yregs:
        for (Word i = 0; i < item_count(v, 0); i++)
            if (items(v, 0)[i].kind != OPERAND_Y || !write_destination(v, &items(v, 0)[i], TYPE_ANY)) return fail(v, "not a y register");
        return true;
    /* jumps */
    case GEN_jump:
        v->facts->instructions[v->at].x_set = s->x[0];
        if (v->facts->label_instruction[o[0].number] < v->at)
            for (int i = 1; i < X_WORDS; i++)
                if (s->x[i]) return fail(v, "jumps back with too many registers");
        if (starts_handler(v, v->facts->label_instruction[o[0].number])) { /* as at a label: never got to */
            v->facts->instructions[v->at].trap = true;
            s->reachable = false;
            return true;
        }
        if (!branch(v, 0)) return false;
        s->reachable = false;
        return true;
    case GEN_select_val: return select_val(v);
    case GEN_select_tuple_arity: return select_tuple_arity(v);
    case GEN_badmatch: case GEN_case_end: case GEN_try_case_end: case GEN_badrecord:
        if (!read_source(v, &o[0])) return false;
        s->reachable = false;
        return true;
    case GEN_if_end: s->reachable = false; return true;
    case GEN_raise:
        if (!read_source(v, &o[0]) || !read_source(v, &o[1])) return false;
        s->reachable = false;
        return true;
    case GEN_raw_raise: return need_arguments(v, 3);
    case GEN_build_stacktrace:
        if (!need_arguments(v, 1) || !collects(v, 1)) return false;
        set_x(s, 0, TYPE_ANY);
        return true;
    /* exceptions */
    case GEN_try: return starts_try(v, GEN_try_case, 3);
    case GEN_catch: return starts_try(v, GEN_catch_end, 4);
    case GEN_try_end: return write_destination(v, &o[0], TYPE_ANY);
    case GEN_try_case: return (!s->loose || fail(v, "frames differ")) && write_destination(v, &o[0], TYPE_ANY);
    case GEN_catch_end:
        if (s->loose || !write_destination(v, &o[0], TYPE_ANY) || !x_is_set(s, 0)) return fail(v, "x0 is not set");
        kill_x_from(s, 1);
        s->x_type[0] = TYPE_ANY;
        s->heap = 0;
        s->writer = false;
        return true;
    /* data */
    case GEN_move:
        if (!read_source(v, &o[0])) return false;
        return write_destination(v, &o[1], type_of(v, &o[0]));
    case GEN_swap: {
        if (!read_source(v, &o[0]) || !read_source(v, &o[1])) return false;
        uint8_t a = type_of(v, &o[0]), b = type_of(v, &o[1]);
        return write_destination(v, &o[0], b) && write_destination(v, &o[1], a);
    }
    case GEN_is_nonempty_list:
        if (!read_source(v, &o[1]) || !branch(v, 0)) return false;
        refine(v, &o[1], TYPE_CONS);
        return true;
    case GEN_test_arity: case GEN_is_tagged_tuple:
        if (!read_source(v, &o[1]) || !branch(v, 0)) return false;
        if (op == GEN_is_tagged_tuple && o[2].number == 0) return fail(v, "malformed");
        refine(v, &o[1], tuple_type(o[2].number));
        return true;
    case GEN_is_tuple:
        if (!read_source(v, &o[1]) || !branch(v, 0)) return false;
        if (type_of(v, &o[1]) < TYPE_TUPLE) refine(v, &o[1], TYPE_TUPLE);
        return true;
    case GEN_is_eq_exact: case GEN_is_ne_exact: case GEN_is_lt: case GEN_is_ge: case GEN_is_eq: case GEN_is_ne: return plain(v, kinds);
    case GEN_get_list: case GEN_get_hd: case GEN_get_tl:
        v->facts->instructions[v->at].proven = type_of(v, &o[0]) == TYPE_CONS;
        return plain(v, kinds);
    case GEN_get_tuple_element:
        if (o[1].number >= 1 << 24) return fail(v, "an index is out of bounds");
        v->facts->instructions[v->at].proven = type_of(v, &o[0]) >= TYPE_TUPLE && o[1].number < (Word)(type_of(v, &o[0]) - TYPE_TUPLE);
        return plain(v, kinds);
    case GEN_set_tuple_element: return o[2].number < 65535 && read_source(v, &o[0]) && read_source(v, &o[1]);
    case GEN_put_list:
        return read_source(v, &o[0]) && read_source(v, &o[1]) && take_heap(v, 2) && write_destination(v, &o[2], TYPE_CONS);
    case GEN_put_tuple2:
        return read_items(v, 1) && take_heap(v, 1 + item_count(v, 1)) && write_destination(v, &o[0], tuple_type(item_count(v, 1)));
    case GEN_update_record: return update_record(v);
    case GEN_make_fun2:
        if (o[0].number >= v->file->fun_count || !make_fun(v, o[0].number, NULL, v->file->funs[o[0].number].free_count)) return fail(v, "no such fun");
        set_x(s, 0, TYPE_ANY);
        return true;
    case GEN_make_fun3: return make_fun(v, o[0].number, items(v, 2), item_count(v, 2)) && write_destination(v, &o[1], TYPE_ANY);
    case GEN_put_map_assoc: case GEN_put_map_exact:
        if (item_count(v, 4) % 2 || !read_source(v, &o[1]) || !read_items(v, 4)) return fail(v, "malformed");
        return collects(v, o[3].number) && branch_or_raise(v, 0) && write_destination(v, &o[2], TYPE_ANY);
    case GEN_has_map_fields: return read_source(v, &o[1]) && read_items(v, 2) && branch(v, 0);
    case GEN_get_map_elements: return get_map_elements(v);
    /* natives */
    case GEN_bif0: return guard_native(v, o[0].number, 0) && write_destination(v, &o[1], TYPE_ANY);
    case GEN_bif1: return guard_native(v, o[1].number, 1) && plain(v, kinds);
    case GEN_bif2: return guard_native(v, o[1].number, 2) && plain(v, kinds);
    case GEN_gc_bif1: case GEN_gc_bif2: case GEN_gc_bif3: {
        unsigned arity = op == GEN_gc_bif1 ? 1 : op == GEN_gc_bif2 ? 2 : 3;
        if (!guard_native(v, o[2].number, arity)) return false;
        for (unsigned i = 3; i < 3 + arity; i++)
            if (!read_source(v, &o[i])) return false;
        return collects(v, o[1].number) && branch_or_raise(v, 0) && write_destination(v, &o[3 + arity], TYPE_ANY);
    }
    case GEN_fmove:
        if (!read_source(v, &o[0])) return false;
        if (o[1].kind == OPERAND_FLOAT) return true;
        use_heap(v, 2);
        return write_destination(v, &o[1], TYPE_ANY);
    case GEN_fconv: return read_source(v, &o[0]);
    case GEN_fadd: case GEN_fsub: case GEN_fmul: case GEN_fdiv: case GEN_fnegate: return true;
    /* messages */
    case GEN_loop_rec:
        s->heap = 0;
        s->writer = false;
        kill_x_from(s, 0);
        if (!branch(v, 0)) return false;
        if (o[1].kind != OPERAND_X) return fail(v, "a message goes to an x register");
        s->fragile = true;
        return write_destination(v, &o[1], TYPE_ANY);
    case GEN_loop_rec_end: case GEN_wait: {
        if (op == GEN_loop_rec_end && !s->fragile) return fail(v, "no message is looked at");
        if (s->fragile_y) return fail(v, "a y register keeps a message that is not taken");
        s->fragile = false;
        kill_x_from(s, 0);
        s->heap = 0;
        s->writer = false;
        if (!branch(v, 0)) return false;
        s->reachable = false;
        return true;
    }
    case GEN_wait_timeout:
        if (!read_source(v, &o[1])) return false;
        kill_x_from(s, 0);
        if (o[1].kind == OPERAND_X) set_x(s, o[1].number, TYPE_ANY); /* a receive without clauses comes back here */
        s->heap = 0;
        s->writer = false;
        return branch(v, 0);
    case GEN_remove_message:
        if (!s->fragile) return fail(v, "no message is looked at");
        s->fragile = s->fragile_y = false;
        return true;
    case GEN_timeout: return !s->fragile || fail(v, "a timeout while a message is looked at");
    /* bitstrings */
    case GEN_bs_start_match3: return bs_field(v, 1, 2, 0, 0, 3);
    case GEN_bs_start_match4:
        if (!read_source(v, &o[2]) || !collects(v, o[1].number)) return false;
        if (o[0].kind == OPERAND_LABEL && o[0].number && !branch(v, 0)) return false;
        return write_destination(v, &o[3], TYPE_ANY);
    case GEN_bs_get_tail: return read_source(v, &o[0]) && collects(v, o[2].number) && write_destination(v, &o[1], TYPE_ANY);
    case GEN_bs_get_position: return read_source(v, &o[0]) && write_destination(v, &o[1], TYPE_ANY);
    case GEN_bs_get_integer2: case GEN_bs_get_float2: case GEN_bs_get_binary2: return bs_field(v, 1, 2, 3, 4, 6);
    case GEN_bs_get_utf8: case GEN_bs_get_utf16: case GEN_bs_get_utf32:
        return read_source(v, &o[1]) && branch(v, 0) && write_destination(v, &o[4], TYPE_ANY);
    case GEN_bs_skip_bits2:
        if (o[3].number == 0 || o[3].number > 256) return fail(v, "a unit is malformed");
        return plain(v, kinds);
    case GEN_bs_test_unit: return (o[2].number > 0 && o[2].number <= 256) ? plain(v, kinds) : fail(v, "a unit is malformed");
    case GEN_bs_match_string:
        if (o[2].number > 1u << 30 || !bs_string(v, (o[2].number + 7) / 8, o[3].number)) return fail(v, "a string is out of bounds");
        return plain(v, kinds);
    case GEN_bs_match: return bs_match(v);
    case GEN_bs_create_bin: return bs_create_bin(v);
    case GEN_bs_init2: case GEN_bs_init_bits:
        if (!read_source(v, &o[1]) || !collects(v, o[3].number) || !branch_or_raise(v, 0)) return false;
        s->heap = (uint32_t)(o[2].number < 1 << 24 ? o[2].number : 0);
        s->writer = true;
        return o[2].number < 1 << 24 && write_destination(v, &o[5], TYPE_ANY);
    case GEN_bs_append:
        if (!read_source(v, &o[1]) || !read_source(v, &o[5]) || o[4].number == 0 || o[4].number > 256) return fail(v, "malformed");
        if (!collects(v, o[3].number) || !branch_or_raise(v, 0)) return false;
        s->heap = (uint32_t)(o[2].number < 1 << 24 ? o[2].number : 0);
        s->writer = true;
        return o[2].number < 1 << 24 && write_destination(v, &o[7], TYPE_ANY);
    case GEN_bs_private_append:
        if (!read_source(v, &o[1]) || !read_source(v, &o[3]) || o[2].number == 0 || o[2].number > 256) return fail(v, "malformed");
        if (!branch_or_raise(v, 0)) return false;
        s->heap = 0;
        s->writer = true;
        return write_destination(v, &o[5], TYPE_ANY);
    case GEN_bs_put_integer: case GEN_bs_put_float: case GEN_bs_put_binary:
        return (o[2].number > 0 && o[2].number <= 256) ? put_field(v, kinds) : fail(v, "a unit is malformed");
    case GEN_bs_put_utf8: case GEN_bs_put_utf16: case GEN_bs_put_utf32: return put_field(v, kinds);
    case GEN_bs_put_string: return v->s.writer ? bs_string(v, o[0].number, o[1].number) : fail(v, "no bitstring is being built");
    case GEN_bs_add:
        s->writer = false;
        s->heap = 0;
        return o[3].number <= 256 ? plain(v, kinds) : fail(v, "a unit is malformed");
    case GEN_bs_init_writable:
        if (!need_arguments(v, 1) || !collects(v, 1)) return false;
        return true;
    default: return plain(v, kinds); /* type tests, markers, bs_test_tail2, bs_set_position, bs_utf8_size... */
    }
}

/* --- the whole module --- */

static bool find_functions(Verifier *v)
{
    BeamFile *file = v->file;
    Facts *facts = v->facts;
    facts->label_instruction = arena_alloc(file->arena, (file->label_count + 1) * sizeof(uint32_t));
    facts->label_function = arena_alloc_zero(file->arena, (file->label_count + 1) * sizeof(uint32_t));
    for (uint32_t i = 0; i <= file->label_count; i++) facts->label_instruction[i] = UINT32_MAX;
    facts->functions = arena_alloc(file->arena, (file->function_count + 1) * sizeof *facts->functions);
    for (uint32_t i = 0; i < file->instruction_count; i++) {
        const GenericInstruction *g = &file->instructions[i];
        const Operand *o = file->operands + g->first;
        v->at = i;
        if (g->op == GEN_label) {
            Word label = o[0].number;
            if (label == 0 || label >= file->label_count || facts->label_instruction[label] != UINT32_MAX) return fail(v, "a label is malformed");
            facts->label_instruction[label] = i;
        } else if (g->op == GEN_func_info) {
            if (facts->function_count == file->function_count) return fail(v, "more functions than declared");
            if (o[0].term != file->module) return fail(v, "a function of another module");
            FunctionFacts *f = &facts->functions[facts->function_count];
            *f = (FunctionFacts){.name = o[1].term, .arity = (uint32_t)o[2].number, .func_info = i, .first = i};
            if (o[2].number > 255) return fail(v, "more than 255 arguments");
            while (f->first > 0 && (file->instructions[f->first - 1].op == GEN_label || file->instructions[f->first - 1].op == GEN_line)) f->first--;
            uint32_t entry = i + 1;
            while (entry < file->instruction_count && file->instructions[entry].op == GEN_line) entry++;
            if (entry == file->instruction_count || file->instructions[entry].op != GEN_label) return fail(v, "a function without an entry label");
            facts->function_count++;
            for (; file->instructions[entry].op == GEN_label; entry++) {
                Word label = file->operands[file->instructions[entry].first].number;
                if (label == 0 || label >= file->label_count) return fail(v, "a label is malformed");
                if (!f->entry_label) f->entry_label = (uint32_t)label;
                facts->label_function[label] = facts->function_count;
            }
        }
    }
    if (facts->function_count == 0) return fail(v, "no functions");
    for (uint32_t i = 0; i < facts->functions[0].first; i++) {
        v->at = i;
        if (file->instructions[i].op != GEN_line && file->instructions[i].op != GEN_label) return fail(v, "code outside of a function");
    }
    return true;
}

static bool verify_tables(Verifier *v)
{
    BeamFile *file = v->file;
    v->at = file->instruction_count;
    v->function = UINT32_MAX;
    for (uint32_t i = 0; i < file->export_count; i++) {
        const BeamExport *e = &file->exports[i];
        uint32_t f = e->label < file->label_count ? v->facts->label_function[e->label] : 0;
        if (!f || v->facts->functions[f - 1].arity != e->arity || v->facts->functions[f - 1].name != e->function)
            return fail(v, "export %u is no function", i);
    }
    for (uint32_t i = 0; i < file->fun_count; i++) {
        uint32_t f = file->funs[i].label < file->label_count ? v->facts->label_function[file->funs[i].label] : 0;
        if (!f || v->facts->functions[f - 1].arity != file->funs[i].arity) return fail(v, "fun %u is no function", i);
    }
    return true;
}

static void enter_function(Verifier *v)
{
    const FunctionFacts *f = &v->facts->functions[v->function];
    memset(&v->s, 0, sizeof v->s);
    v->s.reachable = true;
    v->s.frame = NO_FRAME;
    for (uint32_t x = 0; x < f->arity; x++) set_x(&v->s, x, TYPE_ANY);
}

static bool instruction(Verifier *v, uint32_t i)
{
    const GenericInstruction *g = &v->file->instructions[i];
    v->at = i;
    v->o = v->file->operands + g->first;
    InstructionFacts *facts = &v->facts->instructions[i];
    if (g->op == GEN_label) {
        State *here = &v->labels[v->o[0].number];
        if (v->s.reachable && starts_handler(v, i)) { /* what the compiler knows never to return comes before it */
            facts->trap = true;
            v->s.reachable = false;
        }
        if (v->s.reachable && !merge(v, here, &v->s)) return false;
        v->s = *here;
    } else if (g->op == GEN_func_info) {
        /* What gets here by a jump raises function_clause and needs the arguments. */
        if (v->s.reachable && (v->s.frame != NO_FRAME || v->s.loose || !need_arguments(v, v->o[2].number))) return fail(v, "reached with a stack frame");
        enter_function(v);
        facts->frame = NO_FRAME;
        facts->reachable = true;
        return true;
    } else if (g->op == GEN_on_load) {
        v->facts->on_load_function = v->function + 1;
    } else if (g->op == GEN_int_code_end) {
        return true;
    }
    facts->reachable = v->s.reachable;
    facts->frame = v->s.frame;
    if (!v->s.reachable || g->op == GEN_label) return true;
    return step(v, (GenericOp)g->op, generic_info[g->op].kinds);
}

static bool verify_function(Verifier *v)
{
    const Facts *facts = v->facts;
    uint32_t first = facts->functions[v->function].first;
    uint32_t end = v->function + 1 < facts->function_count ? facts->functions[v->function + 1].first : v->file->instruction_count;
    for (int pass = 0; pass < MAX_PASSES; pass++) {
        v->changed = false;
        memset(&v->s, 0, sizeof v->s);
        for (uint32_t i = first; i < end; i++)
            if (!instruction(v, i)) return fail(v, "malformed");
        if (v->s.reachable) return fail(v, "runs past its end");
        if (!v->changed) return true;
    }
    return fail(v, "too complicated");
}

bool verify(BeamFile *file, Facts *facts)
{
    memset(facts, 0, sizeof *facts);
    facts->instructions = arena_alloc_zero(file->arena, file->instruction_count * sizeof *facts->instructions);
    Verifier v = {.file = file, .facts = facts, .function = UINT32_MAX};
    if (!find_functions(&v)) return false;
    v.labels = mem_alloc_zero(file->label_count + 1, sizeof *v.labels);
    bool ok = true;
    for (v.function = 0; ok && v.function < facts->function_count; v.function++) ok = verify_function(&v);
    if (ok) ok = verify_tables(&v);
    mem_free(v.labels);
    return ok;
}
