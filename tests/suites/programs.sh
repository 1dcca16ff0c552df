#!/bin/sh
# programs.sh BIN: the programs that run on the reference and on BIN alike (skipped where there is no reference).
exec sh tests/reference/programs.sh "$(realpath "${1:?}")"
