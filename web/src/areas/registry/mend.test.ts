import { describe, expect, test } from "vitest";
import { rowId } from "../../../../core/registry/registry-rows.ts";
import { WARNING_CODES } from "../../../../words/problems.ts";
import { ROUTES } from "../../routes.tsx";
import { mendAddress, NEW_ROWS, newRow, newRowId, objectIn, patchTo } from "./mend.ts";

const ROW = { collection: "outlets", id: "e1/DA001" };
const FACTS = { outlet: "o1", mn: "M1", pollutant: "a21026", cell: "g2", person: "p1", enterprise: "e1" };

// Behaviour
test("every warning of registry health leads to a page on which it is mended", () => {
  for (const code of WARNING_CODES) {
    for (const row of [ROW, null]) {
      const [path = "", search = ""] = mendAddress({ code, facts: FACTS, row }).split("?");
      expect(ROUTES.map((route) => route.path)).toContain(path);
      const asked = new URLSearchParams(search);
      const table = asked.get("table");
      if (table === null || asked.has("row")) continue;
      expect(newRow(table, asked.get("with") ?? ""), code).toMatchObject(objectIn(asked.get("with") ?? "") ?? {});
    }
  }
});

test("what a row lacks is mended in the row; what is not there yet, in a new one that knows what the warning says", () => {
  expect(mendAddress({ code: "outlet-code-form", facts: {}, row: ROW })).toBe("/registry?table=outlets&row=e1%2FDA001");
  expect(mendAddress({ code: "nothing-registered", facts: {}, row: null })).toBe("/first-steps");
  const asked = new URLSearchParams(mendAddress({ code: "outlet-without-limit", facts: FACTS, row: ROW }).split("?")[1]);

  expect(newRow(asked.get("table") ?? "", asked.get("with") ?? "")).toMatchObject({ outlet: "o1", value: null, pollutant: "" });
  expect(newRow("weather", "{}")).toBeUndefined();
});

describe("a new row", () => {
  test.each(Object.keys(NEW_ROWS))("of %s is called as the server calls it", (table) => {
    const filled = Object.fromEntries(
      ["id", "cell", "person", "role", "deputyFor", "validFrom", "device", "st", "factor"].map((name) => [name, `a ${name}`]),
    );

    expect(newRowId(table, filled)).toBe(rowId(table as Parameters<typeof rowId>[0], filled));
    expect(newRowId(table, {})).toBe(rowId(table as Parameters<typeof rowId>[0], {}));
  });
});

test("of a row only what differs is sent, and a field that was taken out is removed", () => {
  expect(patchTo({ id: "o1", name: "甲", code: "DA001", region: { a: 1 } }, { id: "o1", name: "乙", region: { a: 1 } })).toEqual({
    code: null,
    name: "乙",
  });
  expect([objectIn("{"), objectIn("[1]"), objectIn("null"), objectIn("{}")]).toEqual([undefined, undefined, undefined, {}]);
});
