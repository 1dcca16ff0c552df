#!/bin/sh
# fuzz_beam.sh BIN: mutated .beam files; FUZZ_COUNT of them, 2000 unless set.
exec timeout 300 "${1:?}" tests/fuzz/beam.exs "${FUZZ_COUNT:-2000}"
