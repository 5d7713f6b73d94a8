import { expect, test } from "vitest";
import { instant, parseBeijingStamp } from "../core/time.ts";
import { driftOf } from "./clock-drift.ts";

const at = (stamp: string) => parseBeijingStamp(stamp) ?? instant(0);
const RECEIVED = at("20261123081000000");
const upload = (cn: string, qn: string, dataTime: string, isBackfill = false) => ({
  cn,
  qn,
  dataArea: `DataTime=${dataTime};a21026-Rtd=1`,
  isBackfill,
  receivedAt: RECEIVED,
});

test.each([
  ["a realtime value sent at once", upload("2011", "20261123080430250", "20261123080430"), -329_750],
  ["a minute mean sent after its interval", upload("2051", "20261123081200000", "20261123080000"), 120_000],
  ["an hour mean sent after its hour", upload("2061", "20261123080430250", "20261123070000"), -329_750],
  ["an hour mean with a QN ahead of us", upload("2061", "20261123084000000", "20261123070000"), 1_800_000],
  ["a QN ahead of us, whatever the data say of their time", upload("2011", "20261123084000000", "20261123081000"), 1_800_000],
  ["an upload of another kind with a QN ahead of us", upload("3019", "20261123084000000", ""), 1_800_000],
  ["a heartbeat without data", { ...upload("9015", "20261123081001000", ""), dataArea: "" }, 1_000],
])("%s tells the clock of its sender", (_name, message, driftMs) => {
  expect(driftOf(message)).toBe(driftMs);
});

test.each([
  [
    "an hour mean that is older than its QN by more than an hour and a bit",
    upload("2061", "20261123080430250", "20261123060000"),
  ],
  ["an answer with a QN ahead of us", { ...upload("9012", "20261123084000000", ""), dataArea: "ExeRtn=1" }],
  ["a realtime value that is older than its QN by more than five minutes", upload("2011", "20261123080430250", "20261123075900")],
  ["what is marked as backfilled", upload("2011", "20261123080430250", "20261123080430", true)],
  ["an upload without a QN", upload("2011", "", "20261123080430")],
  ["a QN that is no time", upload("2011", "1764000000000", "20261123080430")],
  ["an answer", { ...upload("9012", "20261123080430250", ""), dataArea: "ExeRtn=1" }],
])("%s tells nothing", (_name, message) => {
  expect(driftOf(message)).toBeUndefined();
});
