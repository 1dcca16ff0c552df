/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session.c - coroutines of the compiler: stacks, switching, requests to the owning process, errors. */
#include "compiler/session.h"

#include <stdarg.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/lock.h"
#include "compiler/definition.h"
#include "compiler/site.h"
#include "gc/copy.h"
#include "process/exception.h"
#include "term/map.h"
#include "term/ref.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#if __has_feature(thread_sanitizer)
#define __SANITIZE_THREAD__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
#endif

/* Reserved, not used up: pages come as the stack grows. */
enum { STACK_BYTES = 64 << 20, GUARD_BYTES = 64 << 10, STACK_MARGIN = 256 << 10, POOL_SIZE = 8, WORK_PER_YIELD = 20000 };

/* --- stacks, a few kept for reuse --- */

static pthread_mutex_t pool_mutex = PTHREAD_MUTEX_INITIALIZER; /* leaf: held for a few instructions */
static uint8_t *pool[POOL_SIZE];
static int pool_count;

static uint8_t *stack_new(void)
{
    pthread_mutex_lock(&pool_mutex);
    uint8_t *stack = pool_count > 0 ? pool[--pool_count] : NULL;
    pthread_mutex_unlock(&pool_mutex);
    if (stack) return stack;
    stack = mmap(NULL, STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED) panic("cannot map a stack for the compiler");
    mprotect(stack, GUARD_BYTES, PROT_NONE);
    return stack;
}

static void stack_free(uint8_t *stack)
{
#ifdef __SANITIZE_ADDRESS__
    __asan_unpoison_memory_region(stack + GUARD_BYTES, STACK_BYTES - GUARD_BYTES);
#endif
    pthread_mutex_lock(&pool_mutex);
    if (pool_count < POOL_SIZE) {
        pool[pool_count++] = stack;
        stack = NULL;
    }
    pthread_mutex_unlock(&pool_mutex);
    if (stack) munmap(stack, STACK_BYTES);
}

/* --- switching --- */

static bool getcwd_prefix(char *directory, size_t size)
{
    return getcwd(directory, size) != NULL;
}

static void switch_out(Session *s, bool for_ever)
{
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_start_switch_fiber(for_ever ? NULL : &s->inside_fiber, s->outside_stack, s->outside_stack_size);
#endif
#ifdef __SANITIZE_THREAD__
    __tsan_switch_to_fiber(s->outside_fiber, 0);
#endif
    coroutine_switch(&s->inside, &s->outside);
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_finish_switch_fiber(s->inside_fiber, &s->outside_stack, &s->outside_stack_size);
#endif
}

static void switch_in(Session *s)
{
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_start_switch_fiber(&s->outside_fiber, s->stack + GUARD_BYTES, STACK_BYTES - GUARD_BYTES);
#endif
#ifdef __SANITIZE_THREAD__
    s->outside_fiber = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(s->inside_fiber, 0);
#endif
    coroutine_switch(&s->outside, &s->inside);
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_finish_switch_fiber(s->outside_fiber, NULL, NULL);
#endif
}

static void run_body(Session *s)
{
    if (setjmp(s->bottom) == 0) {
        s->result = s->body(s);
        s->state = SESSION_DONE;
    } else {
        s->result = copy_term(s->result, &s->own_heap); /* it may stand on the heap of a module that goes now */
        s->h = &s->own_heap;
        module_data_close_all(s);
        s->state = SESSION_RAISED;
    }
}

static void bottom(void *argument)
{
    Session *s = argument;
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_finish_switch_fiber(NULL, &s->outside_stack, &s->outside_stack_size);
#endif
    run_body(s);
    switch_out(s, true);
    panic("a finished compiler session was resumed");
}

Session *session_new(SessionBody body, Term arguments)
{
    Session *s = mem_alloc_zero(1, sizeof *s);
    resource_init(&s->resource, session_destroy);
    heap_init_arena(&s->own_heap);
    s->h = &s->own_heap;
    s->arena = arena_new();
    s->body = body;
    s->arguments = copy_term(arguments, s->h);
    s->state = SESSION_NEW;
    return s;
}

void session_destroy(Resource *resource)
{
    Session *s = (Session *)resource;
    module_data_close_all(s);
    site_forget_session(s);
#ifdef __SANITIZE_THREAD__
    if (s->inside_fiber) __tsan_destroy_fiber(s->inside_fiber);
#endif
    if (s->stack) stack_free(s->stack);
    heap_destroy(&s->own_heap);
    arena_free(s->arena);
    mem_free(s);
}

void session_release(Session *s)
{
    resource_release(&s->resource);
}

void session_resume(Session *s, Term reply)
{
    if (s->state == SESSION_NEW) {
        s->stack = stack_new();
        coroutine_prepare(&s->inside, s->stack + GUARD_BYTES, STACK_BYTES - GUARD_BYTES, bottom, s);
#ifdef __SANITIZE_THREAD__
        s->inside_fiber = __tsan_create_fiber(0);
#endif
    } else {
        assert(s->state == SESSION_WAITING);
        s->reply = copy_term(reply, s->h);
    }
    s->state = SESSION_RUNNING;
    switch_in(s);
    if ((s->state == SESSION_DONE || s->state == SESSION_RAISED) && s->stack) {
        stack_free(s->stack);
        s->stack = NULL;
    }
}

SessionState session_run_alone(Session *s)
{
    s->alone = true;
    session_resume(s, NIL);
    if (s->state == SESSION_WAITING) {
        Buf text = {0};
        ast_inspect(&text, s->request);
        panic("compiling without a VM needs %.300s", buf_text(&text));
    }
    return s->state;
}

