import { expect, test } from "vitest";
import { isSameSaid, said } from "./said.ts";

interface Codes {
  late: { readonly minutes: number };
  early: { readonly minutes: number };
}

test("two things said are the same when the code and every fact are", () => {
  const late = said<Codes, "late">("late", { minutes: 5 });

  expect(isSameSaid(late, { code: "late", facts: { minutes: 5 } })).toBe(true);
  expect(isSameSaid(late, { code: "late", facts: { minutes: 6 } })).toBe(false);
  expect(isSameSaid(late, { code: "early", facts: { minutes: 5 } })).toBe(false);
});
