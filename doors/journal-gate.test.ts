import { expect, test } from "vitest";
import type { JournalWriter } from "../core/journal/journal.ts";
import { JournalGate } from "./journal-gate.ts";

/** A journal of which a test says how full and how well it is. */
function scriptedJournal() {
  const listeners: (() => void)[] = [];
  const state = { bytes: 0, health: "ok" as ReturnType<JournalWriter["health"]> };
  const writer: JournalWriter = {
    append: () => Promise.resolve(0),
    pendingBytes: () => state.bytes,
    health: () => state.health,
    onDurable: (listener) => void listeners.push(() => listener(0)),
    onHealth: (listener) => void listeners.push(() => listener(state.health, undefined)),
    close: () => Promise.resolve(),
  };
  return {
    writer,
    set(change: Partial<typeof state>): void {
      Object.assign(state, change);
      for (const listener of listeners) listener();
    },
  };
}

test("a gate that has closed stays closed for everybody until half of its limit is free", () => {
  const journal = scriptedJournal();
  const gate = new JournalGate(journal.writer, 1_000);
  const open: boolean[] = [];
  for (const bytes of [1_000, 1_001, 999, 501, 500, 1_000]) {
    journal.set({ bytes });
    open.push(gate.isOpen());
  }

  expect(open).toEqual([true, false, false, false, true, true]);
});

test("a journal that is not well closes the gate, however empty it is", () => {
  const journal = scriptedJournal();
  const gate = new JournalGate(journal.writer, 1_000);

  journal.set({ health: "full" });
  expect(gate.isOpen()).toBe(false);
  journal.set({ health: "ok" });
  expect(gate.isOpen()).toBe(true);
});

test("who waits is called once when the gate opens, and not at all when it was forgotten", () => {
  const journal = scriptedJournal();
  const gate = new JournalGate(journal.writer, 1_000);
  const called: string[] = [];
  const first = () => void called.push("first");
  const second = () => void called.push("second");
  journal.set({ bytes: 2_000 });
  gate.isOpen();
  gate.onOpen(first);
  gate.onOpen(first);
  gate.onOpen(second);
  gate.forget(second);

  journal.set({ bytes: 0 });
  journal.set({ bytes: 0 });

  expect(called).toEqual(["first"]);
});

test("a waiter that closes the gate again waits for its next opening", () => {
  const journal = scriptedJournal();
  const gate = new JournalGate(journal.writer, 1_000);
  let calls = 0;
  const greedy = (): void => {
    calls += 1;
    journal.set({ bytes: 2_000 });
    if (!gate.isOpen()) gate.onOpen(greedy);
  };
  journal.set({ bytes: 2_000 });
  gate.isOpen();
  gate.onOpen(greedy);

  journal.set({ bytes: 0 });
  expect(calls).toBe(1);
  journal.set({ bytes: 0 });
  expect(calls).toBe(2);
});
