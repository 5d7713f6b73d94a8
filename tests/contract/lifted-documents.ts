import { describe, expect, test } from "vitest";
import type { DocumentKind } from "../../storage/documents.ts";
import { UnknownVersionError, type Upcasters } from "../../storage/upcasters.ts";

/** One way in which a document can be read. */
export type WayOfReading = readonly [kind: DocumentKind, read: () => Promise<unknown>];

/** A store that keeps documents, and how a test writes and reads one of each kind. */
export interface Keeping<Store> {
  readonly kinds: readonly DocumentKind[];
  fill(store: Store): Promise<void>;
  /** Every document that `fill` wrote, by each way in which it can be read. */
  ways(store: Store): readonly WayOfReading[];
}

/** Makes an empty file or database and gives the function that opens it with the steps of an older or newer build. */
export type NewStores<Store> = () => Promise<
  (upcasters: Upcasters) => Promise<Store & { close(): Promise<void> }> | (Store & { close(): Promise<void> })
>;

/** Steps that only these tests have: each counts how often it was taken, and says of which kind the document was. */
function stepsOf(kinds: readonly DocumentKind[]): Upcasters {
  const step = (kind: DocumentKind) => (document: unknown) => {
    const before = document as { readonly lifted?: readonly string[] };
    return { ...before, lifted: [...(before.lifted ?? []), kind] };
  };
  return Object.fromEntries(kinds.map((kind) => [kind, [step(kind)]]));
}

/** What every store promises of documents that another build wrote. */
export function liftedDocumentsContract<Store>(name: string, keeping: Keeping<Store>, newStores: NewStores<Store>): void {
  const steps = stepsOf(keeping.kinds);
  const readAll = (store: Store) => Promise.all(keeping.ways(store).map(async ([kind, read]) => [kind, await read()] as const));

  describe(`documents of other builds in ${name}`, () => {
    test("what an older build wrote is lifted wherever it is read", async () => {
      const open = await newStores();
      const older = await open({});
      await keeping.fill(older);
      const before = await readAll(older);
      await older.close();

      const read = await readAll(await open(steps));

      expect(read).toEqual(before.map(([kind, document]) => [kind, { ...(document as object), lifted: [kind] }]));
      expect([...new Set(read.map(([kind]) => kind))]).toEqual(keeping.kinds);
    });

    test("what this build writes is not lifted", async () => {
      const open = await newStores();
      const present = await open(steps);
      await keeping.fill(present);

      const read = await readAll(present);

      expect(read.filter(([, document]) => document === undefined || "lifted" in (document as object))).toEqual([]);
    });

    test("what a newer build wrote is refused, never guessed", async () => {
      const open = await newStores();
      const newer = await open(steps);
      await keeping.fill(newer);
      await newer.close();

      const ways = keeping.ways(await open({}));

      expect(ways).not.toEqual([]);
      for (const [, read] of ways) await expect(read()).rejects.toThrow(UnknownVersionError);
    });
  });
}
