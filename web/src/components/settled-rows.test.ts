import { expect, test } from "vitest";
import { keepOrder } from "./settled-rows.ts";

test("rows under the pointer keep their order and take new content", () => {
  const rows = [
    { id: "new", n: 9 },
    { id: "b", n: 2 },
    { id: "a", n: 1 },
  ];

  expect(keepOrder(rows, ["a", "b", "gone"])).toEqual([
    { id: "a", n: 1 },
    { id: "b", n: 2 },
  ]);
});
