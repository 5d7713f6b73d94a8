import { expect, test } from "vitest";
import type { NewEntry } from "../core/journal/journal-entry.ts";
import { EMPTY_REGISTRY } from "../core/registry/registry.ts";
import { RegistryTimeline } from "../core/registry/registry-timeline.ts";
import { instant } from "../core/time.ts";
import { createMemoryJournal } from "../storage/memory/memory-journal.ts";
import { EntrySource } from "./entry-source.ts";

const MN = "SIM410102000000000000001";
const TOPIC = `outfall/v1/${MN}/readings`;
const AT = instant(Date.UTC(2026, 10, 23, 1, 5));

function entry(kind: NewEntry["kind"], document: unknown, parts: Partial<NewEntry> = {}): NewEntry {
  const payload = new TextEncoder().encode(JSON.stringify(document));
  return { kind, at: AT, transport: "mqtt", mn: MN, topic: TOPIC, payload, ...parts };
}

const REGISTRY = {
  ...EMPTY_REGISTRY,
  devices: [{ mn: MN }],
  channels: [{ outlet: "o1", device: MN, factor: "a21026", pollutant: "a21026", unit: "mg/m3" }],
};

test("entries that say much are read a few at a time and kept no longer than memory allows, and none is left out", async () => {
  const journal = createMemoryJournal();
  await journal.writer.append(entry("registry", REGISTRY, { transport: "api", mn: "", topic: "" }));
  const document = Array.from({ length: 500 }, (_, i) => ({
    at: new Date(AT - i * 60_000).toISOString(),
    basis: "realtime",
    values: Object.fromEntries(Array.from({ length: 20 }, (__, k) => [k === 0 ? "a21026" : `a9900${k}`, { value: i }])),
  }));
  // Each has 500 readings and 9,500 values of factors that nobody knows.
  const [count, seqs] = [30, [] as number[]];
  for (let i = 0; i < count; i += 1) await journal.writer.append(entry("frame", document));
  const source = new EntrySource(journal.reader, new RegistryTimeline());

  const pages: number[] = [];
  for (let at = 0; at < count + 1; at = seqs.at(-1) ?? 0) {
    const page = await source.read(at, 2_000);
    pages.push(page.length);
    seqs.push(...page.map((read) => read.entry.seq));
  }

  expect(seqs).toEqual(Array.from({ length: count + 1 }, (_, i) => i + 1));
  expect(Math.max(...pages)).toBeLessThan(15);
  expect(source.kept.bytes).toBeLessThanOrEqual(64 * 1024 * 1024);
  expect(source.kept.entries).toBeLessThan(count);
});
