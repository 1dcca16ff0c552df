#!/bin/sh
# Language tests: programs that state what they print.
sh tests/run_lang.sh "$1"
