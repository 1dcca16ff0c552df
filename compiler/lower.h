/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower.h - from expanded AST to IR: what the lower*.c files and match.c share.
 *
 * Lowering walks the AST once. `L->cur` is the block under construction, NULL after a terminator (what follows is
 * unreachable and goes to a block that no one jumps to). An expression is lowered either to a value (lower_expr) or
 * towards a destination (lower_to), which says what happens with its result:
 *
 *     DEST_RETURN  the function returns it: calls become tail calls
 *     DEST_JOIN    jump to a block with it as argument
 *     DEST_EFFECT  jump to a block, result dropped
 *     DEST_CASE    it is the subject of a case: a constant picks its clause now, at compile time; comparisons branch
 *                  without making true or false. `if`, `&&`, `and`... nest cases, so this is what makes them cheap. */
#ifndef COMPILER_LOWER_H
#define COMPILER_LOWER_H

#include "compiler/ir.h"

typedef struct Unit { /* one compilation */
    Arena *arena;
    Heap *heap;
    const BackendHost *host;
    Term module;
    const char *file;
    IrFunction *first, **last;    /* in the order of the code chunk */
    IrFunction **table;           /* named functions by name and arity: open hashing */
    uint32_t table_size;
    uint32_t function_count, lambda_count, label_count;
    IrFunction **lambdas;         /* by index in FunT */
    uint32_t lambdas_count, lambdas_capacity;
} Unit;

#define OWN_VERSION 0x80000000u
enum { MAX_VERSION = 1 << 24 };
typedef struct Lower Lower;
struct Lower { /* one function, or anonymous function inside of it */
    Unit *u;
    IrFunction *f;
    Block *cur;
    Block *handler;               /* of blocks made now */
    uint32_t fragile;       /* number of the receive whose message is being looked at, or 0 */
    uint32_t receive_count;
    uint32_t line;
    Lower *parent;
    Value **vars;                 /* by version; NULL: not of this function */
    uint32_t var_capacity;
    Value **own_vars;             /* variables that lowering itself makes: versions from OWN_VERSION */
    uint32_t own_capacity;
    uint32_t next_own;            /* of the outermost function */
    Value **captured;             /* the parent's values that come as the last arguments of f */
    uint32_t captured_count, captured_capacity;
    uint32_t stacktrace;          /* version of what __STACKTRACE__ means here; 0: nothing */
    unsigned tag_depth;
    IrFunction *def;              /* the named function all this is in */
};

typedef struct CaseContext CaseContext;
typedef enum DestKind { DEST_RETURN, DEST_JOIN, DEST_EFFECT, DEST_CASE } DestKind;
typedef struct Dest {
    DestKind kind;
    Block *block;
    CaseContext *c;
} Dest;

/* --- patterns (pattern.c) --- */
typedef enum PatternKind { PAT_ANY, PAT_LITERAL, PAT_VALUE, PAT_CONS, PAT_TUPLE, PAT_MAP, PAT_KEYS, PAT_BINARY, PAT_ATOM } PatternKind;
typedef struct Variables {
    uint32_t version;
    struct Variables *next;
} Variables;
typedef struct PatternSegment PatternSegment;
typedef struct Pattern Pattern;
struct Pattern {
    uint8_t kind;            /* PatternKind */
    Variables *variables;    /* bound to the whole */
    Pattern *also;           /* must match as well */
    Term literal;
    Value *value;            /* PAT_VALUE: equal to it */
    uint32_t count;          /* children; segments */
    Pattern **children;
    Value **keys;
    PatternSegment *segments;
};
struct PatternSegment {
    uint8_t type;            /* SegmentType */
    uint8_t flags;
    uint16_t unit;
    bool has_size, is_tail;  /* is_tail: takes all that is left */
    Term size;               /* AST */
    Pattern *pattern;
    const uint8_t *string;   /* SEG_STRING */
    uint32_t string_size;
    uint32_t line;
};
typedef struct Equality { /* a variable that stands twice in a pattern: both places must be equal */
    uint32_t a, b;
    struct Equality *next;
} Equality;
typedef struct Clause {
    Pattern **patterns;
    uint32_t pattern_count;
    uint32_t *versions;      /* variables that the patterns bind */
    uint32_t version_count, version_capacity;
    Equality *equalities;
    Term guards;             /* list of alternatives */
    Term body;               /* AST */
    uint32_t line;
    Block *block;            /* where the body starts; parameters: versions */
    bool is_reached;
} Clause;

