#!/bin/sh
# run.sh BIN [ROUNDS]: each benchmark with BIN and, where it is installed, with the reference (`elixir`), in turn A B A B;
# medians of the rounds and their ratio (below 1: BIN is faster). Then start-up: time and memory of -e ':ok'.
bin=$(realpath "${1:?usage: run.sh BIN [ROUNDS]}") rounds=${2:-5}
cd "$(dirname "$0")" || exit 2
reference=$(command -v elixir)
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print NR ? v[int((NR + 1) / 2)] : "-" }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (a ~ /^[0-9.]+$/ && b ~ /^[0-9.]+$/ && b > 0) printf "%.2f", a / b; else print "-" }'; }
row() { printf '%-12s %12s %12s %8s\n' "$@"; }
row "" "elver" "reference" ratio
for program in *.exs; do
    case $program in bench.exs|cores_and_fairness.exs) continue ;; esac
    name=${program%.exs}
    for _ in $(seq "$rounds"); do
        "$bin" -r bench.exs "$program" >>"$work/$name.a" 2>/dev/null
        [ -n "$reference" ] && elixir -r bench.exs "$program" >>"$work/$name.b" 2>/dev/null
    done
    touch "$work/$name.b"
    a=$(median "$work/$name.a") b=$(median "$work/$name.b")
    row "$name" "$a us" "$b us" "$(ratio "$a" "$b")"
done
# Wall time in ms and peak memory in KB of a whole run; the peak is what the kernel tells of the finished child.
start_up() {
    for _ in $(seq 20); do
        from=$(date +%s%N); "$@" -e ':ok' >/dev/null 2>&1; to=$(date +%s%N)
        echo $(((to - from) / 1000)) >>"$work/time"
    done
    median "$work/time"; rm "$work/time"
}
memory() {
    "$@" -e 'File.read!("/proc/self/status") |> String.split("\n") |> Enum.find(&String.starts_with?(&1, "VmHWM")) |> String.split() |> Enum.at(1) |> IO.puts' 2>/dev/null
}
a=$(start_up "$bin") b=-
[ -n "$reference" ] && b=$(start_up elixir)
row start "$a us" "$b us" "$(ratio "$a" "$b")"
a=$(memory "$bin") b=-
[ -n "$reference" ] && b=$(memory elixir)
row memory "$a KB" "$b KB" "$(ratio "$a" "$b")"
