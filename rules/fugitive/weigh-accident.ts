import type { ReportedAccident } from "../../core/judging/declared-emission.ts";
import type { Claim, Emission } from "./weigh-declaration.ts";

/**
 * What the report of an accident claims: it began when the emission did or before, it is not over, and it was reported
 * in time. When it began is what the enterprise says; evidence from before stays uncovered.
 */
export function weighAccident(accident: ReportedAccident, { outlet, period, beganBy }: Emission): Claim {
  const { outlets, from, to, reportedAt, dueAt } = accident;
  const claimed = { saidAt: reportedAt, claim: "unreported" } as const;
  if (!outlets.includes(outlet)) return { ...claimed, why: { code: "other-outlet", facts: {} } };
  if (from > beganBy) return { ...claimed, why: { code: "accident-later", facts: { from } } };
  if (to <= period.start) return { ...claimed, why: { code: "accident-over", facts: { to } } };
  return reportedAt <= dueAt
    ? { saidAt: reportedAt, claim: "accident", why: { code: "accident-in-time", facts: { reportedAt } } }
    : { saidAt: reportedAt, claim: "late-report", why: { code: "accident-late", facts: { reportedAt, dueAt } } };
}
