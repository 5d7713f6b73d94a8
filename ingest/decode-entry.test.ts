import fc from "fast-check";
import { expect, test } from "vitest";
import { instant } from "../core/time.ts";
import { at, decode, entryOf, frame, json, MN, NOW, REGISTRY, registryOf } from "../tests/support/decoded-entry.ts";
import type { FrameItems } from "./codecs/hj212/encode-frame.ts";
import { encodeFrame } from "./codecs/hj212/encode-frame.ts";
import { decodeEntry } from "./decode-entry.ts";

test("an hour of HJ 212 is a reading of the channel's outlet, with the mean as its value", () => {
  const cp =
    "DataTime=20260102020000;a21026-Cou=1.5,a21026-Min=30,a21026-Avg=35.2,a21026-Max=44,a21026-ZsAvg=40.1,a21026-ZsMax=50,a21026-Flag=N";

  expect(decode({ cp })).toMatchObject({
    messageId: 7,
    seq: 7,
    receivedAt: NOW,
    transport: "hj212",
    mn: MN,
    isControl: false,
    readings: [
      {
        outlet: "e1-DA001",
        pollutant: "a21026",
        basis: "hour",
        at: at("2026-01-02 02:00:00"),
        value: 35.2,
        converted: 40.1,
        flag: "N",
        min: 30,
        max: 44,
        total: 1.5,
      },
    ],
    rejections: [],
    quirks: [],
  });
});

test("a realtime value is at its moment, converted when the device says so", () => {
  const { readings } = decode({ cn: "2011", cp: "DataTime=20260102030457;a21026-Rtd=35.2,a21026-ZsRtd=40,a21026-Flag=D" });

  expect(readings).toEqual([
    {
      outlet: "e1-DA001",
      pollutant: "a21026",
      basis: "realtime",
      at: at("2026-01-02 03:04:57"),
      value: 35.2,
      converted: 40,
      flag: "D",
      mn: MN,
      factor: "a21026",
      unit: "mg/m3",
      order: at("2026-01-02 03:05:00") + 1,
      arrival: { entry: 7 },
    },
  ]);
});

test("a 2005 code is mapped by its channel", () => {
  const { readings, quirks } = decode({ cn: "2011", flag: 1, cp: "DataTime=20260102030457;02-Rtd=35.2" });

  expect(readings).toMatchObject([{ pollutant: "a21026", flag: "N" }]);
  expect(quirks).toEqual(["flag-not-stated"]);
});

test("noise is a value by its own field name", () => {
  expect(decode({ cp: "DataTime=20260102020000;Leq-Data=55.1,Leq-Flag=N" }).readings).toMatchObject([
    { pollutant: "Leq", value: 55.1 },
  ]);
});

test.each([
  ["2011", "realtime", "20260102030457", "2026-01-02 03:04:57", []],
  ["2051", "minute", "20260102030400", "2026-01-02 03:04:00", []],
  ["2051", "minute", "20260102030459", "2026-01-02 03:04:00", ["time-not-on-the-period"]],
  ["2061", "hour", "20260102020001", "2026-01-02 02:00:00", ["time-not-on-the-period"]],
  ["2031", "day", "20260101155800", "2026-01-01 00:00:00", ["time-not-on-the-period"]],
])("command %s (%s) with DataTime %s belongs to %s", (cn, basis, dataTime, start, quirks) => {
  const field = cn === "2011" ? "Rtd" : "Avg";
  const message = decode({ cn, cp: `DataTime=${dataTime};a21026-${field}=1,a21026-Flag=N` });

  expect(message.readings).toMatchObject([{ basis, at: at(start) }]);
  expect(message.quirks).toEqual(quirks);
});

test("a minute value stays at its own minute whatever interval is registered, and says so", () => {
  const message = decode(
    { cn: "2051", cp: "DataTime=20260102025900;a21026-Avg=1,a21026-Flag=N" },
    registryOf({ minuteMinutes: 10 }),
  );

  expect(message.readings).toMatchObject([{ at: at("2026-01-02 02:59:00"), minutes: 10 }]);
  expect(message.quirks).toContain("time-not-on-the-period");
});

