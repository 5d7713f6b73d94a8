import { expect, test } from "vitest";
import { fileTrouble } from "./file-trouble.ts";

test("why a file cannot be had is a code; what nobody has a word for is told as the system says it", () => {
  expect(fileTrouble(Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" }))).toEqual({
    code: "no-right",
    facts: {},
  });
  expect(fileTrouble(Object.assign(new Error("EIO: i/o error"), { code: "EIO" }))).toEqual({
    code: "other-trouble",
    facts: { technical: "EIO: i/o error" },
  });
  expect(fileTrouble("odd")).toEqual({ code: "other-trouble", facts: { technical: "odd" } });
});
