import fc from "fast-check";
import { expect, test } from "vitest";
import { totalOf } from "../../cases/incident/standing-counts.ts";
import type { JournalEntry } from "../../core/journal/journal-entry.ts";
import { formatIso, HOUR, plus } from "../../core/time.ts";
import { MemoryRecords } from "../../storage/memory/memory-records.ts";
import { MN } from "../support/district.ts";
import { at } from "../support/hour-facts.ts";
import { everythingOf, REGISTRIES, Reading } from "../support/story.ts";

const FIRST_HOUR = at("2026-11-18T00:00:00+08:00");
/** Before noon: the hours of yesterday and today are provisional, those before them confirmed at once. */
const NOW = at("2026-11-23T10:00:00+08:00");
const HOURS = 120;

/** Hours, by how many after the first they are, and their means: half of them exceed 100. */
const means = fc.array(fc.constantFrom(80, 90, 130, 150), { minLength: HOURS, maxLength: HOURS });
/** Which days have no hours at all, so that there are several incidents. */
const quiet = fc.uniqueArray(fc.nat(4), { maxLength: 3 });

type Hour = readonly [n: number, mean: number];

function journalOf(hours: readonly Hour[]): readonly JournalEntry[] {
  const head = { at: NOW, format: 1, mn: "", topic: "", transport: "api" } as const;
  const registry = { ...head, seq: 1, kind: "registry", payload: bytes(REGISTRIES[0]) } as const;
  const frames = hours.map(([n, value], i) => {
    const reading = { at: formatIso(plus(FIRST_HOUR, n * HOUR)), basis: "hour", values: { a21026: { value } } };
    const where = { transport: "mqtt", mn: MN, topic: `outfall/v1/${MN}/readings` } as const;
    return { ...head, ...where, seq: i + 2, kind: "frame", payload: bytes(reading) } as const;
  });
  return [registry, ...frames];
}

function bytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** The cases of which something stands, each with its findings, level and state, in an order of their own. */
async function casesAfter(hours: readonly Hour[]) {
  const entries = journalOf(hours);
  const records = new MemoryRecords();
  const reading = new Reading(entries, records);
  while (await reading.judge(50)) await reading.commit();
  const { findings, cases } = await everythingOf(records, entries.length);
  const living = (id: string | null): string | null => {
    const row = cases.find((c) => c.id === id);
    return row === undefined || row.mergedInto === null ? id : living(row.mergedInto);
  };
  const standing = findings.filter((f) => f.status === "provisional" || f.status === "confirmed");
  return {
    standing: standing.map((f) => [f.id, f.status, f.level]).sort(),
    cases: cases
      .filter((c) => totalOf(c.standing) > 0)
      .map(({ id, level, state, standing: counts }) => {
        const own = standing.filter((f) => living(f.caseId) === id).map((f) => f.id);
        return { own: own.sort(), level, state, counts };
      })
      .sort((a, b) => ((a.own[0] ?? "") < (b.own[0] ?? "") ? -1 : 1)),
  };
}

test("30 sets of 120 hours give the same cases in order, late and doubled, and shuffled", async () => {
  const seen = new Set<number>();
  await fc.assert(
    fc.asyncProperty(means, quiet, fc.infiniteStream(fc.nat(10_000)), async (values, days, chances) => {
      const hours = values.map((mean, n): Hour => [n, mean]).filter(([n]) => !days.includes(Math.floor(n / 24)));
      const shuffled = hours.map((hour) => ({ hour, at: chances.next().value ?? 0 })).sort((a, b) => a.at - b.at);

      const inOrder = await casesAfter(hours);
      expect(await casesAfter(hours.toReversed().flatMap((hour) => [hour, hour]))).toEqual(inOrder);
      expect(await casesAfter(shuffled.map(({ hour }) => hour))).toEqual(inOrder);
      seen.add(inOrder.cases.length);
    }),
    { numRuns: 30, seed: 20_261_123 },
  );
  // Sets that always make one case would prove nothing.
  expect(seen.size).toBeGreaterThan(1);
});
