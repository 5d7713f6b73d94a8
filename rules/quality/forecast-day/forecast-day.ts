import { WATER_FLOW } from "../../../core/readings/pollutants.ts";
import type { Limit } from "../../../core/registry/limit.ts";
import { HOUR, MINUTE, plus } from "../../../core/time.ts";
import { FIGURES } from "../../../limits/figures.ts";
import { compareRows } from "../../law/compare.ts";
import { isJudgedByDay, knownDay } from "../../period/day-mean.ts";
import { knownHour } from "../../period/hour-validity.ts";
import { completeAt } from "../../period/watermarks.ts";
import { type Facts, type Rule, SILENT, WITHOUT_LAW } from "../../register/rule.ts";
import { asCompared, foreseeMean, foreseenVerdict, type Sample } from "../foresee-mean.ts";

const HOUR_MINUTES = HOUR / MINUTE;
const OUTLOOK = {
  after: FIGURES.foreseenDayAfter.value * HOUR_MINUTES,
  last: FIGURES.foreseenDayLast.value * HOUR_MINUTES,
};

/**
 * Hours make a day above its limit unavoidable or likely (动态预警): a warning, A1, while the day runs. Hours count alike
 * in the outlook, also of water, whose flow of the rest of the day nobody knows; whether it came so is decided by the
 * day's own mean.
 */
export const FORECAST_DAY: Rule<"FORECAST-DAY"> = {
  name: "forecast-day",
  says: ["FORECAST-DAY"],
  family: "quality",
  version: "1",
  clause: null,
  confidence: "S",
  period: "day",
  wants: [
    { fact: "day", of: "self" },
    { fact: "hours", of: "self", before: 0 },
    { fact: "hours", of: WATER_FLOW, before: 0 },
  ],
  colours: false,
  appliesTo: ({ pollutant, bases }) => bases.has("day-mean") && isJudgedByDay(pollutant),
  judge: (facts) => {
    const { now, period } = facts;
    const [strictest, ...others] = facts.limits("day-mean");
    if (strictest === undefined) return WITHOUT_LAW;
    if (strictest.comparator !== "<=" || strictest.value === undefined) return SILENT;
    const seen = foreseeMean(samplesOf(facts, strictest), period, strictest.value, OUTLOOK);
    if (seen === undefined) return SILENT;
    const complete = completeAt({ basis: "day", start: period.start });
    const day = now < period.end ? undefined : knownDay(facts);
    const outcome = day === undefined ? undefined : compareRows(day, { oxygen: undefined, now }, [strictest, ...others]);
    const verdict = foreseenVerdict(FORECAST_DAY, facts, { id: "FORECAST-DAY", limit: strictest, seen, outcome });
    return { verdicts: [verdict], askAt: now < period.end ? period.end : now < complete ? complete : null };
  },
};

function samplesOf(facts: Facts, limit: Limit): readonly Sample[] {
  const samples: Sample[] = [];
  for (let { start } = facts.period; start < facts.period.end; start = plus(start, HOUR)) {
    const state = facts.hour(facts.pollutant, start);
    // What was first heard of when the day was over could warn nobody.
    const hour = state === undefined || state.heardAt >= facts.period.end ? undefined : knownHour(state, facts.now);
    const value = hour?.validity.validity === "valid" ? asCompared(hour.mean, limit) : undefined;
    if (value !== undefined) samples.push({ at: start, minutes: HOUR_MINUTES, value });
  }
  return samples;
}
