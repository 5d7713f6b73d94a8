import { expect, test } from "vitest";
import type { User } from "../../core/people/identity.ts";
import { addressOf, wayIn } from "./say-where.ts";

test.each([
  ["127.0.0.1", "http://127.0.0.1:8080"],
  ["0.0.0.0", "http://127.0.0.1:8080"],
  ["::", "http://127.0.0.1:8080"],
  ["::1", "http://[::1]:8080"],
  ["grid.example", "http://grid.example:8080"],
])("a server on %s is opened at %s", (host, address) => {
  expect(addressOf({ host, port: 8080 })).toBe(address);
});

const start = (users: () => Promise<readonly User[]>) => ({
  at: { host: "127.0.0.1", port: 8080 },
  key: "key",
  identity: { users },
});
const nobody = async (): Promise<readonly User[]> => [];
const SETTINGS = { demo: false, publicUrl: undefined };

test("the link of the first run is told while there is no account, at the address that people use", async () => {
  const ofProxy = { demo: false, publicUrl: "https://grid.example/" };

  expect(await wayIn(SETTINGS, start(nobody))).toMatchObject({ facts: { link: "http://127.0.0.1:8080/first-run#key" } });
  expect(await wayIn(ofProxy, start(nobody))).toMatchObject({ facts: { link: "https://grid.example/first-run#key" } });
});

test("nothing is told once there is an account, or while nobody knows", async () => {
  const away = () => Promise.reject(new Error("away"));

  expect(
    await wayIn(
      SETTINGS,
      start(async () => [{} as User]),
    ),
  ).toBeUndefined();
  expect(await wayIn(SETTINGS, start(away))).toBeUndefined();
  expect(await wayIn({ ...SETTINGS, demo: true }, start(away))).toMatchObject({ code: "demo-is-open" });
});
