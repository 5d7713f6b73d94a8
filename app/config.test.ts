import { expect, test } from "vitest";
import { isLoopback, parseConfig, SETTINGS } from "./config.ts";

const problemsOf = (environment: Record<string, string>): readonly string[] => {
  const parsed = parseConfig(environment);
  return parsed.ok ? [] : parsed.error.map((p) => p.pointer);
};

test("without any setting the product listens on loopback and keeps five years", () => {
  const parsed = parseConfig({});

  expect(parsed).toMatchObject({
    ok: true,
    value: {
      host: "127.0.0.1",
      httpPort: 8080,
      doors: {
        mqtt: { host: "127.0.0.1", port: 1883 },
        mqtts: undefined,
        mqttWs: undefined,
        hj212: { host: "127.0.0.1", port: 9212 },
      },
      demo: false,
      rawRetentionDays: 1830,
      deviceRate: 1000,
    },
  });
});

test("every problem is reported at once, by the name of its setting", () => {
  expect(
    problemsOf({
      OUTFALL_HTTP_PORT: "65536",
      OUTFALL_DEMO: "yes",
      OUTFALL_CLOCK: "manual:2026-11-23T00:00:00",
      OUTFALL_TYPO: "1",
    }),
  ).toEqual(["OUTFALL_TYPO", "OUTFALL_HTTP_PORT", "OUTFALL_DEMO", "OUTFALL_CLOCK"]);
});

test("a setting that is wrong by itself hides none that does not fit the others", () => {
  const environment = { OUTFALL_HTTP_PORT: "65536", OUTFALL_HOST: "0.0.0.0", OUTFALL_DEMO: "1", OUTFALL_CLOCK: "scaled:60" };

  expect(problemsOf(environment)).toEqual(["OUTFALL_HTTP_PORT", "OUTFALL_DEMO", "OUTFALL_CLOCK"]);
});

test.each([
  [{ OUTFALL_HOST: "0.0.0.0", OUTFALL_DEMO: "1" }, ["OUTFALL_DEMO"]],
  [{ OUTFALL_HOST: "0.0.0.0", OUTFALL_DEMO: "1", OUTFALL_DEMO_PUBLIC: "1" }, []],
  [{ OUTFALL_HOST: "0.0.0.0", OUTFALL_CLOCK: "scaled:60" }, ["OUTFALL_CLOCK"]],
  [{ OUTFALL_INFLUX_URL: "http://127.0.0.1:8086" }, ["OUTFALL_INFLUX_TOKEN"]],
  [{ OUTFALL_ADMIN_TOKEN: "x".repeat(31) }, ["OUTFALL_ADMIN_TOKEN"]],
  [{ OUTFALL_ADMIN_TOKEN: "x".repeat(32) }, []],
  [{ OUTFALL_HTTP_PORT: "1883" }, ["OUTFALL_MQTT_PORT"]],
  [{ OUTFALL_MQTT_HOST: "0.0.0.0", OUTFALL_DEMO: "1" }, ["OUTFALL_DEMO"]],
  [{ OUTFALL_HJ212_HOST: "0.0.0.0", OUTFALL_CLOCK: "scaled:60" }, ["OUTFALL_CLOCK"]],
  [{ OUTFALL_HOST: "0.0.0.0", OUTFALL_MQTT_HOST: "127.0.0.1", OUTFALL_DEMO: "1" }, ["OUTFALL_DEMO"]],
  [{ OUTFALL_MQTT_TLS_HOST: "0.0.0.0", OUTFALL_DEMO: "1" }, []],
  [{ OUTFALL_MQTT_PORT: "off", OUTFALL_DEMO: "1" }, ["OUTFALL_MQTT_PORT"]],
  [{ OUTFALL_HJ212_PORT: "off", OUTFALL_DEMO: "1" }, ["OUTFALL_HJ212_PORT"]],
  [{ OUTFALL_MQTT_TLS_PORT: "8883" }, ["OUTFALL_MQTT_TLS_CERT"]],
  [{ OUTFALL_MQTT_TLS_PORT: "off" }, []],
  [{ OUTFALL_HTTP_PORT: "off" }, ["OUTFALL_HTTP_PORT"]],
  [{ OUTFALL_HTTP_PORT: "0", OUTFALL_MQTT_PORT: "0", OUTFALL_HJ212_PORT: "0" }, []],
  [{ OUTFALL_NATS_URL: "nats://127.0.0.1" }, ["OUTFALL_NATS_URL"]],
])("settings that must not stand together are refused: %j", (environment, expected) => {
  expect(problemsOf(environment)).toEqual(expected);
});

const TLS = { OUTFALL_MQTT_TLS_CERT: "cert", OUTFALL_MQTT_TLS_KEY: "key", OUTFALL_MQTT_TLS_PORT: "8883" };

