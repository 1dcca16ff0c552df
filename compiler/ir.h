/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ir.h - the core form: one function as a graph of basic blocks over values that are defined once.
 *
 * Lowering resolves variables to values (an Elixir variable is bound once, so no renaming is needed), makes patterns
 * and guards explicit tests, and lifts anonymous functions. A block is straight-line code that ends in one terminator
 * (from IR_JUMP on); where paths meet, a block has parameters and each jump to it passes arguments. The graph has no
 * cycles but those of receive.
 *
 *     block 3(v7):            v7 is a parameter
 *       v8 = tuple :ok, v7
 *       return v8
 *
 * `handler` is the block that an exception inside of a block goes to (0: none). From loop_rec to remove_message code is
 * `fragile`: what it takes out of the message must not be on the stack. */
#ifndef COMPILER_IR_H
#define COMPILER_IR_H

#include "compiler/backend.h"
#include "base/buf.h"
#include "term/atom.h"

typedef struct Value Value;
typedef struct Block Block;
typedef struct Instr Instr;
typedef struct IrFunction IrFunction;

enum { NO_REGISTER = -1 };

struct Value {
    uint32_t id;
    uint8_t kind;          /* ValueKind */
    bool is_boolean;       /* is true or false */
    uint32_t is_fragile;   /* defined between loop_rec and remove_message: number of the receive; else 0 */
    bool needs_y;          /* lives across a call (regalloc) */
    bool is_tag;           /* the catch tag of a try; tag_depth: how many try enclose it */
    uint8_t tag_depth;
    int16_t x, y, hint;    /* registers (regalloc); hint: the x register it would like */
    uint32_t use_count;
    uint32_t live_index;   /* in the set of live values (regalloc) */
    uint32_t argument;     /* index of a function's argument */
    Term constant;
    Block *home;           /* where it is defined */
};
typedef enum ValueKind { VALUE_CONSTANT, VALUE_ARGUMENT, VALUE_RESULT, VALUE_PARAMETER } ValueKind;

/* IR(name, IR_PURE if it can go when unused, IR_KILL if it clears the x registers, IR_END for terminators) */
#define IR_OPS(IR) \
    IR(move, IR_PURE) IR(bif, 0) IR(call, IR_KILL) IR(call_ext, IR_KILL) IR(call_fun, IR_KILL) IR(apply, IR_KILL) \
    IR(make_fun, IR_PURE) IR(cons, IR_PURE) IR(tuple, IR_PURE) IR(map_assoc, 0) IR(map_exact, 0) IR(binary, 0) \
    IR(element, IR_PURE) IR(hd, IR_PURE) IR(tl, IR_PURE) \
    IR(bs_position, IR_PURE) IR(bs_set_position, 0) IR(bs_tail, IR_PURE) \
    IR(try_end, 0) IR(try_case, 0) IR(stacktrace, IR_KILL) IR(remove_message, 0) IR(timeout, 0) IR(receive, IR_KILL) \
    IR(marker_reserve, 0) IR(marker_bind, 0) IR(marker_use, 0) IR(marker_clear, 0) \
    IR(jump, IR_END) IR(test, IR_END) IR(bif_test, IR_END) IR(switch, IR_END) IR(switch_arity, IR_END) \
    IR(get_map, IR_END) IR(has_keys, IR_END) \
    IR(bs_start, IR_END) IR(bs_integer, IR_END) IR(bs_float, IR_END) IR(bs_binary, IR_END) IR(bs_utf, IR_END) \
    IR(bs_skip, IR_END) IR(bs_skip_utf, IR_END) IR(bs_test_tail, IR_END) IR(bs_test_unit, IR_END) \
    IR(bs_string, IR_END) IR(try, IR_END) IR(loop_rec, IR_END) IR(loop_rec_end, IR_END) IR(wait, IR_END | IR_KILL) \
    IR(wait_timeout, IR_END | IR_KILL) \
    IR(return, IR_END) IR(tail_call, IR_END) IR(tail_call_ext, IR_END) IR(tail_apply, IR_END) \
    IR(no_return, IR_END) IR(function_clause, IR_END) IR(badmatch, IR_END) IR(case_end, IR_END) \
    IR(try_case_end, IR_END) IR(raise, IR_END)
enum { IR_PURE = 1, IR_KILL = 2, IR_END = 4 };
typedef enum IrOp {
#define IR(name, flags) IR_##name,
    IR_OPS(IR)
#undef IR
    IR_OP_COUNT
} IrOp;
extern const uint8_t ir_op_flags[];

/* What IR_test tests (Instr.aux). */
#define IR_TESTS(T) \
    T(lt) T(ge) T(eq) T(ne) T(eq_exact) T(ne_exact) T(integer) T(float) T(number) T(atom) T(pid) T(reference) T(port) \
    T(nil) T(binary) T(list) T(nonempty_list) T(tuple) T(tuple_arity) T(function) T(function2) T(boolean) T(bitstr) T(map) \
    T(tagged_tuple)
typedef enum IrTest {
#define T(name) TEST_##name,
    IR_TESTS(T)
#undef T
} IrTest;

typedef enum SegmentType { SEG_INTEGER, SEG_FLOAT, SEG_BINARY, SEG_BITS, SEG_UTF8, SEG_UTF16, SEG_UTF32, SEG_STRING } SegmentType;
enum { SEGMENT_LITTLE = 2, SEGMENT_SIGNED = 4 }; /* as in instructions */

