/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_system.c - natives on the machine as a whole: system_info, statistics, memory, halt, and those of :os. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* environ */
#endif
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/lock.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "bif/bif_process.h"
#include "code/bif.h"
#include "exec/scheduler.h"
#include "gc/gc.h"
#include "gc/literal.h"
#include "process/exception.h"
#include "process/process_table.h"
#include "process/run_queue.h"
#include "process/signal.h"
#include "term/binary.h"
#include "term/map.h"
#include "vm.h"

enum { MIN_HEAP_WORDS = 233, MIN_BIN_VHEAP_WORDS = 46422 };

/* UTF-8 text as a list of code points; bytes that are no UTF-8 stand for themselves. */
static Term charlist(Heap *heap, const char *text)
{
    size_t size = strlen(text);
    VEC(uint32_t) characters = {0};
    for (size_t i = 0; i < size;) {
        uint32_t c;
        int n = utf8_decode((const uint8_t *)text + i, size - i, &c);
        if (n <= 0) {
            c = (uint8_t)text[i];
            n = 1;
        }
        vec_push(&characters, c);
        i += (size_t)n;
    }
    Term list = NIL;
    for (size_t i = characters.count; i-- > 0;) list = cons_new(heap, term_from_small(characters.items[i]), list);
    vec_free(&characters);
    return list;
}

static Term pair(Heap *heap, Term a, Term b) { return tuple_new_2(heap, a, b); }
static Term number(Heap *heap, uint64_t n) { return integer_from_uint64(heap, n); }

/* --- memory --- */

static Word resident_bytes(void)
{
    unsigned long size = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file) {
        if (fscanf(file, "%lu %lu", &size, &resident) != 2) resident = 0;
        fclose(file);
    }
    return (Word)resident * (Word)sysconf(_SC_PAGESIZE);
}

/* Processes are not summed up one by one: what is neither atoms nor literals nor a base amount is theirs. */
static Term memory_of(Process *p, Term kind)
{
    Word total = resident_bytes(), atoms = (Word)atom_count() * 64, code = literal_total_words() * sizeof(Word) + (2u << 20);
    Word system = atoms + code < total ? atoms + code : total, processes = total - system;
    Word n;
    if (kind == AM(total)) n = total;
    else if (kind == AM(processes) || kind == AM(processes_used)) n = processes;
    else if (kind == AM(system)) n = system;
    else if (kind == AM(atom) || kind == AM(atom_used)) n = atoms;
    else if (kind == AM(binary) || kind == AM(ets)) n = 0;
    else if (kind == AM(code)) n = code;
    else return TERM_NONE;
    return number(&p->heap, n);
}

Term bif_memory_0(Process *p, Term *args)
{
    static const uint32_t kinds[] = {ATOM_INDEX_ets, ATOM_INDEX_code, ATOM_INDEX_binary, ATOM_INDEX_atom_used, ATOM_INDEX_atom,
                                     ATOM_INDEX_system, ATOM_INDEX_processes_used, ATOM_INDEX_processes, ATOM_INDEX_total};
    Term list = NIL;
    for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
        Term kind = term_from_atom_index(kinds[i]);
        list = property(&p->heap, kind, memory_of(p, kind), list);
    }
    return list;
}

Term bif_memory_1(Process *p, Term *args)
{
    if (!term_is_list(args[0])) {
        Term n = memory_of(p, args[0]);
        return term_is_none(n) ? raise_badarg(p) : n;
    }
    Term list = NIL, *end = &list, kinds = args[0];
    for (; term_is_cons(kinds); kinds = term_tail(kinds)) {
        Term n = memory_of(p, term_head(kinds));
        if (term_is_none(n)) return raise_badarg(p);
        *end = cons_new(&p->heap, pair(&p->heap, term_head(kinds), n), NIL);
        end = cons_words(*end) + 1;
    }
    return term_is_nil(kinds) ? list : raise_badarg(p);
}

/* --- system_info --- */

static Term garbage_collection(Heap *heap)
{
    Term list = property(heap, AM(fullsweep_after), term_from_small(UINT16_MAX), NIL);
    list = property(heap, AM(min_heap_size), term_from_small(MIN_HEAP_WORDS), list);
    list = property(heap, AM(min_bin_vheap_size), term_from_small(MIN_BIN_VHEAP_WORDS), list);
    return property(heap, AM(max_heap_size), term_from_small(0), list);
}

