import { expect, test } from "vitest";
import type { PeriodState } from "../../core/judging/period.ts";
import { HOUR, instant } from "../../core/time.ts";
import { anHour, aVersion, minuteFacts } from "../../tests/support/hour-facts.ts";
import { Documents } from "../documents.ts";
import { type PeriodDocument, packPeriod, unpackPeriod } from "./period-document.ts";

const documents = new Documents();
const arrival = { entry: 4, digest: 77 };
const RARE = { arrival, digests: [1, 2], converted: 160, min: 1, max: 9, total: 12, field: "Data", implausible: true } as const;

const PERIODS: readonly (readonly [string, PeriodState])[] = [
  ["an hour of one value", anHour({ isColoured: true })],
  ["an hour of which nothing was said", anHour()],
  ["two versions with everything that a version may have", anHour({ own: [aVersion(RARE), aVersion({ value: -0.5 })] })],
  ["minutes, with and without how much they cover", anHour({ own: [], minutes: [...minuteFacts(2, 1), ...registered()] })],
  [
    "late marks, history, a finding and a time to ask again",
    anHour({ late: { flag: "D", minutes: true }, isHistory: true, findings: ["EXCEED-HOUR"], askAt: instant(5 * HOUR) }),
  ],
];

function registered(): PeriodState["minutes"] {
  return [{ at: instant(3), minutes: 10, versions: [aVersion({ flag: "D" }), aVersion({ total: 3 })] }];
}

test.each(PERIODS)("%s is read as it was written", (_what, { outlet, pollutant, basis, start, ...state }) => {
  const text = documents.write("document/period", packPeriod(state));

  expect(unpackPeriod(documents.read<PeriodDocument>("document/period", text))).toStrictEqual(state);
});

test.each(PERIODS)(
  "%s is read as a build wrote it that named every field",
  (_what, { outlet, pollutant, basis, start, ...state }) => {
    const text = JSON.stringify({ documentVersion: 1, ...state });

    expect(unpackPeriod(documents.read<PeriodDocument>("document/period", text))).toStrictEqual(state);
    expect(documents.read("document/period", text)).toEqual(JSON.parse(JSON.stringify(packPeriod(state))));
  },
);

test("an hour of one value that keeps its limit takes less than 130 characters", () => {
  const { outlet, pollutant, basis, start, ...state } = anHour({ isColoured: true });

  expect(documents.write("document/period", packPeriod(state)).length).toBeLessThan(130);
});
