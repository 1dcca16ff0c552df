#!/bin/sh
# run.sh BIN UNIT: runs every quick test suite and adds up their closing lines ("N passed, N failed, N skipped").
# A suite that prints no such line counts as one failure.
cd "$(dirname "$0")/.." || exit 2
bin=${1:?usage: run.sh BIN UNIT} unit=$2
total_passed=0 total_failed=0 total_skipped=0
log=$(mktemp); trap 'rm -f "$log"' EXIT
suite() {
    name=$1; shift
    echo "== $name"
    start=$(date +%s)
    "$@" 2>&1 | tee "$log" | grep -vE '^[0-9]+ passed, [0-9]+ failed'
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1)
    [ -n "$line" ] || line="0 passed, 1 failed, 0 skipped"
    set -- $(echo "$line" | tr -d ,)
    total_passed=$((total_passed + $1)) total_failed=$((total_failed + $3)) total_skipped=$((total_skipped + ${5:-0}))
    echo "   $name: $line ($(($(date +%s) - start)) s)"
}
unit_suite() {
    "$unit" | tee "$log.unit"
    # Check's line: "97%: Checks: 120, Failures: 2, Errors: 1"
    awk -F'[ ,:]+' '/Checks:/ { c += $3; f += $5 + $7 } END { printf "%d passed, %d failed, 0 skipped\n", c - f, f }' "$log.unit"
    rm -f "$log.unit"
}
[ -n "$unit" ] && suite unit unit_suite
for script in tests/suites/*.sh; do suite "$(basename "$script" .sh)" sh "$script" "$bin"; done
echo "$total_passed passed, $total_failed failed, $total_skipped skipped"
[ $total_failed = 0 ]
