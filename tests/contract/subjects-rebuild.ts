import { describe, expect, test } from "vitest";
import type { Collection } from "../../core/casework/collection.ts";
import type { RecordsStore } from "../../core/records/records.ts";
import { UnknownVersionError, type Upcasters } from "../../storage/upcasters.ts";
import { aNote, NOTES, type Note, noteWrite } from "../support/notes.ts";
import { aBatch } from "../support/records-facts.ts";

interface OpenOptions {
  readonly collections: readonly Collection[];
  readonly upcasters?: Upcasters;
}

/**
 * Makes an empty database and gives the function that opens it, which a test calls again and again with other
 * declarations.
 */
export type NewDatabase = () => Promise<
  (options: OpenOptions) => Promise<{ readonly records: RecordsStore; close(): Promise<void> }>
>;

/** What every SQL store promises when the declaration of a collection has changed since its tables were made. */
export function rebuildContract(name: string, newDatabase: NewDatabase): void {
  describe(`changed declarations in ${name}`, () => {
    test("new fields and orders are filled from the documents, and old ones go", async () => {
      const open = await newDatabase();
      const before = await open({ collections: [NOTES] });
      const rows = Array.from({ length: 1_201 }, (_, i) => aNote(`n${i}`, { amount: i, text: `t${i % 2}`, outlets: ["x"] }));
      await before.records.commit(aBatch(1, { subjects: rows.map(noteWrite) }));
      await before.close();
      const { outlets: _gone, ...fields } = NOTES.fields;
      const changed: Collection<Note> = {
        ...NOTES,
        fields: { ...fields, text: { type: "text", of: (note) => note.text }, names: { type: "texts", of: (note) => [note.id] } },
        orders: { rising: { field: "amount", direction: "ascending" } },
      };

      const { subjects } = (await open({ collections: [changed] })).records;

      expect(await subjects.count(changed, [{ field: "text", in: ["t1"] }])).toBe(600);
      expect(await subjects.count(changed, [{ field: "names", in: ["n7", "n1200", "x"] }])).toBe(2);
      const page = await subjects.list(changed, { where: [{ field: "text", in: ["t0"] }], order: "rising", limit: 2 });
      expect(page.items).toEqual([rows[0], rows[2]]);
    });

    test("a declaration that is the same makes nothing anew, and one that comes back finds its rows", async () => {
      const open = await newDatabase();
      const before = await open({ collections: [NOTES] });
      await before.records.commit(aBatch(1, { subjects: [noteWrite(aNote("a"))] }));
      await before.close();
      await (await open({ collections: [] })).close();

      const again = await open({ collections: [NOTES] });
      await again.records.commit(aBatch(2, { subjects: [noteWrite(aNote("b"))] }));

      expect(await again.records.subjects.count(NOTES, [])).toBe(2);
    });

    test("a higher version lifts every document when the store is opened", async () => {
      const open = await newDatabase();
      const before = await open({ collections: [NOTES] });
      await before.records.commit(aBatch(1, { subjects: [noteWrite(aNote("a", { kind: "old" }))] }));
      await before.close();
      const upcasters: Upcasters = {
        "row/test-notes": [(note) => ({ ...(note as Note), kind: "lifted" }), (note) => ({ ...(note as Note), text: "twice" })],
      };
      const third: Collection<Note> = { ...NOTES, version: 3 };

      const after = await open({ collections: [third], upcasters });

      expect(await after.records.subjects.get(third, "a")).toEqual(aNote("a", { kind: "lifted", text: "twice" }));
      expect(await after.records.subjects.count(third, [{ field: "kind", in: ["lifted"] }])).toBe(1);
    });

    test.each([
      ["a version without a step", 1, 2],
      ["documents of a newer build", 2, 1],
    ])("%s are refused and stay as they are", async (_what, stored, wanted) => {
      const open = await newDatabase();
      const first: Collection<Note> = { ...NOTES, version: stored };
      const before = await open({ collections: [first] });
      await before.records.commit(aBatch(1, { subjects: [{ collection: first, row: aNote("a") }] }));
      await before.close();

      await expect(open({ collections: [{ ...NOTES, version: wanted }] })).rejects.toThrow(UnknownVersionError);

      const again = await open({ collections: [first] });
      expect(await again.records.subjects.count(first, [{ field: "kind", in: ["water"] }])).toBe(1);
    });
  });
}
