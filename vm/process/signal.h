/* SPDX-License-Identifier: GPL-3.0-or-later */
/* signal.h - all that one process (or the VM) sends another.
 *
 * A signal is one allocation that begins like a heap Fragment, so that a message's memory becomes part of the
 * receiver's heap without copying:
 *
 *     Fragment: [ next | top | end | words...                              ]
 *     Signal:   [ next | top | end | kind, term, off_heap, sender, number.. | the term's words ... ]
 *
 * Order: signals from one process to another arrive in the order in which they were sent. The receiver handles them in
 * its own thread (signals_take_in); nobody else touches its private state. */
#ifndef PROCESS_SIGNAL_H
#define PROCESS_SIGNAL_H

#include "process/process.h"

typedef enum SignalKind {
    SIGNAL_MESSAGE,
    SIGNAL_ALIAS_MESSAGE,  /* number: the alias; a message if that is active */
    SIGNAL_EXIT,           /* exit/2: term {'EXIT', sender, reason} */
    SIGNAL_LINK_EXIT,      /* the same, from a link that broke */
    SIGNAL_LINK,           /* sender links to the receiver */
    SIGNAL_UNLINK,
    SIGNAL_MONITOR,        /* number: the reference; term: name it was monitored by, or NIL */
    SIGNAL_DEMONITOR,      /* number */
    SIGNAL_DOWN,           /* number; term {'DOWN', ref, process, object, reason} */
    SIGNAL_REQUEST,        /* run(receiver, signal), called in the receiver's thread */
    SIGNAL_REPLY,          /* number: answers the request that bif_wait waits for */
    SIGNAL_TIMEOUT         /* number: a receive's timer went off */
} SignalKind;

typedef void (*SignalFunction)(Process *receiver, Signal *signal);

struct Signal {
    Signal *next;          /* these three are laid out as in Fragment */
    Word *top;
    Word *end;
    uint8_t kind;
    Term term;
    Word *off_heap;        /* boxes of the term that own something */
    Term sender;           /* pid, or NIL for the VM */
    Word number;
    SignalFunction run;    /* SIGNAL_REQUEST */
    Term refusal;          /* SIGNAL_REQUEST: the answer if the receiver is gone; TERM_NONE: nobody waits */
    Word words[];
};

/* Makes a signal with room for the copy of `term`, which is copied in. `extra_words` are left free for the caller. */
Signal *signal_new(SignalKind kind, Term sender, Term term);
/* An empty one with a heap to build its term on: fill, then signal->term = ..., then signal_close(signal, &heap). */
Signal *signal_open(SignalKind kind, Term sender, Word size_words, Heap *heap);
void signal_close(Signal *signal, Heap *heap);
void signal_free(Signal *signal);

/* Gives the signal to a local pid, wakes it. False if there is no such process: the signal was freed. */
bool signal_send(Term pid, Signal *signal);
/* Copies and sends a message. False: no such process. `sender` may be NULL. Charges the sender. */
bool message_send(Process *sender, Term pid, Term message);
bool message_send_alias(Process *sender, Term reference, Term message);

/* Owner: takes in what is in p->outer. */
void signals_take_in(Process *p);
/* Owner, at its end: answers what cannot be handled any more. */
void signals_refuse(Process *p);

/* Owner, at its end: tells links and monitors why. */
void process_tell_end(Process *p, Term reason);

/* Links, monitors, exits (on behalf of the running process p). */
void process_link(Process *p, Term pid);    /* an exit signal noproc comes back if there is none */
void process_unlink(Process *p, Term pid);
void process_send_exit(Process *p, Term pid, Term reason);
Term process_monitor(Process *p, Term pid, Term name_or_nil, Term tag_or_none, unsigned alias_flags); /* the reference */
/* The parent's end only: of a monitor on a process that does not run yet. */
Term process_monitor_spawned(Process *p, Term pid, Term tag_or_none, unsigned alias_flags);
/* False: nothing was removed. With flush, a DOWN that has arrived is removed from the mailbox. */
bool process_demonitor(Process *p, Term reference, bool flush);

/* unalias/1, alias/1. */
bool process_unalias(Process *p, Term reference);
Term process_alias(Process *p, unsigned alias_flags);

/* A request has a function run in another process's thread, between two of its slices, and brings back the answer. A native
 * that makes one is called twice (bif_wait):
 *     Term answer = request_await(p);
 *     if (!term_is_none(answer)) return answer;
 *     if (request_is_pending(p)) return bif_wait(p);
 *     return request_send(p, pid, function, term, AM(undefined)); */
bool request_is_pending(const Process *p);
Term request_await(Process *p);
/* Sends run(receiver, signal), signal->term = copy of term; returns bif_wait(p), or `noproc_answer` (an immediate). */
Term request_send(Process *p, Term pid, SignalFunction run, Term term, Term noproc_answer);
/* Without waiting; number is the function's to use. False: no such process. */
bool request_send_async(Process *p, Term pid, SignalFunction run, Term term, Word number);
/* In the receiver: answers a request that waits. */
void request_answer(const Signal *request, Term answer);
/* Runs what came as requests while the process was running. Its registers are saved. */
void requests_run(Process *p);

/* The owner makes the signal's memory part of its heap. */
void signal_attach(Process *p, Signal *signal);

#endif
