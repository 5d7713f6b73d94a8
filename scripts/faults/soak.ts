// npm run test:soak [-- --rounds 50 --stock --publishers 32 --seconds 1 --seed 1]: a subscriber is killed while devices
// and the platform send as fast as they can, again and again. The broker must live, serve a good device after every
// round, and have all that it acknowledged on the disk. With --stock the same load goes to an aedes with its default
// options, for comparison; there a dead broker is counted, started again, and no failure.
import { type ChildProcess, fork } from "node:child_process";
import { openJournalReader } from "../../storage/journal/sqlite-reader.ts";
import { freshDirectory, ownChild } from "../harness/left-behind.ts";
import { flag, number, readOptions, seed } from "../harness/options.ts";
import { pause } from "../harness/pause.ts";
import { mnOf } from "../harness/plain-registry.ts";
import { type Random, randomFrom } from "../harness/random.ts";
import { type Outcome, printResult, runScript } from "../harness/run-script.ts";
import { publishOf, SERVED_WITHIN_MS, SoakClient } from "./soak-client.ts";

const SUBSCRIBER = mnOf(99);
const GOOD_DEVICE = mnOf(98);

/** The broker under test; it may die, and that is what is looked for. */
class SoakedBroker {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #errors: () => string;

  private constructor(child: ChildProcess, port: number, errors: () => string) {
    this.#child = child;
    this.port = port;
    this.#errors = errors;
  }

  static start(kind: "stock" | "ours", directory: string): Promise<SoakedBroker> {
    const child = ownChild(
      fork(new URL("soak-broker.js", import.meta.url), [kind, directory], { stdio: ["ignore", "inherit", "pipe", "ipc"] }),
    );
    let errors = "";
    child.stderr?.on("data", (chunk) => {
      errors = `${errors}${chunk}`.slice(-4_000);
    });
    return new Promise((resolve, reject) => {
      child.once("message", (message) => {
        const { port } = message as { readonly port: number };
        resolve(new SoakedBroker(child, port, () => errors));
      });
      child.once("exit", (code) => reject(new Error(`the broker ended with ${code}: ${errors}`)));
    });
  }

  isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  tell(message: { readonly flood?: string }): void {
    if (this.isAlive()) this.#child.send(message, () => {});
  }

  /** The first line of the error that it died of. */
  cause(): string {
    return /^\w*Error: .*$/m.exec(this.#errors())?.[0] ?? "no words";
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }
}

interface Load {
  readonly publishers: number;
  readonly saturationMs: number;
  readonly random: Random;
}

/** One round: everybody sends, the subscriber is killed in the middle of it, one more burst goes to whoever is left. */
async function round(broker: SoakedBroker, { publishers, saturationMs, random }: Load) {
  let isOver = false;
  const devices = await Promise.all(Array.from({ length: publishers }, (_, i) => SoakClient.connect(broker.port, mnOf(i))));
  const subscriber = await SoakClient.connect(broker.port, SUBSCRIBER);
  await subscriber.subscribe([`outfall/v1/${SUBSCRIBER}/down`, "outfall/v1/+/readings"]);
  if (random.chance(0.5)) subscriber.socket.pause();
  broker.tell({ flood: SUBSCRIBER });
  const running = devices.map((device, i) => device.saturate(mnOf(i), () => isOver || !broker.isAlive()));
  await pause(saturationMs * (0.3 + 0.7 * random.next()));
  subscriber.socket.resetAndDestroy();
  await pause(saturationMs / 4);
  isOver = true;
  broker.tell({});
  const unanswered = (await Promise.all(running)).reduce((sum, one) => sum + one, 0);
  const acknowledged = devices.reduce((sum, device) => sum + device.acknowledged, 0);
  for (const device of devices) device.socket.destroy();
  return { acknowledged, unanswered };
}

/** True when a good device gets its acknowledgement. */
async function serves(broker: SoakedBroker): Promise<boolean> {
  const attempt = async (): Promise<boolean> => {
    const device = await SoakClient.connect(broker.port, GOOD_DEVICE);
    const acknowledged = device.answer("puback");
    device.socket.write(publishOf(GOOD_DEVICE, 1));
    await acknowledged;
    device.socket.destroy();
    return device.acknowledged === 1;
  };
  return Promise.race([attempt(), pause(SERVED_WITHIN_MS).then(() => false)]);
}

interface Campaign {
  readonly load: Load;
  readonly startAgain: () => Promise<SoakedBroker>;
}

/** Round after round; a broker that died is started again. */
async function loseSubscribers(first: SoakedBroker, rounds: number, { load, startAgain }: Campaign) {
  const sum = { acknowledged: 0, unanswered: 0, crashes: 0, notServed: 0 };
  const causes = new Set<string>();
  let broker = first;
  for (let i = 1; i <= rounds; i++) {
    const { acknowledged, unanswered } = await round(broker, load).catch(() => ({ acknowledged: 0, unanswered: 0 }));
    sum.acknowledged += acknowledged;
    sum.unanswered += unanswered;
    const isServed = broker.isAlive() && (await serves(broker));
    if (isServed) sum.acknowledged += 1;
    if (broker.isAlive() && !isServed) sum.notServed += 1;
    if (broker.isAlive()) continue;
    sum.crashes += 1;
    causes.add(broker.cause());
    broker = await startAgain();
  }
  return { broker, sum, causes };
}

async function journalled(directory: string): Promise<number> {
  const reader = openJournalReader({ directory });
  const last = await reader.lastSeq();
  await reader.close();
  return last;
}

await runScript(async (): Promise<Outcome> => {
  const options = readOptions("npm run test:soak --", {
    rounds: number(50, 500),
    publishers: number(32, 64),
    seconds: number(1, 10),
    seed: seed(),
    stock: flag(),
  });
  const kind = options.stock ? "stock" : "ours";
  const load = {
    publishers: options.publishers,
    saturationMs: options.seconds * 1_000,
    random: randomFrom(options.seed),
  };
  const directory = freshDirectory("soak");
  const campaign = await loseSubscribers(await SoakedBroker.start(kind, directory), options.rounds, {
    load,
    startAgain: () => SoakedBroker.start(kind, directory),
  });
  const { sum, causes } = campaign;
  campaign.broker.kill();
  const onDisk = options.stock ? undefined : await journalled(directory);
  const lost = onDisk === undefined ? undefined : Math.max(0, sum.acknowledged - onDisk);
  printResult({
    test: "subscriber loss",
    broker: options.stock ? "stock aedes" : "outfall",
    rounds: options.rounds,
    seed: options.seed,
    ...sum,
    ...(causes.size > 0 && { causes: [...causes] }),
    ...(onDisk !== undefined && { onDisk, lost }),
  });
  return { kept: options.stock || (sum.crashes === 0 && sum.notServed === 0 && sum.unanswered === 0 && lost === 0) };
});
