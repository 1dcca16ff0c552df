#!/bin/sh
# Builds compile_etf (the back end alone) from the objects of MODE (debug): make them first.
MODE=${MODE:-debug}; O=build/obj/$MODE; FLAGS="-O1 -DVM_DEBUG"
[ "$MODE" = release ] && FLAGS="-O2 -DNDEBUG"
[ "$MODE" = asan ] && FLAGS="-O1 -DVM_DEBUG -fsanitize=address,undefined -fno-sanitize-recover=undefined"
for s in backend ir lower lower_bits lower_for lower_guard lower_try match pattern optimise regalloc emit assemble; do
  objects="$objects $O/compiler/$s.o"
done
gcc -std=gnu11 -g $FLAGS -fno-strict-aliasing -pthread -Ivm -I. -o build/compile_etf tests/reference/backend/compile_etf.c \
  $objects $O/vm/base/*.o $O/vm/term/*.o -lgmp -lpcre2-8 -lutf8proc -lz -lm
