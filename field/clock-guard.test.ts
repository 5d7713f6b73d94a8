import { expect, test } from "vitest";
import { NO_COUNTERS } from "../core/counters.ts";
import { NO_LOG } from "../core/log.ts";
import { DAY, HOUR, type Instant, instant, MINUTE, plus, SECOND } from "../core/time.ts";
import { ClockGuard, type KeptDoubt } from "./clock-guard.ts";

const NOW = instant(Date.UTC(2026, 10, 30, 4));
const BUILT = plus(NOW, -29 * DAY);

/** A clock and the time that passes, each set by the test. */
function open(
  start: { readonly now?: Instant; readonly journal?: Instant; readonly devices?: number; readonly kept?: KeptDoubt } = {},
) {
  // A monotonic clock that gives parts of milliseconds, as the real one does.
  const world = { now: start.now ?? NOW, ms: 1_000.25, kept: start.kept, counted: {} as Record<string, number> };
  const guard = new ClockGuard({
    clock: { kind: "system", now: () => world.now },
    builtAt: BUILT,
    journalNewest: start.journal,
    keeper: {
      load: () => world.kept,
      save: (kept) => {
        world.kept = kept;
      },
      clear: () => {
        world.kept = undefined;
      },
    },
    devices: () => start.devices ?? 2,
    counters: {
      add: (name) => {
        world.counted[name] = (world.counted[name] ?? 0) + 1;
      },
      set: (name, value) => {
        world.counted[name] = value;
      },
    },
    log: NO_LOG,
    monotonicMs: () => world.ms,
  });
  const pass = (ms: number, clockMs = ms) => {
    world.ms += ms;
    world.now = plus(world.now, clockMs);
    guard.look();
  };
  return { guard, world, pass };
}

test("nobody is told the time by a clock that is older than the build", () => {
  const { guard, world } = open({ now: instant(Date.UTC(2000, 10, 30)) });

  expect(guard.doubt?.code).toBe("older-than-build");
  expect([guard.mayTell(), guard.isDoubted()]).toEqual([false, true]);
  expect(world.kept?.doubt.code).toBe("older-than-build");
  expect(world.counted["clock_in_doubt"]).toBe(1);
});

test("a clock that comes back is believed at once, and the doubt is taken back", () => {
  const { guard, world, pass } = open({ journal: plus(NOW, -MINUTE) });
  pass(1_000.5, 40 * DAY);
  expect(guard.doubt?.code).toBe("ahead-of-journal");
  expect(world.kept?.believed).toBe(plus(NOW, 1_001));

  pass(SECOND, SECOND - 40 * DAY);

  expect(guard.doubt).toBeUndefined();
  expect(world.kept).toBeUndefined();
  expect(world.counted).toEqual({ clock_in_doubt: 0, clock_leaps_total: 2 });
});

test("a leap of a day is noted and believed: a machine that slept is right", () => {
  const { guard, world, pass } = open({ journal: plus(NOW, -MINUTE) });

  pass(SECOND, DAY);

  expect(guard.doubt).toBeUndefined();
  expect(world.counted["clock_leaps_total"]).toBe(1);
});

test("after a restart the doubt is measured by what was believed before it, not by what a wrong clock wrote since", () => {
  const believed = plus(NOW, -HOUR);
  const doubt = { code: "ahead-of-journal", facts: { now: NOW, newest: believed } } as const;
  const yearsAhead = plus(NOW, 2_000 * DAY);

  const still = open({ now: plus(yearsAhead, MINUTE), journal: yearsAhead, kept: { doubt, believed } });
  const mended = open({ journal: yearsAhead, kept: { doubt, believed } });

  expect(still.guard.doubt?.code).toBe("ahead-of-journal");
  expect([mended.guard.doubt, mended.world.kept]).toEqual([undefined, undefined]);
});

test("a doubt that only the journal raised ends after a day in which nobody spoke against the clock", () => {
  const { guard, pass } = open({ journal: plus(NOW, -40 * DAY) });
  pass(24 * HOUR - 1);
  expect(guard.doubt?.code).toBe("ahead-of-journal");

  pass(1);
  pass(SECOND);

  expect(guard.doubt).toBeUndefined();
});

