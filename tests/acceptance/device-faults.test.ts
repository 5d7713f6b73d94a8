import { once } from "node:events";
import { connect } from "node:net";
import mqtt from "mqtt";
import { afterAll, expect, test } from "vitest";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { DISTRICT_OF_STACKS, hoursAgo, STACKS } from "../support/district.ts";
import { Product } from "../support/product.ts";

/** One product for the file, and a device for each test. */
const [{ mn: ODD }, { mn: REFUSED }, { mn: GUESSED }, { mn: LET_IN }] = STACKS;
const product = await Product.start();
afterAll(() => product[Symbol.asyncDispose]());
await product.ask("PUT", "/api/v1/registry", DISTRICT_OF_STACKS);

const stamp = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().replace(/\D/g, "").slice(0, 14);
const deviceOf = async (mn: string) => (await product.ask("GET", `/api/v1/devices/${mn}`)).body;

/** Sends bytes as a device whose answer nobody waits for. */
async function send(bytes: Uint8Array): Promise<void> {
  const socket = connect(product.doors.hj212.port, product.doors.hj212.host);
  await once(socket, "connect");
  socket.end(bytes);
  socket.resume();
  await once(socket, "close");
}

// Behaviour
test("what a device does wrong is counted for it by name, over HJ 212 and over MQTT", async () => {
  // A time with milliseconds, a suffix in small letters, a flag without its factor, and a separator too many.
  const odd = (hours: number) =>
    encodeFrame({
      ...{ qn: `${stamp(hoursAgo(hours))}001`, st: "31", cn: "2061", pw: "123456", mn: ODD, flag: 5 },
      cp: `DataTime=${stamp(hoursAgo(hours))}000;a21026-avg=35,Flag=N;`,
    });

  await send(odd(3));
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${product.doors.mqtt.port}`, {
    ...{ username: ODD, password: "a-long-device-secret", protocolVersion: 4, reconnectPeriod: 0 },
  });
  await client.publishAsync(`outfall/v1/${ODD}/hj212`, Buffer.from(odd(4)), { qos: 1 });
  await client.endAsync();
  const device = await product.until(
    () => deviceOf(ODD),
    ({ line }) => line.quirks["flag-bare"] === 2,
  );

  expect(device.line.quirks).toEqual({ "field-case": 2, "flag-bare": 2, "item-empty": 2, "time-with-milliseconds": 2 });
});

// Behaviour
test("a frame that is refused is seen under its device with the reason and its first bytes, and an unknown one can be found", async () => {
  const items = {
    qn: `${stamp(new Date())}001`,
    st: "31",
    cn: "2011",
    mn: REFUSED,
    flag: 5,
    cp: `DataTime=${stamp(new Date())}`,
  };
  const broken = Buffer.from(encodeFrame({ ...items, pw: "123456" }));
  broken[broken.length - 3] = broken[broken.length - 3] === 48 ? 49 : 48;

  await send(encodeFrame({ ...items, pw: "654321" }));
  await send(broken);
  await send(encodeFrame({ ...items, pw: "123456", mn: "SIM410102000000000000404" }));
  await expect(
    mqtt.connectAsync(`mqtt://127.0.0.1:${product.doors.mqtt.port}`, {
      ...{ username: "SIM410102000000000000405", password: "guess", protocolVersion: 4, reconnectPeriod: 0 },
    }),
  ).rejects.toThrow();
  const { refused } = await product.until(
    () => deviceOf(REFUSED),
    (device) => device.refused.length === 2,
  );
  const unknown = await product.until(
    async () => (await product.ask("GET", "/api/v1/devices/unknown")).body.items,
    (rows) => rows.length === 2,
  );

  expect(refused.map((r: { reason: string; count: number }) => [r.reason, r.count]).sort()).toEqual([
    ["wrong-crc", 1],
    ["wrong-password", 1],
  ]);
  for (const { raw } of refused) expect(raw).toContain(`CN=2011;PW=******;MN=${REFUSED}`);
  expect(unknown.map((u: { mn: string; transport: string }) => [u.mn, u.transport]).sort()).toEqual([
    ["SIM410102000000000000404", "hj212"],
    ["SIM410102000000000000405", "mqtt"],
  ]);
});

// Behaviour
test("whoever guesses the password of a device is seen on its page, and a weak one is named by the registry's health", async () => {
  const items = {
    qn: `${stamp(new Date())}001`,
    st: "31",
    cn: "2011",
    mn: GUESSED,
    flag: 5,
    cp: `DataTime=${stamp(new Date())}`,
  };

  for (let i = 1; i <= 6; i += 1) await send(encodeFrame({ ...items, pw: `65432${i}` }));
  const device = await product.until(
    () => deviceOf(GUESSED),
    ({ refused }) => refused.length === 2,
  );
  const health = (await product.ask("GET", "/api/v1/registry/health?lang=en")).body;

  const counts = device.refused.map((row: { reason: string; count: number }) => [row.reason, row.count]);
  expect(new Map(counts)).toEqual(
    new Map([
      ["wrong-password", 5],
      ["guessing", 1],
    ]),
  );
  expect(health.others).toContainEqual(
    expect.objectContaining({
      code: "weak-secret",
      pointer: "/devices/2/hj212Password",
      facts: { mn: GUESSED, field: "hj212Password" },
    }),
  );
});

test("what is refused of a device that was let in over MQTT stands on its page in words, with its first bytes and without a password", async () => {
  const identity = { username: LET_IN, password: "a-long-device-secret", reconnectPeriod: 0 } as const;
  const url = `mqtt://127.0.0.1:${product.doors.mqtt.port}`;
  const cp = `DataTime=${stamp(new Date())}`;
  const frame = encodeFrame({ qn: `${stamp(new Date())}001`, st: "31", cn: "2011", pw: "123456", mn: LET_IN, flag: 5, cp });

  for (let i = 0; i < 2; i++) {
    const client = await mqtt.connectAsync(url, { ...identity, protocolVersion: 4 });
    await client.publishAsync("plant/stack", Buffer.from(frame), { qos: 0 });
    await new Promise<void>((resolve) => client.once("close", () => resolve()));
  }
  await expect(mqtt.connectAsync(url, { ...identity, protocolVersion: 5 }, false)).rejects.toMatchObject({ code: 0x84 });
  const { refused } = await product.until(
    () => deviceOf(LET_IN),
    (device) => device.refused.length === 2 && device.refused.some((r: { count: number }) => r.count === 2),
  );

  const byReason = Object.fromEntries(refused.map((r: { reason: string }) => [r.reason, r]));
  expect(byReason).toMatchObject({
    "foreign-topic": {
      ...{ transport: "mqtt", count: 2, detail: "设备不可向主题“plant/stack”发布", facts: { topic: "plant/stack" } },
      raw: expect.stringContaining(`CN=2011;PW=******;MN=${LET_IN}`),
    },
    "protocol-version": { transport: "mqtt", count: 1, detail: "设备用的是 MQTT 5，请设为 3.1.1", raw: "" },
  });
});
