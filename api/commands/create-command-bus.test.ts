import { afterEach, expect, test } from "vitest";
import type { CommandOutcome } from "../../core/casework/command.ts";
import type { RegistryPayload } from "../../core/entries/registry-payload.ts";
import { readRetry } from "../../core/entries/retry-entry.ts";
import type { JournalWriter } from "../../core/journal/journal.ts";
import type { NewEntry } from "../../core/journal/journal-entry.ts";
import type { Actor } from "../../core/people/actor.ts";
import type { IncomingRegistry, RegistryPreview } from "../../core/registry/incoming-registry.ts";
import { EMPTY_REGISTRY } from "../../core/registry/registry.ts";
import { type Instant, plus } from "../../core/time.ts";
import { createMemoryJournal } from "../../storage/memory/memory-journal.ts";
import { MemoryRecords } from "../../storage/memory/memory-records.ts";
import { SecretBox } from "../../storage/secrets/secret-box.ts";
import { MN, startApi } from "../../tests/support/api-fixture.ts";
import { aBatch, T0 } from "../../tests/support/records-facts.ts";
import { createCommandBus } from "./create-command-bus.ts";

const ADMIN: Actor = { id: "admin", name: "演示", roles: ["administrator"], cells: [], enterprise: null, person: null };
const NO_IMPACT = async (): Promise<never> => {
  throw new Error("nobody looks ahead here");
};
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A command bus whose registry entries are decided as soon as they are durable. */
function start(impactOf: () => Promise<RegistryPreview> = NO_IMPACT) {
  const records = new MemoryRecords();
  const { writer } = createMemoryJournal();
  const decide = async (entry: NewEntry): Promise<number> => {
    const seq = await writer.append(entry);
    const { change: _, ...step } = JSON.parse(new TextDecoder().decode(entry.payload)) as RegistryPayload;
    const outcomes = [{ seq, ok: true, result: { revised: [] } }] as const;
    await records.commit(aBatch(seq, { registries: [{ seq, at: entry.at, ...step }], outcomes }));
    return seq;
  };
  const journal = new Proxy(writer, { get: (of, name: keyof JournalWriter) => (name === "append" ? decide : of[name]) });
  const clock = { now: () => T0, kind: "manual" as const, moveTo: () => {} };
  const box = new SecretBox(Buffer.alloc(32, 7));
  // The outcome is there before anybody waits for it.
  const wake = { on: () => () => {} };
  const deps = { journal, records, clock, wake, secrets: box, doorsKnow: async () => {}, impactOf };
  return { records, box, commands: createCommandBus(deps) };
}

const named = (name: string): IncomingRegistry => ({ ...EMPTY_REGISTRY, people: [{ id: "p1", name }] });

test("of two documents that were made from one version at once, one is taken and the other told which version is in force", async () => {
  const { commands, records } = start();
  const first = await commands.putRegistry(named("甲"), ADMIN, { expected: 0 });

  const both = await Promise.all([
    commands.putRegistry(named("乙"), ADMIN, { expected: 1 }),
    commands.putRegistry(named("丙"), ADMIN, { expected: 1 }),
  ]);

  expect(first).toMatchObject({ ok: true, value: { version: 1 } });
  expect(both).toMatchObject([
    { ok: true, value: { version: 2 } },
    { ok: false, error: { code: "precondition-failed", version: 2 } },
  ]);
  expect([await records.registryAt(1), await records.registryAt(2)].map((version) => version?.registry.people)).toEqual([
    [{ id: "p1", name: "甲" }],
    [{ id: "p1", name: "乙" }],
  ]);
});

test("a document that changes nothing leaves the version as it is", async () => {
  const { commands, records } = start();
  await commands.putRegistry(named("甲"), ADMIN);

  expect(await commands.putRegistry(named("甲"), ADMIN, { expected: 1 })).toMatchObject({
    ok: true,
    value: { version: 1, changed: {} },
  });
  expect(await records.registrySeq()).toBe(1);
});