static Term max_heap(Heap *heap)
{
    Term map = map_put(heap, map_empty(heap), AM(size), term_from_small(0));
    map = map_put(heap, map, AM(kill), AM(true));
    return map_put(heap, map, AM(error_logger), AM(true));
}

static Term heap_sizes(Heap *heap)
{
    Word sizes[128];
    size_t count = 0;
    for (Word size = gc_next_size(1); count < ARRAY_COUNT(sizes) && size < (Word)1 << 36; size = gc_next_size(size + 1))
        sizes[count++] = size;
    Term list = NIL;
    while (count-- > 0) list = cons_new(heap, number(heap, sizes[count]), list);
    return list;
}

static Term architecture(Heap *heap)
{
    struct utsname name;
    char text[sizeof name.machine + 32];
    snprintf(text, sizeof text, "%s-pc-linux-gnu", uname(&name) == 0 ? name.machine : "unknown");
    return charlist(heap, text);
}

static Term text_item(Heap *heap, Term item)
{
    if (item == AM(otp_release)) return charlist(heap, "25");
    if (item == atom_intern_string("endian")) {
        const uint16_t one = 1;
        return atom_intern_string(*(const uint8_t *)&one ? "little" : "big");
    }
    if (item == AM(version)) return charlist(heap, "13.1.5");
    if (item == AM(machine)) return charlist(heap, "BEAM");
    if (item == AM(system_architecture)) return architecture(heap);
    if (item == AM(driver_version)) return charlist(heap, "3.3");
    if (item == AM(nif_version)) return charlist(heap, "2.16");
    if (item == AM(system_version)) return charlist(heap, "Erlang/OTP 25 [erts-13.1.5] (Elver)\n");
    return TERM_NONE;
}

static Term count_item(Heap *heap, Term item)
{
    unsigned cores = scheduler_count();
    if (item == AM(schedulers) || item == AM(schedulers_online) || item == AM(dirty_cpu_schedulers)
        || item == AM(dirty_cpu_schedulers_online) || item == AM(logical_processors)
        || item == AM(logical_processors_available) || item == AM(logical_processors_online))
        return number(heap, cores);
    if (item == AM(dirty_io_schedulers)) return term_from_small(64);
    if (item == AM(process_count)) return number(heap, process_count());
    if (item == AM(process_limit)) return number(heap, process_limit());
    if (item == AM(port_count)) return term_from_small(0);
    if (item == AM(port_limit)) return term_from_small(65536);
    if (item == AM(atom_count)) return number(heap, atom_count());
    if (item == AM(atom_limit)) return term_from_small(ATOM_MAX_COUNT);
    if (item == AM(ets_limit)) return term_from_small(8192);
    if (item == atom_intern_string("endian")) return atom_intern_string(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? "little" : "big");
    if (item == AM(wordsize)) return term_from_small(sizeof(Word));
    if (item == AM(scheduler_id)) {
        unsigned id = scheduler_current_id();
        return number(heap, id ? id : 1);
    }
    if (item == AM(thread_pool_size)) return term_from_small(1);
    if (item == AM(creation) || item == AM(trace_control_word)) return term_from_small(0);
    if (item == AM(compat_rel)) return term_from_small(25);
    if (item == AM(delayed_node_table_gc)) return term_from_small(60);
    if (item == AM(dist_buf_busy_limit)) return term_from_small(1 << 20);
    if (item == AM(start_time) || item == AM(end_time))
        return integer_from_int64(heap, item == AM(start_time) ? 0 : INT64_MAX);
    return TERM_NONE;
}

static Term other_item(Heap *heap, Term item)
{
    if (item == AM(smp_support) || item == AM(threads) || item == AM(time_correction) || item == AM(kernel_poll)) return AM(true);
    if (item == AM(debug_compiled)) return AM(false);
    if (item == AM(build_type) || item == AM(emu_type)) return AM(opt);
    if (item == AM(emu_flavor)) return AM(emu);
    if (item == AM(time_offset)) return AM(final);
    if (item == AM(time_warp_mode)) return AM(no_time_warp);
    if (item == AM(multi_scheduling)) return AM(enabled);
    if (item == AM(tolerant_timeofday)) return AM(enabled);
    if (item == AM(scheduler_bind_type)) return AM(unbound);
    if (item == AM(modified_timing_level) || item == AM(cpu_topology)) return AM(undefined);
    if (item == AM(dynamic_trace)) return AM(none);
    if (item == AM(message_queue_data)) return AM(on_heap);
    if (item == AM(dist_ctrl)) return NIL;
    if (item == AM(garbage_collection)) return garbage_collection(heap);
    if (item == AM(heap_sizes)) return heap_sizes(heap);
    if (item == AM(max_heap_size)) return max_heap(heap);
    if (item == AM(min_heap_size)) return pair(heap, item, term_from_small(MIN_HEAP_WORDS));
    if (item == AM(min_bin_vheap_size)) return pair(heap, item, term_from_small(MIN_BIN_VHEAP_WORDS));
    if (item == AM(fullsweep_after)) return pair(heap, item, term_from_small(UINT16_MAX));
    if (item == AM(procs)) return process_table_pids(heap);
    return TERM_NONE;
}

