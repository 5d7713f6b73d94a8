import type { DecodedMessage } from "../../core/message.ts";
import type { Counters } from "../../core/ports/counters.ts";
import type { IntakeStore } from "../../core/ports/intake.ts";
import type { JournalCursors } from "../../core/ports/journal.ts";
import type { EntrySource } from "./entry-source.ts";

const BATCH = 2_000;

export interface IntakeDeps {
  readonly source: EntrySource;
  readonly store: IntakeStore;
  readonly cursors: JournalCursors;
  readonly counters: Counters;
  readonly onApplied: () => void;
}

/** One batch of the reader that keeps readings, the account and the quarantine. True when there was something to do. */
export async function stepIntake(deps: IntakeDeps): Promise<boolean> {
  const entries = await deps.source.read(deps.store.cursor(), BATCH);
  const last = entries.at(-1)?.entry.seq;
  if (last === undefined) return false;
  const messages: DecodedMessage[] = [];
  for (const { decoded } of entries) if (decoded !== undefined) messages.push(decoded);
  for (const result of deps.store.apply(messages, last)) deps.counters.add("messages_total", result.outcome);
  countRejections(messages, deps.counters);
  await deps.cursors.save("intake", last);
  deps.onApplied();
  return true;
}

function countRejections(messages: readonly DecodedMessage[], counters: Counters): void {
  for (const message of messages) {
    for (const rejection of message.rejections) counters.add("rejections_total", rejection.reason);
    for (const quirk of message.quirks) counters.add("quirks_total", quirk);
  }
}
