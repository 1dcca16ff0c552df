/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_process.c - natives on the life of processes: spawn, exit, send, link, monitor, alias, names, dictionary. */
#include "bif/bif_process.h"

#include "code/bif.h"
#include "process/dictionary.h"
#include "process/exception.h"
#include "process/mailbox.h"
#include "process/process_table.h"
#include "process/registry.h"
#include "process/relation.h"
#include "process/signal.h"
#include "term/map.h"
#include "term/ref.h"

/* --- arguments --- */

bool term_is_proper_list(Term t)
{
    while (term_is_cons(t)) t = term_tail(t);
    return term_is_nil(t);
}

static Term badarg_cause(Process *p, Term cause) { return raise_badarg_info(p, TERM_NONE, cause); }

/* The local pid that a destination stands for; TERM_NONE: no process has that name; NIL: no destination at all. */
static Term destination_pid(Term to)
{
    if (term_is_local_pid(to)) return to;
    if (term_is_atom(to)) return registry_find(to);
    if (term_is_tuple_of(to, 2) && term_is_atom(tuple_get(to, 0)) && term_is_atom(tuple_get(to, 1)))
        return tuple_get(to, 1) == node_name ? registry_find(tuple_get(to, 0)) : TERM_NONE;
    return NIL;
}

/* --- identity --- */

Term bif_self(Process *p, Term *args) { return p->pid; }
Term bif_node_0(Process *p, Term *args) { return node_name; }

Term bif_node_1(Process *p, Term *args)
{
    Term t = args[0];
    if (term_is_local_pid(t) || term_is_local_ref(t) || term_is_local_port(t)) return node_name;
    if (term_is_pid(t) || term_is_ref(t) || term_is_port(t)) return external_box(t)->node->name;
    return raise_badarg(p);
}

Term bif_nodes_0(Process *p, Term *args) { return NIL; }

Term bif_nodes_1(Process *p, Term *args)
{
    Term list = NIL, which = args[0];
    Term kinds = term_is_list(which) ? which : cons_new(&p->heap, which, NIL);
    for (; term_is_cons(kinds); kinds = term_tail(kinds)) {
        Term kind = term_head(kinds);
        if (kind == AM(this) || kind == AM(known)) list = term_is_nil(list) ? cons_new(&p->heap, node_name, NIL) : list;
        else if (kind != AM(visible) && kind != AM(hidden) && kind != AM(connected)) return raise_badarg(p);
    }
    return term_is_nil(kinds) ? list : raise_badarg(p);
}

Term bif_is_alive(Process *p, Term *args) { return node_name == AM(nonode_nohost) ? AM(false) : AM(true); }

Term bif_is_process_alive(Process *p, Term *args)
{
    if (!term_is_local_pid(args[0])) return raise_badarg(p);
    return args[0] == p->pid || process_is_alive(args[0]) ? AM(true) : AM(false);
}

Term bif_processes(Process *p, Term *args)
{
    bif_charge(p, process_count() / 16);
    return process_table_pids(&p->heap);
}

/* --- spawn --- */

static bool read_alias_mode(Term mode, uint8_t *flags)
{
    if (mode == AM(explicit_unalias)) *flags = ALIAS_ACTIVE | ALIAS_UNALIAS;
    else if (mode == AM(demonitor)) *flags = ALIAS_ACTIVE | ALIAS_DEMONITOR;
    else if (mode == AM(reply_demonitor)) *flags = ALIAS_ACTIVE | ALIAS_DEMONITOR | ALIAS_REPLY;
    else return false;
    return true;
}

/* {alias, Mode} and {tag, Term}. */
static bool read_monitor_options(Term list, Term *tag, uint8_t *alias)
{
    for (; term_is_cons(list); list = term_tail(list)) {
        Term option = term_head(list);
        if (!term_is_tuple_of(option, 2)) return false;
        if (tuple_get(option, 0) == AM(tag)) *tag = tuple_get(option, 1);
        else if (tuple_get(option, 0) != AM(alias) || !read_alias_mode(tuple_get(option, 1), alias)) return false;
    }
    return term_is_nil(list);
}

bool read_priority(Term t, uint8_t *priority)
{
    if (t == AM(max)) *priority = 0;
    else if (t == AM(high)) *priority = 1;
    else if (t == AM(normal)) *priority = 2;
    else if (t == AM(low)) *priority = 3;
    else return false;
    return true;
}

