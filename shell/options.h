/* SPDX-License-Identifier: GPL-3.0-or-later */
/* options.h - the command line, taken apart.
 *
 *     elver [OPTIONS] [FILE ARGS...]      runs a script; without one, the shell (or standard input, if that is no terminal)
 *
 * Options come before the file; what follows it, or --, is the program's own. */
#ifndef SHELL_OPTIONS_H
#define SHELL_OPTIONS_H

#include "base/vec.h"

typedef enum ActionKind {
    ACTION_EVAL,             /* -e */
    ACTION_REQUIRE,          /* -r */
    ACTION_PARALLEL_REQUIRE, /* -pr */
    ACTION_SCRIPT,           /* FILE, or the one that -S found */
    ACTION_STDIN,            /* - */
    ACTION_APP,              /* --app */
    ACTION_COMPILE           /* a file of `elver compile` */
} ActionKind;

typedef struct Action {
    ActionKind kind;
    const char *text; /* borrowed from argv, or allocated for good */
} Action;

typedef struct CommandLine {
    VEC(Action) actions;              /* in order */
    VEC(const char *) first_paths;    /* -pa */
    VEC(const char *) last_paths;     /* -pz */
    char **arguments;                 /* the program's own */
    int argument_count;
    bool no_halt, shell, version, short_version, help;
    bool bootstrap;                   /* the build compiles the standard library: stdlib/bootstrap.ex */
    const char *dot_iex;              /* --dot-iex; "" for none */
    const char *output;               /* elver compile -o DIR */
    const char *module, *function;    /* --run MODULE FUNCTION: start there instead */
} CommandLine;

/* NULL, or what is wrong with the command line. */
const char *options_parse(CommandLine *line, int argc, char **argv);
extern const char options_help[];

#endif
