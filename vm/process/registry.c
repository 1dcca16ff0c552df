/* SPDX-License-Identifier: GPL-3.0-or-later */
/* registry.c - an array indexed by the atom's number: looking up is one atomic load, without the lock. Names of
 * processes are kept in the process too (registered_name), names of ports are found by search. */
#include "process/registry.h"

#include <sys/mman.h>

#include "process/process_table.h"

static _Atomic(Term) *names; /* indexed by atom; NULL: free. Written under the lock, read by all (relaxed: the value is all) */
static Lock registry_lock;   /* guards writing names, and registered_name of all processes */
static uint32_t highest;     /* index of the highest atom ever registered; guarded by the lock */

void registry_init(void)
{
    names = mmap(NULL, ATOM_MAX_COUNT * sizeof *names, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if ((void *)names == MAP_FAILED) panic("cannot reserve the registry");
    lock_init(&registry_lock, RANK_registry);
}

static Term read_name(uint32_t index)
{
    return atomic_load_explicit(&names[index], memory_order_acquire); /* pairs with write_name */
}

static void write_name(uint32_t index, Term value)
{
    atomic_store_explicit(&names[index], value, memory_order_release);
}

Term registry_find(Term name)
{
    if (!term_is_atom(name)) return TERM_NONE;
    Term found = read_name(term_to_atom_index(name));
    return found ? found : TERM_NONE;
}

static Term port_name(Term port)
{
    for (uint32_t i = 0; i <= highest; i++)
        if (read_name(i) == port) return term_from_atom_index(i);
    return NIL;
}

/* Under the lock: gives the process that name, if it is alive and has none. */
static bool name_process(Term pid, Term name)
{
    Process *p = process_table_lock(pid);
    if (!p) return false;
    bool free_to = term_is_nil(p->registered_name);
    if (free_to) p->registered_name = name;
    process_table_unlock(pid);
    return free_to;
}

bool registry_register(Term name, Term pid_or_port)
{
    uint32_t index = term_to_atom_index(name);
    lock_acquire(&registry_lock);
    bool done = !read_name(index)
        && (term_is_local_pid(pid_or_port) ? name_process(pid_or_port, name) : term_is_nil(port_name(pid_or_port)));
    if (done) {
        write_name(index, pid_or_port);
        if (index > highest) highest = index;
    }
    lock_release(&registry_lock);
    return done;
}

bool registry_unregister(Term name)
{
    uint32_t index = term_to_atom_index(name);
    lock_acquire(&registry_lock);
    Term found = read_name(index);
    if (found) {
        write_name(index, NULL);
        if (term_is_local_pid(found)) {
            Process *p = process_table_lock(found);
            if (p) {
                p->registered_name = NIL;
                process_table_unlock(found);
            }
        }
    }
    lock_release(&registry_lock);
    return found != NULL;
}

Term registry_name_of(Term pid_or_port)
{
    lock_acquire(&registry_lock);
    Term name = NIL;
    if (term_is_local_pid(pid_or_port)) {
        Process *p = process_table_lock(pid_or_port);
        if (p) {
            name = p->registered_name;
            process_table_unlock(pid_or_port);
        }
    } else
        name = port_name(pid_or_port);
    lock_release(&registry_lock);
    return name;
}

void registry_forget(Process *p)
{
    lock_acquire(&registry_lock);
    if (!term_is_nil(p->registered_name)) {
        write_name(term_to_atom_index(p->registered_name), NULL);
        p->registered_name = NIL;
    }
    lock_release(&registry_lock);
}

Term registry_names(Heap *heap)
{
    lock_acquire(&registry_lock);
    uint32_t end = highest;
    lock_release(&registry_lock);
    Term list = NIL;
    for (uint32_t i = end + 1; i-- > 0;)
        if (read_name(i)) list = cons_new(heap, term_from_atom_index(i), list);
    return list;
}
