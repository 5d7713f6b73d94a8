import { expect, test } from "vitest";
import { CASE_STATES } from "./case.ts";
import { usuallyAhead } from "./usual-way.ts";

test("after a state of the usual way come those behind it", () => {
  expect(usuallyAhead("signal")).toEqual([
    "reported",
    "accepted",
    "dispatched",
    "handling",
    "result",
    "verify",
    "closed",
    "archived",
  ]);
  expect(usuallyAhead("verify")).toEqual(["closed", "archived"]);
});

test.each([
  ["check", "accepted"],
  ["returned", "dispatched"],
  ["transferred", "accepted"],
  ["joint", "handling"],
  ["pending", "handling"],
  ["filed", "handling"],
  ["reopened", "handling"],
  ["feedback", "archived"],
] as const)("the detour %s goes on with %s", (state, next) => {
  expect(usuallyAhead(state)[0]).toBe(next);
});

test("a case that was turned down or filed away has nothing ahead, any other ends in the archive", () => {
  const ended = CASE_STATES.filter((state) => usuallyAhead(state).length === 0);

  expect(ended.toSorted()).toEqual(["archived", "dismissed", "rejected"]);
  expect(CASE_STATES.filter((state) => !ended.includes(state)).every((state) => usuallyAhead(state).at(-1) === "archived")).toBe(
    true,
  );
});
