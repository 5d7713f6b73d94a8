// The broker and the journal alone, without pipeline and API: what the listener itself costs. With --journal null there
// is no disk either.
import type { JournalWriter } from "../../core/journal/journal.ts";
import { openJournalWriter } from "../../storage/journal/sqlite-writer.ts";
import { startBareBroker } from "../harness/bare-broker.ts";
import { readOptions, text } from "../harness/options.ts";

const options = readOptions("broker-alone", { data: text("."), journal: text("sqlite") });
const log = { error: console.error, warn: console.error, info: () => {}, debug: () => {} };

/** A journal without a disk, to see what the broker costs without it. */
function openNullJournal(): JournalWriter {
  let seq = 0;
  return {
    append: () => Promise.resolve(++seq),
    pendingBytes: () => 0,
    health: () => "ok",
    onHealth: () => {},
    onDurable: () => {},
    close: async () => {},
  };
}

const journal = options.journal === "null" ? openNullJournal() : openJournalWriter({ directory: options.data, log });
const broker = await startBareBroker(journal, log);

async function close(): Promise<void> {
  await broker.close();
  await journal.close();
}

process.once("SIGTERM", () => void close());
process.stdout.write(`${JSON.stringify({ event: "ready", pid: process.pid, mqtt: { host: "127.0.0.1", port: broker.port } })}\n`);
