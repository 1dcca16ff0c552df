#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shell as its user types it: drives build/elver in a pseudo-terminal. shell_test.py BIN"""
import os, re, sys, tempfile, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from terminal import Terminal

BIN = os.path.realpath(sys.argv[1])
WORK = tempfile.mkdtemp()
SLOW = float(os.environ.get("ELVER_TEST_SLOWNESS", "1"))
SEQ = """defmodule Seq do
  use GenServer
  @doc "Starts counting at n."
  def init(n), do: {:ok, n}
  def handle_call(:next, _from, n), do: {:reply, n, n + %d}
  @doc "Tells the version."
  def version, do: %d
end
"""
passed = failed = 0


def write(name, text):
    with open(os.path.join(WORK, name), "w") as f:
        f.write(text)


class Shell:
    def __init__(self, *args):
        env = {"HOME": WORK, "ELVER_HISTORY": os.path.join(WORK, "history"), "LC_ALL": "C.UTF-8"}
        self.t = Terminal([BIN, *args], cwd=WORK, env=env)
        self.prompt()

    def prompt(self, number=None, more=False, timeout=15):
        which = r"\.\.\." if more else "iex"
        before, _ = self.t.expect(r"%s\(%s\)> " % (which, number if number else r"\d+"), timeout * SLOW)
        return before

    def __call__(self, line, number=None, more=False):
        """Types a line; returns what was printed up to the next prompt."""
        self.t.line(line)
        printed = self.prompt(number, more)
        echo, _, rest = printed.partition("\n")
        return rest

    def tab(self, text, wanted, timeout=8):
        self.t.send(text + "\t")
        _, match = self.t.expect(wanted, timeout * SLOW)
        while self.t._read(0.3 * SLOW):  # the line is shown again below a list
            pass
        self.t.buffer = ""
        self.t.send("\x15\n")  # erase the line
        self.prompt()
        return match

    def interrupt(self):
        time.sleep(0.4 * SLOW)
        self.t.send("\x03")
        return self.prompt(timeout=8)

    def leave(self):
        self.t.send("\x04")
        status = self.t.wait(10 * SLOW)
        self.t.close()
        return status


def holds(what, pattern):
    assert re.search(pattern, what, re.S), "no %r in:\n%s" % (pattern, what)


def is_(what, wanted):
    assert what.strip() == wanted, "got %r, wanted %r" % (what.strip(), wanted)


def test(claim):
    def run(body):
        global passed, failed
        try:
            body()
            passed += 1
        except Exception as e:  # noqa: a failing claim must not stop the others
            failed += 1
            print("--- %s: %s" % (claim, e), file=sys.stderr)
    return run


@test("the session of the story")
def _():
    write("seq.ex", SEQ % (1, 1))
    s = Shell("seq.ex")
    holds(s("{:ok, pid} = GenServer.start_link(Seq, 100)", 2), r"\{:ok, #PID<0\.\d+\.0>\}")
    is_(s("GenServer.call(pid, :next)", 3), "100")
    is_(s("Seq.version", 4), "1")
    write("seq.ex", SEQ % (10, 2))
    holds(s("r Seq", 5), r"warning: redefining module Seq.*seq\.ex:1.*\{:reloaded, \[Seq\]\}")
    is_(s("Seq.version", 6), "2")
    is_(s("GenServer.call(pid, :next)", 7), "101")
    is_(s("GenServer.call(pid, :next)", 8), "111")
    is_(s("v(3)", 9), "1")
    holds(s("h Enum.map/2", 10), r"def map\(enumerable, fun\).*@spec map.*iex> Enum\.map")
    holds(s("i pid", 11), r"Term\n.*Data type\n\s+PID.*Alive")
    s("x = fn a ->", 11, more=True)
    s("  a * 2", 11, more=True)
    holds(s("end", 12), r"#Function<")
    is_(s("Enum.map(1..3, x)", 13), "[2, 4, 6]")
    s("1 +", 13, more=True)
    is_(s("2", 14), "3")
    is_(s('raise "oops"', 14), "** (RuntimeError) oops\n    iex:14: (file)")
    is_(s("x.(4)", 15), "8")
    holds(s("Enum.mpa([1], x)", 15), r"\(UndefinedFunctionError\) function Enum\.mpa/2 is undefined or private\. Did you mean")
    holds(s.tab("Enum.sp", r"split/2.*split_while/2.*split_with/2").group(), "split")
    holds(s("r NoSuchModule"), r"\*\* \(ArgumentError\) could not load nor find module: NoSuchModule")
    is_(s("x.(5)"), "10")
    assert s.leave() == 0


