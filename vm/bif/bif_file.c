/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_file.c - natives of :elver_file: files and directories as the kernel gives them. All may block: they run on the
 * dirty pool. The modules :file and :filelib are written in Elixir on top.
 *
 * Paths are binaries (UTF-8 or any bytes but NUL). Results are :ok, {:ok, value}, :eof or {:error, posix atom}. An open file is
 * a magic reference; it is closed by close/1 or when the last copy of the reference is collected. A file is meant to be
 * used by one process at a time; its lock makes misuse harmless. */
#define _GNU_SOURCE
#include "code/bif.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/lock.h"
#include "base/mem.h"
#include "io/posix.h"
#include "process/exception.h"
#include "term/binary.h"
#include "term/bignum.h"
#include "term/ref.h"

enum { READ_STEP = 64 * 1024 };

typedef struct OpenFile {
    Resource resource;
    Lock lock;
    int fd; /* -1: closed; guarded by lock */
} OpenFile;

static void open_file_destroy(Resource *resource)
{
    OpenFile *file = (OpenFile *)resource;
    if (file->fd >= 0) close(file->fd);
    lock_destroy(&file->lock);
    mem_free(file);
}

static Term ok_with(Process *p, Term value)
{
    return tuple_new_2(&p->heap, AM(ok), value);
}

static Term failed(Process *p)
{
    return posix_error(&p->heap, errno);
}

static Term done(Process *p, int result)
{
    return result < 0 ? failed(p) : AM(ok);
}

/* The path as C text; NULL (errno EINVAL) if it is no binary or has a NUL. Free with mem_free. */
static char *path_text(Term t)
{
    errno = EINVAL;
    if (!term_is_binary(t)) return NULL;
    Buf scratch = {0};
    size_t size;
    const uint8_t *bytes = binary_bytes_aligned(t, &size, &scratch);
    char *text = NULL;
    if (!memchr(bytes, 0, size)) {
        text = mem_alloc(size + 1);
        memcpy(text, bytes, size);
        text[size] = '\0';
    }
    buf_free(&scratch);
    return text;
}

/* One system call on one path. */
#define PATH_CALL(p, path_term, call) \
    char *path = path_text(path_term); \
    if (!path) return failed(p); \
    int result = (call); \
    int saved_errno = errno; \
    mem_free(path); \
    errno = saved_errno

static bool option_flag(Term option, int *flags, bool *reads, bool *writes)
{
    const struct { const char *name; int flag; } table[] = {
        {"append", O_APPEND | O_CREAT}, {"exclusive", O_EXCL | O_CREAT}, {"sync", O_SYNC}, {"directory", O_DIRECTORY},
        {"truncate", O_TRUNC},
    };
    const char *name = atom_text(option);
    if (strcmp(name, "read") == 0) return *reads = true;
    if (strcmp(name, "write") == 0) return *writes = true;
    for (size_t i = 0; i < ARRAY_COUNT(table); i++)
        if (strcmp(name, table[i].name) == 0) {
            *flags |= table[i].flag;
            if (table[i].flag & O_CREAT) *writes = true;
            return true;
        }
    return false;
}

/* open(path, [read | write | append | exclusive | sync | directory | truncate]): a file opened for writing only is truncated
 * unless it is also appended to or read. */
Term bif_file_open(Process *p, Term *args)
{
    int flags = O_CLOEXEC;
    bool reads = false, writes = false;
    Term list = args[1];
    for (; term_is_cons(list); list = term_tail(list))
        if (!term_is_atom(term_head(list)) || !option_flag(term_head(list), &flags, &reads, &writes)) return raise_badarg(p);
    if (writes && !reads && !(flags & (O_APPEND | O_EXCL))) flags |= O_TRUNC;
    if (writes) flags |= O_CREAT;
    flags |= writes ? (reads ? O_RDWR : O_WRONLY) : O_RDONLY;
    PATH_CALL(p, args[0], open(path, flags, 0666));
    if (result < 0) return failed(p);
    struct stat info;
    if (fstat(result, &info) == 0 && S_ISDIR(info.st_mode) && !(flags & O_DIRECTORY)) {
        close(result);
        errno = EISDIR;
        return failed(p);
    }
    OpenFile *file = mem_alloc(sizeof *file);
    resource_init(&file->resource, open_file_destroy);
    lock_init(&file->lock, RANK_leaf);
    file->fd = result;
    return ok_with(p, magic_ref_new_take(&p->heap, &file->resource));
}

