import { expect, test } from "vitest";
import { RegistryIn } from "../../../../api/resources/registry/schema.ts";
import { NEW_ROWS } from "./mend.ts";
import { fieldAt, ROW_FIELDS, type RowField, rowOf, valuesOf } from "./row-fields.ts";

const fieldsOf = (table: string): readonly RowField[] => ROW_FIELDS[table] ?? [];

// Behaviour
test("a form of a registry row changes what it asks for and leaves the rest of the row as it is", () => {
  const fields = fieldsOf("channels");
  const row = { outlet: "o1", device: "M1", factor: "a21026", unit: "mg/m3", range: { min: 0, max: 300 }, pollutant: "a21026" };
  const values = valuesOf(row, fields);

  expect(values).toEqual({
    ...{ outlet: "o1", device: "M1", factor: "a21026", unit: "mg/m3" },
    ...{ "range.min": 0, "range.max": 300 },
  });
  expect(rowOf(row, values, fields)).toEqual(row);
  expect(rowOf(row, { ...values, st: " 31 ", "range.min": undefined, "range.max": undefined }, fields)).toEqual({
    ...{ outlet: "o1", device: "M1", factor: "a21026", st: "31", unit: "mg/m3", pollutant: "a21026" },
  });
});

test("what says nothing is left out, and stays where it stood for nothing before", () => {
  const fields = fieldsOf("enterprises");

  expect(rowOf({ id: "e1", keySource: true }, { id: "e1", name: "甲", keySource: false, uscc: "" }, fields)).toEqual({
    ...{ id: "e1", name: "甲" },
  });
  expect(rowOf({ id: "e1", keySource: false, uscc: "" }, { id: "e1", name: "甲" }, fields)).toEqual({
    ...{ id: "e1", name: "甲", keySource: false, uscc: "" },
  });
});

test("a range has two figures and no limit, and a limit that is not converted has no reference oxygen", () => {
  const fields = fieldsOf("limits");
  const range = { comparator: "range", value: 9, min: 6, max: 9, converted: false, oxygenReference: 10 };

  expect(rowOf({ validTo: null, value: 100 }, range, fields)).toEqual({ validTo: null, comparator: "range", min: 6, max: 9 });
  expect(rowOf({}, { ...range, comparator: "<=", converted: true }, fields)).toEqual({
    ...{ comparator: "<=", value: 9, converted: true, oxygenReference: 10 },
  });
});

test("a problem of the server is said beside the field that it points at", () => {
  expect(["/value", "/range", "/range/max", "/law/fuel", ""].map((at) => fieldAt(at, fieldsOf("limits")))).toEqual([
    ...["value", undefined, undefined, undefined, undefined],
  ]);
  expect(["/range", "/range/max"].map((at) => fieldAt(at, fieldsOf("channels")))).toEqual(["range.min", "range.max"]);
});

test.each(Object.keys(ROW_FIELDS))(
  "every field of the form of %s is one of the document, and what has to be there is asked for",
  (table) => {
    const shape = RegistryIn.shape[table as "limits"].unwrap().element.shape as Record<string, { isOptional(): boolean }>;
    const fields = fieldsOf(table);

    for (const { name } of fields) expect(Object.keys(shape)).toContain(name.split(".")[0]);
    const needed = Object.keys(shape).filter((name) => shape[name]?.isOptional() === false);
    expect(fields.filter(({ isRequired }) => isRequired === true).map(({ name }) => name)).toEqual(
      expect.arrayContaining(needed),
    );
    expect(Object.keys(NEW_ROWS)).toContain(table);
  },
);
