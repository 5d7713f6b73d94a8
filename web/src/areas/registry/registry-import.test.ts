import { expect, test } from "vitest";
import { ApiError } from "../../api/client.ts";
import { changesIn, standsOnFindings } from "./registry-import.ts";

test("what a document would change is counted by table", () => {
  const changed = {
    outlets: { added: ["o2", "o3"], changed: ["o1"], removed: [] },
    limits: { added: [], changed: [], removed: ["l1"] },
  };

  expect(changesIn({ changed, warnings: [] })).toEqual([
    { table: "outlets", added: 2, changed: 1, removed: 0 },
    { table: "limits", added: 0, changed: 0, removed: 1 },
  ]);
});

test("only where findings stand on what is left out is their withdrawal offered", () => {
  expect(standsOnFindings(new ApiError(400, { code: "findings-stand-on-it" }))).toBe(true);
  expect(standsOnFindings(new ApiError(400, { code: "registry-invalid" }))).toBe(false);
});
