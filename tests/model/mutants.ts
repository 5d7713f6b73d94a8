/** A fault made by hand: a text of a source is replaced by another. */
export interface Mutant {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The test that notices it; the model's where none is named. */
  readonly by?: string;
}

const ANY_ORDER = "tests/replay/any-order.test.ts";

/** Faults of the judge and its rules, each of which the model, or the property of orders, must notice. */
export const MUTANTS: readonly Mutant[] = [
  {
    what: "a value equal to the limit breaks it",
    file: "rules/law/applied-limit.ts",
    from: "return value > (limit.value",
    to: "return value >= (limit.value",
  },
  {
    what: "20 hours are not enough",
    file: "limits/figures.ts",
    from: "validHoursOfADay: { value: 20,",
    to: "validHoursOfADay: { value: 21,",
  },
  {
    what: "40 minutes are enough",
    file: "limits/figures.ts",
    from: "validMinutesOfAnHour: { value: 45,",
    to: "validMinutesOfAnHour: { value: 40,",
  },
  {
    what: "data may be marked until one o'clock",
    file: "limits/figures.ts",
    from: "taggingDeadline: { value: 12,",
    to: "taggingDeadline: { value: 13,",
  },
  {
    what: "air has 20.9 % of oxygen",
    file: "limits/figures.ts",
    from: "airOxygen: { value: 21,",
    to: "airOxygen: { value: 20.9,",
  },
  {
    what: "the oldest version is in force",
    file: "rules/period/fold-reading.ts",
    from: "return b.channelFrom - a.channelFrom || compareVersions(b, a);",
    to: "return b.channelFrom - a.channelFrom || compareVersions(a, b);",
  },
  {
    what: "the version that came last is in force",
    file: "rules/period/fold-reading.ts",
    from: "[...others, version].sort(newestFirst)",
    to: "[version, ...others]",
    by: ANY_ORDER,
  },
  {
    what: "a case takes what stands less than a day from its newest period",
    file: "cases/incident/change-standing.ts",
    from: "const touched = pairs.filter(([day, next]) => areOne(day, next)).flat();",
    to: "const touched = pairs.slice(0, 1).filter(([day, next]) => areOne(day, next)).flat();",
    by: ANY_ORDER,
  },
  {
    what: "late flags count",
    file: "rules/period/fold-reading.ts",
    from: "const isLate = now >= secondWatermark(known);",
    to: "const isLate = false;",
  },
  {
    what: "consent counts for what began before it",
    file: "rules/fugitive/weigh-declaration.ts",
    from: "if (decidedAt <= onset) return",
    to: "if (decidedAt <= emission.period.end) return",
    by: "rules/fugitive/consider-declarations.test.ts",
  },
  {
    what: "windows cover alone",
    file: "rules/fugitive/consider-declarations.ts",
    from: "if (to > reached) reached = to;",
    to: "if (to >= end) reached = to;",
  },
  {
    what: "a limit is in force on its last day",
    file: "core/registry/limit.ts",
    from: "day < limit.validTo",
    to: "day <= limit.validTo",
  },
  {
    what: "rows that are a guess judge",
    file: "core/registry/limit.ts",
    from: 'return limit.confidence === "C"',
    to: 'return limit.confidence === "G" || limit.confidence === "C"',
  },
  {
    what: "micrograms are milligrams",
    file: "core/readings/units.ts",
    from: '"ug/m3": { family: "mass per volume of gas", exponent: -6 }',
    to: '"ug/m3": { family: "mass per volume of gas", exponent: -3 }',
  },
  {
    what: "every hour of water weighs alike",
    file: "rules/period/day-mean.ts",
    from: 'const isWater = facts.outlet.kind === "effluent";',
    to: "const isWater = false;",
  },
  {
    what: "what the oxygen changes is not judged again",
    file: "judge/place-plans.ts",
    from: 'return want.of === "self" ? asker === pollutant : want.of === pollutant;',
    to: 'return want.of === "self" && asker === pollutant;',
  },
  {
    what: "an edit of the law judges nothing again",
    file: "judge/judge-registry.ts",
    from: "changedLaw(turn.index, index), AT_ONCE",
    to: "[], AT_ONCE",
  },
  {
    what: "a decision on a declaration judges nothing again",
    file: "judge/follow-up.ts",
    from: "(effects.judgeAgain ?? [])",
    to: "(effects.judgeAgain ?? []).slice(0, 0)",
  },
  {
    what: "deadlines that were due take effect after the entry",
    file: "judge/judge.ts",
    from: "if (!(await runDue(turn, content, this.#share))) return",
    to: 'if (content.kind === "tick" && !(await runDue(turn, content, this.#share))) return',
    by: "judge/one-order.test.ts",
  },
];
