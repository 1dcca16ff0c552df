/* SPDX-License-Identifier: GPL-3.0-or-later */
/* print.h - terms as text in Erlang syntax, for debugging, erlang:display, pid_to_list. Inspect is Elixir code. */
#ifndef TERM_PRINT_H
#define TERM_PRINT_H

#include "base/buf.h"
#include "term/heap.h"

void term_print(Buf *out, Term t);      /* like ~p: lists of printable characters as "text" */
void term_print_raw(Buf *out, Term t);  /* like ~w */
/* Text that the caller frees with mem_free; for debuggers and messages. */
char *term_to_text(Term t);
void term_dump(Term t); /* to standard error, with newline: `call term_dump(t)` in gdb */
void print_atom(Buf *out, Term atom); /* quoted where Erlang needs it */
void print_pid(Buf *out, Term pid);   /* <0.1.0> */
void print_port(Buf *out, Term port);
void print_ref(Buf *out, Term ref);   /* #Ref<0.1.2.3> */
void print_fun(Buf *out, Term fun);   /* #Fun<mod.0.1234>, fun mod:f/1 */
/* The reverse, of whole texts; TERM_NONE if it is not that. */
Term pid_parse(Heap *heap, const char *text, size_t size);
Term port_parse(Heap *heap, const char *text, size_t size);
Term ref_parse(Heap *heap, const char *text, size_t size);

#endif
