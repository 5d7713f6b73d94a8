import { expect, test } from "vitest";
import { indexRegistry } from "../../../core/registry/grid.ts";
import { MN, twoPlants } from "../../../tests/support/api-fixture.ts";
import { NO_NAMES } from "../../../words/names.ts";
import { shownLimits } from "../../context/shown-limits.ts";
import { directoryToWire, registryHealth, registryToWire } from "./wire.ts";

test("of the keys of a device the document says only that they are set", () => {
  const sealed = { set: true, stored: "sealed" } as const;

  const { devices } = registryToWire({ ...twoPlants(), devices: [{ mn: MN, sm4Key: sealed, hj212Password: sealed }] });

  expect(devices).toEqual([{ mn: MN, sm4Key: { set: true }, hj212Password: { set: true } }]);
});

test("what is missing in a cell stands with the cell, and everything else beside the cells", () => {
  const weak = [{ code: "weak-secret", pointer: "/devices/0/hj212Password", facts: {} }] as unknown as Parameters<
    typeof registryHealth
  >[2];

  const { items, others } = registryHealth(twoPlants(), { language: "en", names: NO_NAMES }, weak);

  expect(others.map(({ pointer }) => pointer)).toContain("/devices/0/hj212Password");
  expect(items.flatMap(({ warnings }) => warnings).every(({ pointer }) => pointer.startsWith("/cells/"))).toBe(true);
});

test("what an installation lacks stands before everything else: nobody is registered, an outlet has no limit", () => {
  const { others } = registryHealth({ ...twoPlants(), people: [], limits: [] }, { language: "en", names: NO_NAMES });

  expect(others.slice(0, 2).map(({ code }) => code)).toEqual(["nobody-registered", "outlet-without-limit"]);
});

test("the directory leaves out what nobody knows: a pollutant without a name, and a plant that is gone", () => {
  const registry = twoPlants();
  const [first, second] = registry.channels;
  if (first === undefined || second === undefined) throw new Error("no channels");
  const bare = { id: "e1-DA002", enterprise: "e1", code: "DA002", name: "窑头", kind: "stack" } as const;
  const index = indexRegistry({
    ...registry,
    outlets: [...registry.outlets, bare],
    channels: [first, { ...second, pollutant: "x99999" }],
  });
  const scope = {
    everything: false,
    cells: new Set<string>(),
    enterprises: new Set(["e1", "gone"]),
    outlets: new Set(["e1-DA001", "e1-DA002"]),
    self: new Set<string>(),
  } as unknown as Parameters<typeof directoryToWire>[1];

  const directory = directoryToWire(index, scope);

  expect(directory.pollutants.map(({ code }) => code)).toEqual(["a21026"]);
  expect(directory.outlets.map(({ id, pollutants }) => [id, pollutants])).toEqual([
    ["e1-DA001", ["a21026"]],
    ["e1-DA002", []],
  ]);
  expect(directory.enterprises.map(({ id }) => id)).toEqual(["e1"]);
  expect(directory.cells.map(({ id }) => id)).toEqual(["g1", "g2-1", "g3-1", "g4-1"]);
});

test("an outlet that is not registered has no limits", () => {
  expect(shownLimits(indexRegistry(twoPlants()), "nowhere", "a21026")).toEqual([]);
});
