import { connect } from "node:net";
import mqtt from "mqtt";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import type { Product } from "./product.ts";

export const MN = "SIM410102000000000000001";
const PASSWORD = "123456";
const SECRET = "a-long-device-secret";

/**
 * A district of one street with one cement works: a stack with an SO₂ limit of 100 and a boundary point with a TSP
 * limit of 0.5, both hour means.
 */
export const DISTRICT = {
  schema: "outfall/registry/1",
  cells: [
    { id: "g1", level: 1, parent: null, kind: "district", division: "410199", name: "演示区环境保护监管片区", staffCount: 6 },
    { id: "g2-a", level: 2, parent: "g1", kind: "street", name: "甲街道环境保护监管片区", staffCount: 2 },
    { id: "g3-a1", level: 3, parent: "g2-a", kind: "community", name: "甲一社区环境保护监管片区", staffCount: 1 },
    {
      id: "g4-e1",
      level: 4,
      parent: "g3-a1",
      kind: "enterprise",
      enterprise: "e1",
      name: "演示水泥厂环境保护监管片区",
      staffCount: 2,
    },
  ],
  enterprises: [{ id: "e1", name: "演示水泥厂", uscc: "91410102000000019H", permit: "91410102000000019H001P", keySource: true }],
  outlets: [
    { id: "e1-DA001", enterprise: "e1", code: "DA001", name: "窑尾", kind: "stack" },
    { id: "e1-B1", enterprise: "e1", code: "B1", name: "东厂界", kind: "boundary" },
  ],
  devices: [{ mn: MN, hj212Password: PASSWORD, mqttSecret: SECRET, edition: "2017", hourLabel: "start", minuteMinutes: 10 }],
  channels: [
    { outlet: "e1-DA001", device: MN, st: "31", factor: "a21026", pollutant: "a21026", unit: "mg/m3" },
    { outlet: "e1-B1", device: MN, factor: "a34001", pollutant: "a34001", unit: "mg/m3" },
  ],
  limits: [
    limit("e1-DA001-so2-h", "e1-DA001", { pollutant: "a21026", basis: "hour-mean", value: 100 }),
    limit("e1-B1-tsp-h", "e1-B1", { pollutant: "a34001", basis: "boundary-hour-mean", value: 0.5 }),
  ],
};

/** A stack of the district with the one device that measures it. */
export interface Stack {
  readonly outlet: string;
  readonly mn: string;
}

function stack(number: number): Stack {
  return { outlet: `e1-DA00${number}`, mn: `${MN.slice(0, -1)}${number}` };
}

/** Tests that share a product have a stack each. */
export const STACKS = [stack(1), stack(2), stack(3), stack(4), stack(5), stack(6)] as const;

/** The district with all of them: each is like its first. */
export const DISTRICT_OF_STACKS = {
  ...DISTRICT,
  outlets: [
    ...likeTheFirst(DISTRICT.outlets, ({ outlet }) => ({ id: outlet, code: outlet.slice(3) })),
    ...DISTRICT.outlets.slice(1),
  ],
  devices: likeTheFirst(DISTRICT.devices, ({ mn }) => ({ mn })),
  channels: [...likeTheFirst(DISTRICT.channels, ({ outlet, mn }) => ({ outlet, device: mn })), ...DISTRICT.channels.slice(1)],
  limits: [...likeTheFirst(DISTRICT.limits, ({ outlet }) => ({ id: `${outlet}-so2-h`, outlet })), ...DISTRICT.limits.slice(1)],
};

function likeTheFirst<Row extends object>(rows: readonly Row[], change: (stack: Stack) => Partial<Row>): readonly Row[] {
  return STACKS.flatMap((of) => rows.slice(0, 1).map((first) => ({ ...first, ...change(of) })));
}

function limit(id: string, outlet: string, row: { readonly pollutant: string; readonly basis: string; readonly value: number }) {
  return {
    id,
    outlet,
    ...row,
    comparator: "<=",
    unit: "mg/m3",
    validFrom: "2025-01-01",
    validTo: null,
    source: "permit",
    confidence: "C",
  };
}

/** An HJ 212 hour frame (CN 2061) with one factor. */
export function hourFrame(start: Date, factor: string, value: number, mn = MN): Uint8Array {
  const cp = `DataTime=${beijing(start)};${factor}-Min=${value},${factor}-Avg=${value},${factor}-Max=${value},${factor}-Flag=N`;
  return encodeFrame({ qn: `${beijing(start)}001`, st: "31", cn: "2061", pw: PASSWORD, mn, flag: 5, cp });
}

function beijing(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().replace(/\D/g, "").slice(0, 14);
}

/** A line by which the desk asks something of the device, at any time: no answer to a frame. */
const REQUEST = /CN=[123]\d{3};/;

/** Sends frames over one TCP connection and answers with what came back once each frame has its answer. */
export function sendFrames(product: Product, frames: readonly Uint8Array[], milliseconds = 60_000): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const { host, port } = product.doors.hj212;
    const socket = connect(port, host, () => {
      for (const frame of frames) socket.write(frame);
    });
    let text = "";
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`${frames.length} frames, but only answered: ${text}`));
    }, milliseconds);
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      const lines = text.split("\r\n").slice(0, -1);
      if (lines.filter((line) => !REQUEST.test(line)).length < frames.length) return;
      clearTimeout(timer);
      socket.destroy();
      resolve(lines);
    });
    socket.on("error", reject);
  });
}

/** Publishes JSON readings with QoS 1; resolves when the broker has acknowledged. */
export async function publishReadings(product: Product, readings: readonly object[], mn = MN): Promise<void> {
  const { host, port } = product.doors.mqtt;
  const client = await mqtt.connectAsync(`mqtt://${host}:${port}`, {
    protocolVersion: 4,
    username: mn,
    password: SECRET,
    reconnectPeriod: 0,
  });
  for (const reading of readings) await client.publishAsync(`outfall/v1/${mn}/readings`, JSON.stringify(reading), { qos: 1 });
  await client.endAsync(true);
}

/** Fixed for the whole file: a test that runs across the top of an hour means the same hours before and after. */
const THIS_HOUR = Math.floor(Date.now() / 3_600_000) * 3_600_000;

/** The start of the full hour `hours` before the test file began. */
export function hoursAgo(hours: number): Date {
  return new Date(THIS_HOUR - hours * 3_600_000);
}
