import { isPossibleFlag } from "../core/readings/data-flag.ts";
import type { Rejection } from "../core/readings/message.ts";
import { isImplausible } from "../core/readings/plausibility.ts";
import type { Basis, NoiseField, Reading, ReadingBeside } from "../core/readings/reading.ts";
import { findChannel } from "../core/registry/grid.ts";
import type { Channel } from "../core/registry/registry.ts";
import { type Instant, parseBeijingStamp } from "../core/time.ts";
import { noteQuirk, type Quirk } from "./codecs/hj212/quirks.ts";
import type { FactorData, NumberField } from "./codecs/hj212/read-factors.ts";
import type { MappingContext } from "./decoded-content.ts";
import { originOf } from "./origin-of.ts";
import type { SourceOrder } from "./source-order.ts";

/** What all factors of a data packet have in common. */
export interface PacketFacts {
  readonly context: MappingContext;
  readonly st: string;
  readonly basis: Basis;
  readonly at: Instant;
  readonly order: SourceOrder;
  /** The device marked the packet as a back-fill. */
  readonly isBackfill: boolean;
  /** The fields that may hold the value, the likeliest first. */
  readonly valueFields: readonly NumberField[];
}

/** Where the mapping of a packet says what it found. */
export interface MappedParts {
  readonly readings: Reading[];
  readonly rejections: Rejection[];
  readonly quirks: Quirk[];
}

/** The field that is the value: the moment's for realtime, the mean for a period; noise has its own names. */
export const VALUE_FIELDS: Readonly<Record<Basis, readonly NumberField[]>> = {
  realtime: ["Rtd"],
  minute: ["Avg", "Data"],
  hour: ["Avg", "Data"],
  day: ["Avg", "Data", "DayData", "NightData"],
};

const NOISE_FIELDS: readonly NoiseField[] = ["Data", "DayData", "NightData"];

/**
 * Maps one factor of a data packet: to the reading of its channel, and the levels of noise beside its value to readings
 * of channels of their own (`Leq-NightData`). Every part that is not taken leaves a rejection with its reason.
 */
export function mapFactor(factor: FactorData, packet: PacketFacts, into: MappedParts): void {
  const main = valueFieldOf(factor, packet);
  mapValue(factor, main, packet, into);
  for (const field of NOISE_FIELDS) {
    if (field !== main && isSaid(factor, field)) mapBesideNoise(factor, field, packet, into);
  }
  noteOtherCommand(factor, packet, into);
}

function valueFieldOf(factor: FactorData, packet: PacketFacts): NumberField {
  const said = packet.valueFields.find((field) => isSaid(factor, field));
  if (said !== undefined) return said;
  return takesMean(factor, packet) ? "Avg" : (packet.valueFields[0] ?? "Avg");
}

/** Realtime data with a mean and nothing else, of a device that is registered as one that sends them so. */
function takesMean(factor: FactorData, { basis, context }: PacketFacts): boolean {
  return context.device.realtimeValue === "mean" && isMeanInRealtime(factor, basis);
}

function isMeanInRealtime({ numbers }: FactorData, basis: Basis): boolean {
  return basis === "realtime" && numbers.Rtd === undefined && numbers.Avg !== undefined;
}

function isSaid({ numbers, unreadable }: FactorData, field: NumberField): boolean {
  return numbers[field] !== undefined || unreadable.some((u) => u.field === field);
}

function mapValue(factor: FactorData, field: NumberField, packet: PacketFacts, into: MappedParts): void {
  const channel = channelOf(factor.factor, packet);
  if (channel === undefined) into.rejections.push(noChannel(factor.factor, packet));
  else if (isTrusted(factor, into)) {
    const reading = readingOf(factor, field, { channel, packet }, into);
    if (reading === undefined) return;
    const isMean = takesMean(factor, packet);
    into.readings.push({ ...reading, ...besides(factor, isMean || packet.basis !== "realtime"), ...notesOf(factor, into) });
    if (isMean) noteQuirk(into.quirks, "mean-as-realtime");
    sayUnreadableBesides(factor, into);
    if (factor.flag === undefined) noteQuirk(into.quirks, "flag-not-stated");
  }
}

/** A level of noise beside the one that is the value: day and night have limits, so channels, of their own. */
function mapBesideNoise(factor: FactorData, field: NoiseField, packet: PacketFacts, into: MappedParts): void {
  const name = `${factor.factor}-${field}`;
  const channel = channelOf(name, packet);
  if (channel === undefined) into.rejections.push(noChannel(name, packet));
  else if (isTrusted(factor, into)) {
    const reading = readingOf(factor, field, { channel, packet }, into);
    if (reading !== undefined) into.readings.push({ ...reading, factor: factor.factor });
  }
}

function channelOf(factor: string, { context, st, at }: PacketFacts): Channel | undefined {
  return findChannel(context.registry, { mn: context.entry.mn, st, factor, at });
}

function noChannel(factor: string, { context, st }: PacketFacts): Rejection {
  const facts = { factor, st, mn: context.entry.mn };
  return { reason: "unknown-factor", detail: { code: "no-channel", facts } };
}