/* Patterns of a clause; `arguments` a list of AST. */
void pattern_clause(Lower *L, Clause *clause, Term arguments, Term guards, Term body, uint32_t line);
/* Splits [{:when, _, [args..., guard]}] of stab clauses. */
void pattern_stab(Lower *L, Clause *clause, Term stab);
/* What a segment of <<>> says. */
typedef struct SegmentSpec {
    uint8_t type, flags;
    uint16_t unit;
    bool has_size;
    Term value, size;
    uint32_t line;
} SegmentSpec;
void segment_spec(Lower *L, Term segment, SegmentSpec *spec);
bool segment_literal_bytes(Lower *L, const SegmentSpec *spec, const uint8_t **bytes, uint32_t *size);

/* --- matching (match.c) --- */
/* Matches values against the clauses' patterns in order: jumps to clause->block of the first that fits, else to
 * `fail`. Ends the current block. */
void match_clauses(Lower *L, Clause *clauses, uint32_t count, Value **values, Block *fail);
/* Goes on in clause->block with its variables bound; false if it is never reached. */
bool match_enter(Lower *L, Clause *clause);
/* Binds variables of one pattern that must fit (=): else `fail`. */
void match_one(Lower *L, Term pattern, Value *value, Block *fail);

/* --- building (lower.c) --- */
Value *lower_expr(Lower *L, Term ast);
void lower_effect(Lower *L, Term ast);
void lower_to(Lower *L, Term ast, const Dest *dest);
void lower_deliver(Lower *L, const Dest *dest, Value *value);
Block *lower_block(Lower *L);                           /* a new block for the present handler and fragility */
Instr *lower_emit(Lower *L, IrOp op, unsigned arg_count, unsigned dst_count); /* fill args and the rest after it */
Value *lower_emit_value(Lower *L, IrOp op, unsigned arg_count, Value **args);
Value *lower_constant(Lower *L, Term t);
Value *lower_variable(Lower *L, uint32_t version);      /* NULL if it is not bound */
void lower_bind(Lower *L, uint32_t version, Value *value);
uint32_t lower_fresh_version(Lower *L);
void lower_jump(Lower *L, Block *to);
void lower_jump_with(Lower *L, Block *to, Value *value);
void lower_test(Lower *L, IrTest test, Value *a, Value *b, Block *yes, Block *no);
Value *lower_in_register(Lower *L, Value *v);           /* a constant is moved into one */
Block *lower_join(Lower *L);                            /* with one parameter */
Value *lower_enter_join(Lower *L, Block *join);
void lower_enter(Lower *L, Block *block);
void lower_edges(Lower *L, Block *from, Instr *terminator, Block *next, Block *fail);
void lower_switch_edges(Lower *L, Block *from, Instr *terminator);
void lower_case_deliver(Lower *L, CaseContext *c, Value *subject);
void lower_truth(Lower *L, Term ast, Block *yes, Block *no); /* neither false nor nil */
void lower_condition(Lower *L, Term ast, Block *yes, Block *no);
Value *lower_call_ext(Lower *L, Term module, Term function, unsigned arg_count, Value **args);
Value *lower_call_function(Lower *L, IrFunction *callee, unsigned arg_count, Value **args);
Value *lower_call_fun(Lower *L, Value *fun, unsigned arg_count, Value **args);
Value *lower_bif(Lower *L, Term name, unsigned arg_count, Value **args);
Value *lower_tuple(Lower *L, unsigned count, Value **items);
Value *lower_cons(Lower *L, Value *head, Value *tail);
Value *lower_binary(Lower *L, Term ast);
void lower_error(Lower *L, Value *reason);              /* erlang:error(reason): ends the block */
void lower_end(Lower *L, IrOp op, Value *value);        /* badmatch and friends, return */
void lower_clauses(Lower *L, Clause *clauses, uint32_t count, Value **values, Block *fail, const Dest *dest);
void lower_body(Lower *L, Term body, const Dest *dest);
IrFunction *lower_find(Unit *u, Term name, unsigned arity);
IrFunction *lower_new_lambda(Lower *L, unsigned arity);
void lower_name_lambda(Lower *L, IrFunction *lambda, const char *what);
void lower_child(Lower *L, Lower *child, IrFunction *f);
Value *lower_capture(Lower *child, Value *of_parent);
void lower_captured_call(Lower *L, Lower *callee, unsigned arg_count, Value **args, const Dest *dest);
Value *lower_make_fun(Lower *L, Lower *child);
void lower_add_function(Unit *u, IrFunction *f);
NORETURN void lower_fail(Lower *L, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* --- the frame of a try (lower_try.c) --- */
typedef struct TryFrame {
    Block *handler, *outer_handler;
    Value *tag;
    Value *class, *reason, *trace; /* set by try_handle */
} TryFrame;
void try_begin(Lower *L, TryFrame *t);  /* goes on inside */
void try_leave(Lower *L, TryFrame *t);  /* goes on after it */
void try_handle(Lower *L, TryFrame *t); /* goes on in the handler */
void try_raise(Lower *L, TryFrame *t);  /* again, as it came */

void lower_try(Lower *L, Term ast, const Dest *dest);
void lower_receive(Lower *L, Term ast, const Dest *dest);
void lower_with(Lower *L, Term ast, const Dest *dest);
void lower_for(Lower *L, Term ast, const Dest *dest);

/* --- guards (lower_guard.c) --- */
/* A guard: to `yes` if an alternative holds, else to `no`. */
void lower_guards(Lower *L, Term alternatives, Block *yes, Block *no);
/* The value of an expression as allowed in guards; errors go to `fail`. */
Value *lower_guard_value(Lower *L, Term ast, Block *fail);
/* Guard natives: how they are called. */
typedef enum BifKind { BIFKIND_NONE, BIFKIND_BIF, BIFKIND_GC, BIFKIND_TEST } BifKind;
BifKind bif_kind(Term name, unsigned arity, IrTest *test, bool *swap);
bool bif_yields_boolean(Term name, unsigned arity);
Term bif_fold(Lower *L, Term name, unsigned arg_count, Value **args); /* TERM_NONE if it cannot */

/* --- AST --- */
static inline bool ast_is_node(Term t) { return term_is_tuple_of(t, 3); }
static inline Term ast_head(Term t) { return tuple_get(t, 0); }
static inline Term ast_meta(Term t) { return tuple_get(t, 1); }
static inline Term ast_args(Term t) { return tuple_get(t, 2); }
static inline bool ast_is(Term t, Term head) { return ast_is_node(t) && ast_head(t) == head && term_is_list(ast_args(t)); }
static inline bool ast_is_variable(Term t) { return ast_is_node(t) && term_is_atom(ast_head(t)) && term_is_atom(ast_args(t)); }
static inline Term keyword_get(Term list, Term key)
{
    for (; term_is_cons(list); list = term_tail(list)) {
        Term pair = term_head(list);
        if (term_is_tuple_of(pair, 2) && tuple_get(pair, 0) == key) return tuple_get(pair, 1);
    }
    return TERM_NONE;
}
static inline uint32_t ast_line(Term meta)
{
    Term line = keyword_get(meta, AM(line));
    return !term_is_none(line) && term_is_small(line) ? (uint32_t)term_to_small(line) : 0;
}
static inline Term list_nth(Term list, unsigned n)
{
    while (n-- > 0 && term_is_cons(list)) list = term_tail(list);
    return term_is_cons(list) ? term_head(list) : TERM_NONE;
}
static inline unsigned list_count(Term list)
{
    unsigned n = 0;
    for (; term_is_cons(list); list = term_tail(list)) n++;
    return n;
}
/* {{:., _, [module, function]}, _, args}; false for anonymous calls. */
static inline bool ast_is_remote(Term t, Term *module, Term *function)
{
    if (!ast_is_node(t) || !ast_is(ast_head(t), AM(dot))) return false;
    Term parts = ast_args(ast_head(t));
    if (list_count(parts) != 2) return false;
    *module = term_head(parts);
    *function = list_nth(parts, 1);
    return true;
}

#endif
