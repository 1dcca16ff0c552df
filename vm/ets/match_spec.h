/* SPDX-License-Identifier: GPL-3.0-or-later */
/* match_spec.h - match specifications: [{head pattern, [guard], [body]}], compiled to small trees and run on objects.
 *
 * A specification's constants point into the term it was compiled from, which must outlive it. Running it allocates on the
 * caller's heap only. Source: the chapter "Match Specifications in Erlang" of the ERTS user's guide (the ETS subset). */
#ifndef ETS_MATCH_SPEC_H
#define ETS_MATCH_SPEC_H

#include "process/process.h"

typedef struct MatchSpec MatchSpec;

/* NULL if the term is no valid match specification. Free with match_spec_free. */
MatchSpec *match_spec_new(Term spec);
/* The specification of ets:match/2 (all variables as a list) or ets:match_object/2 (the object). */
typedef enum MatchSpecBody { MATCH_RETURN_BINDINGS, MATCH_RETURN_OBJECT } MatchSpecBody;
MatchSpec *match_spec_new_pattern(Term pattern, MatchSpecBody body);
void match_spec_free(MatchSpec *spec);

/* The result of the first clause that matches the object, or TERM_NONE. If copy_result, the result is a deep copy on p's
 * heap; else it may point into the object. */
Term match_spec_run(MatchSpec *spec, Process *p, Term object, bool copy_result);
/* If every clause asks for the same fully known key at this position (from 1) of a tuple: that key; else TERM_NONE. */
Term match_spec_known_key(const MatchSpec *spec, Word key_position);

#endif
