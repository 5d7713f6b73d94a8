import { expect, test } from "vitest";
import { collection } from "../core/casework/collection.ts";
import type { Deadline } from "../core/casework/deadline.ts";
import type { Finding } from "../core/judging/finding.ts";
import { DAY, plus } from "../core/time.ts";
import { MemoryRecords } from "../storage/memory/memory-records.ts";
import { aFinding, aGrid, NOW } from "../tests/support/case-facts.ts";
import { applyEffects } from "./apply-effects.ts";
import { judgeTick } from "./judge-tick.ts";
import type { Turn } from "./turn.ts";
import { WorkingSet } from "./working-set.ts";

const TOMORROW = plus(NOW, DAY);

function turnWith(set: WorkingSet): Turn {
  return { set, index: aGrid(), seq: 9, now: TOMORROW };
}

function due(kind: string): Deadline {
  return { id: `${kind}:x`, at: NOW, kind, subject: aFinding().id, detail: "" };
}

/** What a tick of tomorrow brings about when that deadline is due and these findings are there. */
async function tick(deadline: Deadline, findings: readonly Finding[]) {
  const set = new WorkingSet(new MemoryRecords());
  for (const finding of findings) set.putFinding(finding);
  set.take(1);
  set.setDeadline(deadline);
  await judgeTick(turnWith(set), TOMORROW);
  return set.take(9);
}

test.each([
  ["confirmation of a finding that is not there", due("confirm-finding"), []],
  ["confirmation of a finding that was withdrawn", due("confirm-finding"), [aFinding({ status: "withdrawn" })]],
  ["confirmation before the noon that confirms", due("confirm-finding"), [aFinding()]],
  ["review of a finding that is not there", due("review-finding"), []],
  ["review of a finding whose hour is not there", due("review-finding"), [aFinding()]],
  ["clock of a case that is not there", due("case"), []],
])("a due %s is done with, and nothing follows", async (_what, deadline, findings) => {
  const batch = await tick(deadline, findings);

  expect(batch).toMatchObject({ findings: [], subjects: [], events: [], deadlines: [], clearedDeadlines: [deadline.id] });
  expect(batch.outcomes).toEqual([{ seq: 9, ok: true, result: { now: TOMORROW } }]);
});

test("a finding is confirmed as at the moment at which it was due, not at which the tick came", async () => {
  const noon = plus(aFinding().period.start, DAY + 4 * 3_600_000);
  const set = new WorkingSet(new MemoryRecords());
  set.putFinding(aFinding());
  set.setDeadline({ ...due("confirm-finding"), at: noon });

  await judgeTick(turnWith(set), plus(noon, DAY));

  const [finding] = set.take(9).findings;
  expect(finding).toMatchObject({ status: "confirmed", level: "A3" });
  expect(finding?.history.at(-1)).toMatchObject({ at: noon });
});

test("a deadline of a kind that nobody knows stops the judge", async () => {
  await expect(tick(due("vanish"), [])).rejects.toThrow("kind vanish");
});

/** A set in which the same deadline is due again and again. */
class EndlessSet extends WorkingSet {
  override async nextDue(): Promise<Deadline> {
    return due("confirm-finding");
  }
}

test("a deadline that puts itself back for ever stops the judge instead of holding it", async () => {
  const set = new EndlessSet(new MemoryRecords());

  await expect(judgeTick(turnWith(set), TOMORROW)).rejects.toThrow("confirm-finding:x never ends");
});

test("a row of a collection that no subject has stops the judge: no live page would be told of it", async () => {
  const set = new WorkingSet(new MemoryRecords());
  const lost = collection<{ readonly id: string }>({ name: "lost", version: 1, fields: {}, orders: {} });
  const effects = { id: "x", writes: [{ collection: lost, row: { id: "x" } }] };

  await expect(applyEffects(turnWith(set), effects)).rejects.toThrow("collection lost");
});