/* An integer, or #{size, kill, error_logger}. */
bool read_max_heap(Term t, Word *words, bool *kill, bool *log)
{
    if (term_is_small(t) && term_to_small(t) >= 0) {
        *words = (Word)term_to_small(t);
        return true;
    }
    if (!term_is_map(t)) return false;
    Term size = map_get(t, AM(size)), k = map_get(t, AM(kill)), l = map_get(t, AM(error_logger));
    if (term_is_none(size) || !term_is_small(size) || term_to_small(size) < 0) return false;
    *words = (Word)term_to_small(size);
    if (!term_is_none(k)) *kill = k == AM(true);
    if (!term_is_none(l)) *log = l == AM(true);
    return true;
}

static bool read_count(Term t, Word highest, Word *count)
{
    if (!term_is_small(t) || term_to_small(t) < 0) return false;
    *count = (Word)term_to_small(t);
    if (*count > highest) *count = highest;
    return true;
}

static bool read_spawn_option(Term option, SpawnOptions *o)
{
    if (option == AM(link)) o->link = true;
    else if (option == AM(monitor)) o->monitor = true;
    else if (term_is_tuple_of(option, 2)) {
        Term key = tuple_get(option, 0), value = tuple_get(option, 1);
        Word n;
        if (key == AM(monitor)) {
            o->monitor = true;
            return read_monitor_options(value, &o->monitor_tag, &o->alias);
        }
        if (key == AM(priority)) return read_priority(value, &o->priority);
        if (key == AM(max_heap_size)) return read_max_heap(value, &o->max_heap_words, &o->max_heap_kill, &o->max_heap_log);
        if (key == AM(message_queue_data)) {
            o->off_heap_queue = value == AM(off_heap);
            return value == AM(off_heap) || value == AM(on_heap);
        }
        if (!read_count(value, UINT32_MAX, &n)) return false;
        if (key == AM(fullsweep_after)) o->fullsweep_after = n > UINT16_MAX ? UINT16_MAX : (uint16_t)n;
        else if (key == AM(min_heap_size)) o->min_heap_words = (uint32_t)n;
        else return key == AM(min_bin_vheap_size) || key == AM(scheduler);
    } else
        return false;
    return true;
}

static bool read_spawn_options(Term list, SpawnOptions *o)
{
    for (; term_is_cons(list); list = term_tail(list))
        if (!read_spawn_option(term_head(list), o)) return false;
    return term_is_nil(list);
}

static bool is_mfa(const Term *args)
{
    return term_is_atom(args[0]) && term_is_atom(args[1]) && term_is_proper_list(args[2]);
}

static Term spawn_with(Process *p, Term module, Term function, Term arguments, SpawnOptions *o)
{
    bif_charge(p, 100);
    Term pid = process_spawn(p, module, function, arguments, o);
    if (term_is_none(pid)) return raise_system_limit(p);
    return o->monitor ? tuple_new_2(&p->heap, pid, o->monitor_ref) : pid;
}

static Term spawn_fun(Process *p, Term fun, bool link, bool monitor)
{
    if (!term_is_fun(fun)) return raise_badarg(p);
    SpawnOptions o;
    spawn_options_init(&o);
    o.link = link;
    o.monitor = monitor;
    return spawn_with(p, TERM_NONE, fun, NIL, &o);
}

static Term spawn_mfa(Process *p, const Term *args, bool link, bool monitor)
{
    if (!is_mfa(args)) return raise_badarg(p);
    SpawnOptions o;
    spawn_options_init(&o);
    o.link = link;
    o.monitor = monitor;
    return spawn_with(p, args[0], args[1], args[2], &o);
}

Term bif_spawn_1(Process *p, Term *args) { return spawn_fun(p, args[0], false, false); }
Term bif_spawn_3(Process *p, Term *args) { return spawn_mfa(p, args, false, false); }
Term bif_spawn_link_1(Process *p, Term *args) { return spawn_fun(p, args[0], true, false); }
Term bif_spawn_link_3(Process *p, Term *args) { return spawn_mfa(p, args, true, false); }
Term bif_spawn_monitor_1(Process *p, Term *args) { return spawn_fun(p, args[0], false, true); }
Term bif_spawn_monitor_3(Process *p, Term *args) { return spawn_mfa(p, args, false, true); }

