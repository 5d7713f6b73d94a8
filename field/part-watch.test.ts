import { expect, test } from "vitest";
import type { HeardFrame } from "../core/field/frame-observer.ts";
import { instant, plus } from "../core/time.ts";
import { encodeFrame } from "../ingest/codecs/hj212/encode-frame.ts";
import { PartWatch } from "./part-watch.ts";
import { readPublishedFrame } from "./published-frame.ts";

const START = instant(1_000_000);
const NOTHING = { lost: 0, repeated: 0, refused: 0 };
const LIMITS = { waitMs: 1_000, sets: 2, bytes: 10_000, parts: 5 };

function heard(mn: string, minute: number, part?: { readonly pnum: number; readonly pno: number }, at = START): HeardFrame {
  const cp = `DataTime=2026010203${String(minute).padStart(2, "0")}00;a21026-Rtd=1`;
  const payload = encodeFrame({ st: "31", cn: "2011", pw: "123456", mn, flag: part === undefined ? 4 : 6, ...part, cp });
  const message = readPublishedFrame({ mn, kind: "hj212", payload, address: "" }, at);
  if (message === undefined) throw new Error("no frame");
  return message;
}

test("packets that are whole, and frames that are not split, leave nothing behind", () => {
  const watch = new PartWatch(LIMITS);

  const noted = [heard("A", 0), heard("A", 1, { pnum: 2, pno: 2 }), heard("A", 1, { pnum: 2, pno: 1 })].map((m) => watch.take(m));

  expect(noted).toEqual([NOTHING, NOTHING, NOTHING]);
  expect(watch.expire(plus(START, 1_001))).toEqual([]);
});

test("what waits too long is told once, device by device", () => {
  const watch = new PartWatch(LIMITS);
  watch.take(heard("A", 0, { pnum: 2, pno: 1 }));
  watch.take(heard("A", 1, { pnum: 3, pno: 3 }));
  watch.take(heard("B", 0, { pnum: 2, pno: 1 }));

  expect(watch.expire(plus(START, 1_000))).toEqual([]);
  expect(watch.expire(plus(START, 1_001))).toEqual([
    { mn: "A", count: 2 },
    { mn: "B", count: 1 },
  ]);
  expect(watch.expire(plus(START, 9_000))).toEqual([]);
});

test("a device that begins packets without end gives up its own oldest ones, and no other device's", () => {
  const watch = new PartWatch(LIMITS);
  watch.take(heard("B", 0, { pnum: 2, pno: 1 }));

  const noted = [0, 1, 2, 3].map((minute) => watch.take(heard("A", minute, { pnum: 2, pno: 1 })));

  expect(noted.map(({ lost }) => lost)).toEqual([0, 0, 1, 1]);
  expect(watch.take(heard("B", 0, { pnum: 2, pno: 2 }))).toEqual(NOTHING);
});

test("a part that was there already is told, while its packet waits and after it is whole", () => {
  const watch = new PartWatch(LIMITS);
  const take = (pno: number): unknown => watch.take(heard("A", 0, { pnum: 2, pno }));

  expect([take(1), take(1), take(2), take(2)]).toEqual([
    NOTHING,
    { ...NOTHING, repeated: 1 },
    NOTHING,
    { ...NOTHING, repeated: 1 },
  ]);
});

test("parts of a packet of more parts than are watched are told as refused, one by one, and none waits for the others", () => {
  const watch = new PartWatch(LIMITS);
  const take = (pno: number): unknown => watch.take(heard("A", 0, { pnum: LIMITS.parts + 1, pno }));

  expect([take(1), take(2)]).toEqual([
    { ...NOTHING, refused: 1 },
    { ...NOTHING, refused: 1 },
  ]);
  expect(watch.expire(plus(START, 9_000))).toEqual([]);
});
