/* SPDX-License-Identifier: GPL-3.0-or-later */
/* options.c - the command line, taken apart. */
#include "shell/options.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char options_help[] =
    "Usage: elver [options] [file] [data]\n"
    "       elver compile [-o DIR] FILE...\n"
    "\n"
    "Without a file, and with a terminal, the shell starts. A .ex file is loaded first, a .exs file is run.\n"
    "\n"
    "  -e \"COMMAND\", --eval \"COMMAND\"  Evaluates the given command (*)\n"
    "  -r \"FILE\"                       Requires the given files/patterns (*)\n"
    "  -pr \"FILE\"                      Requires the given files/patterns in parallel (*)\n"
    "  -S SCRIPT                       Finds and executes the given script in $PATH\n"
    "  -pa \"PATH\"                      Prepends the given path to the code path (*)\n"
    "  -pz \"PATH\"                      Appends the given path to the code path (*)\n"
    "  -i, --interactive               Starts the shell after all other options were handled\n"
    "  -h, --help                      Prints this message\n"
    "  -v, --version                   Prints the version\n"
    "\n"
    "  --app APP                       Starts the given application and its dependencies (*)\n"
    "  --dot-iex PATH                  Evaluates PATH instead of .iex.exs when the shell starts; \"\" for none\n"
    "  --no-halt                       Does not halt after execution\n"
    "  --short-version                 Prints the version alone\n"
    "  -                               Runs what standard input holds\n"
    "\n"
    "Options given after the file or -- are passed down to the executed code.\n"
    "Options marked with (*) can be given more than once.\n";

static const char *problem(const char *format, const char *text)
{
    size_t size = strlen(format) + strlen(text) + 1;
    char *message = mem_alloc(size);
    snprintf(message, size, format, text);
    return message;
}

static void act(CommandLine *line, ActionKind kind, const char *text)
{
    Action action = {kind, text};
    vec_push(&line->actions, action);
}

/* Files that match a pattern; the pattern itself if none does. */
static const char *act_on_files(CommandLine *line, ActionKind kind, const char *pattern)
{
    glob_t found;
    if (glob(pattern, 0, NULL, &found) != 0) return problem("No files matched pattern %s", pattern);
    for (size_t i = 0; i < found.gl_pathc; i++) act(line, kind, mem_copy_string(found.gl_pathv[i]));
    globfree(&found);
    return NULL;
}

#define ADD_PATHS(list, pattern) \
    do { \
        glob_t found; \
        if (glob(pattern, 0, NULL, &found) == 0) { \
            for (size_t n = 0; n < found.gl_pathc; n++) vec_push(list, mem_copy_string(found.gl_pathv[n])); \
            globfree(&found); \
        } \
    } while (0)

static const char *find_in_path(const char *script)
{
    const char *path = getenv("PATH");
    if (strchr(script, '/') || !path) return access(script, R_OK) == 0 ? script : NULL;
    for (const char *start = path;; start++) {
        size_t length = strcspn(start, ":");
        size_t size = length + strlen(script) + 2;
        char *file = mem_alloc(size);
        snprintf(file, size, "%.*s/%s", (int)length, start, script);
        if (length > 0 && access(file, X_OK) == 0) return file;
        mem_free(file);
        start += length;
        if (*start == '\0') return NULL;
    }
}

static bool ends_with(const char *text, const char *end)
{
    size_t size = strlen(text), end_size = strlen(end);
    return size >= end_size && strcmp(text + size - end_size, end) == 0;
}

static const char *compile_command(CommandLine *line, int argc, char **argv)
{
    line->output = ".";
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "-o") == 0) {
            if (++i == argc) return "-o : Missing directory";
            line->output = argv[i];
        } else if (strcmp(argv[i], "-pa") == 0 && i + 1 < argc) {
            ADD_PATHS(&line->first_paths, argv[++i]);
        } else if (argv[i][0] == '-') {
            return problem("%s : Unknown option", argv[i]);
        } else {
            const char *wrong = act_on_files(line, ACTION_COMPILE, argv[i]);
            if (wrong) return wrong;
        }
    }
    return line->actions.count ? NULL : "elver compile: no files given";
}

