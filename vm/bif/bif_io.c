/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_io.c - natives of :elver_io: the standard file descriptors, and child processes' pipes.
 *
 * Writing tries first what the kernel takes without blocking (a descriptor that poll calls writable takes PIPE_BUF bytes)
 * and leaves the rest to the blocking native, so that output costs no change of thread as a rule. Descriptors are never
 * switched to O_NONBLOCK: other programs share them. */
#define _GNU_SOURCE
#include "code/bif.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/vec.h"
#include "code/export.h"
#include "io/posix.h"
#include "process/exception.h"
#include "term/binary.h"

extern char **environ;

static bool read_fd(Term t, int *fd)
{
    if (!term_is_small(t) || term_to_small(t) < 0 || term_to_small(t) > INT_MAX) return false;
    *fd = (int)term_to_small(t);
    return true;
}

static Term failed(Process *p)
{
    return posix_error(&p->heap, errno);
}

static bool is_writable_now(int fd)
{
    struct pollfd poll_fd = {.fd = fd, .events = POLLOUT};
    return poll(&poll_fd, 1, 0) == 1 && (poll_fd.revents & POLLOUT);
}

/* write(fd, iodata) -> :ok | {:error, posix} */
Term bif_io_write(Process *p, Term *args)
{
    int fd;
    Buf bytes = {0};
    if (!read_fd(args[0], &fd) || !iolist_to_buf(args[1], &bytes)) {
        buf_free(&bytes);
        return raise_badarg(p);
    }
    size_t sent = 0;
    while (sent < bytes.size && is_writable_now(fd)) {
        size_t step = bytes.size - sent < PIPE_BUF ? bytes.size - sent : PIPE_BUF;
        ssize_t written = write(fd, bytes.bytes + sent, step);
        if (written < 0 && errno != EINTR && errno != EAGAIN) {
            buf_free(&bytes);
            return failed(p);
        }
        if (written > 0) sent += (size_t)written;
    }
    bif_charge(p, (int64_t)bytes.size / 64);
    Term rest = sent < bytes.size ? binary_new(&p->heap, bytes.bytes + sent, bytes.size - sent) : NIL;
    buf_free(&bytes);
    if (term_is_nil(rest)) return AM(ok);
    return bif_trap(p, export_get_text("elver_io", "write_blocking", 2), 2, args[0], rest);
}

Term bif_io_write_blocking(Process *p, Term *args)
{
    int fd;
    Buf bytes = {0};
    if (!read_fd(args[0], &fd) || !iolist_to_buf(args[1], &bytes)) {
        buf_free(&bytes);
        return raise_badarg(p);
    }
    Term result = AM(ok);
    for (size_t sent = 0; sent < bytes.size;) {
        ssize_t written = write(fd, bytes.bytes + sent, bytes.size - sent);
        if (written >= 0) {
            sent += (size_t)written;
        } else if (errno == EAGAIN) {
            poll(&(struct pollfd){.fd = fd, .events = POLLOUT}, 1, -1);
        } else if (errno != EINTR) {
            result = failed(p);
            break;
        }
    }
    buf_free(&bytes);
    return result;
}

/* read(fd, at most this many bytes) -> {:ok, binary} | :eof | {:error, posix}; blocks until there is something. */
Term bif_io_read(Process *p, Term *args)
{
    int fd;
    if (!read_fd(args[0], &fd) || !term_is_small(args[1]) || term_to_small(args[1]) < 1) return raise_badarg(p);
    size_t size = (size_t)term_to_small(args[1]) < 65536 ? (size_t)term_to_small(args[1]) : 65536;
    uint8_t bytes[65536];
    ssize_t got;
    do got = read(fd, bytes, size);
    while (got < 0 && errno == EINTR);
    if (got < 0) return failed(p);
    if (got == 0) return AM(eof);
    return tuple_new_2(&p->heap, AM(ok), binary_new(&p->heap, bytes, (size_t)got));
}

Term bif_io_close(Process *p, Term *args)
{
    int fd;
    if (!read_fd(args[0], &fd)) return raise_badarg(p);
    return close(fd) < 0 ? failed(p) : AM(ok);
}

Term bif_io_is_tty(Process *p, Term *args)
{
    int fd;
    if (!read_fd(args[0], &fd)) return raise_badarg(p);
    return isatty(fd) ? AM(true) : AM(false);
}

