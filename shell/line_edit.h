/* SPDX-License-Identifier: GPL-3.0-or-later */
/* line_edit.h - lines from the terminal: GNU readline with history and completion, and what Ctrl-C does.
 *
 *     :elver_line.start(server, completer)      history is loaded; from now on Ctrl-C sends :interrupt to the server
 *     :elver_line.read(prompt)                  {:ok, line} with its newline | :eof | :interrupted (Ctrl-C while typing)
 *     :elver_line.read_input(prompt)            the same for a program's input: no history; Ctrl-C also tells the server
 *     :elver_line.is_active()                   has start/2 found a terminal?
 *     :elver_line.completions(id, candidates)   the completer's answer to {:complete, id, text_before_cursor}:
 *                                               a list of {inserted, shown}
 *
 * read blocks on a thread of the dirty pool; readers take turns. While it waits for a completion the
 * completer runs on the schedulers. Without a terminal lines are read as they are, prompts printed. */
#ifndef SHELL_LINE_EDIT_H
#define SHELL_LINE_EDIT_H

#include "code/bif.h"

extern const Bif line_natives[];
Term bif_line_start(Process *p, Term *args);
Term bif_line_read(Process *p, Term *args);
Term bif_line_read_input(Process *p, Term *args);
Term bif_line_is_active(Process *p, Term *args);
Term bif_line_completions(Process *p, Term *args);
/* Gives the terminal back as it was found. */
void line_edit_restore(void);

#endif
