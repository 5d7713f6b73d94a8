import fc from "fast-check";
import { expect, test } from "vitest";
import type { JournalEntry, NewEntry } from "../../core/journal/journal-entry.ts";
import { instant } from "../../core/time.ts";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { StarringJournal } from "../../ingest/starring-journal.ts";
import { createMemoryJournal } from "../../storage/memory/memory-journal.ts";
import { SecretBox } from "../../storage/secrets/secret-box.ts";
import { checkFrame } from "./check-frame.ts";

const MN = "SIM410102000000000000001";
const BOX = new SecretBox(Buffer.alloc(32, 7));
const hmacOf = (raw: Uint8Array): string => BOX.hmacOf(raw);

function frameWith(pw: string): Uint8Array {
  return encodeFrame({ qn: "20261123090000001", st: "31", cn: "2011", pw, mn: MN, flag: 5, cp: "DataTime=20261123090000" });
}

async function keptOf(payload: Uint8Array): Promise<JournalEntry> {
  const { writer, reader } = createMemoryJournal();
  const journal = new StarringJournal({ journal: writer, hmacOf });
  const entry: NewEntry = { kind: "frame", at: instant(0), transport: "hj212", mn: MN, topic: "", payload };
  return (await reader.entry(await journal.append(entry))) as JournalEntry;
}

test("a frame whose password was starred is proven by its keyed hash, with its line end or without", async () => {
  const raw = frameWith("123456");
  const kept = await keptOf(raw);

  expect(checkFrame(kept, raw, hmacOf)).toBe("frame-same");
  expect(checkFrame(kept, raw.subarray(0, -2), hmacOf)).toBe("frame-same");
  expect(checkFrame(kept, Buffer.concat([raw.subarray(0, -2), Buffer.from("\n")]), hmacOf)).toBe("frame-same");
  expect(checkFrame(kept, frameWith("123457"), hmacOf)).toBe("frame-other");
  expect(checkFrame(kept, raw, (bytes) => new SecretBox(Buffer.alloc(32, 8)).hmacOf(bytes))).toBe("frame-other");
});

test("what was changed where it is kept is told, whatever is held against it", async () => {
  const kept = await keptOf(frameWith("123456"));
  const payload = Uint8Array.from(kept.payload);
  payload[payload.length - 8] = 0x39;

  expect(checkFrame({ ...kept, payload }, frameWith("123456"), hmacOf)).toBe("frame-kept-changed");
});

// Behaviour
test("a message that a device sent is proven to be the one that is kept, and one of which a byte differs is another", async () => {
  const message = fc.oneof(
    fc.stringMatching(/^[0-9A-Za-z]{1,12}$/).map(frameWith),
    fc.uint8Array({ minLength: 1, maxLength: 60 }),
  );
  await fc.assert(
    fc.asyncProperty(message, fc.nat(), fc.integer({ min: 1, max: 255 }), async (raw, where, by) => {
      const kept = await keptOf(raw);
      const changed = Uint8Array.from(raw);
      const at = where % raw.length;
      changed[at] = (changed[at] ?? 0) ^ by;

      expect(checkFrame(kept, raw, hmacOf)).toBe("frame-same");
      const isLineEnd = at >= raw.length - 2;
      if (!isLineEnd) expect(checkFrame(kept, changed, hmacOf)).toBe("frame-other");
    }),
  );
});
