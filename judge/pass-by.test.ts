import { expect, test } from "vitest";
import type { ReadEntry } from "../core/entries/read-entry.ts";
import type { AskedRetry } from "../core/entries/retry-entry.ts";
import { RegistryTimeline } from "../core/registry/registry-timeline.ts";
import { type Instant, MINUTE, plus } from "../core/time.ts";
import { MemoryRecords } from "../storage/memory/memory-records.ts";
import { NOW } from "../tests/support/case-facts.ts";
import { JUDGED, MN, reading, STACK } from "../tests/support/judge-desk.ts";
import { Judge } from "./judge.ts";
import { applyAndCommit } from "./judge-reader.ts";

const ASKED: AskedRetry = { request: { id: "r1", fingerprint: "row-1", actor: "u1" }, row: "row-1" };

/** A message of one moment; the one with the number 2 is the first of the journal that is judged. */
function moment(seq: number, at: Instant, asked?: AskedRetry): ReadEntry {
  const raw = new Uint8Array(0);
  const from = { transport: "mqtt", mn: MN, topic: "" } as const;
  const readings = [reading(STACK, 150, { basis: "realtime", at })];
  const message = { ...from, isControl: false, rejections: [], quirks: [], raw, messageId: 7, seq, receivedAt: at, readings };
  const content = { kind: "message", message, ...(asked !== undefined && { asked }) } as const;
  return { entry: { ...from, kind: "frame", seq, at, payload: raw, format: 1 }, content };
}

async function judged(...entries: readonly ReadEntry[]): Promise<MemoryRecords> {
  const records = new MemoryRecords();
  const judge = new Judge(records, new RegistryTimeline({ seq: 1, registry: JUDGED }));
  expect(await applyAndCommit(judge, records, { at: 1, entries })).toBe(entries.at(-1)?.entry.seq);
  return records;
}

test("whoever asked for a message of moments to be offered again gets the outcome, however lately the device was heard", async () => {
  const records = await judged(moment(2, NOW), moment(3, plus(NOW, MINUTE), ASKED), moment(4, plus(NOW, 2 * MINUTE), ASKED));

  const outcome = { ok: true, result: { id: "row-1", messageId: 7 } };
  expect(await records.outcome(3)).toEqual({ ...outcome, seq: 3 });
  expect(await records.outcome(4)).toEqual({ ...outcome, seq: 4, first: 3 });
});

test("a message of moments moves the judge's clock and says that its device was heard, at most once in five minutes", async () => {
  const records = await judged(moment(2, NOW), moment(3, plus(NOW, 5 * MINUTE)));

  expect(await records.position()).toEqual({ seq: 3, step: 0, engineAt: plus(NOW, 5 * MINUTE) });
  expect(await records.counter(`heard:${MN}`)).toBe(NOW);
  const later = await judged(moment(2, NOW), moment(3, plus(NOW, 5 * MINUTE + 1)));
  expect(await later.counter(`heard:${MN}`)).toBe(plus(NOW, 5 * MINUTE + 1));
});
