import { expect, test } from "vitest";
import { MINUTE, plus } from "../../../core/time.ts";
import { T0 } from "../../../tests/support/records-facts.ts";
import { trendOf } from "./trend.ts";

const realtime = [
  { at: T0, value: 40, converted: 55 },
  { at: plus(T0, MINUTE), value: 42 },
] as unknown as Parameters<typeof trendOf>[0]["realtime"];

test.each([
  [true, [30, 55, 90, 42]],
  [false, [30, 40, 90, 42]],
])("where the limit is about the converted value (%s), so is the line, as far as one came", (isConverted, values) => {
  const { line } = trendOf({ realtime, minute: [] }, { isConverted, minuteLength: MINUTE, from: plus(T0, -30_000) });

  expect(line).toEqual(values);
});