Term (*system_info_ets_count)(Heap *heap); /* the ETS layer's */

Term bif_system_info(Process *p, Term *args)
{
    Heap *heap = &p->heap;
    Term item = args[0], value;
    if (term_is_tuple_of(item, 2) && tuple_get(item, 0) == AM(wordsize)
        && (tuple_get(item, 1) == AM(internal) || tuple_get(item, 1) == AM(external)))
        return term_from_small(sizeof(Word));
    if (!term_is_atom(item)) return raise_badarg(p);
    if (item == AM(ets_count) && system_info_ets_count) return system_info_ets_count(heap);
    value = text_item(heap, item);
    if (term_is_none(value)) value = count_item(heap, item);
    if (term_is_none(value)) value = other_item(heap, item);
    return term_is_none(value) ? raise_badarg(p) : value;
}

/* system_flag/2: what can be set is accepted and has no effect here but for what programs read back. */
Term bif_system_flag(Process *p, Term *args)
{
    Term flag = args[0];
    if (flag == AM(backtrace_depth)) {
        static _Atomic(int64_t) depth = 8;
        if (!term_is_small(args[1]) || term_to_small(args[1]) < 0) return raise_badarg(p);
        return term_from_small(atomic_exchange_explicit(&depth, term_to_small(args[1]), memory_order_relaxed));
    }
    if (flag == AM(scheduler_wall_time)) return AM(false);
    if (flag == AM(schedulers_online) || flag == AM(dirty_cpu_schedulers_online)) return number(&p->heap, scheduler_count());
    if (flag == AM(fullsweep_after)) return term_from_small(UINT16_MAX);
    if (flag == AM(min_heap_size)) return term_from_small(MIN_HEAP_WORDS);
    if (flag == AM(multi_scheduling)) return AM(enabled);
    return raise_badarg(p);
}

/* --- statistics --- */

/* {total, since the last call} */
static Term since_last(Heap *heap, uint64_t total, _Atomic(uint64_t) *last)
{
    uint64_t before = atomic_exchange_explicit(last, total, memory_order_relaxed);
    return pair(heap, number(heap, total), number(heap, total - before));
}

static Term queue_lengths(Heap *heap, unsigned extra_zeros)
{
    Term list = NIL;
    while (extra_zeros-- > 0) list = cons_new(heap, term_from_small(0), list);
    for (unsigned i = scheduler_count(); i-- > 0;) list = cons_new(heap, number(heap, run_queue_length(&schedulers[i])), list);
    return list;
}

int64_t boot_time_ns;

Term bif_statistics(Process *p, Term *args)
{
    static _Atomic(uint64_t) last_reductions, last_exact, last_runtime, last_wall;
    Heap *heap = &p->heap;
    Term item = args[0];
    SchedulerStatistics s;
    scheduler_statistics(&s);
    if (item == AM(reductions)) return since_last(heap, s.reductions, &last_reductions);
    if (item == AM(exact_reductions)) return since_last(heap, s.reductions, &last_exact);
    if (item == AM(context_switches)) return pair(heap, number(heap, s.context_switches), term_from_small(0));
    if (item == AM(runtime)) return since_last(heap, (uint64_t)clock_cpu_ns() / 1000000, &last_runtime);
    if (item == AM(wall_clock))
        return since_last(heap, (uint64_t)(clock_monotonic_ns() - boot_time_ns) / 1000000, &last_wall);
    if (item == AM(garbage_collection)) {
        uint64_t collections, words;
        gc_statistics(&collections, &words);
        return tuple_new_3(heap, number(heap, collections), number(heap, words), term_from_small(0));
    }
    if (item == AM(io))
        return pair(heap, pair(heap, AM(input), term_from_small(0)), pair(heap, AM(output), term_from_small(0)));
    if (item == AM(run_queue) || item == AM(total_run_queue_lengths) || item == AM(total_run_queue_lengths_all)
        || item == AM(total_active_tasks) || item == AM(total_active_tasks_all))
        return number(heap, run_queues_total());
    if (item == AM(run_queue_lengths) || item == AM(active_tasks)) return queue_lengths(heap, 1);
    if (item == AM(run_queue_lengths_all) || item == AM(active_tasks_all)) return queue_lengths(heap, 2);
    if (item == AM(scheduler_wall_time) || item == AM(scheduler_wall_time_all)) return AM(undefined);
    if (item == AM(microstate_accounting)) return AM(undefined);
    return raise_badarg(p);
}

