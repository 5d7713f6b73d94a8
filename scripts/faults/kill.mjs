// npm run test:kill [-- --rounds 20 --rate 2000 --seed 1]: kill -9 at a random moment under load, again and again over one data directory.
// Afterwards every acknowledged message is stored exactly once and no case is lost or doubled.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { check } from "./check.mjs";
import { Device, fleetRegistry } from "./fleet.mjs";
import { startProduct } from "./product.mjs";
import { randomFrom, today } from "./random.mjs";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "20" },
    rate: { type: "string", default: "2000" },
    seed: { type: "string", default: String(Date.now() % 100_000) },
    json: { type: "boolean" },
  },
});
const rounds = Math.min(200, Number(values.rounds));
const random = randomFrom(Number(values.seed));
const dataDir = mkdtempSync(join(tmpdir(), "outfall-kill-"));
const devices = Array.from({ length: 20 }, (_, i) => new Device(i));
const days = new Set();
const lost = [];
try {
  for (let round = 1; round <= rounds; round++) {
    const product = await startProduct({ dataDir });
    if (round === 1) await product.api("PUT", "/api/v1/registry", fleetRegistry(devices.length));
    days.add(today());
    await Promise.all(devices.map((d) => d.run(product.ready, Number(values.rate) / devices.length)));
    await new Promise((resolve) => setTimeout(resolve, 300 + random() * 1_700));
    product.child.kill("SIGKILL");
    await product.exited;
    for (const device of devices) device.stop();
  }
  days.add(today());
  const product = await startProduct({ dataDir });
  const result = await check({ product, devices, dataDir, days: [...days] });
  product.child.kill("SIGTERM");
  const { code } = await product.exited;
  if (code !== 0) result.wrong.push(`the last stop ended with ${code}`);
  lost.push(...result.wrong);
  console.log(JSON.stringify({ test: "kill -9", rounds, seed: Number(values.seed), ...result }));
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit(lost.length === 0 ? 0 : 1);
