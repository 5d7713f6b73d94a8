import type { Finding } from "../../core/judging/finding.ts";
import { HOUR, plus } from "../../core/time.ts";
import { aFinding } from "./case-facts.ts";
import { FindingsDesk } from "./findings-desk.ts";

export const CONFIRMED = { status: "confirmed", level: "A3" } as const;
export const WITHDRAWN = { status: "withdrawn" } as const;

/** A finding of the hour that begins so many hours after the first one; its id is `h` and the hour. */
export function hour(n: number, over: Partial<Finding> = {}): Finding {
  const start = plus(aFinding().period.start, n * HOUR);
  return aFinding({ id: `h${n}`, period: { start, end: plus(start, HOUR) }, ...over });
}

/** A desk to which these findings opened. */
export async function deskWith(...findings: readonly Finding[]): Promise<FindingsDesk> {
  const desk = new FindingsDesk();
  for (const finding of findings) await desk.happen(finding);
  return desk;
}
