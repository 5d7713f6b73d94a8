import { expect, test } from "vitest";
import { at, json, NOW } from "../tests/support/decoded-entry.ts";

const HOUR = { at: "2026-01-02T02:00:00+08:00", basis: "hour" };

test("JSON readings are mapped like frames, and at is always the start", () => {
  const message = json({ ...HOUR, values: { a34001: { value: 0.2, converted: 1, flag: "M", min: 0.1, max: 0.3, total: 2 } } });

  expect(message).toMatchObject({
    isControl: false,
    readings: [
      {
        outlet: "e1-B1",
        pollutant: "a34001",
        basis: "hour",
        at: at("2026-01-02 02:00:00"),
        value: 0.2,
        converted: 1,
        flag: "M",
        min: 0.1,
        max: 0.3,
        total: 2,
      },
    ],
    rejections: [],
  });
});

test("each JSON reading and each factor is rejected alone", () => {
  const values = { a34001: { value: 1 } };
  const message = json([
    { basis: "hour", values },
    { ...HOUR, at: "2026-01-02T02:00:00", values },
    { ...HOUR, at: "2026-01-02T04:00:00+08:00", values },
    { ...HOUR, at: "1999-01-02T04:00:00+08:00", values },
    { ...HOUR, values: { ...values, a99999: { value: 1 } } },
    { ...HOUR, at: "2026-01-02T01:00:05+08:00", values },
  ]);

  expect(message.rejections.map((r) => r.reason)).toEqual([
    "no-time",
    "impossible-time",
    "future-time",
    "impossible-time",
    "unknown-factor",
  ]);
  expect(message.readings).toHaveLength(2);
  expect(message.quirks).toEqual(["time-not-on-the-period"]);
});

test("a JSON message that is broken or empty is rejected as a whole", () => {
  expect(json("{").rejections).toMatchObject([{ reason: "not-json" }]);
  expect(json([]).rejections).toMatchObject([{ reason: "wrong-shape" }]);
  expect(json({ ...HOUR, values: {} }).rejections).toMatchObject([{ reason: "wrong-shape" }]);
});

// Behaviour
test("a JSON value that cannot be read costs only itself and gets a reason", () => {
  const message = json({ ...HOUR, values: { a34001: { value: 0.2, max: "x" }, a21026: { value: null } } });

  expect(message.readings).toMatchObject([{ pollutant: "a34001", value: 0.2 }]);
  expect(message.rejections).toMatchObject([
    { reason: "not-a-number", detail: { code: "payload-shape", facts: { pointer: "/values/a34001/max" } } },
    { reason: "not-a-number", detail: { code: "payload-shape", facts: { pointer: "/values/a21026/value" } } },
  ]);
});

test("a JSON reading is ordered by sent, else by its arrival, and bytes have their digest", () => {
  const values = { a34001: { value: 0.2 } };
  const [stated] = json({ ...HOUR, sent: "2026-01-02T03:01:00+08:00", values }).readings;
  const [arrived] = json({ ...HOUR, values }).readings;
  const [again] = json({ ...HOUR, values }).readings;
  const [ahead] = json({ ...HOUR, sent: "2036-01-02T03:01:00+08:00", values }).readings;

  expect(stated).toMatchObject({ order: at("2026-01-02 03:01:00") });
  expect(stated?.arrival).toEqual({ entry: 7 });
  expect(arrived).toMatchObject({ order: NOW, arrival: { entry: 7 } });
  expect(again?.arrival?.digest).toBe(arrived?.arrival?.digest);
  expect(ahead).toMatchObject({ order: NOW, arrival: { entry: 7 } });
  expect(ahead?.arrival?.digest).not.toBe(arrived?.arrival?.digest);
});
