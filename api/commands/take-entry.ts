import type { CommandOutcome } from "../../core/casework/command.ts";
import type { Wake } from "../../core/casework/command-bus.ts";
import { JournalDoubtError, OutcomeOpenError, StoreUnavailableError } from "../../core/failures.ts";
import type { WithdrawableJournal } from "../../core/journal/journal.ts";
import type { NewEntry } from "../../core/journal/journal-entry.ts";
import type { RecordsView } from "../../core/records/records.ts";

/** How long a caller waits for the disk, and then for the judge, before it is told that they are late. */
const PATIENCE_MS = 15_000;

export interface TakeEntryDeps {
  readonly journal: Pick<WithdrawableJournal, "append" | "withdraw">;
  readonly records: Pick<RecordsView, "outcome">;
  readonly wake: Wake;
}

/**
 * Makes an entry durable, and answers with its number. An entry that the disk does not take in time is taken back, so
 * that it never takes effect after its caller was told that it was not taken.
 * @throws StoreUnavailableError or JournalFailedError when the entry was surely not taken; OutcomeOpenError when nobody
 * can tell: the journal failed while it wrote it.
 */
export async function takeEntry({ journal }: TakeEntryDeps, entry: NewEntry, command: string): Promise<number> {
  const appended = journal.append(entry);
  try {
    const seq = await inTime(appended);
    if (seq !== LATE) return seq;
    if (!journal.withdraw(entry)) return await appended;
  } catch (cause) {
    throw cause instanceof JournalDoubtError ? new OutcomeOpenError(command, { cause }) : cause;
  }
  throw new StoreUnavailableError(`the journal did not take the entry within ${PATIENCE_MS} ms; it was taken back`);
}

/** @throws OutcomeOpenError when the judge has not come to the entry in time, or what it decided cannot be read. */
export async function waitForOutcome(
  { records, wake }: TakeEntryDeps,
  { seq, command }: { readonly seq: number; readonly command: string },
): Promise<CommandOutcome> {
  let ring = (): void => {};
  let isLate = false;
  const off = wake.on("records", () => ring());
  const look = async (): Promise<CommandOutcome | undefined> => {
    while (!isLate) {
      const news = new Promise<void>((resolve) => {
        ring = resolve;
      });
      const outcome = await records.outcome(seq);
      if (outcome !== undefined) return outcome;
      await news;
    }
    return undefined;
  };
  try {
    const outcome = await inTime(look());
    if (outcome !== LATE && outcome !== undefined) return outcome;
  } catch (cause) {
    throw new OutcomeOpenError(command, { cause });
  } finally {
    isLate = true;
    off();
    ring();
  }
  throw new OutcomeOpenError(command);
}

const LATE = Symbol("late");

async function inTime<T>(work: Promise<T>): Promise<T | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
