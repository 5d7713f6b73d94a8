import type { Finding } from "../../core/judging/finding.ts";
import { DAY, HOUR, type Instant, parseIso, plus, startOfBeijingDay } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import { ALL_RULES } from "../../rules/all-rules.ts";
import type { Rule } from "../../rules/register/rule.ts";
import type { EmissionTruth } from "../../simulators/scenarios/emission-truth.ts";
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
const LONG = "Q10";
/** What the table of C4 calls an emission of which truth says how it stood. */
export const FUG_RULES = {
  consented: "FUG-CONSENTED",
  refused: "FUG-AGAINST-REFUSAL",
  accident: "FUG-ACCIDENT",
  pending: "FUG-PENDING",
  "beyond-consent": "FUG-BEYOND-CONSENT",
  late: "FUG-LATE-REPORT",
  undeclared: "FUG-UNREPORTED",
} as const satisfies Readonly<Record<EmissionTruth, string>>;

/**
 * Compares what was found with what really happened. Rules of the law are scored by the hour, on hours of which a rule
 * can know the truth: what an instrument distorts is neither a miss nor a false alarm. That a day has many such hours
 * follows from them. Other detectors are scored by spans that the scenario announces for them: a span is found when a
 * finding lies in it, and a finding outside of all of its rule's spans is a false alarm.
 */
export function scoreScenario(truth: Truth, all: readonly Finding[]): ScenarioScore {
  const found = all.filter(({ status }) => status !== "withdrawn");
  const hours = truth.hours.flatMap(hourCase);
  const wanted = [...hours, ...dayCases(hours), ...truth.expects.flatMap(spanCase)];
  const unknowable = new Set(truth.hours.filter((h) => h.data === "distorted").map(placeOf));
  const cases = wanted.map((one): TrueCase => {
    const hits = found.filter((finding) => isAbout(finding, one)).map(({ history }) => history[0]?.at ?? one.to);
    return { ...one, foundAt: hits.length === 0 ? null : (Math.min(...hits) as Instant) };
  });
  const right = found.filter((finding) => wanted.some((one) => isAbout(finding, one)));
  const falseAlarms = found.filter((finding) => {
    const isKnowable = isAnnounced(finding.rule) || !startsOf(finding).some((at) => unknowable.has(at));
    return isKnowable && !right.includes(finding);
  });
  return { cases, right, falseAlarms };
}

export function isDetector(rule: string): boolean {
  return FAMILY_OF.get(rule) === "quality";
}

/** True for what truth does not tell by itself, so that the scenario has to. */
function isAnnounced(rule: string): boolean {
  return isDetector(rule) && rule !== LONG;
}

/** The hours of a finding, as `placeOf` names them. */
function startsOf({ outlet, pollutant, period: { start, end } }: Finding): readonly string[] {
  return Array.from({ length: (end - start) / HOUR }, (_, n) => `${outlet}|${pollutant}|${start + n * HOUR}`);
}

type Wanted = Omit<TrueCase, "foundAt">;

function placeOf({ outlet, pollutant, start }: TruthHour): string {
  return `${outlet}|${pollutant}|${parseIso(start)}`;
}

/** The rule of the law that an hour calls for: what really exceeded, with data from which it can be known. */
function hourCase({ outlet, pollutant, start, exceeds, data, sent, emission, controlled }: TruthHour): readonly Wanted[] {
  if (!exceeds || data !== "sound" || sent === "never" || sent === "unreadable") return [];
  const from = parseIso(start) as Instant;
  const rule = emission === "none" ? "EXCEED-HOUR" : FUG_RULES[emission];
  const wanted = { rule, outlet, pollutant, from, to: plus(from, HOUR) };
  const isGraver = emission !== "none" && controlled === true;
  return isGraver ? [wanted, { ...wanted, rule: "FUG-DURING-CONTROL" }] : [wanted];
}

/** The days that have more than three exceeded hours, from the fourth of them on. */
function dayCases(hours: readonly Wanted[]): readonly Wanted[] {
  const days = new Map<string, readonly Wanted[]>();
  for (const hour of hours.filter(({ rule }) => rule === "EXCEED-HOUR")) {
    const day = `${hour.outlet}|${hour.pollutant}|${startOfBeijingDay(hour.from)}`;
    days.set(day, [...(days.get(day) ?? []), hour]);
  }
  return [...days.values()].flatMap((ofDay) => {
    const fourth = ofDay.toSorted((a, b) => a.from - b.from)[FIGURES.fewExceededHours.value];
    return fourth === undefined ? [] : [{ ...fourth, rule: LONG, to: plus(startOfBeijingDay(fourth.from), DAY) }];
  });
}

function spanCase({ rule, outlet, pollutant, from, to }: Truth["expects"][number]): readonly Wanted[] {
  return isAnnounced(rule) ? [{ rule, outlet, pollutant, from: parseIso(from) as Instant, to: parseIso(to) as Instant }] : [];
}

function isAbout({ rule, outlet, pollutant, period }: Finding, one: Wanted): boolean {
  const isThere = rule === one.rule && outlet === one.outlet && (one.pollutant === null || pollutant === one.pollutant);
  return isThere && period.start < one.to && one.from < period.end;
}
