import { DAY, HOUR, type Instant, instant, type Period, plus, startOfBeijingDay } from "../time.ts";

/** Until when a period may be tagged: an hour of the next day in Beijing, or so many hours after its end. */
export interface TagDue {
  readonly hourOfNextDay?: number;
  readonly hoursAfter?: number;
}

/** When the time for tagging a period by hand is over. What was heard of late may be tagged `grace` hours longer. */
export function tagDeadline(period: Period, due: TagDue, heard?: { readonly at: Instant; readonly grace: number }): Instant {
  const { start, end } = period;
  const { hourOfNextDay = 0, hoursAfter } = due;
  const deadline =
    hoursAfter === undefined ? plus(startOfBeijingDay(start), DAY + hourOfNextDay * HOUR) : plus(end, hoursAfter * HOUR);
  return heard === undefined || heard.at < deadline ? deadline : instant(heard.at + heard.grace * HOUR);
}
