import { expect, test } from "vitest";
import { CASES } from "../cases/case/case-collection.ts";
import { DAY, HOUR, MINUTE, plus } from "../core/time.ts";
import { HOUR_START } from "../tests/support/hour-facts.ts";
import { aJudge, reading, STACK } from "../tests/support/judge-desk.ts";

test("live pages are told of every change of a finding, and of its case only what they were not told", async () => {
  const { records, read, happen } = aJudge();
  for (let hour = 0; hour < 4; hour++) {
    const at = plus(HOUR_START, hour * HOUR);
    await read([reading(STACK, 300 + hour, { at })], plus(at, HOUR + 5 * MINUTE));
  }
  const told = async (after: number) =>
    (await records.eventsAfter(after, 1_000)).map(({ type, data }) => {
      const { change, state, version } = data as { readonly change?: string; readonly state?: string; readonly version?: number };
      return `${type} ${change ?? `${state} ${version}`}`;
    });
  // The third and fourth finding are no line of the case any more on that day, and the lead that they are so many has
  // no case; that its clock ran out is a line.
  const first = await told(0);
  expect(first).toEqual([
    ...["finding opened", "case signal 1", "finding opened", "case signal 2"],
    ...["case signal 3", "finding opened", "finding opened", "finding opened"],
  ]);

  await happen({ kind: "tick" }, plus(HOUR_START, 2 * DAY));

  const noon = await told(first.length);
  expect(noon.filter((line) => line === "finding confirmed")).toHaveLength(5);
  const ofCase = noon.filter((line) => line.startsWith("case "));
  expect(new Set(ofCase).size).toBe(ofCase.length);
  const [row] = (await records.subjects.list(CASES, { where: [], order: "changed", limit: 1 })).items;
  expect(row?.standing).toEqual({ A2: 0, A3: 4, A4: 0 });
});
