import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CommandRequest } from "../../core/casework/command.ts";
import { JournalDoubtError, JournalFailedError, OutcomeOpenError, StoreUnavailableError } from "../../core/failures.ts";
import type { NewEntry } from "../../core/journal/journal-entry.ts";
import type { Actor } from "../../core/people/actor.ts";
import { EMPTY_REGISTRY } from "../../core/registry/registry.ts";
import { type Instant, plus } from "../../core/time.ts";
import { createMemoryJournal } from "../../storage/memory/memory-journal.ts";
import { MemoryRecords } from "../../storage/memory/memory-records.ts";
import { SecretBox } from "../../storage/secrets/secret-box.ts";
import { aBatch, aCommand, T0 } from "../../tests/support/records-facts.ts";
import { createCommandBus } from "./create-command-bus.ts";

const ADMIN: Actor = { id: "admin", name: "演示", roles: ["administrator"], cells: [], enterprise: null, person: null };
const REQUEST: CommandRequest = { id: "r1", fingerprint: "asked", actor: "admin" };
const NOTE = { type: "note", format: 1, actor: ADMIN, subject: null, body: {}, request: REQUEST } as const;
const PATIENCE_MS = 15_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A command bus on a journal whose disk a test fills and breaks, and which nobody judges but the test. */
function start(change: { readonly append?: (entry: NewEntry) => Promise<number> } = {}) {
  const records = new MemoryRecords();
  const { writer, reader, setDisk } = createMemoryJournal();
  const listeners = new Set<() => void>();
  const wake = {
    on: (_topic: string, listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const append = change.append ?? ((entry: NewEntry) => writer.append(entry));
  const clock = {
    at: T0,
    now: () => clock.at,
    kind: "manual" as const,
    moveTo: (to: Instant) => {
      clock.at = to;
    },
  };
  const commands = createCommandBus({
    ...{ journal: { append, withdraw: (entry) => writer.withdraw(entry) }, records, clock, wake },
    ...{
      secrets: new SecretBox(Buffer.alloc(32, 7)),
      doorsKnow: async () => {},
      impactOf: () => Promise.reject(new Error("not asked")),
    },
  });
  const entries = async () => (await reader.read(0, 100)).length;
  const ring = () => {
    for (const listener of listeners) listener();
  };
  return { records, commands, clock, setDisk, entries, ring, listeners };
}

// Behaviour
test("a command that the disk did not take in time is taken back, and never takes effect after it was refused", async () => {
  const { commands, setDisk, entries } = start();
  setDisk("full");
  const refused = expect(commands.submit(NOTE)).rejects.toThrow(StoreUnavailableError);
  await vi.advanceTimersByTimeAsync(PATIENCE_MS);
  await refused;

  setDisk("ok");

  expect(await entries()).toBe(0);
});

// Behaviour
test("a command that is durable and not decided in time has an open outcome, and its repeat gets that outcome", async () => {
  const { records, commands, entries, listeners } = start();
  const open = commands.submit(NOTE).catch((cause: unknown) => cause);
  await vi.advanceTimersByTimeAsync(PATIENCE_MS);
  const late = await open;

  await records.commit(aBatch(1, { commands: [aCommand("r1", REQUEST)] }));
  const repeat = await commands.submit(NOTE);

  expect(late).toBeInstanceOf(OutcomeOpenError);
  expect(late).toMatchObject({ command: "r1" });
  expect(repeat).toEqual(aCommand("r1").outcome);
  expect([await entries(), listeners.size]).toEqual([1, 0]);
});

test("another thing under the key of a decided command is refused and does not come to the journal", async () => {
  const { records, commands, entries } = start();
  await records.commit(aBatch(1, { commands: [aCommand("r1", { ...REQUEST, fingerprint: "another" })] }));

  expect(await commands.submit(NOTE)).toMatchObject({ ok: false, refusal: { status: 422, code: "idempotency-key-reused" } });
  expect(await commands.putRegistry(EMPTY_REGISTRY, ADMIN, { request: REQUEST })).toMatchObject({
    error: { code: "idempotency-key-reused" },
  });
  expect(await entries()).toBe(0);
});

test("what the journal was writing when it failed has an open outcome; what it refuses has not", async () => {
  const inDoubt = start({ append: () => Promise.reject(new JournalDoubtError("EIO")) });
  const refusing = start({ append: () => Promise.reject(new JournalFailedError("closed")) });

  await expect(inDoubt.commands.submit(NOTE)).rejects.toThrow(OutcomeOpenError);
  await expect(refusing.commands.submit(NOTE)).rejects.toThrow(JournalFailedError);
});

test("records that cannot be read leave the outcome open: the command is durable", async () => {
  const { commands, records } = start();
  vi.spyOn(records, "outcome").mockRejectedValue(new StoreUnavailableError("no records"));

  await expect(commands.submit(NOTE)).rejects.toThrow(OutcomeOpenError);
});

test("a clock whose deadlines take long stands where it was moved to: what comes next may not lie before the tick", async () => {
  const { commands, clock } = start();
  const later = plus(T0, 60_000);
  const open = expect(commands.moveClock(later, ADMIN, REQUEST)).rejects.toThrow(OutcomeOpenError);
  await vi.advanceTimersByTimeAsync(PATIENCE_MS);
  await open;

  expect(clock.now()).toBe(later);
});

test("a registry that was decided before is answered with the version, the changes and the warnings that it had", async () => {
  const { records, commands, entries } = start();
  const one = { ...EMPTY_REGISTRY, people: [{ id: "p1", name: "甲" }] };
  const two = { ...EMPTY_REGISTRY, people: [{ id: "p1", name: "乙" }] };
  await records.commit(
    aBatch(3, {
      registries: [one, two, EMPTY_REGISTRY].map((registry, i) => ({ seq: i + 1, at: T0, registry })),
      commands: [aCommand("r1", { ...REQUEST, outcome: { seq: 2, ok: true, result: { revised: ["f1"] } } })],
    }),
  );

  const changed = { people: { added: [], changed: ["p1"], removed: [] } };
  expect(await commands.putRegistry(two, ADMIN, { request: REQUEST, expected: 1 })).toMatchObject({
    ok: true,
    value: { version: 2, changed, revised: ["f1"] },
  });
  expect(await entries()).toBe(0);
});

test("a document that another process overtook is made anew from what is in force, unless its sender named a version", async () => {
  const { records, commands, ring } = start({ append: async () => ++seq });
  let seq = 0;
  const stale = { status: 409, code: "stale-version", facts: { given: 0, current: 9 } } as const;
  const put = commands.putRegistry({ ...EMPTY_REGISTRY, people: [{ id: "p1", name: "甲" }] }, ADMIN);
  await records.commit(aBatch(1, { outcomes: [{ seq: 1, ok: false, refusal: stale }] }));
  ring();
  await vi.advanceTimersByTimeAsync(0);
  await records.commit(aBatch(2, { outcomes: [{ seq: 2, ok: true, result: { revised: [] } }] }));
  ring();

  expect(await put).toMatchObject({ ok: true, value: { version: 2 } });
});
