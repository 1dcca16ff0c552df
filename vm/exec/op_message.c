/* SPDX-License-Identifier: GPL-3.0-or-later */
/* op_message.c - instructions: send and receive. What they do with the mailbox is in process/mailbox.h. */
#include "exec/machine.h"

#include "process/mailbox.h"

bool op_send(STATE)
{
    static const Export *send; /* the same cell whoever writes it */
    if (UNLIKELY(!send)) send = export_get_text("erlang", "!", 2);
    F--;
    SYNC();
    Term value = send->bif->function(p, X);
    RELOAD();
    if (UNLIKELY(term_is_none(value))) {
        machine_note_native(p, I, send, X);
        GO(machine_unwind);
    }
    X[0] = value;
    if (AFTER_NATIVE_IS_DUE()) {
        machine_after_native(p, X, 1);
        RELOAD();
    }
    NEXT(send);
}

bool op_loop_rec(STATE)
{
    SYNC();
    Term message = mailbox_peek(p);
    RELOAD();
    if (UNLIKELY(p->flags & PROCESS_FLAG_KILLED)) GO(machine_killed);
    if (term_is_none(message)) {
        I = LABEL(loop_rec, 0);
        DISPATCH();
    }
    SET(N(0), message);
    NEXT(loop_rec);
}

COLD static bool receive_yield(STATE) /* between two messages no x register is live */
{
    SYNC();
    process_save_registers(p, X, 0);
    p->run_result = RUN_YIELDED;
    return false;
}

bool op_loop_rec_end(STATE)
{
    mailbox_next(p);
    I = LABEL(loop_rec_end, 0);
    if (UNLIKELY(--F <= 0)) GO(receive_yield);
    DISPATCH();
}

bool op_remove_message(STATE)
{
    SYNC();
    mailbox_remove(p);
    RELOAD();
    if (UNLIKELY(p->heap.fragment_words > 0) && process_wants_collection(p)) F = 0; /* collects at the next call */
    NEXT(remove_message);
}

bool op_wait(STATE)
{
    I = LABEL(wait, 0);
    SYNC();
    mailbox_wait(p);
    p->saved_count = 0;
    p->run_result = RUN_WAITING;
    return false;
}

/* A receive without clauses may have its timeout in an x register, and comes back to wait_timeout when something
 * arrives: then that register is live; the ones below it are not, but stand in the way. */
static unsigned live_timeout(Word source)
{
    if ((source & TAG_MASK) != TAG_HEADER) return 0;
    unsigned r = (unsigned)(source >> 3);
    return r & REGISTER_Y ? 0 : r + 1;
}

bool op_wait_timeout(STATE)
{
    SYNC();
    MailboxWait wait = mailbox_wait_timeout(p, SOURCE(wait_timeout, 1));
    if (wait == WAIT_TIMED_OUT) NEXT(wait_timeout);
    if (wait == WAIT_BAD_TIMEOUT) RAISE(raise_error(p, AM(timeout_value)));
    p->pc = LABEL(wait_timeout, 0);
    unsigned live = live_timeout(W(wait_timeout, 1));
    for (unsigned i = 0; i + 1 < live; i++) X[i] = NIL;
    process_save_registers(p, X, live);
    p->run_result = RUN_WAITING;
    return false;
}

bool op_timeout(STATE)
{
    SYNC();
    mailbox_timeout(p);
    NEXT(timeout);
}

bool op_marker_reserve(STATE)
{
    SET(N(0), mailbox_marker_reserve(p));
    NEXT(marker_reserve);
}

bool op_marker_bind(STATE)
{
    mailbox_marker_bind(p, SOURCE(marker_bind, 0), SOURCE(marker_bind, 1));
    NEXT(marker_bind);
}

bool op_marker_clear(STATE)
{
    mailbox_marker_clear(p, SOURCE(marker_clear, 0));
    NEXT(marker_clear);
}

bool op_marker_use(STATE)
{
    mailbox_marker_use(p, SOURCE(marker_use, 0));
    NEXT(marker_use);
}
