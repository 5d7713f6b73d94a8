import fc from "fast-check";
import { expect, test } from "vitest";
import { FIRST_FAILURE_ENDS, runs, seed } from "../support/runs.ts";
import { histories } from "./history.ts";
import { foundAfter } from "./in-process.ts";
import { expectedAfter } from "./model.ts";

// Behaviour
test("after any history of data, marks, edits of the law, declarations and leaps of the clock, that is found which the law asks for", async () => {
  const seen = { findings: new Set<string>(), words: new Set<string>(), incidents: 0 };
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const expected = expectedAfter(history);

      const { findings, ...others } = await foundAfter(history);
      // Warnings before a period is over are no part of the model: the law does not know them.
      expect({ ...others, findings: findings.filter(({ id }) => !id.includes(":FORECAST")) }).toEqual(expected);
      for (const { id, status } of expected.findings) seen.findings.add(`${id.split(":")[2]} ${status}`);
      for (const word of expected.words) seen.words.add(word.split(" ").at(-1) ?? "");
      seen.incidents += expected.incidents.length;
    }),
    { numRuns: runs(300), seed: seed(20_261_130), endOnFailure: FIRST_FAILURE_ENDS },
  );
  // Histories that lead nowhere would prove nothing.
  const rules = ["EXCEED-HOUR", "EXCEED-DAY", "Q01", "Q03", "Q06", "Q10"].flatMap((rule) => [
    `${rule} provisional`,
    `${rule} confirmed`,
  ]);
  const others = ["Q25 confirmed", "FUG-UNREPORTED confirmed", "FUG-PENDING provisional", "FUG-CONSENTED exempted"];
  expect([...seen.findings]).toEqual(expect.arrayContaining([...rules, ...others]));
  expect([...seen.words].sort()).toEqual(["cannot-judge", "compliant", "exceeding", "exempt"]);
  expect(seen.incidents).toBeGreaterThan(runs(300));
});
