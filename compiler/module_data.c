/* SPDX-License-Identifier: GPL-3.0-or-later */
/* module_data.c - the table of modules under definition, and their attributes. */
#include <pthread.h>

#include "base/buf.h"
#include "compiler/definition.h"
#include "compiler/expand.h"
#include "gc/copy.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards `open_modules`; leaf */
static ModuleData *open_modules;

ModuleData *module_data_find(Term name)
{
    pthread_mutex_lock(&mutex);
    ModuleData *m = open_modules;
    while (m && m->name != name) m = m->next;
    pthread_mutex_unlock(&mutex);
    return m;
}

ModuleData *module_data_open(Session *s, Term name, Term file, int line)
{
    ModuleData *m = mem_alloc_zero(1, sizeof *m);
    m->session = s;
    m->name = name;
    m->line = line;
    m->arena = arena_new();
    heap_init_arena(&m->heap);
    m->file = copy_term(file, &m->heap);
    m->outer = s->opened;
    s->opened = m;
    pthread_mutex_lock(&mutex);
    m->next = open_modules;
    open_modules = m;
    pthread_mutex_unlock(&mutex);
    static const struct { const char *name; bool accumulate, persist; } reserved[] = {
        {"after_compile", true, false}, {"after_verify", true, false}, {"before_compile", true, false},
        {"behaviour", true, true}, {"on_definition", true, false}, {"compile", true, false}, {"derive", true, false},
        {"dialyzer", true, true}, {"external_resource", true, true}, {"on_load", false, true}, {"vsn", false, true},
        {"impl", false, false}, {"optional_callbacks", true, false}};
    for (size_t i = 0; i < ARRAY_COUNT(reserved); i++) {
        Attribute *a = module_register_attribute(m, atom_intern_string(reserved[i].name), reserved[i].accumulate, reserved[i].persist);
        a->is_read = true;
    }
    return m;
}

void module_data_close(ModuleData *m)
{
    pthread_mutex_lock(&mutex);
    for (ModuleData **at = &open_modules; *at; at = &(*at)->next)
        if (*at == m) {
            *at = m->next;
            break;
        }
    pthread_mutex_unlock(&mutex);
    for (ModuleData **at = &m->session->opened; *at; at = &(*at)->outer)
        if (*at == m) {
            *at = m->outer;
            break;
        }
    mem_free(m->sites);
    mem_free(m->saved_envs);
    mem_free(m->typespecs);
    heap_destroy(&m->heap);
    arena_free(m->arena);
    mem_free(m);
}

void module_data_close_all(Session *s)
{
    while (s->opened) module_data_close(s->opened);
}

/* --- attributes --- */

Attribute *module_attribute(ModuleData *m, Term name)
{
    for (Attribute *a = m->attributes; a; a = a->next)
        if (a->name == name) return a;
    return NULL;
}

static Attribute *attribute_make(ModuleData *m, Term name)
{
    Attribute *a = module_attribute(m, name);
    if (a) return a;
    a = arena_alloc_zero(m->arena, sizeof *a);
    a->name = name;
    a->value = AM(nil);
    a->next = m->attributes;
    m->attributes = a;
    return a;
}

Attribute *module_register_attribute(ModuleData *m, Term name, bool accumulate, bool persist)
{
    Attribute *a = attribute_make(m, name);
    a->persist |= persist;
    if (accumulate && !a->accumulate) {
        a->accumulate = true;
        a->value = a->is_set ? cons_new(&m->heap, a->value, NIL) : NIL;
    }
    return a;
}

void module_put_attribute(ModuleData *m, Term name, Term value, int line)
{
    Attribute *a = attribute_make(m, name);
    value = copy_term(value, &m->heap);
    if (a->accumulate) a->value = cons_new(&m->heap, value, a->value);
    else a->value = value;
    a->is_set = true;
    a->line = line;
}

void module_delete_attribute(ModuleData *m, Term name)
{
    Attribute *a = module_attribute(m, name);
    if (!a) return;
    a->value = a->accumulate ? NIL : AM(nil);
    a->is_set = false;
}

/* --- things that running code names by number --- */

int module_add_site(ModuleData *m, DefinitionKind kind, Term call, Term body, int line, bool from_macro, const Env *env)
{
    if (m->site_count == m->site_capacity) {
        m->site_capacity = m->site_capacity ? 2 * m->site_capacity : 16;
        m->sites = mem_resize(m->sites, (size_t)m->site_capacity * sizeof *m->sites);
    }
    m->sites[m->site_count] = (DefSite){kind, call, body, line, from_macro, *env};
    m->sites[m->site_count].env.variables = NULL;
    return m->site_count++;
}

int module_save_env(ModuleData *m, const Env *env)
{
    if (m->saved_env_count == m->saved_env_capacity) {
        m->saved_env_capacity = m->saved_env_capacity ? 2 * m->saved_env_capacity : 4;
        m->saved_envs = mem_resize(m->saved_envs, (size_t)m->saved_env_capacity * sizeof *m->saved_envs);
    }
    m->saved_envs[m->saved_env_count] = *env;
    m->saved_envs[m->saved_env_count].variables = NULL;
    return m->saved_env_count++;
}

void module_put_typespec(ModuleData *m, Term kind, Term quoted, int line, const Env *env)
{
    if (m->typespec_count == m->typespec_capacity) {
        m->typespec_capacity = m->typespec_capacity ? 2 * m->typespec_capacity : 16;
        m->typespecs = mem_resize(m->typespecs, (size_t)m->typespec_capacity * sizeof *m->typespecs);
    }
    m->typespecs[m->typespec_count].kind = kind;
    m->typespecs[m->typespec_count].quoted = copy_term(quoted, &m->heap);
    m->typespecs[m->typespec_count].line = line;
    m->typespec_count++;
}
