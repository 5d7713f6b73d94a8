import { expect, test, vi } from "vitest";
import type { Device } from "../core/registry/registry.ts";
import { instant, parseBeijingStamp } from "../core/time.ts";
import { decodeFrame } from "../ingest/codecs/hj212/decode-frame.ts";
import { encodeFrame } from "../ingest/codecs/hj212/encode-frame.ts";
import { type GatewayWithSessions, openGatewayWithSessions } from "../tests/support/gateway-with-sessions.ts";

const NOW = parseBeijingStamp("20261123080000000") ?? instant(0);
const MN = "SIM410102000000000000001";
const HEX = "0123456789abcdeffedcba9876543210";
const KEY = Uint8Array.from(Buffer.from(HEX, "hex"));
const DEVICE: Device = { mn: MN, edition: "2025", sm4Key: { set: true, stored: HEX } };
/** An answer may take as long as the machine needs. */
const SLOW = { timing: { answerMs: 600_000, repeats: 3, executionMs: 600_000 } };
const AREA = "DataTime=20261123080000;a21026-Rtd=35.2,a21026-Flag=N";

const upload = (sm4Key?: Uint8Array) =>
  encodeFrame(
    { qn: "20261123080000000", st: "31", cn: "2011", pw: "123456", mn: MN, flag: 9, cp: AREA },
    sm4Key === undefined ? {} : { sm4Key },
  );

/** The request as it left, once it has. */
function requestTo(door: GatewayWithSessions): Promise<Uint8Array> {
  return vi.waitFor(
    async () => {
      const sent = (await door.deviceRecords.frames(MN)).find(({ direction }) => direction === "out");
      if (sent === undefined) throw new Error("nothing was sent");
      return sent.raw;
    },
    { timeout: 20_000, interval: 10 },
  );
}

test.each([
  ["that encrypts is encrypted", KEY, true],
  ["that has a key and speaks clear goes out in clear", undefined, false],
] as const)("what is asked of a device %s", async (_what, spokenWith, isEncrypted) => {
  await using door = await openGatewayWithSessions([DEVICE], NOW, SLOW);
  const peer = await door.connect();
  await peer.send(upload(spokenWith));
  await door.journal.arrived(1);

  await door.ask(MN, { command: "set-time" });
  const raw = await requestTo(door);

  expect(Buffer.from(raw).includes("SystemTime=")).toBe(!isEncrypted);
  expect(decodeFrame(raw, { sm4Key: KEY })).toMatchObject({
    ok: true,
    value: { cn: "1012", flag: { value: 9 }, dataArea: "SystemTime=20261123080000" },
  });
});

// Behaviour
test("a device that has to encrypt is refused at the door while it speaks clear, and taken when it encrypts", async () => {
  await using door = await openGatewayWithSessions([{ ...DEVICE, encryption: "required" }], NOW, SLOW);
  const peer = await door.connect();

  await peer.send(upload());
  await peer.send(upload(KEY));
  await door.journal.arrived(1);

  expect(door.journal.entries.map(({ payload }) => Buffer.from(payload).includes("DataTime="))).toEqual([false]);
  await vi.waitFor(
    async () =>
      expect(await door.deviceRecords.refusals({ limit: 10 })).toMatchObject([
        { mn: MN, reason: "not-encrypted", detail: { code: "data-in-clear", facts: { cn: "2011" } }, count: 1 },
      ]),
    { timeout: 20_000, interval: 10 },
  );
});
