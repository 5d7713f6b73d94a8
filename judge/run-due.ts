import { SUBJECTS } from "../cases/all-subjects.ts";
import type { Deadline } from "../core/casework/deadline.ts";
import type { CaseworkReader, DeadlineKind } from "../core/casework/subject.ts";
import type { PeriodBasis, PeriodKey } from "../core/judging/period.ts";
import { instant } from "../core/time.ts";
import { endOf, isCompletion } from "../rules/period/watermarks.ts";
import { momentOf } from "./apply-effects.ts";
import { AskedPeriods } from "./asked-periods.ts";
import { countDay, dayChanged, dayCompletedAt } from "./count-days.ts";
import { followUp } from "./follow-up.ts";
import { ASK_AGAIN, judgePeriod } from "./judge-period.ts";
import { lookAheadAt } from "./look-ahead.ts";
import { countedKeys, plansOf } from "./place-plans.ts";
import type { Turn } from "./turn.ts";
import { periodKey } from "./working-set.ts";

const KIND_BY_NAME: ReadonlyMap<string, DeadlineKind> = new Map(SUBJECTS.flatMap((s) => Object.entries(s.deadlines ?? {})));

/** Runs a deadline as if at the moment it was due. Its row is gone; what follows may set another. */
export async function runDeadline(turn: Turn, deadline: Deadline): Promise<void> {
  if (deadline.kind === ASK_AGAIN) {
    await judgeAgain(turn, deadline);
    return;
  }
  const kind = KIND_BY_NAME.get(deadline.kind);
  if (kind === undefined) throw new Error(`nobody knows deadlines of the kind ${deadline.kind}`);
  const effects = kind.decide(deadline, momentOf(turn), await kind.needs(deadline, turn.set.reader));
  if (effects !== undefined) await followUp(turn, effects);
}

/** Reads what these deadlines will look at, in a few questions to the store. */
export async function prepareDue(turn: Turn, deadlines: readonly Deadline[]): Promise<void> {
  if (deadlines.length < 2) return;
  const ofPeriods = deadlines.filter(({ kind }) => kind === ASK_AGAIN);
  const asked = ofPeriods.map(periodAsked);
  const days = ofPeriods.flatMap((deadline) => dayToCount(periodAsked(deadline), deadline));
  await turn.set.loadPeriods(
    days.flatMap((day) => {
      const plan = plansOf(turn.index).of(day.outlet, day.pollutant);
      return plan === undefined ? [] : countedKeys(plan, day);
    }),
  );
  await lookAheadAt(
    turn,
    asked,
    deadlines.flatMap((deadline) => {
      const kind = KIND_BY_NAME.get(deadline.kind);
      return kind === undefined ? [] : [(reader: CaseworkReader) => kind.needs(deadline, reader)];
    }),
  );
}

async function judgeAgain(turn: Turn, deadline: Deadline): Promise<void> {
  const key = periodAsked(deadline);
  const state = await turn.set.period(key);
  // Its row is gone: what is set from here on is another one.
  if (state !== undefined) turn.set.putPeriod({ ...state, askAt: null });
  for (const day of dayToCount(key, deadline)) await countDay(turn, day);
  await judgePeriod(turn, key);
  // What has not come by then is missing: that is news for whoever looks at the period.
  if (state === undefined || state.askAt === null || !isCompletion(state, state.askAt)) return;
  const asked = new AskedPeriods();
  for (const asker of plansOf(turn.index).asks(key, turn.now)) asked.add(asker);
  for (const asker of asked.inOrder) if (periodKey(asker) !== periodKey(key)) await judgePeriod(turn, asker);
  for (const day of plansOf(turn.index).countedDays(key, turn.now)) await dayChanged(turn, day);
}

/** The day of a half-month that is complete when its deadline runs out. */
function dayToCount(key: PeriodKey, { at }: Deadline): readonly PeriodKey[] {
  const start = dayCompletedAt(at);
  return key.basis === "half-month" && start >= key.start && start < endOf(key) ? [{ ...key, basis: "day", start }] : [];
}

/** The period that a deadline of the kind `ask-again` is about. */
export function periodAsked({ subject, detail }: Deadline): PeriodKey {
  const [pollutant, basis, start] = JSON.parse(detail) as [string, PeriodBasis, number];
  return { outlet: subject, pollutant, basis, start: instant(start) };
}
