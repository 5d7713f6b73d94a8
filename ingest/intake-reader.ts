import type { Counters } from "../core/counters.ts";
import type { DecodedJournal, ReadEntry } from "../core/entries/read-entry.ts";
import { StoreUnavailableError } from "../core/failures.ts";
import type { DeviceRecords, QuirkCount } from "../core/field/device-records.ts";
import type { JournalCursors } from "../core/journal/journal.ts";
import type { Log } from "../core/log.ts";
import type { IntakeResult, IntakeStore } from "../core/readings/intake.ts";
import type { DecodedMessage, MessageOutcome } from "../core/readings/message.ts";
import { type QuarantineOrder, quarantineOrderOf } from "../core/readings/quarantine-order.ts";

const BATCH = 2_000;

export interface IntakeDeps {
  readonly source: DecodedJournal;
  readonly store: IntakeStore;
  readonly cursors: JournalCursors;
  readonly counters: Counters;
  readonly onApplied: () => void;
  /** Keeps which deviations each device shows. */
  readonly deviceRecords: Pick<DeviceRecords, "addQuirks">;
  readonly log: Log;
}

/** One batch of the reader that keeps readings, the account and the quarantine. True when there was something to do. */
export async function stepIntake(deps: IntakeDeps): Promise<boolean> {
  const read = await deps.source.read(await deps.store.cursor(), BATCH);
  const [first] = read;
  if (first === undefined) return false;
  const order = orderOf(first);
  if (order !== undefined) return carryOut(order, first.entry.seq, deps);
  const entries = upToOrder(read);
  const last = (entries.at(-1) ?? first).entry.seq;
  const messages: DecodedMessage[] = [];
  for (const { content } of entries) if (content.kind === "message") messages.push(content.message);
  countOutcomes(await deps.store.apply(messages, last), deps.counters);
  countRejections(messages, deps.counters);
  await noteQuirks(messages, deps);
  await passed(last, deps);
  return true;
}

/** A slice of what somebody asked of the quarantine: a step of its own, so that whoever waits for us has a turn. */
async function carryOut(order: QuarantineOrder, seq: number, deps: IntakeDeps): Promise<true> {
  if (await deps.store.carryOut(order, seq)) await passed(seq, deps);
  return true;
}

async function passed(seq: number, { cursors, onApplied }: IntakeDeps): Promise<void> {
  await cursors.save("intake", seq);
  onApplied();
}

/** What comes before the first order: an order finds the quarantine as it was at its place in the journal. */
function upToOrder(entries: readonly ReadEntry[]): readonly ReadEntry[] {
  const at = entries.findIndex((entry) => orderOf(entry) !== undefined);
  return at === -1 ? entries : entries.slice(0, at);
}

function orderOf({ content }: ReadEntry): QuarantineOrder | undefined {
  return content.kind === "command" ? quarantineOrderOf(content.command) : undefined;
}

/**
 * Counts that the device records cannot take now are dropped: they are a hint for those who look after the device, and
 * readings must not wait.
 */
async function noteQuirks(messages: readonly DecodedMessage[], { deviceRecords, log }: IntakeDeps): Promise<void> {
  const counts = new Map<string, QuirkCount>();
  for (const { mn, quirks } of messages) {
    for (const quirk of quirks) {
      const key = `${mn}|${quirk}`;
      counts.set(key, { mn, quirk, count: (counts.get(key)?.count ?? 0) + 1 });
    }
  }
  try {
    await deviceRecords.addQuirks([...counts.values()]);
  } catch (cause) {
    if (!(cause instanceof StoreUnavailableError)) throw cause;
    log.warn({ cause: cause.message }, "device records are busy, deviations of a batch are not counted");
  }
}

function countOutcomes(results: readonly IntakeResult[], counters: Counters): void {
  const messages = new Map<MessageOutcome, number>();
  for (const { outcome } of results) messages.set(outcome, (messages.get(outcome) ?? 0) + 1);
  for (const [outcome, by] of messages) counters.add("messages_total", outcome, by);
}

function countRejections(messages: readonly DecodedMessage[], counters: Counters): void {
  for (const message of messages) {
    for (const rejection of message.rejections) counters.add("rejections_total", rejection.reason);
    for (const quirk of message.quirks) counters.add("quirks_total", quirk);
  }
}