/* --- halt --- */

static Term halt(Process *p, Term status, bool flush)
{
    if (term_is_small(status) && term_to_small(status) >= 0) vm_halt((int)(term_to_small(status) & 255), flush);
    else if (status == AM(abort)) abort();
    else if (term_is_list(status) || term_is_binary(status)) { /* a slogan: like a crash */
        Buf text = {0};
        if (!iolist_to_buf(status, &text)) return raise_badarg(p);
        fprintf(stderr, "%s\n", buf_text(&text));
        buf_free(&text);
        vm_halt(1, flush);
    } else
        return raise_badarg(p);
    p->suspend_count++; /* what it would do next is never done */
    return bif_yield(p);
}

Term bif_halt_0(Process *p, Term *args) { return halt(p, term_from_small(0), true); }
Term bif_halt_1(Process *p, Term *args) { return halt(p, args[0], true); }

Term bif_halt_2(Process *p, Term *args)
{
    bool flush = true;
    Term options = args[1];
    for (; term_is_cons(options); options = term_tail(options)) {
        Term o = term_head(options);
        if (!term_is_tuple_of(o, 2) || tuple_get(o, 0) != AM(flush)) return raise_badarg(p);
        flush = tuple_get(o, 1) != AM(false);
    }
    return term_is_nil(options) ? halt(p, args[0], flush) : raise_badarg(p);
}

/* --- what the machine was started with --- */

Term bif_plain_arguments(Process *p, Term *args)
{
    const VmOptions *o = vm_options();
    Term list = NIL;
    for (int i = o->argument_count; i-- > 0;) list = cons_new(&p->heap, charlist(&p->heap, o->arguments[i]), list);
    return list;
}

Term bif_program(Process *p, Term *args)
{
    const char *program = vm_options()->program;
    return binary_new_string(&p->heap, program ? program : "elver");
}

Term bif_elver_version(Process *p, Term *args) { return binary_new_string(&p->heap, VM_VERSION); }

/* --- os --- */

static Lock environment_lock = {PTHREAD_MUTEX_INITIALIZER, RANK_leaf}; /* getenv and setenv of libc are not thread-safe */

/* A charlist or binary as NUL-terminated text; false if it is neither or holds a NUL. */
static bool read_text(Term t, Buf *out)
{
    if (term_is_binary(t)) {
        if (!iolist_to_buf(t, out)) return false;
    } else {
        for (; term_is_cons(t); t = term_tail(t)) {
            Term c = term_head(t);
            if (!term_is_small(c) || term_to_small(c) <= 0 || term_to_small(c) > 0x10ffff) return false;
            buf_add_utf8(out, (uint32_t)term_to_small(c));
        }
        if (!term_is_nil(t)) return false;
    }
    return !out->size || !memchr(out->bytes, 0, out->size);
}

static Term get_environment(Process *p, Term name, Term otherwise)
{
    Buf text = {0};
    Term value = TERM_NONE;
    if (read_text(name, &text) && text.size > 0 && !memchr(text.bytes, '=', text.size)) {
        lock_acquire(&environment_lock);
        const char *found = getenv(buf_text(&text));
        value = found ? charlist(&p->heap, found) : otherwise;
        lock_release(&environment_lock);
    }
    buf_free(&text);
    return term_is_none(value) ? raise_badarg(p) : value;
}

Term bif_os_getenv_1(Process *p, Term *args) { return get_environment(p, args[0], AM(false)); }
Term bif_os_getenv_2(Process *p, Term *args) { return get_environment(p, args[0], args[1]); }

Term bif_os_getenv_0(Process *p, Term *args)
{
    Term list = NIL;
    lock_acquire(&environment_lock);
    for (char **e = environ; e && *e; e++) list = cons_new(&p->heap, charlist(&p->heap, *e), list);
    lock_release(&environment_lock);
    return list;
}

