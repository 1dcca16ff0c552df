/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dtoa.h - doubles as text and back. */
#ifndef BASE_DTOA_H
#define BASE_DTOA_H

#include "base/buf.h"

enum { DTOA_BUFFER = 400, DTOA_MAX_DIGITS = 17 };

/* The shortest decimal digits that read back as |d|: writes them (no NUL), returns their count; the value is
 * 0.DIGITS * 10^*point. For zero: one digit 0, point 1. */
int dtoa_shortest_digits(double d, char *digits, int *point);
/* Shortest round-trip text as Elixir and Erlang print it: 0.1, 1.0, 1.0e10, -2.5e-5. Returns the length (NUL added). */
int dtoa_shortest(double d, char text[DTOA_BUFFER]);
/* `1.50000000000000000000e+00`, with `digits` after the point (0..249). */
int dtoa_scientific(double d, int digits, char text[DTOA_BUFFER]);
/* `1.500`, with `decimals` after the point (0..253); compact drops trailing zeros (one stays). -1 if it would be too long. */
int dtoa_decimals(double d, int decimals, bool compact, char text[DTOA_BUFFER]);
/* Reads the whole text as Erlang float syntax (digits "." digits [e[+-]digits], sign allowed).
 * False if it is not that, or out of range. */
bool dtoa_parse(const char *text, size_t size, double *d);

#endif
