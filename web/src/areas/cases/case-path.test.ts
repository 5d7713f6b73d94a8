import { expect, test } from "vitest";
import type { CaseDetailWire } from "../../../../cases/case/case-wire.ts";
import { casePath, holderOf } from "./case-path.ts";

type Line = CaseDetailWire["timeline"][number];

const line = (index: number, to: CaseDetailWire["state"]): Line => ({
  index,
  at: "2026-11-23T00:00:00.000Z",
  actor: "engine",
  actorName: "规则引擎",
  action: "transition",
  actionName: "受理",
  from: null,
  to,
  note: "",
  code: null,
  facts: {},
  fields: {},
  seq: 1,
});

test("the path of a case shows what was passed, where it is and what is ahead", () => {
  const path = casePath("accepted", [line(0, "signal"), line(1, "reported"), line(2, "accepted")]);

  expect(path.map((s) => `${s.state}:${s.phase}`).slice(0, 4)).toEqual([
    "signal:passed",
    "reported:passed",
    "accepted:current",
    "dispatched:ahead",
  ]);
});

test("a dismissed case has nothing ahead", () => {
  expect(casePath("dismissed", [line(0, "signal"), line(1, "dismissed")]).map((s) => s.phase)).toEqual(["passed", "current"]);
});

test("a state visited again is shown once", () => {
  const path = casePath("handling", [line(0, "handling"), line(1, "result"), line(2, "handling")]);

  expect(path.filter((s) => s.state === "handling")).toHaveLength(1);
  expect(path.find((s) => s.state === "result")?.phase).toBe("ahead");
});

test("a detour goes on from where it left the usual way", () => {
  expect(casePath("pending", [line(0, "handling"), line(1, "pending")]).find((s) => s.phase === "ahead")?.state).toBe("result");
});

test("a case that is settled waits for nobody", () => {
  expect(holderOf("dispatched")).toBe("unit");
  expect(holderOf("archived")).toBeUndefined();
});