/* os:env/0: [{Name, Value}] */
Term bif_os_env(Process *p, Term *args)
{
    Term list = NIL;
    Heap *heap = &p->heap;
    lock_acquire(&environment_lock);
    for (char **e = environ; e && *e; e++) {
        const char *equals = strchr(*e, '=');
        if (!equals || equals == *e) continue;
        char *name = mem_copy_string(*e);
        name[equals - *e] = '\0';
        list = cons_new(heap, pair(heap, charlist(heap, name), charlist(heap, equals + 1)), list);
        mem_free(name);
    }
    lock_release(&environment_lock);
    return list;
}

Term bif_os_putenv(Process *p, Term *args)
{
    Buf name = {0}, value = {0};
    bool good = read_text(args[0], &name) && name.size > 0 && !memchr(name.bytes, '=', name.size) && read_text(args[1], &value);
    if (good) {
        lock_acquire(&environment_lock);
        setenv(buf_text(&name), buf_text(&value), 1);
        lock_release(&environment_lock);
    }
    buf_free(&name);
    buf_free(&value);
    return good ? AM(true) : raise_badarg(p);
}

Term bif_os_unsetenv(Process *p, Term *args)
{
    Buf name = {0};
    bool good = read_text(args[0], &name) && name.size > 0 && !memchr(name.bytes, '=', name.size);
    if (good) {
        lock_acquire(&environment_lock);
        unsetenv(buf_text(&name));
        lock_release(&environment_lock);
    }
    buf_free(&name);
    return good ? AM(true) : raise_badarg(p);
}

Term bif_os_getpid(Process *p, Term *args)
{
    char text[24];
    snprintf(text, sizeof text, "%ld", (long)getpid());
    return charlist(&p->heap, text);
}

Term bif_os_type(Process *p, Term *args)
{
    struct utsname name;
    if (uname(&name) != 0) return pair(&p->heap, AM(unix), AM(linux));
    for (char *c = name.sysname; *c; c++)
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c + 32);
    return pair(&p->heap, AM(unix), atom_intern_string(name.sysname));
}

Term bif_os_version(Process *p, Term *args)
{
    struct utsname name;
    unsigned a = 0, b = 0, c = 0;
    if (uname(&name) == 0) sscanf(name.release, "%u.%u.%u", &a, &b, &c);
    return tuple_new_3(&p->heap, term_from_small(a), term_from_small(b), term_from_small(c));
}

/* --- signals of the operating system: set_signal(Name, ignore | default | handle). Handled ones arrive as messages
 * {signal, Name} at the process registered as erl_signal_server. --- */

static const struct { const char *name; int number; } os_signals[] = {
    {"sighup", SIGHUP}, {"sigquit", SIGQUIT}, {"sigabrt", SIGABRT}, {"sigalrm", SIGALRM}, {"sigterm", SIGTERM},
    {"sigusr1", SIGUSR1}, {"sigusr2", SIGUSR2}, {"sigchld", SIGCHLD}, {"sigstop", SIGSTOP}, {"sigtstp", SIGTSTP},
};

Term bif_os_set_signal(Process *p, Term *args)
{
    if (!term_is_atom(args[0])) return raise_badarg(p);
    for (size_t i = 0; i < ARRAY_COUNT(os_signals); i++) {
        if (strcmp(atom_text(args[0]), os_signals[i].name)) continue;
        if (args[1] == AM(ignore)) signal(os_signals[i].number, SIG_IGN);
        else if (args[1] == AM(default)) signal(os_signals[i].number, SIG_DFL);
        else if (args[1] == AM(handle)) vm_handle_signal(os_signals[i].number);
        else return raise_badarg(p);
        return AM(ok);
    }
    return raise_badarg(p);
}

/* --- accepted, without effect: there is no tracing yet --- */

Term bif_system_monitor_0(Process *p, Term *args) { return AM(undefined); }
Term bif_garbage_collect_message_area(Process *p, Term *args) { return AM(false); }

/* :elver_process.interrupt(pid): the process exits with :"$elver_interrupt", as an exception that it may catch. */
static void interrupt_request(Process *receiver, Signal *request) { receiver->flags |= PROCESS_FLAG_INTERRUPTED; }

Term bif_interrupt(Process *p, Term *args)
{
    if (!term_is_local_pid(args[0]) || args[0] == p->pid) return raise_badarg(p);
    return request_send_async(p, args[0], interrupt_request, NIL, 0) ? AM(true) : AM(false);
}
