/* SPDX-License-Identifier: GPL-3.0-or-later */
/* line_edit.c - GNU readline on a blocking thread, interrupts, completion. */
#define _GNU_SOURCE /* pipe2 */
#include "shell/line_edit.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "base/vec.h"
#include "process/exception.h"
#include "process/signal.h"
#include "term/atom.h"
#include "term/binary.h"

enum { HISTORY_LINES = 5000, COMPLETION_WAIT_S = 2 };

/* Constant after start. */
static Term server_pid, completer_pid;
static char *history_path;
static int interrupt_pipe[2] = {-1, -1}; /* the signal handler writes, the watcher reads */
static int wake_pipe[2] = {-1, -1};      /* the watcher writes, the reader polls */

static pthread_mutex_t terminal_mutex = PTHREAD_MUTEX_INITIALIZER; /* held while a line is read */
static _Atomic(bool) is_active;     /* started, with a terminal */
static _Atomic(bool) is_reading;
static _Atomic(bool) is_input;      /* what is read is input of a program, not of the shell */
static _Atomic(bool) is_prepared; /* readline has changed the terminal's mode */

/* Only the thread that reads. */
static char *finished_line;
static bool line_is_finished;

typedef struct Candidate {
    char *inserted, *shown; /* owned */
} Candidate;
static pthread_mutex_t completion_mutex = PTHREAD_MUTEX_INITIALIZER; /* guards what follows */
static pthread_cond_t completion_arrived = PTHREAD_COND_INITIALIZER;
static VEC(Candidate) candidates;
static int64_t completion_id, completion_answered;

/* --- interrupts --- */

static void on_interrupt(int number)
{
    int saved = errno;
    (void)number;
    ssize_t ignored = write(interrupt_pipe[1], "i", 1);
    (void)ignored;
    errno = saved;
}

