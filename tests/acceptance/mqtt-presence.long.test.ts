import { readFileSync } from "node:fs";
import mqtt from "mqtt";
import { afterAll, expect, test } from "vitest";
import { Authority } from "../../broker/testing/certificates.ts";
import { DISTRICT, MN } from "../support/district.ts";
import { Product } from "../support/product.ts";

interface Door {
  readonly host: string;
  readonly port: number;
}

const authority = Authority.create();
if (authority === undefined) console.warn("skipped: openssl is not installed, the door for MQTT over TLS is not looked for");
afterAll(() => authority?.[Symbol.dispose]());

const IDENTITY = { protocolVersion: 4, username: MN, password: "a-long-device-secret", reconnectPeriod: 0 } as const;
const doorsOf = (product: Product) => product.doors as Product["doors"] & { readonly mqtts?: Door; readonly mqttWs?: Door };

async function lineIs(product: Product, connected: boolean): Promise<void> {
  await product.until(
    async () => (await product.ask("GET", `/api/v1/devices/${MN}`)).body.line.connected,
    (found) => found === connected,
  );
}

const product = await Product.start();
afterAll(() => product[Symbol.asyncDispose]());

test("an MQTT device is seen to be connected before it has said anything, and to be gone when its connection breaks", async () => {
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  const { host, port } = product.doors.mqtt;
  expect((await product.ask("GET", `/api/v1/devices/${MN}`)).body.line).toMatchObject({ connected: false, lastSeenAt: null });

  const client = await mqtt.connectAsync(`mqtt://${host}:${port}`, IDENTITY);
  await lineIs(product, true);
  client.stream.destroy();
  await lineIs(product, false);
  const { presence } = (await product.ask("GET", `/api/v1/devices/${MN}`)).body.line;

  expect(presence.map(({ online }: { online: boolean }) => online)).toEqual([true, false]);
  expect(Date.parse(presence[1].at)).toBeGreaterThanOrEqual(Date.parse(presence[0].at));
});

test("doors that nobody asked for do not stand in the ready line", async () => {
  expect(doorsOf(product)).toMatchObject({ mqtt: { port: expect.any(Number) }, hj212: { port: expect.any(Number) } });
  expect(doorsOf(product).mqtts).toBeUndefined();
  expect(doorsOf(product).mqttWs).toBeUndefined();
});

test.runIf(authority !== undefined)(
  "the ready line names the doors for TLS and WebSocket, and devices come in there",
  async () => {
    if (authority === undefined) throw new Error("no certificates");
    const server = authority.issue("server", "127.0.0.1");
    const env = {
      OUTFALL_MQTT_TLS_PORT: "0",
      OUTFALL_MQTT_WS_PORT: "0",
      OUTFALL_MQTT_TLS_CERT: server.certFile,
      OUTFALL_MQTT_TLS_KEY: server.keyFile,
    };
    await using product = await Product.start({ env });
    await product.ask("PUT", "/api/v1/registry", DISTRICT);
    const { mqtts, mqttWs } = doorsOf(product);
    const trust = { ...IDENTITY, ca: readFileSync(authority.caFile) };

    for (const url of [`mqtts://${mqtts?.host}:${mqtts?.port}`, `wss://${mqttWs?.host}:${mqttWs?.port}/mqtt`]) {
      const client = await mqtt.connectAsync(url, trust);
      await lineIs(product, true);
      await client.endAsync();
      await lineIs(product, false);
    }
  },
);

test.runIf(authority !== undefined)(
  "with device certificates the plain door is shut, each other door listens where it is told, and a door that is off is not there",
  async () => {
    if (authority === undefined) throw new Error("no certificates");
    const server = authority.issue("server", "127.0.0.2");
    const env = {
      OUTFALL_MQTT_PORT: "",
      OUTFALL_HJ212_PORT: "off",
      OUTFALL_MQTT_TLS_PORT: "0",
      OUTFALL_MQTT_TLS_HOST: "127.0.0.2",
      OUTFALL_MQTT_TLS_CERT: server.certFile,
      OUTFALL_MQTT_TLS_KEY: server.keyFile,
      OUTFALL_MQTT_TLS_CA: authority.caFile,
    };
    await using product = await Product.start({ env });
    await product.ask("PUT", "/api/v1/registry", DISTRICT);
    const { mqtt: plain, mqtts, hj212 } = doorsOf(product);

    const client = await mqtt.connectAsync(`mqtts://${mqtts?.host}:${mqtts?.port}`, {
      ...{ ...IDENTITY, ...authority.clientOptions("device", MN), checkServerIdentity: () => undefined },
    });
    await lineIs(product, true);
    await client.endAsync();

    expect([plain, hj212, mqtts?.host]).toEqual([undefined, undefined, "127.0.0.2"]);
  },
);