/* With a node first: this one only, until there is distribution. */
Term bif_spawn_2(Process *p, Term *args)
{
    return args[0] == node_name ? spawn_fun(p, args[1], false, false) : raise_notsup(p);
}
Term bif_spawn_4(Process *p, Term *args)
{
    return args[0] == node_name ? spawn_mfa(p, args + 1, false, false) : raise_notsup(p);
}
Term bif_spawn_link_2(Process *p, Term *args)
{
    return args[0] == node_name ? spawn_fun(p, args[1], true, false) : raise_notsup(p);
}
Term bif_spawn_link_4(Process *p, Term *args)
{
    return args[0] == node_name ? spawn_mfa(p, args + 1, true, false) : raise_notsup(p);
}

Term bif_spawn_opt_2(Process *p, Term *args)
{
    SpawnOptions o;
    spawn_options_init(&o);
    if (!term_is_fun(args[0])) return raise_badarg(p);
    if (!read_spawn_options(args[1], &o)) return badarg_cause(p, AM(badopt));
    return spawn_with(p, TERM_NONE, args[0], NIL, &o);
}

Term bif_spawn_opt_4(Process *p, Term *args)
{
    SpawnOptions o;
    spawn_options_init(&o);
    if (!is_mfa(args)) return raise_badarg(p);
    if (!read_spawn_options(args[3], &o)) return badarg_cause(p, AM(badopt));
    return spawn_with(p, args[0], args[1], args[2], &o);
}

/* {reply, yes|no|error_only|success_only}, {reply_tag, T} and spawn options. The process is made at once; the answer
 * {spawn_reply, Ref, ok, Pid} is a message to oneself. */
static Term spawn_request(Process *p, Term module, Term function, Term arguments, Term list)
{
    SpawnOptions o;
    spawn_options_init(&o);
    Term tag = AM(spawn_reply), reply = AM(yes);
    for (; term_is_cons(list); list = term_tail(list)) {
        Term option = term_head(list);
        if (term_is_tuple_of(option, 2) && tuple_get(option, 0) == AM(reply_tag)) tag = tuple_get(option, 1);
        else if (term_is_tuple_of(option, 2) && tuple_get(option, 0) == AM(reply)) reply = tuple_get(option, 1);
        else if (!read_spawn_option(option, &o)) return badarg_cause(p, AM(badopt));
    }
    if (!term_is_nil(list)) return badarg_cause(p, AM(badopt));
    bif_charge(p, 100);
    Term pid = process_spawn(p, module, function, arguments, &o);
    Term reference = o.monitor && !term_is_none(pid) ? o.monitor_ref : ref_new(&p->heap);
    bool failed = term_is_none(pid);
    if (reply == AM(yes) || reply == (failed ? AM(error_only) : AM(success_only)))
        message_send(p, p->pid, tuple_new_4(&p->heap, tag, reference, failed ? AM(error) : AM(ok),
                                            failed ? AM(system_limit) : pid));
    return reference;
}

Term bif_spawn_request_1(Process *p, Term *args)
{
    if (!term_is_fun(args[0])) return raise_badarg(p);
    return spawn_request(p, TERM_NONE, args[0], NIL, NIL);
}
Term bif_spawn_request_2(Process *p, Term *args)
{
    if (args[0] == node_name && term_is_fun(args[1])) return spawn_request(p, TERM_NONE, args[1], NIL, NIL);
    if (!term_is_fun(args[0])) return raise_badarg(p);
    return spawn_request(p, TERM_NONE, args[0], NIL, args[1]);
}
Term bif_spawn_request_3(Process *p, Term *args)
{
    if (args[0] == node_name && term_is_fun(args[1])) return spawn_request(p, TERM_NONE, args[1], NIL, args[2]);
    if (!is_mfa(args)) return raise_badarg(p);
    return spawn_request(p, args[0], args[1], args[2], NIL);
}
Term bif_spawn_request_4(Process *p, Term *args)
{
    if (!is_mfa(args)) return raise_badarg(p);
    return spawn_request(p, args[0], args[1], args[2], args[3]);
}
Term bif_spawn_request_abandon(Process *p, Term *args)
{
    return term_is_local_ref(args[0]) ? AM(false) : raise_badarg(p); /* it is always too late: the answer is there */
}