/* The file, locked; NULL if t is none. Its fd is -1 when closed. */
static OpenFile *file_lock(Term t)
{
    OpenFile *file = (OpenFile *)magic_ref_resource(t, open_file_destroy);
    if (file) lock_acquire(&file->lock);
    return file;
}

Term bif_file_close(Process *p, Term *args)
{
    OpenFile *file = file_lock(args[0]);
    if (!file) return raise_badarg(p);
    int fd = file->fd, result = 0;
    file->fd = -1;
    lock_release(&file->lock);
    if (fd < 0) {
        errno = EINVAL;
        return failed(p);
    }
    result = close(fd);
    return done(p, result);
}

/* Reads up to `size` bytes at the current position or, if offset >= 0, there. */
static Term read_at(Process *p, Term handle, Word size, int64_t offset)
{
    OpenFile *file = file_lock(handle);
    if (!file) return raise_badarg(p);
    Buf bytes = {0};
    ssize_t got = 0;
    errno = EINVAL;
    if (file->fd < 0) got = -1;
    while (got >= 0 && bytes.size < size) {
        size_t step = size - bytes.size < READ_STEP ? size - bytes.size : READ_STEP;
        uint8_t *room = buf_reserve(&bytes, step);
        got = offset < 0 ? read(file->fd, room, step) : pread(file->fd, room, step, offset + (int64_t)bytes.size);
        if (got < 0 && errno == EINTR) got = 0;
        else if (got <= 0) break;
        bytes.size += (size_t)got;
    }
    int saved_errno = errno;
    lock_release(&file->lock);
    errno = saved_errno;
    Term result = got < 0 ? failed(p)
                  : bytes.size == 0 && size > 0 ? AM(eof)
                                                : ok_with(p, binary_new(&p->heap, bytes.bytes, bytes.size));
    buf_free(&bytes);
    return result;
}

static bool read_word(Term t, Word *n)
{
    if (!term_is_small(t) || term_to_small(t) < 0) return false;
    *n = (Word)term_to_small(t);
    return true;
}

Term bif_file_read(Process *p, Term *args)
{
    Word size;
    if (!read_word(args[1], &size)) return raise_badarg(p);
    return read_at(p, args[0], size, -1);
}

Term bif_file_pread(Process *p, Term *args)
{
    Word offset, size;
    if (!read_word(args[1], &offset) || !read_word(args[2], &size)) return raise_badarg(p);
    return read_at(p, args[0], size, (int64_t)offset);
}

/* 0 or -1 with errno; offset < 0: at the current position. */
static int write_all(int fd, const uint8_t *bytes, size_t size, int64_t offset)
{
    while (size > 0) {
        ssize_t written = offset < 0 ? write(fd, bytes, size) : pwrite(fd, bytes, size, offset);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return -1;
        bytes += written;
        size -= (size_t)written;
        if (offset >= 0) offset += written;
    }
    return 0;
}

static Term write_at(Process *p, Term handle, Term data, int64_t offset)
{
    Buf bytes = {0};
    if (!iolist_to_buf(data, &bytes)) {
        buf_free(&bytes);
        return raise_badarg(p);
    }
    OpenFile *file = file_lock(handle);
    if (!file) {
        buf_free(&bytes);
        return raise_badarg(p);
    }
    errno = EINVAL;
    int result = file->fd < 0 ? -1 : write_all(file->fd, bytes.bytes, bytes.size, offset);
    int saved_errno = errno;
    lock_release(&file->lock);
    errno = saved_errno;
    buf_free(&bytes);
    return done(p, result);
}

Term bif_file_write(Process *p, Term *args)
{
    return write_at(p, args[0], args[1], -1);
}

Term bif_file_pwrite(Process *p, Term *args)
{
    Word offset;
    if (!read_word(args[1], &offset)) return raise_badarg(p);
    return write_at(p, args[0], args[2], (int64_t)offset);
}