test("a device that agrees ends a doubt that only the journal raised", () => {
  const { guard } = open({ journal: plus(NOW, -40 * DAY) });
  expect(guard.isDoubted()).toBe(true);

  guard.heard("A", 800);

  expect(guard.isDoubted()).toBe(false);
  expect(guard.doubt).toBeUndefined();
});

test("a doubt that cannot be kept, or not taken back, is a doubt all the same, and ends all the same", () => {
  const logged: string[] = [];
  const say = (_: unknown, text: string): void => {
    logged.push(text);
  };
  const full = (): never => {
    throw new Error("the disk is full");
  };
  const world = { now: instant(Date.UTC(2000, 10, 30)), ms: 0 };
  const guard = new ClockGuard({
    clock: { kind: "system", now: () => world.now },
    builtAt: BUILT,
    journalNewest: undefined,
    keeper: { load: () => undefined, save: full, clear: full },
    devices: () => 0,
    counters: NO_COUNTERS,
    log: { ...NO_LOG, error: say },
    monotonicMs: () => world.ms,
  });
  expect(guard.isDoubted()).toBe(true);

  world.now = NOW;

  expect(guard.isDoubted()).toBe(false);
  expect(logged).toEqual([
    "our clock is in doubt: nobody is told the time and nothing expires",
    "the doubt about our clock cannot be kept",
    "the doubt about our clock cannot be taken back",
  ]);
});

// Behaviour
test("three devices that agree on another time put our clock in doubt before the first of them is told", () => {
  const { guard, pass } = open({ devices: 3 });
  guard.heard("A", HOUR);
  guard.heard("B", HOUR);
  pass(2 * SECOND);
  expect([guard.mayTell(), guard.isDoubted()]).toEqual([false, false]);

  guard.heard("C", HOUR + SECOND);

  expect([guard.mayTell(), guard.isDoubted()]).toEqual([false, true]);
  expect(guard.doubt).toMatchObject({ code: "devices-disagree", facts: { devices: 3, heard: 3 } });
});

test("a device whose clock is the odd one out is told", () => {
  const { guard } = open({ devices: 3 });
  for (const [mn, drift] of [
    ["A", 0],
    ["B", HOUR],
    ["C", 0],
  ] as const)
    guard.heard(mn, drift);

  expect(guard.mayTell()).toBe(true);
});

test("where fewer than three devices are registered, or speak within two and a half minutes, nobody is waited for", () => {
  const two = open({ devices: 2 });
  const many = open({ devices: 500 });
  many.pass(150 * SECOND - 1);

  expect([two.guard.mayTell(), many.guard.mayTell()]).toEqual([true, false]);

  many.pass(1);
  expect(many.guard.mayTell()).toBe(true);
});

test("after a leap the devices are heard anew before one of them is told", () => {
  const { guard, pass } = open({ devices: 3 });
  for (const mn of ["A", "B", "C"]) guard.heard(mn, 0);
  expect(guard.mayTell()).toBe(true);

  pass(SECOND, HOUR);
  guard.heard("A", -HOUR);

  expect(guard.mayTell()).toBe(false);
});

// Behaviour
test("a backlog of old frames puts nobody's clock in doubt, devices that stay behind by the same do", () => {
  const { guard, pass } = open({ devices: 3 });
  const hear = (driftMs: number): void => {
    for (const mn of ["A", "B", "C"]) guard.heard(mn, driftMs);
  };
  // A day's hours, one a minute: each comes an hour nearer.
  for (let hours = 24; hours > 0; hours--) {
    hear(-hours * HOUR);
    pass(MINUTE);
    expect(guard.doubt).toBeUndefined();
  }

  // A minute after the last, and no nearer.
  hear(-HOUR - SECOND);
  pass(SECOND);

  expect(guard.doubt).toMatchObject({ code: "devices-disagree", facts: { driftMs: -HOUR - SECOND } });
});

test("a device that has been silent for an hour has no voice", () => {
  const { guard, pass } = open({ devices: 3 });
  for (const mn of ["A", "B", "C"]) guard.heard(mn, HOUR);

  pass(HOUR + 1);

  expect(guard.doubt).toBeUndefined();
});
