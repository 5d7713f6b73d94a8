import { expect, test } from "vitest";
import { lowerPriority } from "./lower-priority.ts";

function lowered(from: number, set?: () => never) {
  const levels: number[] = [];
  const warned: string[] = [];
  lowerPriority(
    5,
    { warn: (_facts, message) => void warned.push(message) },
    { get: () => from, set: set ?? ((level) => void levels.push(level)) },
  );
  return { levels, warned: warned.length };
}

test.each([
  [0, 5],
  [10, 15],
  [-10, -5],
  [17, 19],
  [19, 19],
])("a pipeline whose process has the nice level %i runs at %i, never above the gateway", (from, to) => {
  expect(lowered(from)).toEqual({ levels: [to], warned: 0 });
});

// Behaviour
test("a nice level that the system refuses never fails the start", () => {
  const refuse = (): never => {
    throw Object.assign(new Error("uv_os_setpriority returned EACCES"), { code: "ERR_SYSTEM_ERROR" });
  };

  expect(lowered(0, refuse)).toEqual({ levels: [], warned: 1 });
});
