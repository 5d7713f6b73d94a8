import { readdirSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { DEVICE_MATTERS } from "../core/judging/device-matters.ts";
import { RULE_FAMILIES } from "../core/judging/finding.ts";
import type { Counts, MinuteFact, PeriodState } from "../core/judging/period.ts";
import { LIMIT_BASES, type LimitBasis } from "../core/registry/limit.ts";
import type { OutletKind } from "../core/registry/registry.ts";
import { DAY, HOUR, type Instant, MINUTE, plus } from "../core/time.ts";
import { DAY_PERIOD, DAY_START, hourOfDay, ownDay } from "../tests/support/day-facts.ts";
import { HALF_MONTH } from "../tests/support/half-month-facts.ts";
import { aLimit, anHour, aVersion, BOUNDARY, factsOf, HOUR_START } from "../tests/support/hour-facts.ts";
import { RULE_WORDS } from "../words/rule-words.ts";
import { ALL_RULES, RULE_IDS } from "./all-rules.ts";
import { completeAt, meanOfOursAt, secondWatermark, taggingDeadline } from "./period/watermarks.ts";
import { earlier, type Facts, type Rule, SILENT, type Want } from "./register/rule.ts";

const RULES: readonly Rule[] = ALL_RULES;
const EACH = RULES.map((rule) => [rule.name, rule] as const);
const OXYGEN = "a19001";
const FLOW = "w00000";

test("names and ids are unique, and each folder of a rule is one line of the register", () => {
  const names = RULES.map(({ name }) => name);
  const folders = RULE_FAMILIES.flatMap((family) => readdirSync(new URL(family, import.meta.url), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

  expect(new Set(names).size).toBe(names.length);
  expect(new Set(RULE_IDS).size).toBe(RULE_IDS.length);
  expect(folders.sort()).toEqual([...names].sort());
  expect(RULE_IDS).toEqual(RULES.flatMap(({ says }) => says));
});

test.each(EACH)("%s is a folder's name, has a version, and a clause or a confidence that needs none", (_, rule) => {
  expect(rule.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  expect(rule.version).toMatch(/^[1-9]\d*$/);
  expect(rule.clause !== null || ["D", "S"].includes(rule.confidence)).toBe(true);
  expect(rule.clause).not.toBe("");
});

test("every id has words in both languages, and no word without an id", () => {
  expect(Object.keys(RULE_WORDS).sort()).toEqual([...RULE_IDS].sort());
  for (const id of RULE_IDS) for (const text of [RULE_WORDS[id].zh, RULE_WORDS[id].en]) expect(text.trim()).not.toBe("");
});

// Behaviour
test("only exceedances are called 超标: what else is found is a lead", () => {
  const called = RULES.filter((rule) => rule.says.some((id) => RULE_WORDS[id as keyof typeof RULE_WORDS].zh.includes("超标")));

  expect(called).not.toEqual([]);
  expect(called.filter(({ family }) => family !== "exceedance")).toEqual([]);
});

/** Facts that throw where the rule looks at what it does not want, as the judge's do. */
function strictly(rule: Rule, facts: Facts): Facts {
  const wants = (passes: (want: Want) => boolean, what: string): void => {
    if (!rule.wants.some(passes)) throw new Error(`${rule.name} looks at ${what}, which it does not want`);
  };
  const isOf = (of: string, pollutant: string): boolean => (of === "self" ? facts.pollutant : of) === pollutant;
  return {
    ...facts,
    hour: (pollutant, start) => {
      const holds = (before: number) => start >= plus(facts.period.start, -before * HOUR) && start < facts.period.end;
      wants((w) => w.fact === "hours" && isOf(w.of, pollutant) && holds(w.before), `an hour of ${pollutant}`);
      return facts.hour(pollutant, start);
    },
    day: (pollutant, start) => {
      wants((w) => w.fact === "day" && isOf(w.of, pollutant) && start === facts.period.start, `a day of ${pollutant}`);
      return facts.day(pollutant, start);
    },
    counted: (id) => {
      if (rule.period !== "half-month" || !rule.says.includes(id)) throw new Error(`${rule.name} looks at what ${id} counted`);
      return facts.counted(id);
    },
    found: (start) => {
      const holds = start >= facts.period.start && start < facts.period.end;
      wants((w) => w.fact === "found" && holds, "what stands of an hour");
      return facts.found(start)?.filter((id) => rule.wants.some((w) => w.fact === "found" && w.rules.includes(id)));
    },
    statements: () => {
      wants((w) => w.fact === "declarations", "declarations");
      return facts.statements();
    },
  };
}

/** Few values, so that equal ones and ones at the limit are frequent. */
const VALUE = fc.constantFrom(0, 150, 200, 201, 900);
const SAID = fc.record({
  value: VALUE,
  flag: fc.constantFrom("N", "N", "N", "D"),
  implausible: fc.constantFrom(false, false, false, true),
  unit: fc.constantFrom("mg/m3", "mg/m3", "mg/m3", "ug/m3", "mg/L"),
});

/** Minute values of the hour: so many from its start on, at this distance, the last ones flagged. */
const MINUTES = fc.record({ count: fc.nat(60), step: fc.constantFrom(1, 5, 10), faulty: fc.nat(20) });
type Minutes = typeof MINUTES extends fc.Arbitrary<infer Value> ? Value : never;

function minutesFrom(start: Instant, { count, step, faulty }: Minutes): readonly MinuteFact[] {
  const length = Math.min(count, 60 / step);
  return Array.from({ length }, (_, i) => ({
    at: plus(start, i * step * MINUTE),
    versions: [aVersion({ value: 150, flag: i >= length - faulty ? "D" : "N" })] as const,
  }));
}

/** One hour of a pollutant, or nothing of it. */
const HOUR_SAID = fc.option(
  fc.record({ own: fc.option(SAID, { nil: undefined }), minutes: fc.oneof(fc.constant(undefined), MINUTES) }),
  { nil: undefined, freq: 8 },
);
type HourSaid = typeof HOUR_SAID extends fc.Arbitrary<infer Value> ? Value : never;

function hourFrom(said: HourSaid, start: Instant, pollutant = "a21026"): readonly PeriodState[] {
  if (said === undefined) return [];
  const { own, minutes } = said;
  const { implausible = false, ...rest } = own ?? {};
  const made = anHour({ ...rest, ...(implausible && { implausible }), pollutant, start, heardAt: plus(start, HOUR) });
  return [{ ...made, own: own === undefined ? [] : made.own, minutes: minutes === undefined ? [] : minutesFrom(start, minutes) }];
}

/** A row of each kind, so that no rule is silent for want of a limit. */
const LIMITS = [
  ...LIMIT_BASES.map((basis) => aLimit({ id: basis, basis })),
  aLimit({ id: "converted", converted: true, oxygenReference: 11 }),
];

/** What is known round the hour that is judged: four hours, the hour of oxygen, declarations. */
const HOUR_FACTS = fc
  .record({ hours: fc.array(HOUR_SAID, { minLength: 4, maxLength: 4 }), oxygen: HOUR_SAID, isBoundary: fc.boolean() })
  .map(({ hours, oxygen, isBoundary }) => ({
    others: [
      ...hours.flatMap((said, back) => hourFrom(said, plus(HOUR_START, -back * HOUR))),
      ...hourFrom(oxygen, HOUR_START, OXYGEN).map((state) => withValues(state, 13)),
    ],
    outlet: isBoundary ? { ...BOUNDARY, id: "e1-DA001" } : undefined,
    period: { start: HOUR_START, end: plus(HOUR_START, HOUR) },
  }));

/** What is known of the day that is judged: some hours, the water that ran, the logger's own mean. */
const DAY_FACTS = fc
  .record({
    hours: fc.array(fc.record({ said: SAID, minutes: fc.option(MINUTES, { nil: undefined, freq: 1 }) }), { maxLength: 24 }),
    flows: fc.array(fc.constantFrom(0, 10, 30), { maxLength: 24 }),
    own: SAID,
    isOwn: fc.boolean(),
  })
  .map(({ hours, flows, own, isOwn }) => ({
    others: [
      ...(isOwn ? [ownDay(plausibly(own))] : []),
      ...hours.map(({ said, minutes }, n) => withMinutes(hourOfDay(n, plausibly(said)), minutes)),
      ...flows.map((value, n) => hourOfDay(n, { pollutant: FLOW, unit: "m3/h", value })),
    ],
    outlet: undefined,
    period: DAY_PERIOD,
  }));

/** What rules counted of some days of the half-month that is judged, each day three times over. */
const HALF_MONTH_FACTS = fc
  .array(DAY_FACTS, { maxLength: 4 })
  .map((days) => ({ others: [], outlet: undefined, period: HALF_MONTH, days: [...days, ...days, ...days] }));

const FACTS_OF = { hour: HOUR_FACTS, day: DAY_FACTS, "half-month": HALF_MONTH_FACTS };

/** The same for a rule that counts days when it is asked about one. */
test.each(EACH.filter(([, { count }]) => count !== undefined))("%s counts by nothing that it does not want", (_, rule) => {
  fc.assert(
    fc.property(DAY_FACTS, (known) => {
      const counts = rule.count?.(strictly(rule, factsAt(known, plus(known.period.end, HOUR))));
      expect(counts === undefined || counts.every(Number.isFinite)).toBe(true);
    }),
  );
});

function withMinutes(state: PeriodState, said: Minutes | undefined): PeriodState {
  return said === undefined ? state : { ...state, minutes: minutesFrom(state.start, said) };
}

function plausibly({ implausible, ...said }: typeof SAID extends fc.Arbitrary<infer Value> ? Value : never) {
  return { ...said, ...(implausible && { implausible }) };
}

function withValues(state: PeriodState, value: number): PeriodState {
  const valued = { value, unit: "%" };
  return {
    ...state,
    own: state.own.map((version) => ({ ...version, ...valued })),
    minutes: state.minutes.map((m) => ({ ...m, versions: [{ ...m.versions[0], ...valued }] as const })),
  };
}

function factsAt(
  known: {
    others: readonly PeriodState[];
    outlet: typeof BOUNDARY | undefined;
    period: Facts["period"];
    days?: readonly { others: readonly PeriodState[]; outlet: undefined; period: Facts["period"] }[];
  },
  now: Instant,
): Facts {
  const { others, outlet, period, days = [] } = known;
  const facts = factsOf({ others, limits: LIMITS, period, now, ...(outlet !== undefined && { outlet }) });
  const counted = (id: string): readonly Counts[] => {
    const rule = RULES.find(({ says }) => says.includes(id));
    return days.map((day) => rule?.count?.(factsAt(day, plus(day.period.end, HOUR)))).filter((counts) => counts !== undefined);
  };
  return { ...facts, pollutant: "a21026", counted };
}

test.each(EACH)("%s looks at nothing that it does not want", (_, rule) => {
  fc.assert(
    fc.property(FACTS_OF[rule.period] as typeof DAY_FACTS, fc.integer({ min: 0, max: 60 }), (known, hours) => {
      const facts = factsAt(known, plus(known.period.end, hours * HOUR));
      const { verdicts } = rule.judge(strictly(rule, facts));
      for (const verdict of verdicts) {
        expect(rule.says).toContain(verdict.rule);
        expect(verdict).toMatchObject({
          family: rule.family,
          ruleVersion: rule.version,
          basis: rule.period,
          period: known.period,
        });
        expect(verdict.steps().length).toBeGreaterThan(0);
      }
    }),
  );
});

/** Moments round those at which time alone may matter. */
function momentsOf({ others, period }: { others: readonly PeriodState[]; period: Facts["period"] }): readonly Instant[] {
  const completed = plus(period.end, HOUR);
  const marks = [
    period.end,
    completed,
    taggingDeadline(plus(period.end, -1)),
    ...others.flatMap((state) => [secondWatermark(state), completeAt(state), meanOfOursAt(state)]),
    plus(DAY_START, DAY + 12 * HOUR),
    plus(DAY_START, DAY + HOUR),
  ];
  const around = marks.flatMap((mark) => [plus(mark, -1), mark, plus(mark, 1)]);
  return [...new Set(around)].filter((at) => at >= period.end).sort((a, b) => a - b);
}

/** What counts of an answer: not its steps, and of a verdict that finds nothing neither the status nor the level. */
function said(rule: Rule, facts: Facts): unknown {
  return rule.judge(facts).verdicts.map(({ steps: _, status, level, ...verdict }) => {
    const isFound = verdict.verdict === "exceeding" || verdict.verdict === "exempt";
    return isFound ? { ...verdict, status, level } : verdict;
  });
}

// Behaviour
test("a rule says the same until the moment at which it wants to be asked again", () => {
  for (const rule of RULES) {
    const sameUntilAsked = fc.property(FACTS_OF[rule.period] as typeof DAY_FACTS, (known) => {
      const moments = momentsOf(known);
      for (const now of moments) {
        const facts = factsAt(known, now);
        const { askAt } = rule.judge(facts);
        expect(askAt === null || askAt > now, rule.name).toBe(true);
        const until = moments.filter((later) => later > now && (askAt === null || later < askAt));
        for (const later of until) expect(said(rule, factsAt(known, later)), rule.name).toEqual(said(rule, facts));
      }
    });
    fc.assert(sameUntilAsked, { numRuns: rule.period === "hour" ? 60 : 20 });
  }
});

/** Rows on these bases, some that judge and some that only warn. */
const withBases = (bases: readonly LimitBasis[]) => ({ bases: new Set(bases), warned: new Set(bases) });

test("a rule that speaks of places speaks of none without the limits that it compares with", () => {
  const kinds: readonly OutletKind[] = ["stack", "effluent", "boundary"];
  const bare = RULES.filter((rule) =>
    kinds.some((kind) => rule.appliesTo({ outlet: { ...BOUNDARY, kind }, pollutant: "a21026", bases: new Set() })),
  );
  const looked = ["a21026", OXYGEN, ...Object.values(DEVICE_MATTERS)];
  const places = kinds.flatMap((kind) => looked.map((pollutant) => ({ outlet: { ...BOUNDARY, kind }, pollutant })));
  const all = RULES.filter((rule) => places.some((place) => rule.appliesTo({ ...place, ...withBases(LIMIT_BASES) })));

  expect(bare.filter(({ family }) => family !== "quality")).toEqual([]);
  expect(all).toEqual(RULES);
});

test("a rule that asks for a limit is content with one kind of it", () => {
  for (const kind of ["stack", "effluent", "boundary", "furnace"] as const) {
    const place = { outlet: { ...BOUNDARY, kind }, pollutant: "a21026" };
    for (const rule of RULES.filter((one) => one.appliesTo({ ...place, ...withBases(LIMIT_BASES) }))) {
      const alone = LIMIT_BASES.filter((basis) => rule.appliesTo({ ...place, ...withBases([basis]) }));
      expect(alone, rule.name).not.toEqual([]);
    }
  }
});

test("of two moments to ask again the earlier counts, and none is later than any", () => {
  expect(earlier(null, null)).toBeNull();
  expect(earlier(null, HOUR_START)).toBe(HOUR_START);
  expect(earlier(HOUR_START, null)).toBe(HOUR_START);
  expect(earlier(HOUR_START, DAY_START)).toBe(DAY_START);
  expect(earlier(DAY_START, HOUR_START)).toBe(DAY_START);
  expect(SILENT).toEqual({ verdicts: [], askAt: null });
});
