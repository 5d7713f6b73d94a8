import { expect, test } from "vitest";
import type { HeardFrame } from "../core/field/frame-observer.ts";
import { HOUR, instant, MINUTE, parseBeijingStamp, plus } from "../core/time.ts";
import { ClockWatch } from "./clock-watch.ts";

const NOW = parseBeijingStamp("20261123081000") ?? instant(0);

/** A realtime value that its device sends by its own clock: `qn` is that clock. */
function upload(qn: string, cn = "2011"): HeardFrame {
  const flag = { value: 5, version: 1, split: false, answer: true };
  const header = { qn, st: "31", cn, pw: "", mn: "SIM1", flag, part: undefined, isBackfill: false };
  return { mn: "SIM1", at: NOW, bytes: new Uint8Array(0), header, dataArea: `DataTime=${qn.slice(0, 14)}`, quirks: [] };
}
const RIGHT = upload("20261123081000000");
const SIX_MINUTES_AHEAD = upload("20261123081600000");

test("a clock that is wrong for two seconds is due, and not before", () => {
  const watch = new ClockWatch();

  expect(watch.look(SIX_MINUTES_AHEAD, 0)).toBe(6 * MINUTE);
  expect([watch.isDue(1_999, NOW), watch.isDue(2_000, NOW)]).toEqual([false, true]);
});

test("a clock that is seen right in between was not wrong: a backlog had gone by", () => {
  const watch = new ClockWatch();
  watch.look(SIX_MINUTES_AHEAD, 0);
  watch.look(RIGHT, 1_000);
  watch.look(SIX_MINUTES_AHEAD, 2_000);

  expect([watch.isDue(3_999, NOW), watch.isDue(4_000, NOW)]).toEqual([false, true]);
});

test("a device that was told is not told again for an hour, however wrong it stays", () => {
  const watch = new ClockWatch();
  watch.told(NOW);
  watch.look(SIX_MINUTES_AHEAD, 0);

  expect(watch.isDue(2_000, plus(NOW, HOUR - 1))).toBe(false);
  expect(watch.isDue(2_000, plus(NOW, HOUR))).toBe(true);
});

test("a clock is looked at once a second, and whenever its device asks for the time", () => {
  const watch = new ClockWatch();
  watch.look(RIGHT, 0);

  expect(watch.look(SIX_MINUTES_AHEAD, 999)).toBeUndefined();
  expect(watch.look(upload("20261123081600000", "1013"), 999)).toBe(6 * MINUTE);
  expect(watch.look(SIX_MINUTES_AHEAD, 1_999)).toBe(6 * MINUTE);
});
