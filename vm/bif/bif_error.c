/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_error.c - natives: raising, and funs as data. */
#include "term/binary.h"
#include "code/export.h"
#include "code/fun_entry.h"
#include "process/exception.h"

/* --- raising. The interpreter shows the caller, not these, on top of the trace. --- */

Term bif_error_1(Process *p, Term *args) { return raise_error(p, args[0]); }
Term bif_exit_1(Process *p, Term *args) { return raise_exit(p, args[0]); }
Term bif_throw_1(Process *p, Term *args) { return raise_throw(p, args[0]); }
Term bif_nif_error_1(Process *p, Term *args) { return raise_error(p, args[0]); }

static Term error_with(Process *p, Term reason, Term arguments, Term information)
{
    if (arguments != AM(none) && !term_is_list(arguments)) return raise_badarg(p);
    raise_error(p, reason);
    p->exception_trace = tuple_new_3(&p->heap, arguments == AM(none) ? TERM_NONE : arguments, TERM_NONE, information);
    return TERM_NONE;
}

Term bif_error_2(Process *p, Term *args) { return error_with(p, args[0], args[1], TERM_NONE); }
Term bif_nif_error_2(Process *p, Term *args) { return error_with(p, args[0], args[1], TERM_NONE); }

Term bif_error_3(Process *p, Term *args)
{
    Term information = TERM_NONE;
    for (Term options = args[2]; term_is_cons(options); options = term_tail(options)) {
        Term option = term_head(options);
        if (!term_is_tuple_of(option, 2) || tuple_get(option, 0) != AM(error_info) || !term_is_map(tuple_get(option, 1)))
            return raise_badarg(p);
        information = tuple_get(option, 1);
    }
    return error_with(p, args[0], args[1], information);
}

static bool is_stacktrace(Term t)
{
    for (; term_is_cons(t); t = term_tail(t)) {
        Term entry = term_head(t);
        if (!term_is_tuple(entry) || tuple_arity(entry) < 2 || tuple_arity(entry) > 4) return false;
        if (tuple_arity(entry) == 4 && !term_is_list(tuple_get(entry, 3))) return false;
    }
    return term_is_nil(t);
}

/* Returns badarg instead of raising it, as in the reference. */
Term bif_raise_3(Process *p, Term *args)
{
    bool known = args[0] == AM(error) || args[0] == AM(exit) || args[0] == AM(throw);
    if (!known || !is_stacktrace(args[2])) return AM(badarg);
    return raise_with_trace(p, args[0], args[1], args[2]);
}

/* --- funs --- */

Term bif_make_fun_3(Process *p, Term *args)
{
    if (!term_is_atom(args[0]) || !term_is_atom(args[1]) || !term_is_small(args[2])) return raise_badarg(p);
    int64_t arity = term_to_small(args[2]);
    if (arity < 0 || arity > 255) return raise_badarg(p);
    return export_fun_new(&p->heap, export_get(args[0], args[1], (unsigned)arity));
}

static Term environment(Heap *heap, Term fun)
{
    Term list = NIL;
    if (term_is_local_fun(fun))
        for (Word i = fun_free_count(fun); i > 0; i--) list = cons_new(heap, fun_box(fun)->free[i - 1], list);
    return list;
}

/* One item of fun_info; TERM_NONE if there is no such item. */
static Term fun_item(Process *p, Term fun, Term item)
{
    Heap *heap = &p->heap;
    const FunEntry *entry = term_is_local_fun(fun) ? fun_box(fun)->entry : NULL;
    const Export *export = entry ? NULL : export_fun_export(fun);
    if (item == AM(type)) return entry ? AM(local) : AM(external);
    if (item == AM(module)) return entry ? entry->module : export->module;
    if (item == AM(name)) return export ? export->function : term_is_none(entry->name) ? NIL : entry->name;
    if (item == AM(arity)) return term_from_small(entry ? entry->arity : export->arity);
    if (item == AM(env)) return environment(heap, fun);
    bool local_only = item == AM(index) || item == AM(new_index) || item == AM(uniq) || item == AM(new_uniq) || item == AM(pid)
        || item == AM(refc);
    if (!local_only) return TERM_NONE;
    if (!entry) return AM(undefined);
    if (item == AM(index)) return term_from_small(entry->old_index);
    if (item == AM(new_index)) return term_from_small(entry->index);
    if (item == AM(uniq)) return term_from_small(entry->old_uniq);
    if (item == AM(new_uniq)) return binary_new(heap, entry->uniq, sizeof entry->uniq);
    if (item == AM(pid)) return fun_box(fun)->creator;
    return term_from_small(1);
}

Term bif_fun_info_2(Process *p, Term *args)
{
    Term value = term_is_fun(args[0]) && term_is_atom(args[1]) ? fun_item(p, args[0], args[1]) : TERM_NONE;
    if (term_is_none(value)) return raise_badarg(p);
    return tuple_new_2(&p->heap, args[1], value);
}

Term bif_fun_info_1(Process *p, Term *args)
{
    const Term local[] = {AM(pid), AM(module), AM(new_index), AM(new_uniq), AM(index), AM(uniq), AM(name), AM(arity), AM(env), AM(type)};
    const Term external[] = {AM(module), AM(name), AM(arity), AM(env), AM(type)};
    if (!term_is_fun(args[0])) return raise_badarg(p);
    bool is_local = term_is_local_fun(args[0]);
    const Term *items = is_local ? local : external;
    Term list = NIL;
    for (size_t i = is_local ? ARRAY_COUNT(local) : ARRAY_COUNT(external); i-- > 0;)
        list = cons_new(&p->heap, tuple_new_2(&p->heap, items[i], fun_item(p, args[0], items[i])), list);
    return list;
}
