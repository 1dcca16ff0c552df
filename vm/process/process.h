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
 * are 111 is a return address, IMM_CATCH marks a catch; all other words are terms, which the collector moves.
 *
 * A process runs in slices: the scheduler sets reductions_left and calls process_run (exec/run.h), which loads the x
 * registers from saved_arguments, runs, saves what is live, sets run_result, and returns. */
#ifndef PROCESS_PROCESS_H
#define PROCESS_PROCESS_H

#include <stdatomic.h>

#include "term/atom.h"
#include "term/heap.h"
#include "base/lock.h"

typedef struct Process Process;
typedef struct Signal Signal;
typedef struct Scheduler Scheduler;
typedef struct Relation Relation;
typedef struct ProcessExtra ProcessExtra;
typedef struct Dictionary Dictionary;

enum {
    X_REGISTER_COUNT = 1024, INLINE_ARGUMENTS = 8,
    STACK_RESERVE = 4, /* words always free between H and E at safe points */
    SLICE_REDUCTIONS = 4000
};

/* Bits of the shared word `state`, changed by compare-exchange only (scheduler.c). */
typedef enum ProcessState {
    PROCESS_QUEUED = 1,    /* stands in a run queue, or is being put there */
    PROCESS_RUNNING = 2,   /* a thread owns it */
    PROCESS_SIGNALED = 4,  /* outer queue not empty */
    PROCESS_EXITING = 8    /* no longer takes signals */
} ProcessState;

/* Why process_run came back: p->run_result. */
typedef enum RunResult {
    RUN_YIELDED, /* out of reductions, or yield(): go on at pc with the saved arguments */
    RUN_WAITING, /* in receive with no matching message, or a native that called bif_wait: go on at pc after a signal */
    RUN_EXITED,  /* it is over: p->exit_reason says why */
    RUN_DIRTY    /* its next step, at pc, is a blocking native: process_run_dirty on the dirty pool does that step */
} RunResult;

/* Bits of `flags`; owner only. */
typedef enum ProcessFlags {
    PROCESS_FLAG_TRAP_EXIT = 1,
    PROCESS_FLAG_SENSITIVE = 2,
    PROCESS_FLAG_TIMER_FIRED = 4,   /* the receive's timer went off: mailbox_wait_timeout says so */
    PROCESS_FLAG_WANTS_FULL_GC = 8, /* the next collection sweeps both generations */
    PROCESS_FLAG_HIBERNATING = 16,  /* told by process_info; until it runs again */
    PROCESS_FLAG_KILLED = 32,       /* an exit signal ended it: exit_reason is set; it does not run again */
    PROCESS_FLAG_OFF_HEAP_QUEUE = 64,
    PROCESS_FLAG_ON_DIRTY = 128,    /* a dirty thread runs it */
    PROCESS_FLAG_INTERRUPTED = 512, /* raise exit(:"$elver_interrupt") where it is, when it runs next */
    PROCESS_USES_ETS = 256          /* owns an ETS table or has one fixed */
} ProcessFlags;

/* Messages that were taken in, oldest first (mailbox.h). Owner only. */
typedef struct MailboxMarker {
    Word ref_number;    /* 0: reserved, not bound yet */
    Signal **position;  /* NULL: unused slot */
} MailboxMarker;
enum { MAILBOX_MARKERS = 3 };
typedef struct Mailbox {
    Signal *first;
    Signal **last;
    Signal **save;      /* where receive resumes: address of the pointer to the next message to look at */
    Word length;
    uint32_t reservations; /* of markers so far */
    bool peeked;        /* a receive looks at the message at *save */
    MailboxMarker markers[MAILBOX_MARKERS];
} Mailbox;

/* Links, monitors and aliases of a process: a hash table (relation.h). */
typedef struct Relations {
    Relation **buckets; /* owned; NULL while empty */
    uint32_t count, capacity;
} Relations;

struct Process {
    /* --- what the interpreter touches --- */
    Heap heap;                /* heap.limit is the stack's top, E, while swapped out */
    const Word *pc;           /* where to go on */
    int64_t reductions_left;  /* of this slice */
    Term *saved_arguments;    /* live x registers while swapped out: `inline_arguments` or owned */
    uint16_t saved_count, saved_capacity;
    uint8_t run_result;       /* RunResult */
    uint16_t flags;           /* ProcessFlags */
    uint8_t priority;         /* 0 max, 1 high, 2 normal, 3 low */
    uint8_t trap_count;
    union {                   /* a trap's arguments live from the native's return to the jump only */
        Term inline_arguments[INLINE_ARGUMENTS];
        Term trap_arguments[INLINE_ARGUMENTS];
    };
    const void *trap_export;  /* Export * to call instead of returning a native's result, or BIF_WAIT (exception.h) */
    Scheduler *scheduler;     /* that runs it now, or ran it last; its x registers are the thread's */

    /* --- exceptions: set by raise_*, read by the handler (exception.h) --- */
    Term exception_class;     /* AM(error), AM(exit) or AM(throw) */
    Term exception_reason;
    Term exception_trace;     /* built trace or TERM_NONE */
    Term exit_reason;         /* with RUN_EXITED or PROCESS_FLAG_KILLED */

