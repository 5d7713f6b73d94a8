import { expect, test } from "vitest";
import { isPageAddress } from "./page-addresses.ts";
import { pageOfAll } from "./scoped-page.ts";

test.each([
  ["/", true],
  ["/cases", true],
  ["/cases/", true],
  ["/cases/c1", true],
  ["/cases/c1/more", false],
  ["/now/c1", false],
  ["/toString", false],
])("whether %s is the address of a page: %s", (path, expected) => {
  expect(isPageAddress(path)).toBe(expected);
});

test("a list in memory begins at its cursor, and what is no place in it is refused", () => {
  expect(pageOfAll(["a", "b", "c"], { limit: 2 })).toEqual({ items: ["a", "b"], next: "2" });
  expect(pageOfAll(["a", "b", "c"], { limit: 2, cursor: "2" })).toEqual({ items: ["c"], next: null });
  for (const cursor of ["-1", "1.5", "c1"]) {
    expect(() => pageOfAll(["a"], { limit: 1, cursor })).toThrow(expect.objectContaining({ code: "invalid-cursor" }));
  }
});
