import fc from "fast-check";
import { expect, test } from "vitest";
import type { DecodedMessage } from "../core/readings/message.ts";
import { indexRegistry } from "../core/registry/grid.ts";
import { EMPTY_REGISTRY } from "../core/registry/registry.ts";
import { instant } from "../core/time.ts";
import { runs } from "../tests/support/runs.ts";
import { encodeFrame } from "./codecs/hj212/encode-frame.ts";
import { decodeEntry } from "./decode-entry.ts";

const MN = "SIM410102000000000000001";
const NOW = instant(Date.parse("2026-01-03T00:10:00+08:00"));
const channel = (outlet: string, factor: string, unit: string, pollutant = factor) =>
  ({ outlet, device: MN, factor, pollutant, unit }) as const;
const REGISTRY = indexRegistry({
  ...EMPTY_REGISTRY,
  devices: [{ mn: MN }],
  channels: [
    { ...channel("e1-DA001", "a21026", "mg/m3"), range: { min: 0, max: 500 } },
    channel("e1-DA001", "a21002", "mg/m3"),
    channel("e1-N1", "Leq", "dB(A)"),
    channel("e1-N1", "L10", "dB(A)"),
    channel("e1-N1", "L10-NightData", "dB(A)", "L10-night"),
  ],
});

const OF_MEANS = { ...REGISTRY, deviceByMn: new Map([[MN, { mn: MN, realtimeValue: "mean" as const }]]) };

function decode(area: string, cn = "2061", registry = REGISTRY, rf = false): DecodedMessage {
  const time = cn === "2031" ? "20260102000000" : "20260102020000";
  const cp = `DataTime=${time};${area}`;
  const payload = encodeFrame({ qn: "20260102030500001", st: "31", cn, pw: "123456", mn: MN, flag: 5, ...(rf && { rf }), cp });
  const entry = { seq: 7, kind: "frame", at: NOW, transport: "hj212", mn: MN, topic: "", payload, format: 1 } as const;
  return decodeEntry(entry, registry);
}

test("realtime data with a mean and no moment are put aside as such", () => {
  const message = decode("a21026-Avg=200,a21026-Flag=N", "2011");

  expect(message.readings).toEqual([]);
  const detail = { code: "mean-in-realtime", facts: { factor: "a21026" } };
  expect(message.rejections).toEqual([{ reason: "wrong-shape", detail }]);
});

test("the mean of realtime data is taken of a device that is registered so, with what stands beside it", () => {
  const area = "a21026-Min=190,a21026-Avg=200,a21026-ZsAvg=210,a21026-Max=230,a21026-Flag=N";
  const message = decode(area, "2011", OF_MEANS);

  expect(message).toMatchObject({ rejections: [], quirks: ["mean-as-realtime"] });
  expect(message.readings).toMatchObject([{ basis: "realtime", value: 200, converted: 210, min: 190, max: 230, flag: "N" }]);
});

test("a device that is registered so and sends the moment is read as all others", () => {
  const message = decode("a21026-Rtd=200,a21026-Flag=N", "2011", OF_MEANS);

  expect(message).toMatchObject({ rejections: [], quirks: [], readings: [{ value: 200 }] });
});

// Behaviour
test("a mean before marking, a sample time, a vendor's flag and the mark of a back-fill are kept with the reading", () => {
  const area = "a21026-RawAvg=201.5,a21026-Avg=200,a21026-SampleTime=20260102013000,a21026-EFlag=A01,a21026-Flag=N";
  const [reading] = decode(area, "2061", REGISTRY, true).readings;

  expect(reading).toMatchObject({ value: 200, rawMean: 201.5, vendorFlag: "A01", backfilled: true });
  expect(reading?.sampledAt).toBe(Date.parse("2026-01-02T01:30:00+08:00"));
});

test.each([
  ["SampleTime", "yesterday"],
  ["EFlag", "seventeen-letters"],
  ["EFlag", "A\u0007B"],
])("a %s that says nothing (%j) is left out by name, and the value stays", (field, text) => {
  const { readings, quirks } = decode(`a21026-Avg=200,a21026-${field}=${text},a21026-Flag=N`);

  expect(readings).toMatchObject([{ value: 200 }]);
  expect(readings[0]).not.toHaveProperty("sampledAt");
  expect(readings[0]).not.toHaveProperty("vendorFlag");
  expect(quirks).toEqual(["value-beside-unreadable"]);
});

test("an empty sample time and an empty vendor's flag say nothing", () => {
  const { readings, quirks } = decode("a21026-Avg=200,a21026-SampleTime=,a21026-EFlag=,a21026-Flag=N");

  expect(readings).toMatchObject([{ value: 200 }]);
  expect(quirks).toEqual([]);
});

// Behaviour
test("a decimal comma never cuts a number: the value is put aside with what stood there", () => {
  const message = decode("a21026-Min=198,1,a21026-Avg=200,9,a21026-Max=203,7,a21026-Flag=N");

  expect(message.readings).toEqual([]);
  expect(message.rejections).toEqual([
    {
      reason: "not-a-number",
      detail: { code: "value-not-a-number", facts: { factor: "a21026", field: "Avg", text: "200,9" } },
    },
  ]);
});

