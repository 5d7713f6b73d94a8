import { BASES, type Basis, type StoredReading } from "../core/readings/reading.ts";
import { isRowInForce, type RegistryIndex } from "../core/registry/grid.ts";
import type { Channel, OutletKind } from "../core/registry/registry.ts";
import { DEFAULT_BACKFILL_DAYS, type Upstream } from "../core/registry/upstream.ts";
import { DAY, formatBeijingStamp, HOUR, type Instant, MINUTE, plus } from "../core/time.ts";
import { factorText } from "./factor-text.ts";
import { type FrameDraft, roomForData } from "./frame-draft.ts";

/** What is needed to turn stored readings back into frames. */
export interface FrameFacts {
  readonly upstream: Upstream;
  /** The registry in force now: it says which outlets belong to an enterprise that is passed on. */
  readonly current: RegistryIndex;
  /** The registry with which the entry was decoded: it says which device and factor a reading came from. */
  readonly decodedWith: RegistryIndex;
  /** Who sent the entry. Only asked for where two devices measure the same pollutant at the same outlet. */
  readonly sender?: string;
  /** PW of a device (our MN) on this line, in clear. */
  readonly passwordOf: (mn: string) => string | undefined;
  readonly now: Instant;
}

/** Frames in the order of the readings, and how many readings could not be put into one. */
export interface FramedReadings {
  readonly frames: readonly FrameDraft[];
  readonly unsendable: number;
}

const COMMAND: Readonly<Record<Basis, string>> = { realtime: "2011", minute: "2051", hour: "2061", day: "2031" };

/**
 * The frames in which the readings of ONE journal entry are passed on, as the device would have sent them: one for each
 * (device, ST, basis, time), DataTime the moment or the start of the period in Beijing time, factors named as the
 * device names them. A frame that would be too long is split between factors. Two versions of one value never share a
 * frame, and keep their order. Readings that the upstream does not select, or whose period lies further back than its
 * `backfillDays`, are left out.
 * @see docs/sources.md#hj-212-time
 */
export function readingsToFrames(readings: readonly StoredReading[], facts: FrameFacts): FramedReadings {
  const groups: Group[] = [];
  let unsendable = 0;
  for (const reading of readings) {
    if (!isSelected(reading, facts)) continue;
    const channel = channelOf(reading, facts);
    const pw = channel === undefined ? undefined : facts.passwordOf(channel.device);
    const text = channel === undefined ? undefined : factorText(factorOf(reading, channel), reading, facts.upstream.edition);
    if (channel === undefined || pw === undefined || text === undefined) unsendable++;
    else groupFor(groups, { reading, channel, pw, facts }).factors.set(channel.factor, text);
  }
  return { frames: groups.flatMap((group) => framesOf(group, facts)), unsendable };
}

/** A level of day or night may have a channel of its own (`Leq-NightData`): its field is no part of the factor. */
function factorOf({ field }: StoredReading, { factor }: Channel): string {
  return field !== undefined && factor.endsWith(`-${field}`) ? factor.slice(0, -field.length - 1) : factor;
}

/** True when the upstream is to have the reading; one that came down from its platform does not go up to it again. */
export function isSelected(reading: StoredReading, { upstream, current, now }: FrameFacts): boolean {
  if (!(upstream.basis ?? BASES).includes(reading.basis)) return false;
  if (reading.at < plus(now, -(upstream.backfillDays ?? DEFAULT_BACKFILL_DAYS) * DAY)) return false;
  if (current.deviceByMn.get(reading.mn)?.relayedBy === upstream.id) return false;
  if (upstream.outlets?.includes(reading.outlet) === true) return true;
  const enterprise = current.outletById.get(reading.outlet)?.enterprise;
  return enterprise !== undefined && upstream.enterprises?.includes(enterprise) === true;
}

