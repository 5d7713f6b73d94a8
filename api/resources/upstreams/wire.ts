import type { LineError, Upstream, UpstreamState } from "../../../core/field/upstream.ts";
import { formatIso, type Instant } from "../../../core/time.ts";
import type { UpstreamWire } from "./schema.ts";

/** An upstream of the registry with what is known of its line; no secrets. */
export function upstreamToWire(upstream: Upstream, state: UpstreamState | undefined): UpstreamWire {
  const { id, name, host, port, edition } = upstream;
  return {
    ...{ id, name, host, port, edition },
    state: state?.phase ?? "unknown",
    since: isoOrNull(state?.since),
    lagEntries: state?.lagEntries ?? null,
    oldestUnsentAt: isoOrNull(state?.oldestUnsentAt),
    lastAcknowledgedAt: isoOrNull(state?.lastAcknowledgedAt),
    lastError: state?.lastError == null ? null : errorToWire(state.lastError),
    sent: state?.counts.sent ?? 0,
    resent: state?.counts.resent ?? 0,
    acknowledged: state?.counts.acknowledged ?? 0,
    unsendable: state?.unsendable ?? 0,
    held: (state?.held ?? []).map(({ mn, since, lagEntries, lastError }) => ({
      ...{ mn, lagEntries, since: formatIso(since), lastError: errorToWire(lastError) },
    })),
  };
}

function errorToWire({ at, code, text }: LineError): { readonly at: string; readonly code: string; readonly text: string } {
  return { at: formatIso(at), code, text };
}

function isoOrNull(at: Instant | null | undefined): string | null {
  return at === null || at === undefined ? null : formatIso(at);
}
