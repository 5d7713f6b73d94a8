import type { Command } from "../../core/casework/command.ts";
import type { EntryContent } from "../../core/entries/read-entry.ts";
import type { JournalEntry } from "../../core/journal/journal-entry.ts";
import type { Basis, Reading } from "../../core/readings/reading.ts";
import type { Registry } from "../../core/registry/registry.ts";
import { RegistryTimeline } from "../../core/registry/registry-timeline.ts";
import type { Instant } from "../../core/time.ts";
import { Judge, type Shares } from "../../judge/judge.ts";
import { MemoryRecords } from "../../storage/memory/memory-records.ts";
import { aGrid, NOW } from "./case-facts.ts";
import { aLimit, HOUR_START } from "./hour-facts.ts";
import { ORIGIN } from "./reading-origin.ts";

export const MN = "SIM410102000000000000001";
export const STACK = { outlet: "e1-DA001", pollutant: "a21026" };
export const BOUNDARY = { outlet: "e1-B1", pollutant: "a34001" };
export const JUDGED: Registry = {
  ...aGrid().registry,
  channels: [STACK, BOUNDARY].map((place) => ({ ...place, device: MN, factor: place.pollutant, unit: "mg/m3" })),
  limits: [aLimit({ value: 200 }), aLimit({ ...BOUNDARY, id: "tsp", basis: "boundary-hour-mean", value: 0.5 })],
};

/** A judge of that registry; each thing that happens is committed before the next. */
export function aJudge(registry: Registry = JUDGED, shares?: Shares) {
  const records = new MemoryRecords();
  const registries = new RegistryTimeline({ seq: 1, registry });
  const judge = new Judge(records, registries, shares);
  let seq = 1;
  const happen = async (content: EntryContent, at: Instant, over: Partial<JournalEntry> = {}): Promise<number> => {
    seq += 1;
    const from = { transport: "api", mn: MN, topic: "", payload: new Uint8Array(0), format: 1 } as const;
    const entry = { kind: "frame", seq, at, ...from, ...over } as const;
    if (content.kind === "registry") registries.add(seq, content.step);
    while ((await judge.apply({ entry, content })) === "commit-and-again") {
      await records.commit(await judge.take(seq - 1, "commit-and-again"));
    }
    await records.commit(await judge.take(seq));
    return seq;
  };
  const read = (readings: readonly Reading[], at: Instant = NOW, over: Partial<JournalEntry> = {}) => {
    const said = { isControl: false, rejections: [], quirks: [], raw: new Uint8Array(0), topic: "", transport: "mqtt" } as const;
    return happen({ kind: "message", message: { ...said, messageId: 0, seq: 0, receivedAt: at, mn: MN, readings } }, at, over);
  };
  const command = (asked: Command, at: Instant = NOW) => happen({ kind: "command", command: asked }, at);
  const hour = async (start: Instant = HOUR_START) => (await records.periodsOf([{ ...STACK, basis: "hour", start }]))[0];
  return { records, judge, happen, read, command, hour };
}

export function reading(
  place: typeof STACK,
  value: number,
  over: { readonly basis?: Basis; readonly at?: Instant } = {},
): Reading {
  return { ...place, basis: "hour", at: HOUR_START, value, flag: "N", ...ORIGIN, ...over };
}
