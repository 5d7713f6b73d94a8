import { InfluxDB } from "@influxdata/influxdb-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RevisedReading } from "../../core/readings/series.ts";
import { DAY, formatIso, HOUR, instant, plus, SECOND } from "../../core/time.ts";
import { startInfluxServer } from "../../scripts/harness/influx-server.ts";
import { createInfluxSeries } from "../../storage/series/influx-series.ts";
import { ORIGIN } from "../support/reading-origin.ts";
import { bind, LEADERSHIP, queryOf } from "./leadership.ts";

/** 2026-11-23 08:00 in Beijing. */
const EIGHT = instant(Date.UTC(2026, 10, 23));
const [NINE, TEN, ELEVEN] = [plus(EIGHT, HOUR), plus(EIGHT, 2 * HOUR), plus(EIGHT, 3 * HOUR)];

function hourMean(outlet: string, over: Partial<RevisedReading>): RevisedReading {
  const fixed = { pollutant: "a21026", basis: "hour", flag: "N", revision: 0, seq: 1, ...ORIGIN } as const;
  const at = over.at ?? EIGHT;
  return { outlet, ...fixed, at, value: 0, receivedAt: plus(at, HOUR + 5 * SECOND), ...over };
}

const reported = hourMean("e1-DA001", { value: 110 });
const READINGS: readonly RevisedReading[] = [
  reported,
  { ...hourMean("e1-DA001", { value: 105, revision: 1, seq: 2, receivedAt: plus(NINE, 60 * SECOND) }), previous: reported },
  hourMean("e1-DA001", { at: NINE, value: 90, converted: 99 }),
  hourMean("e1-DA001", { at: TEN, value: 500, flag: "D" }),
  hourMean("e1-DA001", { at: ELEVEN, basis: "realtime", value: 70, receivedAt: plus(ELEVEN, 30 * SECOND) }),
  hourMean("e2-DA001", { value: 95, flag: "3" }),
  hourMean("e2-DA001", { pollutant: "a21002", value: 300, receivedAt: plus(NINE, 7 * SECOND) }),
  hourMean("e3-DA001", { value: 40, receivedAt: plus(EIGHT, 2 * DAY) }),
  hourMean("e1-DA001", { at: plus(EIGHT, -8 * DAY), value: 400 }),
];

const server = await startInfluxServer();

describe.skipIf(server === undefined)("panels that read from InfluxDB", () => {
  const influx = server ?? { url: "http://127.0.0.1:1", token: "", org: "", bucket: "", stop: async () => {} };
  const range = { from: plus(EIGHT, -7 * DAY), to: plus(EIGHT, DAY), bucket: influx.bucket };
  const choices = { variables: { pollutant: ["a21026"], outlets: ["e1-DA001", "e2-DA001"] } };

  beforeAll(async () => {
    const series = createInfluxSeries(influx);
    expect(await series.write(READINGS)).toEqual([]);
    await series.close();
  });
  afterAll(() => influx.stop());

  async function rowsOf(title: string, variables: Record<string, readonly string[]> = choices.variables) {
    const api = new InfluxDB({ url: influx.url, token: influx.token }).getQueryApi(influx.org);
    return await api.collectRows<Record<string, unknown>>(bind(queryOf(title), { ...range, variables }));
  }

  test("every panel in Flux is tried here", () => {
    const inFlux = LEADERSHIP.panels.filter((p) => p.targets.some((t) => t.query !== undefined)).map((p) => p.title);

    expect(inFlux).toEqual(["最新读数到达", "小时均值 · 所选排口", "各排口最新读数到达"]);
  });

  test("the hour means are those of the chosen outlets and pollutant, corrected ones as corrected, flagged ones left out", async () => {
    const rows = await rowsOf("小时均值 · 所选排口");

    expect(rows.map((r) => [r["outlet"], r["_time"], r["value"]])).toEqual([
      ["e1-DA001", formatIso(EIGHT).replace(".000", ""), 105],
      ["e1-DA001", formatIso(NINE).replace(".000", ""), 90],
      ["e2-DA001", formatIso(EIGHT).replace(".000", ""), 95],
    ]);
  });

  test("one chosen outlet is that one and not all whose names begin alike", async () => {
    const rows = await rowsOf("小时均值 · 所选排口", { pollutant: ["a21026"], outlets: ["e2-DA00"] });

    expect(rows).toEqual([]);
  });

  test("the newest arrival of the district is the newest of any reading in the range", async () => {
    const rows = await rowsOf("最新读数到达");

    expect(rows.map((r) => r["_value"])).toEqual([plus(EIGHT, 2 * DAY)]);
  });

  test("the arrivals by outlet begin with the most silent one", async () => {
    const rows = await rowsOf("各排口最新读数到达");

    expect(rows.map((r) => [r["outlet"], r["_value"]])).toEqual([
      ["e2-DA001", plus(NINE, 7 * SECOND)],
      ["e1-DA001", plus(ELEVEN, 30 * SECOND)],
      ["e3-DA001", plus(EIGHT, 2 * DAY)],
    ]);
  });
});