/* --- requests --- */

static Term request(Session *s, Term what)
{
    s->request = what;
    s->state = SESSION_WAITING;
    switch_out(s, false);
    s->state = SESSION_RUNNING;
    return s->reply;
}

Term session_apply(Session *s, Term module, Term function, Term args)
{
    s->work = 0;
    Term reply = request(s, tuple_new_4(s->h, CA(apply), module, function, args));
    if (term_is_tuple_of(reply, 2)) return tuple_get(reply, 1);
    assert(term_is_tuple_of(reply, 3));
    session_raise(s, tuple_get(reply, 0), tuple_get(reply, 1), tuple_get(reply, 2));
}

Term session_call(Session *s, const char *module, const char *function, int count, ...)
{
    va_list arguments;
    va_start(arguments, count);
    ListBuilder b;
    list_begin(&b, s->h);
    for (int i = 0; i < count; i++) list_add(&b, va_arg(arguments, Term));
    va_end(arguments);
    return session_apply(s, atom_intern_string(module), atom_intern_string(function), b.list);
}

void session_work(Session *s, int amount)
{
    s->work += amount;
    if (LIKELY(s->work < WORK_PER_YIELD) || s->alone) return;
    s->work = 0;
    request(s, CA(yield));
}

void session_raise(Session *s, Term kind, Term reason, Term stacktrace)
{
    s->result = tuple_new_3(s->h, kind, reason, stacktrace);
    longjmp(s->bottom, 1);
}

void compile_error(Session *s, Term file, int line, const char *format, ...)
{
    Buf text = {0};
    va_list arguments;
    va_start(arguments, format);
    buf_vprintf(&text, format, arguments);
    va_end(arguments);
    Term pairs[] = {CA(struct_key), CA(CompileError), CA(exception_key), AM(true),
                    CA(description), binary_new(s->h, text.bytes, text.size), CA(file), file,
                    CA(line), line > 0 ? term_from_small(line) : AM(nil)};
    buf_free(&text);
    session_raise(s, AM(error), map_from_pairs(s->h, pairs, ARRAY_COUNT(pairs) / 2), NIL);
}

void session_raise_message(Session *s, const char *exception_module, const char *format, ...)
{
    Buf text = {0};
    va_list arguments;
    va_start(arguments, format);
    buf_vprintf(&text, format, arguments);
    va_end(arguments);
    Term pairs[] = {CA(struct_key), atom_intern_string(exception_module), CA(exception_key), AM(true),
                    CA(message), binary_new(s->h, text.bytes, text.size)};
    buf_free(&text);
    session_raise(s, AM(error), map_from_pairs(s->h, pairs, ARRAY_COUNT(pairs) / 2), NIL);
}

void session_check_stack(Session *s)
{
    if (UNLIKELY((uintptr_t)__builtin_frame_address(0) < (uintptr_t)s->stack + GUARD_BYTES + STACK_MARGIN))
        session_raise_message(s, "Elixir.RuntimeError", "the code is nested too deeply to be compiled");
}

/* Puts the place after the warning in `text` and shows it. */
static void show_warning(Session *s, Buf text, Term file, int line, int column, const char *where)
{
    buf_add_string(&text, "\n  ");
    Buf scratch = {0};
    size_t size;
    const uint8_t *path = binary_bytes_aligned(file, &size, &scratch);
    char directory[4096];
    size_t skip = 0;
    if (getcwd_prefix(directory, sizeof directory) && strncmp(directory, (const char *)path, strlen(directory)) == 0
        && size > strlen(directory) && path[strlen(directory)] == '/')
        skip = strlen(directory) + 1;
    buf_add(&text, path + skip, size - skip);
    buf_free(&scratch);
    if (line > 0) buf_printf(&text, ":%d", line);
    if (column > 0) buf_printf(&text, ":%d", column);
    if (where && *where) buf_printf(&text, ": %s", where);
    buf_add_string(&text, "\n\n");
    if (s->alone) fwrite(text.bytes, 1, text.size, stderr);
    else session_call(s, "elver_session", "warn", 1, binary_new(s->h, text.bytes, text.size));
    buf_free(&text);
}

void compile_warning(Session *s, Term file, int line, const char *where, const char *format, ...)
{
    Buf text = {0};
    va_list arguments;
    va_start(arguments, format);
    buf_add_string(&text, "warning: ");
    buf_vprintf(&text, format, arguments);
    va_end(arguments);
    show_warning(s, text, file, line, 0, where);
}

void compile_text_warning(Session *s, Term file, int line, int column, const char *message)
{
    Buf text = {0};
    buf_printf(&text, "warning: %s", message);
    show_warning(s, text, file, line, column, NULL);
}

/* --- the process's side --- */

Term session_step(Process *p, Session *s, Term reply)
{
    if (s->state != SESSION_NEW && s->state != SESSION_WAITING) return raise_badarg(p);
    session_resume(s, reply);
    Heap *h = &p->heap;
    bif_charge(p, 200);
    switch (s->state) {
    case SESSION_WAITING: return copy_term(s->request, h);
    case SESSION_DONE: return tuple_new_2(h, CA(done), copy_term(s->result, h));
    default: {
        Term parts = copy_term(s->result, h);
        return tuple_new_4(h, CA(raise), tuple_get(parts, 0), tuple_get(parts, 1), tuple_get(parts, 2));
    }
    }
}
