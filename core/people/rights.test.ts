import { expect, test } from "vitest";
import { holds, rightsOf } from "./rights.ts";

test("an external supervisor reads what was found and done, and learns nothing of people or accounts", () => {
  expect(rightsOf("external-supervisor").powers).toEqual(["see-own"]);
  expect(holds(["external-supervisor"], "see-people")).toBe(false);
  expect(holds(["street-officer"], "see-people")).toBe(true);
});
