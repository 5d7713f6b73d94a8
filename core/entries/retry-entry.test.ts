import { expect, test } from "vitest";
import type { JournalEntry, NewEntry } from "../journal/journal-entry.ts";
import { instant } from "../time.ts";
import { readRetry, retryEntry } from "./retry-entry.ts";

const AT = instant(1_000);
const RAW = Uint8Array.of(0x23, 0x0a, 0xff);
const ROW = { id: "row-1", messageId: 7, transport: "mqtt", mn: "SIM1", topic: "up/SIM1", raw: RAW } as const;

function written(entry: NewEntry): JournalEntry {
  return { format: 1, ...entry, seq: 9 };
}

test("a message that nobody asked to be offered again is offered as it came", () => {
  const entry = retryEntry(ROW, AT);

  expect(entry).toEqual({ kind: "retry", at: AT, transport: "mqtt", mn: "SIM1", topic: "up/SIM1", payload: RAW, ref: 7 });
  expect(readRetry(written(entry))).toEqual({ entry: written(entry) });
});

test("who asked for it is read back, whatever letters a name has and whatever bytes the message", () => {
  const request = { id: "r1", fingerprint: "f\n", actor: "王" };

  const { entry, asked } = readRetry(written(retryEntry(ROW, AT, request)));

  expect(asked).toEqual({ request, row: "row-1" });
  expect(entry.payload).toEqual(RAW);
});
