#!/bin/sh
# natives.sh CHECK: compares our natives (CHECK: the program of natives_check.c) with the reference's, where that is installed.
cd "$(dirname "$0")" || exit 2
check=${1:?usage: natives.sh CHECK}
command -v erlc >/dev/null || { echo "0 passed, 0 failed, 1 skipped"; exit 0; }
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
erlc -o "$dir" natives.erl || exit 1
(cd "$dir" && erl -noshell -run natives main "${SEED:-1}" "${COUNT:-2000}" cases) && timeout 120 "$check" "$dir/cases"
