import { expect, test } from "vitest";
import { collection } from "../core/casework/collection.ts";
import type { Deadline } from "../core/casework/deadline.ts";
import { DAY, plus } from "../core/time.ts";
import { MemoryRecords } from "../storage/memory/memory-records.ts";
import { aGrid, NOW } from "../tests/support/case-facts.ts";
import { applyEffects } from "./apply-effects.ts";
import { prepareDue, runDeadline } from "./run-due.ts";
import type { Turn } from "./turn.ts";
import { WorkingSet } from "./working-set.ts";

const TOMORROW = plus(NOW, DAY);

function turnWith(set: WorkingSet): Turn {
  return { set, index: aGrid(), seq: 9, now: TOMORROW };
}

const AGAIN: Deadline = {
  id: "ask:x",
  at: NOW,
  kind: "ask-again",
  subject: "e1-DA001",
  detail: JSON.stringify(["a21026", "hour", NOW]),
};

test.each([
  ["question about a period of which nothing is known", AGAIN],
  ["question about a period of an outlet that is not registered", { ...AGAIN, subject: "gone" }],
  ["clock of a case that is not there", { id: "case:x", at: NOW, kind: "case", subject: "case:x", detail: "" }],
])("a due %s is done with, and nothing follows", async (_what, deadline) => {
  const set = new WorkingSet(new MemoryRecords());

  await runDeadline(turnWith(set), deadline);

  const batch = set.take({ upTo: 9, step: 0, engineAt: TOMORROW });
  expect(batch).toMatchObject({ findings: [], subjects: [], events: [], deadlines: [] });
});

test("a deadline of a kind that nobody knows stops the judge", async () => {
  const turn = turnWith(new WorkingSet(new MemoryRecords()));

  await expect(runDeadline(turn, { ...AGAIN, kind: "vanish" })).rejects.toThrow("kind vanish");
});

test("a row of a collection that no subject has stops the judge: no live page would be told of it", async () => {
  const turn = turnWith(new WorkingSet(new MemoryRecords()));
  const lost = collection<{ readonly id: string }>({ name: "lost", version: 1, fields: {}, orders: {} });
  const effects = { id: "x", writes: [{ collection: lost, row: { id: "x" } }] };

  await expect(applyEffects(turn, effects)).rejects.toThrow("collection lost");
});

test("what questions will look at is read before they are run, also of an outlet that is not registered", async () => {
  const set = new WorkingSet(new MemoryRecords());
  const key = { outlet: "e1-DA001", pollutant: "a21026", basis: "hour", start: NOW } as const;
  expect(set.peekPeriod(key)).toBeUndefined();

  await prepareDue(turnWith(set), [AGAIN, { ...AGAIN, id: "ask:y", subject: "gone" }]);

  expect([set.peekPeriod(key), set.peekPeriod({ ...key, outlet: "gone" })]).toEqual([null, null]);
});
