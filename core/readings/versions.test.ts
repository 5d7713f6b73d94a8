import { expect, test } from "vitest";
import { ORIGIN } from "../../tests/support/reading-origin.ts";
import { instant } from "../time.ts";
import type { Reading } from "./reading.ts";
import { compareVersions, sameContent, standingOf, versionInForce } from "./versions.ts";

const stored: Reading = {
  outlet: "e1-DA001",
  pollutant: "a21026",
  basis: "hour",
  at: instant(Date.UTC(2026, 10, 23)),
  value: 50,
  flag: "N",
  converted: 60,
  ...ORIGIN,
};
const { converted: _converted, ...unconverted } = stored;

test.each([
  ["the same value, flag and converted value are", stored, true],
  ["a version that leaves the converted value out is not", unconverted, false],
  ["another value is not", { ...stored, value: 51 }, false],
  ["another flag is not", { ...stored, flag: "M" }, false],
  ["another converted value is not", { ...stored, converted: 61 }, false],
  ["a total that came later is not", { ...stored, total: 1.5 }, false],
  ["another minimum is not", { ...stored, min: 40 }, false],
  ["another maximum is not", { ...stored, max: 70 }, false],
  ["the same in another unit, by another device, is", { ...stored, unit: "µg/m3", mn: "OTHER" }, true],
] as const)("%s the same content", (_what, sent, same) => {
  expect(sameContent(stored, sent)).toBe(same);
});

const said = (value: number, order: number): Reading => ({ ...stored, value, order });
const arrived = (value: number, order: number, entry: number, digest = entry): Reading => ({
  ...said(value, order),
  arrival: { entry, digest },
});

test("what its source said last is in force, whatever came first", () => {
  expect(versionInForce([said(150, 2), said(250, 1)])?.value).toBe(150);
  expect(versionInForce([said(250, 1), said(150, 2)])?.value).toBe(150);
});

test("of two arrivals in one millisecond the later entry is in force", () => {
  expect(versionInForce([arrived(250, 1000, 7), arrived(150, 1000, 8)])?.value).toBe(150);
  expect(compareVersions(arrived(150, 1000, 8), arrived(250, 1000, 7))).toBeGreaterThan(0);
});

const stated = (value: number, order: number, entry: number): Reading => ({ ...said(value, order), arrival: { entry } });

test("two contents of one stated order are a correction: the later arrival is in force, and the first again is a repeat", () => {
  const [first, correction] = [stated(250, 1, 7), stated(150, 1, 8)];
  expect(versionInForce([correction, first])?.value).toBe(150);
  expect(standingOf(stated(250, 1, 9), [first, correction])).toEqual({ is: "repeat" });
});

test("two contents of one order and no arrival are decided by content", () => {
  expect(versionInForce([said(150, 1), said(250, 1)])?.value).toBe(250);
  expect(versionInForce([said(250, 1), said(150, 1)])?.value).toBe(250);
});

test("a frame that comes again after its correction is a repeat", () => {
  expect(standingOf(said(250, 1), [said(250, 1), said(150, 2)])).toEqual({ is: "repeat" });
});

test("an older value that its source says again later takes the later order", () => {
  const first = said(250, 1);
  expect(standingOf(said(250, 3), [first, said(150, 2)])).toEqual({
    is: "said-again",
    known: first,
    place: { order: 3 },
  });
});

test("the same bytes without an order of their own are a repeat, however late; other bytes say it again", () => {
  const first = arrived(250, 1000, 1);
  const known = [first, arrived(150, 2000, 2)];
  expect(standingOf(arrived(250, 3000, 3, first.arrival?.digest), known)).toEqual({ is: "repeat" });
  expect(standingOf(arrived(250, 3000, 3), known)).toEqual({
    is: "said-again",
    known: first,
    place: { order: 3000, arrival: { entry: 3, digest: 3 }, digests: [1] },
  });
});

test("each message that said it is known again, also one that was offered again in its old place", () => {
  const known = { ...arrived(250, 3000, 3), digests: [1] };
  const offered = standingOf(arrived(250, 2000, 2), [known]);

  expect(standingOf(arrived(250, 9000, 9, 1), [known, arrived(150, 5000, 5)])).toEqual({ is: "repeat" });
  expect(offered).toEqual({
    is: "said-again",
    known,
    place: { order: 3000, arrival: { entry: 3, digest: 3 }, digests: [1, 2] },
  });
});

test("of a content that was said with an order and without, the messages without one are known again", () => {
  const first = arrived(250, 1000, 1);
  const standing = standingOf(said(250, 2000), [first]);

  expect(standing).toEqual({ is: "said-again", known: first, place: { order: 2000, digests: [1] } });
  expect(standingOf(arrived(250, 9000, 9, 1), [{ ...said(250, 2000), digests: [1] }])).toEqual({ is: "repeat" });
});
