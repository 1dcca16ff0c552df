#!/bin/sh
# The command line: what is printed where, exit statuses, arguments, standard input.
bin=$(realpath "${1:?usage: cli.sh BIN}")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
passed=0 failed=0
printf 'IO.puts("script")\nIO.inspect(System.argv())\n' >script.exs
printf 'foo(1)\n  x = = y\n' >syntax.exs
printf 'if true do\n' >open.exs
printf 'defmodule Lib do\n  def one, do: 1\nend\n' >lib.ex
printf 'IO.inspect(__ENV__.file |> Path.basename())\nIO.inspect(__DIR__ == File.cwd!())\n' >where.exs
printf 'defmodule Deep do\n  def f(x), do: g(x) + 1\n  def g(x), do: :erlang.hd(x)\nend\nDeep.f(1)\n' >deep.exs
# check STATUS STDOUT STDERR ARGS...: output must be STDOUT (a printf format), standard error must hold STDERR ("" for nothing at all)
check() {
    status=$1 want_out=$2 want_err=$3; shift 3
    printf "$want_out" >want
    timeout 20 "$bin" "$@" >out 2>err <input
    got=$?
    if [ $got = "$status" ] && cmp -s want out && { [ -n "$want_err" ] || [ ! -s err ]; } && grep -qF -- "$want_err" err || { [ $got = "$status" ] && cmp -s want out && [ -z "$want_err" ] && [ ! -s err ]; }; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "--- elver $*: status $got, wanted $status" >&2
        diff want out | head -5 >&2; [ -n "$want_err" ] && echo "wanted on standard error: $want_err" >&2; head -5 err >&2
    fi
}
: >input
check 0 '' '' -e ':ok'
check 0 'hi\n' '' -e 'IO.puts("hi")'
check 0 '1\n2\n' '' -e 'IO.puts(1)' -e 'IO.puts(2)'
check 0 'script\n["a", "-e", "--", "b"]\n' '' script.exs a -e -- b
check 0 'script\n[]\n' '' script.exs
check 0 'script\n["x"]\nafter\n' '' -r script.exs -e 'IO.puts("after")' -- x
check 0 '["x", "-y"]\n' '' -e 'IO.inspect(System.argv())' -- x -y
check 0 '1\n' '' -r lib.ex -e 'IO.puts(Lib.one())'
check 0 '"where.exs"\ntrue\n' '' where.exs
check 1 '' '** (RuntimeError) oops' -e 'raise "oops"'
check 1 '' '** (exit) :foo' -e 'exit(:foo)'
check 1 '' '** (throw) 1' -e 'throw(1)'
check 3 '' '' -e 'exit({:shutdown, 3})'
check 0 '' '' -e 'exit(:normal)'
check 4 'x\n' '' -e 'IO.puts("x"); System.halt(4)'
check 0 'bye 0\n' '' -e 'System.at_exit(fn s -> IO.puts("bye #{s}") end)'
check 1 'bye 1\n' 'oops' -e 'System.at_exit(fn s -> IO.puts("bye #{s}") end); raise "oops"'
check 1 '' "** (SyntaxError) syntax.exs:2:7: syntax error before: '='" syntax.exs
check 1 '' '  2 |   x = = y' syntax.exs
check 1 '' '** (TokenMissingError) open.exs:2:1: missing terminator: end (for "do" starting at line 1)' open.exs
check 1 '' 'No file named nofile.exs' nofile.exs
check 1 '' '** (CompileError) nofile:1: undefined function foo/1' -e 'foo(1)'
check 1 '' '** (UndefinedFunctionError) function NoModule.f/0 is undefined (module NoModule is not available)' -e 'NoModule.f()'
check 1 '' '** (ArgumentError) errors were found at the given arguments:' deep.exs
check 1 '' 'deep.exs:2: Deep.f/1' deep.exs
check 1 '' '** (EXIT from #PID<' -e 'spawn_link(fn -> exit(:boom) end); Process.sleep(5000)'
check 0 '' 'err' -e 'IO.puts(:stderr, "err")'
check 1 '' '--bogus : Unknown option' --bogus
check 1 '' '-e : Missing argument' -e
check 0 '2\n' '' -pa /nonexistent -e 'IO.puts(2)'
"$bin" --version | grep -q '^Elver ' && passed=$((passed + 1)) || failed=$((failed + 1))
"$bin" -h | grep -q '^Usage: elver' && passed=$((passed + 1)) || failed=$((failed + 1))
echo 'IO.puts("from stdin")' >input
check 0 'from stdin\n' '' -
check 0 'from stdin\n' ''
echo 'IO.inspect(System.argv())' >input
check 0 '["a"]\n' '' - a
printf 'ann\nbob\n' >input
check 0 'name? "ann\\n"\n"bob\\n"\n:eof\n' '' -e 'IO.inspect(IO.gets("name? ")); IO.inspect(IO.gets("")); IO.inspect(IO.gets(""))'
: >input
# --no-halt waits for a signal
timeout 2 "$bin" --no-halt -e 'IO.puts("up")' >out 2>err; [ $? = 124 ] && grep -q up out && passed=$((passed + 1)) || { failed=$((failed + 1)); echo "--- --no-halt" >&2; }
# A closed pipe ends it quietly.
"$bin" -e 'for n <- 1..100000, do: IO.puts(n)' 2>err | head -1 >out; [ "$(cat out)" = 1 ] && passed=$((passed + 1)) || { failed=$((failed + 1)); echo "--- closed pipe" >&2; }
# compile
mkdir beams; timeout 20 "$bin" compile -o beams lib.ex && [ -f beams/Elixir.Lib.beam ] && [ "$("$bin" -pa beams -e 'IO.puts(Lib.one())')" = 1 ] && passed=$((passed + 1)) || { failed=$((failed + 1)); echo "--- compile" >&2; }
echo "$passed passed, $failed failed, 0 skipped"
[ $failed = 0 ]
