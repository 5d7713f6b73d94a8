import { expect, test } from "vitest";
import { aGrid } from "../../tests/support/case-facts.ts";
import { compareRegistries } from "./compare-registries.ts";
import type { Registry } from "./registry.ts";

const { registry } = aGrid();

function withDeputies(...principals: readonly string[]): Registry {
  const own = { cell: "g2-a", role: "direct-responsible" } as const;
  const assignments = ["p1", "p2"].map((person) => ({ ...own, person }));
  return { ...registry, assignments: [...assignments, ...principals.map((deputyFor) => ({ ...own, person: "p3", deputyFor }))] };
}

test("the same rows are no change, in whatever order rows and fields stand", () => {
  const turned = { ...registry, cells: registry.cells.toReversed().map((c) => Object.fromEntries(Object.entries(c).reverse())) };

  expect(compareRegistries(registry, turned as unknown as Registry)).toEqual({});
});

test("a deputy of two persons who becomes the deputy of one only is a change", () => {
  const changes = compareRegistries(withDeputies("p1", "p2"), withDeputies("p2"));

  expect(changes).toEqual({ assignments: { added: [], changed: [], removed: ["g2-a/p3/direct-responsible/p1/"] } });
});

test("an outlet that is renamed and a person who goes are told by table", () => {
  const after: Registry = {
    ...registry,
    people: registry.people.slice(1),
    outlets: registry.outlets.map((o) => (o.id === "e1-B1" ? { ...o, name: "西厂界" } : o)),
  };

  expect(compareRegistries(registry, after)).toEqual({
    people: { added: [], changed: [], removed: ["p1"] },
    outlets: { added: [], changed: ["e1-B1"], removed: [] },
  });
});

test("a table that a registry no longer has lost all of its rows", () => {
  const { people: _, ...without } = registry;

  expect(compareRegistries(registry, without as Registry)).toEqual({
    people: { added: [], changed: [], removed: ["p1", "p2", "p3"] },
  });
});
