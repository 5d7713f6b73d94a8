import { expect, test } from "vitest";
import { instant, MINUTE, plus } from "../../core/time.ts";
import { LogInGuard } from "./log-in-guard.ts";

const NOW = instant(1_795_392_000_000);
const fail = (guard: LogInGuard, username: string, address: string) =>
  guard.attempt({ username, address }, NOW, async () => false);

test("an address that fails with thirty names rests for all names", async () => {
  const guard = new LogInGuard();
  for (let i = 0; i < 30; i += 1) await fail(guard, `user-${i}`, "10.0.0.9");

  expect(guard.waitSeconds("somebody", "10.0.0.9", NOW)).toBe(900);
  expect(guard.waitSeconds("somebody", "10.0.0.8", NOW)).toBe(0);
  expect(guard.waitSeconds("somebody", "10.0.0.9", plus(NOW, 15 * MINUTE))).toBe(0);
});

test("a name that fails from twenty addresses rests for all addresses", async () => {
  const guard = new LogInGuard();
  for (let i = 0; i < 20; i += 1) await fail(guard, "desk", `10.0.0.${i}`);

  expect(guard.waitSeconds("desk", "10.0.1.1", NOW)).toBe(900);
});

test("a success forgets the failures of that name from that address", async () => {
  const guard = new LogInGuard();
  for (let i = 0; i < 4; i += 1) await fail(guard, "desk", "10.0.0.9");
  await guard.attempt({ username: "desk", address: "10.0.0.9" }, NOW, async () => true);
  for (let i = 0; i < 4; i += 1) await fail(guard, "desk", "10.0.0.9");

  expect(guard.waitSeconds("desk", "10.0.0.9", NOW)).toBe(0);
});

test("no more than eight passwords are checked at once", async () => {
  const guard = new LogInGuard();
  let release = (): void => {};
  const gate = new Promise<boolean>((resolve) => {
    release = () => resolve(true);
  });
  const checks = Array.from({ length: 8 }, (_, i) => guard.attempt({ username: `u${i}`, address: "10.0.0.9" }, NOW, () => gate));

  expect(guard.waitSeconds("desk", "10.0.0.1", NOW)).toBe(1);
  release();
  await Promise.all(checks);
  expect(guard.waitSeconds("desk", "10.0.0.1", NOW)).toBe(0);
});

test("what is remembered is bounded: ten thousand keys, of which the oldest goes first", async () => {
  const guard = new LogInGuard();
  for (let i = 0; i < 5; i += 1) await fail(guard, "first", "10.0.0.9");
  const rests = guard.waitSeconds("first", "10.0.0.9", NOW);

  // Three keys an attempt: the pair, the name and the address.
  for (let i = 0; i < 3_334; i += 1) await fail(guard, `other-${i}`, `10.1.0.${i}`);

  expect([rests, guard.waitSeconds("first", "10.0.0.9", NOW)]).toEqual([900, 0]);
});
