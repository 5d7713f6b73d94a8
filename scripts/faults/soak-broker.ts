// The broker under soak.ts, in a process of its own so that its death is seen: ours over the real journal, or a stock
// aedes. Says {"port"} when it accepts devices; told {"flood": mn}, it sends messages down to the device without a
// pause until {}.
import { type AddressInfo, createServer } from "node:net";
import { Aedes } from "aedes";
import { NO_LOG } from "../../core/log.ts";
import { openJournalWriter } from "../../storage/journal/sqlite-writer.ts";
import { startBareBroker } from "../harness/bare-broker.ts";
import { pause } from "../harness/pause.ts";

const [, , kind, directory = ""] = process.argv;
const BURST = 200;
const REST_MS = 50;
const down = Buffer.alloc(1_024, "d");

interface SoakedBroker {
  readonly port: number;
  send(mn: string): Promise<unknown>;
}

async function ours(): Promise<SoakedBroker> {
  const broker = await startBareBroker(openJournalWriter({ directory, log: NO_LOG }), NO_LOG);
  return { port: broker.port ?? 0, send: (mn) => broker.publishDown(mn, down) };
}

async function stock(): Promise<SoakedBroker> {
  const aedes = await Aedes.createBroker();
  const server = createServer(aedes.handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const send = (mn: string): Promise<unknown> =>
    new Promise((resolve) =>
      aedes.publish(
        { cmd: "publish", qos: 1, dup: false, retain: false, topic: `outfall/v1/${mn}/down`, payload: down },
        resolve,
      ),
    );
  return { port: (server.address() as AddressInfo).port, send };
}

const broker = await (kind === "stock" ? stock() : ours());
let isFlooding = false;

async function flood(mn: string): Promise<void> {
  while (isFlooding) {
    await Promise.race([Promise.all(Array.from({ length: BURST }, () => broker.send(mn))), pause(REST_MS)]);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

process.on("message", (message: { readonly flood?: string }) => {
  isFlooding = message.flood !== undefined;
  if (message.flood !== undefined) void flood(message.flood);
});
process.once("disconnect", () => process.exit(0));
process.send?.({ port: broker.port });
