// npm run test:kill [-- --rounds 20 --rate 2000 --seed 1]: kill -9 at a random moment under load, again and again over
// one data directory. Afterwards every acknowledged message is stored exactly once and no case is lost or doubled.
import { today } from "../harness/beijing-time.ts";
import { freshDirectory } from "../harness/left-behind.ts";
import { number, readOptions, seed } from "../harness/options.ts";
import { pause } from "../harness/pause.ts";
import { plainRegistry } from "../harness/plain-registry.ts";
import { putRegistry, startProduct } from "../harness/product.ts";
import { randomFrom } from "../harness/random.ts";
import { type Outcome, printResult, runScript } from "../harness/run-script.ts";
import { check } from "./check.ts";
import { FaultDevice } from "./fault-device.ts";

const DEVICES = 20;

await runScript(async (): Promise<Outcome> => {
  const options = readOptions("npm run test:kill --", {
    rounds: number(20, 200),
    rate: number(2_000, 100_000),
    seed: seed(),
  });
  const random = randomFrom(options.seed);
  const dataDir = freshDirectory("kill");
  const devices = Array.from({ length: DEVICES }, (_, i) => new FaultDevice(i));
  const days = new Set<string>();
  for (let round = 1; round <= options.rounds; round++) {
    const product = await startProduct({ dataDir });
    if (round === 1) await putRegistry(product, plainRegistry(DEVICES));
    days.add(today());
    await Promise.all(devices.map((d) => d.run(product.ready, options.rate / DEVICES)));
    await pause(300 + random.next() * 1_700);
    product.child.kill("SIGKILL");
    await product.exited;
    for (const device of devices) device.stop();
  }
  days.add(today());
  const product = await startProduct({ dataDir });
  const result = await check({ product, devices, dataDir, days: [...days] });
  const code = await product.stop();
  const wrong = [...result.wrong, ...(code === 0 ? [] : [`the last stop ended with ${code}`])];
  printResult({ test: "kill -9", rounds: options.rounds, seed: options.seed, ...result, wrong });
  return { kept: wrong.length === 0 };
});
