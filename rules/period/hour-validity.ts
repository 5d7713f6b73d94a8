import type { JudgedVersion, MinuteFact, PeriodState } from "../../core/judging/period.ts";
import type { Reason, ReasonFacts } from "../../core/judging/reason-codes.ts";
import type { TaggedPeriod, TagInForce } from "../../core/judging/tagged-period.ts";
import { carried } from "../../core/readings/number-text.ts";
import { isUsableFlag } from "../../core/readings/reading.ts";
import { isSameUnit } from "../../core/readings/units.ts";
import { HOUR, type Instant, MINUTE } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import { coveredMinutes, sumCovered } from "./covered-minutes.ts";
import { inForce } from "./fold-reading.ts";
import { isTaggedAt, taggedMinutes, tagOfMost } from "./tagged-minutes.ts";
import { completeAt, meanOfOursAt } from "./watermarks.ts";

/** Exactly so many are enough. @see docs/sources.md#hj-75-valid-hour */
const REQUIRED_VALID_MINUTES = FIGURES.validMinutesOfAnHour.value;

/** What is known of the mean of an hour. */
export interface HourMean {
  /** What is judged: the logger's own mean, else ours. */
  readonly value: number;
  readonly converted?: number;
  readonly flag: string;
  readonly implausible?: true;
  readonly unit: string;
  /** The journal entry of the value, or of the newest minute that ours is made of. */
  readonly seq: number;
  /** It is computed from minutes, because the logger sent none. */
  readonly isOurs?: true;
}

/** Whether an hour mean may be judged, with the figures for the sentence. */
export interface HourValidity {
  readonly validity: "valid" | "flagged" | "tagged" | "implausible" | "too-few";
  /** Valid minutes of the hour; `null` when no minute data exist, and then the hour mean's own flag decides alone. */
  readonly validMinutes: number | null;
  /** The tag by which the hour is not used, where it is `tagged`. */
  readonly tag?: TagInForce;
}

/** The mean of an hour with its validity. */
export interface KnownHour {
  readonly mean: HourMean;
  readonly validity: HourValidity;
}

/**
 * What is known of an hour at `now`. Its mean is the logger's own; where none came in time, ours, if minutes did. It is
 * valid when its flag is usable, no tag lies on more of it than it can spare, its value is plausible, and at least 45
 * minutes are valid where minutes are known: one that did not come is unknown before the completeness watermark and
 * invalid after it, and one under a tag is never valid. `undefined` without a mean.
 */
export function knownHour(state: TaggedPeriod, now: Instant): KnownHour | undefined {
  const isComplete = now >= completeAt(state);
  const own = inForce(state);
  const minutes = validMinutesOf(state, isComplete);
  if (own !== undefined) return { mean: own, validity: validityOf(own, minutes, state) };
  const mean = now >= meanOfOursAt(state) ? meanOfMinutes(state) : undefined;
  if (mean === undefined || minutes === null) return undefined;
  return { mean, validity: validityOf(mean, minutes, state) };
}

/** Why an hour that is not valid cannot be judged. */
export function invalidityReason({ flag }: { readonly flag: string }, { validity, validMinutes, tag }: HourValidity): Reason {
  if (validity === "flagged") return { code: "flagged-data", facts: { flag } };
  if (tag !== undefined) return { code: "tagged-data", facts: { tag: tag.tag } };
  if (validity === "implausible") return { code: "implausible-value", facts: {} };
  return { code: "too-few-minutes", facts: countedMinutes({ validMinutes }) };
}

/** How many minutes of the hour are valid, and how many it needs. */
export function countedMinutes({ validMinutes }: Pick<HourValidity, "validMinutes">): ReasonFacts["too-few-minutes"] {
  return { valid: validMinutes ?? 0, required: REQUIRED_VALID_MINUTES };
}

/**
 * When what is known of the hour changes by itself: at the completeness watermark, where minutes came, and either no
 * mean did or not all minutes. `null` when it does not, and for an hour of which nothing came.
 */
export function completenessAsk(state: PeriodState | undefined, now: Instant): Instant | null {
  if (state === undefined) return null;
  if (state.minutes.length === 0) return null;
  const hasOwn = inForce(state) !== undefined;
  const at = hasOwn ? completeAt(state) : meanOfOursAt(state);
  if (now >= at) return null;
  return hasOwn && coveredMinutes(state, () => true) === HOUR / MINUTE ? null : at;
}

/** Asked in the order of the law: the device's flag, the tag, then what may be said of the data themselves. */
function validityOf(
  mean: Pick<JudgedVersion, "flag" | "implausible">,
  validMinutes: number | null,
  state: TaggedPeriod,
): HourValidity {
  if (!isUsableFlag(mean.flag)) return { validity: "flagged", validMinutes };
  const tag = taggedMinutes(state) > HOUR / MINUTE - REQUIRED_VALID_MINUTES ? tagOfMost(state) : undefined;
  if (tag !== undefined) return { validity: "tagged", validMinutes, tag };
  if (mean.implausible === true) return { validity: "implausible", validMinutes };
  if (validMinutes !== null && validMinutes < REQUIRED_VALID_MINUTES) return { validity: "too-few", validMinutes };
  return { validity: "valid", validMinutes };
}

function validMinutesOf(state: TaggedPeriod, isComplete: boolean): number | null {
  if (state.minutes.length === 0) return null;
  const counts = (fact: MinuteFact): boolean => isUsableMinute(fact) && !isTaggedAt(state, fact.at);
  if (isComplete) return coveredMinutes(state, counts);
  return HOUR / MINUTE - coveredMinutes(state, (fact) => !counts(fact));
}

/** True for a minute value that counts. */
export function isUsableMinute({ versions: [version] }: MinuteFact): boolean {
  return isUsableVersion(version);
}

/** True for a value whose flag is usable and which is plausible. */
export function isUsableVersion({ flag, implausible }: Pick<JudgedVersion, "flag" | "implausible">): boolean {
  return isUsableFlag(flag) && implausible !== true;
}

/**
 * The mean of the valid minutes, each weighted by what it covers, in the unit of the newest. Where none is valid, that
 * of all, with what is wrong with the newest: an hour of which only faulty values came cannot be judged, and says so.
 */
function meanOfMinutes(state: TaggedPeriod): HourMean | undefined {
  const isValid = (fact: MinuteFact): boolean => isUsableMinute(fact) && !isTaggedAt(state, fact.at);
  const newestValid = state.minutes.findLast(isValid)?.versions[0];
  const newest = newestValid ?? state.minutes.at(-1)?.versions[0];
  if (newest === undefined) return undefined;
  const { flag, unit, implausible } = newest;
  const counts = (fact: MinuteFact): boolean =>
    (newestValid === undefined || isValid(fact)) && isSameUnit(fact.versions[0].unit, unit);
  const weight = coveredMinutes(state, counts);
  const total = sumCovered(state, (fact, covers) => (counts(fact) ? fact.versions[0].value * covers : 0));
  const seq = state.minutes.reduce((latest, { versions: [{ seq }] }) => Math.max(latest, seq), 0);
  return { value: carried(total / weight), flag, unit, seq, isOurs: true, ...(implausible && { implausible }) };
}
