import { expect, test } from "vitest";
import { type Calendar, neighbour, type OutletView, spanOf, viewOf } from "./outlet-view.ts";

/** 08:30 on Wednesday, 25 November in Beijing. */
const NOW = Date.parse("2026-11-25T00:30:00.000Z");
const view = (search: string): OutletView => viewOf(new URLSearchParams(search), NOW);
const spanText = (search: string): readonly string[] => {
  const { from, to } = spanOf(view(search), NOW);
  return [from, to].map((at) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 16));
};

test("an address that says nothing shows the hours of the last day", () => {
  expect(view("")).toMatchObject({ basis: "hour", range: "24h", beside: [] });
  expect(view("").pollutant).toBeUndefined();
  expect(spanText("")).toEqual(["2026-11-24T08:30", "2026-11-25T08:30"]);
});

// Behaviour
test("days, weeks, months and free ranges are those of the calendar in Beijing", () => {
  expect(spanText("range=day")).toEqual(["2026-11-25T00:00", "2026-11-26T00:00"]);
  expect(spanText("range=day&day=2026-11-20")).toEqual(["2026-11-20T00:00", "2026-11-21T00:00"]);
  expect(spanText("range=week&day=2026-11-22")).toEqual(["2026-11-16T00:00", "2026-11-23T00:00"]);
  expect(spanText("range=month&day=2028-02-10")).toEqual(["2028-02-01T00:00", "2028-03-01T00:00"]);
  expect(spanText("range=free&day=2026-11-01&until=2026-11-03")).toEqual(["2026-11-01T00:00", "2026-11-04T00:00"]);
  expect(spanText("range=free")).toEqual(["2026-11-19T00:00", "2026-11-26T00:00"]);
});

test("a free range is the same whichever end is named first", () => {
  expect(spanText("range=free&day=2026-11-03&until=2026-11-01")).toEqual(["2026-11-01T00:00", "2026-11-04T00:00"]);
});

test("what an address says wrongly is as usual", () => {
  expect(view("range=year&basis=week&day=2026-02-30")).toMatchObject({ range: "24h", basis: "hour", day: "2026-11-25" });
});

test("a day is compared with the day before it when no other is named, and never by day means", () => {
  expect(view("range=two-days&basis=day")).toMatchObject({ day: "2026-11-25", other: "2026-11-24", basis: "hour" });
  expect(view("range=two-days&day=2026-11-20&other=2026-10-01")).toMatchObject({ day: "2026-11-20", other: "2026-10-01" });
});

test("further quantities are taken once each and three at most", () => {
  expect(view("with=a19001,a00000,a19001,,a01012,a21026").beside).toEqual(["a19001", "a00000", "a01012"]);
});

test("the range before and after is of the same kind", () => {
  const to = (search: string, step: -1 | 1) => neighbour(view(search) as OutletView & { range: Calendar }, step);

  expect(to("range=day", -1)).toEqual({ day: "2026-11-24" });
  expect(to("range=two-days", 1)).toEqual({ day: "2026-11-26", other: "2026-11-25" });
  expect(to("range=week", 1)).toEqual({ day: "2026-11-30" });
  expect(to("range=month&day=2026-01-31", 1)).toEqual({ day: "2026-02-01" });
  expect(to("range=free&day=2026-11-01&until=2026-11-03", -1)).toEqual({ day: "2026-10-29", until: "2026-10-31" });
});
