import { expect, test } from "vitest";
import { problemOfIssue } from "./schema-issues.ts";

test.each([
  [{ code: "too_big", origin: "string", maximum: 64 }, "out-of-range", { of: "characters", min: null, max: 64 }],
  [{ code: "too_small", origin: "string", minimum: 8 }, "out-of-range", { of: "characters", min: 8, max: null }],
  [{ code: "too_small", origin: "string", minimum: 1 }, "required", {}],
  [{ code: "too_small", origin: "array", minimum: 1 }, "out-of-range", { of: "items", min: 1, max: null }],
  [{ code: "too_small", origin: "set", minimum: 1 }, "out-of-range", { of: "items", min: 1, max: null }],
  [{ code: "too_big", origin: "number", maximum: 9 }, "out-of-range", { of: "number", min: null, max: 9 }],
  [{ code: "too_big", origin: "int", maximum: 9n }, "out-of-range", { of: "number", min: null, max: 9 }],
  [{ code: "not_multiple_of" }, "out-of-range", { of: "number", min: null, max: null }],
  [{ code: "invalid_format", format: "regex", pattern: "/^a$/" }, "wrong-format", { form: "/^a$/" }],
  [{ code: "invalid_format", format: "url" }, "wrong-format", { form: "url" }],
  [{ code: "invalid_format" }, "wrong-format", { form: null }],
  [{ code: "invalid_value", values: ["a", 1] }, "not-allowed-value", { allowed: ["a", "1"] }],
  [{ code: "invalid_value" }, "not-allowed-value", { allowed: [] }],
  [{ code: "invalid_type", expected: "number" }, "wrong-type", { expected: "number" }],
  [{ code: "invalid_union" }, "wrong-type", { expected: null }],
  [{ code: "custom", params: { code: "not-a-date" } }, "not-a-date", {}],
  [{ code: "custom", params: { code: "id-differs", facts: { id: "e1" } } }, "id-differs", { id: "e1" }],
  [{ code: "custom", params: {} }, "wrong-format", { form: null }],
  [{ code: "custom" }, "wrong-format", { form: null }],
])("an issue %o is %s", (issue, code, facts) => {
  expect(problemOfIssue(issue)).toEqual({ code, facts });
});
