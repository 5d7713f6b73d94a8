import { expect, test } from "vitest";
import { plus } from "../core/time.ts";
import { MemoryRecords } from "../storage/memory/memory-records.ts";
import { NOW } from "../tests/support/case-facts.ts";
import { aBatch } from "../tests/support/records-facts.ts";
import type { Declaration } from "./declaration/declaration.ts";
import { DECLARATIONS } from "./declaration/declaration-collection.ts";
import { FactsForRules } from "./facts-for-rules.ts";

function aDeclaration(id: string, ...outlets: readonly string[]): Declaration {
  return {
    ...{ id, enterprise: "e1", outlets, pollutants: ["a34001"], cause: "maintenance", from: NOW, to: plus(NOW, 1) },
    ...{ measures: "x", note: "", state: "submitted", submittedAt: NOW, submittedBy: "u", submittedByName: "u" },
    ...{ answerDueAt: NOW, decidedAt: null, decidedBy: null, decidedByName: null, reason: null },
  };
}

/** Facts over stored declarations; `asked` counts how often the store was. */
async function factsOver(...stored: readonly Declaration[]) {
  const records = new MemoryRecords();
  let upTo = 0;
  const store = async (...rows: readonly Declaration[]): Promise<void> => {
    upTo += 1;
    await records.commit(aBatch(upTo, { subjects: rows.map((row) => ({ collection: DECLARATIONS, row })) }));
  };
  await store(...stored);
  const asked = { often: 0 };
  const facts = new FactsForRules({
    list: (collection, query) => {
      asked.often += 1;
      return records.subjects.list(collection, query);
    },
  });
  const idsOf = async (outlet: string) => (await facts.declarationsOf(outlet)).map(({ id }) => id);
  return { facts, asked, store, idsOf };
}

test("declarations of many outlets are asked of the store at once, and then no more", async () => {
  const { facts, asked, idsOf } = await factsOver(aDeclaration("d1", "o1", "o2"), aDeclaration("d2", "o2"));

  await facts.readAhead(["o1", "o2", "o3", "o1"]);

  expect([await idsOf("o1"), await idsOf("o2"), await idsOf("o3")]).toEqual([["d1"], ["d1", "d2"], []]);
  await facts.readAhead(["o3", "o2"]);
  expect(asked.often).toBe(1);
});

test("a declaration that is written is seen at once, at each outlet that it names or named", async () => {
  const { facts, asked, store, idsOf } = await factsOver(aDeclaration("d1", "o1"));
  await facts.readAhead(["o1", "o2", "o3"]);
  const moved = aDeclaration("d1", "o2");

  facts.written({ collection: DECLARATIONS, row: moved });
  await store(moved);

  expect([await idsOf("o1"), await idsOf("o2"), await idsOf("o3")]).toEqual([[], ["d1"], []]);
  expect(asked.often).toBe(3);
});

test("a row of another subject forgets nothing", async () => {
  const { facts, asked, idsOf } = await factsOver(aDeclaration("d1", "o1"));
  await idsOf("o1");

  facts.written({ collection: { ...DECLARATIONS, name: "others" }, row: aDeclaration("d2", "o1") });

  expect([await idsOf("o1"), asked.often]).toEqual([["d1"], 1]);
});

test("of very many outlets those that were asked first are forgotten, and found again", async () => {
  const { facts, asked, idsOf } = await factsOver(aDeclaration("d1", "o1"));
  await idsOf("o1");

  await facts.readAhead(Array.from({ length: 50_500 }, (_, i) => `other-${i}`));

  const before = asked.often;
  expect(await idsOf("o1")).toEqual(["d1"]);
  expect(asked.often).toBe(before + 1);
});