/* --- exit, send --- */

Term bif_exit_2(Process *p, Term *args)
{
    if (term_is_local_port(args[0])) return AM(true);
    if (!term_is_local_pid(args[0])) return raise_badarg(p);
    process_send_exit(p, args[0], args[1]);
    if (args[0] == p->pid) { /* a process that exits itself notices before it goes on */
        signals_take_in(p);
        if (p->flags & PROCESS_FLAG_KILLED) {
            p->run_result = RUN_EXITED;
            return bif_swapped(p);
        }
    }
    return AM(true);
}

bool (*port_command)(Process *p, Term port, Term message);

/* True if the destination is one; a message to nobody is dropped. */
static bool send_to(Process *p, Term to, Term message)
{
    if (term_is_local_ref(to)) {
        message_send_alias(p, to, message);
        return true;
    }
    Term pid = destination_pid(to);
    if (term_is_local_pid(pid)) message_send(p, pid, message);
    else if (term_is_none(pid)) return !term_is_atom(to); /* an unregistered name is an error, {name, node} is not */
    else if (term_is_local_port(pid) || term_is_local_port(to)) return port_command && port_command(p, to, message);
    else return term_is_pid(to) || term_is_ref(to); /* of another node: nobody there */
    return true;
}

Term bif_send_2(Process *p, Term *args) { return send_to(p, args[0], args[1]) ? args[1] : raise_badarg(p); }

Term bif_send_3(Process *p, Term *args)
{
    Term options = args[2];
    for (; term_is_cons(options); options = term_tail(options))
        if (term_head(options) != AM(noconnect) && term_head(options) != AM(nosuspend)) return badarg_cause(p, AM(badopt));
    if (!term_is_nil(options)) return badarg_cause(p, AM(badopt));
    return send_to(p, args[0], args[1]) ? AM(ok) : raise_badarg(p);
}

Term bif_send_nosuspend_2(Process *p, Term *args) { return send_to(p, args[0], args[1]) ? AM(true) : raise_badarg(p); }
Term bif_send_nosuspend_3(Process *p, Term *args) { return send_to(p, args[0], args[1]) ? AM(true) : raise_badarg(p); }

/* --- links, monitors, aliases --- */

Term bif_link(Process *p, Term *args)
{
    if (term_is_local_port(args[0])) return AM(true);
    if (!term_is_local_pid(args[0])) return raise_badarg(p);
    process_link(p, args[0]);
    return AM(true);
}

Term bif_unlink(Process *p, Term *args)
{
    if (term_is_local_port(args[0])) return AM(true);
    if (!term_is_local_pid(args[0])) return raise_badarg(p);
    process_unlink(p, args[0]);
    return AM(true);
}

static Term monitor(Process *p, Term type, Term item, Term tag, uint8_t alias)
{
    if (type == AM(time_offset) && item == AM(clock_service))
        return process_monitor_spawned(p, NIL, tag, alias); /* the offset never changes */
    if (type != AM(process)) return raise_badarg(p);
    if (term_is_local_pid(item)) return process_monitor(p, item, NIL, tag, alias);
    Term pid = destination_pid(item);
    if (term_is_nil(pid)) return raise_badarg(p);
    Term name = term_is_atom(item) ? item : tuple_get(item, 0);
    return process_monitor(p, term_is_none(pid) ? NIL : pid, name, tag, alias);
}

Term bif_monitor_2(Process *p, Term *args) { return monitor(p, args[0], args[1], TERM_NONE, 0); }

Term bif_monitor_3(Process *p, Term *args)
{
    Term tag = TERM_NONE;
    uint8_t alias = 0;
    if (!read_monitor_options(args[2], &tag, &alias)) return badarg_cause(p, AM(badopt));
    return monitor(p, args[0], args[1], tag, alias);
}

Term bif_demonitor_1(Process *p, Term *args)
{
    if (!term_is_ref(args[0])) return raise_badarg(p);
    if (term_is_local_ref(args[0])) process_demonitor(p, args[0], false);
    return AM(true);
}

