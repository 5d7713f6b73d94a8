import mqtt from "mqtt";
import { afterAll, expect, test } from "vitest";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { DISTRICT, DISTRICT_OF_STACKS, MN, STACKS } from "../support/district.ts";
import { Product } from "../support/product.ts";
import { SimLogger, stamp } from "../support/sim-logger.ts";

const NOW = Date.UTC(2026, 10, 23, 3, 5);
/** One product for all tests but one, and a device for each. */
const [ASKED, QUEUED, OVER_MQTT, NEW, SEEN, REFUSED] = STACKS;
const product = await Product.start({ env: { OUTFALL_CLOCK: "manual:2026-11-23T03:05:00Z" } });
afterAll(() => product[Symbol.asyncDispose]());
await product.ask("PUT", "/api/v1/registry", {
  ...DISTRICT_OF_STACKS,
  enterprises: [...DISTRICT_OF_STACKS.enterprises, { id: "e2", name: "演示涂装厂" }],
  devices: DISTRICT_OF_STACKS.devices.map((device) =>
    device.mn === NEW.mn
      ? { ...device, realtimeSeconds: 60, firstContact: ["set-time", "set-intervals", "start-realtime"] }
      : device,
  ),
});

const commandsOf = (mn: string): string => `/api/v1/devices/${mn}/commands`;
async function ended(mn: string, id: string) {
  return product.until(
    async () => (await product.ask("GET", `${commandsOf(mn)}/${id}`)).body,
    (exchange) => !["queued", "sent", "accepted"].includes(exchange.state),
  );
}

test("a device over HJ 212 is asked its time, answers, and the exchange shows what it said", async () => {
  const logger = new SimLogger({
    mn: ASKED.mn,
    answer: (request, self) => {
      self.reply(request, "9011", "QnRtn=1");
      self.raw(
        encodeFrame({
          qn: request.qn,
          st: "31",
          cn: "1011",
          pw: "123456",
          mn: ASKED.mn,
          flag: 4,
          cp: "PolId=a21026;SystemTime=20261123110501",
        }),
      );
      self.reply(request, "9012", "ExeRtn=1");
    },
  });
  await logger.connect(product.doors.hj212);
  logger.realtime(NOW, 35);

  const asked = await product.ask("POST", commandsOf(ASKED.mn), { command: "read-time", polId: "a21026" });
  const exchange = await ended(ASKED.mn, asked.body.id);

  expect(asked).toMatchObject({
    status: 202,
    body: { state: expect.stringMatching(/^(queued|sent)$/), command: "read-time", parameters: { polId: "a21026" } },
  });
  expect(exchange).toMatchObject({ state: "done", attempts: 1, returnCode: 1, createdBy: "token:admin" });
  expect(exchange.answers.map((a: { cn: string; cp: string }) => [a.cn, a.cp])).toEqual([
    ["9011", "QnRtn=1"],
    ["1011", "PolId=a21026;SystemTime=20261123110501"],
    ["9012", "ExeRtn=1"],
  ]);
  expect(logger.requests[0]).toMatchObject({
    cn: "1011",
    cp: "PolId=a21026",
    qn: expect.stringMatching(/^20261123110500\d{3}$/),
  });
  await logger.cutOff();
});

test("commands to one device go one after the other, and one for a device that is not there waits for it", async () => {
  const bodies = [{ command: "set-time" }, { command: "set-interval", cn: "1062", value: 60 }, { command: "stop-realtime" }];
  const ids: string[] = [];
  for (const body of bodies) ids.push((await product.ask("POST", commandsOf(QUEUED.mn), body)).body.id);
  const logger = new SimLogger({ mn: QUEUED.mn });

  await logger.connect(product.doors.hj212);
  logger.realtime(NOW, 35);
  const exchanges = await Promise.all(ids.map((id) => ended(QUEUED.mn, id)));

  expect(exchanges.map((e) => e.state)).toEqual(["done", "done", "done"]);
  expect(logger.requests.map((r) => [r.cn, r.cp])).toEqual([
    ["1012", "SystemTime=20261123110500"],
    ["1062", "RtdInterval=60"],
    ["2012", ""],
  ]);
  expect(new Set(logger.requests.map((r) => r.qn)).size).toBe(3);
  await logger.cutOff();
});

