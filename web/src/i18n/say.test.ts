import { expect, test } from "vitest";
import { sayIn } from "./say.ts";

const table = { found: { zh: "{n} 项，{who}", en: "{n} {n|finding|findings} of {who}" } };

test("one has its own word, and any other number the other", () => {
  const say = sayIn("en", table);

  expect(say("found", { n: 1, who: "e1" })).toBe("1 finding of e1");
  expect(say("found", { n: 2, who: "e1" })).toBe("2 findings of e1");
});

test("what has no value stays as it is written, and so does a key without words", () => {
  const say = sayIn("zh", table);

  expect(say("found", { n: 3 })).toBe("3 项，{who}");
  expect((say as (key: string) => string)("unheard-of")).toBe("unheard-of");
});
