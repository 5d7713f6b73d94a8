import type { PeriodState } from "../../../core/judging/period.ts";
import { OXYGEN } from "../../../core/readings/pollutants.ts";
import { isUsableFlag } from "../../../core/readings/reading.ts";
import type { Limit } from "../../../core/registry/limit.ts";
import { FIGURES } from "../../../limits/figures.ts";
import { hourLimits } from "../../law/applied-limit.ts";
import { compareRows } from "../../law/compare.ts";
import { sumCovered } from "../../period/covered-minutes.ts";
import { completenessAsk, knownHour } from "../../period/hour-validity.ts";
import { earlier, type Rule, SILENT, WITHOUT_LAW } from "../../register/rule.ts";
import { COMPARED_HOUR } from "../compared-hour.ts";
import { asCompared, foreseeMean, foreseenVerdict, type Sample } from "../foresee-mean.ts";

const OUTLOOK = {
  after: FIGURES.foreseenHourAfter.value,
  last: FIGURES.foreseenHourLast.value,
};

/**
 * Minutes make an hour above its limit unavoidable or likely (动态预警): a warning, A1, while there is still something
 * to be done. Confirmed when the hour's mean is above its limit indeed, withdrawn when it is not.
 */
export const FORECAST_HOUR: Rule<"FORECAST"> = {
  ...COMPARED_HOUR,
  name: "forecast-hour",
  says: ["FORECAST"],
  version: "1",
  clause: null,
  confidence: "S",
  judge: (facts) => {
    const { now, pollutant, period } = facts;
    const [strictest, ...others] = hourLimits(facts);
    if (strictest === undefined) return WITHOUT_LAW;
    const state = facts.hour(pollutant, period.start);
    // What was first heard of when the hour was over could warn nobody.
    if (state === undefined || state.heardAt >= period.end) return SILENT;
    if (strictest.comparator !== "<=" || strictest.value === undefined) return SILENT;
    const oxygen = facts.hour(OXYGEN, period.start);
    const seen = foreseeMean(samplesOf(state, strictest), period, strictest.value, OUTLOOK);
    if (seen === undefined) return SILENT;
    const hour = now < period.end ? undefined : knownHour(state, now);
    const outcome = hour === undefined ? undefined : compareRows(hour.mean, { oxygen, now }, [strictest, ...others]);
    const verdict = foreseenVerdict(FORECAST_HOUR, facts, { id: "FORECAST", limit: strictest, seen, outcome });
    const completed = earlier(completenessAsk(state, now), completenessAsk(oxygen, now));
    return { verdicts: [verdict], askAt: now < period.end ? period.end : completed };
  },
};

function samplesOf(state: PeriodState, limit: Limit): readonly Sample[] {
  const samples: Sample[] = [];
  sumCovered(state, ({ at, versions: [version] }, minutes) => {
    const value = isUsableFlag(version.flag) && version.implausible !== true ? asCompared(version, limit) : undefined;
    if (value !== undefined) samples.push({ at, minutes, value });
    return 0;
  });
  return samples;
}
