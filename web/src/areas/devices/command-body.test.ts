import { expect, test } from "vitest";
import { commandBody } from "./command-body.ts";
import { COMMAND_GROUPS, COMMANDS } from "./device-commands.ts";

test("times are Beijing time, and a day is the midnight it begins with", () => {
  expect(commandBody({ from: "2026-11-23T08:00", to: "2026-11-23T09:00" })).toEqual({
    ok: true,
    body: { from: "2026-11-23T00:00:00.000Z", to: "2026-11-23T01:00:00.000Z" },
  });
  expect(commandBody({ from: "2026-11-22", to: "2026-11-22" })).toEqual({
    ok: true,
    body: { from: "2026-11-21T16:00:00.000Z", to: "2026-11-21T16:00:00.000Z" },
  });
});

test.each([
  ["2026-11-23T08:00", "2026-11-23T07:00", "dev.order"],
  ["2026-10-01", "2026-11-02", "dev.order"],
  ["2026-11-23T08:00", "", "dev.bothTimes"],
  ["2026-11-23T08:00", "tomorrow", "dev.order"],
])("%s to %s is no span", (from, to, problem) => {
  expect(commandBody({ from, to })).toEqual({ ok: false, problem });
});

test("a span that may be left out is left out, and figures are numbers", () => {
  expect(commandBody({ from: "", to: "", polId: "a21026", infoId: "i12001" })).toEqual({
    ok: true,
    body: { polId: "a21026", infoId: "i12001" },
  });
  expect(commandBody({ overTime: "5", reCount: "3" })).toEqual({ ok: true, body: { overTime: 5, reCount: 3 } });
  expect(commandBody({ value: 10 })).toEqual({ ok: true, body: { value: 10 } });
});

test("every command stands in one group, and those that set, start, stop or change something ask back", () => {
  const kinds = COMMAND_GROUPS.flatMap((g) => g.kinds);

  expect(kinds.toSorted()).toEqual(Object.keys(COMMANDS).toSorted());
  for (const kind of kinds) {
    expect(COMMANDS[kind].effect !== undefined, kind).toBe(/^(set|start|stop|rotate)-|^sample$/.test(kind));
  }
});
