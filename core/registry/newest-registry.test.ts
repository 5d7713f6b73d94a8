import { expect, test } from "vitest";
import { instant } from "../time.ts";
import { NewestRegistry } from "./newest-registry.ts";
import { EMPTY_REGISTRY, type Registry } from "./registry.ts";
import { applyEdit, isWhole, type RegistryStep } from "./registry-edit.ts";
import type { RegistryVersions, StoredVersion } from "./registry-timeline.ts";

const people = (...ids: readonly string[]): Registry => ({ ...EMPTY_REGISTRY, people: ids.map((id) => ({ id, name: id })) });
const idsOf = ({ people: known }: Registry) => known.map(({ id }) => id);

/** Versions that are added one by one; counts how often a whole one is read. */
function aStore() {
  const stored: StoredVersion[] = [];
  const read = { whole: 0, steps: 0 };
  const versions: RegistryVersions = {
    registrySeq: async () => stored.at(-1)?.seq ?? 0,
    registryAt: async () => {
      read.whole += 1;
      const newest = stored.at(-1);
      if (newest === undefined) return undefined;
      const made = stored.reduce((at, step) => (isWhole(step) ? step.registry : applyEdit(at, step.edit)), EMPTY_REGISTRY);
      return { seq: newest.seq, at: newest.at, registry: made };
    },
    registrySteps: async (after) => {
      read.steps += 1;
      return stored.filter(({ seq }) => seq > after);
    },
  };
  const add = (step: RegistryStep & { readonly seq: number }) => stored.push({ at: instant(0), ...step });
  return { versions, read, add };
}

test("before the first version nothing is registered, and there is none to make another of", async () => {
  const newest = new NewestRegistry(aStore().versions);

  expect(await newest.newest()).toBeUndefined();
  expect((await newest.current()).registry).toEqual(EMPTY_REGISTRY);
  expect(newest.known.registry).toEqual(EMPTY_REGISTRY);
});

test("the newest version is read whole once, then kept up by what changed or replaced it", async () => {
  const { versions, read, add } = aStore();
  const newest = new NewestRegistry(versions);
  add({ seq: 5, registry: people("a") });

  expect(await newest.newest()).toEqual({ seq: 5, registry: people("a") });
  add({ seq: 7, edit: { people: { put: [{ id: "b", name: "b" }], removed: [] } } });
  expect(idsOf((await newest.current()).registry)).toEqual(["a", "b"]);
  add({ seq: 9, registry: people("c") });
  add({ seq: 11, edit: { people: { put: [{ id: "d", name: "d" }], removed: [] } } });

  expect(await newest.newest()).toMatchObject({ seq: 11, registry: people("c", "d") });
  expect((await newest.inForce()).version).toBe(11);
  expect(read).toEqual({ whole: 1, steps: 2 });
});

test("many who ask at once wait for one reading of the store", async () => {
  const { versions, read, add } = aStore();
  const newest = new NewestRegistry(versions);
  add({ seq: 5, registry: people("a") });

  const answers = await Promise.all([newest.current(), newest.current(), newest.current()]);

  expect(answers.map(({ registry }) => idsOf(registry))).toEqual([["a"], ["a"], ["a"]]);
  expect(read.whole).toBe(1);
});

test("a number without its version leaves what was known: a later look finds it", async () => {
  const { versions } = aStore();
  const newest = new NewestRegistry({ ...versions, registrySeq: async () => 3 });

  expect(await newest.inForce()).toMatchObject({ version: 0, index: { registry: EMPTY_REGISTRY } });
});