/* position(file, bof | cur | eof, offset) -> {:ok, new position} */
Term bif_file_position(Process *p, Term *args)
{
    if (!term_is_atom(args[1]) || !term_is_small(args[2])) return raise_badarg(p);
    const char *from = atom_text(args[1]);
    int whence = strcmp(from, "bof") == 0 ? SEEK_SET : strcmp(from, "cur") == 0 ? SEEK_CUR : SEEK_END;
    OpenFile *file = file_lock(args[0]);
    if (!file) return raise_badarg(p);
    errno = EINVAL;
    off_t result = file->fd < 0 ? -1 : lseek(file->fd, term_to_small(args[2]), whence);
    int saved_errno = errno;
    lock_release(&file->lock);
    errno = saved_errno;
    return result < 0 ? failed(p) : ok_with(p, term_from_small(result));
}

/* truncate(file): at the current position; sync(file), datasync(file). */
static Term on_fd(Process *p, Term handle, int (*call)(int fd))
{
    OpenFile *file = file_lock(handle);
    if (!file) return raise_badarg(p);
    errno = EINVAL;
    int result = file->fd < 0 ? -1 : call(file->fd);
    int saved_errno = errno;
    lock_release(&file->lock);
    errno = saved_errno;
    return done(p, result);
}

static int truncate_here(int fd)
{
    off_t position = lseek(fd, 0, SEEK_CUR);
    return position < 0 ? -1 : ftruncate(fd, position);
}

Term bif_file_truncate(Process *p, Term *args) { return on_fd(p, args[0], truncate_here); }
Term bif_file_sync(Process *p, Term *args) { return on_fd(p, args[0], fsync); }
Term bif_file_datasync(Process *p, Term *args) { return on_fd(p, args[0], fdatasync); }

/* --- whole files --- */

Term bif_file_read_file(Process *p, Term *args)
{
    PATH_CALL(p, args[0], open(path, O_RDONLY | O_CLOEXEC));
    if (result < 0) return failed(p);
    struct stat info;
    size_t expected = 0;
    if (fstat(result, &info) == 0) {
        if (S_ISDIR(info.st_mode)) {
            close(result);
            errno = EISDIR;
            return failed(p);
        }
        expected = (size_t)info.st_size;
    }
    Buf bytes = {0};
    ssize_t got;
    do {
        size_t step = expected >= bytes.size ? expected - bytes.size + 1 : READ_STEP;
        got = read(result, buf_reserve(&bytes, step), step);
        if (got > 0) bytes.size += (size_t)got;
    } while (got > 0 || (got < 0 && errno == EINTR));
    int read_errno = errno;
    close(result);
    errno = read_errno;
    Term term = got < 0 ? failed(p) : ok_with(p, binary_new(&p->heap, bytes.bytes, bytes.size));
    buf_free(&bytes);
    return term;
}

/* --- directories and names --- */

