import { expect, test } from "vitest";
import { StoreUnavailableError } from "../../core/failures.ts";
import { NO_LOG } from "../../core/log.ts";
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

const start = (users: () => Promise<readonly User[]>, signal = new AbortController().signal) => ({
  ...{ at: { host: "127.0.0.1", port: 8080 }, key: "key", identity: { users }, log: NO_LOG, signal },
});
const nobody = async (): Promise<readonly User[]> => [];
const SETTINGS = { demo: false, publicUrl: undefined };

test("the link of the first run is told while there is no account, at the address that people use", async () => {
  const ofProxy = { demo: false, publicUrl: "https://grid.example/" };

  expect(await wayIn(SETTINGS, start(nobody))).toMatchObject({ facts: { link: "http://127.0.0.1:8080/first-run#key" } });
  expect(await wayIn(ofProxy, start(nobody))).toMatchObject({ facts: { link: "https://grid.example/first-run#key" } });
});

test("nothing is told once there is an account; the demo tells its address, whoever has accounts", async () => {
  const somebody = start(async () => [{} as User]);

  expect(await wayIn(SETTINGS, somebody)).toBeUndefined();
  expect(await wayIn({ ...SETTINGS, demo: true }, somebody)).toMatchObject({ code: "demo-is-open" });
});

// Behaviour
test("where the store of the accounts is away at the start, the link is told once it is there", async () => {
  let asked = 0;
  const users = async (): Promise<readonly User[]> => {
    asked += 1;
    if (asked === 1) throw new StoreUnavailableError("away");
    return [];
  };

  expect(await wayIn(SETTINGS, start(users))).toMatchObject({ code: "first-run" });
  expect(asked).toBe(2);
});

test("a stop ends the waiting for the store, and what is no outage is no reason to wait", async () => {
  const away = () => Promise.reject(new StoreUnavailableError("away"));
  const broken = () => Promise.reject(new Error("broken"));

  await expect(wayIn(SETTINGS, start(away, AbortSignal.abort(new Error("stopped"))))).rejects.toThrow("stopped");
  await expect(wayIn(SETTINGS, start(broken))).rejects.toThrow("broken");
});
