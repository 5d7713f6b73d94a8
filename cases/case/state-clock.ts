import type { WorkingCalendar } from "../../core/casework/working-calendar.ts";
import type { AlertLevel } from "../../core/judging/finding.ts";
import { beijingDate, DAY, HOUR, type Instant, MINUTE, plus, plusDays, startOfBeijingDate } from "../../core/time.ts";
import { CASE_CLOCKS, type StateClock } from "../../limits/case-clocks.ts";
import { addWorkingDays, addWorkingHours } from "../shared/working-time.ts";
import type { CaseDeadline, CaseSource, CaseState, ClockSource } from "./case.ts";

/**
 * The deadline that begins when a case of that level enters a state; `null` for a state without a clock. A clock set by
 * hand (`pending`) is not here.
 */
export function stateDeadline(
  state: CaseState,
  subject: { readonly level: AlertLevel; readonly source: CaseSource },
  when: { readonly now: Instant; readonly calendar: WorkingCalendar },
): CaseDeadline | null {
  const clock = clockOf(state, subject);
  return clock === undefined ? null : { at: endOf(clock, when), kind: clock.kind, source: sourceOf(clock) };
}

/** A row that names the source wins over one for all sources; then one that names the level over one for all levels. */
function clockOf(state: CaseState, subject: { readonly level: AlertLevel; readonly source: CaseSource }): StateClock | undefined {
  const ofState = CASE_CLOCKS.filter((c) => c.state === state);
  const ofSource = ofState.filter((c) => c.from === subject.source);
  const rows = [...ofSource, ...ofState.filter((c) => c.from === undefined)];
  return rows.find((c) => c.levels?.includes(subject.level) === true) ?? rows.find((c) => c.levels === undefined);
}

function sourceOf({ confidence, source }: StateClock): ClockSource {
  return confidence === "D" ? { code: "default", facts: {} } : { code: "law", facts: { provision: source } };
}

function endOf(clock: StateClock, when: { readonly now: Instant; readonly calendar: WorkingCalendar }): Instant {
  switch (clock.unit) {
    case "minutes":
      return plus(when.now, clock.value * MINUTE);
    case "hours":
      return plus(when.now, clock.value * HOUR);
    case "days":
      return plus(when.now, clock.value * DAY);
    case "working-hours":
      return addWorkingHours(when.now, clock.value, when.calendar);
    case "working-days":
      return addWorkingDays(when.now, clock.value, when.calendar);
    case "same-day":
      return startOfBeijingDate(plusDays(beijingDate(when.now), 1));
  }
}