Term bif_demonitor_2(Process *p, Term *args)
{
    bool flush = false, info = false;
    Term options = args[1];
    for (; term_is_cons(options); options = term_tail(options)) {
        if (term_head(options) == AM(flush)) flush = true;
        else if (term_head(options) == AM(info)) info = true;
        else return raise_badarg(p);
    }
    if (!term_is_nil(options) || !term_is_ref(args[0])) return raise_badarg(p);
    bool removed = term_is_local_ref(args[0]) && process_demonitor(p, args[0], flush);
    return !info || removed ? AM(true) : AM(false);
}

Term bif_alias_0(Process *p, Term *args) { return process_alias(p, ALIAS_UNALIAS); }

Term bif_alias_1(Process *p, Term *args)
{
    unsigned flags = ALIAS_UNALIAS;
    Term options = args[0];
    for (; term_is_cons(options); options = term_tail(options)) {
        if (term_head(options) == AM(reply)) flags = ALIAS_REPLY;
        else if (term_head(options) == AM(explicit_unalias)) flags = ALIAS_UNALIAS;
        else return raise_badarg(p);
    }
    return term_is_nil(options) ? process_alias(p, flags) : raise_badarg(p);
}

Term bif_unalias(Process *p, Term *args)
{
    if (!term_is_ref(args[0])) return raise_badarg(p);
    return term_is_local_ref(args[0]) && process_unalias(p, args[0]) ? AM(true) : AM(false);
}

/* --- names --- */

Term bif_register(Process *p, Term *args)
{
    if (!term_is_atom(args[0]) || !(term_is_local_pid(args[1]) || term_is_local_port(args[1]))) return raise_badarg(p);
    if (args[0] == AM(undefined)) return badarg_cause(p, AM(none));
    if (registry_register(args[0], args[1])) return AM(true);
    if (term_is_local_pid(args[1]) && !process_is_alive(args[1])) return badarg_cause(p, AM(notalive));
    return badarg_cause(p, term_is_nil(registry_name_of(args[1])) ? AM(none) : AM(registered_name));
}

Term bif_unregister(Process *p, Term *args)
{
    return term_is_atom(args[0]) && registry_unregister(args[0]) ? AM(true) : raise_badarg(p);
}

Term bif_whereis(Process *p, Term *args)
{
    if (!term_is_atom(args[0])) return raise_badarg(p);
    Term found = registry_find(args[0]);
    return term_is_none(found) ? AM(undefined) : found;
}

Term bif_registered(Process *p, Term *args) { return registry_names(&p->heap); }

/* --- the dictionary --- */

static Term or_undefined(Term t) { return term_is_none(t) ? AM(undefined) : t; }

Term bif_get_1(Process *p, Term *args) { return or_undefined(dictionary_get(p, args[0])); }
Term bif_put(Process *p, Term *args) { return or_undefined(dictionary_put(p, args[0], args[1])); }
Term bif_erase_1(Process *p, Term *args) { return or_undefined(dictionary_erase(p, args[0])); }

Term dictionary_to_list(const Process *p, Heap *heap)
{
    Word count;
    Term *slot = dictionary_terms(p, &count), list = NIL;
    for (Word i = 0; i < count; i += 2)
        if (!term_is_none(slot[i])) list = cons_new(heap, tuple_new_2(heap, slot[i], slot[i + 1]), list);
    return list;
}

Term bif_get_0(Process *p, Term *args) { return dictionary_to_list(p, &p->heap); }

Term bif_erase_0(Process *p, Term *args)
{
    Term list = dictionary_to_list(p, &p->heap);
    dictionary_clear(p);
    return list;
}

Term bif_get_keys_0(Process *p, Term *args)
{
    Word count;
    Term *slot = dictionary_terms(p, &count), list = NIL;
    for (Word i = 0; i < count; i += 2)
        if (!term_is_none(slot[i])) list = cons_new(&p->heap, slot[i], list);
    return list;
}

Term bif_get_keys_1(Process *p, Term *args)
{
    Word count;
    Term *slot = dictionary_terms(p, &count), list = NIL;
    for (Word i = 0; i < count; i += 2)
        if (!term_is_none(slot[i]) && term_equal_exactly(slot[i + 1], args[0])) list = cons_new(&p->heap, slot[i], list);
    return list;
}