test("an hour that is labelled with its end is the hour before", () => {
  const message = decode({ cp: "DataTime=20260102030000;a21026-Avg=1,a21026-Flag=N" }, registryOf({ hourLabel: "end" }));

  expect(message.readings).toMatchObject([{ at: at("2026-01-02 02:00:00") }]);
  expect(message.quirks).toEqual([]);
});

const END = { hourLabel: "end" } as const;

test.each([
  ["the minute before", "2051", "20260102030000", END, "2026-01-02 02:59:00"],
  ["the ten minutes before", "2051", "20260102030000", { ...END, minuteMinutes: 10 }, "2026-01-02 02:50:00"],
  ["an hour labelled one second early", "2061", "20260101235959", END, "2026-01-01 23:00:00"],
  ["an hour labelled one second late", "2061", "20260102000001", END, "2026-01-01 23:00:00"],
  ["the hour before", "2061", "20260101230000", END, "2026-01-01 22:00:00"],
  ["the day before", "2031", "20260102000000", END, "2026-01-01 00:00:00"],
  ["the day that ends in a second", "2031", "20260101235959", END, "2026-01-01 00:00:00"],
  ["a day of its own label", "2031", "20260101000000", { ...END, dayLabel: "start" }, "2026-01-01 00:00:00"],
  ["minutes of their own label", "2051", "20260102030000", { ...END, minuteLabel: "start" }, "2026-01-02 03:00:00"],
  ["minutes alone with the end", "2051", "20260102030000", { minuteLabel: "end" }, "2026-01-02 02:59:00"],
] as const)("%s: command %s at %s of a device with other labels than the start", (_what, cn, label, device, start) => {
  const message = decode({ cn, cp: `DataTime=${label};a21026-Avg=1,a21026-Flag=N` }, registryOf(device));

  expect(message.readings).toMatchObject([{ at: at(start) }]);
});

test.each([
  ["an hour that is sent as it ends", "2061", "20260102030001001", "20260102030000", {}, "labelled-with-end"],
  [
    "ten minutes that are sent as they end",
    "2051",
    "20260102030000500",
    "20260102030000",
    { minuteMinutes: 10 },
    "labelled-with-end",
  ],
  ["an hour that is sent an hour late", "2061", "20260102030008001", "20260102020000", END, "labelled-with-start"],
] as const)("%s contradicts its registered label, and that is counted", (_what, cn, qn, label, device, quirk) => {
  const message = decode({ cn, qn, cp: `DataTime=${label};a21026-Avg=1,a21026-Flag=N` }, registryOf(device));

  expect(message.quirks).toContain(quirk);
});

test("a day that is sent as it ends is labelled with its end; one that comes hours later tells nothing", () => {
  const bytes = frame({ cn: "2031", qn: "20260102000100001", cp: "DataTime=20260102000000;a21026-Avg=1,a21026-Flag=N" });
  const quirksAt = (arrival: string) => decodeEntry(entryOf(bytes, { at: instant(at(arrival)) }), REGISTRY).quirks;

  expect(quirksAt("2026-01-02 00:01:01")).toEqual(["labelled-with-end"]);
  expect(quirksAt("2026-01-02 03:10:00")).toEqual([]);
});

test.each([
  ["an hour under its start", "2061", "20260102030008001", "20260102020000", {}],
  ["an hour under its end", "2061", "20260102030008001", "20260102030000", END],
  ["a single minute", "2051", "20260102030001001", "20260102030000", {}],
  ["ten minutes under their start", "2051", "20260102030000500", "20260102025000", { minuteMinutes: 10 }],
  ["a back-fill of hours ago", "2061", "20260102030008001", "20260101120000", END],
] as const)("%s agrees with its label", (_what, cn, qn, label, device) => {
  const { quirks } = decode({ cn, qn, cp: `DataTime=${label};a21026-Avg=1,a21026-Flag=N` }, registryOf(device));

  expect(quirks.filter((quirk) => quirk.startsWith("labelled"))).toEqual([]);
});

