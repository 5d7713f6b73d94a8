/**
 * A program that appends frames and tells what it was promised: `append-program <journal directory> <mn> <count>`.
 * After each group of frames it writes the number of its last durable frame as a line to standard output; `failed <n>`
 * when a promise was refused (exit code 1). The number of a frame is its payload.
 */
import { writeSync } from "node:fs";
import type { JournalWriter } from "../../core/journal/journal.ts";
import { NO_LOG } from "../../core/log.ts";
import { instant } from "../../core/time.ts";
import { openJournalWriter } from "../../storage/journal/sqlite-writer.ts";

const [directory = "", mn = "", count = "0"] = process.argv.slice(2);
const GROUP = 20;
let promised = 0;

try {
  const writer = openJournalWriter({ directory, log: NO_LOG });
  while (promised < Number(count)) {
    const group = Array.from({ length: GROUP }, (_, index) => appendFrame(writer, promised + index + 1));
    for (const appended of group) {
      await appended;
      promised++;
    }
    writeSync(1, `${promised}\n`);
  }
  await writer.close();
} catch {
  writeSync(1, `failed ${promised}\n`);
  process.exit(1);
}

function appendFrame(writer: JournalWriter, number: number): Promise<number> {
  const payload = Buffer.from(String(number));
  return writer.append({ kind: "frame", at: instant(number), transport: "mqtt", mn, topic: "", payload });
}
