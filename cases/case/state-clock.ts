import type { CaseDeadline, CaseSource, CaseState } from "../../core/casework/case.ts";
import type { WorkingCalendar } from "../../core/casework/working-calendar.ts";
import type { AlertLevel } from "../../core/judging/finding.ts";
import { beijingDate, DAY, HOUR, type Instant, MINUTE, plus, plusDays, startOfBeijingDate } from "../../core/time.ts";
import { addWorkingDays, addWorkingHours } from "../working-time.ts";

/** How long a state may last, and by which rule. */
interface Clock {
  readonly kind: string;
  readonly amount: number;
  readonly unit: "minutes" | "hours" | "days" | "working-hours" | "working-days" | "same-day";
  readonly source: string;
}

const DEFAULT = "默认 [D]";
const PENALTY_ORDER = "生态环境行政处罚办法（2023）第十八条：15 个工作日";
const HOTLINE_ORDER = "环保举报热线工作管理办法：15 日内告知";

/** Clocks of the ordinary case; `URGENT` replaces them for A4 and `SERIOUS` for A3. A state that is missing here has no clock. */
const ORDINARY: Readonly<Partial<Record<CaseState, Clock>>> = {
  signal: { kind: "explain", amount: 2, unit: "hours", source: DEFAULT },
  reported: { kind: "triage", amount: 30, unit: "minutes", source: DEFAULT },
  check: { kind: "check", amount: 1, unit: "working-days", source: DEFAULT },
  accepted: { kind: "dispatch", amount: 1, unit: "working-days", source: DEFAULT },
  dispatched: { kind: "take-up", amount: 4, unit: "working-hours", source: DEFAULT },
  returned: { kind: "redispatch", amount: 4, unit: "working-hours", source: DEFAULT },
  handling: { kind: "handle", amount: 5, unit: "working-days", source: DEFAULT },
  transferred: { kind: "receive", amount: 1, unit: "working-days", source: DEFAULT },
  joint: { kind: "convene", amount: 2, unit: "working-days", source: DEFAULT },
  filed: { kind: "decide-filing", amount: 15, unit: "working-days", source: PENALTY_ORDER },
  result: { kind: "start-verification", amount: 0, unit: "same-day", source: DEFAULT },
  verify: { kind: "verify", amount: 2, unit: "working-days", source: DEFAULT },
  closed: { kind: "give-feedback", amount: 1, unit: "working-days", source: DEFAULT },
  feedback: { kind: "archive", amount: 3, unit: "working-days", source: DEFAULT },
  reopened: { kind: "resume", amount: 4, unit: "working-hours", source: DEFAULT },
  dismissed: { kind: "archive", amount: 1, unit: "working-days", source: DEFAULT },
};

const SERIOUS: typeof ORDINARY = {
  handling: { kind: "handle", amount: 24, unit: "hours", source: DEFAULT },
};

const URGENT: typeof ORDINARY = {
  check: { kind: "check", amount: 2, unit: "hours", source: DEFAULT },
  accepted: { kind: "dispatch", amount: 15, unit: "minutes", source: DEFAULT },
  dispatched: { kind: "take-up", amount: 15, unit: "minutes", source: DEFAULT },
  handling: { kind: "handle", amount: 2, unit: "hours", source: DEFAULT },
  joint: { kind: "convene", amount: 4, unit: "hours", source: DEFAULT },
  verify: { kind: "verify", amount: 2, unit: "hours", source: DEFAULT },
};

/** Who rejects what a citizen reported must tell the reporter why. */
const REJECTED_HOTLINE: Clock = { kind: "tell-reporter", amount: 15, unit: "days", source: HOTLINE_ORDER };

/**
 * The deadline that begins when a case of that level enters a state; `null` for a state without a clock. A clock set by hand (`pending`) is not here.
 */
export function stateDeadline(
  state: CaseState,
  subject: { readonly level: AlertLevel; readonly source: CaseSource },
  when: { readonly now: Instant; readonly calendar: WorkingCalendar },
): CaseDeadline | null {
  const clock = clockOf(state, subject);
  return clock === undefined ? null : { at: endOf(clock, when), kind: clock.kind, source: clock.source };
}

function clockOf(state: CaseState, subject: { readonly level: AlertLevel; readonly source: CaseSource }): Clock | undefined {
  if (state === "rejected") return subject.source === "hotline" ? REJECTED_HOTLINE : undefined;
  if (subject.level === "A4" && URGENT[state] !== undefined) return URGENT[state];
  if (subject.level === "A3" && SERIOUS[state] !== undefined) return SERIOUS[state];
  return ORDINARY[state];
}

function endOf(clock: Clock, when: { readonly now: Instant; readonly calendar: WorkingCalendar }): Instant {
  switch (clock.unit) {
    case "minutes":
      return plus(when.now, clock.amount * MINUTE);
    case "hours":
      return plus(when.now, clock.amount * HOUR);
    case "days":
      return plus(when.now, clock.amount * DAY);
    case "working-hours":
      return addWorkingHours(when.now, clock.amount, when.calendar);
    case "working-days":
      return addWorkingDays(when.now, clock.amount, when.calendar);
    case "same-day":
      return startOfBeijingDate(plusDays(beijingDate(when.now), 1));
  }
}
