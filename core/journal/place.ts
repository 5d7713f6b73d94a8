/**
 * How far a reader of the journal has come: everything up to here is in its store.
 *
 * A partition is an enterprise: everything that a device, a person or the clock does to an enterprise stands in one
 * order, and no rule or decision looks at two. Today's journal has a single partition, so its order is total and a
 * place is the number of an entry. In a journal of several partitions it is a vector, one number for each; then what
 * names this type changes, and the compiler says where. So a place is kept and handed back, and compared with another
 * to see who is behind and by how many entries; nothing else is read from it. `seq` of an entry is what orders entries.
 */
export type Place = number;
