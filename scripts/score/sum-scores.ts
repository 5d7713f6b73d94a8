import { formatIso, HOUR } from "../../core/time.ts";
import { RULE_IDS } from "../../rules/all-rules.ts";
import type { ScenarioScore } from "./score-scenario.ts";

/** What was played, and what came of it. */
export interface Played extends ScenarioScore {
  readonly scenario: string;
  readonly seed: number;
}

export interface RuleScore {
  readonly rule: string;
  readonly cases: number;
  readonly found: number;
  /** Findings that truth calls for, and those that it does not. */
  readonly right: number;
  readonly wrong: number;
  /** Plays in which nothing of the kind happened, and those of them in which the rule kept silent. */
  readonly quiet: number;
  readonly silent: number;
  /** Hours from the beginning of what happened to the finding; `null` where nothing was found. */
  readonly medianHours: number | null;
  readonly worstHours: number | null;
}

/** A miss or a false alarm, with how many seeds it was seen. */
export interface Fault {
  readonly kind: "miss" | "false alarm";
  readonly rule: string;
  readonly scenario: string;
  readonly place: string;
  readonly hour: string;
  readonly seeds: number;
}

export interface Score {
  readonly seeds: readonly number[];
  readonly scenarios: number;
  readonly rules: readonly RuleScore[];
  readonly faults: readonly Fault[];
}

/** Sums what was played, by rule. */
export function sumScores(played: readonly Played[]): Score {
  return {
    seeds: [...new Set(played.map(({ seed }) => seed))],
    scenarios: new Set(played.map(({ scenario }) => scenario)).size,
    rules: RULE_IDS.map((rule) => ruleScore(rule, played)),
    faults: faultsOf(played),
  };
}

/** The share of true cases that was found; `null` where there was none. */
export function recallOf({ cases, found }: Pick<RuleScore, "cases" | "found">): number | null {
  return cases === 0 ? null : found / cases;
}

/** The share of findings that was right; `null` where there was none. */
export function precisionOf({ right, wrong }: Pick<RuleScore, "right" | "wrong">): number | null {
  return right + wrong === 0 ? null : right / (right + wrong);
}

function ruleScore(rule: string, played: readonly Played[]): RuleScore {
  const isIt = (one: { readonly rule: string }): boolean => one.rule === rule;
  const cases = played.flatMap((play) => play.cases.filter(isIt));
  const hours = cases
    .flatMap(({ foundAt, from }) => (foundAt === null ? [] : [(foundAt - from) / HOUR]))
    .toSorted((a, b) => a - b);
  const quiet = played.filter((play) => !play.cases.some(isIt));
  const count = (of: (play: Played) => readonly { readonly rule: string }[]): number =>
    played.reduce((sum, play) => sum + of(play).filter(isIt).length, 0);
  return {
    rule,
    cases: cases.length,
    found: hours.length,
    right: count((play) => play.right),
    wrong: count((play) => play.falseAlarms),
    quiet: quiet.length,
    silent: quiet.filter((play) => !play.falseAlarms.some(isIt)).length,
    medianHours: rounded(hours[Math.floor(hours.length / 2)]),
    worstHours: rounded(hours.at(-1)),
  };
}

function rounded(hours: number | undefined): number | null {
  return hours === undefined ? null : Number(hours.toFixed(2));
}

function faultsOf(played: readonly Played[]): readonly Fault[] {
  const faults = new Map<string, Fault>();
  for (const { scenario, cases, falseAlarms } of played) {
    const misses = cases.filter(({ foundAt }) => foundAt === null);
    const all = [
      ...misses.map((one) => ({ kind: "miss" as const, ...one, at: one.from })),
      ...falseAlarms.map((one) => ({ kind: "false alarm" as const, ...one, at: one.period.start })),
    ];
    for (const { kind, rule, outlet, pollutant, at } of all) {
      const fault = { kind, rule, scenario, place: `${outlet} ${pollutant ?? ""}`.trim(), hour: formatIso(at) };
      const key = Object.values(fault).join("|");
      faults.set(key, { ...fault, seeds: (faults.get(key)?.seeds ?? 0) + 1 });
    }
  }
  const order = ({ rule, scenario, hour, place }: Fault): string => `${rule}|${scenario}|${hour}|${place}`;
  return [...faults.values()].toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
}