test("an extreme with a decimal comma is put aside, and the value beside it is kept", () => {
  const message = decode("a21026-Avg=200.9,a21026-Max=203,7,a21026-Flag=N;a21002-Avg=5,a21002-Flag=N");

  expect(message.readings).toMatchObject([{ value: 200.9 }, { value: 5 }]);
  expect(message.readings[0]).not.toHaveProperty("max");
  expect(message.rejections).toMatchObject([{ reason: "not-a-number", detail: { facts: { field: "Max", text: "203,7" } } }]);
});

test("a piece that belongs to no factor is put aside as it stood there", () => {
  const message = decode("a21026-Avg=1,a21026-Flag=N;a21002Avg=5;lost");

  expect(message.readings).toMatchObject([{ pollutant: "a21026" }]);
  expect(message.rejections).toEqual(
    ["a21002Avg=5", "lost"].map((text) => ({ reason: "wrong-shape", detail: { code: "piece-of-nothing", facts: { text } } })),
  );
});

// Behaviour
test("levels of day and night beside the level of noise have channels of their own, or are put aside", () => {
  const message = decode(
    "Leq-Data=55,Leq-DayData=58.8,Leq-NightData=48.8,Leq-Flag=N;L10-Data=60,L10-NightData=50,L10-Flag=N",
    "2031",
  );

  expect(message.readings.map(({ pollutant, value, factor, field }) => [pollutant, value, factor, field])).toEqual([
    ["Leq", 55, "Leq", "Data"],
    ["L10", 60, "L10", "Data"],
    ["L10-night", 50, "L10", "NightData"],
  ]);
  expect(message.rejections.map(({ detail }) => detail)).toEqual(
    ["Leq-DayData", "Leq-NightData"].map((factor) => ({ code: "no-channel", facts: { factor, st: "31", mn: MN } })),
  );
});

test("where no level of the whole period is sent, that of the day is the value", () => {
  const message = decode("Leq-DayData=58.8,Leq-NightData=48.8", "2031");

  expect(message.readings).toMatchObject([{ pollutant: "Leq", value: 58.8, field: "DayData" }]);
  expect(message.rejections).toMatchObject([{ detail: { facts: { factor: "Leq-NightData" } } }]);
});

test.each([
  [500, false],
  [500.1, true],
  [-0.1, true],
  [-9999, true],
])("a value of %d in a channel of 0 to 500 is implausible: %s", (value, isImplausible) => {
  const [reading] = decode(`a21026-Avg=${value},a21026-Flag=N`).readings;

  expect(reading?.value).toBe(value);
  expect(reading?.implausible === true).toBe(isImplausible);
});

/** Fields that the product reads and keeps in the raw message only; see docs/hj212.md. */
const NOT_KEPT = new Set(["ZsMin", "ZsMax"]);
const STORED: Readonly<Record<string, string>> = {
  ...{ Avg: "value", Min: "min", Max: "max", Cou: "total", ZsAvg: "converted" },
  ...{ RawAvg: "rawMean", EFlag: "vendorFlag" },
};

/** A field that nobody knows is one whatever stands in it. */
function quirkOf(field: string, value: string): string {
  if (field === "Tol") return "field-unknown";
  return value === "" || field === "EFlag" || field === "SampleTime" ? "value-beside-unreadable" : "field-of-another-command";
}

// Behaviour
test("whatever stands in a field of a factor, it is kept, or leaves a rejection or a deviation with its name", () => {
  const field = fc.constantFrom(
    ...["Avg", "Min", "Max", "Cou", "ZsAvg", "ZsMin", "ZsMax", "Rtd", "ZsRtd", "RawAvg", "Data", "DayData", "NightData"],
    ...["EFlag", "SampleTime", "Tol"],
  );
  const text = fc.oneof(
    fc.integer({ min: -1000, max: 1000 }).map(String),
    fc.constantFrom("200,9", "1e3", "", "12.5", "--", "0x10", "N", "1.2.3", "999999999999999999"),
    // A comma at the end is one that the next pair is set apart with.
    fc.stringMatching(/^[A-Za-z0-9.,+-]{1,8}$/).map((said) => said.replace(/,+$/, "")),
  );
  const pairs = fc.uniqueArray(fc.tuple(field, text), { minLength: 1, maxLength: 6, selector: ([name]) => name });
  fc.assert(
    fc.property(pairs, (said) => {
      const message = decode([...said.map(([name, value]) => `a21026-${name}=${value}`), "a21026-Flag=N"].join(","));
      const [reading] = message.readings;
      for (const [name, value] of said) {
        if (NOT_KEPT.has(name)) continue;
        const key = STORED[name] ?? (reading?.field === name ? "value" : undefined);
        const asSaid = name === "EFlag" ? value : String(Number(value));
        // What says nothing is no vendor's flag and no time.
        if (value === "" && (name === "EFlag" || name === "SampleTime")) continue;
        const kept = key !== undefined && String(reading?.[key as "value"]) === asSaid && value !== "";
        const named = message.rejections.some(({ detail }) => JSON.stringify(detail).includes(name));
        // A factor whose value is not taken is rejected with all that stands beside it.
        const isRejectedWhole = reading === undefined && message.rejections.length > 0;
        const isCounted = message.quirks.includes(quirkOf(name, value));
        expect(kept || named || isRejectedWhole || isCounted, `${name}=${value}`).toBe(true);
      }
      expect(message.readings.length + message.rejections.length).toBeGreaterThan(0);
    }),
    { numRuns: runs(300) },
  );
});
