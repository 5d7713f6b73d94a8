import { expect, test } from "vitest";
import { instant, MINUTE, plus } from "../time.ts";
import { firstRefusal, joinRefusals, type NewRefusal, refusalKey } from "./refusal.ts";

const T0 = instant(Date.UTC(2026, 10, 23));
const notice = (over: Partial<NewRefusal> = {}): NewRefusal => ({
  transport: "hj212",
  mn: "SIM410102000000000000001",
  reason: "wrong-password",
  detail: { code: "pw-other", facts: {} },
  address: "192.0.2.1",
  sample: Uint8Array.of(35, 35),
  at: T0,
  ...over,
});

test("the first refusal of a kind counts once, from then until then", () => {
  expect(joinRefusals(undefined, firstRefusal(notice()))).toMatchObject({ count: 1, firstAt: T0, lastAt: T0 });
});

test("a further refusal of a kind adds to the count and says how it was now, since when it goes on stays", () => {
  const later = firstRefusal(notice({ at: plus(T0, MINUTE), address: "192.0.2.2" }));

  expect(joinRefusals({ ...firstRefusal(notice()), count: 3 }, later)).toMatchObject({
    count: 4,
    firstAt: T0,
    lastAt: plus(T0, MINUTE),
    address: "192.0.2.2",
  });
});

test("refusals of another door, device or reason are of another kind; where they come from makes no difference", () => {
  const key = refusalKey(notice());

  expect(refusalKey(notice({ address: "192.0.2.9" }))).toBe(key);
  const others = [notice({ transport: "mqtt" }), notice({ mn: "SIM2" }), notice({ reason: "wrong-mn" })].map(refusalKey);
  expect(new Set([key, ...others]).size).toBe(4);
});
