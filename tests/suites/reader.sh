#!/bin/sh
# The reader against the reference: every case of tests/reference/syntax/*.cases must give the quoted form, or the error, of
# Code.string_to_quoted with columns and token metadata. NAME.sum holds a hash of each answer; `reader.sh --record` makes
# them anew. Where the reference is installed every .ex and .exs of the tree is compared as well. Then hostile input.
cd "$(dirname "$0")/../.." || exit 2
dump=build/obj/release/reader-dump fuzz=build/obj/release/mutate-source
reference="tests/reference/reader_dump.exs"
if [ "$1" = --record ]; then
    for cases in tests/reference/syntax/*.cases; do elixir $reference -h -c -t -s "$cases" >"${cases%.cases}.sum" 2>/dev/null; done
    exit
fi
make -s MODE=release $dump $fuzz >&2 || exit 1
passed=0 failed=0 skipped=0
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
for cases in tests/reference/syntax/*.cases; do
    $dump -h -c -t -s "$cases" >"$work/sum"
    wrong=$(paste "${cases%.cases}.sum" "$work/sum" | awk '$1 != $2 { print NR }')
    count=$(wc -l <"${cases%.cases}.sum")
    bad=$(echo "$wrong" | grep -c .)
    [ "$bad" = 0 ] || echo "$cases: cases $(echo "$wrong" | head -20 | tr '\n' ' ')differ" >&2
    passed=$((passed + count - bad)) failed=$((failed + bad))
done
files=$(find stdlib shell tests docs -name '*.ex' -o -name '*.exs' | sort)
if command -v elixir >/dev/null; then
    elixir $reference -h -c -t $files >"$work/theirs" 2>/dev/null
    $dump -h -c -t $files >"$work/ours"
    bad=$(echo "$files" | paste - "$work/theirs" "$work/ours" | awk '$2 != $3 { print "differs: " $1 > "/dev/stderr"; n++ } END { print n + 0 }')
    count=$(echo "$files" | wc -l)
    passed=$((passed + count - bad)) failed=$((failed + bad))
else
    skipped=$(echo "$files" | wc -l)
fi
if timeout 60 $fuzz "$(date +%s)" 10000 $files; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
