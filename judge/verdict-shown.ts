import type { Verdict } from "../core/judging/finding.ts";
import type { PeriodKey } from "../core/judging/period.ts";
import type { PeriodVerdict } from "../core/records/records.ts";

/** What pages show of a period: the verdict and the figure that decided, of a range the upper one; or none. */
export function verdictShown({ outlet, pollutant, basis, start }: PeriodKey, said: Verdict | undefined): PeriodVerdict {
  const place = { outlet, pollutant, basis, start };
  if (said === undefined) {
    return { ...place, verdict: null, validity: "valid", value: null, limitId: null, limitValue: null };
  }
  const { verdict, validity, value, limit } = said;
  if (limit === null) return { ...place, verdict, validity, value, limitId: null, limitValue: null };
  const { max = null, value: single = max } = limit;
  return { ...place, verdict, validity, value, limitId: limit.id, limitValue: single };
}
