import { expect, test } from "vitest";
import { isWeakPassword } from "../../core/registry/weak-secrets.ts";
import { simulatedDevice } from "./simulated-device.ts";

test("no simulated logger has a password that the registry's health would name, and each has another one", () => {
  const devices = Array.from({ length: 10_000 }, (_, number) => simulatedDevice(number));

  expect(devices.filter(({ mn, password }) => isWeakPassword(password, mn) || password.length !== 6)).toEqual([]);
  expect(new Set(devices.map(({ password }) => password)).size).toBeGreaterThan(9_990);
});
