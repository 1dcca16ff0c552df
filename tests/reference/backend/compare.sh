#!/bin/sh
# compare.sh FILE... - each FILE defines modules with run/0; prints whether ours and the reference's give the same.
here=$(dirname "$0"); tool=${TOOL:-build/compile_etf}; out=$(mktemp -d); status=0
for file in "$@"; do
  rm -rf $out/*; mkdir -p $out/ref
  timeout -s KILL 30 elixir $here/dump.exs $out $file >/dev/null 2>$out/err || { cat $out/err; exit 1; }
  for etf in $out/*.etf; do timeout 20 $tool $etf ${etf%.etf}.beam || status=1; done
  timeout -s KILL 30 elixir $here/run.exs $file $out/*.beam || status=1
done
rm -rf $out; exit $status
