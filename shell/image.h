/* SPDX-License-Identifier: GPL-3.0-or-later */
/* image.h - the standard library's compiled modules, embedded in the binary and loaded on first use. */
#ifndef SHELL_IMAGE_H
#define SHELL_IMAGE_H

/* Makes the image a source of the code server (code_source_add). The bootstrap binary has an empty one. */
void image_init(void);

#endif
