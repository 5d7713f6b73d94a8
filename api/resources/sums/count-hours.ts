import { countHours, type DaySum, type HourCounts } from "../../../core/judging/day-sum.ts";
import type { Channel, Outlet } from "../../../core/registry/registry.ts";
import {
  type BeijingDate,
  DAY,
  HOUR,
  type Instant,
  instant,
  LAST_INSTANT,
  type Period,
  plus,
  startOfBeijingDate,
  startOfBeijingDay,
} from "../../../core/time.ts";
import { addCounts, completeUpTo, type DueCounts, hoursDue, NO_COUNTS } from "../../../rules/sums/rates.ts";
import { type FreshSums, freshSums, type SumsReading } from "./read-sums.ts";

/** The counts of outlets over a span. */
export interface CountedOutlets {
  readonly byOutlet: ReadonlyMap<string, DueCounts>;
  readonly isWaiting: boolean;
}

type Series = Pick<DaySum, "outlet" | "pollutant">;

/**
 * Counts the hours of outlets over whole days: those that are complete, from the first hour on that was ever heard of a
 * series. Days that are over are counted by the store; of the running one only the complete hours count.
 */
export async function countOutlets(outlets: readonly Outlet[], span: Period, reading: SumsReading): Promise<CountedOutlets> {
  const upTo = completeUpTo(reading.now);
  const running = startOfBeijingDay(upTo);
  const asked = { outlets: outlets.map(({ id }) => id), from: span.start, to: span.end };
  const fresh = await freshSums(asked, reading);
  const { daySums } = reading.records;
  const counted = new Tally();
  const over = { ...asked, to: instant(Math.min(span.end, running)) };
  for (const counts of await daySums.counts(over)) counted.add(counts, counts);
  for (const sum of fresh.stale) if (sum.day < running) counted.add(sum, countHours(sum), -1);
  for (const sum of fresh.sums) if (sum.day < running) counted.add(sum, countHours(sum));
  const today = await sumsOf(running, asked.outlets, { fresh, reading });
  const isAsked = running >= span.start && running < span.end;
  for (const sum of isAsked ? today : []) counted.add(sum, countHours({ hours: sum.hours.slice(0, (upTo - running) / HOUR) }));
  const byOutlet = new Map<string, DueCounts>();
  for (const { first, ...series } of await firstHours(asked.outlets, span, { fresh, reading })) {
    const due = hoursDue(span, first, instant(Math.min(upTo, endOfSeries(series, reading))));
    const counts = { ...counted.of(series), hours: due };
    byOutlet.set(series.outlet, addCounts(byOutlet.get(series.outlet) ?? NO_COUNTS, counts));
  }
  return { byOutlet, isWaiting: fresh.isWaiting };
}

/** Counts by outlet and pollutant. */
class Tally {
  readonly #counts = new Map<string, HourCounts>();

  add(series: Series, counts: HourCounts, sign: 1 | -1 = 1): void {
    this.#counts.set(seriesKey(series), addCounts(this.of(series), counts, sign));
  }

  of(series: Series): HourCounts {
    return this.#counts.get(seriesKey(series)) ?? NOTHING;
  }
}

const { hours: _, ...NOTHING } = NO_COUNTS;

function seriesKey({ outlet, pollutant }: Series): string {
  return `${outlet}|${pollutant}`;
}

interface Known {
  readonly fresh: FreshSums;
  readonly reading: SumsReading;
}

/** The sums of one day as they are now. */
async function sumsOf(day: Instant, outlets: readonly string[], { fresh, reading }: Known): Promise<readonly DaySum[]> {
  const stored = await reading.records.daySums.sums({ outlets, from: day, to: plus(day, DAY) });
  return [...stored.filter((sum) => !fresh.isFresh(sum)), ...fresh.sums.filter((sum) => sum.day === day)];
}

/**
 * The hour from which on the hours of each series are due: the first one of which anything came. Of a series that began
 * before the span its first day is enough.
 */
async function firstHours(
  outlets: readonly string[],
  span: Period,
  known: Known,
): Promise<readonly (Series & { readonly first: Instant })[]> {
  const days = new Map<string, Series & { readonly day: Instant }>();
  const stored = await known.reading.records.daySums.firstDays(outlets);
  for (const one of [...stored, ...known.fresh.sums]) {
    const before = days.get(seriesKey(one));
    if (before === undefined || one.day < before.day) days.set(seriesKey(one), one);
  }
  const letters = new Map<string, string>();
  for (const day of new Set([...days.values()].map((series) => series.day))) {
    if (day < span.start || day >= span.end) continue;
    const begun = [...days.values()].filter((series) => series.day === day).map((series) => series.outlet);
    for (const sum of await sumsOf(day, [...new Set(begun)], known)) letters.set(`${seriesKey(sum)}|${day}`, sum.hours);
  }
  return [...days.values()].map(({ outlet, pollutant, day }) => {
    const silent = /^\.*/.exec(letters.get(`${seriesKey({ outlet, pollutant })}|${day}`) ?? "")?.[0].length ?? 0;
    return { outlet, pollutant, first: plus(day, silent * HOUR) };
  });
}

/** When a series ends by the registry: with its outlet, or with the last of its channels. */
function endOfSeries({ outlet, pollutant }: Series, { index }: SumsReading): Instant {
  const channels = (index.channelsByOutlet.get(outlet) ?? []).filter((channel) => channel.pollutant === pollutant);
  const last = channels.reduce((latest, channel) => Math.max(latest, endOf(channel)), 0);
  const registered = index.outletById.get(outlet);
  return instant(Math.min(last, registered === undefined ? 0 : endOf(registered)));
}

function endOf({ validTo }: Pick<Channel, "validTo">): Instant {
  return validTo === undefined || validTo === null ? LAST_INSTANT : startOfBeijingDate(validTo as BeijingDate);
}
