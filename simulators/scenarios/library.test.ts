import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HOUR, parseIso } from "../../core/time.ts";
import { runs } from "../../tests/support/runs.ts";
import type { EmissionTruth } from "./emission-truth.ts";
import { loadScenario, type PreparedScenario, prepareScenario, scenarioNames } from "./load-scenario.ts";
import { scenarioJsonSchema } from "./scenario-schema.ts";
import { dumpScript, scriptHash } from "./scenario-script.ts";
import type { TruthHour } from "./scenario-truth.ts";

const NAMES = scenarioNames();

function prepared(name: string, seed?: number): PreparedScenario {
  const read = loadScenario(name);
  if (!read.ok) throw new Error(`${name}: ${JSON.stringify(read.error)}`);
  return prepareScenario(read.value, seed === undefined ? {} : { seed });
}

/** Every scenario as its file has it, made ready once. */
const READY = new Map(NAMES.map((name) => [name, prepared(name)]));

function ready(name: string): PreparedScenario {
  return READY.get(name) ?? prepared(name);
}

const FUG_RULES = {
  consented: "FUG-CONSENTED",
  refused: "FUG-AGAINST-REFUSAL",
  accident: "FUG-ACCIDENT",
  pending: "FUG-PENDING",
  "beyond-consent": "FUG-BEYOND-CONSENT",
  late: "FUG-LATE-REPORT",
  undeclared: "FUG-UNREPORTED",
} as const satisfies Readonly<Record<EmissionTruth, string>>;
const LAWFUL: ReadonlySet<string> = new Set(["EXCEED-HOUR", "FUG-DURING-CONTROL", ...Object.values(FUG_RULES)]);

/**
 * The rules of this edition that an hour of the truth calls for: what really exceeded, with data from which it can be
 * known.
 */
function rulesOf(hour: TruthHour): readonly string[] {
  const isKnowable = hour.data === "sound" && (hour.sent === "in-time" || hour.sent === "late");
  if (!hour.exceeds || !isKnowable) return [];
  if (hour.emission === "none") return ["EXCEED-HOUR"];
  return [FUG_RULES[hour.emission], ...(hour.controlled === true ? ["FUG-DURING-CONTROL"] : [])];
}

/** In the quick run the same bytes are looked for in a part of the scenarios. */
const MADE_TWICE = NAMES.slice(0, runs(NAMES.length));

test.each(MADE_TWICE)("%s: the same seed gives the same bytes and the same truth", (name) => {
  const first = ready(name);
  const second = prepared(name);

  expect(scriptHash(second.script)).toBe(scriptHash(first.script));
  expect(JSON.stringify(second.truth)).toBe(JSON.stringify(first.truth));
  expect(JSON.stringify(second.registry)).toBe(JSON.stringify(first.registry));
});

test.each(NAMES)("%s: the truth has each hour that its file announces", (name) => {
  expect(hoursInTruth(ready(name))).toEqual(hoursAnnounced(ready(name)));
});

function hoursInTruth({ truth }: PreparedScenario): readonly string[] {
  return truth.hours.flatMap((h) => rulesOf(h).map((rule) => `${rule} ${h.outlet} ${h.pollutant} ${h.start}`)).toSorted();
}

function hoursAnnounced({ truth }: PreparedScenario): readonly string[] {
  return (
    truth.expects
      // What detectors see stands in the file alone: truth knows what was discharged, not what is suspicious.
      .filter((e) => e.edition === "this" && LAWFUL.has(e.rule))
      .flatMap((e) => {
        const [from = 0, to = 0] = [parseIso(e.from), parseIso(e.to)];
        return Array.from({ length: Math.round((to - from) / HOUR) }, (_, i) => {
          return `${e.rule} ${e.outlet} ${e.pollutant} ${new Date(from + i * HOUR).toISOString()}`;
        });
      })
      .toSorted()
  );
}

test("another seed gives other bytes", () => {
  expect(scriptHash(prepared("treatment-failure", 1).script)).not.toBe(scriptHash(prepared("treatment-failure", 2).script));
});

test("no truth stands so near a limit that noise could decide", () => {
  const near = NAMES.flatMap((name) =>
    ready(name)
      .truth.hours.filter((h) => h.data === "sound" && Math.abs(h.compared / h.limit - 1) < 0.02)
      .map((h) => `${name} ${h.start} ${h.compared}/${h.limit}`),
  );

  expect(near).toEqual([]);
});

test("there is a scenario for each family of faults that is claimed in docs/scenarios.md", () => {
  const shown = new Set(NAMES.flatMap((name) => ready(name).scenario.family));
  const numbered = (prefix: string, numbers: readonly number[], width = 1): readonly string[] =>
    numbers.map((n) => `${prefix}${String(n).padStart(width, "0")}`);
  const upTo = (last: number, without: readonly number[] = []): readonly number[] =>
    Array.from({ length: last }, (_, i) => i + 1).filter((n) => !without.includes(n));
  const claimed = [
    ...numbered("HJ212-L", upTo(5)),
    ...numbered("HJ212-C", upTo(4)),
    ...numbered("HJ212-F", upTo(6)),
    ...numbered("HJ212-H", upTo(8, [5])),
    ...numbered("HJ212-T", upTo(5)),
    ...numbered("HJ212-D", upTo(8)),
    ...numbered("A8-Q", upTo(25, [17, 19]), 2),
    "A9",
    "C4",
    "C5",
  ];

  expect(claimed.filter((family) => !shown.has(family))).toEqual([]);
});

test("docs/scenarios.md lists every scenario", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/scenarios.md"), "utf8");

  expect(NAMES.filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
});

test("the schema for editors is the one of the code", () => {
  const file = readFileSync(join(import.meta.dirname, "scenario.schema.json"), "utf8");

  expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(scenarioJsonSchema())));
});

test("a duplicated message is the same message: the same QN and the same bytes", () => {
  const lines = dumpScript(ready("end-label").script).trim().split("\n");
  const writes = lines.map((line) => (JSON.parse(line) as { writes: string[] }).writes[0]);

  expect(new Set(writes).size).toBe(28);
  expect(writes).toHaveLength(33);
});

test("an open bypass keeps the stack within its limit while the boundary exceeds", () => {
  const { truth } = ready("bypass-opened");
  const exceeding = truth.hours.filter((h) => h.exceeds).map((h) => [h.outlet, h.pollutant, h.emission]);

  expect(exceeding).toEqual([
    ["e1-B1", "a34001", "undeclared"],
    ["e1-B1", "a34001", "undeclared"],
    ["e1-BYPASS", "bypass", "undeclared"],
    ["e1-BYPASS", "bypass", "undeclared"],
  ]);
});

test("what was lost for good is never sent, and what was back-filled is late", () => {
  const sending = (name: string): readonly string[] => ready(name).truth.hours.map((h) => h.sent);

  expect(sending("never-backfilled").filter((s) => s === "never")).toHaveLength(6);
  expect(sending("link-lost-backfilled")).toEqual(["in-time", "late", "late", "late", "in-time", "in-time"]);
});