/** The channels that may have brought the reading. */
export function channelsFor(reading: StoredReading, registry: RegistryIndex): readonly Channel[] {
  const channels = registry.channelsByOutlet.get(reading.outlet) ?? [];
  return channels.filter((c) => c.pollutant === reading.pollutant && isRowInForce(c, reading.at));
}

function channelOf(reading: StoredReading, { decodedWith, sender }: FrameFacts): Channel | undefined {
  const channels = channelsFor(reading, decodedWith);
  return channels.find((c) => c.device === sender) ?? channels[0];
}

/** What goes into one frame, or its parts. */
interface Group {
  readonly device: string;
  readonly pw: string;
  readonly st: string;
  readonly basis: Basis;
  readonly at: Instant;
  readonly seq: number;
  readonly receivedAt: Instant;
  /** Text by factor, in order. */
  readonly factors: Map<string, string>;
}

interface Placed {
  readonly reading: StoredReading;
  readonly channel: Channel;
  readonly pw: string;
  readonly facts: FrameFacts;
}

/**
 * The newest fitting group, if it has the factor not yet: an older one would bring a second version before the first.
 */
function groupFor(groups: Group[], { reading, channel, pw, facts }: Placed): Group {
  const { basis, at, seq, receivedAt } = reading;
  const st = channel.st ?? usualSt(channel.factor, facts.current.outletById.get(reading.outlet)?.kind);
  const { device } = channel;
  const last = groups.findLast((g) => g.device === device && g.st === st && g.basis === basis && g.at === at);
  if (last !== undefined && !last.factors.has(channel.factor)) return last;
  const group = { device, pw, st, basis, at, seq, receivedAt, factors: new Map<string, string>() };
  groups.push(group);
  return group;
}

const AIR_SOURCE = "31";
const WATER_SOURCE = "32";

/** The system code of a channel that names none: by the medium in the factor's first letter, else by the outlet. */
function usualSt(factor: string, kind: OutletKind | undefined): string {
  if (/^w\d/.test(factor)) return WATER_SOURCE;
  return kind === "effluent" && !/^a\d/.test(factor) ? WATER_SOURCE : AIR_SOURCE;
}

function framesOf(group: Group, { upstream, decodedWith }: FrameFacts): readonly FrameDraft[] {
  const { device, pw, st, basis, at, seq, receivedAt } = group;
  const mn = upstream.devices?.find((d) => d.mn === device)?.as ?? device;
  const time = `DataTime=${formatBeijingStamp(at)}`;
  const minutes = decodedWith.deviceByMn.get(device)?.minuteMinutes;
  const common = { seq, receivedAt, mn, pw, st, cn: COMMAND[basis], lateAfter: lateAfter(at, basis, minutes) };
  const areas = dataAreas(time, [...group.factors.values()], roomForData({ mn, pw, st }));
  if (areas.length === 1) return areas.map((cp) => ({ ...common, cp }));
  return areas.map((cp, i) => ({ ...common, cp, part: { number: i + 1, total: areas.length } }));
}

/** Factors packed into data areas of at most `room` bytes, each with the time in front. A factor is never torn. */
function dataAreas(time: string, factors: readonly string[], room: number): readonly string[] {
  const areas: string[] = [];
  let area = time;
  for (const factor of factors) {
    if (area !== time && area.length + 1 + factor.length > room) {
      areas.push(area);
      area = time;
    }
    area += `;${factor}`;
  }
  return [...areas, area];
}

const DEFAULT_MINUTES = 10;

/** A moment or a minute mean that is 10 minutes late, or an hour or a day that is 2 hours late, is a back-fill. */
function lateAfter(at: Instant, basis: Basis, minutes = DEFAULT_MINUTES): Instant {
  switch (basis) {
    case "realtime":
      return plus(at, 10 * MINUTE);
    case "minute":
      return plus(at, (minutes + 10) * MINUTE);
    case "hour":
      return plus(at, 3 * HOUR);
    case "day":
      return plus(at, DAY + 2 * HOUR);
  }
}