test("a row that is edited keeps its secrets, and two edits at once of two rows both say whether they were taken", async () => {
  const { commands, records, box } = start();
  const devices = [{ mn: MN, mqttSecret: "a-long-device-secret", hj212Password: "123456" }, { mn: "SIM2" }];
  await commands.putRegistry({ ...EMPTY_REGISTRY, devices }, ADMIN);
  const fixture = await startApi({ records, commands });
  closing.push(() => fixture.api.close());
  const edit = (mn: string, version: string) =>
    fixture.as("admin", "PATCH", `/api/v1/registry/devices/${mn}`, {
      payload: { edition: "2025" },
      headers: { "if-match": version },
    });

  const both = await Promise.all([edit(MN, '"1"'), edit("SIM2", '"1"')]);
  const lost = both[0].statusCode === 412 ? MN : "SIM2";
  const again = await edit(lost, '"2"');

  expect(both.map((answer) => answer.statusCode).toSorted()).toEqual([200, 412]);
  expect(again.statusCode).toBe(200);
  const stored = (await records.registryAt(9))?.registry.devices;
  expect(stored?.map((device) => device.edition)).toEqual(["2025", "2025"]);
  expect(stored?.[0]?.mqttSecret && box.matches(stored[0].mqttSecret, "a-long-device-secret")).toBe(true);
  expect(stored?.[0]?.hj212Password && box.unseal(stored[0].hj212Password)).toBe("123456");
});

test("a command stands in the journal with the format of its kind, and a registry with its own", async () => {
  const records = new MemoryRecords();
  const formats: (number | undefined)[] = [];
  const append = async (entry: NewEntry): Promise<number> => {
    const seq = formats.push(entry.format);
    await records.commit(aBatch(seq, { outcomes: [{ seq, ok: true, result: { revised: [] } }] }));
    return seq;
  };
  const clock = { now: () => T0, kind: "manual" as const, moveTo: () => {} };
  const secrets = new SecretBox(Buffer.alloc(32, 7));
  const rest = { clock, wake: { on: () => () => {} }, secrets, doorsKnow: async () => {}, impactOf: NO_IMPACT };
  const commands = createCommandBus({ journal: { append, withdraw: () => false }, records, ...rest });

  await commands.submit({ type: "declare", format: 3, actor: ADMIN, subject: null, body: {} });
  await commands.putRegistry(named("甲"), ADMIN);

  expect(formats).toEqual([3, 2]);
});

