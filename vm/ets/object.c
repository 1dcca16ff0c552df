/* SPDX-License-Identifier: GPL-3.0-or-later */
/* object.c - one stored object: a block that holds a deep copy of a tuple. */
#include "ets/table.h"

#include "gc/copy.h"

EtsObject *ets_object_new(Term tuple)
{
    Word size_words = term_size_words(tuple);
    EtsObject *object = mem_alloc(sizeof *object + size_words * sizeof(Word));
    Heap heap;
    heap_init(&heap, object->words, object->words + size_words);
    object->tuple = copy_term(tuple, &heap);
    assert(!heap.fragments);
    object->off_heap = heap.off_heap;
    object->size_words = size_words;
    object->next = NULL;
    object->hash = 0;
    object->deleted = false;
    return object;
}

EtsObject *ets_tuple_1_object(Term element)
{
    Word box[2] = {header_make(BOX_TUPLE, 1), term_bits(element)};
    return ets_object_new(term_from_boxed(box));
}

void ets_object_free(EtsObject *object)
{
    Heap heap;
    heap_init(&heap, object->words, object->words + object->size_words);
    heap.off_heap = object->off_heap;
    heap_destroy(&heap);
    mem_free(object);
}

Term ets_object_copy(Heap *heap, const EtsObject *object)
{
    return copy_term(object->tuple, heap);
}
