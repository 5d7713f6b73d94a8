import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { parseConfig } from "../config.ts";
import { checkPorts } from "./listening-ports.ts";

const FREE = { OUTFALL_HTTP_PORT: "0", OUTFALL_MQTT_PORT: "0", OUTFALL_HJ212_PORT: "0" };
/** An address of documents, which no machine has. */
const ELSEWHERE = "192.0.2.1";

function configOf(settings: Readonly<Record<string, string>>) {
  const parsed = parseConfig({ ...FREE, ...settings });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

/** A port of this machine that somebody has. */
async function takenPort(): Promise<number> {
  const server = createServer().listen({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test("ports that can be had are no problem, and a door that is shut is not tried", async () => {
  expect(await checkPorts(configOf({ OUTFALL_MQTT_PORT: "off" }), ["gateway", "api"])).toEqual([]);
});

test("a port that somebody has is named by its setting, for the roles that listen on it", async () => {
  const port = await takenPort();
  const config = configOf({ OUTFALL_HJ212_PORT: String(port) });
  const inUse = { pointer: "OUTFALL_HJ212_PORT", code: "port-in-use", facts: { port, host: "127.0.0.1" } };

  expect(await checkPorts(config, ["gateway", "api"])).toEqual([inUse]);
  expect(await checkPorts(config, ["pipeline", "api"])).toEqual([]);
});

test("an address that this machine does not have is one problem of OUTFALL_HOST, however many ports there are", async () => {
  expect(await checkPorts(configOf({ OUTFALL_HOST: ELSEWHERE }), ["gateway", "api"])).toMatchObject([
    { pointer: "OUTFALL_HOST", code: "host-not-here", facts: { host: ELSEWHERE } },
  ]);
});

test("an address that one door alone was given is a problem of that door", async () => {
  expect(await checkPorts(configOf({ OUTFALL_MQTT_HOST: ELSEWHERE }), ["gateway", "api"])).toMatchObject([
    { pointer: "OUTFALL_MQTT_HOST", code: "host-not-here", facts: { host: ELSEWHERE } },
  ]);
});
