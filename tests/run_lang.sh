#!/bin/sh
# run_lang.sh BIN [FILE...]: runs the programs of tests/lang (or those given) with BIN. A program states what it must print:
#     IO.puts("hi")        # expect: hi             a line of standard output, in order
#     1 + :a               # expect error: badarith text   the run ends with status 1, standard error holds the text
# Ends with "N passed, N failed, N skipped".
cd "$(dirname "$0")/.." || exit 2
bin=$(realpath "${1:?usage: run_lang.sh BIN [FILE...]}"); shift
[ $# -gt 0 ] || set -- $(find tests/lang -name '*.exs' | sort)
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
run_one() {
    program=$1 out=$work/$(echo "$1" | tr / _)
    timeout "${ELVER_TEST_TIMEOUT:-60}" "$bin" "$program" >"$out.out" 2>"$out.err" </dev/null
    status=$?
    sed -n 's/.*# expect: \{0,1\}//p' "$program" >"$out.want"
    error=$(sed -n 's/.*# expect error: //p' "$program")
    if [ -n "$error" ]; then good=$([ $status = 1 ] && grep -qF -- "$error" "$out.err" && echo yes)
    else good=$([ $status = 0 ] && echo yes); fi
    if [ -n "$good" ] && diff -u "$out.want" "$out.out" >"$out.diff"; then echo passed
    else echo "--- $program (status $status)" >&2; head -12 "$out.diff" >&2; head -5 "$out.err" >&2; echo failed; fi
}
for program; do echo "$program"; done >"$work/list"
export bin work
# two at a time: the machines have two cores
count=0
while read -r program; do
    run_one "$program" >>"$work/results" &
    count=$((count + 1)); [ $((count % 2)) = 0 ] && wait
done <"$work/list"
wait
passed=$(grep -c passed "$work/results") failed=$(grep -c failed "$work/results")
echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
