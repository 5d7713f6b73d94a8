import { expect, test } from "vitest";
import { type Instant, instant, MINUTE, plus } from "../../core/time.ts";
import { type Attempt, LogInGuard } from "./log-in-guard.ts";

const START = instant(1_795_392_000_000);

/** A guard whose pauses are noted and pass at once. */
function aGuard() {
  const time: { now: Instant } = { now: START };
  const pauses: number[] = [];
  const guard = new LogInGuard({
    now: () => time.now,
    pause: async (ms) => {
      pauses.push(ms);
      time.now = plus(time.now, ms);
    },
  });
  const attempt = (passes: boolean, username: string, address: string, browser?: string) =>
    guard.attempt({ username, address, browser } satisfies Attempt, async () => passes);
  return { guard, time, pauses, wrong: attempt.bind(undefined, false), right: attempt.bind(undefined, true) };
}

/** A check that waits until it is let go. */
function held() {
  let resolve: (passed: boolean) => void = () => {};
  const promise = new Promise<boolean>((done) => {
    resolve = done;
  });
  return { promise, resolve: (passed: boolean) => resolve(passed) };
}

const PASSED = { passed: true };

// Behaviour
test("thirty failures of strangers through a proxy that nobody named slow the next log-in down and refuse none", async () => {
  const { wrong, right, pauses } = aGuard();
  for (let i = 0; i < 30; i += 1) await wrong(`stranger-${i}`, "127.0.0.1");
  expect(pauses).toEqual([]);

  expect(await right("duty", "127.0.0.1")).toEqual(PASSED);
  expect(pauses).toEqual([2_000]);
});

test("five failures of a name from an address wait longer and longer, then it rests there for fifteen minutes", async () => {
  const { wrong, right, pauses, time } = aGuard();
  for (let i = 0; i < 5; i += 1) expect(await wrong("duty", "10.0.0.9")).toEqual({ passed: false });

  expect(pauses).toEqual([250, 500, 1_000]);
  expect(await right("duty", "10.0.0.9")).toEqual({ waitSeconds: 899 });
  expect(await right("duty", "10.0.0.8")).toEqual(PASSED);
  time.now = plus(time.now, 15 * MINUTE);
  expect(await right("duty", "10.0.0.9")).toEqual(PASSED);
});

// Behaviour
test("a browser in which the account logged in before is let try, whatever strangers did to its name and address", async () => {
  const { wrong, right, pauses } = aGuard();
  for (let i = 0; i < 40; i += 1) await wrong("duty", i < 5 ? "127.0.0.1" : `10.0.${i}.1`);
  const before = pauses.length;

  expect(await right("duty", "127.0.0.1", "browser-a")).toEqual(PASSED);
  expect(pauses).toHaveLength(before);
});

test("a browser that fails five times is a stranger", async () => {
  const { wrong, right } = aGuard();
  for (let i = 0; i < 5; i += 1) await wrong("duty", "127.0.0.1", "browser-a");
  for (let i = 0; i < 5; i += 1) await wrong("duty", "127.0.0.1", "browser-a");

  expect(await right("duty", "127.0.0.1", "browser-a")).toMatchObject({ waitSeconds: expect.any(Number) });
});

test("after twenty failures of a name, addresses that failed for it rest and any other waits its turn", async () => {
  const { wrong, right, pauses } = aGuard();
  for (let i = 0; i < 20; i += 1) await wrong("duty", `10.0.0.${i}`);

  expect(await right("duty", "10.0.0.3")).toEqual({ waitSeconds: 900 });
  expect(await right("duty", "10.0.1.1")).toEqual(PASSED);
  expect(pauses).toEqual([2_000]);
});

test("a success forgets the failures of that name from that address", async () => {
  const { wrong, right } = aGuard();
  for (let i = 0; i < 4; i += 1) await wrong("duty", "10.0.0.9");
  await right("duty", "10.0.0.9");
  for (let i = 0; i < 4; i += 1) await wrong("duty", "10.0.0.9");

  expect(await right("duty", "10.0.0.9")).toEqual(PASSED);
});

test("many attempts at once are no way around the count, and only so many are checked at once", async () => {
  const { guard } = aGuard();
  const gate = held();
  const check = () => gate.promise;
  const open = Array.from({ length: 10 }, (_, i) =>
    guard.attempt({ username: `u${i}`, address: `10.0.0.${i}`, browser: undefined }, check),
  );
  const full = await Promise.race(open);
  const known = guard.attempt({ username: "duty", address: "10.0.0.1", browser: "b" }, async () => true);

  expect(full).toEqual({ waitSeconds: 1 });
  expect(await known).toEqual(PASSED);
  gate.resolve(false);
  expect((await Promise.all(open)).filter((o) => "passed" in o)).toHaveLength(8);
});

test("one address has four passwords checked at once", async () => {
  const { guard } = aGuard();
  const gate = held();
  const open = Array.from({ length: 6 }, (_, i) =>
    guard.attempt({ username: `u${i}`, address: "10.0.0.1", browser: undefined }, () => gate.promise),
  );
  await Promise.race(open);
  gate.resolve(false);

  expect((await Promise.all(open)).filter((o) => "passed" in o)).toHaveLength(4);
});

test("what is remembered is bounded: ten thousand keys, of which the oldest goes first", async () => {
  const { wrong, right } = aGuard();
  for (let i = 0; i < 5; i += 1) await wrong("first", "10.0.0.9");
  expect(await right("first", "10.0.0.9")).toMatchObject({ waitSeconds: expect.any(Number) });
  // Three keys an attempt: the pair, the name and the address.
  for (let i = 0; i < 3_334; i += 1) await wrong(`other-${i}`, `10.1.${i >> 8}.${i & 255}`);

  expect(await right("first", "10.0.0.9")).toEqual(PASSED);
});

test("an attempt that would wait longer than twenty seconds for its turn is told to come again, and takes no turn", async () => {
  const pauses: number[] = [];
  const guard = new LogInGuard({ now: () => START, pause: async (ms) => void pauses.push(ms) });
  const attempt = (username: string, passes: boolean) =>
    guard.attempt({ username, address: "10.0.0.9", browser: undefined }, async () => passes);
  for (let i = 0; i < 30; i += 1) await attempt(`stranger-${i}`, false);

  for (let i = 0; i < 10; i += 1) expect(await attempt("duty", true)).toEqual(PASSED);

  expect(pauses).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20].map((seconds) => seconds * 1_000));
  expect(await attempt("duty", true)).toEqual({ waitSeconds: 22 });
  expect(await attempt("duty", true)).toEqual({ waitSeconds: 22 });
});

test("two right passwords of one name at once both pass, and leave no failure behind", async () => {
  const { guard, right, pauses } = aGuard();
  const checks = [held(), held()];
  const both = checks.map(({ promise }) =>
    guard.attempt({ username: "duty", address: "10.0.0.9", browser: undefined }, () => promise),
  );
  for (const check of checks) check.resolve(true);

  expect(await Promise.all(both)).toEqual([PASSED, PASSED]);
  expect(await right("duty", "10.0.0.9")).toEqual(PASSED);
  expect(pauses).toEqual([]);
});
