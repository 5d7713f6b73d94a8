import { expect, test } from "vitest";
import { aLawRow, TYPED, typing } from "../../tests/support/law-facts.ts";
import { confirmLaw } from "./confirm-law.ts";
import type { LawConfirmation } from "./law-row.ts";

const ROW = aLawRow({ confidence: "G" });
const FIRST: LawConfirmation = { id: "row-1", typings: [typing()] };
const second = (over: Parameters<typeof typing>[0] = {}) => typing({ by: "u2", person: "p2", ...over });

// Behaviour
test("a row of the law is confirmed by two different persons who read the same standard, table, page and value", () => {
  expect(confirmLaw(ROW, undefined, typing())).toEqual({ ok: true, value: FIRST });
  expect(confirmLaw(ROW, FIRST, second({ table: "表2" }))).toMatchObject({
    ok: true,
    value: { typings: [{ by: "u1" }, { by: "u2" }] },
  });
});

test("blanks and the width of characters make no other reading", () => {
  expect(confirmLaw(ROW, FIRST, second({ standard: "ＧＢ 13271－2014", table: "表　２", page: "３" })).ok).toBe(true);
});

// Behaviour
test("one person is not two, whichever account is used, and an account that no person of the registry stands behind reads nothing", () => {
  const refused = { ok: false, error: { code: "law-second-person" } };

  expect(confirmLaw(ROW, FIRST, typing())).toEqual(refused);
  expect(confirmLaw(ROW, FIRST, second({ person: "p1" }))).toEqual(refused);
  for (const known of [undefined, FIRST]) {
    const nameless = confirmLaw(ROW, known, second({ person: null }));
    expect(nameless).toEqual({ ok: false, error: { code: "law-person-needed" } });
  }
  const sameAccount = confirmLaw(ROW, FIRST, typing({ person: "p9" }));
  expect(sameAccount).toEqual(refused);
});

test("whoever reads another standard, table, page, figure or oxygen is told which, and a third reading is not asked for", () => {
  const fieldsOf = (over: Parameters<typeof typing>[0]) => confirmLaw(ROW, FIRST, second(over));

  expect(fieldsOf({ standard: "GB 13223-2011" })).toEqual({
    ok: false,
    error: { code: "law-typings-differ", fields: ["standard"] },
  });
  expect(fieldsOf({ table: "表 3", page: "4", value: 51, oxygenReference: 9 })).toEqual({
    ok: false,
    error: { code: "law-typings-differ", fields: ["table", "page", "value", "oxygenReference"] },
  });
  expect(confirmLaw(ROW, TYPED, typing({ by: "u3", person: "p3" }))).toEqual({ ok: false, error: { code: "law-confirmed" } });
});

test("a row that nobody ships, and a reading without the figure, are not taken", () => {
  expect(confirmLaw(undefined, undefined, typing())).toEqual({ ok: false, error: { code: "not-found" } });
  expect(confirmLaw(ROW, undefined, typing({ value: undefined }))).toEqual({ ok: false, error: { code: "law-figure-missing" } });
  const range = aLawRow({ comparator: "range", value: undefined });
  const read = (over: Parameters<typeof typing>[0]) => confirmLaw(range, undefined, typing({ value: undefined, ...over }));
  const refused = { ok: false, error: { code: "law-figure-missing" } };
  expect([read({}), read({ min: 9, max: 6 })]).toEqual([refused, refused]);
  expect(read({ min: 6, max: 9 }).ok).toBe(true);
});
