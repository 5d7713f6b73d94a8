import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { IntakeView } from "../../core/readings/intake.ts";
import type { DecodedMessage } from "../../core/readings/message.ts";
import { isBucketWidth, Outline, pointOf, type SeriesPoint } from "../../core/readings/outline.ts";
import { BASES } from "../../core/readings/reading.ts";
import { HOUR, instant, LAST_INSTANT, plus } from "../../core/time.ts";
import { EIGHT, message, reading } from "../../tests/support/intake-facts.ts";
import { spanOf } from "./block-span.ts";
import { type IntakeFile, openIntakeFile } from "./intake-file.ts";
import { openIntakeStore, type SqliteIntakeStore } from "./intake-store.ts";
import { openIntakeView } from "./intake-view.ts";

const SERIES = { outlet: "e1-DA001", pollutant: "a21026", basis: "realtime" } as const;
const HOURS = 24;
/** Each hour has a point or more in any bucket, so as few as this are given only in buckets wider than an hour. */
const MOST = HOURS;
const BOUNDS = { most: MOST, mostRows: 1_000_000 };
const QUERY = { ...SERIES, from: EIGHT, to: plus(EIGHT, HOURS * HOUR) };

interface Opened {
  readonly store: SqliteIntakeStore;
  readonly view: IntakeView;
  readonly file: IntakeFile;
}

async function withStore(work: (opened: Opened) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "outfall-block-outlines-"));
  const [store, view] = [openIntakeStore({ directory }), openIntakeView({ directory })];
  const file = openIntakeFile(directory);
  try {
    await work({ store, view, file });
  } finally {
    file.close();
    await view.close();
    await store.close();
    await rm(directory, { recursive: true });
  }
}

interface Value {
  readonly minute: number;
  readonly value: number;
  readonly converted?: number;
  readonly flag: string;
}

/** Messages of one hour each; the same period twice is a correction. */
function messages(hours: readonly (readonly Value[])[], firstSeq: number): readonly DecodedMessage[] {
  return hours.map((values, hour) => {
    const seq = firstSeq + hour;
    const readings = values.map(({ minute, ...parts }) =>
      reading({ ...SERIES, at: plus(EIGHT, hour * HOUR + minute * 60_000), ...parts, order: seq, arrival: { entry: seq } }),
    );
    return message(seq, { readings });
  });
}

async function packAll(store: SqliteIntakeStore): Promise<void> {
  while (await store.pack(LAST_INSTANT)) await store.cursor();
}

async function apply(store: SqliteIntakeStore, all: readonly DecodedMessage[]): Promise<void> {
  await store.apply(all, all.at(-1)?.seq ?? 0);
}

const aValue: fc.Arbitrary<Value> = fc.record(
  {
    minute: fc.integer({ min: 0, max: 59 }),
    value: fc.integer({ min: -9, max: 99 }).map((n) => n / 10),
    converted: fc.integer({ min: -9, max: 99 }),
    flag: fc.constantFrom("N", "N", "N", "C"),
  },
  { requiredKeys: ["minute", "value", "flag"] },
);
const hours = (least: number, most: number) =>
  fc.array(fc.array(aValue, { minLength: least, maxLength: most }), { minLength: HOURS, maxLength: HOURS });

// Behaviour
test("a long chart is the same whether its values lie in rows, in blocks, or corrected over blocks", async () => {
  await fc.assert(
    fc.asyncProperty(hours(6, 12), hours(0, 1), hours(0, 1), async (first, corrected, late) => {
      await withStore(async ({ store, view }) => {
        await apply(store, messages(first, 1));
        await apply(store, messages(corrected, 1 + HOURS));
        await packAll(store);
        await apply(store, messages(late, 1 + 2 * HOURS));
        const expected = new Outline<SeriesPoint>(MOST);
        for (const version of await view.series(QUERY)) expected.add(pointOf(version));

        const { points, thinned } = await view.outline(QUERY, BOUNDS);
        // Begins and ends within blocks over which no row stands.
        const within = { ...QUERY, from: plus(EIGHT, HOUR / 2), to: plus(QUERY.to, -2.5 * HOUR) };
        const expectedPart = new Outline<SeriesPoint>(MOST);
        for (const version of await view.series(within)) expectedPart.add(pointOf(version));
        const part = await view.outline(within, BOUNDS);

        expect(points).toEqual(expected.points());
        expect(thinned).toBe(expected.isThinned);
        expect(part.points).toEqual(expectedPart.points());
      });
    }),
    { numRuns: 15 },
  );
});

/** Hours of a value a minute, 50 to 58, the newest of which stays a row. */
const PLAIN = Array.from({ length: HOURS }, () =>
  Array.from({ length: 60 }, (_, minute): Value => ({ minute, value: 50 + (minute % 9), flag: "N" })),
);

test("a chart of which a point stands for a block or more reads no block whole", async () => {
  await withStore(async ({ store, view, file }) => {
    await apply(store, messages([...PLAIN, PLAIN[0] ?? []], 1));
    await packAll(store);
    const before = await view.outline(QUERY, BOUNDS);
    file.exec("DROP TRIGGER reading_block_written; UPDATE reading_block SET content = x'ff'");

    expect(await view.outline(QUERY, BOUNDS)).toEqual(before);
    await expect(view.outline(QUERY, { ...BOUNDS, most: 4_000 })).rejects.toThrow("format 255");
  });
});

test("blocks of a build that kept no outlines get theirs while others are packed, and are read before that, too", async () => {
  await withStore(async ({ store, view, file }) => {
    await apply(store, messages(PLAIN, 1));
    await packAll(store);
    const before = await view.outline(QUERY, BOUNDS);
    file.exec("DELETE FROM reading_block_outline; DELETE FROM meta WHERE name = 'blocks-outlined'");
    const outlines = () => file.prepare("SELECT start, periods, kept FROM reading_block_outline ORDER BY start").raw().all([]);
    const early = await view.outline(QUERY, BOUNDS);

    await packAll(store);

    expect(early.points).toEqual(before.points);
    expect(outlines()).toHaveLength(HOURS - 1);
    // Of an hour the first (the lowest), the highest and the last.
    expect(outlines()[0]).toEqual([EIGHT, 60, 3]);
    expect(await view.outline(QUERY, BOUNDS)).toEqual(before);
  });
});

test("an outline goes with its block, and is made anew when the block is written again by whatever build", async () => {
  await withStore(async ({ store, file }) => {
    await apply(store, messages(PLAIN, 1));
    await packAll(store);
    const starts = () => file.prepare("SELECT start FROM reading_block_outline ORDER BY start").raw().all([]).flat();

    file.exec(`UPDATE reading_block SET content = content WHERE start = ${EIGHT}`);
    expect(starts()[0]).toBe(EIGHT + HOUR);

    const [bounds, series] = [{ before: instant(EIGHT + 3 * HOUR), passed: HOURS }, await store.nextSeries(0)];
    if (series === undefined) throw new Error("nothing was stored");
    const page = { from: 0, most: 10 };
    expect(await store.letGo(await store.settled(series, bounds, page), bounds)).toBe(3);
    expect(starts()[0]).toBe(EIGHT + 3 * HOUR);
  });
});

test("every stretch that is packed is as wide as a bucket of an outline", () => {
  expect(BASES.filter((basis) => !isBucketWidth(spanOf(basis)))).toEqual([]);
});
