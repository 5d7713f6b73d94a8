import { expect, test } from "vitest";
import type { Segment } from "../../core/journal/journal.ts";
import type { JournalEntry } from "../../core/journal/journal-entry.ts";
import { NO_LOG } from "../../core/log.ts";
import { DAY, instant, plus } from "../../core/time.ts";
import { Retention } from "./retention.ts";

const NEWEST = instant(Date.UTC(2026, 10, 30));

/** Segments of one entry, the oldest first, each so many days older than the newest entry. */
function open(ages: readonly number[], retentionDays: number, isTrusted = true) {
  let kept: readonly Segment[] = ages.map((age, i) => ({
    ...{ firstSeq: i + 1, lastSeq: i + 1, file: `${i + 1}.gz`, bytes: 1, hash: "", previousHash: "" },
    ...{ firstAt: plus(NEWEST, -age * DAY), lastAt: plus(NEWEST, -age * DAY) },
  }));
  const lines: string[] = [];
  const retention = new Retention({
    archive: {
      segments: async () => kept,
      expire: async (before, most) => {
        const gone = kept.filter(({ lastAt }) => lastAt < before).slice(0, most);
        kept = kept.slice(gone.length);
        return gone;
      },
    },
    journal: { lastSeq: async () => 99, entry: async () => ({ seq: 99, at: NEWEST }) as JournalEntry },
    retentionDays,
    mayExpire: () => isTrusted,
    log: { ...NO_LOG, info: (facts, text) => lines.push(`${text} ${JSON.stringify(facts)}`) },
  });
  return { retention, lines, left: () => kept.map(({ firstSeq }) => firstSeq) };
}

// Behaviour
test("retention is measured by the journal's newest entry, and each segment that goes is logged", async () => {
  const { retention, lines, left } = open([11, 10, 9], 10);

  await retention.once();

  expect(left()).toEqual([2, 3]);
  expect(lines).toEqual([
    `segment past the retention deleted ${JSON.stringify({ firstSeq: 1, lastSeq: 1, lastAt: "2026-11-19T00:00:00.000Z", file: "1.gz", retentionDays: 10 })}`,
    `more may be past the retention ${JSON.stringify({ deleted: 1, kept: 2 })}`,
  ]);
});

test("one run lets a tenth of what is kept go, and more only where two days are more", async () => {
  const years = open(
    Array.from({ length: 30 }, () => 2_000),
    1_830,
  );
  await years.retention.once();
  expect(years.left()).toHaveLength(27);

  const fourDays = open(
    Array.from({ length: 30 }, () => 2_000),
    4,
  );
  await fourDays.retention.once();
  expect(fourDays.left()).toHaveLength(15);
});

// Behaviour
test("nothing goes while our clock is in doubt", async () => {
  const { retention, left } = open([3_000, 2_900], 1_830, false);

  await retention.once();

  expect(left()).toEqual([1, 2]);
});
