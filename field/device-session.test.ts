import { expect, test } from "vitest";
import { editionOf } from "./device-session.ts";

test.each([
  [0, "2005"],
  [1, "2017"],
  [2, "2025"],
  [63, "2017"],
  [null, "2017"],
] as const)("version bits %j of the Flag are of the edition %s", (version, edition) => {
  expect(editionOf(version)).toBe(edition);
});
