import { expect, test } from "vitest";
import { twoPlants } from "../../tests/support/api-fixture.ts";
import { DAY, instant, plus } from "../time.ts";
import { datedSecrets, oldKeys } from "./old-keys.ts";
import type { Device } from "./registry.ts";
import type { Secrets } from "./secrets.ts";

const SET = instant(Date.UTC(2026, 0, 1));
const PLAIN: Secrets = {
  hash: (clear) => ({ set: true, stored: `hash of ${clear}` }),
  seal: (clear) => ({ set: true, stored: `seal of ${clear}` }),
  matches: ({ stored }, clear) => stored.endsWith(clear),
  unseal: ({ stored }) => stored.slice("seal of ".length),
};

const after = (days: number, device: Partial<Device>) =>
  oldKeys({ ...twoPlants(), devices: [{ mn: "SIM1" }, { mn: "SIM2", ...device }] }, { now: plus(SET, days * DAY), most: 90 });

// Behaviour
test("an SM4 key that is older than 90 days is told, one of exactly 90 days is not, nor one of which nobody knows", () => {
  const sm4Key = datedSecrets(PLAIN, SET).seal("key");

  expect(after(90, { sm4Key })).toEqual([]);
  expect(after(91, { sm4Key })).toEqual([
    { pointer: "/devices/1/sm4Key", code: "old-key", facts: { mn: "SIM2", days: 91, most: 90 } },
  ]);
  expect(after(1_000, { sm4Key: PLAIN.seal("key") })).toEqual([]);
  expect(after(1_000, { mqttSecret: datedSecrets(PLAIN, SET).hash("secret") })).toEqual([]);
});

test("secrets with their time are the same secrets", () => {
  const dated = datedSecrets(PLAIN, SET);
  const stored = dated.seal("key");

  expect([stored.since, dated.hash("x").since, dated.matches(stored, "key"), dated.unseal(stored)]).toEqual([
    SET,
    SET,
    true,
    "key",
  ]);
});
