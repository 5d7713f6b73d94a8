import { expect, test } from "vitest";
import { type BoardRow, byUrgency } from "./board-rows.ts";

const row = (urgency: number, outlet: string, pollutant: string) =>
  ({ urgency, outlet: { id: outlet }, reading: { pollutant } }) as unknown as BoardRow;

test("what is most urgent stands first, then rows stand by outlet and by pollutant", () => {
  const rows = [row(1, "e1", "a2"), row(1, "e1", "a1"), row(0, "e2", "a1"), row(1, "e0", "a9")].toSorted(byUrgency);

  expect(rows.map(({ outlet, reading }) => `${outlet.id} ${reading.pollutant}`)).toEqual(["e2 a1", "e0 a9", "e1 a1", "e1 a2"]);
});
