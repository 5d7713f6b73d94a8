import { useEffect, useState } from "react";
import { get, seriesQuery } from "../../api/client.ts";
import type { Basis, Budget, Outlet, Page, Series } from "../../api/page-shapes.ts";
import { now } from "../../api/server-clock.ts";
import { HOUR, MINUTE } from "../../format/beijing-time.ts";
import { fillWithMinutes } from "../../format/fine-line.ts";
import type { SparkPoint } from "../../format/spark.ts";
import { isComparedConverted, rowKey } from "./now-rows.ts";

const BUDGET_MS = 20_000;
const TREND_MS = 60_000;
const AT_ONCE = 4;

/** Runs `work` over the items, a few at a time; one that fails leaves its row without the extra. */
export async function forEachFew<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item).catch(() => {});
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** What `collect` found last, asked for again every `everyMs` and whenever `deps` change. What a later round does not bring keeps standing. */
export function useRepeated<T>(
  deps: string,
  everyMs: number,
  collect: () => Promise<ReadonlyMap<string, T>>,
): ReadonlyMap<string, T> {
  const [value, setValue] = useState<ReadonlyMap<string, T>>(new Map());
  // biome-ignore lint/correctness/useExhaustiveDependencies: `deps` names what `collect` reads
  useEffect(() => {
    let isOver = false;
    setValue((before) => (before.size === 0 ? before : new Map()));
    const run = (): void => {
      collect().then(
        (next) => !isOver && setValue((before) => new Map([...before, ...next])),
        () => {},
      );
    };
    run();
    const timer = setInterval(run, everyMs);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [deps, everyMs]);
  return value;
}

function limited(outlets: readonly Outlet[]): readonly Outlet[] {
  return outlets.filter((o) => o.latest.some((l) => l.limit !== null && l.limit !== undefined));
}

/** What is left of the running hour, by `outlet|pollutant`. */
export function useBudgets(outlets: readonly Outlet[]): ReadonlyMap<string, Budget> {
  const asked = limited(outlets);
  return useRepeated(asked.map((o) => o.id).join(), BUDGET_MS, async () => {
    const found = new Map<string, Budget>();
    await forEachFew(asked, async (outlet) => {
      const answer = await get<Page<Budget> | readonly Budget[]>(`/outlets/${encodeURIComponent(outlet.id)}/budget`);
      const budgets = Array.isArray(answer) ? answer : (answer as Page<Budget>).items;
      for (const budget of hourFirst(budgets)) found.set(rowKey(outlet.id, budget.pollutant), budget);
    });
    return found;
  });
}

/** Of two budgets of a pollutant the one that will exceed counts, else that of the running hour: it comes last here. */
function hourFirst(budgets: readonly Budget[]): readonly Budget[] {
  const weight = (b: Budget): number => (b.willExceed ? 2 : 0) + (b.basis === "day-mean" ? 0 : 1);
  return budgets.toSorted((a, b) => weight(a) - weight(b));
}

/** Below this much missing at the beginning, an hour of realtime values is whole. */
const SPARSE_MS = 3 * MINUTE;

/** The last hour by `outlet|pollutant`: realtime values, minute means before there are any; the figure that its limit is about. */
export function useTrends(outlets: readonly Outlet[]): ReadonlyMap<string, readonly SparkPoint[]> {
  const asked = limited(outlets).flatMap((o) =>
    o.latest
      .filter((l) => l.limit !== null && l.limit !== undefined)
      .map((l) => ({ outlet: o.id, pollutant: l.pollutant, isConverted: isComparedConverted(l) })),
  );
  return useRepeated(asked.map((a) => rowKey(a.outlet, a.pollutant)).join(), TREND_MS, async () => {
    const found = new Map<string, readonly SparkPoint[]>();
    const to = now();
    await forEachFew(asked, async (row) => {
      found.set(rowKey(row.outlet, row.pollutant), await lastHour(row, to));
    });
    return found;
  });
}

interface TrendRow {
  readonly outlet: string;
  readonly pollutant: string;
  readonly isConverted: boolean;
}

async function lastHour({ outlet, pollutant, isConverted }: TrendRow, to: number): Promise<readonly SparkPoint[]> {
  const ask = async (basis: Basis): Promise<readonly SparkPoint[]> => {
    const query = seriesQuery(pollutant, basis, { from: to - HOUR, to });
    const series = await get<Series>(`/outlets/${encodeURIComponent(outlet)}/series`, query);
    return series.points.map((p) => ({ at: Date.parse(p.at), value: (isConverted ? p.converted : null) ?? p.value }));
  };
  const realtime = await ask("realtime");
  const first = realtime[0];
  const isWhole = first !== undefined && first.at < to - HOUR + SPARSE_MS;
  return fillWithMinutes(realtime, isWhole ? [] : await ask("minute"));
}