test("a command travels over MQTT to a device that speaks HJ 212 there", async () => {
  const { host, port } = product.doors.mqtt;
  const client = await mqtt.connectAsync(`mqtt://${host}:${port}`, {
    protocolVersion: 4,
    username: OVER_MQTT.mn,
    password: "a-long-device-secret",
    reconnectPeriod: 0,
  });
  const say = (items: { qn: string; st: string; cn: string; flag: number; cp: string }) =>
    client.publishAsync(
      `outfall/v1/${OVER_MQTT.mn}/hj212`,
      Buffer.from(encodeFrame({ pw: "123456", mn: OVER_MQTT.mn, ...items })),
      { qos: 1 },
    );
  client.on("message", (_topic, payload) => {
    const [, qn = "", cn = ""] = /QN=(\d+);ST=31;CN=(\d{4})/.exec(payload.toString()) ?? [];
    if (cn !== "1064") return;
    void say({ qn, st: "91", cn: "9011", flag: 4, cp: "QnRtn=1" }).then(() =>
      say({ qn, st: "91", cn: "9012", flag: 4, cp: "ExeRtn=1" }),
    );
  });
  await client.subscribeAsync(`outfall/v1/${OVER_MQTT.mn}/down`, { qos: 1 });
  await say({ qn: `${stamp(NOW)}001`, st: "31", cn: "2011", flag: 4, cp: `DataTime=${stamp(NOW)};a21026-Rtd=35,a21026-Flag=N` });

  const asked = await product.ask("POST", commandsOf(OVER_MQTT.mn), { command: "set-interval", cn: "1064", value: 10 });
  const exchange = await ended(OVER_MQTT.mn, asked.body.id);

  expect(exchange).toMatchObject({ state: "done", returnCode: 1, result: "执行成功", resultCode: "executed" });
  await client.endAsync(true);
});

test("a device whose clock is ten minutes behind is told the time without a person acting, and its drift is shown", async () => {
  await using product = await Product.start({ env: {} });
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  const logger = new SimLogger();
  await logger.connect(product.doors.hj212);

  logger.realtime(Date.now() - 600_000, 35);
  const [request] = await logger.asked(1);
  const [exchange] = await product.until(
    async () => (await product.ask("GET", commandsOf(MN))).body.items,
    (items) => items[0]?.state === "done",
  );
  const device = await product.until(
    async () => (await product.ask("GET", `/api/v1/devices/${MN}`)).body,
    (body) => body.line.driftSeconds !== null && body.frames.length >= 4,
  );

  expect(request).toMatchObject({ cn: "1012" });
  expect(exchange).toMatchObject({ command: "set-time", createdBy: "system:clock-drift" });
  expect(device.line).toMatchObject({ connected: true, transport: "hj212", address: "127.0.0.1", moves: 0 });
  expect(device.line.driftSeconds).toBeLessThan(-590);
  expect(device.line.driftSeconds).toBeGreaterThan(-620);
  expect(device.frames.map((f: { direction: string; decoded: { cn: string } }) => [f.direction, f.decoded.cn])).toEqual([
    ["in", "2011"],
    ["out", "1012"],
    ["in", "9011"],
    ["in", "9012"],
  ]);
  await logger.cutOff();
});

test("the first contact is made in the configured order, once", async () => {
  const logger = new SimLogger({ mn: NEW.mn });
  await logger.connect(product.doors.hj212);

  logger.realtime(NOW, 35);
  await logger.asked(4);
  await product.until(
    async () => (await product.ask("GET", commandsOf(NEW.mn))).body.items,
    (items) => items.every((item: { state: string }) => item.state === "done"),
  );
  await logger.cutOff();
  await logger.connect(product.doors.hj212);
  logger.realtime(NOW, 36);
  const asked = await product.ask("POST", commandsOf(NEW.mn), { command: "read-time" });
  await ended(NEW.mn, asked.body.id);

  expect(logger.requests.map((r) => [r.cn, r.cp])).toEqual([
    ["1012", "SystemTime=20261123110500"],
    ["1062", "RtdInterval=60"],
    ["1064", "MinInterval=10"],
    ["2011", ""],
    ["1011", ""],
  ]);
  await logger.cutOff();
});

test("an enterprise sees its own device and may not command it", async () => {
  const own = await product.tokenFor(["enterprise-specialist"], { enterprise: "e1" });
  const other = await product.tokenFor(["enterprise-specialist"], { enterprise: "e2" });

  expect((await product.ask("GET", `/api/v1/devices/${SEEN.mn}`, undefined, own)).status).toBe(200);
  expect((await product.ask("GET", commandsOf(SEEN.mn), undefined, own)).status).toBe(200);
  expect((await product.ask("POST", commandsOf(SEEN.mn), { command: "set-time" }, own)).body.code).toBe("role-not-allowed");
  expect((await product.ask("GET", `/api/v1/devices/${SEEN.mn}`, undefined, other)).body.code).toBe("not-found");
  expect((await product.ask("GET", "/api/v1/devices", undefined, other)).body.items).toEqual([]);
});

test("what may not be asked, or not like this, is refused with what is wrong", async () => {
  const bodies = [
    { command: "open-valve" },
    { command: "history", cn: "2061", from: "2026-11-23T03:00:00Z", to: "2026-11-23T02:00:00Z" },
    { command: "history", cn: "2061", from: "2026-11-23T03:00:00", to: "2026-11-23T04:00:00" },
    { command: "set-interval", cn: "1064", value: 7 },
    { command: "sample" },
    { command: "set-time", at: "2026-11-23T03:00:00Z" },
  ];

  for (const body of bodies) {
    const answer = await product.ask("POST", commandsOf(REFUSED.mn), body);
    expect(answer, JSON.stringify(body)).toMatchObject({ status: 400, body: { code: "invalid-body" } });
    expect(answer.body.errors.length).toBeGreaterThan(0);
  }
  expect((await product.ask("GET", commandsOf(REFUSED.mn))).body.items).toEqual([]);
});
