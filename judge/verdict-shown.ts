import type { Finding, Verdict } from "../core/judging/finding.ts";
import type { PeriodKey } from "../core/judging/period.ts";
import type { PeriodVerdict } from "../core/records/records.ts";

type Said = Pick<Verdict, "verdict" | "validity" | "value" | "limit">;

/** What pages show of a period: the verdict and the figure that decided, of a range the upper one; or none. */
export function verdictShown({ outlet, pollutant, basis, start }: PeriodKey, said: Said | undefined): PeriodVerdict {
  const { verdict = null, validity = "valid", value = null, limit = null } = said ?? {};
  const limitValue = limit === null ? null : (limit.value ?? limit.max ?? null);
  return { outlet, pollutant, basis, start, verdict, validity, value, limitId: limit?.id ?? null, limitValue };
}

/** True when what pages show of a verdict is what they show of the finding of its period as it stands. */
export function isShownBy(key: PeriodKey, finding: Finding, verdict: Verdict): boolean {
  if (finding.status !== "provisional" && finding.status !== "confirmed") return false;
  const { validity, value, limit } = finding;
  const [stands, said] = [verdictShown(key, { verdict: "exceeding", validity, value, limit }), verdictShown(key, verdict)];
  const fields = Object.keys(said) as readonly (keyof PeriodVerdict)[];
  return fields.every((field) => stands[field] === said[field]);
}
