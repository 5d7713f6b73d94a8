import type { BoardRowWire } from "../../../../api/resources/board/schema.ts";
import type { LatestWire } from "../../../../api/resources/outlets/schema.ts";

/** What names a row of the board: an outlet and a pollutant. */
export function rowKey(outlet: string, pollutant: string): string {
  return `${outlet}|${pollutant}`;
}

export function keyOfRow({ outlet, value }: BoardRowWire): string {
  return rowKey(outlet.id, value.pollutant);
}

/**
 * True for what moves a row at once; means of hours and days come with their verdict, when the board is asked again.
 */
export function isLiveReading({ basis }: Pick<LatestWire, "basis">): boolean {
  return basis === "realtime" || basis === "minute";
}

/**
 * The row with the value that the stream brought, when that is newer. State and reason stay the server's: they follow
 * within seconds.
 */
export function withLive(row: BoardRowWire, live: LatestWire | undefined): BoardRowWire {
  if (live === undefined || Date.parse(live.at) <= Date.parse(row.value.at)) return row;
  return { ...row, value: live };
}

/** A point of the thin line of the last hour. */
interface TrendPoint {
  readonly at: number;
  readonly value: number;
}

/** The last hour with the newest value at its end: the figure that the limit is about. */
export function trendOf({ trend, value, isConverted }: BoardRowWire): readonly TrendPoint[] {
  const start = Date.parse(trend.start);
  const points: TrendPoint[] = [];
  trend.line.forEach((figure, i) => {
    const seconds = trend.line[i - 1];
    if (i % 2 === 1 && seconds !== undefined) points.push({ at: start + seconds * 1_000, value: figure });
  });
  const newest = { at: Date.parse(value.at), value: (isConverted ? value.converted : null) ?? value.value };
  const last = points.at(-1);
  return last === undefined || last.at < newest.at ? [...points, newest] : points;
}
