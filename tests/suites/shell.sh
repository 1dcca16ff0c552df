#!/bin/sh
# The shell in a pseudo-terminal.
command -v python3 >/dev/null || { echo "0 passed, 0 failed, 12 skipped"; exit 0; }
python3 tests/shell/shell_test.py "$1"
