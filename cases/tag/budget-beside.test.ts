import { expect, test } from "vitest";
import { HOUR, plus } from "../../core/time.ts";
import { MemoryRecords } from "../../storage/memory/memory-records.ts";
import { at } from "../../tests/support/hour-facts.ts";
import { aBatch } from "../../tests/support/records-facts.ts";
import { aTagged } from "../../tests/support/tag-facts.ts";
import { budgetOf, budgetsOf } from "./budget-beside.ts";
import type { Tag } from "./tag.ts";
import { TAGS } from "./tag-collection.ts";

const YEAR = at("2026-01-01T00:00:00+08:00");

function aTag(id: string, hours: number, over: Partial<Tag> = {}): Tag {
  const span = { from: YEAR, endsAt: plus(YEAR, hours * HOUR), to: plus(YEAR, hours * HOUR) };
  return {
    ...aTagged({ id, tag: "unit-fault", unit: "f1", ...span }),
    ...{ enterprise: "e1", layer: "state", trade: "waste-incineration", to: span.to, reason: "x", evidence: [] },
    ...{ madeBy: "u", madeByName: "u", deadline: YEAR, late: false, takenBack: null },
    ...over,
  };
}

async function stored(...rows: readonly Tag[]) {
  const records = new MemoryRecords();
  await records.commit(aBatch(1, { subjects: rows.map((row) => ({ collection: TAGS, row })) }));
  return records;
}

// Behaviour
test("a tag of a furnace goes out with what is left of its budget of the year", async () => {
  const fault = aTag("tag:1", 4);
  const later = aTag("tag:2", 6.5, { tag: "starting", from: plus(YEAR, 4 * HOUR) });
  const before = aTag("tag:3", 1, { from: plus(YEAR, -3 * HOUR) });
  const records = await stored(fault, later, before, aTag("tag:4", 3, { unit: "f2" }), aTag("tag:5", 9, { tag: "stopped" }));

  // 4 h of fault, 2.5 h of starting, and 1 h of this year of a fault that began in the last one.
  expect(await budgetOf(fault, records)).toEqual({
    budget: { hours: 60, per: "year", usedHours: 7.5, leftHours: 52.5, source: "部令第 10 号（2019）" },
  });
});

test("more than a budget has leaves nothing, and a tag without a budget says none", async () => {
  const long = aTag("tag:1", 61);
  const others = [aTag("tag:2", 1, { trade: "other" }), aTag("tag:3", 1, { tag: "stopped" })];
  const records = await stored(long, ...others);
  const found = await budgetsOf([long, ...others], records);

  expect(found.get("tag:1")).toMatchObject({ budget: { usedHours: 61 + 1, leftHours: 0 } });
  expect([found.get("tag:2"), found.get("tag:3")]).toEqual([{ budget: null }, { budget: null }]);
});
