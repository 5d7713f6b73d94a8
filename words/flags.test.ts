import { expect, test } from "vitest";
import { flagText } from "./flags.ts";

test("a flag stands with its meaning, and alone where it has none", () => {
  expect([flagText("D", "zh"), flagText("D", "en")]).toEqual(["D（故障）", "D (fault)"]);
  expect(flagText("X", "en")).toBe("X");
});
