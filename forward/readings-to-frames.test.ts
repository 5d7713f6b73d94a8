import { expect, test } from "vitest";
import type { StoredReading } from "../core/readings/reading.ts";
import { indexRegistry } from "../core/registry/grid.ts";
import { plus } from "../core/time.ts";
import { encodeDraft } from "./frame-draft.ts";
import { readingsToFrames } from "./readings-to-frames.ts";
import { aReading, aRegistryOf, at, CITY, CITY_MN, channel, EIGHT, facts, MN, NINE, SECOND_MN } from "./testing/forward-facts.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const areas = (readings: readonly StoredReading[], change: Parameters<typeof facts>[0] = {}, registry = aRegistryOf()) =>
  readingsToFrames(readings, facts(change, registry)).frames.map((f) => `${f.mn} ${f.st} ${f.cn} ${f.cp}`);

// Length and CRC of the frames in this file were worked out with a separate program after appendix A.
test("the hour of a device leaves as one 2017 frame, factors in the device's names, DataTime the start in Beijing time", () => {
  const { frames } = readingsToFrames(
    [aReading({ converted: 40.1, min: 30, max: 44, total: 1.2 }), aReading({ pollutant: "a01011", value: 7.5, flag: "M" })],
    facts(),
  );

  expect(frames.map((frame) => text(encodeDraft(frame, { qn: "20261123090003120", edition: "2017", now: NINE })))).toEqual([
    "##0230QN=20261123090003120;ST=31;CN=2061;PW=654321;MN=SIM410102000000000000901;Flag=5;CP=&&DataTime=20261123080000;" +
      "a21026-Cou=1.2,a21026-Min=30,a21026-Avg=35.2,a21026-Max=44,a21026-ZsAvg=40.1,a21026-Flag=N;a01011-Avg=7.5,a01011-Flag=M&&6D40\r\n",
  ]);
});

test("each basis has its command and its field", () => {
  const said = (["realtime", "minute", "hour", "day"] as const).map((basis) => aReading({ basis, converted: 40 }));

  expect(areas(said)).toEqual([
    `${CITY_MN} 31 2011 DataTime=20261123080000;a21026-Rtd=35.2,a21026-ZsRtd=40,a21026-Flag=N`,
    `${CITY_MN} 31 2051 DataTime=20261123080000;a21026-Avg=35.2,a21026-ZsAvg=40,a21026-Flag=N`,
    `${CITY_MN} 31 2061 DataTime=20261123080000;a21026-Avg=35.2,a21026-ZsAvg=40,a21026-Flag=N`,
    `${CITY_MN} 31 2031 DataTime=20261123080000;a21026-Avg=35.2,a21026-ZsAvg=40,a21026-Flag=N`,
  ]);
});

test("ST is the channel's, else that of the factor's medium, and each ST has its frame", () => {
  const water = aReading({ outlet: "e1-DW001", pollutant: "w01018", value: 21 });

  expect(areas([aReading(), water, aReading({ pollutant: "a01011", value: 7.5 })])).toEqual([
    `${CITY_MN} 31 2061 DataTime=20261123080000;a21026-Avg=35.2,a21026-Flag=N;a01011-Avg=7.5,a01011-Flag=N`,
    `${CITY_MN} 32 2061 DataTime=20261123080000;w01018-Avg=21,w01018-Flag=N`,
  ]);
});

test("an enterprise means all its outlets, an outlet only itself, and nothing else is passed on", () => {
  const other = aReading({ outlet: "e2-DA001" });

  expect(areas([other])).toEqual([]);
  expect(areas([aReading(), other], { upstream: { ...CITY, enterprises: [], outlets: ["e2-DA001"] } })).toEqual([
    `${SECOND_MN} 31 2061 DataTime=20261123080000;a21026-Avg=35.2,a21026-Flag=N`,
  ]);
});

test("only the kinds of readings that are asked for are passed on", () => {
  const both = [aReading({ basis: "realtime" }), aReading()];

  expect(areas(both, { upstream: { ...CITY, basis: ["hour"] } })).toHaveLength(1);
});

test("a period that lies further back than backfillDays is left out, one that begins exactly then is not", () => {
  const upstream = { ...CITY, backfillDays: 2 };

  expect(areas([aReading()], { upstream, now: at("2026-11-25T08:00:00+08:00") })).toHaveLength(1);
  expect(areas([aReading()], { upstream, now: plus(at("2026-11-25T08:00:00+08:00"), 1) })).toEqual([]);
});

test("two versions of a value in one entry leave in two frames, in their order", () => {
  const wrong = aReading({ value: 135 });
  const right = aReading({ value: 35, revision: 1 });
  const beside = aReading({ pollutant: "a01011", value: 7.5 });

  expect(areas([wrong, right, beside])).toEqual([
    `${CITY_MN} 31 2061 DataTime=20261123080000;a21026-Avg=135,a21026-Flag=N`,
    `${CITY_MN} 31 2061 DataTime=20261123080000;a21026-Avg=35,a21026-Flag=N;a01011-Avg=7.5,a01011-Flag=N`,
  ]);
});

