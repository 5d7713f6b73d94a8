import { expect, test } from "vitest";
import type { JournalEntry } from "../journal/journal-entry.ts";
import { instant } from "../time.ts";
import { readFrame, starredEntry } from "./frame-entry.ts";

const CAME: JournalEntry = {
  ...{ seq: 4, kind: "frame", at: instant(9), transport: "hj212", mn: "SIM1", topic: "", format: 1 },
  payload: Uint8Array.of(0x23, 0x0a, 0xff),
};

test("a starred message is read back with its proof, whatever bytes it has", () => {
  const starred = Uint8Array.of(0x2a, 0x0a, 0xff);
  const proof = { hash: "h", hmac: "m", quirks: ["crc-unpadded"] };
  const entry = starredEntry(CAME, starred, proof) as JournalEntry;

  expect(readFrame(entry)).toEqual({ entry: { ...entry, payload: starred }, proof });
  expect(entry.format).toBe(2);
});

test("a frame in which nothing was starred is the entry itself", () => {
  expect(readFrame(CAME)).toEqual({ entry: CAME });
});
