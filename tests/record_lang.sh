#!/bin/sh
# record_lang.sh FILE...: writes the expectations of language tests anew: each `# expect:` gets the next line that the
# reference (elixir) prints. Read the diff before committing it.
for program; do
    elixir "$program" </dev/null >/tmp/record_lang.$$ || exit 1
    awk -v out="/tmp/record_lang.$$" '
        /# expect:/ { getline line < out; sub(/# expect:.*/, "# expect: " ); print $0 line; next } { print }' "$program" |
        sed 's/ *$//' >"$program.new" && mv "$program.new" "$program"
    [ "$(grep -c '# expect:' "$program")" = "$(wc -l </tmp/record_lang.$$)" ] || echo "$program: not one line for each expectation" >&2
    rm -f /tmp/record_lang.$$
done
