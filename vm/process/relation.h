/* SPDX-License-Identifier: GPL-3.0-or-later */
/* relation.h - what ties a process to others: links, monitors (both ends), aliases.
 *
 * One hash table per process, keyed by kind and number (a pid's for links, a reference's for the rest), touched by the
 * owner only. */
#ifndef PROCESS_RELATION_H
#define PROCESS_RELATION_H

#include "process/process.h"

typedef enum RelationKind {
    RELATION_LINK,          /* key: pid number; pid: the other */
    RELATION_MONITOR,       /* key: reference; pid: whom this process monitors */
    RELATION_MONITORED_BY,  /* key: reference; pid: who monitors this one */
    RELATION_ALIAS          /* key: reference; without a monitor of its own */
} RelationKind;

typedef enum RelationFlags {
    ALIAS_ACTIVE = 1,       /* messages sent to the reference arrive */
    ALIAS_UNALIAS = 2,      /* until unalias/1 */
    ALIAS_DEMONITOR = 4,    /* until the monitor ends */
    ALIAS_REPLY = 8         /* until the first message, which ends the monitor too */
} RelationFlags;

struct Relation {
    Relation *next;         /* in its bucket */
    Word key;
    uint8_t kind, flags;
    Term pid;
    Term name;              /* RELATION_MONITOR, _MONITORED_BY: the name it was monitored by, or NIL */
    Signal *tag;            /* owned: holds the tag to use instead of 'DOWN', or NULL */
};

Relation *relation_find(const Process *p, RelationKind kind, Word key);
Relation *relation_add(Process *p, RelationKind kind, Word key, Term pid); /* new, or the one there is */
void relation_remove(Process *p, Relation *relation);                      /* and frees it */
/* Calls f on each; f must not add or remove. */
void relation_each(Process *p, void (*f)(Process *p, Relation *relation, void *context), void *context);
void relations_destroy(Process *p);

#endif
