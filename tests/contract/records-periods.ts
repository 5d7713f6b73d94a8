import { expect, test } from "vitest";
import type { RecordsStore } from "../../core/records/records.ts";
import { HOUR, type Instant, MINUTE, plus } from "../../core/time.ts";
import { aBatch, anHour, aVerdict, T0 } from "../support/records-facts.ts";

/** What every store promises of hours, their verdicts and the spans of them. */
export function recordsPeriodsContract(open: () => Promise<RecordsStore>): void {
  test("the newest period of each series is told in the order asked, nothing for a series of which nothing is known", async () => {
    const store = await open();
    const later = plus(T0, 5 * HOUR);
    await store.commit(aBatch(1, { periods: [anHour({ start: later }), anHour(), anHour({ pollutant: "p'2" })] }));
    const { outlet, pollutant } = anHour();
    const other = { outlet, pollutant: "p'2", basis: "hour" } as const;

    const newest = await store.newestPeriods([
      { outlet, pollutant, basis: "hour" },
      { outlet, pollutant, basis: "day" },
      { outlet: "none", pollutant, basis: "hour" },
      other,
    ]);

    expect(newest).toEqual([later, null, null, anHour().start]);
    expect(await store.newestPeriods([])).toEqual([]);
  });

  test("an hour comes back as it was committed, with and without its mean", async () => {
    const store = await open();
    const withoutMean = anHour({ start: plus(T0, HOUR), own: [], minutes: [], late: { flag: "D" }, askAt: null });

    await store.commit(aBatch(1, { periods: [anHour(), withoutMean] }));

    expect(await hourOf(store, T0)).toEqual(anHour());
    expect(await hourOf(store, plus(T0, HOUR))).toEqual(withoutMean);
    expect(await hourOf(store, plus(T0, MINUTE))).toBeUndefined();
  });

  test("hours and verdicts of a span include its start, exclude its end and come in order", async () => {
    const store = await open();
    const starts = [3, 1, 0, 2].map((n) => plus(T0, n * HOUR));
    const others = [{ outlet: "e2-DA001" }, { pollutant: "a21002" }, { basis: "day" as const }].map((over) => ({
      ...over,
      start: plus(T0, HOUR),
    }));
    await store.commit(
      aBatch(1, {
        periods: [...starts.map((start) => anHour({ start })), ...others.map(anHour)],
        verdicts: [...starts.map((start) => aVerdict({ start })), ...others.map(aVerdict)],
      }),
    );

    const span = spanOf(plus(T0, HOUR), plus(T0, 3 * HOUR));

    expect((await store.periods(span)).map((hour) => hour.start)).toEqual([plus(T0, HOUR), plus(T0, 2 * HOUR)]);
    expect((await store.periods({ ...span, limit: 1 })).map((hour) => hour.start)).toEqual([plus(T0, HOUR)]);
    expect((await store.verdicts(span)).map((verdict) => verdict.start)).toEqual([plus(T0, HOUR), plus(T0, 2 * HOUR)]);
  });

  test("verdicts of many series of a span come series after series, each in order, and none of a series without one", async () => {
    const store = await open();
    const at = (n: number) => plus(T0, n * HOUR);
    const hours = [aVerdict({ start: at(2) }), aVerdict(), aVerdict({ start: at(1) })];
    const other = aVerdict({ pollutant: "p'2", start: at(1) });
    await store.commit(aBatch(1, { verdicts: [...hours, other, aVerdict({ outlet: "e9-DA001" })] }));
    const { outlet, pollutant, basis } = aVerdict();

    const asked = [
      { outlet, pollutant: "p'2", basis },
      { outlet: "none", pollutant, basis },
      { outlet, pollutant, basis },
    ];
    const found = await store.verdictsOf(asked, { from: T0, to: at(2) });

    expect(found).toEqual([other, aVerdict(), aVerdict({ start: at(1) })]);
    expect(await store.verdictsOf([], { from: T0, to: at(2) })).toEqual([]);
  });

  test("a later verdict of an hour replaces the earlier one, down to nothing known", async () => {
    const store = await open();
    const unknown = aVerdict({ verdict: "cannot-judge", validity: "too-few", value: null, limitId: null, limitValue: null });
    await store.commit(aBatch(1, { verdicts: [aVerdict({ value: 0.1 + 0.2 })] }));
    const before = await store.verdicts(spanOf(T0, plus(T0, 1)));

    await store.commit(aBatch(2, { verdicts: [unknown] }));

    expect(before).toEqual([aVerdict({ value: 0.1 + 0.2 })]);
    expect(await store.verdicts(spanOf(T0, plus(T0, 1)))).toEqual([unknown]);
  });

  test("a verdict and the state of its hour are written apart, and neither takes the other away", async () => {
    const store = await open();
    const hour = spanOf(T0, plus(T0, 1));
    await store.commit(aBatch(1, { verdicts: [aVerdict({ value: 1 })] }));

    expect([await store.periods(hour), await store.periodsOf([anHour()])]).toEqual([[], []]);
    await store.commit(aBatch(2, { periods: [anHour()] }));
    expect(await store.verdicts(hour)).toEqual([aVerdict({ value: 1 })]);
    await store.commit(aBatch(3, { verdicts: [aVerdict({ value: 2 })] }));
    expect(await hourOf(store, T0)).toEqual(anHour());
    expect(await store.verdicts(hour)).toEqual([aVerdict({ value: 2 })]);
    await store.commit(aBatch(4, { periods: [anHour({ isColoured: false })], verdicts: [aVerdict({ value: 3 })] }));
    expect((await hourOf(store, T0))?.isColoured).toBe(false);
    expect(await store.verdicts(hour)).toEqual([aVerdict({ value: 3 })]);
  });

  test("hours and verdicts of one batch need not come in the same order", async () => {
    const store = await open();
    const [first, second] = [plus(T0, HOUR), plus(T0, 2 * HOUR)];

    await store.commit(
      aBatch(1, {
        periods: [anHour(), anHour({ start: first }), anHour({ start: second })],
        verdicts: [aVerdict({ start: second, value: 2 }), aVerdict({ start: first, value: 1 })],
      }),
    );

    expect(await store.periods(spanOf(T0, plus(second, 1)))).toHaveLength(3);
    expect((await store.verdicts(spanOf(T0, plus(second, 1)))).map(({ value }) => value)).toEqual([1, 2]);
  });

  test("a back-fill of thousands of hours fits into one batch", async () => {
    const store = await open();
    const hours = Array.from({ length: 3000 }, (_, i) => anHour({ start: plus(T0, i * HOUR) }));

    await store.commit(aBatch(1, { periods: hours }));

    expect(await store.periods(spanOf(T0, plus(T0, 3000 * HOUR)))).toHaveLength(3000);
    expect(await store.periodsOf(hours)).toHaveLength(3000);
  });
}

async function hourOf(store: RecordsStore, start: Instant) {
  return (await store.periodsOf([{ outlet: "e1-DA001", pollutant: "a21026", basis: "hour", start }]))[0];
}

function spanOf(from: Instant, to: Instant) {
  return { outlet: "e1-DA001", pollutant: "a21026", basis: "hour", from, to } as const;
}
