import { expect, test } from "vitest";
import { decodeOptionsOf } from "./decode-options.ts";

test("a device that registers nothing is read as the standard says", () => {
  expect(decodeOptionsOf({}, undefined)).toEqual({});
});

test("edition, CRC variant and key of a device say how its frames are read", () => {
  const key = new Uint8Array(16);

  expect(decodeOptionsOf({ edition: "2025", crc: "modbus" }, key)).toEqual({ edition: "2025", crc: "modbus", sm4Key: key });
});
