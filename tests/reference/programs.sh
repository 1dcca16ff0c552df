#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# programs.sh BIN [NAME...]: the programs of programs/, compiled by erlc and elixirc, on the BEAM and on BIN: same output.
# Closes with "N passed, N failed". KEEP=DIR keeps the files. Without erlc: skipped.
here=$(cd "$(dirname "$0")" && pwd); bin=$1; shift
command -v erlc >/dev/null || { echo "0 passed, 0 failed, 1 skipped"; exit 0; }
dir=${KEEP:-$(mktemp -d)}; mkdir -p "$dir"; [ -n "$KEEP" ] || trap 'rm -rf "$dir"' EXIT
names=$*
[ -n "$names" ] || names=$(cd "$here/programs" && ls *.erl *.ex 2>/dev/null)
mods=""
for f in $names; do
    case $f in
    *.erl) erlc -o "$dir" "$here/programs/$f" || exit 1; mods="$mods${mods:+,}'${f%.erl}'" ;;
    *.ex) elixirc --ignore-module-conflict -o "$dir" "$here/programs/$f" >/dev/null || exit 1; mods="$mods${mods:+,}'Elixir.$(grep '^defmodule' "$here/programs/$f" | tail -1 | awk '{print $2}' | tr -d ,)'" ;;
    esac
done
printf -- '-module(driver_list).\n-export([modules/0]).\nmodules() -> [%s].\n' "$mods" > "$dir/driver_list.erl"
erlc -o "$dir" "$dir/driver_list.erl" "$here/driver.erl" || exit 1
elixir_ebin=$(elixir -e 'IO.puts(to_string(:code.lib_dir(:elixir)) <> "/ebin")' 2>/dev/null)
(cd "$dir" && timeout 120 erl -noshell -pa "$dir" -pa "$elixir_ebin" -eval 'logger:set_primary_config(level, none), driver:main(), halt().' > "$dir/beam.out" 2>&1)
(cd "$dir" && timeout 120 "$bin" -pa "$dir" --run :driver main > "$dir/elver.out" 2>"$dir/elver.err")
for f in beam elver; do tr -d "\r" < "$dir/$f.out" > "$dir/$f.txt"; done
passed=0 failed=0
while IFS=" " read -r name rest; do
    if [ "$(grep -- "^$name " "$dir/elver.txt")" = "$name $rest" ]; then passed=$((passed + 1))
    else
        failed=$((failed + 1)); echo "$name differs:"; echo "  beam:  $(echo "$rest" | cut -c1-${WIDTH:-300})"
        echo "  elver: $(grep -- "^$name " "$dir/elver.txt" | cut -d' ' -f2- | cut -c1-${WIDTH:-300})"
    fi
done < "$dir/beam.txt"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
