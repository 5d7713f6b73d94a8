import { HOUR, type Instant, instant, plus, startOfHour } from "../../core/time.ts";
import type { Report } from "../logger/report.ts";
import { periodReport, realtimeReport } from "../logger/station-reports.ts";
import { SAMPLE_MS } from "../plant/analyser.ts";
import { MINUTE_PERIOD_MS, type StationChannel } from "../plant/station.ts";

/** What a logger has to say as time passes. Pulled, so that a long past need not be computed at once. */
export interface StationFeed {
  /**
   * All that became due up to `now` and was not asked for yet, at most one hour's worth at a time; empty when nothing
   * is due.
   */
  next(now: Instant): readonly Report[];
  /**
   * Periods with labels from `from` to `to` (both included) that were finished at `now` and that the logger saw whole,
   * oldest first.
   */
  history(
    basis: "minute" | "hour",
    span: { readonly from: Instant; readonly to: Instant; readonly now: Instant },
  ): readonly Report[];
  /** What its instruments measure, as the device says it. */
  readonly factors: readonly string[];
}

/**
 * The feed of a station from the moment it is started: its last `pastHours` whole hours first, always the ten-minute
 * statistics of an hour before its mean, then what falls due. Without a past (0) it begins with the first period that
 * it saw whole.
 */
export function createStationFeed(station: readonly StationChannel[], startedAt: Instant, pastHours: number): StationFeed {
  const hasPast = pastHours > 0;
  const firstHour = hasPast ? plus(startOfHour(startedAt), -pastHours * HOUR) : nextFull(startedAt, HOUR);
  let hour = firstHour;
  let minute = hasPast ? firstHour : nextFull(startedAt, MINUTE_PERIOD_MS);
  let realtime = nextFull(startedAt, SAMPLE_MS);
  const firstMinute = minute;
  return {
    factors: station.map((channel) => channel.definition.factor),
    history(basis, { from, to, now }) {
      const length = basis === "hour" ? HOUR : MINUTE_PERIOD_MS;
      const first = Math.max(nextFull(from, length), basis === "hour" ? firstHour : firstMinute);
      const last = Math.min(to, now - length);
      const count = Math.max(0, Math.floor((last - first) / length) + 1);
      return Array.from({ length: count }, (_, i) => periodReport(station, basis, instant(first + i * length)));
    },
    next(now) {
      const reports: Report[] = [];
      for (
        ;
        minute + MINUTE_PERIOD_MS <= now && reports.length < HOUR / MINUTE_PERIOD_MS;
        minute = plus(minute, MINUTE_PERIOD_MS)
      ) {
        reports.push(periodReport(station, "minute", minute));
        if (minute + MINUTE_PERIOD_MS !== hour + HOUR) continue;
        reports.push(periodReport(station, "hour", hour));
        hour = plus(hour, HOUR);
      }
      if (reports.length > 0 || realtime > now) return reports;
      // Nobody wants to know what a realtime value was a minute ago: only the newest is sent.
      const newest = instant(Math.floor(now / SAMPLE_MS) * SAMPLE_MS);
      realtime = plus(newest, SAMPLE_MS);
      return [realtimeReport(station, newest)];
    },
  };
}

function nextFull(at: Instant, period: number): Instant {
  return instant(Math.ceil(at / period) * period);
}
