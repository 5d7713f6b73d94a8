import { expect, test } from "vitest";
import { RecentMap } from "./recent-map.ts";

test("a map remembers the entries that were used last, at least as many as its limit and at most twice as many", () => {
  const map = new RecentMap<number>(3);
  for (let i = 0; i < 10; i++) map.set(String(i), i);

  expect(["9", "8", "7"].map((key) => map.get(key))).toEqual([9, 8, 7]);
  expect(["0", "1", "2", "3"].map((key) => map.get(key))).toEqual([undefined, undefined, undefined, undefined]);
});

test.each([
  ["read", (map: RecentMap<number>) => map.get("a"), 1],
  ["written", (map: RecentMap<number>) => map.set("a", 9), 9],
] as const)("what is %s again and again stays, however much comes beside it", (_how, use, value) => {
  const map = new RecentMap<number>(3);
  map.set("a", 1);

  for (let i = 0; i < 20; i++) {
    map.set(String(i), i);
    use(map);
  }

  expect(map.get("a")).toBe(value);
  expect(map.get("0")).toBeUndefined();
});
