import type { Verdict } from "../core/judging/finding.ts";
import type { PeriodKey } from "../core/judging/period.ts";
import type { PeriodVerdict } from "../core/records/records.ts";

/** What pages show of a period: the verdict and the figure that decided, of a range the upper one; or none. */
export function verdictShown({ outlet, pollutant, basis, start }: PeriodKey, said: Verdict | undefined): PeriodVerdict {
  const { verdict = null, validity = "valid", value = null, limit = null } = said ?? {};
  const limitValue = limit === null ? null : (limit.value ?? limit.max ?? null);
  return { outlet, pollutant, basis, start, verdict, validity, value, limitId: limit?.id ?? null, limitValue };
}
