import { expect, test } from "vitest";
import { instant } from "../core/time.ts";
import { DeviceRecord } from "./device-record.ts";
import { DeviceSession, editionOf } from "./device-session.ts";

test.each([
  [0, "2005"],
  [1, "2017"],
  [2, "2025"],
  [63, "2017"],
  [null, "2017"],
] as const)("version bits %j of the Flag are of the edition %s", (version, edition) => {
  expect(editionOf(version)).toBe(edition);
});

test("a logger that goes on asking who it is is told at most once a minute", () => {
  const session = new DeviceSession(new DeviceRecord("M1"));

  expect([0, 1, 59_999, 60_000, 119_999, 120_000].map((ms) => session.mayBeActivated(ms))).toEqual([
    true,
    false,
    false,
    true,
    false,
    true,
  ]);
});

test("a device to which nothing could be sent rests for three seconds, and not when it comes on a new line", () => {
  const session = new DeviceSession(new DeviceRecord("M1"));
  session.record.hear({ at: instant(1), transport: "hj212", address: "203.0.113.7" });
  const line = { address: "203.0.113.7", send: () => true };
  expect(session.mayBeAsked(0)).toBe(false);

  session.attach(line);
  session.rest(0);
  expect([session.mayBeAsked(2_999), session.mayBeAsked(3_000)]).toEqual([false, true]);

  session.detach(line);
  session.attach(line);
  expect(session.mayBeAsked(1)).toBe(true);
});
