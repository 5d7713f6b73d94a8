import { expect, test } from "vitest";
import { indexRegistry } from "../../../core/registry/grid.ts";
import { twoPlants } from "../../../tests/support/api-fixture.ts";
import { type BoardRow, byUrgency, isNamed } from "./board-rows.ts";

const row = (urgency: number, outlet: string, pollutant: string) =>
  ({ urgency, outlet: { id: outlet }, reading: { pollutant } }) as unknown as BoardRow;

test("what is most urgent stands first, then rows stand by outlet and by pollutant", () => {
  const rows = [row(1, "e1", "a2"), row(1, "e1", "a1"), row(0, "e2", "a1"), row(1, "e0", "a9")].toSorted(byUrgency);

  expect(rows.map(({ outlet, reading }) => `${outlet.id} ${reading.pollutant}`)).toEqual(["e2 a1", "e0 a9", "e1 a1", "e1 a2"]);
});

test("a row is found by the name of its plant, and by its id where the plant is not registered any more", () => {
  const index = indexRegistry(twoPlants());
  const of = (enterprise: string) =>
    ({ outlet: { name: "窑尾", code: "DA001", enterprise }, reading: { pollutant: "a21026" } }) as unknown as BoardRow;

  expect(isNamed(of("e1"), "水泥", index)).toBe(true);
  expect(isNamed(of("e9"), "水泥", index)).toBe(false);
  expect(isNamed(of("e9"), "E9", index)).toBe(true);
});
