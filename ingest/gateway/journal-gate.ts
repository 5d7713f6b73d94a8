import type { JournalWriter } from "../../core/journal/journal.ts";

/** Says whether frames may be taken now: not while the disk is behind, full or failed. */
export interface JournalGate {
  isOpen(): boolean;
  /** Calls `listener` once, when the gate is open again. */
  onOpen(listener: () => void): void;
  /** Looks again whether it is open; called now and then, in case no news of the journal comes. */
  check(): void;
}

/** Closes above `limitBytes` of waiting bytes and opens again below half of it, so that sockets are not switched at every frame. */
export function createJournalGate(journal: JournalWriter, limitBytes: number): JournalGate {
  let listeners: (() => void)[] = [];

  const check = (): void => {
    if (listeners.length === 0 || journal.health() !== "ok" || journal.pendingBytes() > limitBytes / 2) return;
    const waiting = listeners;
    listeners = [];
    for (const listener of waiting) listener();
  };
  journal.onDurable(check);
  journal.onHealth(check);

  return {
    isOpen: () => journal.health() === "ok" && journal.pendingBytes() <= limitBytes,
    onOpen: (listener) => {
      listeners.push(listener);
    },
    check,
  };
}
