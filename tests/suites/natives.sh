#!/bin/sh
# Our natives on terms against the reference's: natives.erl calls pure functions with random arguments (SEED, COUNT) where the
# reference is installed; natives-check must get the same results from ours.
cd "$(dirname "$0")/../.." || exit 2
check=$PWD/build/obj/release/natives-check
command -v erlc >/dev/null || { echo "0 passed, 0 failed, 1 skipped"; exit 0; }
make -s MODE=release build/obj/release/natives-check >&2 || exit 1
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
erlc -o "$work" tests/reference/natives.erl || exit 1
cd "$work" && erl -noshell -run natives main "${SEED:-1}" "${COUNT:-2000}" cases && timeout 120 "$check" cases
