import { expect, test } from "vitest";
import { csvOf, type TableColumn } from "./table-rows.ts";

interface Row {
  readonly name: string;
  readonly value: string;
}
const COLUMNS: readonly TableColumn<Row>[] = [
  { key: "name", title: "名称", text: (r) => r.name },
  { key: "value", title: "Value", text: (r) => r.value },
  { key: "do", title: "", text: () => "button", isScreenOnly: true },
];

test("a csv has the columns that are seen, without the buttons, and says which encoding it has", () => {
  expect(csvOf(COLUMNS, [{ name: "窑尾", value: "12.5" }])).toBe("\uFEFF名称,Value\r\n窑尾,12.5\r\n");
});

test("commas, quotes and line breaks stay within their cell", () => {
  expect(csvOf(COLUMNS, [{ name: 'a "b", c', value: "1\n2" }])).toBe('\uFEFF名称,Value\r\n"a ""b"", c","1\n2"\r\n');
});

test("a name that a spreadsheet would run as a formula is only text there; a negative number stays one", () => {
  expect(csvOf(COLUMNS, [{ name: "=cmd()", value: "-3.5" }])).toBe("\uFEFF名称,Value\r\n'=cmd(),-3.5\r\n");
  expect(csvOf(COLUMNS, [{ name: "-a", value: "@x" }])).toBe("\uFEFF名称,Value\r\n'-a,'@x\r\n");
});
