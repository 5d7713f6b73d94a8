import { expect, test } from "vitest";
import type { SubjectWrite } from "../core/casework/collection.ts";
import { HOUR, MINUTE, plus } from "../core/time.ts";
import { MemoryRecords } from "../storage/memory/memory-records.ts";
import { NOW } from "../tests/support/case-facts.ts";
import { aBatch } from "../tests/support/records-facts.ts";
import type { Accident } from "./accident/accident.ts";
import { ACCIDENTS } from "./accident/accident-collection.ts";
import type { ControlOrder } from "./control-order/control-order.ts";
import { CONTROL_ORDERS } from "./control-order/control-order-collection.ts";
import type { Declaration } from "./declaration/declaration.ts";
import { DECLARATIONS } from "./declaration/declaration-collection.ts";
import { FactsForRules } from "./facts-for-rules.ts";

function aDeclaration(id: string, enterprise: string): Declaration {
  return {
    ...{ id, enterprise, outlets: ["o1"], pollutants: ["a34001"], cause: "maintenance", from: NOW, to: plus(NOW, 1) },
    ...{ measures: "x", note: "", state: "submitted", submittedAt: NOW, submittedBy: "u", submittedByName: "u" },
    ...{ answerDueAt: NOW, decidedAt: null, decidedBy: null, decidedByName: null, reason: null },
  };
}

const ACCIDENT: Accident = {
  ...{ id: "a1", enterprise: "e1", outlets: ["o1"], at: NOW, description: "x", state: "open", reports: [] },
  ...{ reportedAt: plus(NOW, MINUTE), reportedBy: "u", reportedByName: "u", dueAt: plus(NOW, HOUR) },
};

const ORDER: ControlOrder = {
  ...{ id: "c1", level: "red", from: NOW, to: plus(NOW, HOUR), enterprises: ["e1", "e2"], share: 0, note: "" },
  ...{ orderedAt: NOW, orderedBy: "u", orderedByName: "u" },
};

/** Facts over stored rows; `asked` counts how often the store was. */
async function factsOver(...stored: readonly SubjectWrite[]) {
  const records = new MemoryRecords();
  let upTo = 0;
  const store = async (...subjects: readonly SubjectWrite[]): Promise<void> => {
    upTo += 1;
    await records.commit(aBatch(upTo, { subjects }));
  };
  await store(...stored);
  const asked = { often: 0 };
  const facts = new FactsForRules({
    list: (collection, query) => {
      asked.often += 1;
      return records.subjects.list(collection, query);
    },
  });
  const idsOf = async (enterprise: string) => {
    const { declarations, accidents, orders } = await facts.statementsOf(enterprise);
    return [...declarations, ...accidents, ...orders].map(({ id }) => id);
  };
  return { facts, asked, store, idsOf };
}

const declared = (row: Declaration): SubjectWrite => ({ collection: DECLARATIONS, row });
/** One question for each kind of statement. */
const KINDS = 3;

test("what many enterprises declared, reported and were ordered is asked of the store at once, and then no more", async () => {
  const { facts, asked, idsOf } = await factsOver(
    declared(aDeclaration("d1", "e1")),
    { collection: ACCIDENTS, row: ACCIDENT },
    { collection: CONTROL_ORDERS, row: ORDER },
  );

  await facts.readAhead(["e1", "e2", "e3", "e1"]);

  expect([await idsOf("e1"), await idsOf("e2"), await idsOf("e3")]).toEqual([["d1", "a1", "c1"], ["c1"], []]);
  await facts.readAhead(["e3", "e2"]);
  expect(asked.often).toBe(KINDS);
});

test("an accident is seen with the span that its reports cover", async () => {
  const { facts } = await factsOver({ collection: ACCIDENTS, row: ACCIDENT });

  expect((await facts.statementsOf("e1")).accidents).toEqual([
    {
      id: "a1",
      outlets: ["o1"],
      from: NOW,
      to: plus(NOW, 24 * HOUR + MINUTE),
      reportedAt: plus(NOW, MINUTE),
      dueAt: plus(NOW, HOUR),
    },
  ]);
});

test.each<[string, SubjectWrite, readonly string[]]>([
  ["a declaration", declared(aDeclaration("d2", "e1")), ["e1"]],
  ["an accident", { collection: ACCIDENTS, row: ACCIDENT }, ["e1"]],
  ["an order", { collection: CONTROL_ORDERS, row: ORDER }, ["e1", "e2"]],
])("%s that is written is seen at once by whom it is about", async (_, write, concerned) => {
  const { facts, asked, store, idsOf } = await factsOver();
  await facts.readAhead(["e1", "e2", "e3"]);

  facts.written(write);
  await store(write);

  for (const enterprise of ["e1", "e2", "e3"]) {
    expect(await idsOf(enterprise)).toEqual(concerned.includes(enterprise) ? [write.row.id] : []);
  }
  expect(asked.often).toBe(KINDS + concerned.length * KINDS);
});

test("a row of another subject, or about somebody of whom nobody asked, forgets nothing", async () => {
  const { facts, asked, idsOf } = await factsOver(declared(aDeclaration("d1", "e1")));
  await idsOf("e1");

  facts.written({ collection: { ...DECLARATIONS, name: "others" }, row: aDeclaration("d2", "e1") });
  facts.written(declared(aDeclaration("d3", "nobody-asked")));

  expect([await idsOf("e1"), asked.often]).toEqual([["d1"], KINDS]);
});

test("of very many enterprises those that were asked first are forgotten, and found again", async () => {
  const { facts, asked, idsOf } = await factsOver(declared(aDeclaration("d1", "e1")));
  await idsOf("e1");

  await facts.readAhead(Array.from({ length: 50_500 }, (_, i) => `other-${i}`));

  const before = asked.often;
  expect(await idsOf("e1")).toEqual(["d1"]);
  expect(asked.often).toBe(before + KINDS);
});
