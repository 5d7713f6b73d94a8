import { afterEach, expect, test } from "vitest";
import type { IncomingRegistry } from "../../core/casework/command-bus.ts";
import type { JournalWriter } from "../../core/journal/journal.ts";
import type { NewEntry } from "../../core/journal/journal-entry.ts";
import type { Actor } from "../../core/people/actor.ts";
import { EMPTY_REGISTRY, type Registry } from "../../core/registry/registry.ts";
import { createMemoryJournal } from "../../storage/memory/memory-journal.ts";
import { MemoryRecords } from "../../storage/memory/memory-records.ts";
import { SecretBox } from "../../storage/secrets/secret-box.ts";
import { MN, startApi } from "../../tests/support/api-fixture.ts";
import { aBatch, T0 } from "../../tests/support/records-facts.ts";
import { createCommandBus } from "./create-command-bus.ts";

const ADMIN: Actor = { id: "admin", name: "演示", roles: ["administrator"], cells: [], enterprise: null, person: null };
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A command bus whose registry entries are decided as soon as they are durable. */
function start() {
  const records = new MemoryRecords();
  const { writer } = createMemoryJournal();
  const decide = async (entry: NewEntry): Promise<number> => {
    const seq = await writer.append(entry);
    const registry = JSON.parse(new TextDecoder().decode(entry.payload)) as Registry;
    const outcomes = [{ seq, ok: true, result: { revised: [] } }] as const;
    await records.commit(aBatch(seq, { registries: [{ seq, at: entry.at, registry }], outcomes }));
    return seq;
  };
  const journal = new Proxy(writer, { get: (of, name: keyof JournalWriter) => (name === "append" ? decide : of[name]) });
  const clock = { now: () => T0, kind: "manual" as const, moveTo: () => {} };
  const box = new SecretBox(Buffer.alloc(32, 7));
  // The outcome is there before anybody waits for it.
  const wake = { on: () => () => {} };
  const deps = { journal, records, clock, wake, secrets: box, doorsKnow: async () => {} };
  return { records, box, commands: createCommandBus(deps) };
}

const named = (name: string): IncomingRegistry => ({ ...EMPTY_REGISTRY, people: [{ id: "p1", name }] });

test("of two documents that were made from one version at once, one is taken and the other told which version is in force", async () => {
  const { commands, records } = start();
  const first = await commands.putRegistry(named("甲"), ADMIN, 0);

  const both = await Promise.all([commands.putRegistry(named("乙"), ADMIN, 1), commands.putRegistry(named("丙"), ADMIN, 1)]);

  expect(first).toMatchObject({ ok: true, value: { version: 1 } });
  expect(both).toMatchObject([
    { ok: true, value: { version: 2 } },
    { ok: false, error: { code: "precondition-failed", version: 2 } },
  ]);
  expect((await records.registries()).map((version) => version.registry.people)).toEqual([
    [{ id: "p1", name: "甲" }],
    [{ id: "p1", name: "乙" }],
  ]);
});

test("a document that changes nothing leaves the version as it is", async () => {
  const { commands, records } = start();
  await commands.putRegistry(named("甲"), ADMIN);

  expect(await commands.putRegistry(named("甲"), ADMIN, 1)).toMatchObject({ ok: true, value: { version: 1, changed: {} } });
  expect(await records.registries()).toHaveLength(1);
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
  const stored = (await records.registries()).at(-1)?.registry.devices;
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
  const rest = { clock, wake: { on: () => () => {} }, secrets, doorsKnow: async () => {} };
  const commands = createCommandBus({ journal: { append }, records, ...rest });

  await commands.submit({ type: "declare", format: 3, actor: ADMIN, subject: null, body: {} });
  await commands.putRegistry(named("甲"), ADMIN);

  expect(formats).toEqual([3, 1]);
});
