import { expect, test } from "vitest";
import { BadCursorError, JournalFailedError } from "../../core/failures.ts";
import { toProblem } from "./problem-answers.ts";

const withStatus = (statusCode: number) => Object.assign(new Error("as the server says"), { statusCode, code: "FST_ERR_OTHER" });

test.each([
  ["a status of the caller's mistake", withStatus(431), 400, "bad-request"],
  ["a status of ours", withStatus(503), 500, "internal"],
  ["a status that is none of a mistake", withStatus(302), 500, "internal"],
  ["nothing beside its message", new Error("secret detail"), 500, "internal"],
  ["a cursor that is not ours", new BadCursorError("x"), 400, "invalid-cursor"],
  ["a journal that failed", new JournalFailedError("x"), 503, "store-unavailable"],
])("an error with %s is answered %#", (_what, error, status, code) => {
  const problem = toProblem(error);

  expect([problem.statusCode, problem.code]).toEqual([status, code]);
});
