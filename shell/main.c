/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c - the program `elver`: options, boot, the first process, exit status.
 *
 * What the options ask for is done in Elixir, by :elver_cli (shell/cli.ex), which fetches it with :elver_cli.options/0. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "code/code_server.h"
#include "code/export.h"
#include "compiler/compiler.h"
#include "process/process.h"
#include "shell/image.h"
#include "shell/line_edit.h"
#include "shell/options.h"
#include "term/atom.h"
#include "term/binary.h"
#include "vm.h"

#ifndef ELVER_VERSION
#define ELVER_VERSION "0.1.0"
#endif

static CommandLine command_line; /* constant once processes run */

static Term pair(Heap *heap, const char *key, Term value) { return tuple_new_2(heap, atom_intern_string(key), value); }
static Term boolean(bool b) { return b ? AM(true) : AM(false); }

static Term actions_to_list(Heap *heap)
{
    static const char *const names[] = {"eval", "require", "parallel_require", "script", "stdin", "app", "compile"};
    Term list = NIL;
    for (size_t i = command_line.actions.count; i-- > 0;) {
        const Action *action = &command_line.actions.items[i];
        list = cons_new(heap, pair(heap, names[action->kind], binary_new_string(heap, action->text)), list);
    }
    return list;
}

/* :elver_cli.options() -> keyword list */
static Term bif_cli_options(Process *p, Term *args)
{
    Heap *heap = &p->heap;
    (void)args;
    Term arguments = NIL;
    for (int i = command_line.argument_count; i-- > 0;)
        arguments = cons_new(heap, binary_new_string(heap, command_line.arguments[i]), arguments);
    Term items[] = {
        pair(heap, "actions", actions_to_list(heap)),
        pair(heap, "argv", arguments),
        pair(heap, "halt", boolean(!command_line.no_halt)),
        pair(heap, "shell", boolean(command_line.shell)),
        pair(heap, "dot_iex", command_line.dot_iex ? binary_new_string(heap, command_line.dot_iex) : AM(nil)),
        pair(heap, "output", command_line.output ? binary_new_string(heap, command_line.output) : AM(nil)),
        pair(heap, "version", binary_new_string(heap, ELVER_VERSION)),
    };
    Term list = NIL;
    for (size_t i = ARRAY_COUNT(items); i-- > 0;) list = cons_new(heap, items[i], list);
    return list;
}

static const Bif cli_natives[] = {
    {"elver_cli", "options", 0, BIF_PLAIN, bif_cli_options},
    {NULL, NULL, 0, 0, NULL},
};

static Term module_atom(const char *name)
{
    char text[300];
    if (name[0] == ':') return atom_intern_string(name + 1);
    bool alias = name[0] >= 'A' && name[0] <= 'Z' && strncmp(name, "Elixir.", 7) != 0;
    snprintf(text, sizeof text, "%s%s", alias ? "Elixir." : "", name);
    return atom_intern_string(text);
}

/* A module that was found but refused: its calls raise undef, so say why. */
static void tell_bad_file(const char *path, const char *reason) { fprintf(stderr, "%s is no code for this machine: %s\n", path, reason); }

static int usage_error(const char *wrong)
{
    fprintf(stderr, "%s\n", wrong);
    fputs("Try elver --help.\n", stderr);
    return 1;
}

#ifndef ELVER_IMAGE
/* The build's first binary has no library: it compiles the two modules with which the rest is compiled. */
static bool bootstrap(const char *directory)
{
    static const char *const first[][2] = {{"stdlib/kernel/elver_session.ex", "elver_session"},
                                           {"stdlib/bootstrap.ex", "elver_bootstrap"}};
    for (size_t i = 0; i < ARRAY_COUNT(first); i++) {
        char path[4096];
        uint8_t *bytes;
        size_t size;
        if (!compiler_bootstrap_file(first[i][0], &bytes, &size)) return false;
        snprintf(path, sizeof path, "%s/%s.beam", directory, first[i][1]);
        FILE *file = fopen(path, "wb");
        bool good = file && fwrite(bytes, 1, size, file) == size;
        if (file && fclose(file) != 0) good = false;
        mem_free(bytes);
        if (!good) return fprintf(stderr, "elver: cannot write %s\n", path) < 0;
    }
    return true;
}
#endif

int main(int argc, char **argv)
{
    const char *wrong = options_parse(&command_line, argc, argv);
    if (wrong) return usage_error(wrong);
    if (command_line.help) return fputs(options_help, stdout) < 0;
    if (command_line.version) return printf("Elver %s (Elixir 1.14, OTP 25)\n", ELVER_VERSION) < 0;
    if (command_line.short_version) return puts(ELVER_VERSION) < 0;
    vec_push(&command_line.last_paths, NULL);
    VmOptions options = {.program = argv[0],
                         .argument_count = command_line.argument_count,
                         .arguments = command_line.arguments,
                         .code_paths = command_line.last_paths.items};
    vm_start(&options);
    for (size_t i = 0; i < command_line.first_paths.count; i++) code_path_add_first(command_line.first_paths.items[i]);
    code_bad_file_hook = tell_bad_file;
    compiler_init();
    image_init();
    export_register_natives(cli_natives);
    export_register_natives(line_natives);
    vm_at_halt(line_edit_restore);
#ifndef ELVER_IMAGE
    if (command_line.bootstrap && !bootstrap(command_line.arguments[0])) return 1;
#endif
    Term module = command_line.module ? module_atom(command_line.module) : atom_intern_string("elver_cli");
    Term function = atom_intern_string(command_line.function ? command_line.function : "main");
    int status = vm_run(module, function, NIL);
    fflush(NULL);
    _exit(status); /* threads may still run: nothing is torn down under them */
}
