import { expect, test } from "vitest";
import type { CaseDetailWire } from "../../../../cases/case/case-wire.ts";
import { casePath } from "./case-path.ts";

type Line = CaseDetailWire["timeline"][number];

const line = (index: number, to: CaseDetailWire["state"]): Line => ({
  index,
  at: "2026-11-23T00:00:00.000Z",
  actor: "engine",
  actorName: "规则引擎",
  action: "transition",
  actionName: "受理",
  fieldsSaid: [],
  from: null,
  to,
  note: "",
  code: null,
  facts: {},
  fields: {},
  seq: 1,
});

test("the path of a case shows what was passed, where it is and what the server says is ahead", () => {
  const timeline = [line(0, "signal"), line(1, "reported"), line(2, "accepted")];

  expect(casePath({ state: "accepted", timeline, ahead: ["dispatched", "handling"] })).toEqual([
    { state: "signal", phase: "passed" },
    { state: "reported", phase: "passed" },
    { state: "accepted", phase: "current" },
    { state: "dispatched", phase: "ahead" },
    { state: "handling", phase: "ahead" },
  ]);
});

test("a state visited again is shown once, and what came after it is ahead again", () => {
  const timeline = [line(0, "handling"), line(1, "result"), line(2, "handling")];

  expect(casePath({ state: "handling", timeline, ahead: ["result"] }).map((s) => `${s.state}:${s.phase}`)).toEqual([
    "handling:current",
    "result:ahead",
  ]);
});

test("a state that was passed before a detour is not shown as ahead a second time", () => {
  const timeline = [line(0, "handling"), line(1, "pending")];

  expect(casePath({ state: "pending", timeline, ahead: ["handling", "result"] }).map((s) => `${s.state}:${s.phase}`)).toEqual([
    "handling:passed",
    "pending:current",
    "result:ahead",
  ]);
});
