import type { LineError, UpstreamState } from "../../../core/field/upstream-state.ts";
import type { Upstream } from "../../../core/registry/upstream.ts";
import { formatIso, type Instant } from "../../../core/time.ts";
import { LINE_ERROR_WORDS } from "../../../words/line-errors.ts";
import type { Telling } from "../../../words/names.ts";
import { say } from "../../../words/word-table.ts";
import type { LineErrorWire, UpstreamWire } from "./schema.ts";

/** An upstream of the registry with what is known of its line; no secrets. */
export function upstreamToWire(upstream: Upstream, state: UpstreamState | undefined, telling: Telling): UpstreamWire {
  const { id, name, host, port, edition } = upstream;
  return {
    ...{ id, name, host, port, edition },
    state: state?.phase ?? "unknown",
    since: isoOrNull(state?.since),
    lagEntries: state?.lagEntries ?? null,
    oldestUnsentAt: isoOrNull(state?.oldestUnsentAt),
    lastAcknowledgedAt: isoOrNull(state?.lastAcknowledgedAt),
    lastError: state?.lastError == null ? null : errorToWire(state.lastError, telling),
    trouble: state?.trouble == null ? null : errorToWire(state.trouble, telling),
    sent: state?.counts.sent ?? 0,
    resent: state?.counts.resent ?? 0,
    acknowledged: state?.counts.acknowledged ?? 0,
    unsendable: state?.unsendable ?? 0,
    held: (state?.held ?? []).map(({ mn, since, lagEntries, lastError }) => ({
      ...{ mn, lagEntries, since: formatIso(since), lastError: errorToWire(lastError, telling) },
    })),
  };
}

function errorToWire({ at, code, detail }: LineError, telling: Telling): LineErrorWire {
  return { at: formatIso(at), code, text: say(LINE_ERROR_WORDS, detail, telling), detailCode: detail.code, facts: detail.facts };
}

function isoOrNull(at: Instant | null | undefined): string | null {
  return at === null || at === undefined ? null : formatIso(at);
}
