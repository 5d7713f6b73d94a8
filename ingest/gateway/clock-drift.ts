import { type Instant, MINUTE, parseBeijingStamp } from "../../core/time.ts";

/** A device whose clock is off by more than this is told the time (1012). */
export const MOST_DRIFT = 5 * MINUTE;

/** How long after its DataTime an upload that is not late may be made: a realtime value at once, a minute mean after its interval. */
const PROMPT: ReadonlyMap<string, number> = new Map([
  ["2011", 5 * MINUTE],
  ["2021", 5 * MINUTE],
  ["2051", 40 * MINUTE],
]);

/**
 * Device clock minus ours in milliseconds, as an upload tells it: its QN is the device's own time of sending. `undefined` when it does not: no QN of digits, an
 * answer (its QN is ours), or data that the device itself dates long before its QN (a backlog; some loggers keep the old QN, too, which nobody can tell).
 */
export function driftOf(upload: {
  readonly cn: string;
  readonly qn: string;
  readonly dataArea: string;
  readonly isBackfill: boolean;
  readonly receivedAt: Instant;
}): number | undefined {
  const sentAt = upload.isBackfill ? undefined : parseBeijingStamp(upload.qn);
  if (sentAt === undefined) return undefined;
  if (upload.cn === "9015" || upload.cn === "1013") return sentAt - upload.receivedAt;
  const prompt = PROMPT.get(upload.cn);
  const label = /DataTime=(\d{14})/.exec(upload.dataArea)?.[1];
  const dataAt = label === undefined ? undefined : parseBeijingStamp(label);
  if (prompt === undefined || dataAt === undefined || Math.abs(sentAt - dataAt) > prompt) return undefined;
  return sentAt - upload.receivedAt;
}
