import { afterEach, expect, test } from "vitest";
import { StoreUnavailableError } from "../../../core/failures.ts";
import type { OlderReadings } from "../../../core/readings/older-readings.ts";
import { HOUR, type Instant, plus } from "../../../core/time.ts";
import { type ApiFixture, aMessage, startApi, twoPlants } from "../../../tests/support/api-fixture.ts";
import { T0 } from "../../../tests/support/records-facts.ts";

let open: ApiFixture | undefined;
afterEach(async () => {
  await open?.api.close();
  open = undefined;
});

/** Hours before T0 lie in the long-term store, with their number as value; `fails` when it is asked. */
function longTerm(fails?: Error): OlderReadings & { readonly asked: Instant[] } {
  const asked: Instant[] = [];
  return {
    asked,
    letGoBefore: async () => T0,
    async *pieces({ from, to }) {
      asked.push(from, to);
      if (fails !== undefined) throw fails;
      for (let at = from; at < to; at = plus(at, HOUR)) {
        const value = (at - T0) / HOUR;
        yield { points: [{ at, value, flag: "N", revision: 0 }], readTo: plus(at, HOUR) };
      }
    },
  };
}

async function seriesOver(olderReadings: OlderReadings, from: Instant, language = "zh") {
  open = await startApi({ olderReadings });
  await open.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
  const message = aMessage(7, "e1-DA001", 60);
  await open.intake.apply([{ ...message, readings: message.readings.map((r) => ({ ...r, basis: "hour" as const })) }], 7);
  const range = `from=${new Date(from).toISOString()}&to=${new Date(plus(T0, HOUR)).toISOString()}`;
  return await open.as("admin", "GET", `/api/v1/outlets/e1-DA001/series?pollutant=a21026&basis=hour&${range}&lang=${language}`);
}

// Behaviour
test("what the working store has let go is read from the long-term store, and is one series with the rest", async () => {
  const older = longTerm();

  const { points, missing, thinned } = (await seriesOver(older, plus(T0, -2 * HOUR))).json();

  expect(points.map(({ value }: { value: number }) => value)).toEqual([-2, -1, 60]);
  expect([missing, thinned, older.asked]).toEqual([null, false, [plus(T0, -2 * HOUR), T0]]);
});

test("a range that the working store has whole asks no other", async () => {
  const older = longTerm();

  expect((await seriesOver(older, T0)).json().points).toHaveLength(1);
  expect(older.asked).toEqual([]);
});

// Behaviour
test("while the long-term store is away a series says which part is missing and why, instead of silently less", async () => {
  const away = new StoreUnavailableError("away", { trouble: { code: "no-answer", facts: {} } });

  const answer = await seriesOver(longTerm(away), plus(T0, -2 * HOUR), "en");

  expect(answer.statusCode).toBe(200);
  const { points, missing } = answer.json();
  expect(points.map(({ value }: { value: number }) => value)).toEqual([60]);
  expect(missing).toEqual({
    ...{ before: new Date(T0).toISOString(), code: "store-away", facts: { store: "series", trouble: "no-answer" } },
    message: "the long-term store (InfluxDB): does not answer",
  });
});

test("a long-term store that fails in a way nobody knows is told so, and a bug is none of it", async () => {
  const { missing } = (await seriesOver(longTerm(new StoreUnavailableError("?")), plus(T0, -HOUR))).json();
  expect(missing.facts.trouble).toBe("other-trouble");
  await open?.api.close();

  expect((await seriesOver(longTerm(new TypeError("a bug")), plus(T0, -HOUR))).statusCode).toBe(500);
});