static void *watch_interrupts(void *unused)
{
    (void)unused;
    char byte;
    for (;;) {
        ssize_t got = read(interrupt_pipe[0], &byte, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return NULL;
        bool reading = atomic_load_explicit(&is_reading, memory_order_acquire);
        /* The server hears of it before whoever reads can answer: it then knows what ended the evaluation. */
        if (!reading || atomic_load_explicit(&is_input, memory_order_acquire))
            message_send(NULL, server_pid, atom_intern_string("interrupt"));
        if (reading) {
            ssize_t ignored = write(wake_pipe[1], "i", 1);
            (void)ignored;
        }
    }
}

static void start_watcher(void)
{
    if (interrupt_pipe[0] >= 0) return;
    if (pipe2(interrupt_pipe, O_CLOEXEC) != 0 || pipe2(wake_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return;
    pthread_t thread;
    if (pthread_create(&thread, NULL, watch_interrupts, NULL) != 0) return;
    pthread_detach(thread);
    struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

/* --- completion --- */

static void clear_candidates(void)
{
    for (size_t i = 0; i < candidates.count; i++) {
        free(candidates.items[i].inserted);
        free(candidates.items[i].shown);
    }
    candidates.count = 0;
}

/* Asks the completer about the text before the cursor; the mutex is held on return. */
static void ask_completer(const char *text, int size)
{
    pthread_mutex_lock(&completion_mutex);
    clear_candidates();
    int64_t id = ++completion_id;
    pthread_mutex_unlock(&completion_mutex);
    Heap heap;
    heap_init_arena(&heap);
    Term message = tuple_new_3(&heap, atom_intern_string("complete"), term_from_small(id), binary_new(&heap, text, (size_t)size));
    bool sent = message_send(NULL, completer_pid, message);
    heap_destroy(&heap);
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += COMPLETION_WAIT_S;
    pthread_mutex_lock(&completion_mutex);
    while (sent && completion_answered != id)
        if (pthread_cond_timedwait(&completion_arrived, &completion_mutex, &until) != 0) break;
}

static char **complete(const char *word, int start, int end)
{
    (void)start;
    rl_attempted_completion_over = 1;
    rl_completion_append_character = '\0';
    if (!term_is_pid(completer_pid) || atomic_load_explicit(&is_input, memory_order_acquire)) return NULL;
    ask_completer(rl_line_buffer, end);
    size_t word_size = strlen(word), count = 0;
    char **matches = malloc((candidates.count + 2) * sizeof *matches);
    for (size_t i = 0; i < candidates.count; i++)
        if (strncmp(candidates.items[i].inserted, word, word_size) == 0) matches[++count] = strdup(candidates.items[i].inserted);
    size_t common = count ? strlen(matches[1]) : 0;
    for (size_t i = 2; i <= count; i++)
        for (size_t n = 0; n < common; n++)
            if (matches[i][n] != matches[1][n]) common = n;
    pthread_mutex_unlock(&completion_mutex);
    if (count == 0) {
        free(matches);
        return NULL;
    }
    matches[0] = strndup(matches[1], common);
    if (count == 1) {
        free(matches[1]);
        matches[1] = NULL;
    } else {
        matches[count + 1] = NULL;
    }
    return matches;
}

/* Shows name/arity instead of what would be inserted. */
static void show_matches(char **matches, int count, int longest)
{
    (void)matches, (void)count, (void)longest;
    pthread_mutex_lock(&completion_mutex);
    char **shown = malloc((candidates.count + 2) * sizeof *shown);
    int widest = 0;
    size_t n = 0;
    shown[0] = (char *)"";
    for (; n < candidates.count; n++) {
        shown[n + 1] = candidates.items[n].shown;
        int width = (int)strlen(shown[n + 1]);
        if (width > widest) widest = width;
    }
    shown[n + 1] = NULL;
    rl_display_match_list(shown, (int)n, widest);
    rl_forced_update_display();
    pthread_mutex_unlock(&completion_mutex);
    free(shown);
}

static char *binary_to_string(Term t)
{
    size_t size;
    Buf scratch = {0};
    const uint8_t *bytes = binary_bytes_aligned(t, &size, &scratch);
    char *text = strndup((const char *)bytes, size);
    buf_free(&scratch);
    return text;
}

Term bif_line_completions(Process *p, Term *args)
{
    if (!term_is_small(args[0]) || !term_is_list(args[1])) return raise_badarg(p);
    pthread_mutex_lock(&completion_mutex);
    if (term_to_small(args[0]) == completion_id) {
        clear_candidates();
        for (Term t = args[1]; term_is_cons(t); t = term_tail(t)) {
            Term item = term_head(t);
            if (!term_is_tuple_of(item, 2) || !term_is_binary(tuple_get(item, 0)) || !term_is_binary(tuple_get(item, 1))) continue;
            Candidate candidate = {binary_to_string(tuple_get(item, 0)), binary_to_string(tuple_get(item, 1))};
            vec_push(&candidates, candidate);
        }
        completion_answered = completion_id;
        pthread_cond_signal(&completion_arrived);
    }
    pthread_mutex_unlock(&completion_mutex);
    return AM(ok);
}

/* --- reading --- */

static bool has_terminal(void)
{
    const char *kind = getenv("TERM");
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && !(kind && strcmp(kind, "dumb") == 0);
}

static void line_arrived(char *line)
{
    finished_line = line;
    line_is_finished = true;
    rl_callback_handler_remove();
    atomic_store_explicit(&is_prepared, false, memory_order_release);
}

/* Colours take no room on the line: readline wants them between \001 and \002. */
static char *prompt_for_readline(const char *prompt)
{
    Buf out = {0};
    for (const char *p = prompt; *p;) {
        if (*p == '\033') {
            buf_put(&out, '\001');
            while (*p && *p != 'm') buf_put(&out, (uint8_t)*p++);
            if (*p) buf_put(&out, (uint8_t)*p++);
            buf_put(&out, '\002');
        } else {
            buf_put(&out, (uint8_t)*p++);
        }
    }
    char *text = strdup(buf_text(&out));
    buf_free(&out);
    return text;
}

static void drain(int fd)
{
    char bytes[64];
    while (read(fd, bytes, sizeof bytes) > 0) continue;
}

/* AM(ok) with finished_line set, AM(eof), or `interrupted`. */
static Term read_terminal(const char *prompt)
{
    char *text = prompt_for_readline(prompt);
    Term outcome = TERM_NONE;
    line_is_finished = false;
    finished_line = NULL;
    drain(wake_pipe[0]);
    atomic_store_explicit(&is_reading, true, memory_order_release);
    atomic_store_explicit(&is_prepared, true, memory_order_release);
    rl_callback_handler_install(text, line_arrived);
    while (!line_is_finished) {
        struct pollfd ready[2] = {{STDIN_FILENO, POLLIN, 0}, {wake_pipe[0], POLLIN, 0}};
        if (poll(ready, 2, -1) < 0) {
            if (errno == EINTR) continue;
            break;
        }
        if (ready[1].revents & POLLIN) {
            drain(wake_pipe[0]);
            rl_free_line_state();
            rl_callback_sigcleanup();
            rl_replace_line("", 0);
            rl_callback_handler_remove();
            atomic_store_explicit(&is_prepared, false, memory_order_release);
            ssize_t ignored = write(STDOUT_FILENO, "^C\n", 3);
            (void)ignored;
            outcome = atom_intern_string("interrupted");
            break;
        }
        if (ready[0].revents) rl_callback_read_char();
    }
    atomic_store_explicit(&is_reading, false, memory_order_release);
    free(text);
    if (!term_is_none(outcome)) return outcome;
    return finished_line ? AM(ok) : AM(eof);
}

static void remember(const char *line)
{
    if (line[strspn(line, " \t")] == '\0') return;
    HIST_ENTRY *last = history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
    if (last && strcmp(last->line, line) == 0) return;
    add_history(line);
    if (history_path && append_history(1, history_path) != 0 && errno == ENOENT) write_history(history_path);
}

/* Byte by byte: what comes after the line is for others that read standard input. */
static Term read_plain(const char *prompt, Buf *line)
{
    ssize_t ignored = write(STDOUT_FILENO, prompt, strlen(prompt));
    (void)ignored;
    for (;;) {
        uint8_t byte;
        ssize_t got = read(STDIN_FILENO, &byte, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return line->size > 0 ? AM(ok) : AM(eof);
        buf_put(line, byte);
        if (byte == '\n') return AM(ok);
    }
}

static Term read_line(Process *p, Term *args, bool for_shell)
{
    Buf prompt = {0}, line = {0};
    if (!iolist_to_buf(args[0], &prompt)) {
        buf_free(&prompt);
        return raise_badarg(p);
    }
    Term outcome;
    if (has_terminal()) {
        pthread_mutex_lock(&terminal_mutex);
        atomic_store_explicit(&is_input, !for_shell, memory_order_release);
        outcome = read_terminal(buf_text(&prompt));
        if (outcome == AM(ok)) {
            if (for_shell) remember(finished_line);
            buf_add_string(&line, finished_line);
            buf_put(&line, '\n');
            free(finished_line);
        }
        pthread_mutex_unlock(&terminal_mutex);
    } else {
        outcome = read_plain(buf_text(&prompt), &line);
    }
    if (outcome == AM(ok)) outcome = tuple_new_2(&p->heap, AM(ok), binary_new(&p->heap, line.bytes, line.size));
    buf_free(&prompt);
    buf_free(&line);
    return outcome;
}

Term bif_line_read(Process *p, Term *args) { return read_line(p, args, true); }
Term bif_line_read_input(Process *p, Term *args) { return read_line(p, args, false); }

Term bif_line_is_active(Process *p, Term *args)
{
    (void)p, (void)args;
    return atomic_load_explicit(&is_active, memory_order_acquire) ? AM(true) : AM(false);
}

static void load_history(void)
{
    const char *given = getenv("ELVER_HISTORY"), *home = getenv("HOME");
    if (given) {
        history_path = *given ? mem_copy_string(given) : NULL;
    } else if (home) {
        size_t size = strlen(home) + sizeof "/.elver_history";
        history_path = mem_alloc(size);
        snprintf(history_path, size, "%s/.elver_history", home);
    }
    using_history();
    if (!history_path) return;
    if (read_history(history_path) == 0 && history_length > HISTORY_LINES) {
        stifle_history(HISTORY_LINES);
        write_history(history_path);
    }
}

Term bif_line_start(Process *p, Term *args)
{
    if (!term_is_local_pid(args[0])) return raise_badarg(p);
    server_pid = args[0];
    completer_pid = args[1];
    if (has_terminal()) {
        if (!setlocale(LC_CTYPE, "") || strcmp(setlocale(LC_CTYPE, NULL), "C") == 0) setlocale(LC_CTYPE, "C.UTF-8");
        rl_readline_name = "elver";
        rl_catch_signals = 0;
        rl_attempted_completion_function = complete;
        rl_completion_display_matches_hook = show_matches;
        rl_completer_word_break_characters = " \t\n\"\\'`$><=;|&{}()[],+-*/~^%#";
        rl_completer_quote_characters = "";
        rl_variable_bind("show-all-if-ambiguous", "on");
        load_history();
        start_watcher();
        atomic_store_explicit(&is_active, true, memory_order_release);
    }
    return AM(ok);
}

void line_edit_restore(void)
{
    if (!atomic_exchange_explicit(&is_prepared, false, memory_order_acq_rel)) return;
    if (rl_deprep_term_function) rl_deprep_term_function();
    ssize_t ignored = write(STDOUT_FILENO, "\n", 1);
    (void)ignored;
}

const Bif line_natives[] = {
    {"elver_line", "start", 2, BIF_BLOCKING, bif_line_start},
    {"elver_line", "read", 1, BIF_BLOCKING, bif_line_read},
    {"elver_line", "read_input", 1, BIF_BLOCKING, bif_line_read_input},
    {"elver_line", "is_active", 0, BIF_PLAIN, bif_line_is_active},
    {"elver_line", "completions", 2, BIF_PLAIN, bif_line_completions},
    {NULL, NULL, 0, 0, NULL},
};
