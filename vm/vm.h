/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vm.h - all that an embedder, the shell and tests need: start the machine, run a function, stop. */
#ifndef VM_VM_H
#define VM_VM_H

#include "term/term.h"

#define VM_VERSION "0.1.0"

typedef struct VmOptions {
    unsigned schedulers;      /* 0: one a core, or ELVER_SCHEDULERS of the environment */
    uint32_t max_processes;   /* 0: the default */
    const char *program;      /* path of the executable: erlang:system_info, :os */
    int argument_count;       /* plain arguments: :init.get_plain_arguments */
    char **arguments;         /* borrowed for the whole run */
    const char **code_paths;  /* directories of .beam files, NULL-terminated, or NULL */
} VmOptions;

/* Makes the tables and starts the schedulers. Once. */
void vm_start(const VmOptions *options);
/* Spawns the first process with module:function(arguments...) (terms that are immediates or literals), waits for halt or
 * for that process's end; returns the exit status: 0 for a normal end, 1 otherwise. */
int vm_run(Term module, Term function, Term arguments);
/* Ends the whole machine from any thread: flushes output, vm_run returns status. */
void vm_halt(int status, bool flush);
/* Called by vm_run's caller when done, if it does not end with exit(). */
void vm_stop(void);
const VmOptions *vm_options(void);
/* Has the process registered as erl_signal_server told of that signal of the system, by {notify, Name}. */
void vm_handle_signal(int number);
/* Functions that are called before halting (flush terminal, sockets); at boot only. */
void vm_at_halt(void (*hook)(void));

#endif
