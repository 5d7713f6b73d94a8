import type { Counters } from "../core/counters.ts";
import type { DecodedJournal } from "../core/entries/read-entry.ts";
import { StoreUnavailableError } from "../core/failures.ts";
import type { DeviceRecords, QuirkCount } from "../core/field/device-records.ts";
import type { JournalCursors } from "../core/journal/journal.ts";
import type { Log } from "../core/log.ts";
import type { IntakeResult, IntakeStore } from "../core/readings/intake.ts";
import type { DecodedMessage, MessageOutcome } from "../core/readings/message.ts";

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
  const entries = await deps.source.read(await deps.store.cursor(), BATCH);
  const last = entries.at(-1)?.entry.seq;
  if (last === undefined) return false;
  const messages: DecodedMessage[] = [];
  for (const { content } of entries) if (content.kind === "message") messages.push(content.message);
  countOutcomes(await deps.store.apply(messages, last), deps.counters);
  countRejections(messages, deps.counters);
  await noteQuirks(messages, deps);
  await deps.cursors.save("intake", last);
  deps.onApplied();
  return true;
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