/* One segment of a binary to build (Instr.segments). Values are in Instr.args: value, and size unless it is NULL. */
typedef struct Segment {
    uint8_t type;       /* SegmentType */
    uint8_t flags;
    uint16_t unit;
    int16_t value_arg;  /* index into args; -1 for a string */
    int16_t size_arg;   /* index into args; -1: the whole value, or none */
    const uint8_t *string;
    uint32_t string_size;
} Segment;

typedef struct SwitchCase {
    Term value;    /* atom or small; for switch_arity a small */
    Block *target;
} SwitchCase;

struct Instr {
    uint8_t op;             /* IrOp */
    uint8_t flags;          /* bit syntax flags */
    uint16_t arg_count, dst_count;
    uint32_t line;
    uint32_t aux;           /* test; element index; arity; unit; index of callee or lambda */
    uint32_t dead_count;    /* values whose last use is here (regalloc) */
    Value **args, **dsts, **dead;
    Block *next, *fail;     /* terminators */
    Term term;              /* bif name; module of call_ext; */
    Term term2;             /* function of call_ext */
    union {
        Segment *segments;      /* binary: aux of them */
        SwitchCase *cases;      /* switch: aux of them */
        const uint8_t *string;  /* bs_string: aux bytes */
        void *callee;           /* call, make_fun: IrFunction */
    };
    Instr *before, *after;
};

struct Block {
    uint32_t id;
    uint32_t pred_count;
    bool is_reachable;
    uint32_t is_fragile;   /* likewise */
    Instr *first, *last;
    Value **params;
    uint32_t param_count, param_capacity;
    Block *handler;
    Instr *jumps;            /* the first jump to it, if any (for parameters that need none) */
    /* regalloc and emit */
    uint32_t order;          /* in ir->order, from 1; 0: not placed */
    Value **live_in;
    uint32_t live_in_count;
    bool needs_frame, framed_in, framed_out;
    Block *region;           /* union-find of blocks that share a frame */
    uint32_t frame_size;
    uint32_t label;
    Instr *frame_at;         /* before it the frame is made */
    uint64_t valid_in;       /* of the first 64 x registers, those that surely hold terms at the start (emit) */
};

struct IrFunction {
    Arena *arena;
    Term name;
    unsigned arity;
    unsigned free_count;     /* lambdas: last arguments */
    bool is_exported, is_lambda, is_generated, is_used;
    uint32_t line;
    const char *file;
    uint32_t label_info, label_entry;
    uint32_t lambda_index;
    Term clauses;
    Value **arguments;
    uint32_t argument_capacity;
    Block *entry;
    Block **blocks;
    uint32_t block_count, block_capacity;
    Block **order;           /* reachable blocks in reverse postorder */
    uint32_t order_count;
    uint32_t value_count;
    uint32_t lambda_count;   /* made so far: names */
    uint32_t tag_depth;      /* deepest nesting of try */
    bool has_receive;
    bool is_huge;
    IrFunction *outer;       /* the def that a lambda stands in */
    IrFunction *next;
};

#define arena_push(arena, items, count, capacity, item) \
    do { \
        if ((count) == (capacity)) { \
            size_t capacity_ = (capacity) ? (capacity) * 2 : 4; \
            void *grown_ = arena_alloc((arena), capacity_ * sizeof *(items)); \
            if (count) memcpy(grown_, (items), (count) * sizeof *(items)); \
            (items) = grown_; \
            (capacity) = capacity_; \
        } \
        (items)[(count)++] = (item); \
    } while (0)

IrFunction *ir_function_new(Arena *arena, Term name, unsigned arity);
Value *ir_value_new(IrFunction *f, ValueKind kind);
Value *ir_constant(IrFunction *f, Term constant);
Value *ir_add_argument(IrFunction *f);
Block *ir_block_new(IrFunction *f);
Value *ir_add_parameter(IrFunction *f, Block *block);
Instr *ir_instr_new(IrFunction *f, IrOp op, unsigned arg_count, unsigned dst_count);
void ir_append(Block *block, Instr *instr);
void ir_insert_first(Block *block, Instr *instr);
void ir_remove(Block *block, Instr *instr);

/* Calls `visit` for each successor of a terminator. */
#define IR_MAX_SUCCESSORS(i) ((i)->op == IR_switch || (i)->op == IR_switch_arity ? (i)->aux + 1 : 2)
Block *ir_successor(const Instr *terminator, unsigned index); /* NULL when there are no more; skips none */
/* Sets order: reachable blocks, a block after all that lead to it (but for receive's way back). */
void ir_order(IrFunction *f);
void ir_print(const IrFunction *f, Buf *out);

/* optimise.c: removes what nobody uses, moves what only one branch uses there, shortens jumps. Sets the order. */
void ir_optimise(IrFunction *f);
/* regalloc.c: gives every value its registers and every path its frame; see there. */
void ir_allocate(IrFunction *f);
/* Is the value on the stack, in a block's framed part (and past its remove_message)? */
static inline bool value_in_y(const Value *v, bool framed, uint32_t fragile)
{
    return v->needs_y && framed && !(fragile && v->is_fragile == fragile);
}



#endif
