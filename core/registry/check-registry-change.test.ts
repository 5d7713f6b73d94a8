import { expect, test } from "vitest";
import type { BeijingDate } from "../time.ts";
import { channelsWithoutDates } from "./check-registry-change.ts";
import { type Channel, EMPTY_REGISTRY, type Registry } from "./registry.ts";

const STACK: Channel = { outlet: "o1", device: "SIM1", st: "31", factor: "a21026", pollutant: "a21026", unit: "mg/m3" };
const DAY = "2026-12-01" as BeijingDate;
const withChannels = (...channels: readonly Channel[]): Registry => ({ ...EMPTY_REGISTRY, channels });
const pointers = (before: readonly Channel[], after: readonly Channel[]) =>
  channelsWithoutDates(withChannels(...before), withChannels(...after)).map(({ pointer }) => pointer);

test.each([
  ["another outlet", { outlet: "o2" }],
  ["another pollutant", { pollutant: "a21002" }],
])("a channel that is to mean %s is asked from when", (_what, change) => {
  expect(channelsWithoutDates(withChannels(STACK), withChannels({ ...STACK, ...change }))).toEqual([
    {
      pointer: "/channels/0/validFrom",
      code: "channel-needs-dates",
      facts: { device: "SIM1", factor: "a21026", outlet: "o1", pollutant: "a21026" },
    },
  ]);
});

test("a channel that ends when the next one begins may mean something else", () => {
  expect(
    pointers(
      [STACK],
      [
        { ...STACK, validTo: DAY },
        { ...STACK, outlet: "o2", validFrom: DAY },
      ],
    ),
  ).toEqual([]);
});

test("a channel that would replace a dated one from the same day on is asked, too", () => {
  expect(pointers([{ ...STACK, validFrom: DAY }], [{ ...STACK, outlet: "o2", validFrom: DAY }])).toEqual([
    "/channels/0/validFrom",
  ]);
});

test("another unit or range of a channel, or a channel of another ST, is no other meaning", () => {
  expect(pointers([STACK], [{ ...STACK, unit: "ug/m3" }])).toEqual([]);
  expect(pointers([STACK], [STACK, { ...STACK, st: "32", outlet: "o2" }])).toEqual([]);
});

test("a channel that had ended before the old one began may mean something else, one that overlaps it is asked", () => {
  const old = { ...STACK, validFrom: DAY };

  expect(pointers([old], [{ ...STACK, outlet: "o2", validTo: DAY }])).toEqual([]);
  expect(pointers([old], [{ ...STACK, outlet: "o2", validTo: "2026-12-02" as BeijingDate }])).toEqual(["/channels/0/validFrom"]);
  expect(pointers([STACK], [{ ...STACK, outlet: "o2", validTo: DAY }])).toEqual(["/channels/0/validFrom"]);
});

test("a channel without an ST is compared with the one without", () => {
  const { st: _without, ...any } = STACK;

  expect(pointers([any], [{ ...any, outlet: "o2" }])).toEqual(["/channels/0/validFrom"]);
  expect(pointers([any], [{ ...STACK, outlet: "o2" }])).toEqual([]);
});
