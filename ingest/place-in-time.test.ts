import { expect, test } from "vitest";
import { HOUR, MINUTE, plus } from "../core/time.ts";
import { iso } from "../tests/support/intake-facts.ts";
import { placeInTime, type SaidTime } from "./place-in-time.ts";

const NOW = iso("2026-11-23T08:00:00+08:00");
const DEVICE = { mn: "SIM1" };

/**
 * When a value is offered again that is labelled so long after its arrival, and sent so long after it by the clock of
 * its device.
 */
function offered(labelMs: number, sentMs: number | undefined, parts: Partial<SaidTime> = {}): number | undefined {
  const sentAt = sentMs === undefined ? undefined : plus(NOW, sentMs);
  const placed = placeInTime({ at: plus(NOW, labelMs), basis: "hour", label: "start", sentAt, ...parts }, DEVICE, NOW);
  if (placed.ok) throw new Error("it was taken");
  const { offerAgainAt } = placed.error;
  return offerAgainAt === undefined ? undefined : offerAgainAt - NOW;
}

test.each([
  ["an hour that is over by the clock of its device", 0, HOUR, HOUR],
  ["an hour that its device sends up to five minutes early", 0, HOUR - 5 * MINUTE, HOUR],
  ["an hour that is not over by the clock of its device: it labels it with its end", 0, 0, undefined],
  ["an hour whose device is two hours ahead of us", 2 * HOUR, 3 * HOUR, 3 * HOUR],
  ["an hour that lies ahead of the clock of its own device", 2 * HOUR, 0, undefined],
  ["an hour that has just begun, of a device that does not show its clock", 0, undefined, undefined],
  ["an hour that begins in an hour, of a device that does not show its clock", HOUR, undefined, 2 * HOUR],
])("%s", (_, labelMs, sentMs, after) => {
  expect(offered(labelMs, sentMs)).toBe(after);
});

test("an hour that is labelled with its end is offered again at that end", () => {
  expect(offered(HOUR, HOUR, { label: "end" })).toBe(HOUR);
});

// Behaviour
test("a label of the end that says 23:59:59 is midnight: the hour before it and the day before it, not one hour early", () => {
  const placed = (basis: "hour" | "day") =>
    placeInTime(
      { at: iso("2026-11-22T23:59:59+08:00"), basis, label: "end", sentAt: undefined },
      { ...DEVICE, hourLabel: "end" },
      NOW,
    );

  expect(placed("hour")).toMatchObject({ ok: true, value: { at: iso("2026-11-22T23:00:00+08:00"), wasMoved: true } });
  expect(placed("day")).toMatchObject({ ok: true, value: { at: iso("2026-11-22T00:00:00+08:00"), wasMoved: true } });
});

test("a realtime value is offered again at its moment", () => {
  expect(offered(10 * MINUTE, 10 * MINUTE, { basis: "realtime" })).toBe(10 * MINUTE);
});
