/* SPDX-License-Identifier: GPL-3.0-or-later */
/* site.c - the table of sessions that have places to come back to. */
#include "compiler/site.h"

#include <pthread.h>

#include "base/vec.h"

typedef struct SiteList {
    struct SiteList *next;
    Session *session;
    int64_t id;
    VEC(ModuleSite *) sites; /* entries in the session's arena */
} SiteList;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards the list; leaf */
static SiteList *lists;
static int64_t last_id;

static SiteList *list_of_session(Session *s)
{
    for (SiteList *l = lists; l; l = l->next)
        if (l->session == s) return l;
    SiteList *l = mem_alloc_zero(1, sizeof *l);
    l->session = s;
    l->id = ++last_id;
    l->next = lists;
    lists = l;
    return l;
}

int64_t site_session_id(Session *s)
{
    pthread_mutex_lock(&mutex);
    int64_t id = list_of_session(s)->id;
    pthread_mutex_unlock(&mutex);
    return id;
}

int site_add(Session *s, const Env *env, Term body, int line)
{
    ModuleSite *site = arena_alloc(s->arena, sizeof *site);
    *site = (ModuleSite){*env, body, line};
    pthread_mutex_lock(&mutex);
    SiteList *l = list_of_session(s);
    vec_push(&l->sites, site);
    int index = (int)l->sites.count - 1;
    pthread_mutex_unlock(&mutex);
    return index;
}

const ModuleSite *site_find(int64_t session_id, int64_t index)
{
    const ModuleSite *found = NULL;
    pthread_mutex_lock(&mutex);
    for (SiteList *l = lists; l; l = l->next)
        if (l->id == session_id && index >= 0 && (size_t)index < l->sites.count) found = l->sites.items[index];
    pthread_mutex_unlock(&mutex);
    return found;
}

void site_forget_session(Session *s)
{
    pthread_mutex_lock(&mutex);
    for (SiteList **at = &lists; *at; at = &(*at)->next) {
        SiteList *l = *at;
        if (l->session != s) continue;
        *at = l->next;
        vec_free(&l->sites);
        mem_free(l);
        break;
    }
    pthread_mutex_unlock(&mutex);
}
