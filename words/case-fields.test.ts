import { expect, test } from "vitest";
import { TRANSITIONS } from "../cases/case/transitions.ts";
import { CASE_FIELD_WORDS, fieldsSaid } from "./case-fields.ts";
import { NO_NAMES, type Telling } from "./names.ts";

const telling = (language: Telling["language"]): Telling => ({
  language,
  names: { ...NO_NAMES, unit: (id) => (id === "u-police" ? "公安分局" : id) },
});

test("everything that a step asks for has its words, and nothing else has", () => {
  const asked = new Set(TRANSITIONS.flatMap(({ fields }) => fields.map(({ name }) => name)));

  expect(Object.keys(CASE_FIELD_WORDS).sort()).toEqual([...asked].sort());
});

// Behaviour
test("what somebody said with a step stands in the history of the case, in words: units by name, times in Beijing", () => {
  const fields = { until: "2026-11-24T08:00:00+08:00", unit: "u-police", measures: "已加盖防尘网" };

  expect(fieldsSaid({ fields }, telling("zh"))).toEqual([
    { name: "unit", label: "承办单位", value: "公安分局" },
    { name: "until", label: "期限", value: "2026-11-24 08:00" },
    { name: "measures", label: "措施", value: "已加盖防尘网" },
  ]);
  expect(fieldsSaid({ fields: { unit: "u-police" } }, telling("en"))).toEqual([
    { name: "unit", label: "Unit", value: "公安分局" },
  ]);
});

test("who reported a case, who went along, and an empty answer are not said", () => {
  const fields = { reporter: "sealed", secondPerson: "u2", finding: "f1", measures: "" };

  expect(fieldsSaid({ fields }, telling("zh"))).toEqual([]);
  expect(fieldsSaid({}, telling("zh"))).toEqual([]);
});

test("a time that an older build kept in another form is shown as it is", () => {
  expect(fieldsSaid({ fields: { until: "明天" } }, telling("zh"))).toMatchObject([{ value: "明天" }]);
});
