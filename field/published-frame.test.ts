import { expect, test } from "vitest";
import { instant } from "../core/time.ts";
import { crcInVariant, formatCrc } from "../ingest/codecs/hj212/crc.ts";
import { encodeFrame } from "../ingest/codecs/hj212/encode-frame.ts";
import { readPublishedFrame } from "./published-frame.ts";

const AT = instant(1_000_000);
const MN = "SIM1";
const KEY = new TextEncoder().encode("SimKey0123456789");
const RESULT = { qn: "20261123080000000", st: "91", cn: "9012", pw: "123456", mn: MN, flag: 4, cp: "ExeRtn=1" };
const published = (payload: Uint8Array) => ({ mn: MN, kind: "hj212" as const, payload, address: "10.0.0.1" });
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("a frame of the device is heard with its header, data area and bytes", () => {
  const payload = encodeFrame(RESULT);

  expect(readPublishedFrame(published(payload), AT)).toMatchObject({
    ...{ mn: MN, at: AT, bytes: payload, dataArea: "ExeRtn=1", quirks: [] },
    header: { qn: "20261123080000000", cn: "9012", mn: MN, flag: { value: 4 } },
  });
});

test("a bare data segment is heard, and an answer of 2005 with the QN of its data area", () => {
  const heard = readPublishedFrame(published(bytes("ST=91;CN=9012;MN=SIM1;CP=&&QN=20261123080000000;ExeRtn=1&&")), AT);

  expect(heard).toMatchObject({ header: { qn: "20261123080000000" }, quirks: ["bare-segment", "qn-in-cp"] });
});

test.each([
  ["whose CRC is wrong", bytes(Buffer.from(encodeFrame(RESULT)).toString().replace("ExeRtn=1", "ExeRtn=2"))],
  ["of another device", encodeFrame({ ...RESULT, mn: "SIM2" })],
  ["with a second one behind it", Buffer.concat([encodeFrame(RESULT), encodeFrame(RESULT)])],
  ["that is none", bytes("hello")],
])("a frame %s is not heard", (_, payload) => {
  expect(readPublishedFrame(published(payload), AT)).toBeUndefined();
});

test("the CRC must be the variant of the device", () => {
  const standard = Buffer.from(encodeFrame(RESULT)).toString();
  const segment = standard.slice(6, -6);
  const modbus = bytes(`${standard.slice(0, 6)}${segment}${formatCrc(crcInVariant(bytes(segment), "modbus"))}\r\n`);

  expect(readPublishedFrame(published(modbus), AT)).toBeUndefined();
  expect(readPublishedFrame(published(modbus), AT, { device: { crc: "modbus" } })).toMatchObject({ quirks: ["crc-variant"] });
  expect(readPublishedFrame(published(bytes(standard)), AT, { device: { crc: "modbus" } })).toBeUndefined();
});

test("an encrypted frame is heard in clear with the key of its device, without a false quirk, and not at all without", () => {
  const cp = "DataTime=20261123080000;w01018-Rtd=1,w01018-Flag=N";
  const payload = encodeFrame({ ...RESULT, st: "32", cn: "2011", flag: 8, cp }, { sm4Key: KEY });

  expect(readPublishedFrame(published(payload), AT, { device: {}, sm4Key: () => KEY })).toMatchObject({
    dataArea: cp,
    bytes: payload,
    quirks: [],
  });
  expect(readPublishedFrame(published(payload), AT)).toBeUndefined();
});
