import type { UpstreamWire } from "../../../../api/resources/upstreams/schema.ts";

/** A platform that is well answers within seconds. */
const UNANSWERED_AFTER_MS = 30_000;

/**
 * The state of an upstream as people should see it: a line that is open while data wait and nothing is acknowledged is
 * not well, and neither is one whose frames get through by resends only or come back.
 */
export function upstreamState(row: UpstreamWire, now: number): UpstreamWire["state"] | "unanswered" | "resending" | "circling" {
  if (row.state !== "connected") return row.state;
  if (isUnanswered(row, now)) return "unanswered";
  if (row.trouble === null) return "connected";
  return row.trouble.code === "circling" ? "circling" : "resending";
}

function isUnanswered({ lagEntries, lastAcknowledgedAt, lastError, oldestUnsentAt, since }: UpstreamWire, now: number): boolean {
  if ((lagEntries ?? 0) === 0) return false;
  const acknowledged = momentOf(lastAcknowledgedAt);
  // The line was dialled anew because of it, and nothing has come since.
  if (lastError?.code === "unanswered" && momentOf(lastError.at) > acknowledged) return true;
  const waitsSince = Math.max(acknowledged, momentOf(since), momentOf(oldestUnsentAt));
  return now - waitsSince > UNANSWERED_AFTER_MS;
}

function momentOf(iso: string | null): number {
  return iso === null ? 0 : Date.parse(iso);
}
