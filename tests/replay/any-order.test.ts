import fc from "fast-check";
import { expect, test } from "vitest";
import type { JournalEntry, NewEntry } from "../../core/journal/journal-entry.ts";
import { REGISTRY_FORMAT } from "../../core/registry/registry.ts";
import { formatIso, HOUR, type Instant, MINUTE, plus } from "../../core/time.ts";
import { MemoryRecords } from "../../storage/memory/memory-records.ts";
import { MN } from "../support/district.ts";
import { at } from "../support/hour-facts.ts";
import { runs } from "../support/runs.ts";
import { everythingOf, REGISTRIES, Reading } from "../support/story.ts";

/** The hours that messages are about; all of them are complete when the first arrives. */
const FIRST_HOUR = at("2026-11-23T06:00:00+08:00");
const FIRST_ARRIVAL = at("2026-11-23T20:00:00+08:00");
/** Noon of the next day: the second watermark of every hour. */
const AFTERWARDS = at("2026-11-24T12:30:00+08:00");
const HOURS = 6;

/** A reading that the device says at `sent`, so that its place among the versions is known whenever it arrives. */
const reading = fc.record({
  factor: fc.constantFrom("a21026", "a21002", "a19001", "a34001"),
  hour: fc.nat(HOURS - 1),
  /** `null`: the mean of the hour; else a ten-minute value of it. */
  minute: fc.constantFrom(null, null, 0, 10, 20, 30, 40, 50),
  value: fc.constantFrom(0.5, 1.2, 11, 15, 80, 100, 130, -9999),
  flag: fc.constantFrom("N", "N", "N", "D"),
});
type Said = (typeof reading extends fc.Arbitrary<infer T> ? T : never) & { readonly sent: number };

/** Each is said at a moment of its own: two contents of one order are told apart by their arrival. */
const readings = fc
  .array(reading, { minLength: 5, maxLength: 40 })
  .chain((said) => fc.shuffledSubarray([...said.keys()], { minLength: said.length }).map((sent) => [said, sent] as const))
  .map(([said, sent]) => said.map((one, i) => ({ ...one, sent: sent[i] ?? 0 })));

/** The same set of messages in two orders, the second with repeats. */
const orders = readings.chain((set) =>
  fc.record({
    set: fc.constant(set),
    shuffled: fc
      .array(fc.nat(set.length - 1), { maxLength: 10 })
      .chain((again) => shuffle([...set, ...again.map((i) => set[i] as Said)])),
  }),
);

function shuffle(items: readonly Said[]): fc.Arbitrary<readonly Said[]> {
  return fc.shuffledSubarray([...items.keys()], { minLength: items.length }).map((order) => order.map((i) => items[i] as Said));
}

function journalOf(said: readonly Said[]): readonly JournalEntry[] {
  const entries: JournalEntry[] = [];
  const add = (entry: Pick<NewEntry, "kind" | "payload"> & Partial<NewEntry>, now: Instant): void => {
    const format = entry.kind === "registry" ? REGISTRY_FORMAT : 1;
    entries.push({ transport: "api", mn: "", topic: "", ...entry, at: now, seq: entries.length + 1, format });
  };
  add({ kind: "registry", payload: bytes({ registry: REGISTRIES[0] }) }, FIRST_ARRIVAL);
  for (const [i, one] of said.entries()) {
    const frame = { kind: "frame", transport: "mqtt", mn: MN, topic: `outfall/v1/${MN}/readings` } as const;
    add({ ...frame, payload: bytes(messageOf(one)) }, plus(FIRST_ARRIVAL, (i + 1) * 7 * MINUTE));
  }
  add({ kind: "tick", payload: new Uint8Array(0) }, AFTERWARDS);
  return entries;
}

function messageOf({ factor, hour, minute, value, flag, sent }: Said) {
  const start = plus(FIRST_HOUR, hour * HOUR + (minute ?? 0) * MINUTE);
  return {
    at: formatIso(start),
    basis: minute === null ? "hour" : "minute",
    sent: formatIso(plus(FIRST_HOUR, HOURS * HOUR + sent * MINUTE)),
    values: { [factor]: { value, flag } },
  };
}

function bytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** What is said at the end: of verdicts and findings everything but when and by which entry it was said. */
async function endOf(said: readonly Said[]) {
  const entries = journalOf(said);
  const records = new MemoryRecords();
  const reading = new Reading(entries, records);
  while (await reading.judge(9)) await reading.commit();
  const { findings, verdicts, deadlines } = await everythingOf(records, entries.length);
  return {
    verdicts,
    findings: findings
      .map(({ id, status, level, value, validity, disputed }) => ({ id, status, level, value, validity, disputed }))
      .filter(({ status }) => status !== "withdrawn")
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    asks: deadlines.filter((d) => d.kind === "ask-again").map(({ id, at: due }) => [id, due]),
  };
}

// Behaviour
test("the same messages give the same verdicts and findings, in whatever order and however often they come before the second watermark", async () => {
  await fc.assert(
    fc.asyncProperty(orders, async ({ set, shuffled }) => {
      expect(await endOf(shuffled)).toEqual(await endOf(set));
    }),
    { numRuns: runs(150), seed: 20_261_130 },
  );
});
