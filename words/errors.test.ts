import { expect, test } from "vitest";
import { errorWords, sayError } from "./errors.ts";
import { NO_NAMES } from "./names.ts";
import { reasonName } from "./rejections.ts";

const en = { language: "en", names: NO_NAMES } as const;

test("an error says what its title does not: the facts of a refusal, or of one occurrence", () => {
  expect(sayError({ code: "stale-version", facts: { given: 1, current: 3 } }, en)).toBe(
    "the case has changed: version 1 was given, 3 is the current one",
  );
  expect(sayError({ code: "too-many-log-ins", facts: { seconds: 30 } }, en)).toBe("too many log-ins failed; try again in 30 s");
  expect(sayError({ code: "not-json", facts: {} }, en)).toBeUndefined();
});

test("a reason is called by its name, and one that nobody knows by its code", () => {
  expect(reasonName("future-time", "en")).not.toBe("future-time");
  expect(reasonName("no-such-reason", "en")).toBe("no-such-reason");
});

test("a code has a title, whether it is of the interface or of a subject; one that nobody knows has none", () => {
  expect(errorWords("not-found")?.title.en).toBe("there is no such thing, or the caller may not see it");
  expect(errorWords("role-not-allowed")?.title.zh).not.toBe("");
  expect(errorWords("no-such-code")).toBeUndefined();
});
