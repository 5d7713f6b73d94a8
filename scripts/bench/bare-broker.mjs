// The broker and the real journal alone, without pipeline and API: what the door itself costs. Runs the compiled code.
import { parseArgs } from "node:util";
import { startBroker } from "../../dist/broker/start-broker.js";
import { openJournalWriter } from "../../dist/storage/journal/sqlite-writer.js";

const { values: options } = parseArgs({ options: { data: { type: "string" }, journal: { type: "string", default: "sqlite" } } });
const quiet = { error: console.error, warn: console.error, info: () => {}, debug: () => {} };

/** A journal without a disk, to see what the broker costs without it. */
function openNullJournal() {
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

const journal = options.journal === "null" ? openNullJournal() : openJournalWriter({ directory: options.data, log: quiet });
const broker = await startBroker({
  host: "127.0.0.1",
  port: 0,
  journal,
  devices: {
    find: (mn) => ({ device: { mn }, acceptsMqttSecret: () => true, acceptsHj212Password: () => false }),
    mayUse: (device, mn) => device === mn,
  },
  clock: { now: () => Date.now(), kind: "system" },
  counters: { add: () => {}, set: () => {} },
  log: quiet,
  limits: { deviceRate: 10_000_000 },
});
process.stdout.write(`${JSON.stringify({ event: "ready", pid: process.pid, mqtt: { host: "127.0.0.1", port: broker.port } })}\n`);
process.once("SIGTERM", async () => {
  await broker.close();
  await journal.close();
});
