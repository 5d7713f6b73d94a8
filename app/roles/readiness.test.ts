import { expect, onTestFinished, test } from "vitest";
import { Bus } from "../bus.ts";
import { Readiness } from "./readiness.ts";

function aBus(name: string) {
  const bus = new Bus(name);
  onTestFinished(() => bus.close());
  return bus;
}

test("ready means that messages become durable and are judged; a long-term store that is away makes nobody wait", async () => {
  const name = `readiness-${process.pid}`;
  const [own, other] = [aBus(name), aBus(name)];
  const readiness = new Readiness(own);
  expect(readiness.state()).toEqual({ ready: true, detail: { journal: "ok" } });

  other.post({ type: "store-health", store: "influx", up: false });
  await expect.poll(() => readiness.state()).toEqual({ ready: true, detail: { journal: "ok", influx: "away" } });
  other.post({ type: "store-health", store: "records", up: false });
  await expect
    .poll(() => readiness.state())
    .toEqual({ ready: false, detail: { journal: "ok", influx: "away", records: "away" } });
  other.post({ type: "store-health", store: "records", up: true });
  other.post({ type: "health", journal: "full" });
  await expect.poll(() => readiness.state()).toMatchObject({ ready: false, detail: { records: "ok" } });
});
