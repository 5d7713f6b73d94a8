import { expect, test } from "vitest";
import { strayPieces } from "./read-factors.ts";

const pair = (field: string, value: string) => ({ factor: "", field, value, item: 0, isText: false });

test("what stands in a data area for itself is told as it was written, a password or key as stars", () => {
  expect(strayPieces([pair("", "N"), pair("a21026Avg", "5"), pair("NewPW", "1234"), pair("DataTime", "2026")])).toEqual([
    ...["N", "a21026Avg=5", "NewPW=****"],
  ]);
});
