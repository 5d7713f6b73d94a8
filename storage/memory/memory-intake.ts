import type { IntakeResult, IntakeStore, IntakeView, LatestReading } from "../../core/readings/intake.ts";
import type { Account, DecodedMessage, MessageOutcome, QuarantineRow, Rejection } from "../../core/readings/message.ts";
import { Outline, type OutlineBounds, pointOf, type SeriesOutline, type SeriesPoint } from "../../core/readings/outline.ts";
import {
  ASKED_FOR,
  type QuarantineCount,
  type QuarantineFilter,
  type QuarantineOrder,
} from "../../core/readings/quarantine-order.ts";
import type { Reading, StoredReading } from "../../core/readings/reading.ts";
import type { RevisedReading, SeriesQuery } from "../../core/readings/series.ts";
import { compareVersions, versionInForce } from "../../core/readings/versions.ts";
import { type BeijingDate, beijingDate, type Instant } from "../../core/time.ts";
import { parseRowId, rowId } from "../intake/quarantine-id.ts";
import {
  earliestOffer,
  isRetry,
  outcomeAfterRetry,
  outcomeOf,
  QUARANTINE_ROWS_PER_DEVICE_AND_DAY,
  revisedAmong,
  settleReading,
  versionOf,
} from "../intake/settle-message.ts";

interface Row extends QuarantineRow {
  readonly n: number;
  readonly isOpen: boolean;
}

interface PutAside {
  readonly message: DecodedMessage;
  outcome: MessageOutcome;
  rows: readonly Row[];
  offerAgainAt: Instant | undefined;
}

type PeriodKey = Omit<SeriesQuery, "from" | "to">;

/** The working store in memory, writer and view in one: for tests of what stands on it. Keeps everything for ever. */
export class MemoryIntake implements IntakeStore, IntakeView {
  readonly #rowsPerDay: number;
  readonly #orderSlice: number;
  readonly #versions = new Map<string, StoredReading[]>();
  readonly #account = new Map<string, number>();
  readonly #putAside = new Map<number, PutAside>();
  readonly #keptRows = new Map<string, number>();
  #cursor = 0;
  #running = { seq: 0, after: 0 };

  constructor(options: { readonly quarantineRowsPerDay?: number; readonly orderSlice?: number } = {}) {
    this.#orderSlice = options.orderSlice ?? Number.POSITIVE_INFINITY;
    this.#rowsPerDay = options.quarantineRowsPerDay ?? QUARANTINE_ROWS_PER_DEVICE_AND_DAY;
  }

  async cursor(): Promise<number> {
    return this.#cursor;
  }