test.each([
  ["", "no-time"],
  ["DataTime=;", "no-time"],
  ["DataTime=20260231000000;", "impossible-time"],
  ["DataTime=now;", "impossible-time"],
  ["DataTime=19700101000000;", "impossible-time"],
  ["DataTime=19991231235959;", "impossible-time"],
  ["DataTime=20260102031501;", "future-time"],
  ["DataTime=29990101000000;", "future-time"],
])("realtime data with %j are rejected as %s", (time, reason) => {
  const message = decode({ cn: "2011", cp: `${time}a21026-Rtd=1` });

  expect(message).toMatchObject({ isControl: false, readings: [], rejections: [{ reason }] });
});

test("five minutes ahead of our clock are not yet the future", () => {
  expect(decode({ cn: "2011", cp: "DataTime=20260102031500;a21026-Rtd=1" }).readings).toHaveLength(1);
});

test.each([
  // The message comes at 03:10; five minutes are the tolerance.
  ["an hour that is not over", "2061", "20260102030000"],
  ["a day that is not over", "2031", "20260102000000"],
])("%s is rejected: nobody knows its mean yet", (_what, cn, label) => {
  const message = decode({ cn, cp: `DataTime=${label};a21026-Avg=1,a21026-Flag=N` });

  expect(message).toMatchObject({ readings: [], rejections: [{ reason: "future-time" }] });
});

test.each([
  ["an hour that has just ended", "2061", "20260102020000", {}],
  ["an hour that ended under the label of its end", "2061", "20260102030000", { hourLabel: "end" }],
  ["the day before", "2031", "20260101000000", {}],
  ["a minute interval that is labelled with its end", "2051", "20260102031000", { minuteMinutes: 10 }],
] as const)("%s is taken", (_what, cn, label, device) => {
  expect(decode({ cn, cp: `DataTime=${label};a21026-Avg=1,a21026-Flag=N` }, registryOf(device)).readings).toHaveLength(1);
});

test("a retry is judged by the time at which it was offered again, and belongs to the message it first was", () => {
  const entry = entryOf(frame({ cn: "2011", cp: "DataTime=20260102050000;a21026-Rtd=1" }), {
    kind: "retry",
    seq: 99,
    ref: 7,
    at: instant(at("2026-01-02 05:00:00")),
  });

  expect(decodeEntry(entry, REGISTRY)).toMatchObject({ messageId: 7, seq: 99, readings: [{ value: 1 }], rejections: [] });
});

// Behaviour
test("a factor that is not registered is rejected alone", () => {
  const message = decode({ cp: "DataTime=20260102020000;a21026-Avg=1,a21026-Flag=N;a01011-Avg=5,a01011-Flag=N;__proto__-Avg=1" });

  expect(message.readings).toHaveLength(1);
  expect(message.rejections.map((r) => r.reason)).toEqual(["unknown-factor", "unknown-factor"]);
});

test("a channel for another ST is not the factor's", () => {
  expect(decode({ st: "32", cp: "DataTime=20260102020000;a21026-Avg=1" }).rejections).toMatchObject([
    { reason: "unknown-factor" },
  ]);
});

test.each([
  ["the value is no number", "a21026-Avg=NaN,a21026-Flag=N", "not-a-number"],
  ["the value is empty", "a21026-Avg=,a21026-Flag=N", "not-a-number"],
  ["there is only a flag", "a21026-Flag=D", "not-a-number"],
  ["there are only extremes", "a21026-Min=1,a21026-Max=2,a21026-Flag=N", "not-a-number"],
  ["the value stands twice and differs", "a21026-Avg=1,a21026-Avg=2,a21026-Flag=N", "wrong-shape"],
  ["the flag is longer than 8 characters", "a21026-Avg=1,a21026-Flag=NNNNNNNNN", "wrong-flag"],
  ["the flag holds a blank", "a21026-Avg=1,a21026-Flag=N N", "wrong-flag"],
  ["the flag is a sign", "a21026-Avg=1,a21026-Flag=_", "wrong-flag"],
  ["the flag is no ASCII", "a21026-Avg=1,a21026-Flag=正常", "wrong-flag"],
])("a factor is rejected when %s", (_title, pairs, reason) => {
  const message = decode({ cp: `DataTime=20260102020000;${pairs};a34001-Avg=0.1,a34001-Flag=N` });

  expect(message.readings).toMatchObject([{ outlet: "e1-B1" }]);
  expect(message.rejections).toMatchObject([{ reason }]);
});

