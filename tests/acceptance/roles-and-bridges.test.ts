import mqtt from "mqtt";
import { expect, test } from "vitest";
import { DISTRICT, hourFrame, hoursAgo, MN, sendFrames } from "../support/district.ts";
import { Product } from "../support/product.ts";

const BRIDGE = "SIM410102000000000000900";
const BRIDGE_SECRET = "the-secret-of-the-bridge";

test("roles in processes of their own over one data directory do the whole job", async () => {
  await using gateway = await Product.start({ args: ["--roles", "gateway"] });
  const { dataDir } = gateway;
  await using _pipeline = await Product.start({ args: ["--roles", "pipeline"], dataDir });
  await using api = await Product.start({ args: ["--roles", "api"], dataDir });
  await api.ask("PUT", "/api/v1/registry", DISTRICT);

  // The doors look for a new registry several times a second; a device that comes before that dials again, as it does
  // here.
  const answers = await api.until(
    () => sendFrames(gateway, [hourFrame(hoursAgo(48), "a21026", 130)], 1_000).catch(() => []),
    (lines) => lines.length === 1,
    30_000,
  );
  const cases = await api.until(
    async () => (await api.ask("GET", "/api/v1/cases")).body.items,
    (items) => items.length > 0,
  );

  expect(answers[0]).toContain("CN=9014");
  expect(cases).toMatchObject([{ state: "reported", outlet: "e1-DA001" }]);
});

test("a bridge publishes for the devices it is registered for and for no other", async () => {
  await using product = await Product.start();
  const [device] = DISTRICT.devices;
  const other = { ...device, mn: "SIM410102000000000000901" };
  const bridge = { mn: BRIDGE, mqttSecret: BRIDGE_SECRET, edition: "2017", bridgeFor: [MN] };
  await product.ask("PUT", "/api/v1/registry", { ...DISTRICT, devices: [device, other, bridge] });
  const { host, port } = product.doors.mqtt;
  const client = await mqtt.connectAsync(`mqtt://${host}:${port}`, {
    protocolVersion: 4,
    username: BRIDGE,
    password: BRIDGE_SECRET,
    reconnectPeriod: 0,
  });
  const reading = JSON.stringify({ at: hoursAgo(48).toISOString(), basis: "hour", values: { a21026: { value: 130 } } });

  await client.publishAsync(`outfall/v1/${MN}/readings`, reading, { qos: 1 });
  const closed = new Promise<void>((resolve) => client.once("close", () => resolve()));
  client.publish(`outfall/v1/${other.mn}/readings`, reading, { qos: 1 });
  await closed;
  client.end(true);
  await product.settled();

  const received = async (mn: string) => (await product.account(mn)).received;
  expect([await received(MN), await received(other.mn), await received(BRIDGE)]).toEqual([1, 0, 0]);
});
