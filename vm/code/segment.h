/* SPDX-License-Identifier: GPL-3.0-or-later */
/* segment.h - the words that describe a segment of bs_create_bin: what lower.c writes and op_build.c reads. */
#ifndef CODE_SEGMENT_H
#define CODE_SEGMENT_H

#include "base/base.h"

typedef enum SegmentType {
    SEGMENT_INTEGER, SEGMENT_FLOAT, SEGMENT_BINARY, SEGMENT_APPEND, SEGMENT_STRING,
    SEGMENT_UTF8, SEGMENT_UTF16, SEGMENT_UTF32
} SegmentType;

typedef struct Segment {
    Word type_and_flags; /* type | BitFlags << 8 | number of the segment << 16 */
    Word unit;
    Word value;          /* source; of a string its bytes' address */
    Word size;           /* source; TERM `all`; of a string its bytes */
} Segment;
enum { SEGMENT_WORDS = sizeof(Segment) / sizeof(Word) };

#endif
