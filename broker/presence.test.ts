import { expect, test } from "vitest";
import { createFixture, MN_A, MN_B, NOW } from "./testing/broker-fixture.ts";
import { RawClient } from "./testing/raw-client.ts";

function listener() {
  const news: (readonly [string, boolean, number])[] = [];
  return { news, onPresence: (mn: string, isOnline: boolean, at: number) => void news.push([mn, isOnline, at]) };
}

test("a device is reported once when its first connection arrives and once when its last one is gone", async () => {
  const { news, onPresence } = listener();
  await using fixture = await createFixture({ onPresence });

  const first = await RawClient.connect(fixture.port, MN_A, { clientId: "one" });
  const second = await RawClient.connect(fixture.port, MN_A, { clientId: "two" });
  first.end();
  await first.closed;
  await second.roundTrip();
  const whileOneIsLeft = [...news];
  second.send({ cmd: "disconnect" });
  await second.closed;

  expect(whileOneIsLeft).toEqual([[MN_A, true, NOW]]);
  await expect
    .poll(() => news)
    .toEqual([
      [MN_A, true, NOW],
      [MN_A, false, NOW],
    ]);
  expect(fixture.counts.get("mqtt_presence_total:online")).toBe(1);
  expect(fixture.counts.get("mqtt_presence_total:offline")).toBe(1);
});

test("a connection that is taken over is no departure", async () => {
  const { news, onPresence } = listener();
  await using fixture = await createFixture({ onPresence });
  const first = await RawClient.connect(fixture.port, MN_A);

  const second = await RawClient.connect(fixture.port, MN_A);
  await first.closed;
  await second.roundTrip();

  expect(news).toEqual([[MN_A, true, NOW]]);
});

test("a device that was refused was never there", async () => {
  const { news, onPresence } = listener();
  await using fixture = await createFixture({ onPresence });

  const refused = await RawClient.connect(fixture.port, MN_B, { password: Buffer.from("wrong") });
  await refused.closed;

  expect(news).toEqual([]);
});

test("a broker that closes says nothing about its devices", async () => {
  const { news, onPresence } = listener();
  const fixture = await createFixture({ onPresence });
  const device = await RawClient.connect(fixture.port, MN_A);

  await fixture.broker.close();
  await device.closed;
  // A destroyed socket says so at the end of the turn.
  await new Promise((resolve) => setImmediate(resolve));

  expect(news).toEqual([[MN_A, true, NOW]]);
});
