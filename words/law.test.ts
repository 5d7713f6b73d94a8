import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { LawRow } from "../core/registry/law-row.ts";
import { lawScopeText } from "./law.ts";

const FILES = ["limits.verified.json", "limits.unverified.json"].map((name) => join(import.meta.dirname, "../limits", name));

function rows(): readonly LawRow[] {
  return FILES.flatMap((file) => {
    const read = JSON.parse(readFileSync(file, "utf8")) as readonly LawRow[] | { readonly rows: readonly LawRow[] };
    return "rows" in read ? read.rows : read;
  });
}

test("whatever a row of the law asks of an outlet is said in Chinese and in English", () => {
  const asked = rows().flatMap(({ appliesTo }) => Object.entries(appliesTo) as [string, string][]);

  expect(asked.length).toBeGreaterThan(100);
  for (const [criterion, value] of asked) {
    expect(lawScopeText(criterion, value, "zh")).toMatch(/\p{Script=Han}/u);
    expect(lawScopeText(criterion, value, "en")).not.toMatch(/\p{Script=Han}/u);
  }
});

test("what no build knows stands for itself", () => {
  expect(lawScopeText("sector", "glass", "zh")).toBe("glass");
  expect(lawScopeText("colour", "red", "en")).toBe("red");
  expect(lawScopeText("builtAfter", "2005-12-31", "en")).toBe("built after 2005-12-31");
});