test("where two devices measure the same, a reading goes out under the one that sent it", () => {
  const registry = aRegistryOf({ channels: [channel(), channel({ device: SECOND_MN, factor: "SO2" })] });

  expect(areas([aReading()], { sender: SECOND_MN }, registry)).toEqual([
    `${SECOND_MN} 31 2061 DataTime=20261123080000;SO2-Avg=35.2,SO2-Flag=N`,
  ]);
  expect(areas([aReading()], { sender: MN }, registry)[0]).toContain(CITY_MN);
});

test("the factor is that of the registry with which the entry was decoded, the selection that of today", () => {
  const before = indexRegistry(aRegistryOf({ channels: [channel({ factor: "02" })] }));

  expect(areas([aReading()], { decodedWith: before })).toEqual([
    `${CITY_MN} 31 2061 DataTime=20261123080000;02-Avg=35.2,02-Flag=N`,
  ]);
  expect(areas([aReading()], { decodedWith: before, upstream: { ...CITY, enterprises: ["e2"] } })).toEqual([]);
});

test("a reading that no frame can carry is counted and keeps the others back in nothing", () => {
  const odd = [aReading({ flag: "N;" }), aReading({ value: 2e15 }), aReading({ pollutant: "a99999" })];

  const framed = readingsToFrames([...odd, aReading({ pollutant: "a01011", value: 7.5 })], facts());

  expect(framed.unsendable).toBe(3);
  expect(framed.frames.map((f) => f.cp)).toEqual(["DataTime=20261123080000;a01011-Avg=7.5,a01011-Flag=N"]);
  expect(readingsToFrames([aReading()], facts({ passwordOf: () => undefined }))).toEqual({ frames: [], unsendable: 1 });
});

test("more factors than a frame can hold are split between factors, each part with its number and the time", () => {
  const codes = Array.from({ length: 40 }, (_, i) => `a${30_000 + i}`);
  const registry = aRegistryOf({ channels: codes.map((code) => channel({ factor: code, pollutant: code })) });
  const readings = codes.map((pollutant) => aReading({ pollutant, value: 1_234.5678 }));

  const { frames } = readingsToFrames(readings, facts({}, registry));
  const sent = frames.map((frame) =>
    text(encodeDraft(frame, { qn: "20261123090003120", edition: "2025", now: plus(NINE, 9e7) })),
  );

  // ";a30000-Avg=1234.5678,a30000-Flag=N" has 35 characters. A segment of 1024 less 105 of header, 7 of CP and 23 of
  // DataTime holds 25 of them.
  expect(frames.map((f) => f.part)).toEqual([
    { number: 1, total: 2 },
    { number: 2, total: 2 },
  ]);
  expect(frames.map((f) => f.cp.split(";").length - 1)).toEqual([25, 15]);
  expect(sent[0]).toContain("Flag=11;PNUM=2;PNO=1;RF=1;CP=&&DataTime=20261123080000;a30000-Avg");
  expect(sent[1]).toContain("Flag=11;PNUM=2;PNO=2;RF=1;CP=&&DataTime=20261123080000;a30025-Avg");
});

test.each([
  ["realtime", "2026-11-23T08:10:00+08:00"],
  ["minute", "2026-11-23T08:20:00+08:00"],
  ["hour", "2026-11-23T11:00:00+08:00"],
  ["day", "2026-11-24T10:00:00+08:00"],
] as const)("a %s value that leaves after %s is a back-fill", (basis, moment) => {
  const [frame] = readingsToFrames([aReading({ basis, at: EIGHT })], facts()).frames;

  expect(frame?.lateAfter).toBe(at(moment));
});

test("what no channel measures leaves in no frame", () => {
  const { frames, unsendable } = readingsToFrames([aReading({ outlet: "e9-DA001" })], facts());

  expect([frames, unsendable]).toEqual([[], 0]);
});

test("a factor without a medium in its name is water at an effluent outlet and air elsewhere; one of air stays air", () => {
  const flow = (outlet: string) => channel({ outlet, factor: "i12001", pollutant: "a01011" });
  const airAtWater = channel({ outlet: "e1-DW001", factor: "a01001", pollutant: "a01001" });
  const registry = aRegistryOf({ channels: [flow("e1-DW001"), flow("e1-DA001"), airAtWater] });
  const sent = [
    aReading({ outlet: "e1-DW001", pollutant: "a01011" }),
    aReading({ outlet: "e1-DA001", pollutant: "a01011" }),
    aReading({ outlet: "e1-DW001", pollutant: "a01001" }),
  ];

  const { frames } = readingsToFrames(sent, facts({}, registry));

  expect(frames.map((f) => `${f.st} ${f.cp.split(";").slice(1).join(" ")}`).toSorted()).toEqual([
    "31 i12001-Avg=35.2,i12001-Flag=N a01001-Avg=35.2,a01001-Flag=N",
    "32 i12001-Avg=35.2,i12001-Flag=N",
  ]);
});

test("what came down from the platform of an upstream does not go up to it again, but to others", () => {
  const relayed = aRegistryOf({ devices: [{ mn: MN, minuteMinutes: 10, relayedBy: "city" }, { mn: SECOND_MN }] });
  const sent = (id: string) => readingsToFrames([aReading()], facts({ upstream: { ...CITY, id } }, relayed)).frames.length;

  expect([sent("city"), sent("province")]).toEqual([0, 1]);
});
