import type { JournalEntry } from "../../core/journal/journal-entry.ts";
import type { DecodedMessage } from "../../core/readings/message.ts";
import { indexRegistry, type RegistryIndex } from "../../core/registry/grid.ts";
import { type Channel, type Device, EMPTY_REGISTRY } from "../../core/registry/registry.ts";
import { instant } from "../../core/time.ts";
import { encodeFrame, type FrameItems } from "../../ingest/codecs/hj212/encode-frame.ts";
import { decodeEntry } from "../../ingest/decode-entry.ts";

export const MN = "SIM410102000000000000001";
/** Beijing wall clock as an instant: `at("2026-01-02 03:10")`. */
export const at = (beijing: string): number => Date.parse(`${beijing.replace(" ", "T")}+08:00`);
export const NOW = instant(at("2026-01-02 03:10:00"));

export function registryOf(device: Partial<Device> = {}, extra: readonly Channel[] = []): RegistryIndex {
  return indexRegistry({
    ...EMPTY_REGISTRY,
    devices: [{ mn: MN, ...device }],
    channels: [
      { outlet: "e1-DA001", device: MN, st: "31", factor: "a21026", pollutant: "a21026", unit: "mg/m3" },
      { outlet: "e1-DA001", device: MN, factor: "02", pollutant: "a21026", unit: "mg/m3" },
      { outlet: "e1-B1", device: MN, factor: "a34001", pollutant: "a34001", unit: "mg/m3" },
      { outlet: "e1-N1", device: MN, factor: "Leq", pollutant: "Leq", unit: "dB" },
      ...extra,
    ],
  });
}

export const REGISTRY = registryOf();

export function entryOf(payload: Uint8Array | string, changes: Partial<JournalEntry> = {}): JournalEntry {
  const bytes = typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
  return { seq: 7, kind: "frame", at: NOW, transport: "hj212", mn: MN, topic: "", payload: bytes, ...changes, format: 1 };
}

export function frame(items: Partial<FrameItems>): Uint8Array {
  return encodeFrame({ qn: "20260102030500001", st: "31", cn: "2061", pw: "123456", mn: MN, flag: 5, cp: "", ...items });
}

export const decode = (items: Partial<FrameItems>, registry = REGISTRY): DecodedMessage =>
  decodeEntry(entryOf(frame(items)), registry);

export const json = (document: unknown): DecodedMessage =>
  decodeEntry(
    entryOf(typeof document === "string" ? document : JSON.stringify(document), {
      transport: "mqtt",
      topic: `outfall/v1/${MN}/readings`,
    }),
    REGISTRY,
  );