static bool has_script(const CommandLine *line)
{
    for (size_t i = 0; i < line->actions.count; i++)
        if (line->actions.items[i].kind == ACTION_SCRIPT || line->actions.items[i].kind == ACTION_STDIN) return true;
    return false;
}

const char *options_parse(CommandLine *line, int argc, char **argv)
{
    static const char *const ignored_with_value[] = {"--erl", "--logger-otp-reports", "--logger-sasl-reports", "--boot-var",
                                                     "--erl-config", "--vm-args", "--boot"};
    static const char *const distribution[] = {"--name", "--sname", "--cookie", "--hidden", "--rpc-eval", "--remsh"};
    int i = 1;
    bool ends = false; /* saw --, or the script */
    if (argc > 1 && strcmp(argv[1], "compile") == 0 && access("compile", F_OK) != 0) return compile_command(line, argc, argv);
    for (; i < argc && !ends; i++) {
        const char *option = argv[i], *value = i + 1 < argc ? argv[i + 1] : NULL;
#define IS(text) (strcmp(option, text) == 0)
        bool needs_value = IS("-e") || IS("--eval") || IS("-r") || IS("-pr") || IS("-S") || IS("-pa") || IS("-pz") ||
                           IS("--app") || IS("--dot-iex") || IS("--run");
        if (needs_value && !value) return problem("%s : Missing argument", option);
        if (needs_value) i++;
        if (IS("-e") || IS("--eval")) act(line, ACTION_EVAL, value);
        else if (IS("-r") || IS("-pr")) {
            const char *wrong = act_on_files(line, IS("-r") ? ACTION_REQUIRE : ACTION_PARALLEL_REQUIRE, value);
            if (wrong) return wrong;
        } else if (IS("-S")) {
            const char *file = find_in_path(value);
            if (!file) return problem("-S : Could not find executable %s", value);
            act(line, ACTION_SCRIPT, file);
            ends = true;
        } else if (IS("-pa")) ADD_PATHS(&line->first_paths, value);
        else if (IS("-pz")) ADD_PATHS(&line->last_paths, value);
        else if (IS("--app")) act(line, ACTION_APP, value);
        else if (IS("--dot-iex")) line->dot_iex = value;
        else if (IS("--run")) {
            if (i + 1 >= argc) return "--run : Missing function";
            line->module = value;
            line->function = argv[++i];
            ends = true;
        } else if (IS("--bootstrap")) {
            line->bootstrap = true;
            line->module = "elver_bootstrap";
            line->function = "main";
            ends = true;
        } else if (IS("-i") || IS("--interactive")) line->shell = true;
        else if (IS("-h") || IS("--help")) line->help = true;
        else if (IS("-v") || IS("--version")) line->version = true;
        else if (IS("--short-version")) line->short_version = true;
        else if (IS("--no-halt")) line->no_halt = true;
        else if (IS("--")) ends = true;
        else if (IS("-")) {
            act(line, ACTION_STDIN, "");
            ends = true;
        } else if (option[0] == '-') {
            for (size_t n = 0; n < ARRAY_COUNT(distribution); n++)
                if (IS(distribution[n])) return problem("%s : nodes are not supported yet", option);
            bool known = false;
            for (size_t n = 0; n < ARRAY_COUNT(ignored_with_value); n++) known |= IS(ignored_with_value[n]);
            if (!known) return problem("%s : Unknown option", option);
            i++;
        } else {
            act(line, ACTION_SCRIPT, option);
            ends = true;
        }
#undef IS
    }
    if (i > argc) i = argc;
    line->arguments = argv + i;
    line->argument_count = argc - i;
    if (line->module || line->help || line->version || line->short_version) return NULL;
    bool terminal = isatty(STDIN_FILENO);
    if (line->actions.count == 0 && !line->shell && !line->no_halt) {
        if (terminal) line->shell = true;
        else act(line, ACTION_STDIN, "");
    }
    /* A file of modules on a terminal: load it and go on in the shell. */
    if (has_script(line) && terminal && !line->no_halt && ends_with(vec_last(&line->actions).text, ".ex")) line->shell = true;
    return NULL;
}