/** False for a factor that contradicts itself or whose flag is none; says why. */
function isTrusted({ factor, conflicting, flag }: FactorData, into: MappedParts): boolean {
  for (const field of conflicting) {
    into.rejections.push({ reason: "wrong-shape", detail: { code: "two-values", facts: { factor, field } } });
  }
  if (conflicting.length > 0) return false;
  if (flag === undefined || isPossibleFlag(flag)) return true;
  const facts = { factor, text: flag.slice(0, 40) };
  into.rejections.push({ reason: "wrong-flag", detail: { code: "value-flag-form", facts } });
  return false;
}

interface ValuePlace {
  readonly channel: Channel;
  readonly packet: PacketFacts;
}

function readingOf(factor: FactorData, field: NumberField, place: ValuePlace, into: MappedParts): Reading | undefined {
  const { channel, packet } = place;
  const value = valueIn(factor, field, packet.basis, into);
  if (value === undefined) return undefined;
  return {
    outlet: channel.outlet,
    pollutant: channel.pollutant,
    basis: packet.basis,
    at: packet.at,
    value,
    flag: factor.flag ?? "N",
    ...originOf(channel, packet.basis, packet.context.device),
    ...(isNoiseField(field) && { field }),
    ...packet.order,
    ...(packet.isBackfill && { backfilled: true }),
    ...(isImplausible(value, channel.range) && { implausible: true }),
  };
}

function valueIn(said: FactorData, field: NumberField, basis: Basis, into: MappedParts): number | undefined {
  const { factor, numbers, unreadable } = said;
  const wrong = unreadable.find((u) => u.field === field);
  if (wrong !== undefined) {
    into.rejections.push(notANumber(factor, wrong));
    return undefined;
  }
  const value = numbers[field];
  if (value === undefined && isMeanInRealtime(said, basis)) {
    into.rejections.push({ reason: "wrong-shape", detail: { code: "mean-in-realtime", facts: { factor } } });
  } else if (value === undefined) {
    into.rejections.push({ reason: "not-a-number", detail: { code: "value-missing", facts: { factor, field } } });
  }
  return value;
}

function notANumber(factor: string, { field, text }: FactorData["unreadable"][number]): Rejection {
  const facts = { factor, field, text: text.slice(0, 40) };
  return { reason: "not-a-number", detail: { code: "value-not-a-number", facts } };
}

function isNoiseField(field: NumberField): field is NoiseField {
  return field === "Data" || field === "DayData" || field === "NightData";
}

/** What stands beside the value: the device's own conversion, extremes and total. */
function besides({ numbers }: FactorData, isMean: boolean): Pick<Reading, "converted" | "min" | "max" | "total"> {
  const converted = isMean ? numbers.ZsAvg : numbers.ZsRtd;
  return {
    ...(converted !== undefined && { converted }),
    ...(numbers.Min !== undefined && { min: numbers.Min }),
    ...(numbers.Max !== undefined && { max: numbers.Max }),
    ...(numbers.Cou !== undefined && { total: numbers.Cou }),
  };
}

const MOST_VENDOR_FLAG = 16;
const HAS_CONTROL = /\p{C}/u;

/** What nobody judges by. A vendor's flag of the standard has four characters; one that cannot be shown is left out. */
function notesOf({ numbers, sampleTime = "", eFlag = "" }: FactorData, into: MappedParts): ReadingBeside {
  const sampledAt = sampleTime === "" ? undefined : parseBeijingStamp(sampleTime);
  if (sampleTime !== "" && sampledAt === undefined) noteQuirk(into.quirks, "value-beside-unreadable");
  const isShown = eFlag !== "" && eFlag.length <= MOST_VENDOR_FLAG && !HAS_CONTROL.test(eFlag);
  if (eFlag !== "" && !isShown) noteQuirk(into.quirks, "value-beside-unreadable");
  return {
    ...(numbers.RawAvg !== undefined && { rawMean: numbers.RawAvg }),
    ...(sampledAt !== undefined && { sampledAt }),
    ...(isShown && { vendorFlag: eFlag }),
  };
}

/** An empty field says nothing; a text where a number belongs is put aside, and the value stays. */
function sayUnreadableBesides({ factor, unreadable }: FactorData, into: MappedParts): void {
  for (const part of unreadable) {
    if (isNoiseField(part.field)) continue;
    if (part.text === "") noteQuirk(into.quirks, "value-beside-unreadable");
    else into.rejections.push(notANumber(factor, part));
  }
}

/** A mean in realtime data, or a moment's value in those of a period, belongs to another command and is not kept. */
function noteOtherCommand(factor: FactorData, packet: PacketFacts, into: MappedParts): void {
  const { numbers } = factor;
  const { basis } = packet;
  if (takesMean(factor, packet)) return;
  const isRealtime = basis === "realtime";
  const hasMean = numbers.Avg !== undefined || numbers.ZsAvg !== undefined;
  const hasMoment = numbers.Rtd !== undefined || numbers.ZsRtd !== undefined;
  if (isRealtime ? hasMean : hasMoment) noteQuirk(into.quirks, "field-of-another-command");
}
