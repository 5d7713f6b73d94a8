import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { IntakeView } from "../../core/readings/intake.ts";
import type { DecodedMessage } from "../../core/readings/message.ts";
import { type BeijingDate, instant, plus } from "../../core/time.ts";
import { rejection as rejectionOf } from "../../tests/support/intake-facts.ts";
import { byArrival, ORIGIN } from "../../tests/support/reading-origin.ts";
import { runs } from "../../tests/support/runs.ts";
import { MemoryIntake } from "../memory/memory-intake.ts";
import { openIntakeStore } from "./intake-store.ts";
import { openIntakeView } from "./intake-view.ts";

/** 2026-11-23 23:59:50 in Beijing: the day changes while messages come. */
const START = instant(Date.UTC(2026, 10, 23, 15, 59, 50));
const DAYS = ["2026-11-23", "2026-11-24"] as BeijingDate[];
const OUTLETS = ["e1-DA001", "e1-DA002"];
const PERIODS = 4;

const reading = fc.record({
  outlet: fc.constantFrom(...OUTLETS),
  pollutant: fc.constant("a21026"),
  basis: fc.constant("minute" as const),
  at: fc.nat(PERIODS - 1).map((period) => plus(START, period * 60_000)),
  value: fc.constantFrom(1, 2),
  flag: fc.constantFrom("N", "M"),
  total: fc.constantFrom(undefined, 7),
  /** The order that the source states; 0 when it states none. */
  order: fc.constantFrom(0, 0, 1, 2, 3),
});
const rejection = fc.constantFrom("a99999", "a88888").map((factor) => rejectionOf(factor));
const content = fc.record({
  mn: fc.constantFrom("SIM410102000000000000001", "SIM410102000000000000002"),
  readings: fc.array(reading, { maxLength: 3 }),
  rejections: fc.array(rejection, { maxLength: 2 }),
  /** Which earlier message it offers again; most offer none. */
  retryOf: fc.option(fc.nat(19), { freq: 3 }),
  endsBatch: fc.boolean(),
});

type Content = typeof content extends fc.Arbitrary<infer T> ? T : never;

test("whatever comes, in whatever batches, SQLite and memory answer the same, and the account adds up", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(content, { maxLength: 20 }), async (contents) => {
      const directory = mkdtempSync(join(tmpdir(), "outfall-model-"));
      const store = openIntakeStore({ directory, quarantineRowsPerDay: 6 });
      const view = openIntakeView({ directory });
      const twin = new MemoryIntake({ quarantineRowsPerDay: 6 });
      try {
        const messages = contents.map(toMessage);
        for (const batch of batchesOf(messages, contents)) {
          const upTo = batch.at(-1)?.seq ?? 0;
          expect(await store.apply(batch, upTo)).toEqual(await twin.apply(batch, upTo));
        }

        expect(await answersOf(view)).toEqual(await answersOf(twin));
        const first = messages.filter((m) => m.messageId === m.seq).length;
        const accounts = await Promise.all(DAYS.map((day) => view.account({ day })));
        expect(accounts.reduce((sum, { received }) => sum + received, 0)).toBe(first);
      } finally {
        await store.close();
        await view.close();
        rmSync(directory, { recursive: true });
      }
    }),
    { numRuns: runs(100) },
  );
});

function toMessage({ mn, readings, rejections, retryOf }: Content, i: number): DecodedMessage {
  const seq = i + 1;
  const fixed = { transport: "mqtt", topic: "", raw: Uint8Array.of(seq), isControl: false, quirks: [] } as const;
  const messageId = retryOf === null || retryOf >= i ? seq : retryOf + 1;
  const said = readings.map(({ total, ...rest }) => ({ ...ORIGIN, ...rest, ...(total !== undefined && { total }) }));
  return byArrival({ ...fixed, messageId, seq, receivedAt: plus(START, seq * 1000), mn, readings: said, rejections });
}

function batchesOf(
  messages: readonly DecodedMessage[],
  contents: readonly { readonly endsBatch: boolean }[],
): DecodedMessage[][] {
  const batches: DecodedMessage[][] = [[]];
  for (const [i, message] of messages.entries()) {
    batches.at(-1)?.push(message);
    if (contents[i]?.endsBatch) batches.push([]);
  }
  return batches.filter((batch) => batch.length > 0);
}

/** Everything a view can be asked about the small world of this test. */
async function answersOf(view: IntakeView) {
  const series = OUTLETS.map((outlet) => ({ outlet, pollutant: "a21026", basis: "minute" as const }));
  return {
    cursor: await view.cursor(),
    accounts: await Promise.all(DAYS.map((day) => view.account({ day }))),
    quarantine: (await view.quarantine({ limit: 100 })).map((row) => ({ ...row, raw: [...row.raw] })),
    series: await Promise.all(series.map((key) => view.series({ ...key, from: START, to: plus(START, PERIODS * 60_000) }))),
    versions: await Promise.all(
      series.flatMap((key) => [0, 1, 2, 3].map((n) => view.versions({ ...key, at: plus(START, n * 60_000) }))),
    ),
    latest: await view.latest(OUTLETS),
    latestAfter: inAnyOrder(await view.latestAfter(3, 1)),
    changes: await Promise.all([0, 5, 10].map(async (after) => inAnyOrder(await view.changes(after, 20, 4)))),
  };
}

/** Readings of one entry have no order among them. */
function inAnyOrder(
  readings: readonly { readonly seq: number; readonly outlet: string; readonly at: number; readonly revision: number }[],
) {
  const key = (r: (typeof readings)[number]) => `${String(r.seq).padStart(3, "0")} ${r.outlet} ${r.at} ${r.revision}`;
  return [...readings].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
