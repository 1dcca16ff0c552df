#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a program in a pseudo-terminal: a tiny expect. Used by shell_test.py."""
import os, pty, re, select, signal, struct, fcntl, termios, time

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\x07|\x01|\x02")


class Terminal:
    def __init__(self, argv, cwd=None, env=None, columns=100, rows=30):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            if cwd:
                os.chdir(cwd)
            os.execve(argv[0], argv, {**os.environ, "TERM": "xterm", "INPUTRC": "/dev/null", **(env or {})})
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.buffer = ""  # what was printed and not yet matched
        self.log = ""
        self.status = None

    def _read(self, timeout):
        ready, _, _ = select.select([self.fd], [], [], timeout)
        if not ready:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        if not data:
            return None
        text = ANSI.sub("", data.decode("utf-8", "replace")).replace("\r", "")
        self.buffer += text
        self.log += text
        return True

    def expect(self, pattern, timeout=10):
        """Waits until the pattern (a regular expression) was printed; returns what came before it and the match."""
        end = time.time() + timeout
        regex = re.compile(pattern, re.S)
        while True:
            match = regex.search(self.buffer)
            if match:
                before = self.buffer[: match.start()]
                self.buffer = self.buffer[match.end():]
                return before, match
            left = end - time.time()
            if left <= 0 or self._read(left) is None:
                raise AssertionError("expected %r, got:\n%s" % (pattern, self.buffer[-2000:]))

    def send(self, text):
        os.write(self.fd, text.encode())

    def line(self, text):
        self.send(text + "\n")

    def wait(self, timeout=10):
        """Exit status; the program must end by itself."""
        end = time.time() + timeout
        while time.time() < end:
            self._read(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
                return self.status
        raise AssertionError("still running; printed:\n" + self.buffer[-1000:])

    def close(self):
        if self.status is None:
            try:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
            except ProcessLookupError:
                pass
        os.close(self.fd)
