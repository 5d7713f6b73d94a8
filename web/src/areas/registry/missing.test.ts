import { expect, test } from "vitest";
import { missingIn } from "./missing.ts";

test("what is missing stands with the name of its cell, and what belongs to no cell with its place in the document", () => {
  const warning = (pointer: string) => ({ pointer, code: "no-deputy", facts: {}, message: "第一责任人没有副手", row: null });

  const rows = missingIn({
    items: [{ cell: "g2", name: "城东街道", level: 2, warnings: [warning("/cells/1")] }],
    others: [warning("/limits/0")],
  });

  expect(rows.map(({ where, isPointer }) => [where, isPointer])).toEqual([
    ["城东街道", false],
    ["/limits/0", true],
  ]);
  expect(new Set(rows.map((row) => row.key)).size).toBe(2);
});
