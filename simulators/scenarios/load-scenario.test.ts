import { expect, test } from "vitest";
import { parseIso } from "../../core/time.ts";
import { parseStart } from "./load-scenario.ts";

const at = (text: string) => {
  const found = parseIso(text);
  if (found === undefined) throw new Error(text);
  return found;
};
const NOW = at("2026-11-23T10:25:03+08:00");

test.each([
  ["now", "2026-11-23T10:00:00+08:00"],
  ["-48h", "2026-11-21T10:00:00+08:00"],
  ["-0h", "2026-11-23T10:00:00+08:00"],
  ["2026-11-01T00:59:59+08:00", "2026-11-01T00:00:00+08:00"],
  ["2026-11-01T00:00:00Z", "2026-11-01T08:00:00+08:00"],
])("a start of %s is %s: put back to its whole hour", (text, start) => {
  expect(parseStart(text, NOW)).toEqual({ ok: true, value: at(start) });
});

test.each(["", "yesterday", "48h", "-48", "-12345h", "2026-11-01T00:00:00"])(
  "a start of %j is none, and is told back",
  (text) => {
    expect(parseStart(text, NOW)).toEqual({ ok: false, error: text });
  },
);
