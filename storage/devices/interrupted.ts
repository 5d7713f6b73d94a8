import type { Exchange } from "../../core/field/exchange.ts";
import type { Instant } from "../../core/time.ts";

/** An exchange that was under way when the gateway went down: whether the device did what was asked, nobody can say. */
export function interrupted(exchange: Exchange, now: Instant): Exchange {
  return { ...exchange, state: "failed", endedAt: now, result: { code: "interrupted", facts: {} } };
}
