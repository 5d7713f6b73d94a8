import { expect, test } from "vitest";
import type { DaySum } from "../../core/judging/day-sum.ts";
import type { RecordsStore } from "../../core/records/records.ts";
import { DAY, HOUR, MINUTE, plus, startOfBeijingDay } from "../../core/time.ts";
import { aBatch, anHour, T0 } from "../support/records-facts.ts";

const TODAY = startOfBeijingDay(T0);
const ALWAYS = { from: plus(TODAY, -400 * DAY), to: plus(TODAY, 400 * DAY) };

function aSum(over: Partial<DaySum> = {}): DaySum {
  return { outlet: "e1-DA001", pollutant: "a21026", day: TODAY, hours: "VVvtSC..................", ...over };
}

/** What every store promises of sums of days and of the marks that ask for them. */
export function daySumsContract(open: () => Promise<RecordsStore>): void {
  test("a commit marks the days of its hours, each once, and of days nothing; another change of the day has another stamp", async () => {
    const { daySums, commit } = await opened(open);
    const hours = [anHour(), anHour({ start: plus(T0, HOUR) }), anHour({ pollutant: "a21002" })];
    await commit(aBatch(1, { periods: [...hours, anHour({ basis: "day", start: plus(TODAY, -DAY) })] }));
    const [first] = await daySums.toSum(ALWAYS, 9);

    await commit(aBatch(2, { periods: [anHour()], engineAt: plus(T0, MINUTE) }));
    await commit(aBatch(3, { periods: [anHour({ outlet: "e0'" })], engineAt: plus(T0, MINUTE) }));

    const [again, other] = await daySums.toSum(ALWAYS, 9);
    expect(first).toMatchObject({ outlet: anHour().outlet, day: TODAY, since: T0 });
    expect(again).toEqual({ ...first, stamp: again?.stamp });
    expect(again?.stamp).not.toBe(first?.stamp);
    expect(other).toMatchObject({ outlet: "e0'", since: plus(T0, MINUTE) });
    expect(await daySums.toSum(ALWAYS, 1)).toEqual([again]);
    expect(await daySums.toSum({ ...ALWAYS, outlets: ["e0'"] }, 9)).toEqual([other]);
    expect(await daySums.toSum({ from: plus(TODAY, DAY), to: ALWAYS.to }, 9)).toEqual([]);
  });

  test("a mark goes with the sums of a settled day, and stays where the day changed meanwhile or is not over", async () => {
    const { daySums, commit, onlyMark } = await opened(open);
    await commit(aBatch(1, { periods: [anHour()] }));
    const seen = await onlyMark();
    await commit(aBatch(2, { periods: [anHour()] }));

    await daySums.put(seen, [aSum({ outlet: seen.outlet })], { settled: true, now: plus(T0, HOUR) });
    expect(await onlyMark()).toMatchObject({ since: T0 });
    await daySums.put(await onlyMark(), [], { settled: false, now: plus(T0, HOUR) });
    expect(await onlyMark()).toMatchObject({ since: plus(T0, HOUR) });
    await daySums.put(await onlyMark(), [aSum({ outlet: seen.outlet, hours: "V".repeat(24) })], { settled: true, now: T0 });

    expect(await daySums.toSum(ALWAYS, 9)).toEqual([]);
    expect(await daySums.sums(ALWAYS)).toEqual([aSum({ outlet: seen.outlet, hours: "V".repeat(24) })]);
    await daySums.put(seen, [], { settled: false, now: T0 });
    expect(await daySums.toSum(ALWAYS, 9)).toEqual([]);
  });

  test("sums come back as they were put, in the order of outlet, pollutant and day, those of the outlets and days asked for", async () => {
    const { daySums, putAll } = await opened(open);
    const mass = Array.from({ length: 24 }, (_, n) => (n === 3 ? null : n / 10));
    const [a, b, c] = [aSum({ day: plus(TODAY, -DAY), mass }), aSum(), aSum({ outlet: "e2'-DW001", pollutant: "w01018" })];
    await putAll([c, b, a]);

    expect(await daySums.sums(ALWAYS)).toEqual([a, b, c]);
    expect(await daySums.sums({ outlets: ["e2'-DW001"], ...ALWAYS })).toEqual([c]);
    expect(await daySums.sums({ ...ALWAYS, to: TODAY })).toEqual([a]);
    expect(await daySums.sums({ ...ALWAYS, outlets: [] })).toEqual([]);
  });

  test("the counts of a series are those of its days together, and its first day is known", async () => {
    const { daySums, putAll } = await opened(open);
    const earlier = aSum({ day: plus(TODAY, -DAY), hours: "V".repeat(24) });
    await putAll([aSum(), earlier, aSum({ outlet: "e2-DW001", pollutant: "w01018", hours: "." })]);

    const [first, second] = await daySums.counts(ALWAYS);
    expect(first).toEqual({
      ...{ outlet: "e1-DA001", pollutant: "a21026" },
      ...{ received: 28, valid: 27, timely: 26, timelyValid: 26, excused: 2 },
    });
    expect(second).toMatchObject({ outlet: "e2-DW001", received: 0, excused: 0 });
    expect(await daySums.counts({ ...ALWAYS, outlets: ["none"] })).toEqual([]);
    expect(await daySums.firstDays()).toEqual([
      { outlet: "e1-DA001", pollutant: "a21026", day: earlier.day },
      { outlet: "e2-DW001", pollutant: "w01018", day: TODAY },
    ]);
    expect(await daySums.firstDays(["e2-DW001"])).toHaveLength(1);
  });
}

async function opened(open: () => Promise<RecordsStore>) {
  const store = await open();
  const { daySums } = store;
  return {
    daySums,
    commit: (batch: Parameters<RecordsStore["commit"]>[0]) => store.commit(batch),
    async onlyMark() {
      const [mark, ...others] = await daySums.toSum(ALWAYS, 9);
      if (mark === undefined || others.length > 0) throw new Error("not one mark");
      return mark;
    },
    async putAll(sums: readonly DaySum[]) {
      for (const sum of sums) {
        await daySums.put({ outlet: sum.outlet, day: sum.day, since: T0, stamp: "" }, [sum], { settled: true, now: T0 });
      }
    },
  };
}
