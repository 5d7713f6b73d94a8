import type { Finding } from "../../core/judging/finding.ts";
import { HOUR, type Instant, parseIso, plus } from "../../core/time.ts";
import { ALL_RULES } from "../../rules/all-rules.ts";
import type { Rule } from "../../rules/register/rule.ts";
import type { Truth, TruthHour } from "../../simulators/scenarios/scenario-truth.ts";

/** Something that a rule should find, and whether it did. */
export interface TrueCase {
  readonly rule: string;
  readonly outlet: string;
  readonly pollutant: string | null;
  readonly from: Instant;
  readonly to: Instant;
  /** When it was found first; `null` for a miss. */
  readonly foundAt: Instant | null;
}

/** What one play of a scenario says of the rules. */
export interface ScenarioScore {
  readonly cases: readonly TrueCase[];
  /** Findings that stand and that truth calls for. */
  readonly right: readonly Finding[];
  /** Findings that stand, and nothing happened. */
  readonly falseAlarms: readonly Finding[];
}

const FAMILY_OF: ReadonlyMap<string, Rule["family"]> = new Map(
  ALL_RULES.flatMap((rule: Rule) => rule.says.map((id) => [id, rule.family] as const)),
);
const FUG_RULES = { undeclared: "FUG-UNREPORTED", pending: "FUG-PENDING", consented: "FUG-CONSENTED" } as const;

/**
 * Compares what was found with what really happened. Rules of the law are scored by the hour, on hours of which a rule
 * can know the truth: what an instrument distorts is neither a miss nor a false alarm. Detectors are scored by spans
 * that the scenario announces for them: a span is found when a finding lies in it, and a finding outside of all of its
 * rule's spans is a false alarm.
 */
export function scoreScenario(truth: Truth, all: readonly Finding[]): ScenarioScore {
  const found = all.filter(({ status }) => status !== "withdrawn");
  const wanted = [...truth.hours.flatMap(hourCase), ...truth.expects.flatMap(spanCase)];
  const unknowable = new Set(truth.hours.filter((h) => h.data === "distorted").map(placeOf));
  const cases = wanted.map((one): TrueCase => {
    const hits = found.filter((finding) => isAbout(finding, one)).map(({ history }) => history[0]?.at ?? one.to);
    return { ...one, foundAt: hits.length === 0 ? null : (Math.min(...hits) as Instant) };
  });
  const right = found.filter((finding) => wanted.some((one) => isAbout(finding, one)));
  const falseAlarms = found.filter((finding) => {
    const isKnowable =
      isDetector(finding.rule) || !unknowable.has(`${finding.outlet}|${finding.pollutant}|${finding.period.start}`);
    return isKnowable && !right.includes(finding);
  });
  return { cases, right, falseAlarms };
}

export function isDetector(rule: string): boolean {
  return FAMILY_OF.get(rule) === "quality";
}

type Wanted = Omit<TrueCase, "foundAt">;

function placeOf({ outlet, pollutant, start }: TruthHour): string {
  return `${outlet}|${pollutant}|${parseIso(start)}`;
}

/** The rule of the law that an hour calls for: what really exceeded, with data from which it can be known. */
function hourCase({ outlet, pollutant, start, exceeds, data, sent, emission }: TruthHour): readonly Wanted[] {
  if (!exceeds || data !== "sound" || sent === "never" || sent === "unreadable") return [];
  const from = parseIso(start) as Instant;
  const rule = emission === "none" ? "EXCEED-HOUR" : FUG_RULES[emission];
  return [{ rule, outlet, pollutant, from, to: plus(from, HOUR) }];
}

function spanCase({ rule, outlet, pollutant, from, to }: Truth["expects"][number]): readonly Wanted[] {
  return isDetector(rule) ? [{ rule, outlet, pollutant, from: parseIso(from) as Instant, to: parseIso(to) as Instant }] : [];
}

function isAbout({ rule, outlet, pollutant, period }: Finding, one: Wanted): boolean {
  const isThere = rule === one.rule && outlet === one.outlet && (one.pollutant === null || pollutant === one.pollutant);
  return isThere && period.start < one.to && one.from < period.end;
}
