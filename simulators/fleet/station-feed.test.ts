import { expect, test } from "vitest";
import { formatBeijing, HOUR, type Instant, instant, MINUTE, parseIso, plus, SECOND } from "../../core/time.ts";
import { DEMO_PLANTS, plantOf } from "../demo/demo-plants.ts";
import type { Report } from "../logger/report.ts";
import { createStation, type StationChannel } from "../plant/station.ts";
import { createStationFeed, type StationFeed } from "./station-feed.ts";

const START = parseIso("2026-11-23T10:25:03+08:00") ?? instant(0);

function aStation(): readonly StationChannel[] {
  const plant = DEMO_PLANTS[1];
  if (plant === undefined) throw new Error("no plant");
  const definition = plantOf(plant);
  const [station] = definition.stations;
  if (station === undefined) throw new Error("no station");
  return createStation(definition, station);
}

function drained(feed: StationFeed, now: Instant): readonly Report[] {
  const reports: Report[] = [];
  for (let due = feed.next(now); due.length > 0; due = feed.next(now)) reports.push(...due);
  return reports;
}

function label({ basis, at }: Report): string {
  return `${basis} ${formatBeijing(at).slice(11)}`;
}

test("at its start a logger sends its last 24 whole hours: six times ten minutes, then their hour", () => {
  const reports = drained(createStationFeed(aStation(), START, 24), START);

  expect(reports.slice(0, 8).map(label)).toEqual([
    "minute 10:00",
    "minute 10:10",
    "minute 10:20",
    "minute 10:30",
    "minute 10:40",
    "minute 10:50",
    "hour 10:00",
    "minute 11:00",
  ]);
  expect(reports.filter((r) => r.basis === "hour")).toHaveLength(24);
  // 144 of the whole hours and 10:00 and 10:10 of the running one.
  expect(reports.filter((r) => r.basis === "minute")).toHaveLength(146);
  expect(reports.slice(-2).map(label)).toEqual(["minute 10:00", "minute 10:10"]);
});

test("then it sends a realtime value for each five seconds, and statistics when they fall due", () => {
  const feed = createStationFeed(aStation(), START, 24);
  drained(feed, START);

  const reports = Array.from({ length: 300 }, (_, i) => drained(feed, plus(START, i * SECOND))).flat();

  expect(reports.filter((r) => r.basis === "realtime")).toHaveLength(60);
  expect(reports.filter((r) => r.basis !== "realtime").map(label)).toEqual(["minute 10:20"]);
});

test("the same hours are said in the same words whether sent live or as back-fill", () => {
  const live = createStationFeed(aStation(), START, 24);
  drained(live, START);
  const saidLive = Array.from({ length: 13 }, (_, i) => drained(live, plus(START, i * 10 * MINUTE)))
    .flat()
    .filter((r) => r.basis !== "realtime");

  const later = drained(createStationFeed(aStation(), plus(START, 5 * HOUR), 24), plus(START, 5 * HOUR));

  expect(saidLive.length).toBeGreaterThan(13);
  for (const said of saidLive) expect(later).toContainEqual(said);
});

test("a station without a past begins with the first period that it saw whole", () => {
  const feed = createStationFeed(aStation(), START, 0);

  const reports = drained(feed, plus(START, 2 * HOUR)).filter((r) => r.basis !== "realtime");

  expect(reports.slice(0, 4).map(label)).toEqual(["minute 10:30", "minute 10:40", "minute 10:50", "minute 11:00"]);
  expect(reports.filter((r) => r.basis === "hour").map(label)).toEqual(["hour 11:00"]);
});

test("what a logger remembers are the whole periods asked for that were over, as far back as it was there", () => {
  const feed = createStationFeed(aStation(), START, 2);
  const span = (from: string, to: string) => ({
    from: parseIso(`2026-11-23T${from}:00+08:00`) ?? START,
    to: parseIso(`2026-11-23T${to}:00+08:00`) ?? START,
    now: START,
  });

  // It was started at 10:25 with the past since 08:00.
  expect(feed.history("hour", span("00:00", "23:00")).map(label)).toEqual(["hour 08:00", "hour 09:00"]);
  expect(feed.history("hour", span("08:30", "09:00")).map(label)).toEqual(["hour 09:00"]);
  expect(feed.history("minute", span("09:55", "23:00")).map(label)).toEqual(["minute 10:00", "minute 10:10"]);
  expect(feed.history("minute", span("11:00", "12:00"))).toEqual([]);
});