    /* --- memory --- */
    Word *block, *block_end;  /* owned unless it is `first_block`: young heap and stack */
    Word *high_water;         /* young terms below it survived a collection; the next one promotes them */
    Word *old_block, *old_top, *old_end; /* owned: old generation, or NULL */
    uint32_t minor_collections;          /* since the last full one */
    uint32_t min_heap_words;
    uint16_t fullsweep_after;
    uint16_t suspend_count;   /* > 0: does not run */
    uint16_t first_words;     /* size of first_block */
    uint16_t slice_collections; /* in the current slice: many ask for a larger block */
    uint32_t initial_arity;

    /* --- identity and relations --- */
    Term pid;
    Term parent, group_leader;
    Term initial_module, initial_function;
    Dictionary *dictionary;   /* owned; NULL while empty (dictionary.h) */
    Relations relations;
    Mailbox mailbox;
    Word total_reductions;
    Word receive_timer;       /* number of the timer of a receive ... after; 0: none */
    Word wait_reply_number;   /* bif_wait: the request whose answer is awaited; 0: none */
    Term wait_reply;          /* the answer, or TERM_NONE */
    Signal *requests;         /* taken in while running; handled when the slice is over, oldest first */
    ProcessExtra *extra;      /* owned: what few processes have, or NULL (process_extra) */

    /* --- shared --- */
    _Atomic(uint32_t) state;  /* ProcessState bits */
    _Atomic(Signal *) outer;  /* signals on their way, newest first; pushed by anyone who holds the process's table lock
                                 (process_table.h), taken by the owner */
    Process *run_next;        /* run queue link: guarded by the queue's lock */
    Term registered_name;     /* or NIL; guarded by the registry's lock */

    Word first_block[];       /* the block that a process starts with */
};

/* What few processes have. Owner only. */
struct ProcessExtra {
    Term error_handler;
    Word max_heap_words;       /* 0: unlimited */
    bool max_heap_kill, max_heap_log;
    Word min_bin_vheap_words;
    Word save_calls;
    Term suspending;           /* list of {pid, count}: processes that this one suspended */
    Word gc_minor_total;
};

/* --- life (process.c) --- */

typedef struct SpawnOptions {
    bool link;
    bool monitor;
    uint8_t alias;             /* RelationFlags of the alias that the monitor makes, or 0 */
    uint8_t priority;          /* as in Process; default 2 */
    bool off_heap_queue;
    uint16_t fullsweep_after;
    uint32_t min_heap_words;
    Word max_heap_words;
    bool max_heap_kill, max_heap_log;
    Term monitor_tag;          /* or TERM_NONE */
    Term monitor_ref;          /* out: the monitor's reference, on the parent's heap */
} SpawnOptions;
void spawn_options_init(SpawnOptions *options);

/* Makes a process that starts with apply(module, function, arguments) (a list, copied) or, when module is TERM_NONE,
 * function.() (a fun). `parent` may be NULL (the first process). Returns its pid; TERM_NONE if the table is full. */
Term process_spawn(Process *parent, Term module, Term function, Term arguments, SpawnOptions *options);
/* The first process, without a parent; *pid is set before it can run. */
Term process_spawn_first(Term module, Term function, Term arguments, SpawnOptions *options, _Atomic(Term) *pid);
/* Ends p with p->exit_reason: tells links and monitors, frees all. Its thread calls it; p is gone afterwards. */
void process_exit(Process *p);
/* Called in the dying process's thread before its links hear of it (ETS tables, ports). At boot only. */
void process_at_exit(void (*hook)(Process *p));
/* What lies above this layer, filled in at boot (vm.c): see exec/run.h for their meaning. */
typedef struct ProcessHooks {
    void (*start_at)(Process *p, Term module, Term function, Term arguments);
    Term (*current_stacktrace)(Process *p, Heap *heap, unsigned limit);
    Term (*current_function)(Process *p, Heap *heap);
    void (*ended)(Process *p); /* told of each process's end: the first one's ends the machine */
    /* An event for the process `logger`: {log, error, format, arguments, metadata}. */
    void (*log_event)(Process *p, Term logger, const char *format, Term arguments);
    void (*write_error)(const char *text); /* to standard error */
} ProcessHooks;
extern ProcessHooks process_hooks;
ProcessExtra *process_extra(Process *p); /* made when first asked for */
Word process_memory_bytes(const Process *p);
/* Safe points ask: are fragments or off-heap bytes so large that a collection is due? */
static inline bool process_wants_collection(const Process *p)
{
    return p->heap.fragment_words > (Word)(p->block_end - p->block) / 2 + 128 || p->heap.off_heap_bytes > 1u << 20;
}

/* --- registers while swapped out: exec calls these around a slice --- */
COLD void process_grow_saved(Process *p, unsigned count);
static inline void process_save_registers(Process *p, const Term *x, unsigned count)
{
    if (UNLIKELY(count > p->saved_capacity)) process_grow_saved(p, count);
    memcpy(p->saved_arguments, x, count * sizeof *x);
    p->saved_count = (uint16_t)count;
}
static inline void process_restore_registers(Process *p, Term *x)
{
    memcpy(x, p->saved_arguments, p->saved_count * sizeof *x);
}

#endif
