/* SPDX-License-Identifier: GPL-3.0-or-later */
/* process.h - one process: its heap, its registers while it does not run, its flags.
 *
 * Owner: the thread that runs the process (a scheduler, or a dirty thread during a blocking native) owns every field
 * without a lock, except those in the part marked `shared`. Everyone else reaches a process by signals only (signal.h).
 *
 *     block                heap.top        heap.limit = E           block_end
 *       | terms, growing up -> |   free      | <- stack, growing down   |
 *
 * The stack holds y registers and return addresses. A call pushes its return address: *--E = (Word)pc | TAG_HEADER;
 * so `allocate n` needs n words plus one in reserve (STACK_RESERVE) and y(i) is E[i]. A word on the stack whose low bits
 * are 111 is a return address, IMM_CATCH marks a catch; all other words are terms, which the collector moves. */
#ifndef PROCESS_PROCESS_H
#define PROCESS_PROCESS_H

#include <stdatomic.h>

#include "term/atom.h"
#include "term/heap.h"
#include "base/lock.h"

typedef struct Process Process;
typedef struct Signal Signal;
typedef struct Scheduler Scheduler;
typedef struct Link Link;
typedef struct Monitor Monitor;

enum { X_REGISTER_COUNT = 1024, INLINE_ARGUMENTS = 6, STACK_RESERVE = 4 /* words always free between H and E at safe points */ };

/* Bits of the shared word `state`, changed by compare-exchange only (process.c). */
typedef enum ProcessState {
    PROCESS_QUEUED = 1,       /* stands in a run queue */
    PROCESS_RUNNING = 2,      /* a thread owns it */
    PROCESS_WAITING = 4,      /* in receive: a signal makes it ready */
    PROCESS_SUSPENDED = 8,
    PROCESS_EXITING = 16,     /* no longer takes signals */
    PROCESS_SIGNALED = 32,    /* outer queue not empty */
    PROCESS_TRAP_EXIT = 64,
    PROCESS_DIRTY = 128,      /* its next step runs on the dirty pool */
} ProcessState;

typedef struct Mailbox { /* see mailbox.h */
    Signal *first;     /* inner queue: received messages in order; owner only */
    Signal **last;
    Signal **save;     /* where receive resumes: address of the pointer to the next message to look at */
    Word length;
    /* Markers of fresh references: receive that waits for one skips what came before (mailbox.h). */
    struct { Word ref_number; Signal **position; } markers[4];
    uint8_t marker_count, marker_next;
} Mailbox;

struct Process {
    /* --- what the interpreter touches --- */
    Heap heap;                /* heap.limit is the stack's top, E, while swapped out */
    const Word *pc;           /* where to go on */
    int64_t reductions_left;  /* of this slice */
    Term *saved_arguments;    /* live x registers while swapped out: `inline_arguments` or owned */
    uint16_t saved_count, saved_capacity;
    Term inline_arguments[INLINE_ARGUMENTS];
    Scheduler *scheduler;     /* that runs it now */

    /* --- memory --- */
    Word *block, *block_end;  /* owned: young heap and stack */
    Word *high_water;         /* young terms below it survived a collection; the next one promotes them */
    Word *old_block, *old_top, *old_end; /* owned: old generation, or NULL */
    uint32_t minor_collections;          /* since the last full one */
    Word min_heap_words;
    Word max_heap_words;      /* 0: unlimited */
    uint16_t fullsweep_after;
    uint8_t max_heap_flags;

    /* --- exceptions: set by raise_*, read by the handler (exception.h) --- */
    Term exception_class;     /* AM(error), AM(exit) or AM(throw) */
    Term exception_reason;
    Term exception_trace;     /* built trace or TERM_NONE */
    const void *trap_export;  /* Export * to call instead of returning a native's result; arguments in trap_arguments */
    Term trap_arguments[8];
    uint8_t trap_count;

    /* --- identity and relations --- */
    Term pid;
    Term parent, group_leader;
    Term initial_module, initial_function;
    uint32_t initial_arity;
    Term dictionary;          /* a map, or NIL when empty */
    Term registered_name;     /* or NIL; written by the owner under the registry's lock */
    Link *links;
    Monitor *monitors;        /* that this process holds on others */
    Monitor *monitored_by;
    Mailbox mailbox;
    Word total_reductions;
    Word receive_timer;       /* id of the timer of a receive ... after; 0: none */
    Term catch_level;

    uint8_t priority;         /* 0 max, 1 high, 2 normal, 3 low */
    uint8_t flags;

    /* --- shared --- */
    _Atomic(uint32_t) state;         /* ProcessState bits */
    _Atomic(uint32_t) reference_count; /* process_table.h: who else looks at this struct */
    Lock signal_lock;                /* guards outer_first, outer_last */
    Signal *outer_first, **outer_last;
    Process *run_next;               /* run queue link: guarded by the queue's lock */
};

#endif
