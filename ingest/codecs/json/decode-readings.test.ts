import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeReadings } from "./decode-readings.ts";

const decode = (document: unknown): ReturnType<typeof decodeReadings> =>
  decodeReadings(new TextEncoder().encode(typeof document === "string" ? document : JSON.stringify(document)));

const READING = { at: "2026-11-23T08:00:00+08:00", basis: "hour", values: { a21026: { value: 35.2 } } };

test("one object is one reading, with the flag N when none is stated", () => {
  const result = decode({
    ...READING,
    values: { a21026: { value: 35.2, converted: 40.1, flag: "D", min: 30, max: 44, total: 1.2 }, a19001: { value: -0.5 } },
  });

  expect(result).toEqual({
    ok: true,
    value: {
      readings: [
        {
          time: { state: "given", at: Date.parse("2026-11-23T00:00:00Z") },
          basis: "hour",
          values: new Map([
            ["a21026", { value: 35.2, converted: 40.1, flag: "D", min: 30, max: 44, total: 1.2 }],
            ["a19001", { value: -0.5, flag: "N" }],
          ]),
        },
      ],
      faults: [],
    },
  });
});

test("an array of 500 readings is taken, one of 501 is not", () => {
  expect(decode(Array.from({ length: 500 }, () => READING))).toMatchObject({ ok: true, value: { readings: { length: 500 } } });
  expect(decode(Array.from({ length: 501 }, () => READING))).toMatchObject({ ok: false, error: { code: "too-many-readings" } });
});

test.each([
  ["2026-11-23T08:00:00", "impossible"],
  ["2026-02-31T08:00:00+08:00", "impossible"],
  ["yesterday", "impossible"],
  ["", "missing"],
  [undefined, "missing"],
])("a reading at %j has a time that is %s", (at, state) => {
  expect(decode({ ...READING, at })).toMatchObject({ ok: true, value: { readings: [{ time: { state } }] } });
});

test.each([
  ["{", "not-json"],
  ["", "not-json"],
  ["hello", "not-json"],
])("%j is %s", (payload, code) => {
  expect(decode(payload)).toMatchObject({ ok: false, error: { code } });
});

test("bytes that are no UTF-8 are not JSON", () => {
  expect(decodeReadings(Uint8Array.of(0x22, 0xc7, 0xe5, 0x22))).toMatchObject({ ok: false, error: { code: "not-json" } });
});

test.each([
  ["an unknown key of a reading", { ...READING, unit: "mg" }, "/unit"],
  ["an unknown key of a value", { ...READING, values: { a21026: { value: 1, unit: "mg" } } }, "/values/a21026/unit"],
  ["an unknown basis", { ...READING, basis: "week" }, "/basis"],
  ["a value that is text", { ...READING, values: { a21026: { value: "35.2" } } }, "/values/a21026/value"],
  ["a value that is null", { ...READING, values: { a21026: { value: null } } }, "/values/a21026/value"],
  ["a value beyond 10^15", { ...READING, values: { a21026: { value: 1.1e15 } } }, "/values/a21026/value"],
  ["a flag of nine letters", { ...READING, values: { a21026: { value: 1, flag: "ABCDEFGHI" } } }, "/values/a21026/flag"],
  ["values that are a list", { ...READING, values: [1] }, "/values"],
  ["values that are missing", { at: READING.at, basis: "hour" }, "/values"],
  ["a number", 5, ""],
  ["the second of two", [READING, { ...READING, basis: "" }], "/1/basis"],
  ["a factor with a slash", { ...READING, values: { "a/b~c": {} } }, "/values/a~1b~0c/value"],
])("%s is not taken, and its pointer says where it stands", (_title, document, pointer) => {
  expect(decode(document)).toMatchObject({ ok: true, value: { faults: [{ problem: { pointer } }] } });
});

test("one bad value costs only itself: 39 of 40 are taken", () => {
  const hours = Array.from({ length: 20 }, (_, i) => ({
    ...READING,
    at: `2026-11-${String(i + 1).padStart(2, "0")}T08:00:00+08:00`,
    values: { a21026: { value: 50 + i }, a21002: { value: i === 7 ? null : 100 + i } },
  }));

  const result = decode(hours);

  expect(result.ok && result.value.readings.reduce((sum, { values }) => sum + values.size, 0)).toBe(39);
  expect(result).toMatchObject({
    value: { faults: [{ reason: "not-a-number", problem: { pointer: "/7/values/a21002/value" } }] },
  });
});

