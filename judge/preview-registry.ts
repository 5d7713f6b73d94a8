import type { Finding, FindingStatus } from "../core/judging/finding.ts";
import type { PeriodState } from "../core/judging/period.ts";
import type { RecordsView } from "../core/records/records.ts";
import type { RevisedSpan } from "../core/records/revision.ts";
import type { RegistryIndex } from "../core/registry/grid.ts";
import type { RegistryPreview } from "../core/registry/incoming-registry.ts";
import { type Instant, instant, startOfBeijingDay } from "../core/time.ts";
import { changedLaw } from "./changed-law.ts";
import { judgeAnew } from "./count-days.ts";
import type { Turn } from "./turn.ts";
import { WorkingSet } from "./working-set.ts";

/** Periods that are looked at before the numbers are only the least there will be: what a person waits for. */
const MOST_PERIODS = 5_000;
/** Spans without periods cost one question each. */
const MOST_SPANS = 20_000;
/** Periods that are read, judged and compared at once, so that a long preview needs no more memory than a short one. */
const WINDOW = 240;

/** A version that might come into force. */
export interface RegistryChangeAhead {
  readonly before: RegistryIndex;
  readonly after: RegistryIndex;
  readonly now: Instant;
}

/**
 * What a version would do to what was found: judges again what it changes the law of, over the records as they are, and
 * commits none of it.
 */
export async function previewRegistry(
  records: RecordsView,
  { before, after, now }: RegistryChangeAhead,
  mostPeriods = MOST_PERIODS,
): Promise<RegistryPreview> {
  const { seq, engineAt } = await records.position();
  const ahead = new Ahead(records, { index: after, seq: seq + 1, now: instant(Math.max(now, engineAt)) }, mostPeriods);
  const spans = changedLaw(before, after);
  let looked = 0;
  while (looked < Math.min(spans.length, MOST_SPANS) && (await ahead.lookAt(spans[looked] as RevisedSpan))) looked += 1;
  return ahead.preview(looked === spans.length);
}

/** What was judged so far under a version that may come. */
class Ahead {
  readonly #records: RecordsView;
  readonly #turn: Omit<Turn, "set">;
  readonly #counts: Counts = { confirmed: 0, provisional: 0, exempted: 0, withdrawn: 0, opens: 0, revises: 0 };
  #left: number;

  constructor(records: RecordsView, turn: Omit<Turn, "set">, mostPeriods: number) {
    this.#records = records;
    this.#turn = turn;
    this.#left = mostPeriods;
  }

  /** False when the span has more periods than may be looked at. */
  async lookAt(span: RevisedSpan): Promise<boolean> {
    let from = span.from;
    for (;;) {
      const limit = Math.min(WINDOW, this.#left);
      // One more than is judged tells whether there are more.
      const found = await this.#records.periods({ ...span, from, limit: limit + 1 });
      const periods = found.length > limit ? wholeDays(found.slice(0, limit), found[limit] as PeriodState) : found;
      await this.#judge(periods);
      this.#left -= periods.length;
      if (found.length <= limit) return true;
      if (this.#left === 0) return false;
      from = instant((periods.at(-1) as PeriodState).start + 1);
    }
  }

  async #judge(periods: readonly PeriodState[]): Promise<void> {
    const set = new WorkingSet(this.#records);
    const ids = new Set<string>();
    for (const { outlet, pollutant, basis, start } of periods) {
      for (const id of await judgeAnew({ ...this.#turn, set }, { outlet, pollutant, basis, start })) ids.add(id);
    }
    const known = new Map((await this.#records.findingsOf([...ids])).map((finding) => [finding.id, finding]));
    for (const id of ids) count(this.#counts, known.get(id)?.status ?? "withdrawn", ((await set.finding(id)) as Finding).status);
  }

  preview(complete: boolean): RegistryPreview {
    const { confirmed, provisional, exempted, opens, revises } = this.#counts;
    return { withdraws: { confirmed, provisional, exempted }, opens, revises, complete };
  }
}

/** Without the day that goes on: what is said of a day may hang on all its hours. All where there is no other day. */
function wholeDays(periods: readonly PeriodState[], next: PeriodState): readonly PeriodState[] {
  const whole = periods.filter(({ start }) => start < startOfBeijingDay(next.start));
  return whole.length === 0 ? periods : whole;
}

/** What is opened and revised, and how that was which is withdrawn; what was so already counts for nothing. */
type Counts = { opens: number; revises: number } & Record<FindingStatus, number>;

function count(counts: Counts, was: FindingStatus, is: FindingStatus): void {
  if (is === "withdrawn") counts[was] += 1;
  else if (was === "withdrawn") counts.opens += 1;
  else counts.revises += 1;
}
