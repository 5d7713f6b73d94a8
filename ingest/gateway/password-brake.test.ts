import { expect, test } from "vitest";
import { PasswordBrake } from "./password-brake.ts";

const MN = "SIM410102000000000000001";
const AS_REGISTERED = {};
const MINUTE = 60_000;

function aBrake() {
  const brake = new PasswordBrake({ wrongPasswordsPerSender: 5, wrongPasswordsPerDevice: 20 });
  return {
    brake,
    fail: (sender: string, now: number, times = 1) => {
      for (let i = 0; i < times; i += 1) brake.fail(sender, MN, AS_REGISTERED, now);
    },
    may: (sender: string, now: number, mn = MN, device = AS_REGISTERED) => brake.mayTry(sender, mn, device, now),
  };
}

test("five wrong passwords of a device from a sender rest for a minute, and for that device alone", () => {
  const { fail, may } = aBrake();
  fail("10.0.0.1", 0, 4);
  expect(may("10.0.0.1", 0)).toBe(true);
  fail("10.0.0.1", 0);

  expect([may("10.0.0.1", MINUTE - 1), may("10.0.0.1", MINUTE)]).toEqual([false, true]);
  expect(may("10.0.0.1", 0, "ANOTHER")).toBe(true);
});

test("each further rest is twice as long, up to an hour: 1, 2, 4 … 60 minutes", () => {
  const { fail, may } = aBrake();
  let now = 0;
  const rests = Array.from({ length: 8 }, () => {
    fail("10.0.0.1", now, 5);
    const from = now;
    while (!may("10.0.0.1", now)) now += MINUTE;
    return (now - from) / MINUTE;
  });

  expect(rests).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
});

// Behaviour
test("a sender that never failed for a device is always checked, whatever others guess of it", () => {
  const { fail, may } = aBrake();
  for (let i = 0; i < 20; i += 1) fail(`10.0.0.${i}`, 0);

  expect(may("10.0.0.3", 0)).toBe(false);
  expect(may("192.0.2.1", 0)).toBe(true);
  expect(may("10.0.0.3", MINUTE)).toBe(true);
});

test("another registration of the device begins anew, and a day without a failure forgets", () => {
  const { fail, may } = aBrake();
  fail("10.0.0.1", 0, 5);
  expect(may("10.0.0.1", 0, MN, {})).toBe(true);

  fail("10.0.0.1", MINUTE, 5);
  const aDayLater = MINUTE + 86_400_000;
  fail("10.0.0.1", aDayLater, 5);
  expect([may("10.0.0.1", aDayLater + MINUTE - 1), may("10.0.0.1", aDayLater + MINUTE)]).toEqual([false, true]);
});

test("what is remembered is bounded", () => {
  const { brake, fail } = aBrake();
  for (let i = 0; i < 20_100; i += 1) fail(`2001:db8:${i.toString(16)}::/64`, 0);

  expect(brake.size).toBe(20_000);
});
