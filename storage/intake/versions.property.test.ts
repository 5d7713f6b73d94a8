import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { DecodedMessage } from "../../core/readings/message.ts";
import type { Reading, StoredReading } from "../../core/readings/reading.ts";
import type { RevisedReading, SeriesStore } from "../../core/readings/series.ts";
import { instant, plus } from "../../core/time.ts";
import { ORIGIN } from "../../tests/support/reading-origin.ts";
import { runs } from "../../tests/support/runs.ts";
import { MemoryIntake } from "../memory/memory-intake.ts";
import { MemorySeries } from "../memory/memory-series.ts";
import { createSqliteSeries } from "../series/sqlite-series.ts";
import { openIntakeStore } from "./intake-store.ts";
import { openIntakeView } from "./intake-view.ts";

const START = instant(Date.UTC(2026, 10, 23));
const KEY = { outlet: "e1-DA001", pollutant: "a21026", basis: "hour" } as const;
const HOURS = [0, 1].map((n) => plus(START, n * 3_600_000));

/** A version as its source stated it: with an order of its own, so that its place does not depend on its arrival. */
const said = fc.record({
  at: fc.constantFrom(...HOURS),
  order: fc.integer({ min: 1, max: 6 }),
  value: fc.constantFrom(150, 250),
  flag: fc.constantFrom("N", "M"),
  total: fc.constantFrom(undefined, 1, 2),
});

type Said = typeof said extends fc.Arbitrary<infer T> ? T : never;

function messageOf({ total, ...facts }: Said, seq: number): DecodedMessage {
  const reading: Reading = { ...KEY, ...ORIGIN, ...facts, ...(total !== undefined && { total }) };
  const fixed = { transport: "hj212", topic: "", raw: Uint8Array.of(seq), isControl: false, quirks: [] } as const;
  const receivedAt = plus(START, seq * 1000);
  return { ...fixed, messageId: seq, seq, receivedAt, mn: ORIGIN.mn, readings: [reading], rejections: [] };
}

/** A set of things that were said, and a sequence in which each comes at least once, in batches. */
const story = fc.array(said, { minLength: 1, maxLength: 8 }).chain((set) =>
  fc.record({
    set: fc.constant(set),
    order: fc
      .array(fc.nat(set.length - 1), { maxLength: 8 })
      .chain((repeats) => fc.shuffledSubarray([...set.keys(), ...repeats], { minLength: set.length + repeats.length })),
    batch: fc.integer({ min: 1, max: 5 }),
  }),
);

// Behaviour
test("any order and any repeats of what sources said give the same value in force and the same versions, in every store", async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ set, order, batch }) => {
      const directory = mkdtempSync(join(tmpdir(), "outfall-versions-"));
      const store = openIntakeStore({ directory });
      const view = openIntakeView({ directory });
      const twin = new MemoryIntake();
      const series = [new MemorySeries(), createSqliteSeries({ file: join(directory, "series.sqlite") })];
      try {
        let shipped = 0;
        for (let from = 0; from < order.length; from += batch) {
          const messages = order.slice(from, from + batch).map((n, i) => messageOf(set[n] as Said, from + i + 1));
          const upTo = from + messages.length;
          await store.apply(messages, upTo);
          await twin.apply(messages, upTo);
          // The long-term stores are fed in pages of their own, as the shipper does.
          await ship(series, await view.changes(shipped, upTo, 100));
          shipped = upTo;
        }
        for (const at of HOURS) {
          const expected = versionsOf(set.filter((one) => one.at === at));
          for (const source of [view, twin, ...series]) {
            expect((await source.versions({ ...KEY, at })).map(contentOf)).toEqual(expected.map(({ content }) => content));
          }
        }
        const inForce = HOURS.flatMap((at) => versionsOf(set.filter((one) => one.at === at)).slice(-1));
        const contents = inForce.map(({ content }) => content);
        const whole = { ...KEY, from: START, to: plus(START, 7_200_000) };
        for (const found of [view.series(whole), twin.series(whole), ...series.map((one) => one.query(whole))]) {
          expect((await found).map(contentOf)).toEqual(contents);
        }
        expect((await view.series(whole)).map((version) => version.order)).toEqual(inForce.map((version) => version.order));
        const latest = contents.at(-1);
        expect((await view.latest([KEY.outlet])).map(contentOf)).toEqual([latest]);
        expect((await twin.latest([KEY.outlet])).map(contentOf)).toEqual([latest]);
      } finally {
        await Promise.all([store.close(), view.close(), ...series.map((one) => one.close())]);
        rmSync(directory, { recursive: true });
      }
    }),
    { numRuns: runs(300) },
  );
});

async function ship(stores: readonly SeriesStore[], changes: readonly RevisedReading[]): Promise<void> {
  for (const store of stores) expect(await store.write(changes)).toEqual([]);
}

/** The same rule in other words: each content with the last order in which it was said, oldest first. */
function versionsOf(set: readonly Said[]): readonly { readonly content: string; readonly order: number }[] {
  const last = new Map<string, { readonly said: Said; readonly order: number }>();
  for (const one of set) {
    const order = Math.max(one.order, last.get(contentOf(one))?.order ?? 0);
    last.set(contentOf(one), { said: one, order });
  }
  return [...last.entries()]
    .sort(([, a], [, b]) => a.order - b.order || rank(a.said) - rank(b.said))
    .map(([content, { order }]) => ({ content, order }));
}

/** Of two contents of one order: the greater value, then the greater total, then the later flag. */
function rank({ value, total, flag }: Said): number {
  return value * 100 + (total ?? 0) * 10 + (flag === "N" ? 1 : 0);
}

function contentOf({
  value,
  flag,
  total,
}: Pick<StoredReading, "value" | "flag"> & { readonly total?: number | undefined }): string {
  return `${value} ${flag} ${total ?? "-"}`;
}