/* window_size(fd) -> {columns, rows} | {:error, posix} */
Term bif_io_window_size(Process *p, Term *args)
{
    int fd;
    struct winsize size;
    if (!read_fd(args[0], &fd)) return raise_badarg(p);
    if (ioctl(fd, TIOCGWINSZ, &size) < 0) return failed(p);
    return tuple_new_2(&p->heap, term_from_small(size.ws_col), term_from_small(size.ws_row));
}

/* --- child processes --- */

typedef VEC(char *) Strings;

static void strings_free(Strings *strings)
{
    for (size_t i = 0; i < strings->count; i++) mem_free(strings->items[i]);
    vec_free(strings);
}

static bool add_string(Strings *strings, Term t)
{
    Buf scratch = {0};
    size_t size;
    if (!term_is_binary(t)) return false;
    const uint8_t *bytes = binary_bytes_aligned(t, &size, &scratch);
    bool good = !memchr(bytes, 0, size);
    if (good) {
        char *text = mem_alloc(size + 1);
        memcpy(text, bytes, size);
        text[size] = '\0';
        vec_push(strings, text);
    }
    buf_free(&scratch);
    return good;
}

/* A list of binaries as a NULL-terminated array. */
static bool read_strings(Term list, Strings *strings)
{
    for (; term_is_cons(list); list = term_tail(list))
        if (!add_string(strings, term_head(list))) return false;
    vec_push(strings, NULL);
    return term_is_nil(list);
}

/* spawn(path, [argv], [env "NAME=value"] | :inherit, cwd | nil, stderr_to_stdout?) -> {:ok, {os pid, stdin fd, stdout fd}} |
 * {:error, posix}. The child's standard error is ours, or joins its output. */
Term bif_io_spawn(Process *p, Term *args)
{
    Strings path = {0}, arguments = {0}, environment = {0};
    bool inherit = term_is_atom(args[2]), has_cwd = term_is_binary(args[3]);
    bool good = add_string(&path, args[0]) && read_strings(args[1], &arguments) &&
                (inherit || read_strings(args[2], &environment)) && (!has_cwd || add_string(&path, args[3]));
    int to_child[2] = {-1, -1}, from_child[2] = {-1, -1};
    int error = 0;
    pid_t pid = 0;
    if (good && (pipe2(to_child, O_CLOEXEC) < 0 || pipe2(from_child, O_CLOEXEC) < 0)) error = errno;
    if (good && !error) {
        posix_spawn_file_actions_t actions;
        posix_spawnattr_t attributes;
        sigset_t none;
        sigemptyset(&none);
        posix_spawn_file_actions_init(&actions);
        posix_spawnattr_init(&attributes);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
        posix_spawn_file_actions_adddup2(&actions, to_child[0], 0);
        posix_spawn_file_actions_adddup2(&actions, from_child[1], 1);
        if (args[4] == AM(true)) posix_spawn_file_actions_adddup2(&actions, from_child[1], 2);
        if (has_cwd) posix_spawn_file_actions_addchdir_np(&actions, path.items[1]);
        error = posix_spawn(&pid, path.items[0], &actions, &attributes, arguments.items,
                            inherit ? environ : environment.items);
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
    }
    if (to_child[0] >= 0) close(to_child[0]);
    if (from_child[1] >= 0) close(from_child[1]);
    if (!good || error) {
        if (to_child[1] >= 0) close(to_child[1]);
        if (from_child[0] >= 0) close(from_child[0]);
    }
    strings_free(&path);
    strings_free(&arguments);
    strings_free(&environment);
    if (!good) return raise_badarg(p);
    if (error) return posix_error(&p->heap, error);
    Term child = tuple_new_3(&p->heap, term_from_small(pid), term_from_small(to_child[1]), term_from_small(from_child[0]));
    return tuple_new_2(&p->heap, AM(ok), child);
}

/* wait(os pid) -> {:ok, exit status}, 128 + signal if one ended it. Blocks. */
Term bif_io_wait(Process *p, Term *args)
{
    int pid, status;
    if (!read_fd(args[0], &pid)) return raise_badarg(p);
    pid_t result;
    do result = waitpid(pid, &status, 0);
    while (result < 0 && errno == EINTR);
    if (result < 0) return failed(p);
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return tuple_new_2(&p->heap, AM(ok), term_from_small(code));
}

/* kill(os pid, signal number) */
Term bif_io_kill(Process *p, Term *args)
{
    int pid, number;
    if (!read_fd(args[0], &pid) || pid == 0 || !read_fd(args[1], &number)) return raise_badarg(p);
    return kill(pid, number) < 0 ? failed(p) : AM(ok);
}
