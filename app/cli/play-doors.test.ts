import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseConfig } from "../config.ts";
import { publishDoors } from "../roles/running-doors.ts";
import { playDoors } from "./play-doors.ts";
import { productDoor, productUrl } from "./product-doors.ts";

function configOf(settings: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "outfall-doors-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const parsed = parseConfig({ OUTFALL_DATA_DIR: folder, OUTFALL_HOST: "127.0.0.1", ...settings });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

test("the product is reached at the port of its setting; an address with colons stands in brackets", () => {
  expect(productUrl(configOf({ OUTFALL_HTTP_PORT: "8081" }))).toBe("http://127.0.0.1:8081");
  expect(productUrl(configOf({ OUTFALL_HTTP_PORT: "8081", OUTFALL_HOST: "::1" }))).toBe("http://[::1]:8081");
});

test("a product on free ports is found by what it wrote into its folder", () => {
  const config = configOf({ OUTFALL_MQTT_PORT: "0", OUTFALL_HJ212_PORT: "0" });
  publishDoors(config.dataDir, { mqtt: { host: "127.0.0.1", port: 4321 } });

  expect(productDoor(config, "mqtt")).toEqual({ host: "127.0.0.1", port: 4321 });
  expect(() => productDoor(config, "hj212")).toThrow("no-product-on-folder");
});

test("doors that are named are taken as named; a port that is left out is the product's, and so is a whole door", () => {
  const config = configOf({ OUTFALL_MQTT_PORT: "1883", OUTFALL_HJ212_PORT: "2120" });

  expect(playDoors(config, "mqtt://[::1]:99")("mqtt")).toEqual({ host: "::1", port: 99 });
  expect(playDoors(config, "mqtt://broker")("mqtt")).toEqual({ host: "broker", port: 1883 });
  expect(playDoors(config, "mqtt://broker")("hj212")).toEqual({ host: "127.0.0.1", port: 2120 });
  expect(playDoors(config, undefined)("mqtt")).toEqual({ host: "127.0.0.1", port: 1883 });
});

test("a door that is shut is no way to the product, and its setting is named", () => {
  const shut = configOf({ OUTFALL_MQTT_PORT: "off" });

  expect(() => productDoor(shut, "mqtt")).toThrow("door-is-shut");
});
