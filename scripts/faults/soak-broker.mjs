// The broker under soak.mjs, in a process of its own so that its death is seen: ours over the real journal, or a stock aedes.
// Says {"port"} when it accepts devices; told {"flood": mn}, it sends messages down to the device without a pause until {"calm"}.
import { createServer } from "node:net";
import { Aedes } from "aedes";
import { startBroker } from "../../dist/broker/start-broker.js";
import { openJournalWriter } from "../../dist/storage/journal/sqlite-writer.js";

const [, , kind, directory] = process.argv;
const BURST = 200;
const down = Buffer.alloc(1_024, "d");

async function ours() {
  const quiet = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
  const journal = openJournalWriter({ directory, log: quiet });
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
    limits: { deviceRate: 10_000_000, takeOversPerMinute: 1_000_000 },
  });
  return { port: broker.port, send: (mn) => broker.publishDown(mn, down) };
}

async function stock() {
  const aedes = await Aedes.createBroker();
  const server = createServer(aedes.handle);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const send = (mn) =>
    new Promise((resolve) =>
      aedes.publish(
        { cmd: "publish", qos: 1, dup: false, retain: false, topic: `outfall/v1/${mn}/down`, payload: down },
        resolve,
      ),
    );
  return { port: server.address().port, send };
}

const broker = await (kind === "stock" ? stock() : ours());
let isFlooding = false;
process.on("message", async ({ flood }) => {
  isFlooding = flood !== undefined;
  while (isFlooding) {
    await Promise.race([
      Promise.all(Array.from({ length: BURST }, () => broker.send(flood))),
      new Promise((resolve) => setTimeout(resolve, 50)),
    ]);
    await new Promise((resolve) => setImmediate(resolve));
  }
});
process.once("disconnect", () => process.exit(0));
process.send({ port: broker.port });
