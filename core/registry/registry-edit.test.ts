import fc from "fast-check";
import { expect, test } from "vitest";
import { EMPTY_REGISTRY, type Registry } from "./registry.ts";
import { applyEdit, isWhole, joinedEdits, type RegistryEdit, stepBetween } from "./registry-edit.ts";

const people = (...ids: readonly string[]): Registry => ({ ...EMPTY_REGISTRY, people: ids.map((id) => ({ id, name: id })) });

test("an edit names the rows that changed, came and went, and nothing else", () => {
  const before = { ...people("a", "b", "c", "d", "e"), units: [{ id: "u", name: "u", kind: "department" }] };
  const after = { ...people("a", "b", "c", "d", "f"), units: before.units };
  const renamed = { ...after, people: after.people.map((p) => (p.id === "b" ? { ...p, name: "new" } : p)) };

  expect(stepBetween(before, renamed)).toEqual({
    edit: {
      people: {
        put: [
          { id: "b", name: "new" },
          { id: "f", name: "f" },
        ],
        removed: ["e"],
      },
    },
  });
});

test("a version is kept whole when it is the first, changes most rows, or puts them in another order", () => {
  expect(stepBetween(undefined, people())).toEqual({ registry: people() });
  expect(isWhole(stepBetween(people("a"), people("b", "c")))).toBe(true);
  expect(isWhole(stepBetween(people("a", "b"), people("b", "a")))).toBe(true);
});

test("a table that an edit does not name is the same array, and so are the rows that it does not touch", () => {
  const before = people("a", "b");
  const after = applyEdit(before, { people: { put: [{ id: "b", name: "new" }], removed: [] } });

  expect(after.outlets).toBe(before.outlets);
  expect(after.people[0]).toBe(before.people[0]);
});

const anId = fc.constantFrom("a", "b", "c", "d");
const aVersion = fc.uniqueArray(fc.record({ id: anId, name: fc.constantFrom("1", "2") }), { selector: (row) => row.id });
/** Two posts of one id, as a registry may hold them: a person who left a cell and came back. */
const posts = fc.array(
  fc.record({ cell: anId, person: anId, role: fc.constant("officer"), validTo: fc.constantFrom("2025-01-01", null) }),
  {
    maxLength: 4,
  },
);

test("steps from version to version lead to each of them, and joined they lead to the last", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ people: aVersion, assignments: posts }), { minLength: 2, maxLength: 8 }), (tables) => {
      const versions = tables.map((table) => ({ ...EMPTY_REGISTRY, ...table }) as Registry);
      let at = versions[0] as Registry;
      let edits: RegistryEdit[] = [];
      let base = at;
      for (const version of versions.slice(1)) {
        const step = stepBetween(at, version);
        if (isWhole(step)) [base, edits] = [step.registry, []];
        else edits.push(step.edit);
        at = isWhole(step) ? step.registry : applyEdit(at, step.edit);
        expect(at).toEqual(version);
        expect(applyEdit(base, joinedEdits(edits))).toEqual(version);
      }
    }),
  );
});
