import { expect, test } from "vitest";
import { connectionError } from "./connection-error.ts";

test.each([
  ["ECONNREFUSED", "refused"],
  ["ENETUNREACH", "unreachable"],
  ["EAI_AGAIN", "unknown-host"],
  ["EMFILE", "other"],
])("the system's %s is told as %s, with what the system said beside it", (code, error) => {
  const cause = Object.assign(new Error(`connect ${code}`), { code });

  expect(connectionError("city.example", 9000, cause)).toEqual({
    code: "connection-error",
    facts: { host: "city.example", port: 9000, error, technical: `connect ${code}` },
  });
});

test("an error without a name of the system is another one", () => {
  expect(connectionError("h", 1, new Error("odd"))).toMatchObject({ facts: { error: "other", technical: "odd" } });
});
