import { expect, test } from "vitest";
import { lineToWire } from "./exchange-wire.ts";

test("of a device that was never heard the line tells what the decoder counted, added up by peculiarity", () => {
  const counted = [
    { quirk: "crc-lower-case", count: 2 },
    { quirk: "no-flag", count: 1 },
    { quirk: "crc-lower-case", count: 3 },
  ] as unknown as Parameters<typeof lineToWire>[2];

  const line = lineToWire("SIM1", undefined, counted);

  expect(line).toMatchObject({ connected: false, lastSeenAt: null, address: null, presence: [], driftSeconds: null });
  expect(line.quirks).toEqual({ "crc-lower-case": 5, "no-flag": 1 });
});
