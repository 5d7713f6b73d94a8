import { expect, test } from "vitest";
import { REVISIONS, type Revision } from "../core/records/revision.ts";
import { indexRegistry } from "../core/registry/grid.ts";
import { DAY, HOUR, plus } from "../core/time.ts";
import { NOW } from "../tests/support/case-facts.ts";
import { HOUR_START } from "../tests/support/hour-facts.ts";
import { aJudge, JUDGED, reading, STACK } from "../tests/support/judge-desk.ts";
import { beginRevision, goOnRevising } from "./revise.ts";
import { WorkingSet } from "./working-set.ts";

const SPAN = { ...STACK, basis: "hour", from: plus(HOUR_START, -DAY), to: plus(HOUR_START, HOUR) } as const;

/** Five hours that exceed, and a turn under a registry without their limit. */
async function fiveHours() {
  const { records, read } = aJudge();
  await read([0, 1, 2, 3, 4].map((back) => reading(STACK, 250, { at: plus(HOUR_START, -back * HOUR) })));
  const set = new WorkingSet(records);
  const turn = { set, index: indexRegistry({ ...JUDGED, limits: [] }), seq: 9, now: NOW };
  const ids = (await records.findings({ limit: 10, rule: "EXCEED-HOUR" })).items.map(({ id }) => id);
  const withdrawn = async () =>
    (await Promise.all(ids.map((id) => set.finding(id)))).filter((one) => one?.status === "withdrawn").length;
  const states = async (...seqs: readonly number[]) =>
    Promise.all(seqs.map(async (seq) => (await set.subjects.get<Revision>(REVISIONS, `revision:${seq}`))?.state));
  return { turn, withdrawn, states };
}

test("what an entry revises is judged again in shares, and is done when the last period is", async () => {
  const { turn, withdrawn, states } = await fiveHours();

  // Two hours, and the lead of a day that had more than three of them.
  expect(await beginRevision(turn, [SPAN], 2)).toHaveLength(3);
  expect([await withdrawn(), await states(9)]).toEqual([2, ["open"]]);
  await goOnRevising(turn, 2);
  expect([await withdrawn(), await states(9)]).toEqual([4, ["open"]]);
  await goOnRevising(turn, 2);
  expect([await withdrawn(), await states(9)]).toEqual([5, ["done"]]);
});

test("the older of two revisions gets its share first; the younger what is left, and nothing when nothing is", async () => {
  const { turn, withdrawn, states } = await fiveHours();
  const empty = { ...SPAN, pollutant: "a21002" };
  await beginRevision(turn, [SPAN], 0);
  await beginRevision({ ...turn, seq: 10 }, [empty], 0);

  await goOnRevising(turn, 5);
  expect([await withdrawn(), await states(9, 10)]).toEqual([5, ["open", "open"]]);
  // A span without periods counts as one: the older is found to be done, the younger, too.
  await goOnRevising(turn, 2);
  expect(await states(9, 10)).toEqual(["done", "done"]);
});

test("an entry that revises nothing leaves no revision", async () => {
  const { turn, states } = await fiveHours();

  expect(await beginRevision(turn, [], 2)).toEqual([]);
  expect(await states(9)).toEqual([undefined]);
});
