import { expect, test } from "vitest";
import { RecentMap } from "./recent-map.ts";

/** A map of at most two entries that got `a`, then `b`. */
function mapOfTwo(): RecentMap<number> {
  const map = new RecentMap<number>(2);
  map.set("a", 1);
  map.set("b", 2);
  return map;
}

test("up to its limit a map forgets nothing", () => {
  const map = mapOfTwo();

  expect([map.get("a"), map.get("b"), map.get("c")]).toEqual([1, 2, undefined]);
});

test.each([
  ["nothing was asked for", () => {}, [undefined, 2, 3]],
  ["the older one was read", (map: RecentMap<number>) => map.get("a"), [1, undefined, 3]],
  ["the older one was written again", (map: RecentMap<number>) => map.set("a", 9), [9, undefined, 3]],
] as const)("beyond its limit a map forgets what was not used for longest: %s", (_when, use, left) => {
  const map = mapOfTwo();
  use(map);

  map.set("c", 3);

  expect(["a", "b", "c"].map((key) => map.get(key))).toEqual(left);
});
