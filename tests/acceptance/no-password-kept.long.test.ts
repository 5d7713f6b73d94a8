import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import mqtt from "mqtt";
import { expect, test } from "vitest";
import { crcInVariant, formatCrc } from "../../ingest/codecs/hj212/crc.ts";
import { encodeFrame, type FrameItems } from "../../ingest/codecs/hj212/encode-frame.ts";
import { DISTRICT, hoursAgo, MN } from "../support/district.ts";
import { placesOf } from "../support/places-of.ts";
import { finished, Product, runOutfall } from "../support/product.ts";
import { stamp } from "../support/sim-logger.ts";

const KEY = "SimKey0123456789";
const ENCRYPTING = "SIM410102000000000000002";
/** Long enough to be found nowhere by chance, and of what a segment does not end with. */
const secret = fc.string({ unit: fc.constantFrom(..."abcXYZ0189_-+.!#%/()"), minLength: 10, maxLength: 24 });

/** Passwords that were sent, by what they were sent for. */
class Sent {
  readonly all: string[] = [];
  readonly #pool = fc.sample(secret, 60);

  next(): string {
    return this.#take(this.#pool.length - 1);
  }

  /** One that the registry takes. */
  registered(): string {
    return this.#take(this.#pool.findIndex((password) => !password.includes("#")));
  }

  #take(at: number): string {
    const [password] = this.#pool.splice(at, 1) as [string];
    this.all.push(password);
    return password;
  }
}

/** Writes frames and reads until the product is silent for a moment, answers or not; ends nothing by itself. */
async function write(product: Product, frames: readonly Uint8Array[], waitFor: () => Promise<boolean>): Promise<void> {
  const socket = connect(product.doors.hj212.port, product.doors.hj212.host);
  await once(socket, "connect");
  socket.resume();
  for (const frame of frames) socket.write(frame);
  await product.until(waitFor, (isThere) => isThere);
  socket.destroy();
}

const hour = (mn: string, pw: string, more: Partial<FrameItems> = {}): FrameItems => {
  const time = stamp(hoursAgo(3).getTime());
  const cp = `DataTime=${time};a21026-Min=9,a21026-Avg=9,a21026-Max=9,a21026-Flag=N`;
  return { qn: `${time}001`, st: "31", cn: "2061", pw, mn, flag: 5, cp, ...more };
};

/** Where one of the passwords stands in a text. */
function around(text: string, passwords: readonly string[]): readonly string[] {
  const places = passwords.map((password) => text.indexOf(password)).filter((at) => at >= 0);
  return places.map((at) => text.slice(Math.max(0, at - 80), at + 80));
}