/** A command bus on a journal whose entries are decided when a test says so. */
function held() {
  const records = new MemoryRecords();
  const { writer, reader } = createMemoryJournal();
  const listeners = new Set<() => void>();
  const clock = {
    at: T0,
    now: () => clock.at,
    kind: "manual" as const,
    moveTo: (to: Instant) => {
      clock.at = to;
    },
  };
  const wake = {
    on: (_topic: string, listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const appended: NewEntry[] = [];
  let ring = (): void => {};
  const append = async (entry: NewEntry): Promise<number> => {
    appended.push(entry);
    const seq = await writer.append(entry);
    ring();
    return seq;
  };
  const isAppended = new Promise<void>((resolve) => {
    ring = resolve;
  });
  const secrets = new SecretBox(Buffer.alloc(32, 7));
  const commands = createCommandBus({
    journal: { append, withdraw: (entry) => writer.withdraw(entry) },
    records,
    clock,
    wake,
    secrets,
    doorsKnow: async () => {},
    impactOf: NO_IMPACT,
  });
  const rings = (): void => {
    for (const listener of listeners) listener();
  };
  const decide = async (outcome: CommandOutcome): Promise<void> => {
    await records.commit(aBatch(1, { outcomes: [outcome] }));
    rings();
  };
  return { commands, clock, appended, isAppended, rings, decide, listeners, reader };
}

test("a command waits for the judge, is not misled by news of others, and listens no more once it has its answer", async () => {
  const { commands, isAppended, rings, decide, listeners } = held();
  const answer = commands.submit({ type: "note", format: 1, actor: ADMIN, subject: null, body: {} });
  await isAppended;

  rings();
  await decide({ seq: 1, ok: true, result: { id: "d1" } });

  expect(await answer).toEqual({ seq: 1, ok: true, result: { id: "d1" } });
  expect(listeners.size).toBe(0);
});

test("the manual clock moves when the judge has run what was due, and never back", async () => {
  const { commands, clock, appended, isAppended, decide } = held();
  const later = plus(T0, 60_000);
  const back = await commands.moveClock(plus(T0, -1), ADMIN);
  const moved = commands.moveClock(later, ADMIN);
  await isAppended;
  const before = clock.now();

  await decide({ seq: 1, ok: true, result: {} });

  expect(back).toMatchObject({ ok: false, error: { code: "clock-goes-back", facts: { now: T0, to: plus(T0, -1) } } });
  expect(await moved).toEqual({ ok: true, value: { now: later } });
  expect([before, clock.now()]).toEqual([T0, later]);
  expect(appended).toMatchObject([{ kind: "tick", at: later }]);
});

test("a message that is offered again becomes an entry with its bytes, the number of the first one and who asked", async () => {
  const { commands, appended, isAppended, decide } = held();
  const detail = { code: "time-missing", facts: { field: "at" } } as const;
  const told = { transport: "mqtt", mn: MN, topic: "t", reason: "no-time", detail, raw: new Uint8Array([10, 1]) } as const;

  const request = { id: "r1", fingerprint: "f1", actor: "甲" };

  const retried = commands.retry({ id: "7-0", messageId: 7, receivedAt: plus(T0, -60_000), ...told }, request);
  await isAppended;
  await decide({ seq: 1, ok: true, result: { id: "7-0", messageId: 7 } });

  expect(await retried).toMatchObject({ ok: true, result: { id: "7-0" } });
  expect(appended).toMatchObject([{ kind: "retry", at: T0, transport: "mqtt", mn: MN, topic: "t", ref: 7, format: 2 }]);
  const read = readRetry({ seq: 1, ...(appended[0] as NewEntry), format: 2 });
  expect({ ...read, raw: [...read.entry.payload] }).toMatchObject({ asked: { request, row: "7-0" }, raw: [10, 1] });
});

test("a checked registry that the judge declines is our mistake, and is not taken as done", async () => {
  const { commands, isAppended, decide } = held();
  const put = commands.putRegistry(named("甲"), ADMIN);
  const settled = expect(put).rejects.toThrow("declined");
  await isAppended;

  await decide({ seq: 1, ok: false, refusal: { status: 409, code: "clock-goes-back", facts: { now: T0, to: T0 } } });

  await settled;
});

test("whoever looks ahead is told what a document would do, or what is wrong with it, and nothing changes", async () => {
  const impact: RegistryPreview = {
    withdraws: { confirmed: 1, provisional: 0, exempted: 0 },
    opens: 2,
    revises: 3,
    complete: true,
  };
  const { commands, records } = start(async () => impact);
  const twice = [
    { id: "p1", name: "甲" },
    { id: "p1", name: "乙" },
  ];

  expect(await commands.previewRegistry(named("甲"))).toMatchObject({ ok: true, value: { version: 0, preview: impact } });
  expect(await commands.previewRegistry({ ...EMPTY_REGISTRY, people: twice })).toMatchObject({
    ok: false,
    error: { code: "registry-invalid" },
  });
  expect(await records.registrySeq()).toBe(0);
});

test("a clock that is moved to where it stands says where it stands, and one whose tick is declined stays there", async () => {
  const [still, declined] = [held(), held()];
  const refusal = { status: 409, code: "clock-goes-back", facts: {} } as const;

  const stays = still.commands.moveClock(T0, ADMIN);
  await still.isAppended;
  await still.decide({ seq: 1, ok: true, result: {} });
  const refused = declined.commands.moveClock(plus(T0, 60_000), ADMIN);
  await declined.isAppended;
  await declined.decide({ seq: 1, ok: false, refusal });

  expect(await stays).toEqual({ ok: true, value: { now: T0 } });
  expect(await refused).toMatchObject({ ok: false, error: refusal });
  expect(declined.clock.now()).toBe(T0);
});
