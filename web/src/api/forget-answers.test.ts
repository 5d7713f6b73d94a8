import { expect, test } from "vitest";
import { ApiError } from "./client.ts";
import { forgetAnswers } from "./forget-answers.ts";
import type { Door, Session } from "./session.ts";
import { createAnswers } from "./use-read.ts";

const door = (id: string | null): Door => ({
  session: id === null ? null : ({ id } as Session),
  accounts: [],
  district: null,
  firstRun: false,
  problem: null,
});

const KEPT = ["a secret of wang"];

test.each([
  ["wang", null, undefined],
  ["wang", "zhao", undefined],
  ["wang", "wang", KEPT],
] as const)("of what %s read is kept, when %s is logged in: %j", (before, next, kept) => {
  const answers = createAnswers();
  answers.setQueryData(["/cases"], KEPT);

  forgetAnswers(answers, door(before), door(next));

  expect(answers.getQueryData(["/cases"])).toEqual(kept);
});

test("a server that fails for a moment makes nobody forget", () => {
  const answers = createAnswers();
  answers.setQueryData(["/cases"], KEPT);

  forgetAnswers(answers, door("wang"), { ...door(null), problem: new ApiError(0, {}) });

  expect(answers.getQueryData(["/cases"])).toEqual(KEPT);
});
