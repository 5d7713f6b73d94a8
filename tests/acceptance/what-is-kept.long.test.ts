import { once } from "node:events";
import { connect } from "node:net";
import mqtt from "mqtt";
import { expect, test } from "vitest";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { DISTRICT, MN } from "../support/district.ts";
import { Product } from "../support/product.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BEIJING = 8 * HOUR;
/** Midnight in Beijing, four days ago. */
const MIDNIGHT = Math.floor((Date.now() + BEIJING) / DAY) * DAY - BEIJING - 4 * DAY;
const stamp = (at: number): string => new Date(at + BEIJING).toISOString().replace(/\D/g, "").slice(0, 14);

/** Sends one frame and waits for its acknowledgement. */
async function send(product: Product, frame: Uint8Array): Promise<void> {
  const socket = connect(product.doors.hj212.port, product.doors.hj212.host);
  await once(socket, "connect");
  socket.write(frame);
  await once(socket, "data");
  socket.destroy();
  await product.settled();
}

function frameOf(cp: string, parts: { readonly cn?: string; readonly st?: string; readonly sent?: number } = {}): Uint8Array {
  const { cn = "2061", st = "31", sent = MIDNIGHT + 2 * DAY } = parts;
  return encodeFrame({ qn: `${stamp(sent)}001`, st, cn, pw: "123456", mn: MN, flag: 5, cp });
}

/** What is kept from midnight on: hour of the series and value. */
async function kept(product: Product, query: string): Promise<readonly (readonly [hour: number, value: number])[]> {
  const span = `from=${new Date(MIDNIGHT).toISOString()}&to=${new Date(MIDNIGHT + 2 * DAY).toISOString()}`;
  const { body } = await product.ask("GET", `/api/v1/outlets/${query}&${span}`);
  return body.points.map((p: { at: string; value: number }) => [(Date.parse(p.at) - MIDNIGHT) / HOUR, p.value]);
}

const reasons = async (product: Product): Promise<readonly string[]> =>
  (await product.ask("GET", "/api/v1/quarantine")).body.items.map((row: { reason: string }) => row.reason);

// Behaviour
test("an older frame that is sent again byte for byte after its correction is a duplicate, and the value stays corrected", async () => {
  await using product = await Product.start();
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  const cp = (value: number): string => `DataTime=${stamp(MIDNIGHT)};a21026-Avg=${value},a21026-Flag=N`;
  const [wrong, corrected] = [frameOf(cp(250)), frameOf(cp(50), { sent: MIDNIGHT + 3 * DAY })];

  for (const frame of [wrong, corrected, wrong]) await send(product, frame);

  expect(await kept(product, "e1-DA001/series?pollutant=a21026&basis=hour")).toEqual([[0, 50]]);
  // Two are stored, so the third is the duplicate: nothing was put aside.
  expect(await product.account(MN)).toEqual({ received: 3, stored: 2, quarantined: 0, pending: 0 });
});

// Behaviour
test("end labels hold for hours and days alike, a decimal comma is put aside, and one bad JSON value costs only itself", async () => {
  await using product = await Product.start();
  const devices = DISTRICT.devices.map((device) => ({ ...device, hourLabel: "end" }));
  await product.ask("PUT", "/api/v1/registry", { ...DISTRICT, devices });
  const value = (at: number, text: string): string => `DataTime=${stamp(at)};a21026-Avg=${text},a21026-Flag=N`;

  await send(product, frameOf(value(MIDNIGHT + 23 * HOUR, "11")));
  await send(product, frameOf(value(MIDNIGHT + DAY - 1000, "12")));
  await send(product, frameOf(value(MIDNIGHT + DAY, "13"), { cn: "2031" }));
  await send(product, frameOf(value(MIDNIGHT + 2 * HOUR, "200,9")));
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${product.doors.mqtt.port}`, {
    ...{ username: MN, password: "a-long-device-secret", protocolVersion: 4, reconnectPeriod: 0 },
  });
  const at = (hour: number): string => new Date(MIDNIGHT + hour * HOUR).toISOString();
  const hours = [4, 5, 6].map((hour) => ({
    at: at(hour),
    basis: "hour",
    values: { a21026: { value: hour === 5 ? null : hour } },
  }));
  await client.publishAsync(`outfall/v1/${MN}/readings`, JSON.stringify(hours), { qos: 1 });
  await client.endAsync();
  await product.settled();

  expect(await kept(product, "e1-DA001/series?pollutant=a21026&basis=hour")).toEqual([
    [4, 4],
    [6, 6],
    [22, 11],
    [23, 12],
  ]);
  expect(await kept(product, "e1-DA001/series?pollutant=a21026&basis=day")).toEqual([[0, 13]]);
  expect(await reasons(product)).toEqual(["not-a-number", "not-a-number"]);
});

// Behaviour
test("a back-filled hour of 2025 shows its mean before marking, its sample and the vendor's flag to whoever reads the series", async () => {
  await using product = await Product.start();
  await product.ask("PUT", "/api/v1/registry", {
    ...DISTRICT,
    devices: DISTRICT.devices.map((d) => ({ ...d, edition: "2025" })),
  });
  const said = "a21026-RawAvg=61.5,a21026-Avg=60,a21026-SampleTime=20260102013000,a21026-EFlag=A01,a21026-Flag=N";
  const items = { qn: `${stamp(MIDNIGHT + 2 * DAY)}001`, st: "31", cn: "2061", pw: "123456", mn: MN, flag: 9, rf: true } as const;

  await send(product, encodeFrame({ ...items, cp: `DataTime=${stamp(MIDNIGHT)};${said}` }));

  const span = `from=${new Date(MIDNIGHT).toISOString()}&to=${new Date(MIDNIGHT + DAY).toISOString()}`;
  const { body } = await product.ask("GET", `/api/v1/outlets/e1-DA001/series?pollutant=a21026&basis=hour&${span}`);
  const beside = { rawMean: 61.5, sampledAt: "2026-01-01T17:30:00.000Z", vendorFlag: "A01", backfilled: true };
  expect(body.points).toMatchObject([{ value: 60, beside }]);
  const device = await product.until(
    async () => (await product.ask("GET", `/api/v1/devices/${MN}`)).body,
    (found) => found.frames.length > 0,
  );
  expect(device.frames[0].decoded).toMatchObject({ ok: true, backfill: true });
});
