import type { JournalEntry } from "../core/journal/journal-entry.ts";
import { type Finding, findingId, type RuleId, type Verdict } from "../core/judging/finding.ts";
import type { HourState, VerdictWord } from "../core/judging/hour.ts";
import type { Reading } from "../core/readings/reading.ts";
import { type Instant, startOfHour } from "../core/time.ts";
import { FIGURES } from "../limits/figures.ts";
import { decideFinding, withdrawFinding } from "../rules/decide-finding.ts";
import { judgeExceedHour } from "../rules/exceed-hour.ts";
import { judgeFugitive } from "../rules/fugitive.ts";
import { foldReading } from "../rules/hour-state.ts";
import { applyFinding } from "./apply-finding.ts";
import type { Turn } from "./turn.ts";

const OXYGEN = "a19001";
const LIMIT_CHECKED: ReadonlySet<string> = new Set(["hour-mean", "boundary-hour-mean"]);

/**
 * Folds one reading into its hour and judges what it changes. Realtime and day values change no verdict of this
 * edition.
 */
export async function judgeReading(turn: Turn, reading: Reading, entry: JournalEntry): Promise<void> {
  if (reading.basis !== "hour" && reading.basis !== "minute") return;
  const start = startOfHour(reading.at);
  const before = await turn.set.hour(reading.outlet, reading.pollutant, start);
  const interval = turn.index.deviceByMn.get(entry.mn)?.minuteMinutes ?? FIGURES.minuteInterval.value;
  const { next, changed } = foldReading(
    before,
    { ...reading, seq: entry.seq, ...(entry.ref !== undefined && { retryOf: entry.ref }) },
    interval,
  );
  if (!changed) return;
  turn.set.putHour(next);
  await judgeHour(turn, next);
  if (reading.pollutant === OXYGEN) await judgeConverted(turn, reading.outlet, start);
}

/** Oxygen came or changed: the hours that are compared after conversion are looked at again. */
async function judgeConverted(turn: Turn, outlet: string, start: Instant): Promise<void> {
  const pollutants = new Set(
    turn.index.registry.limits.filter((l) => l.outlet === outlet && l.converted === true).map((l) => l.pollutant),
  );
  for (const pollutant of pollutants) {
    const hour = await turn.set.hour(outlet, pollutant, start);
    if (hour !== undefined) await judgeHour(turn, hour);
  }
}

/** Judges one hour by every rule that looks at hours; returns the findings that changed. */
export async function judgeHour(turn: Turn, hour: HourState): Promise<readonly string[]> {
  return applyVerdicts(turn, await verdictsOf(turn, hour));
}

const HOUR_RULES: readonly RuleId[] = ["EXCEED-HOUR", "FUG-UNREPORTED", "FUG-PENDING", "FUG-CONSENTED"];

/**
 * Judges an hour again after the registry changed what it is judged by. A finding of which no rule speaks any more,
 * because its limit was taken out of force or its outlet is another kind of place now, stands on nothing: it is
 * withdrawn here.
 */
export async function judgeHourAnew(turn: Turn, hour: HourState): Promise<readonly string[]> {
  const judged = await verdictsOf(turn, hour);
  const changed = [...(await applyVerdicts(turn, judged))];
  for (const rule of HOUR_RULES) {
    if (judged.verdicts.some((v) => v.rule === rule)) continue;
    const current = await turn.set.finding(findingId(hour.outlet, hour.pollutant, rule, hour.start));
    if (current === undefined) continue;
    const context = { enterprise: current.enterprise, now: turn.now, seq: turn.seq };
    const decision = withdrawFinding(current, { code: "no-limit", facts: {} }, context);
    if (decision === undefined) continue;
    await applyFinding(turn, decision.next, decision.change);
    changed.push(current.id);
  }
  return changed;
}

/** What the rules say of an hour of an enterprise's. */
interface JudgedHour {
  readonly hour: HourState;
  readonly enterprise: string;
  readonly verdicts: readonly Verdict[];
}

