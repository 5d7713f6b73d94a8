import { expect, test } from "vitest";
import { valuesIn } from "./values-in.ts";

const count = (text: string): number => valuesIn(new TextEncoder().encode(text));

test("factors of an HJ 212 data area and values of JSON are counted, what stands before and beside them is not", () => {
  const header = "##0100QN=20260102030500000;ST=31;CN=2011;PW=1;MN=A;Flag=5;";

  expect(count(`${header}CP=&&DataTime=20260102030500;a21026-Rtd=1,a21026-Flag=N;a34013-Rtd=2,a34013-Flag=N&&ABCD\r\n`)).toBe(2);
  expect(count(`${header}CP=&&&&ABCD\r\n`)).toBe(0);
  expect(count('[{"values":{"a":{"value":1,"flag":"N"},"b":{"value": 2}}},{"values":{"a":{"value":3}}}]')).toBe(3);
  expect(count("")).toBe(0);
});