/** Everything that the API shows of devices and messages. */
async function shown(product: Product): Promise<string> {
  const paths = ["devices", `devices/${MN}`, `devices/${ENCRYPTING}`, "quarantine", "registry", "registry/health", "audit"];
  const commands = [MN, ENCRYPTING].map((mn) => `devices/${mn}/commands`);
  const answers = await Promise.all([...paths, ...commands].map((path) => product.ask("GET", `/api/v1/${path}`)));
  const texts = answers.map(({ body }) => JSON.stringify(body));
  const coded = texts.flatMap((text) => [...text.matchAll(/"raw":"([^"]*)","rawEncoding":"base64"/g)]);
  return [...texts, ...coded.map(([, raw = ""]) => Buffer.from(raw, "base64").toString("latin1"))].join("\n");
}

// Behaviour
test("no password or key that a device sends at any door stands in the data directory, an answer, a line of the log or a backup", async () => {
  await using product = await Product.start({ env: { OUTFALL_LOG_LEVEL: "debug" } });
  let log = "";
  product.process.stderr?.on("data", (chunk) => {
    log += chunk;
  });
  const sent = new Sent();
  const [own, other] = [sent.registered(), sent.registered()];
  const [first] = DISTRICT.devices;
  const devices = [
    { ...first, hj212Password: own },
    { ...first, mn: ENCRYPTING, hj212Password: other, edition: "2025", sm4Key: KEY },
  ];
  sent.all.push(KEY);
  expect((await product.ask("PUT", "/api/v1/registry", { ...DISTRICT, devices })).status).toBe(200);
  const counted = async (name: string): Promise<number> => {
    const metrics = await (await fetch(`${product.url}/metrics`)).text();
    return [...metrics.matchAll(new RegExp(`^outfall_${name}\\S* (\\d+)$`, "gm"))].reduce((sum, [, n]) => sum + Number(n), 0);
  };

  // Uploads, a request to the device with its answer, a change of passwords, and frames of another edition.
  const change = `NewPW=${sent.next()};PW=${sent.next()};NewSK=${sent.next()};OldPW=${sent.next()}`;
  const good = [
    hour(MN, own),
    hour(MN, own, { cn: "3020", cp: change }),
    hour(MN, own, { cn: "2011", cp: `DataTime=${stamp(hoursAgo(1).getTime())};i11001-Info=//${change}//` }),
  ].map((items) => encodeFrame(items));
  const sm4Key = new TextEncoder().encode(KEY);
  const encrypted = encodeFrame(hour(ENCRYPTING, other, { flag: 9, cp: `${hour(MN, own).cp};${change}` }), { sm4Key });
  await write(product, [...good, encrypted], async () => (await counted("hj212_frames_total")) >= 4);
  // Refused: wrong ones, of a stranger, with a wrong CRC, another variant's, not finished.
  const bad = [
    encodeFrame(hour(MN, sent.next())),
    encodeFrame(hour("NOBODY0001", sent.next())),
    encodeFrame(hour(MN, own), { crc: "modbus" }),
    Buffer.from(
      Buffer.from(encodeFrame(hour(MN, sent.next())))
        .toString("latin1")
        .replace("ST=31", "ST=32"),
      "latin1",
    ),
    encodeFrame(hour(MN, `${sent.next()}\u7532`)),
  ];
  await write(product, bad, async () => (await counted("hj212_rejected_total")) >= 5);
  // At the MQTT door nobody looks at the frame: whatever it is goes to the journal.
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${product.doors.mqtt.port}`, {
    ...{ username: MN, password: "a-long-device-secret", protocolVersion: 4, reconnectPeriod: 0 },
  });
  const segment = `ST=31;CN=2011;PW=${sent.next()};MN=${MN};CP=&&DataTime=20260101000000;a21026-Rtd=1&&`;
  const published = [
    Buffer.from(encodeFrame(hour(MN, sent.next()))),
    Buffer.from(encodeFrame(hour(ENCRYPTING, sent.next()), { sm4Key: new TextEncoder().encode("another-key-0001") })),
    ...[segment, `${segment}${formatCrc(crcInVariant(Buffer.from(segment), "modbus"))}`, `junk PW = ${sent.next()} junk`].map(
      (text) => Buffer.from(text),
    ),
    Buffer.concat([encodeFrame(hour(MN, sent.next())), encodeFrame(hour(MN, sent.next()))]),
    Buffer.from(`{"at":"PW=${sent.next()}","pw":1}`),
    Buffer.concat([
      Buffer.from(`##0200pw=${sent.next()};MN=${MN};CP=&&i-Info=//`),
      Buffer.of(0xff, 0xc4, 0xe3),
      Buffer.from("//&&0000"),
    ]),
  ];
  for (const payload of published) {
    await client.publishAsync(`outfall/v1/${MN}/hj212`, payload, { qos: 1 });
    await client.publishAsync(`outfall/v1/${MN}/readings`, payload, { qos: 1 });
  }
  await client.endAsync();
  await product.settled();
  // What was put aside is offered again, and what the platform asks carries the password of the device.
  const { items } = (await product.ask("GET", "/api/v1/quarantine")).body;
  expect(items.length).toBeGreaterThan(5);
  for (const { id } of items) await product.ask("POST", `/api/v1/quarantine/${id}/retry`);
  expect((await product.ask("POST", `/api/v1/devices/${MN}/commands`, { command: "read-time" })).status).toBe(202);
  await write(product, [encodeFrame(hour(MN, own, { qn: `${stamp(hoursAgo(2).getTime())}001` }))], async () =>
    /"direction":"out","raw":"##[^*]*PW=\*/.test(await shown(product)),
  );
  await product.settled();
  const answers = await shown(product);

  expect(answers).toContain("PW=***");
  expect(around(answers, sent.all)).toEqual([]);
  expect(placesOf(product.dataDir, sent.all)).toEqual([]);
  expect(placesOf(product.dataDir, ["PW=**********"])).not.toEqual([]);
  expect(await product.stop()).toBe(0);
  const backup = mkdtempSync(join(tmpdir(), "outfall-backup-"));
  cpSync(product.dataDir, backup, { recursive: true });
  expect(placesOf(backup, sent.all)).toEqual([]);
  expect(around(log, sent.all)).toEqual([]);
  const replay = await finished(runOutfall(["replay", "--json"], { OUTFALL_DATA_DIR: backup }));
  expect(JSON.parse(replay.out)).toMatchObject({ same: true });
  rmSync(backup, { recursive: true });
});
