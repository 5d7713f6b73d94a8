import { expect, test } from "vitest";
import { isPermitNumber, isUscc } from "./uscc.ts";

test.each(["91410102000000019H", "91410102000000027C", "914101020000000357", "914101020000000432"])(
  "%s is a credit code",
  (code) => {
    expect(isUscc(code)).toBe(true);
    expect(isPermitNumber(`${code}001P`)).toBe(true);
  },
);

test.each(["91410102000000019J", "91410102O00000019H", "91410102000000019h", "9141010200000001", ""])(
  "%j is no credit code",
  (code) => {
    expect(isUscc(code)).toBe(false);
  },
);

test("the last letter of a permit is a class and not a check character", () => {
  expect(isPermitNumber("91410102000000019H001V")).toBe(true);
  expect(isPermitNumber("91410102000000019H0011")).toBe(false);
  expect(isPermitNumber("H9410102000000000001X")).toBe(true);
});