test("a broken extreme is left out and does not spoil the value", () => {
  const message = decode({ cp: "DataTime=20260102020000;a21026-Avg=1,a21026-Max=,a21026-Flag=N" });

  expect(message.readings).toMatchObject([{ outlet: "e1-DA001", at: at("2026-01-02 02:00:00"), value: 1, flag: "N" }]);
  expect(message.readings[0]).not.toHaveProperty("max");
  expect(message.quirks).toEqual(["value-beside-unreadable"]);
});

test("a wrong flag is told with the factor and what it said, but not at any length", () => {
  const [rejection] = decode({ cp: `DataTime=20260102020000;a21026-Avg=1,a21026-Flag=${"N".repeat(500)}` }).rejections;

  expect(rejection?.detail).toEqual({ code: "value-flag-form", facts: { factor: "a21026", text: "N".repeat(40) } });
});

test.each(["N", "F", "M", "S", "D", "C", "T", "B", "P", "0", "1", "2", "3", "Td"])("the flag %s is of some edition", (flag) => {
  const message = decode({ cp: `DataTime=20260102020000;a21026-Avg=1,a21026-Flag=${flag}` });

  expect(message).toMatchObject({ readings: [{ flag }], rejections: [], quirks: [] });
});

test.each(["A", "n", "4", "TD", "Sr", "NORMAL12"])("the flag %s of no edition is kept, under a quirk", (flag) => {
  const pairs = { a21026: { value: 1, flag } };
  const message = decode({ cp: `DataTime=20260102020000;a21026-Avg=1,a21026-Flag=${flag}` });

  expect(message).toMatchObject({ readings: [{ flag }], rejections: [], quirks: ["flag-unknown"] });
  const said = json({ at: "2026-01-02T02:00:00+08:00", basis: "hour", values: pairs });
  expect(said).toMatchObject({ readings: [{ flag }], quirks: ["flag-unknown"] });
});

test("data without any factor are rejected", () => {
  expect(decode({ cp: "DataTime=20260102020000" })).toMatchObject({ isControl: false, rejections: [{ reason: "wrong-shape" }] });
});

test.each(["9011", "9012", "9013", "9014", "9015", "1011", "1013", "2021", "2041", "2081", "3019", "3020"])(
  "command %s is control",
  (cn) => {
    expect(decode({ cn, cp: "QnRtn=1" })).toMatchObject({ isControl: true, readings: [], rejections: [] });
  },
);

test.each(["2013", "2052", "2083"])("data of command %s are rejected, not dropped", (cn) => {
  expect(decode({ cn, cp: "DataTime=20260102020000" })).toMatchObject({
    isControl: false,
    rejections: [{ reason: "unsupported-command" }],
  });
});

test("a single measurement of noise of a device registered as 2025 is a realtime reading; of another device it is rejected", () => {
  const items = { st: "23", cn: "2052", cp: "DataTime=20260102020510;Leq-Data=61.5;LA-Data=58" };

  expect(decode(items, registryOf({ edition: "2025" }))).toMatchObject({
    readings: [{ outlet: "e1-N1", pollutant: "Leq", basis: "realtime", at: at("2026-01-02 02:05:10"), value: 61.5, flag: "N" }],
    rejections: [{ reason: "unknown-factor" }],
    quirks: ["flag-not-stated"],
  });
  expect(decode({ ...items, cp: "DataTime=20260231020510;Leq-Data=61.5" }, registryOf({ edition: "2025" }))).toMatchObject({
    rejections: [{ reason: "impossible-time" }],
  });
  expect(decode(items)).toMatchObject({ readings: [], rejections: [{ reason: "unsupported-command" }] });
});

