import { expect, test } from "vitest";
import { FRAMES_KEPT, unheardDevice } from "../core/field/device-state.ts";
import { HOUR, instant } from "../core/time.ts";
import { DeviceRecord } from "./device-record.ts";

const at = instant;
const bytes = (text: string) => Buffer.from(text);

test("a new key is used since it was seen first, and a later request for another changes nothing of that", () => {
  const record = new DeviceRecord("M1");
  record.keyUsed("sealed-1", at(5));
  record.keyUsed("sealed-1", at(9));
  record.keyAsked(at(12));

  expect(record.state.key).toEqual({ used: "sealed-1", usedSince: at(5), askedAt: at(12) });

  record.keyUsed("sealed-2", at(20));
  expect(record.state.key).toEqual({ used: "sealed-2", usedSince: at(20), askedAt: at(12) });
});

test("a device that makes up deviations is kept with fifty of them, and those go on being counted", () => {
  const record = new DeviceRecord("M1");
  for (let n = 0; n < 60; n++) record.noteQuirk(`quirk-${n}`, 1);
  record.noteQuirk("quirk-0", 2);

  const { quirks } = record.take().state;

  expect(Object.keys(quirks)).toHaveLength(50);
  expect(quirks).toMatchObject({ "quirk-0": 3 });
});

test("of many frames the newest wait to be written, numbered by all that went over the line", () => {
  const record = new DeviceRecord("M1");
  for (let n = 1; n <= FRAMES_KEPT + 2; n++) record.addFrame("in", bytes(`frame ${n}`), at(n));

  const { state, frames } = record.take();

  expect(state.frames).toBe(FRAMES_KEPT + 2);
  expect(frames.map(({ n }) => n)).toEqual(Array.from({ length: FRAMES_KEPT }, (_, i) => i + 3));
});

test("frames that the records did not take come before those that came meanwhile", () => {
  const record = new DeviceRecord("M1");
  record.addFrame("in", bytes("first"), at(1));
  const { frames } = record.take();
  record.addFrame("out", bytes("second"), at(2));

  record.giveBack(frames);

  expect(record.take().frames.map(({ n, direction }) => [n, direction])).toEqual([
    [1, "in"],
    [2, "out"],
  ]);
});

test("a frame is kept without its password, whoever keeps the record", () => {
  const record = new DeviceRecord("M1");
  record.addFrame("in", bytes("##0040QN=20261123080000000;ST=32;CN=2011;PW=123456;MN=M1;Flag=4;CP=&&&&0000\r\n"), at(1));

  const kept = record.take().frames.map(({ raw }) => Buffer.from(raw).toString());

  expect(kept).toHaveLength(1);
  expect(kept[0]).toContain("MN=M1");
  expect(kept[0]).not.toContain("123456");
});

test("a device that is back within the hour speaks from addresses in turn; one that comes back later has moved twice", () => {
  const turns: string[] = [];
  const soon = new DeviceRecord("M1", unheardDevice("M1"), { onTurns: () => turns.push("soon") });
  const late = new DeviceRecord("M2", unheardDevice("M2"), { onTurns: () => turns.push("late") });
  const hears = (record: DeviceRecord, back: number) =>
    [
      { at: at(0), address: "a" },
      { at: at(1), address: "b" },
      { at: at(back), address: "a" },
    ].map((sign) => record.hear({ ...sign, transport: "hj212" }));

  expect([hears(soon, 2), hears(late, HOUR)]).toEqual([
    [undefined, "a", "b"],
    [undefined, "a", "b"],
  ]);
  expect(turns).toEqual(["soon"]);
  expect([soon.state.moves, late.state.moves]).toEqual([2, 2]);
});

test("the ST of an answer is not the device's own", () => {
  const record = new DeviceRecord("M1");
  record.speak({ st: "32", flagVersion: 1 });
  record.speak({ st: "91", flagVersion: 2 });

  expect(record.state).toMatchObject({ speaksHj212: true, st: "32", flagVersion: 2 });
});
