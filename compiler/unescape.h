/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unescape.h - the escapes of strings: what Macro.unescape_string does. */
#ifndef COMPILER_UNESCAPE_H
#define COMPILER_UNESCAPE_H

#include "base/buf.h"

/* Appends the text with its escapes replaced. NULL, or what is wrong. */
const char *unescape_text(Buf *out, const uint8_t *bytes, size_t size);

#endif