async function applyVerdicts(turn: Turn, judged: JudgedHour): Promise<readonly string[]> {
  const { enterprise, verdicts } = judged;
  const changed: string[] = [];
  for (const verdict of verdicts) {
    const current = await turn.set.finding(verdict.findingId);
    const decision = decideFinding(current, verdict, { enterprise, now: turn.now, seq: turn.seq });
    scheduleReview(turn, verdict, decision?.next ?? current);
    if (decision === undefined) continue;
    await applyFinding(turn, decision.next, decision.change);
    changed.push(decision.next.id);
  }
  putHourVerdict(turn, judged);
  return changed;
}

/** Nothing is said while there is no hour mean, no outlet or no limit. */
async function verdictsOf(turn: Turn, hour: HourState): Promise<JudgedHour> {
  const outlet = turn.index.outletById.get(hour.outlet);
  const rows = turn.index.limitsByTarget.get(`${hour.outlet}|${hour.pollutant}`) ?? [];
  const limits = rows.filter((l) => LIMIT_CHECKED.has(l.basis));
  const [first] = limits;
  if (hour.hour === undefined || outlet === undefined || first === undefined) return { hour, enterprise: "", verdicts: [] };
  const unit = turn.index.channelsByOutlet.get(outlet.id)?.find((c) => c.pollutant === hour.pollutant)?.unit ?? first.unit;
  const oxygen = limits.some((l) => l.converted === true) ? await turn.set.hour(outlet.id, OXYGEN, hour.start) : undefined;
  const facts = { outlet, hour, limits, unit, now: turn.now };
  const exceed = judgeExceedHour({ ...facts, oxygen });
  const isBoundary = limits.some((l) => l.basis === "boundary-hour-mean");
  const declarations = isBoundary ? await turn.set.casework.declarationsOf(outlet.id) : [];
  const verdicts = [...(exceed === undefined ? [] : [exceed]), ...judgeFugitive({ ...facts, declarations })];
  return { hour, enterprise: outlet.enterprise, verdicts };
}

/** The judge's own kinds of deadline rows: a finding becomes confirmed, and a verdict is looked at again. */
export const CONFIRM_FINDING = "confirm-finding";
export const REVIEW_FINDING = "review-finding";

/**
 * A provisional finding is confirmed, and a pending declaration looked at again, when its time comes: a row says so.
 */
function scheduleReview(turn: Turn, verdict: Verdict, finding: Finding | undefined): void {
  const holds = finding?.status === "provisional";
  const confirm = {
    id: `confirm:${verdict.findingId}`,
    kind: CONFIRM_FINDING,
    subject: verdict.findingId,
    detail: verdict.rule,
  } as const;
  if (holds && verdict.confirmAt !== null) turn.set.setDeadline({ ...confirm, at: verdict.confirmAt });
  else if (finding !== undefined) turn.set.clearDeadline(confirm.id);
  const review = {
    id: `review:${verdict.findingId}`,
    kind: REVIEW_FINDING,
    subject: verdict.findingId,
    detail: verdict.rule,
  } as const;
  if (holds && verdict.reviewAt !== null) turn.set.setDeadline({ ...review, at: verdict.reviewAt });
  else if (finding !== undefined) turn.set.clearDeadline(review.id);
}

const GRAVITY: readonly VerdictWord[] = ["exceeding", "exempt", "cannot-judge", "compliant"];

/** The hour keeps the gravest verdict. An hour of which no rule speaks keeps none. */
function putHourVerdict(turn: Turn, { hour, verdicts }: JudgedHour): void {
  const [gravest] = GRAVITY.flatMap((word) => verdicts.filter((v) => v.verdict === word));
  if (gravest === undefined) return;
  const { max = null, value = max } = gravest.limit;
  turn.set.putVerdict({
    outlet: hour.outlet,
    pollutant: hour.pollutant,
    start: hour.start,
    verdict: gravest.verdict,
    validity: gravest.validity,
    value: gravest.value,
    limitId: gravest.limit.id,
    limitValue: value,
  });
}
