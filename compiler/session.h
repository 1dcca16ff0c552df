/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session.h - the coroutine in which the compiler works, so that it can call Elixir in the middle of C.
 *
 * A session belongs to the process that asked. It runs on a C stack of its own. When a macro or a module body must
 * run, session_apply() leaves a request and switches back to the native :elver_compiler.step/2, which hands the request to
 * the process: the loop of :elver_session (stdlib/kernel) runs it and steps the session with what came out. Terms
 * cross by copying between the process's heap and the session's arena, so neither holds terms of the other.
 *
 *     process:  start -> step -> {:apply, m, f, args} -> step(result) -> ... -> {:done, value}
 *     session:           [ reader, expander ... session_apply ........ ... end ]
 *
 * A session may move between threads between steps: nothing in it may keep the address of a thread-local variable
 * across session_apply. An error anywhere longjmps to the session's bottom (session_raise) and ends it; all that it
 * allocated is in its arena and heap. A process that dies in between drops the session with its magic reference. */
#ifndef COMPILER_SESSION_H
#define COMPILER_SESSION_H

#include <setjmp.h>

#include "base/mem.h"
#include "compiler/ast.h"
#include "compiler/coroutine.h"
#include "term/heap.h"

typedef struct Session Session;
typedef struct ModuleData ModuleData; /* definition.h */
typedef struct Process Process;
/* What a session does: reads s->arguments, returns the result (a term of any heap that lives as long as the session). */
typedef Term (*SessionBody)(Session *s);

typedef enum SessionState { SESSION_NEW, SESSION_WAITING, SESSION_RUNNING, SESSION_DONE, SESSION_RAISED } SessionState;

struct Session {
    Resource resource;
    SessionState state;
    SessionBody body;
    Term arguments;       /* list, on own_heap */
    Heap own_heap;
    Heap *h;              /* where terms are built: own_heap, or that of a module under definition */
    Arena *arena;         /* for everything that is no term */
    Term request;         /* {:apply, m, f, args} or :yield while WAITING */
    Term reply;           /* what the last step brought */
    Term result;          /* DONE: value; RAISED: {kind, reason, stacktrace} */
    ModuleData *opened;   /* modules this session is defining, innermost first: closed if it fails */
    int work;             /* since the last yield */
    bool alone;           /* bootstrap: no process to ask */
    jmp_buf bottom;
    Coroutine inside, outside;
    uint8_t *stack;       /* owned */
    void *outside_fiber, *inside_fiber; /* for the sanitizers */
    const void *outside_stack;
    size_t outside_stack_size;
};

/* `arguments` is copied. One reference is the caller's. */
Session *session_new(SessionBody body, Term arguments);
void session_release(Session *s);
/* Runs it until it waits or ends. `reply` (for a WAITING one) is copied. */
void session_resume(Session *s, Term reply);
/* Without a process: runs to the end; a request panics. Returns DONE or RAISED. */
SessionState session_run_alone(Session *s);

/* --- inside a session --- */
/* module.function(args...) in the process that owns the session; raises here what it raises there. */
Term session_apply(Session *s, Term module, Term function, Term args);
Term session_call(Session *s, const char *module, const char *function, int count, ...);
/* Lets the scheduler breathe now and then. */
void session_work(Session *s, int amount);
NORETURN void session_raise(Session *s, Term kind, Term reason, Term stacktrace);
/* %CompileError{} with file and line. */
NORETURN void compile_error(Session *s, Term file, int line, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Raises %module{message: ...}. */
NORETURN void session_raise_message(Session *s, const char *exception_module, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Ends the session with an error if the C stack is nearly used up. */
void session_check_stack(Session *s);
/* Prints "warning: ..." on the process's standard error. */
void compile_warning(Session *s, Term file, int line, const char *where, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The same with a column, of a warning about the text itself. */
void compile_text_warning(Session *s, Term file, int line, int column, const char *message);

/* The native :elver_compiler.step/2's half: a term for the process. */
Term session_step(Process *p, Session *s, Term reply);
void session_destroy(Resource *resource); /* identifies sessions among magic references */

#endif
