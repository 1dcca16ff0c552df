/* SPDX-License-Identifier: GPL-3.0-or-later */
/* call.c - finding what to call. */
#include "exec/call.h"

#include "code/code_server.h"
#include "code/module.h"
#include "exec/stacktrace.h"
#include "process/exception.h"

enum { MAX_ARITY = 255 };

Term list_from_registers(Process *p, const Term *X, unsigned count)
{
    Term list = NIL;
    for (unsigned i = count; i > 0; i--) list = cons_new(&p->heap, X[i - 1], list);
    return list;
}

int spread_list(Term list, Term *X)
{
    int count = 0;
    for (; term_is_cons(list); list = term_tail(list)) {
        if (count == MAX_ARITY) return -1;
        X[count++] = term_head(list);
    }
    return term_is_nil(list) ? count : -1;
}

static const Word *export_entry(Term module, Term function, unsigned arity)
{
    Export *export = export_get(module, function, arity);
    return atomic_load_explicit(&export->code, memory_order_acquire);
}

static const Word *apply_badarg(Process *p, Term module, Term function, Term arguments)
{
    raise_badarg(p);
    Term list = cons_new(&p->heap, module, cons_new(&p->heap, function, cons_new(&p->heap, arguments, NIL)));
    stacktrace_note(p, p->pc, AM(erlang), AM(apply), list, AM(erl_erts_errors));
    return NULL;
}

const Word *apply_target(Process *p, Term *X, Term module, Term function, Term arguments)
{
    int arity = spread_list(arguments, X);
    if (arity < 0 || !term_is_atom(module) || !term_is_atom(function)) return apply_badarg(p, module, function, arguments);
    return export_entry(module, function, (unsigned)arity);
}

const Word *apply_registers_target(Process *p, Term *X, unsigned arity)
{
    Term module = X[arity], function = X[arity + 1];
    if (!term_is_atom(module) || !term_is_atom(function))
        return apply_badarg(p, module, function, list_from_registers(p, X, arity));
    return export_entry(module, function, arity);
}

static const Word *badarity(Process *p, Term fun, unsigned arity, const Term *X)
{
    raise_error_with(p, AM(badarity), tuple_new_2(&p->heap, fun, list_from_registers(p, X, arity)));
    return NULL;
}

const Word *fun_target(Process *p, Term fun, unsigned arity, Term *X)
{
    if (term_is_export_fun(fun)) {
        Export *export = export_fun_export(fun);
        if (export->arity != arity) return badarity(p, fun, arity, X);
        return atomic_load_explicit(&export->code, memory_order_acquire);
    }
    if (!term_is_local_fun(fun)) {
        raise_error_with(p, AM(badfun), fun);
        return NULL;
    }
    const FunBox *box = fun_box(fun);
    if (box->entry->arity != arity) return badarity(p, fun, arity, X);
    const Word *code = atomic_load_explicit(&box->entry->code, memory_order_acquire);
    if (!code && !module_is_loaded(box->entry->module)) { /* a fun from a node or file, made before its module came */
        code_ensure_loaded(box->entry->module);
        code = atomic_load_explicit(&box->entry->code, memory_order_acquire);
    }
    if (!code) {
        raise_error_with(p, AM(badfun), fun);
        return NULL;
    }
    for (Word i = 0; i < fun_free_count(fun); i++) X[arity + i] = box->free[i];
    return code;
}

/* Calls the error handler's undefined_function(Module, Function, Arguments) or the module's own handler. */
static const Word *handler_target(Process *p, Export *export, Term *X)
{
    Term arguments = TERM_NONE;
    Export *own = export_find(export->module, AM(handle_undefined_function), 2);
    if (own && export_is_callable(own)) {
        arguments = list_from_registers(p, X, export->arity);
        X[0] = export->function;
        X[1] = arguments;
        return atomic_load_explicit(&own->code, memory_order_acquire);
    }
    if (!p->extra || !term_is_atom(p->extra->error_handler) || p->extra->error_handler == AM(error_handler)) return NULL;
    Export *handler = export_find(p->extra->error_handler, AM(undefined_function), 3);
    if (!handler || !export_is_callable(handler)) return NULL;
    arguments = list_from_registers(p, X, export->arity);
    X[0] = export->module;
    X[1] = export->function;
    X[2] = arguments;
    return atomic_load_explicit(&handler->code, memory_order_acquire);
}

/* :code.call_after_on_load(Module, Function, Arguments) */
static const Word *on_load_target(Process *p, Export *export, Term *X)
{
    Term arguments = list_from_registers(p, X, export->arity);
    X[0] = export->module;
    X[1] = export->function;
    X[2] = arguments;
    return export_entry(AM(code), AM(call_after_on_load), 3);
}

const Word *undefined_target(Process *p, Export *export, Term *X)
{
    if (!module_is_loaded(export->module)) {
        code_ensure_loaded(export->module);
        const Module *module = module_find(export->module);
        if (module && module->on_load_pending) return on_load_target(p, export, X);
    }
    if (export_is_callable(export)) return atomic_load_explicit(&export->code, memory_order_acquire);
    const Word *target = handler_target(p, export, X);
    if (target) return target;
    raise_error(p, AM(undef));
    stacktrace_note(p, NULL, export->module, export->function, list_from_registers(p, X, export->arity), NIL);
    return NULL;
}

bool fun_has_arity(Term fun, Term arity)
{
    if (!term_is_small(arity)) return false;
    if (term_is_local_fun(fun)) return fun_box(fun)->entry->arity == term_to_small(arity);
    return term_is_export_fun(fun) && export_fun_export(fun)->arity == term_to_small(arity);
}

bool is_fresh_tuple(const Process *p, const Word *top, Term tuple)
{
    const Word *words = boxed_words(tuple);
    if (words >= p->block && words < top) return true;
    for (const Fragment *fragment = p->heap.fragments; fragment; fragment = fragment->next)
        if (words >= fragment->words && words < fragment->top) return true;
    return false;
}
