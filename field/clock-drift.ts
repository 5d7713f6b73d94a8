import { SAME_TIME } from "../core/clock-doubt.ts";
import { type Instant, MINUTE, parseBeijingStamp } from "../core/time.ts";

/** A device whose clock is off by more than this is told the time (1012). */
export const MOST_DRIFT = SAME_TIME;

/**
 * How long after its DataTime an upload that is not late may be made: a realtime value at once, a minute mean after its
 * interval.
 */
const PROMPT: ReadonlyMap<string, number> = new Map([
  ["2011", 5 * MINUTE],
  ["2021", 5 * MINUTE],
  ["2051", 40 * MINUTE],
  ["2061", 70 * MINUTE],
]);

/**
 * Device clock minus ours in milliseconds, as an upload tells it: its QN is the device's own time of sending. A QN that
 * lies ahead of us tells by itself, since nothing is sent before its time. One that lies behind us may be an old one
 * that was kept with a backlog: it tells when the data were dated shortly before it. `undefined` when it does not tell:
 * no QN of digits, an answer (its QN is ours), a back-fill, or data that the device itself dates long before its QN.
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
  const driftMs = sentAt - upload.receivedAt;
  if (upload.cn === "9015" || upload.cn === "1013") return driftMs;
  if (upload.cn.startsWith("9")) return undefined;
  if (driftMs > MOST_DRIFT) return driftMs;
  const prompt = PROMPT.get(upload.cn);
  const label = /DataTime=(\d{14})/.exec(upload.dataArea)?.[1];
  const dataAt = label === undefined ? undefined : parseBeijingStamp(label);
  if (prompt === undefined || dataAt === undefined || Math.abs(sentAt - dataAt) > prompt) return undefined;
  return driftMs;
}