@test("Ctrl-C interrupts an evaluation and bindings survive")
def _():
    s = Shell()
    s("x = 1")
    for busy in ["Process.sleep(:infinity)", "f = fn f -> f.(f) end; f.(f)", 'IO.gets("name? ")', "receive do: (:never -> 1)"]:
        s.t.line(busy)
        holds(s.interrupt(), "interrupted")
        is_(s("x + 1"), "2")
    assert s.leave() == 0


@test("Ctrl-C gives up what is typed, also over several lines")
def _():
    s = Shell()
    s.t.send("abc")
    s.interrupt()
    s("foo(", more=True)
    holds(s.interrupt(), "given up")
    is_(s("1 + 1"), "2")
    s("foo(", more=True)
    holds(s("#iex:break"), "given up")
    assert s.leave() == 0


@test("a program's input comes from the terminal")
def _():
    s = Shell()
    s.t.line('IO.gets("name? ")')
    s.t.expect(r"name\? ")
    s.t.line("bob")
    holds(s.prompt(), r'"bob\\n"')
    assert s.leave() == 0


@test("a syntax error shows the line and a caret")
def _():
    s = Shell()
    holds(s("foo)"), r"\(SyntaxError\) iex:1:4: unexpected token: \)\n +\|\n +1 \| foo\)\n +\| +\^")
    holds(s("x = = 1"), r"syntax error before: '='")
    assert s.leave() == 0


@test("a crashed evaluation is reported and the session lives on")
def _():
    s = Shell()
    s("x = 7")
    holds(s("exit(:boom)"), r"\*\* \(exit\) :boom")
    holds(s('spawn_link(fn -> exit(:bang) end); Process.sleep(5000)'), r"EXIT from #PID<.*:bang")
    is_(s("x"), "7")
    holds(s("throw(:ball)"), r"\*\* \(throw\) :ball")
    is_(s("x"), "7")
    assert s.leave() == 0


@test("the prompt stays responsive whatever processes do")
def _():
    s = Shell()
    s("loop = fn f -> f.(f) end")
    s("for _ <- 1..8, do: spawn(fn -> loop.(loop) end)")
    start = time.time()
    is_(s("1 + 1"), "2")
    assert time.time() - start < 3 * SLOW
    assert s.leave() == 0


@test("imports, aliases, modules and helpers")
def _():
    s = Shell()
    s("import Enum, only: [sum: 1]")
    is_(s("sum([1, 2])"), "3")
    s("alias String, as: S")
    is_(s('S.upcase("é")'), '"É"')
    holds(s('defmodule Doc do @doc "Answers."; def a, do: 42; end'), r"\{:module, Doc,\s+<<")
    is_(s("Doc.a()"), "42")
    holds(s("h Doc.a"), "Answers")
    holds(s("exports Doc"), r"a/0")
    is_(s("pwd()"), WORK)
    holds(s("ls()"), r"seq\.ex")
    holds(s("send(self(), :hello); flush()"), ":hello")
    holds(s("self()"), r"#PID<0\.\d+\.0>")
    holds(s("b GenServer"), r"@callback.*handle_call")
    holds(s("t Enum"), r"@type")
    holds(s("runtime_info()"), r"(?i)schedulers|processes")
    holds(s("i 42"), r"Integer")
    is_(s("v()"), "")
    assert s.leave() == 0


@test("completion of names, variables and fields")
def _():
    s = Shell()
    s("some_variable = %{alpha: 1}")
    s.t.send("String.upc\t")
    s.t.expect(r"String\.upcase", 8 * SLOW)
    s.t.send("\x15some_v\t")
    s.t.expect(r"some_variable", 8 * SLOW)
    s.t.send(".al\t")
    s.t.expect(r"alpha", 8 * SLOW)
    s.t.line("")
    is_(s.prompt().split("\n")[-2], "1")
    s.tab("Keyw", r"Keyword")
    assert s.leave() == 0


@test("history survives the session")
def _():
    s = Shell()
    s("1000 + 234")
    assert s.leave() == 0
    s = Shell()
    s.t.send("\x1b[A")
    s.t.expect(r"1000 \+ 234", 5 * SLOW)
    s.t.line("")
    holds(s.prompt(), "1234")
    assert s.leave() == 0


@test(".iex.exs is evaluated at the start")
def _():
    write(".iex.exs", "from_file = 99\nimport Enum, only: [max: 1]\n")
    s = Shell()
    is_(s("from_file"), "99")
    is_(s("max([1, 5])"), "5")
    os.remove(os.path.join(WORK, ".iex.exs"))
    assert s.leave() == 0


@test("System.halt and Ctrl-D set the exit status and give the terminal back")
def _():
    s = Shell()
    s.t.line("System.halt(7)")
    assert s.t.wait(10 * SLOW) == 7
    s.t.close()


print("%d passed, %d failed, 0 skipped" % (passed, failed))
sys.exit(failed != 0)
