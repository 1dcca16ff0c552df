/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vm.c - boot, the first process, halting. */
#include "vm.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "bif/bif_process.h"
#include "code/code_server.h"
#include "code/export.h"
#include "ets/table.h"
#include "exec/dirty.h"
#include "exec/run.h"
#include "exec/scheduler.h"
#include "gc/gc.h"
#include "gc/literal.h"
#include "process/process_table.h"
#include "process/registry.h"
#include "process/signal.h"
#include "term/map.h"

enum { MAX_HALT_HOOKS = 16 };

static VmOptions options; /* constant after vm_start */
static void (*halt_hooks[MAX_HALT_HOOKS])(void);
static int halt_hook_count;

static pthread_mutex_t halt_mutex = PTHREAD_MUTEX_INITIALIZER; /* guards what follows */
static pthread_cond_t halt_condition = PTHREAD_COND_INITIALIZER;
static bool halted, halt_flush;
static int halt_status;

static _Atomic(Term) first_pid; /* relaxed: written before the process can end */

/* --- what the process layer wants of those above it --- */

static void note_end(Process *p)
{
    if (p->pid != atomic_load_explicit(&first_pid, memory_order_acquire)) return;
    vm_halt(p->exit_reason == AM(normal) || p->exit_reason == AM(shutdown) ? 0 : 1, true);
}

static Term charlist(Heap *heap, const char *text)
{
    Term list = NIL;
    for (size_t i = strlen(text); i-- > 0;) list = cons_new(heap, term_from_small((uint8_t)text[i]), list);
    return list;
}

static void log_event(Process *p, Term logger, const char *format, Term arguments)
{
    Heap *heap = &p->heap;
    Term source = map_put(heap, map_empty(heap), AM(tag), AM(error));
    source = map_put(heap, source, AM(emulator), AM(true));
    Term metadata = map_put(heap, map_empty(heap), AM(pid), p->pid);
    metadata = map_put(heap, metadata, AM(gl), p->group_leader);
    metadata = map_put(heap, metadata, AM(time), integer_from_int64(heap, clock_wall_ns() / 1000));
    metadata = map_put(heap, metadata, AM(error_logger), source);
    Term event = tuple_new(heap, 5);
    Term *e = tuple_elements(event);
    e[0] = AM(log);
    e[1] = AM(error);
    e[2] = charlist(heap, format);
    e[3] = arguments;
    e[4] = metadata;
    message_send(p, logger, event);
}

static void write_error(const char *text)
{
    for (size_t left = strlen(text); left > 0;) {
        ssize_t written = write(STDERR_FILENO, text, left);
        if (written <= 0) return;
        text += written;
        left -= (size_t)written;
    }
}

static void report_bad_file(const char *path, const char *reason)
{
    Buf text = {0};
    buf_printf(&text, "Loading of %s failed: badfile (%s)\n", path, reason);
    write_error(buf_text(&text));
    buf_free(&text);
}

/* --- signals of the system: noted by the handler in a pipe, read by a thread of their own --- */

static int signal_pipe[2] = {-1, -1};

static void signal_handler(int number)
{
    uint8_t byte = (uint8_t)number;
    ssize_t written = write(signal_pipe[1], &byte, 1);
    (void)written;
}

static const char *signal_name(int number)
{
    switch (number) {
    case SIGHUP: return "sighup";
    case SIGQUIT: return "sigquit";
    case SIGTERM: return "sigterm";
    case SIGUSR1: return "sigusr1";
    case SIGUSR2: return "sigusr2";
    case SIGCHLD: return "sigchld";
    case SIGALRM: return "sigalrm";
    case SIGTSTP: return "sigtstp";
    default: return "sigabrt";
    }
}

/* {notify, Name} to erl_signal_server, as an event manager takes it; without one, SIGTERM ends the machine. */
static void tell_signal(int number)
{
    Term server = registry_find(AM(erl_signal_server));
    if (!term_is_local_pid(server)) {
        if (number == SIGTERM) vm_halt(0, true);
        return;
    }
    Heap heap;
    Signal *signal_message = signal_open(SIGNAL_MESSAGE, NIL, 3, &heap);
    signal_message->term = tuple_new_2(&heap, AM(notify), atom_intern_string(signal_name(number)));
    signal_close(signal_message, &heap);
    signal_send(server, signal_message);
}

static void *signal_main(void *unused)
{
    uint8_t byte;
    while (read(signal_pipe[0], &byte, 1) == 1) tell_signal(byte);
    return NULL;
}

void vm_handle_signal(int number)
{
    static pthread_mutex_t once = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&once);
    if (signal_pipe[0] < 0) {
        pthread_t thread;
        if (pipe(signal_pipe) != 0 || pthread_create(&thread, NULL, signal_main, NULL) != 0) panic("no signal thread");
        pthread_detach(thread);
    }
    pthread_mutex_unlock(&once);
    signal(number, signal_handler);
}

/* --- life of the machine --- */

void vm_start(const VmOptions *given)
{
    options = *given;
    boot_time_ns = clock_monotonic_ns();
    system_offset_ns();
    signal(SIGPIPE, SIG_IGN);
#ifdef VM_STRESS
    gc_stress = true;
#else
    gc_stress = getenv("VM_GC_STRESS") != NULL;
#endif
    atom_table_init();
    literal_init();
    process_table_init(options.max_processes);
    registry_init();
    export_table_init();
    exec_init();
    code_server_init();
    code_bad_file_hook = report_bad_file;
    ets_init();
    process_at_exit(ets_process_exit);
    bif_process_init();
    process_hooks = (ProcessHooks){process_start_at, process_current_stacktrace, process_current_function, note_end,
                                   log_event, write_error};
    for (const char **path = options.code_paths; path && *path; path++) code_path_add_last(*path);
    dirty_pool_init(0);
    schedulers_start(options.schedulers);
}

int vm_run(Term module, Term function, Term arguments)
{
    SpawnOptions spawn;
    spawn_options_init(&spawn);
    Term pid = process_spawn_first(module, function, arguments, &spawn, &first_pid);
    if (term_is_none(pid)) panic("cannot make the first process");
    pthread_mutex_lock(&halt_mutex);
    while (!halted) pthread_cond_wait(&halt_condition, &halt_mutex);
    int status = halt_status;
    bool flush = halt_flush;
    pthread_mutex_unlock(&halt_mutex);
    if (flush)
        for (int i = halt_hook_count; i-- > 0;) halt_hooks[i]();
    return status;
}

void vm_halt(int status, bool flush)
{
    pthread_mutex_lock(&halt_mutex);
    if (!halted) {
        halted = true;
        halt_status = status;
        halt_flush = flush;
        pthread_cond_broadcast(&halt_condition);
    }
    pthread_mutex_unlock(&halt_mutex);
}

void vm_stop(void)
{
    dirty_pool_stop();
    schedulers_stop();
}

const VmOptions *vm_options(void) { return &options; }

void vm_at_halt(void (*hook)(void))
{
    if (halt_hook_count == MAX_HALT_HOOKS) panic("too many halt hooks");
    halt_hooks[halt_hook_count++] = hook;
}