test("a part that is no number is left out of its value, with a fault; a part that is null says nothing", () => {
  const result = decode({ ...READING, values: { a21026: { value: 35.2, max: "44", min: null, total: 1.2 } } });

  expect(result).toMatchObject({
    value: { faults: [{ reason: "not-a-number", problem: { pointer: "/values/a21026/max", code: "wrong-type" } }] },
  });
  expect(result.ok && result.value.readings[0]?.values.get("a21026")).toEqual({ value: 35.2, flag: "N", total: 1.2 });
});

test("a value with a key that nobody knows is not taken: it may be a misspelt flag", () => {
  const result = decode({ ...READING, values: { a21026: { value: 35.2, flg: "M" }, a21002: { value: 1 } } });

  expect(result).toMatchObject({ value: { faults: [{ reason: "wrong-shape", problem: { pointer: "/values/a21026/flg" } }] } });
  expect(result.ok && [...(result.value.readings[0]?.values.keys() ?? [])]).toEqual(["a21002"]);
});

test("sent is an instant with an offset; another text costs no value", () => {
  const at = (sent: unknown) => decode({ ...READING, sent });

  expect(at("2026-11-23T09:00:02+08:00")).toMatchObject({
    value: { readings: [{ sent: Date.parse("2026-11-23T01:00:02Z") }], faults: [] },
  });
  expect(at(null)).toMatchObject({ value: { readings: [{ values: { size: 1 } }], faults: [] } });
  for (const wrong of ["2026-11-23T09:00:02", "yesterday", 5]) {
    expect(at(wrong)).toMatchObject({
      value: { readings: [{ values: { size: 1 } }], faults: [{ problem: { pointer: "/sent", code: "not-a-time" } }] },
    });
  }
});

test("1e999 is not a number", () => {
  const payload = '{"at":"2026-11-23T08:00:00+08:00","basis":"hour","values":{"a21026":{"value":1e999}}}';

  expect(decode(payload)).toMatchObject({
    ok: true,
    value: { faults: [{ reason: "not-a-number", problem: { pointer: "/values/a21026/value" } }] },
  });
});

test("a factor called __proto__ is a factor like any other", () => {
  const payload =
    '{"at":"2026-11-23T08:00:00+08:00","basis":"hour","values":{"__proto__":{"value":1},"constructor":{"value":2}}}';
  const result = decode(payload);

  expect(result.ok && [...(result.value.readings[0]?.values.keys() ?? [])]).toEqual(["__proto__", "constructor"]);
});

test("a __proto__ beside at and basis is refused or ignored, and changes nothing", () => {
  decode('{"__proto__":{"polluted":1},"at":"2026-11-23T08:00:00+08:00","basis":"hour","values":{}}');

  expect("polluted" in {}).toBe(false);
});

test("what is read without the schema is what the schema gives", () => {
  const number = fc.oneof(
    fc.double(),
    fc.constantFrom(1e15, 1.1e15, -0, Number.POSITIVE_INFINITY),
    fc.constantFrom("1", null, [], true),
  );
  const flag = fc.constantFrom("N", "Td", "3", "", "ABCDEFGHI", "n?", 5, null);
  const value = fc.record(
    { value: number, flag, converted: number, min: number, max: number, total: number, unit: fc.constant("mg") },
    {
      requiredKeys: [],
    },
  );
  const at = fc.constantFrom("2026-11-23T08:00:00+08:00", "2026-11-23T00:00:00.000Z", "", "x".repeat(41), 5, null);
  const reading = fc.record(
    {
      at,
      basis: fc.constantFrom("hour", "realtime", "week", 1),
      sent: at,
      values: fc.dictionary(fc.constantFrom("a1", "a2"), value),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(reading, (said) => {
      // A null, which says nothing, is only known to the schema: it makes it look at each part.
      const values = Object.fromEntries(
        Object.entries(said.values ?? {}).map(([factor, parts]) => [factor, { total: null, ...parts }]),
      );
      const pointed = JSON.parse(JSON.stringify(said)) as object;

      expect(decode(pointed)).toEqual(
        decode({ ...pointed, ...(said.values !== undefined && { values: JSON.parse(JSON.stringify(values)) }) }),
      );
    }),
    { numRuns: 300 },
  );
});

test("a null beside the parts of a value takes nothing away from them", () => {
  const said = { value: 1, converted: 2, min: 3, max: 4, total: 5 };
  const values = { a1: { ...said, flag: null }, a2: { ...said, flag: "D", min: null }, a3: { ...said, total: null, max: null } };

  const result = decode({ ...READING, at: null, values });

  expect(result.ok && [...(result.value.readings[0]?.values ?? [])]).toEqual([
    ["a1", { ...said, flag: "N" }],
    ["a2", { value: 1, converted: 2, max: 4, total: 5, flag: "D" }],
    ["a3", { value: 1, converted: 2, min: 3, flag: "N" }],
  ]);
});
