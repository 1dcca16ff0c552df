/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dictionary.h - the process dictionary: an open hash table outside of the heap whose terms are roots. Owner only. */
#ifndef PROCESS_DICTIONARY_H
#define PROCESS_DICTIONARY_H

#include "process/process.h"

Term dictionary_get(const Process *p, Term key);             /* TERM_NONE: not there */
Term dictionary_put(Process *p, Term key, Term value);       /* the old value, or TERM_NONE */
Term dictionary_erase(Process *p, Term key);                 /* likewise */
void dictionary_clear(Process *p);
/* All slots: key, value, key, value... (TERM_NONE in free ones). *count is the number of words. */
Term *dictionary_terms(const Process *p, Word *count);
Word dictionary_size(const Process *p);

#endif
