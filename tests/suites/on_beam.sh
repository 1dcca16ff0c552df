#!/bin/sh
# Programs of tests/lang, compiled by Elver, loaded and run on the real BEAM: what they must print stands in them.
# Skipped where no reference is installed; so are programs that expect an error, that cannot stand in a function, or
# that need Elver's compiler while they run or print while they are compiled.
# Logger expands into calls of our own Logger.
bin=$(realpath "${1:?usage: on_beam.sh BIN}"); shift
cd "$(dirname "$0")/../.." || exit 2
[ $# -gt 0 ] || set -- $(find tests/lang -name '*.exs' | sort)
if ! command -v elixir >/dev/null; then echo "0 passed, 0 failed, $# skipped"; exit 0; fi
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
# Print where they stand (inside of a function here), use what only our Kernel.Utils has (__struct__/1), or time what the
# BEAM does only with markers that the code reserves (our machine marks every fresh reference by itself).
apart='macro/quote_of_a_call|module/attributes_are_read|data/structs|process/marked_receive'
passed=0 failed=0 skipped=0 n=0
timeout -s KILL 120 "$bin" tests/suites/on_beam.exs "$work" "$@" >"$work/log" 2>&1 </dev/null || { head -20 "$work/log" >&2; }
for program; do
    dir=$work/$n
    if echo "$program" | grep -qE "$apart" || [ -e "$dir/skip" ] || [ ! -e "$dir/Elixir.OnBeam$n.beam" ] || grep -qE 'expect error:|Logger|Code\.|@before_compile|@after_compile|@on_definition|__using__' "$program"; then
        [ -n "$V" ] && echo "skipped $program: $(cat "$dir/skip" 2>/dev/null)" >&2
        skipped=$((skipped + 1))
    else
        sed -n 's/.*# expect: \{0,1\}//p' "$program" >"$work/want"
        timeout -s KILL 30 elixir -pa "$dir" -e "OnBeam$n.run()" >"$work/out" 2>"$work/err" </dev/null
        if diff -u "$work/want" "$work/out" >"$work/diff"; then passed=$((passed + 1))
        elif grep -q 'function :elver_' "$work/err"; then skipped=$((skipped + 1))
        else
            failed=$((failed + 1))
            echo "--- $program on the BEAM" >&2; head -12 "$work/diff" >&2; grep -v '^$' "$work/err" | head -6 >&2
        fi
    fi
    n=$((n + 1))
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
