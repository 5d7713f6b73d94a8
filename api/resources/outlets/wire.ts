import { codesOf } from "../../../cases/tag/decide-tag.ts";
import {
  endOf,
  isBesideValues,
  isLeadAt,
  limitBeside,
  type NewestValue,
  newestByPollutant,
  offlineAfter,
  outletState,
  shareOfLimit,
} from "../../../core/judging/outlet-state.ts";
import { tradeOf } from "../../../core/judging/tagged-span.ts";
import type { StoredReading } from "../../../core/readings/reading.ts";
import type { SaidVerdict } from "../../../core/records/records.ts";
import { cellOfEnterprise, isRowInForce, type RegistryIndex } from "../../../core/registry/grid.ts";
import { isInForce, type Limit } from "../../../core/registry/limit.ts";
import type { Outlet } from "../../../core/registry/registry.ts";
import { type DurationMs, formatIso, type Instant, MINUTE } from "../../../core/time.ts";
import { shownLimits } from "../../context/shown-limits.ts";
import { readingToWire } from "./reading-wire.ts";
import type { OutletWire } from "./schema.ts";

/** What an outlet's page needs beside the registry. */
export interface OutletFacts {
  /** Newest reading per pollutant and basis. */
  readonly latest: readonly StoredReading[];
  /** Newest verdict of each pollutant. */
  readonly verdicts: readonly SaidVerdict[];
  /** Pollutants of which what is emitted in the running hour was consented to. */
  readonly consented: ReadonlySet<string>;
  readonly now: Instant;
}

/** An outlet with its newest values and its state in one word. */
export function outletToWire(outlet: Outlet, index: RegistryIndex, facts: OutletFacts): OutletWire {
  const pace = paceOf(outlet, index);
  const newest = [...newestByPollutant(facts.latest).values()];
  const last = lastHeard(newest, pace);
  const limitsOf = (pollutant: string): readonly Limit[] => shownLimits(index, outlet.id, pollutant);
  const channels = (index.channelsByOutlet.get(outlet.id) ?? []).filter((c) => isRowInForce(c, facts.now));
  return {
    id: outlet.id,
    enterprise: outlet.enterprise,
    enterpriseName: index.enterpriseById.get(outlet.enterprise)?.name ?? outlet.enterprise,
    code: outlet.code,
    name: outlet.name,
    kind: outlet.kind,
    cell: cellOfEnterprise(index, outlet.enterprise)?.id ?? null,
    location: outlet.location ?? null,
    state: outletState({
      now: facts.now,
      newestAt: last?.end ?? null,
      offlineAfterMs: last === null ? ((10 * MINUTE) as DurationMs) : offlineAfter(last.reading.basis, pace),
      latest: newest.map((reading) => newestValue(reading, limitsOf(reading.pollutant), facts.consented)),
      isLimited: pollutantsLimitedAt(outlet, index, facts.now).length > 0,
      verdicts: facts.verdicts.map(({ verdict, pollutant }) => ({
        verdict,
        isLead: isLeadAt(outlet.kind, limitsOf(pollutant)),
      })),
      silent: [...new Set(channels.map((c) => c.pollutant))].filter(
        (pollutant) =>
          limitsOf(pollutant).some((limit) => isInForce(limit, facts.now)) &&
          isSilent(
            newest.find((reading) => reading.pollutant === pollutant),
            pace,
            facts.now,
          ),
      ).length,
    }),
    ageSeconds: last === null ? null : Math.max(0, Math.round((facts.now - last.end) / 1000)),
    latest: newest.map((reading) => readingToWire(reading, index)),
    judged: facts.verdicts.map((v) => ({ pollutant: v.pollutant, start: formatIso(v.start), verdict: v.verdict })),
    pollutants: [...new Set(channels.map((c) => c.pollutant))],
    tagCodes: [...codesOf(tradeOf(outlet))],
  };
}

/** The pollutants of an outlet that have a limit today beside which values are shown. */
function pollutantsLimitedAt({ id }: Outlet, index: RegistryIndex, now: Instant): readonly string[] {
  return [...(index.limitedAtOutlet.get(id) ?? [])].filter((pollutant) =>
    shownLimits(index, id, pollutant).some((limit) => isInForce(limit, now) && isBesideValues(limit)),
  );
}

function newestValue(reading: StoredReading, limits: readonly Limit[], consented: ReadonlySet<string>): NewestValue {
  const limit = limitBeside(limits, reading.basis, reading.at);
  const isConsented = limit?.basis === "boundary-hour-mean" && consented.has(reading.pollutant);
  return { reading, limit, share: shareOfLimit(reading, limit), isConsented };
}

interface Heard {
  readonly end: Instant;
  readonly reading: StoredReading;
}

/** What of the newest readings covers the latest moment. */
function lastHeard(newest: readonly StoredReading[], pace: Pace): Heard | null {
  return newest.reduce<Heard | null>((best, reading) => {
    const end = endOf(reading, pace.minuteMinutes);
    return best === null || end > best.end ? { end, reading } : best;
  }, null);
}

/** True for an outlet from which nothing came for longer than it may be silent, by the newest of each pollutant. */
export function isOffline(newest: readonly StoredReading[], pace: Pace, now: Instant): boolean {
  const last = lastHeard(newest, pace);
  return last === null || now - last.end > offlineAfter(last.reading.basis, pace);
}

/** True for a pollutant of which nothing came for longer than its readings may be silent. */
export function isSilent(newest: StoredReading | undefined, pace: Pace, now: Instant): boolean {
  return newest === undefined || now - endOf(newest, pace.minuteMinutes) > offlineAfter(newest.basis, pace);
}

/** How often a device sends. */
export interface Pace {
  readonly realtimeSeconds: number;
  readonly minuteMinutes: number;
}

/** How often the device of an outlet sends; the slowest of several, the usual pace when the registry does not say. */
export function paceOf(outlet: Outlet, index: RegistryIndex): Pace {
  const devices = (index.channelsByOutlet.get(outlet.id) ?? []).flatMap((c) => index.deviceByMn.get(c.device) ?? []);
  return {
    realtimeSeconds: Math.max(0, ...devices.map((d) => d.realtimeSeconds ?? 60)) || 60,
    minuteMinutes: Math.max(0, ...devices.map((d) => d.minuteMinutes ?? 10)) || 10,
  };
}
