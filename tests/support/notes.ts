import { type Collection, collection, type SubjectWrite } from "../../core/casework/collection.ts";
import type { Instant } from "../../core/time.ts";

/** A row of a collection that exists only in tests: a field of each type. */
export interface Note {
  readonly id: string;
  readonly kind: string | null;
  readonly amount: number | null;
  readonly changedAt: Instant | null;
  readonly isUrgent: boolean;
  readonly outlets: readonly string[];
  readonly text: string;
}

export const NOTES: Collection<Note> = collection<Note>({
  name: "test-notes",
  version: 1,
  fields: {
    kind: { type: "text", isLookup: true, of: (note) => note.kind },
    amount: { type: "number", of: (note) => note.amount },
    changedAt: { type: "instant", of: (note) => note.changedAt },
    isUrgent: { type: "boolean", of: (note) => note.isUrgent },
    outlets: { type: "texts", of: (note) => note.outlets },
  },
  orders: {
    newest: { field: "changedAt", direction: "descending" },
    oldest: { field: "changedAt", direction: "ascending" },
    largest: { field: "amount", direction: "descending" },
    smallest: { field: "amount", direction: "ascending" },
  },
});

/** A second collection beside it, with a name and an order that are the same in part. */
export const OTHER_NOTES: Collection<Note> = { ...NOTES, name: "test-notes-of-others" };

export function aNote(id: string, over: Partial<Note> = {}): Note {
  return { id, kind: "water", amount: 1, changedAt: 1_000 as Instant, isUrgent: false, outlets: [], text: "", ...over };
}

export function noteWrite(note: Note): SubjectWrite {
  return { collection: NOTES, row: note };
}
