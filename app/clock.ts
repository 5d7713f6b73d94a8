import type { Clock } from "../core/clock.ts";
import { type Instant, instant } from "../core/time.ts";
import type { ClockSpec } from "./config.ts";

/**
 * The clock as all threads share it: 0 = where it began (or stands), 1 = the real time at which it began, both in ms
 * since the epoch. Plain memory, so it can be handed to worker threads.
 */
export interface SharedClock {
  readonly spec: ClockSpec;
  readonly memory: SharedArrayBuffer;
}

/**
 * Starts the one clock. It never begins before `notBefore`, the newest moment in the journal: a restart of a scaled or
 * manual clock must not judge the past again as if it were the future.
 */
export function startClock(spec: ClockSpec, notBefore: number): SharedClock {
  const memory = new SharedArrayBuffer(16);
  const cells = new BigInt64Array(memory);
  const real = Date.now();
  const begin = spec.kind === "manual" ? spec.at : real;
  Atomics.store(cells, 0, BigInt(spec.kind === "system" ? begin : Math.max(begin, notBefore)));
  Atomics.store(cells, 1, BigInt(real));
  return { spec, memory };
}

/** The clock as one thread reads it. */
export function readClock(shared: SharedClock): Clock & { moveTo(at: Instant): void } {
  const { spec } = shared;
  const cells = new BigInt64Array(shared.memory);
  const begin = (): number => Number(Atomics.load(cells, 0));
  const realBegin = Number(Atomics.load(cells, 1));
  return {
    kind: spec.kind,
    now(): Instant {
      if (spec.kind === "system") return instant(Date.now());
      if (spec.kind === "manual") return instant(begin());
      return instant(Math.floor(begin() + (Date.now() - realBegin) * spec.factor));
    },
    moveTo(at: Instant): void {
      if (spec.kind !== "manual") throw new Error("only a manual clock can be moved");
      Atomics.store(cells, 0, BigInt(at));
    },
  };
}
