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

const HOUR = { at: "2026-11-23T08:00:00+08:00", basis: "hour", values: { a21026: { value: 250 } } };
const REGISTRY = {
  ...EMPTY_REGISTRY,
  devices: [{ mn: MN }],
  channels: [{ outlet: "o1", device: MN, factor: "a21026", pollutant: "a21026", unit: "mg/m3" }],
};

test("a message that is offered again keeps the place of its first arrival", async () => {
  const journal = createMemoryJournal();
  await journal.writer.append(entry("registry", REGISTRY, { transport: "api", mn: "", topic: "" }));
  await journal.writer.append(entry("frame", HOUR));
  await journal.writer.append(entry("retry", HOUR, { at: instant(AT + 3_600_000), ref: 2 }));
  const source = new EntrySource(journal.reader, new RegistryTimeline());

  const read = await source.read(0, 10);

  const [first, again] = read.flatMap(({ content }) => (content.kind === "message" ? [content.message] : []));
  expect(first?.readings).toMatchObject([{ value: 250, order: AT, arrival: { entry: 2 } }]);
  expect(again).toMatchObject({ messageId: 2, receivedAt: AT + 3_600_000 });
  expect(again?.readings).toEqual(first?.readings);
});

test("a message whose first entry the journal keeps no more is older than all that is known", async () => {
  const journal = createMemoryJournal();
  await journal.writer.append(entry("registry", REGISTRY, { transport: "api", mn: "", topic: "" }));
  await journal.writer.append(entry("retry", HOUR, { ref: 900 }));
  const source = new EntrySource(journal.reader, new RegistryTimeline());

  const [, retried] = await source.read(0, 10);

  expect(retried?.content).toMatchObject({ message: { readings: [{ order: 0, arrival: { entry: 900 } }] } });
});

test("of entries that say nothing the last 8,192 are kept, and an older one is read again", async () => {
  const journal = createMemoryJournal();
  for (let seq = 1; seq <= 8_200; seq += 1) {
    await journal.writer.append({ ...entry("tick", {}), payload: new Uint8Array(0), transport: "system", mn: "", topic: "" });
  }
  const source = new EntrySource(journal.reader, new RegistryTimeline());

  expect(await source.read(0, 10_000)).toHaveLength(8_200);

  expect(source.kept.entries).toBe(8_192);
  expect((await source.read(0, 3)).map((read) => read.entry.seq)).toEqual([1, 2, 3]);
});
