import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, bench } from "vitest";
import type { NewEntry } from "../../core/journal/journal-entry.ts";
import { NO_LOG } from "../../core/log.ts";
import { instant } from "../../core/time.ts";
import { openJournalWriter } from "./sqlite-writer.ts";

/*
 * What a listener does: some 200 frames come in, then their acknowledgements are awaited (each group is one synced
 * transaction). Appends per second = hz × 200. Run with `npx vitest bench storage/journal`; the file lies in the
 * working directory, on a real disk.
 */
const directory = mkdtempSync(join(process.cwd(), ".bench-journal-"));
const writer = openJournalWriter({ directory, log: NO_LOG });
const GROUP = 200;

function frame(): NewEntry {
  const payload = Buffer.alloc(121, "#");
  const mn = "SIM4101020001";
  return { kind: "frame", at: instant(1_700_000_000_000), transport: "mqtt", mn, topic: `outfall/v1/${mn}/hj212`, payload };
}

afterAll(async () => {
  await writer.close();
  rmSync(directory, { recursive: true });
});

bench(
  "200 frames of 121 bytes become durable",
  async () => {
    await Promise.all(Array.from({ length: GROUP }, () => writer.append(frame())));
  },
  { time: 3_000 },
);