// Behaviour
test("where devices are asked for certificates the door of MQTT in clear text is shut unless it is asked for", () => {
  const mutual = { ...TLS, OUTFALL_MQTT_TLS_CA: "ca" };
  const plainDoor = (environment: Record<string, string>): unknown => {
    const parsed = parseConfig(environment);
    return parsed.ok ? parsed.value.doors.mqtt : parsed.error;
  };

  expect(plainDoor(TLS)).toEqual({ host: "127.0.0.1", port: 1883 });
  expect(plainDoor(mutual)).toBeUndefined();
  expect(plainDoor({ ...mutual, OUTFALL_MQTT_PORT: "1884" })).toEqual({ host: "127.0.0.1", port: 1884 });
  expect(plainDoor({ OUTFALL_MQTT_PORT: "off" })).toBeUndefined();
});

test("each door of devices has an address of its own, or that of all", () => {
  const parsed = parseConfig({
    ...TLS,
    OUTFALL_HOST: "10.0.0.1",
    OUTFALL_MQTT_TLS_HOST: "10.0.0.2",
    OUTFALL_MQTT_WS_PORT: "8083",
    OUTFALL_MQTT_WS_HOST: "10.0.0.3",
    OUTFALL_HJ212_HOST: "10.0.0.4",
  });

  expect(parsed.ok && parsed.value.doors).toMatchObject({
    mqtt: { host: "10.0.0.1", port: 1883 },
    mqtts: { host: "10.0.0.2", port: 8883 },
    mqttWs: { host: "10.0.0.3", port: 8083 },
    hj212: { host: "10.0.0.4", port: 9212 },
  });
});

test("a secret is not printed by text, template or JSON", () => {
  const parsed = parseConfig({ OUTFALL_ADMIN_TOKEN: "a-token-of-more-than-32-characters" });
  if (!parsed.ok) throw new Error("the configuration is valid");

  expect([JSON.stringify(parsed.value), String(parsed.value.adminToken), `${parsed.value.adminToken}`].join()).not.toContain(
    "a-token",
  );
  expect(parsed.value.adminToken?.reveal()).toBe("a-token-of-more-than-32-characters");
});

test("only addresses of this machine are loopback", () => {
  expect(["127.0.0.1", "127.9.9.9", "::1", "localhost"].every(isLoopback)).toBe(true);
  expect(["0.0.0.0", "::", "10.0.0.1", "127.0.0.1.example.org"].some(isLoopback)).toBe(false);
});

test("every setting has a meaning, a range and a default or a reason for none", () => {
  expect(SETTINGS.filter((s) => s.meaning === "" || s.range === "" || s.fallback === "")).toEqual([]);
});

test("the demo has a data directory of its own, unless one is named", () => {
  const dataDirOf = (environment: Record<string, string>) => {
    const parsed = parseConfig(environment);
    return parsed.ok ? parsed.value.dataDir : undefined;
  };

  expect(dataDirOf({})).toBe("./data");
  expect(dataDirOf({ OUTFALL_DEMO: "1" })).toBe("./demo-data");
  expect(dataDirOf({ OUTFALL_DEMO: "1", OUTFALL_DATA_DIR: "/srv/x" })).toBe("/srv/x");
});

test.each([
  ["OUTFALL_TRUSTED_PROXY", "10.0.0.1", []],
  ["OUTFALL_TRUSTED_PROXY", "127.0.0.1, fd00::/8,192.168.0.0/16", []],
  ["OUTFALL_TRUSTED_PROXY", "proxy.lan", ["OUTFALL_TRUSTED_PROXY"]],
  ["OUTFALL_TRUSTED_PROXY", "10.0.0.0/33", ["OUTFALL_TRUSTED_PROXY"]],
  ["OUTFALL_TRUSTED_PROXY", ",", ["OUTFALL_TRUSTED_PROXY"]],
  ["OUTFALL_PUBLIC_URL", "https://outfall.example", []],
  ["OUTFALL_PUBLIC_URL", "http://outfall.lan:8080/", []],
  ["OUTFALL_PUBLIC_URL", "https://outfall.example/app", ["OUTFALL_PUBLIC_URL"]],
  ["OUTFALL_PUBLIC_URL", "https://me:secret@outfall.example", ["OUTFALL_PUBLIC_URL"]],
  ["OUTFALL_PUBLIC_URL", "outfall.example", ["OUTFALL_PUBLIC_URL"]],
])("%s=%s is named as wrong: %j", (name, value, problems) => {
  expect(problemsOf({ [name]: value })).toEqual(problems);
});

test.each(["noon", "scaled:0", "scaled:100001", "manual:noon"])("%s is no clock", (text) => {
  expect(parseConfig({ OUTFALL_CLOCK: text })).toMatchObject({
    ...{ ok: false, error: [{ pointer: "OUTFALL_CLOCK", code: "not-a-clock" }] },
  });
});