  async apply(messages: readonly DecodedMessage[], upTo: number): Promise<readonly IntakeResult[]> {
    const results = messages.filter((message) => message.seq > this.#cursor).map((message) => this.#applyOne(message));
    this.#cursor = Math.max(this.#cursor, upTo);
    return results;
  }

  async carryOut({ action, filter, upTo }: QuarantineOrder, seq: number): Promise<boolean> {
    if (seq <= this.#cursor) return true;
    if (this.#running.seq !== seq) this.#running = { seq, after: 0 };
    const { after } = this.#running;
    const meant = [...this.#putAside].filter(
      ([id, { rows }]) => after < id && id <= upTo && rows.some((row) => isMeant(row, filter)),
    );
    const slice = meant.sort(([a], [b]) => a - b).slice(0, this.#orderSlice);
    for (const [messageId, putAside] of slice) {
      this.#running.after = messageId;
      if (action === "retry") putAside.offerAgainAt = ASKED_FOR;
      else putAside.rows = putAside.rows.map((row) => (isMeant(row, filter) ? { ...row, isOpen: false } : row));
    }
    if (slice.length === this.#orderSlice) return false;
    this.#cursor = seq;
    return true;
  }

  async account(filter: { readonly mn?: string; readonly day: BeijingDate }): Promise<Omit<Account, "pending">> {
    const count = (outcome: MessageOutcome) =>
      [...this.#account]
        .filter(
          ([key]) => key.startsWith(`${filter.day}|${outcome}|`) && (filter.mn === undefined || key.endsWith(`|${filter.mn}`)),
        )
        .reduce((sum, [, messages]) => sum + messages, 0);
    const [stored, quarantined, duplicates, control] = [
      count("stored"),
      count("quarantined"),
      count("duplicate"),
      count("control"),
    ];
    return { received: stored + quarantined + duplicates + control, stored, quarantined, duplicates, control };
  }

  async quarantine(
    filter: QuarantineFilter & { readonly limit: number; readonly before?: string },
  ): Promise<readonly QuarantineRow[]> {
    const before = filter.before === undefined ? { messageId: Number.POSITIVE_INFINITY, n: 0 } : parseRowId(filter.before);
    if (before === undefined) return [];
    return [...this.#putAside.values()]
      .flatMap(({ rows }) => rows)
      .filter((row) => isMeant(row, filter))
      .filter((row) => row.messageId < before.messageId || (row.messageId === before.messageId && row.n < before.n))
      .sort((a, b) => b.messageId - a.messageId || b.n - a.n)
      .slice(0, filter.limit)
      .map(toQuarantineRow);
  }

  async countQuarantine({
    upTo = Number.POSITIVE_INFINITY,
    most,
    ...filter
  }: QuarantineFilter & { readonly upTo?: number; readonly most?: number }): Promise<QuarantineCount> {
    const found = [...this.#putAside.values()].flatMap(({ rows }) => rows).filter((row) => isMeant(row, filter));
    const counted = found.filter(({ messageId }) => messageId <= upTo).slice(0, most);
    return { rows: counted.length, messages: new Set(counted.map(({ messageId }) => messageId)).size };
  }

  async quarantineRow(id: string): Promise<QuarantineRow | undefined> {
    const key = parseRowId(id);
    const row = key && this.#putAside.get(key.messageId)?.rows.find(({ n }) => n === key.n);
    return row && toQuarantineRow(row);
  }

  async dueAgain(now: Instant, limit: number): Promise<readonly QuarantineRow[]> {
    return [...this.#putAside.values()]
      .map((putAside) => ({
        at: putAside.offerAgainAt ?? Number.POSITIVE_INFINITY,
        open: putAside.rows.filter((row) => row.isOpen),
      }))
      .filter(({ at }) => at <= now)
      .sort((a, b) => a.at - b.at)
      .flatMap(({ open }) => open.slice(0, 1))
      .slice(0, limit)
      .map(toQuarantineRow);
  }

  async series(query: SeriesQuery): Promise<readonly StoredReading[]> {
    return this.#inForce()
      .filter((r) => r.outlet === query.outlet && r.pollutant === query.pollutant && r.basis === query.basis)
      .filter(({ at }) => query.from <= at && at < query.to)
      .sort((a, b) => a.at - b.at);
  }

  async outline(query: SeriesQuery, { most, mostRows }: OutlineBounds): Promise<SeriesOutline> {
    const all = await this.series(query);
    const outline = new Outline<SeriesPoint>(most);
    for (const reading of all.slice(0, mostRows)) outline.add(pointOf(reading));
    const beyond = all[mostRows];
    return { points: outline.points(), thinned: outline.isThinned, ...(beyond !== undefined && { readTo: beyond.at }) };
  }

  async versions(key: PeriodKey & { readonly at: Instant }): Promise<readonly StoredReading[]> {
    return (this.#versions.get(periodKey(key)) ?? []).toSorted(compareVersions);
  }

  async latest(outlets: readonly string[]): Promise<readonly LatestReading[]> {
    return this.#newest()
      .filter(({ outlet }) => outlets.includes(outlet))
      .sort((a, b) => compareText(seriesKey(a), seriesKey(b)));
  }

  async latestAfter(seq: number, limit: number): Promise<readonly LatestReading[]> {
    const newer = this.#newest().filter((reading) => reading.seq > seq);
    return wholeEntries(newer, limit);
  }

  async changes(after: number, upTo: number, limit: number): Promise<readonly RevisedReading[]> {
    const versions = [...this.#versions.values()].flatMap((all) =>
      all.map((version): RevisedReading => revisedAmong(version, all)),
    );
    return wholeEntries(
      versions.filter(({ seq }) => after < seq && seq <= upTo),
      limit,
    );
  }

  async close(): Promise<void> {}

  #applyOne(message: DecodedMessage): IntakeResult {
    const readings = message.readings.map((reading) => this.#take(reading, message)).filter((version) => version !== undefined);
    const own = outcomeOf(message, readings.length);
    const outcome = isRetry(message) ? this.#settleRetry(message, own) : this.#settleFirst(message, own);
    return { messageId: message.messageId, outcome, readings };
  }

  #take(reading: Reading, message: DecodedMessage): RevisedReading | undefined {
    const known = this.#versions.get(periodKey(reading)) ?? [];
    const settled = settleReading(reading, message, known);
    if (settled === undefined) return undefined;
    const version = versionOf(settled.version);
    this.#versions.set(periodKey(reading), [...known.filter(({ revision }) => revision !== version.revision), version]);
    return settled.isChange ? settled.version : undefined;
  }

  #settleFirst(message: DecodedMessage, outcome: MessageOutcome): MessageOutcome {
    this.#count(message, outcome, 1);
    const fresh = message.rejections.filter((r) => outcome !== "duplicate" || !this.#isKnown(message.mn, r));
    const share = `${beijingDate(message.receivedAt)}|${message.mn}`;
    const kept = fresh.slice(0, Math.max(0, this.#rowsPerDay - (this.#keptRows.get(share) ?? 0)));
    if (kept.length > 0) {
      this.#keptRows.set(share, (this.#keptRows.get(share) ?? 0) + kept.length);
      this.#putAside.set(message.messageId, {
        message,
        outcome,
        rows: kept.map((r, n) => toRow(message, r, n)),
        offerAgainAt: earliestOffer(kept),
      });
    }
    return outcome;
  }

  #settleRetry(retry: DecodedMessage, own: MessageOutcome): MessageOutcome {
    const first = this.#putAside.get(retry.messageId);
    if (first === undefined) return own;
    const retriedAt = retry.receivedAt;
    const old =
      own === "quarantined"
        ? first.rows.filter(({ isOpen }) => !isOpen)
        : first.rows.map((row) => (row.isOpen ? { ...row, isOpen: false, retriedAt } : row));
    const from = Math.max(-1, ...old.map(({ n }) => n)) + 1;
    const still = first.rows.some(({ isOpen }) => isOpen) ? retry.rejections : [];
    first.rows = [...old, ...still.map((r, i) => ({ ...toRow(first.message, r, from + i), retriedAt }))];
    first.offerAgainAt = earliestOffer(still);
    this.#count(first.message, first.outcome, -1);
    first.outcome = outcomeAfterRetry(first.outcome, own);
    this.#count(first.message, first.outcome, 1);
    return first.outcome;
  }

  #count(message: DecodedMessage, outcome: MessageOutcome, by: number): void {
    const key = `${beijingDate(message.receivedAt)}|${outcome}|${message.mn}`;
    this.#account.set(key, (this.#account.get(key) ?? 0) + by);
  }

  #isKnown(mn: string, { reason, detail }: Rejection): boolean {
    return [...this.#putAside.values()].some(({ rows }) =>
      rows.some((row) => row.mn === mn && row.reason === reason && JSON.stringify(row.detail) === JSON.stringify(detail)),
    );
  }

  #inForce(): StoredReading[] {
    return [...this.#versions.values()].flatMap((versions) => versionInForce(versions) ?? []);
  }

  #newest(): StoredReading[] {
    const bySeries = new Map<string, StoredReading>();
    for (const reading of this.#inForce()) {
      if (reading.at >= (bySeries.get(seriesKey(reading))?.at ?? Number.NEGATIVE_INFINITY))
        bySeries.set(seriesKey(reading), reading);
    }
    return [...bySeries.values()];
  }
}

/**
 * The first `limit` in journal order, and those of the same entry as the last of them: a page never ends within an
 * entry.
 */
function wholeEntries<T extends StoredReading>(readings: readonly T[], limit: number): readonly T[] {
  const ordered = [...readings].sort((a, b) => a.seq - b.seq || a.revision - b.revision);
  const last = ordered[limit - 1]?.seq ?? Number.POSITIVE_INFINITY;
  return ordered.filter(({ seq }) => seq <= last);
}

function seriesKey({ outlet, pollutant, basis }: PeriodKey): string {
  return `${outlet}\n${pollutant}\n${basis}`;
}

function periodKey(key: PeriodKey & { readonly at: Instant }): string {
  return `${seriesKey(key)}\n${key.at}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function toRow(
  { messageId, receivedAt, transport, mn, topic, raw }: DecodedMessage,
  { reason, detail }: Rejection,
  n: number,
): Row {
  return { id: rowId(messageId, n), messageId, receivedAt, transport, mn, topic, reason, detail, raw, n, isOpen: true };
}

/** True for an open row that the filter finds. */
function isMeant(row: Row, { mn = row.mn, reason = row.reason, messageId = row.messageId }: QuarantineFilter): boolean {
  return row.isOpen && row.mn === mn && row.reason === reason && row.messageId === messageId;
}

function toQuarantineRow({ n: _, isOpen: __, ...row }: Row): QuarantineRow {
  return row;
}
