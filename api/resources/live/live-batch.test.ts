import { expect, test } from "vitest";
import type { IntakeView } from "../../../core/readings/intake.ts";
import type { RecordsView } from "../../../core/records/records.ts";
import { readBatch } from "./live-batch.ts";

const rows = (seqs: readonly number[]) => ({ latestAfter: () => seqs.map((seq) => ({ seq })) }) as unknown as IntakeView;
const nothing = { eventsAfter: async () => [] } as unknown as RecordsView;
const FROM = { intakeSeq: 0, eventId: 7 };

test("a batch that is cut in the middle of an entry leaves that entry for the next time", async () => {
  const seqs = [...Array.from({ length: 1_999 }, (_, i) => i + 1), 2_000];
  const cut = seqs.map((seq) => Math.min(seq, 1_990));

  const batch = await readBatch(FROM, rows(cut), nothing);

  expect(batch.upTo).toEqual({ intakeSeq: 1_989, eventId: 7 });
  expect(batch.readings).toHaveLength(1_989);
  expect(batch.partial).toBe(true);
});

test("a batch with everything goes up to its last entry", async () => {
  const batch = await readBatch(FROM, rows([3, 5, 5]), nothing);

  expect(batch).toMatchObject({ upTo: { intakeSeq: 5, eventId: 7 }, partial: false });
});

test("without news the position stays", async () => {
  expect((await readBatch(FROM, rows([]), nothing)).upTo).toEqual(FROM);
});

test("an entry with more readings than one batch is told whole, and there may be more", async () => {
  const batch = await readBatch(FROM, rows(Array.from({ length: 2_000 }, () => 9)), nothing);

  expect(batch).toMatchObject({ upTo: { intakeSeq: 9 }, partial: true });
  expect(batch.readings).toHaveLength(2_000);
});
