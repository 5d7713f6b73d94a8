import { expect, test } from "vitest";
import type { RegistryPayload } from "../../core/entries/registry-payload.ts";
import type { NewEntry } from "../../core/journal/journal-entry.ts";
import type { Actor } from "../../core/people/actor.ts";
import type { LawRow } from "../../core/registry/law-row.ts";
import { EMPTY_REGISTRY } from "../../core/registry/registry.ts";
import { err, ok } from "../../core/result.ts";
import { MemoryRecords } from "../../storage/memory/memory-records.ts";
import { SecretBox } from "../../storage/secrets/secret-box.ts";
import { aLawRow } from "../../tests/support/law-facts.ts";
import { aBatch, T0 } from "../../tests/support/records-facts.ts";
import { createCommandBus } from "./create-command-bus.ts";

const ADMIN: Actor = { id: "admin", name: "演示", roles: ["administrator"], cells: [], enterprise: null, person: null };
const REQUEST = { id: "r1", fingerprint: "f1", actor: "admin" };
const RULED: readonly LawRow[] = [aLawRow()];
const setTo = (law: readonly LawRow[]) => () => ok({ law });

/** A bus whose entries the judge decides at once: the first `stale` of them as made from another version. */
function start({ firstLaw, stale = 0 }: { readonly firstLaw?: readonly LawRow[]; readonly stale?: number } = {}) {
  const records = new MemoryRecords();
  const entries: RegistryPayload[] = [];
  const append = async (entry: NewEntry): Promise<number> => {
    const { change, ...step } = JSON.parse(new TextDecoder().decode(entry.payload)) as RegistryPayload;
    const seq = entries.push({ ...step, ...(change && { change }) });
    const isStale = change !== undefined && seq > 1 && seq <= 1 + stale;
    const refused = { seq, ok: false, refusal: { status: 409, code: "stale-version", facts: { given: 1, current: 1 } } } as const;
    const taken = { seq, ok: true, result: { revised: ["f"] } } as const;
    const written = isStale ? { outcomes: [refused] } : { registries: [{ seq, at: entry.at, ...step }], outcomes: [taken] };
    await records.commit(aBatch(seq, written));
    return seq;
  };
  const clock = { now: () => T0, kind: "manual" as const, moveTo: () => {} };
  const rest = { clock, wake: { on: () => () => {} }, secrets: new SecretBox(Buffer.alloc(32, 7)), doorsKnow: async () => {} };
  const impactOf = () => Promise.reject(new Error("nobody looks ahead here"));
  const journal = { append, withdraw: () => false };
  const commands = createCommandBus({ journal, records, ...rest, impactOf, ...(firstLaw && { firstLaw }) });
  const law = async () => (await records.registryAt(99))?.registry.law;
  return { commands, entries, law };
}

test("a first registry begins with the law that is shipped, and a document that comes later leaves it as it is", async () => {
  const { commands, law } = start({ firstLaw: RULED });
  await commands.putRegistry(EMPTY_REGISTRY, ADMIN);
  const first = await law();
  await commands.putRegistry({ ...EMPTY_REGISTRY, people: [{ id: "p1", name: "甲" }] }, ADMIN);

  expect(first).toEqual(RULED);
  expect(await law()).toEqual(RULED);
});

test("another law is one entry that says what it changes, the same law is none, and without a registry there is none", async () => {
  const { commands, entries, law } = start();
  const early = await commands.changeLaw(setTo(RULED), ADMIN);
  await commands.putRegistry(EMPTY_REGISTRY, ADMIN);
  const changed = await commands.changeLaw(setTo(RULED), ADMIN);
  const same = await commands.changeLaw(setTo(RULED), ADMIN);

  expect([early, changed, same]).toMatchObject([
    { value: { version: 0, revised: [] } },
    { value: { version: 2, revised: ["f"] } },
    { value: { version: 2, revised: [] } },
  ]);
  expect(await law()).toEqual(RULED);
  expect(entries).toHaveLength(2);
});

test("a change that is declined appends nothing, and one that another overtook is decided anew on what is there then", async () => {
  const { commands, entries } = start({ stale: 2 });
  await commands.putRegistry(EMPTY_REGISTRY, ADMIN);
  const declined = await commands.changeLaw(() => err({ code: "no" }), ADMIN);
  const before = entries.length;
  const changed = await commands.changeLaw(setTo(RULED), ADMIN);

  expect(declined).toEqual({ ok: false, error: { code: "no" } });
  expect(before).toBe(1);
  expect(changed).toMatchObject({ ok: true, value: { version: 4 } });
});

test("a change that is overtaken every time is given up", async () => {
  const { commands } = start({ stale: 99 });
  await commands.putRegistry(EMPTY_REGISTRY, ADMIN);

  await expect(commands.changeLaw(setTo(RULED), ADMIN, REQUEST)).rejects.toThrow("changed whenever");
});
