import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadScenario, scenarioNames } from "../../simulators/scenarios/load-scenario.ts";
import { playLibrary, SAMPLE_SEEDS, SCORING_SEEDS } from "./play-library.ts";
import { type StoredScore, scorePage } from "./score-page.ts";
import { precisionOf, recallOf, sumScores } from "./sum-scores.ts";

const DOCS = join(import.meta.dirname, "../../docs");
const STORED = JSON.parse(readFileSync(join(DOCS, "score.json"), "utf8")) as StoredScore;

test("docs/score.md is made of the stored score, and the two seeds of CI know every scenario", () => {
  expect(readFileSync(join(DOCS, "score.md"), "utf8")).toBe(scorePage(STORED));
  expect(STORED.all.seeds).toEqual(SCORING_SEEDS);
  expect(STORED.sample.seeds).toEqual(SAMPLE_SEEDS);
  expect(STORED.sample.scenarios).toBe(scenarioNames().length);
});

test("no seed of the score is one that rules were made with", () => {
  const tuned = scenarioNames().map((name) => {
    const read = loadScenario(name);
    return read.ok ? read.value.seed : Number.NaN;
  });

  expect(tuned.filter((seed) => !(seed < Math.min(...SCORING_SEEDS)))).toEqual([]);
});

// Behaviour
test("with two seeds of the score no rule finds less than is stored, and none is wrong more often", async () => {
  const now = sumScores(await playLibrary(SAMPLE_SEEDS));
  const dropped = STORED.sample.rules.flatMap((before) => {
    const after = now.rules.find(({ rule }) => rule === before.rule);
    if (after === undefined) return [`${before.rule} is gone`];
    const isLess = (recallOf(after) ?? 0) < (recallOf(before) ?? 0) || (precisionOf(after) ?? 1) < (precisionOf(before) ?? 1);
    return isLess || after.silent < before.silent ? [before.rule] : [];
  });

  expect(dropped).toEqual([]);
  const stored = STORED.sample.rules.map(({ rule }) => rule);
  expect(
    now.rules.filter(({ rule }) => !stored.includes(rule)).map(({ rule }) => `npm run score -- --sample for ${rule}`),
  ).toEqual([]);
});
