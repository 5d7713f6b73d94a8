import { expect, test } from "vitest";
import { EMPTY_REGISTRY } from "./registry.ts";
import { isWeakPassword, weakSecrets } from "./weak-secrets.ts";

const MN = "SIM410102000000000000471";

test.each([
  ["123456", true],
  ["654321", true],
  ["000000", true],
  ["345678", true],
  ["987654", true],
  ["12345", true],
  ["000471", true],
  ["sim410", true],
  ["Password", true],
  ["590317", false],
  ["112233", false],
])("as the password of a device %s is weak: %s", (clear, isWeak) => {
  expect(isWeakPassword(clear, MN)).toBe(isWeak);
});

test("weak secrets are named by their place in the registry, and one that nobody can open is not", () => {
  const stored = (clear: string) => ({ set: true as const, stored: clear });
  const secrets = {
    hash: stored,
    seal: stored,
    matches: (secret: { readonly stored: string }, clear: string) => secret.stored === clear,
    unseal: ({ stored: clear }: { readonly stored: string }) => {
      if (clear === "lost") throw new Error("another key");
      return clear;
    },
  };
  const devices = [
    { mn: "A1", hj212Password: stored("590317"), mqttSecret: stored("a-long-device-secret") },
    { mn: "A2", hj212Password: stored("123456"), mqttSecret: stored("A2") },
    { mn: "A3", hj212Password: stored("lost") },
    { mn: "A4" },
  ];

  expect(weakSecrets({ ...EMPTY_REGISTRY, devices }, secrets)).toEqual([
    { pointer: "/devices/1/hj212Password", code: "weak-secret", facts: { mn: "A2", field: "hj212Password" } },
    { pointer: "/devices/1/mqttSecret", code: "weak-secret", facts: { mn: "A2", field: "mqttSecret" } },
  ]);
});