Term bif_file_list_dir(Process *p, Term *args)
{
    char *path = path_text(args[0]);
    DIR *dir = path ? opendir(path) : NULL;
    int open_errno = errno;
    mem_free(path);
    errno = open_errno;
    if (!dir) return failed(p);
    Term names = NIL;
    for (struct dirent *entry; (entry = readdir(dir));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            names = cons_new(&p->heap, binary_new_string(&p->heap, entry->d_name), names);
    closedir(dir);
    return ok_with(p, names);
}

Term bif_file_make_dir(Process *p, Term *args)
{
    PATH_CALL(p, args[0], mkdir(path, 0777));
    return done(p, result);
}

Term bif_file_del_dir(Process *p, Term *args)
{
    PATH_CALL(p, args[0], rmdir(path));
    return done(p, result);
}

Term bif_file_delete(Process *p, Term *args)
{
    PATH_CALL(p, args[0], unlink(path));
    if (result < 0 && errno == EISDIR) errno = EPERM;
    return done(p, result);
}

static Term two_paths(Process *p, Term *args, int (*call)(const char *, const char *))
{
    char *first = path_text(args[0]), *second = path_text(args[1]);
    int result = first && second ? call(first, second) : -1, saved_errno = errno;
    mem_free(first);
    mem_free(second);
    errno = saved_errno;
    return done(p, result);
}

Term bif_file_rename(Process *p, Term *args) { return two_paths(p, args, rename); }
Term bif_file_make_link(Process *p, Term *args) { return two_paths(p, args, link); }
Term bif_file_make_symlink(Process *p, Term *args) { return two_paths(p, args, symlink); }

Term bif_file_read_link(Process *p, Term *args)
{
    char target[PATH_MAX];
    PATH_CALL(p, args[0], (int)readlink(path, target, sizeof target));
    return result < 0 ? failed(p) : ok_with(p, binary_new(&p->heap, target, (size_t)result));
}

Term bif_file_set_cwd(Process *p, Term *args)
{
    PATH_CALL(p, args[0], chdir(path));
    return done(p, result);
}

Term bif_file_get_cwd(Process *p, Term *args)
{
    (void)args;
    char path[PATH_MAX];
    return getcwd(path, sizeof path) ? ok_with(p, binary_new_string(&p->heap, path)) : failed(p);
}

Term bif_file_chmod(Process *p, Term *args)
{
    Word mode;
    if (!read_word(args[1], &mode)) return raise_badarg(p);
    PATH_CALL(p, args[0], chmod(path, (mode_t)mode & 07777));
    return done(p, result);
}

/* chown(path, uid, gid); -1 leaves one as it is. */
Term bif_file_chown(Process *p, Term *args)
{
    if (!term_is_small(args[1]) || !term_is_small(args[2])) return raise_badarg(p);
    PATH_CALL(p, args[0], chown(path, (uid_t)term_to_small(args[1]), (gid_t)term_to_small(args[2])));
    return done(p, result);
}

/* utime(path, atime, mtime): seconds since 1970. */
Term bif_file_utime(Process *p, Term *args)
{
    if (!term_is_small(args[1]) || !term_is_small(args[2])) return raise_badarg(p);
    struct timespec times[2] = {{.tv_sec = term_to_small(args[1])}, {.tv_sec = term_to_small(args[2])}};
    PATH_CALL(p, args[0], utimensat(AT_FDCWD, path, times, 0));
    return done(p, result);
}

static Term type_atom(mode_t mode)
{
    const char *name = S_ISREG(mode) ? "regular" : S_ISDIR(mode) ? "directory" : S_ISLNK(mode) ? "symlink"
                       : S_ISCHR(mode) || S_ISBLK(mode) ? "device" : "other";
    return atom_intern_string(name);
}

static Term access_atom(const char *path)
{
    bool reads = access(path, R_OK) == 0, writes = access(path, W_OK) == 0;
    return atom_intern_string(reads ? (writes ? "read_write" : "read") : writes ? "write" : "none");
}

/* stat(path, follow?) -> {:ok, {size, type, access, atime, mtime, ctime, mode, links, major_device, minor_device, inode, uid,
 * gid}}; times in seconds since 1970. */
Term bif_file_stat(Process *p, Term *args)
{
    struct stat info;
    Term access = NIL;
    char *path = path_text(args[0]);
    if (!path) return failed(p);
    int result = args[1] == AM(true) ? stat(path, &info) : lstat(path, &info), saved_errno = errno;
    if (result == 0) access = access_atom(path);
    mem_free(path);
    errno = saved_errno;
    if (result < 0) return failed(p);
    Heap *heap = &p->heap;
    const Term fields[] = {integer_from_int64(heap, info.st_size), type_atom(info.st_mode), access,
                           integer_from_int64(heap, info.st_atime), integer_from_int64(heap, info.st_mtime),
                           integer_from_int64(heap, info.st_ctime), term_from_small(info.st_mode),
                           integer_from_uint64(heap, info.st_nlink), integer_from_uint64(heap, info.st_dev),
                           integer_from_uint64(heap, S_ISCHR(info.st_mode) || S_ISBLK(info.st_mode) ? info.st_rdev : 0),
                           integer_from_uint64(heap, info.st_ino), term_from_small(info.st_uid),
                           term_from_small(info.st_gid)};
    Term tuple = tuple_new(heap, ARRAY_COUNT(fields));
    for (size_t i = 0; i < ARRAY_COUNT(fields); i++) tuple_elements(tuple)[i] = fields[i];
    return ok_with(p, tuple);
}
