import mqtt from "mqtt";
import { expect, test } from "vitest";
import { DISTRICT, hoursAgo, MN } from "../support/district.ts";
import { Product } from "../support/product.ts";
import { hasMosquitto, Mosquitto } from "./mosquitto.ts";

test.runIf(hasMosquitto)("an exceedance that came to an external cluster opens a case", async () => {
  await using cluster = await Mosquitto.start();
  await using product = await Product.start({
    env: { OUTFALL_MQTT_URL: `mqtt://127.0.0.1:${cluster.port}?clientId=acceptance` },
  });
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  const metrics = async (): Promise<string> => (await fetch(`${product.url}/metrics`)).text();
  await product.until(metrics, (text) => /^outfall_external_connected\{.*\} 1$/m.test(text));
  const hour = hoursAgo(48).toISOString();

  const device = await mqtt.connectAsync(`mqtt://127.0.0.1:${cluster.port}`);
  const payload = JSON.stringify({ at: hour, basis: "hour", values: { a21026: { value: 130 } } });
  await device.publishAsync(`outfall/v1/${MN}/readings`, payload, { qos: 1 });
  await device.publishAsync("outfall/v1/SIM410102999999999999999/readings", payload, { qos: 1 });
  await device.endAsync();
  const cases = await product.until(
    async () => (await product.ask("GET", "/api/v1/cases?state=reported")).body.items,
    (items) => items.length > 0,
  );
  const seen = await product.until(metrics, (text) =>
    text.includes('outfall_external_refused_total{role="gateway",kind="unknown-device"} 1'),
  );

  expect(cases).toMatchObject([{ id: `case:e1-DA001:a21026:EXCEED-HOUR:${hour}` }]);
  expect(seen).toContain("outfall_external_journalled_total");
  expect(await product.stop()).toBe(0);
});

test("a URL of another protocol stops the start with the name of its setting", async () => {
  const refusal = await Product.start({ env: { OUTFALL_MQTT_URL: "http://cluster" } }).catch((cause: Error) => cause.message);

  expect(refusal).toContain("ended with 2");
  expect(refusal).toContain("OUTFALL_MQTT_URL");
});

test("a door without its certificate stops the start with the name of what is missing", async () => {
  const refusal = await Product.start({ env: { OUTFALL_MQTT_TLS_PORT: "0" } }).catch((cause: Error) => cause.message);

  expect(refusal).toContain("ended with 2");
  expect(refusal).toContain("OUTFALL_MQTT_TLS_CERT");
});
