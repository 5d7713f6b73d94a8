import fc from "fast-check";
import { expect, test } from "vitest";
import { EMPTY_REGISTRY, type Registry } from "./registry.ts";
import { applyEdit, isWhole, joinedEdits, type RegistryEdit, rowsPut, stepBetween } from "./registry-edit.ts";

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

test("a table that comes into a document, even an empty one, is a difference", () => {
  const without = people("a", "b");

  expect(stepBetween(without, { ...without, upstreams: [] })).toEqual({ edit: { upstreams: { put: [], removed: [] } } });
});

test("rows of one id are put where the first of them stood, those that are new at the end", () => {
  const post = (cell: string, to: string) => ({ cell, person: "p", role: "officer", validTo: to });
  const rest = post("z", "2020");
  const before = { ...EMPTY_REGISTRY, assignments: [post("a", "2020"), rest, post("a", "2021")] } as unknown as Registry;
  const put = [post("a", "2022"), post("a", "2023"), post("b", "2024")];

  expect(applyEdit(before, { assignments: { put, removed: [] } }).assignments).toEqual([put[0], put[1], rest, put[2]]);
});

test("the rows that a step brings are all of a document, or those that an edit puts", () => {
  const row = { id: "b", name: "new" };

  expect(rowsPut({ registry: people("a") }, "people")).toEqual([{ id: "a", name: "a" }]);
  expect(rowsPut({ edit: { people: { put: [row], removed: ["a"] } } }, "people")).toEqual([row]);
  expect(rowsPut({ edit: {} }, "people")).toEqual([]);
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
