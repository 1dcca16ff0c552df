#!/bin/sh
# sanitize.sh MODE: the unit tests, the story and a share of the language tests on build/elver-MODE. Fails on any report.
cd "$(dirname "$0")/.." || exit 2
mode=${1:?usage: sanitize.sh asan|tsan|stress} bin=build/elver-$1
reports=$(mktemp -d)
export ASAN_OPTIONS=detect_leaks=0:abort_on_error=1:log_path=$reports/asan UBSAN_OPTIONS=print_stacktrace=1 TSAN_OPTIONS=halt_on_error=1
export ELVER_TEST_TIMEOUT=300 CK_TIMEOUT_MULTIPLIER=10
echo "== $mode"
"build/obj/$mode/unit" | tail -n 3 || exit 1
sh tests/story/check "$PWD/$bin" || exit 1
sh tests/run_lang.sh "$bin" $(find tests/lang -name '*.exs' | sort | awk 'NR % 5 == 0') || exit 1
if grep -l 'ERROR: AddressSanitizer' "$reports"/* 2>/dev/null; then cat "$reports"/*; exit 1; fi
rm -rf "$reports"
