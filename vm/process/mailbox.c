/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mailbox.c - receive's view of the messages. */
#include "process/mailbox.h"

#include "process/signal.h"
#include "process/timer.h"

enum { MAX_TIMEOUT_MS = 0xffffffffu };
#define MARKER_RESERVED ((Word)1 << 63) /* in ref_number: not bound yet; the rest is the reservation's number */

void mailbox_init(Mailbox *mailbox)
{
    memset(mailbox, 0, sizeof *mailbox);
    mailbox->last = mailbox->save = &mailbox->first;
}

static bool has_outer(Process *p)
{
    return atomic_load_explicit(&p->outer, memory_order_relaxed) != NULL;
}

Term mailbox_peek(Process *p)
{
    Mailbox *m = &p->mailbox;
    if (!*m->save && has_outer(p)) signals_take_in(p);
    if (!*m->save || (p->flags & PROCESS_FLAG_KILLED)) return TERM_NONE;
    m->peeked = true;
    return (*m->save)->term;
}

void mailbox_next(Process *p)
{
    Mailbox *m = &p->mailbox;
    assert(*m->save);
    m->save = &(*m->save)->next;
    m->peeked = false;
}

static void end_receive(Process *p)
{
    p->mailbox.save = &p->mailbox.first;
    p->mailbox.peeked = false;
    p->flags &= (uint16_t)~PROCESS_FLAG_TIMER_FIRED;
    if (p->receive_timer) {
        timer_cancel(p->receive_timer);
        p->receive_timer = 0;
    }
}

/* Unlinks the message at *link; whoever pointed to its `next` points to what came before now. */
Signal *mailbox_take(Process *p, Signal **link)
{
    Mailbox *m = &p->mailbox;
    Signal *taken = *link;
    *link = taken->next;
    if (m->last == &taken->next) m->last = link;
    if (m->save == &taken->next) m->save = link;
    for (int i = 0; i < MAILBOX_MARKERS; i++)
        if (m->markers[i].position == &taken->next) m->markers[i].position = link;
    m->length--;
    return taken;
}

void mailbox_remove(Process *p)
{
    assert(p->mailbox.peeked);
    signal_attach(p, mailbox_take(p, p->mailbox.save));
    end_receive(p);
}

void mailbox_timeout(Process *p) { end_receive(p); }

/* From here on a message is news: a receive without clauses has looked at none. */
static void wait_for_news(Process *p)
{
    p->mailbox.peeked = false;
    p->mailbox.save = p->mailbox.last;
}

void mailbox_wait(Process *p) { wait_for_news(p); }

MailboxWait mailbox_wait_timeout(Process *p, Term timeout)
{
    if (p->flags & PROCESS_FLAG_TIMER_FIRED) return WAIT_TIMED_OUT;
    if (p->receive_timer || timeout == AM(infinity)) {
        wait_for_news(p);
        return WAIT_BLOCK;
    }
    if (!term_is_small(timeout)) return WAIT_BAD_TIMEOUT;
    int64_t ms = term_to_small(timeout);
    if (ms < 0 || ms > MAX_TIMEOUT_MS) return WAIT_BAD_TIMEOUT;
    if (ms == 0) return (p->flags & PROCESS_FLAG_KILLED) ? WAIT_BLOCK : WAIT_TIMED_OUT;
    p->receive_timer = timer_number_new();
    Signal *signal = signal_new(SIGNAL_TIMEOUT, NIL, NIL);
    signal->number = p->receive_timer;
    timer_start(p->receive_timer, timer_due_ms(ms), p->pid, signal);
    wait_for_news(p);
    return WAIT_BLOCK;
}

/* --- markers --- */

/* A free one, or that of the oldest reference. */
static int marker_slot(const Mailbox *m)
{
    int slot = 0;
    for (int i = 0; i < MAILBOX_MARKERS; i++) {
        if (!m->markers[i].position) return i;
        if (m->markers[i].ref_number < m->markers[slot].ref_number) slot = i;
    }
    return slot;
}

void mailbox_mark(Process *p, Word reference_number)
{
    Mailbox *m = &p->mailbox;
    m->markers[marker_slot(m)] = (MailboxMarker){reference_number, m->last};
}

Term mailbox_marker_reserve(Process *p)
{
    Mailbox *m = &p->mailbox;
    if (has_outer(p)) signals_take_in(p);
    int slot = marker_slot(m);
    Word reservation = (Word)++m->reservations << 2 | (Word)slot;
    m->markers[slot] = (MailboxMarker){MARKER_RESERVED | reservation, m->last};
    return term_from_small((int64_t)reservation);
}

void mailbox_marker_bind(Process *p, Term marker, Term reference)
{
    if (!term_is_small(marker) || !term_is_local_ref(reference)) return;
    Word reservation = (Word)term_to_small(marker);
    MailboxMarker *m = &p->mailbox.markers[(reservation & 3) % MAILBOX_MARKERS];
    if (m->position && m->ref_number == (MARKER_RESERVED | reservation)) m->ref_number = local_ref_number(reference);
}

static MailboxMarker *marker_find(Process *p, Term reference)
{
    if (!term_is_local_ref(reference)) return NULL;
    Word number = local_ref_number(reference);
    for (int i = 0; i < MAILBOX_MARKERS; i++)
        if (p->mailbox.markers[i].position && p->mailbox.markers[i].ref_number == number) return &p->mailbox.markers[i];
    return NULL;
}

void mailbox_marker_clear(Process *p, Term reference)
{
    MailboxMarker *m = marker_find(p, reference);
    if (m) *m = (MailboxMarker){0, NULL};
}

void mailbox_marker_use(Process *p, Term reference)
{
    MailboxMarker *m = marker_find(p, reference);
    if (m && p->mailbox.save == &p->mailbox.first) p->mailbox.save = m->position;
}

void mailbox_peeked_range(const Process *p, const Word **from, const Word **to)
{
    const Signal *peeked = p->mailbox.peeked ? *p->mailbox.save : NULL;
    *from = peeked ? peeked->words : NULL;
    *to = peeked ? peeked->top : NULL;
}
