import { indexRegistry, type RegistryIndex } from "../core/registry/grid.ts";
import type { Limit } from "../core/registry/limit.ts";
import type { Registry } from "../core/registry/registry.ts";
import { type BeijingDate, type Instant, instant, startOfBeijingDate } from "../core/time.ts";
import { judgeHourAnew } from "./judge-hours.ts";
import { leaveOutcome } from "./judge-request.ts";
import type { Turn } from "./turn.ts";

const FOREVER = instant(8_640_000_000_000_000);

/**
 * Takes a registry version into force and judges again every hour whose limits, kind of outlet or unit it changes: an
 * hour is judged by the limit in force in that hour, also when the limit becomes known only now.
 */
export async function judgeRegistry(turn: Turn, registry: Registry): Promise<void> {
  turn.set.putRegistry({ seq: turn.seq, at: turn.now, registry });
  const index = indexRegistry(registry);
  const revised: string[] = [];
  for (const { outlet, pollutant, from } of changedTargets(turn.index, index)) {
    for (const hour of await turn.set.hours(outlet, pollutant, from, FOREVER)) {
      revised.push(...(await judgeHourAnew({ ...turn, index }, hour)));
    }
  }
  turn.set.putEvent({
    seq: turn.seq,
    at: turn.now,
    type: "registry",
    subject: String(turn.seq),
    outlet: null,
    cell: null,
    enterprise: null,
    data: { revised: revised.length },
  });
  leaveOutcome(turn, { ok: true, result: { revised } });
}

interface Target {
  readonly outlet: string;
  readonly pollutant: string;
  /** From when on hours are judged by something else. */
  readonly from: Instant;
}

function changedTargets(before: RegistryIndex, after: RegistryIndex): readonly Target[] {
  const targets: Target[] = [];
  for (const key of new Set([...before.limitsByTarget.keys(), ...after.limitsByTarget.keys()])) {
    const [outlet = "", pollutant = ""] = key.split("|");
    const [old, now] = [before.limitsByTarget.get(key) ?? [], after.limitsByTarget.get(key) ?? []];
    const isSamePlace = placeOf(before, outlet, pollutant) === placeOf(after, outlet, pollutant);
    const differing = isSamePlace ? differingLimits(old, now) : [...old, ...now];
    const earliest = differing.map((l) => l.validFrom).sort()[0];
    if (earliest !== undefined) targets.push({ outlet, pollutant, from: startOfBeijingDate(earliest as BeijingDate) });
  }
  return targets;
}

/**
 * What besides the limits a verdict depends on: the kind of the outlet, and the units in which the pollutant is
 * measured there.
 */
function placeOf(index: RegistryIndex, outlet: string, pollutant: string): string {
  const channels = (index.channelsByOutlet.get(outlet) ?? []).filter((c) => c.pollutant === pollutant);
  return [index.outletById.get(outlet)?.kind, ...channels.map((c) => c.unit)].join("|");
}

function differingLimits(before: readonly Limit[], after: readonly Limit[]): readonly Limit[] {
  const text = (limits: readonly Limit[]): ReadonlySet<string> => new Set(limits.map((l) => JSON.stringify(l)));
  const [old, now] = [text(before), text(after)];
  return [...before.filter((l) => !now.has(JSON.stringify(l))), ...after.filter((l) => !old.has(JSON.stringify(l)))];
}