test("a frame of another MN is rejected", () => {
  expect(decode({ mn: "SIM410102000000000000002" }).rejections).toMatchObject([{ reason: "wrong-mn" }]);
});

test("a message of a device that is no longer registered is rejected", () => {
  expect(decodeEntry(entryOf(frame({}), { mn: "SIM410102000000000000009" }), REGISTRY).rejections).toMatchObject([
    { reason: "unknown-device" },
  ]);
});

test.each([
  ["a broken CRC", `##0026ST=31;CN=9015;MN=A;CP=&&&&0000\r\n`, "wrong-crc"],
  ["a broken length", "##00x6ST=31;CN=9015;MN=A;CP=&&&&0000\r\n", "wrong-length"],
  ["text", "hello", "not-a-frame"],
  ["a broken header", "ST=31;CN=x;MN=A;CP=&&&&", "wrong-header"],
])("%s over MQTT is rejected with its reason", (_title, payload, reason) => {
  const entry = entryOf(payload, { transport: "mqtt", topic: `outfall/v1/${MN}/hj212` });

  expect(decodeEntry(entry, REGISTRY).rejections).toMatchObject([{ reason }]);
});

test("a bare data segment over MQTT is taken", () => {
  const segment = `QN=1;ST=31;CN=2061;MN=${MN};Flag=4;CP=&&DataTime=20260102020000;a21026-Avg=1,a21026-Flag=N&&`;
  const entry = entryOf(segment, { transport: "mqtt", topic: `outfall/v1/${MN}/hj212` });

  expect(decodeEntry(entry, REGISTRY).readings).toMatchObject([{ value: 1 }]);
});

test("a device that is registered with a CRC variant must use it", () => {
  const registry = registryOf({ crc: "swapped", edition: "2017" });

  expect(decodeEntry(entryOf(frame({})), registry).rejections).toMatchObject([{ reason: "wrong-crc" }]);
});

// Behaviour
test("whatever the bytes are, decoding gives readings, control or a reason, and never throws", () => {
  const topics = fc.constantFrom("", `outfall/v1/${MN}/hj212`, `outfall/v1/${MN}/readings`);
  const area = fc.stringMatching(/^[A-Za-z0-9_=;,&/.-]{0,80}$/);
  const payloads = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    area.map((cp) => frame({ cp: `DataTime=20260102020000;${cp}` })),
    fc.json().map((text) => new TextEncoder().encode(text)),
  );
  fc.assert(
    fc.property(payloads, topics, (payload, topic) => {
      const { isControl, readings, rejections } = decodeEntry(entryOf(payload, { topic }), REGISTRY);

      expect(isControl).toBe(readings.length === 0 && rejections.length === 0);
    }),
  );
});

test("an encrypted frame is decoded with its device's key, and rejected without it", () => {
  const sm4Key = new TextEncoder().encode("SimKey0123456789");
  const sealed = { set: true, stored: "sealed" } as const;
  const registry = registryOf({ edition: "2025", sm4Key: sealed });
  const cp = "DataTime=20260102020000;a21026-Avg=35.2,a21026-Flag=N";
  const items: FrameItems = { qn: "20260102030500001", st: "31", cn: "2061", pw: "123456", mn: MN, flag: 9, cp };
  const entry = entryOf(encodeFrame(items, { sm4Key }));

  const opened = decodeEntry(entry, registry, { keyOf: (stored) => (stored === sealed ? sm4Key : undefined) });

  expect(opened).toMatchObject({ raw: entry.payload, readings: [{ outlet: "e1-DA001", value: 35.2 }], rejections: [] });
  for (const options of [{}, { keyOf: () => undefined }, { keyOf: () => new Uint8Array(16) }]) {
    expect(decodeEntry(entry, registry, options)).toMatchObject({ readings: [], rejections: [{ reason: "wrong-crc" }] });
  }
});
