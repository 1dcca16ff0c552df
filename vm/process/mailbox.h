/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mailbox.h - the messages of a process, and what the receive instructions do with them.
 *
 * Senders push signals on p->outer (signal.h). The owner takes them in when it looks for messages: messages go to the
 * end of the inner queue, all else is handled at once. Each message is one allocation with its term inside
 * (a heap fragment); it stays outside of the heap, unseen by the collector, until it is removed from the queue: then
 * its fragment becomes the process's. So a million waiting messages cost a collection nothing.
 *
 *     loop_rec      t = mailbox_peek(p); TERM_NONE: go to the wait instruction
 *     loop_rec_end  mailbox_next(p)
 *     remove        mailbox_remove(p)            the term peeked at is the process's from now on
 *     timeout       mailbox_timeout(p)
 *     wait          mailbox_wait(p); then return RUN_WAITING with pc = the loop_rec
 *     wait_timeout  WAIT_BLOCK: as wait. WAIT_TIMED_OUT: fall through. WAIT_BAD_TIMEOUT: raise timeout_value
 *
 * A term that mailbox_peek returned may be in registers while a collection happens (in a guard): the collector leaves
 * terms in that message's fragment where they are.
 *
 * Markers: a receive that waits for a reference made a moment ago need not look at what came before it.
 * recv_marker_reserve notes the end of the queue, _bind ties the note to the reference, _use starts there. */
#ifndef PROCESS_MAILBOX_H
#define PROCESS_MAILBOX_H

#include "process/process.h"

void mailbox_init(Mailbox *mailbox);
Term mailbox_peek(Process *p);   /* TERM_NONE: no more messages at present (signals were taken in) */
void mailbox_next(Process *p);
void mailbox_remove(Process *p);
void mailbox_timeout(Process *p);
void mailbox_wait(Process *p);

typedef enum MailboxWait { WAIT_BLOCK, WAIT_TIMED_OUT, WAIT_BAD_TIMEOUT } MailboxWait;
MailboxWait mailbox_wait_timeout(Process *p, Term timeout); /* milliseconds or infinity; a timer runs from the first call */

Term mailbox_marker_reserve(Process *p);              /* a small integer, or `undefined` when none is free */
void mailbox_marker_bind(Process *p, Term marker, Term reference);
void mailbox_marker_clear(Process *p, Term reference);
void mailbox_marker_use(Process *p, Term reference);

/* Notes that the reference with that number is made now. Natives that make references call it, so that a receive may use the
 * mark without the compiler's help. */
void mailbox_mark(Process *p, Word reference_number);
/* Unlinks the message at *link (an address in the queue). It is the caller's then. */
Signal *mailbox_take(Process *p, Signal **link);
/* The range of words that the collector must not move: the message peeked at. */
void mailbox_peeked_range(const Process *p, const Word **from, const Word **to);

#endif
