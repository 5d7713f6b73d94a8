import { expect, test } from "vitest";
import { idField, rowId } from "./registry-rows.ts";

test("a row with a field of its own is called by it", () => {
  expect(idField("outlets")).toBe("id");
  expect(idField("devices")).toBe("mn");
  expect(rowId("devices", { mn: "SIM1" })).toBe("SIM1");
});

test("a row that several fields tell apart is called by all of them, left out ones empty", () => {
  expect(idField("channels")).toBeUndefined();
  expect(rowId("channels", { device: "SIM1", factor: "a21026" })).toBe("SIM1//a21026/");
});

test("a row without the field that it is called by has an empty name", () => {
  expect(rowId("outlets", {})).toBe("");
});
