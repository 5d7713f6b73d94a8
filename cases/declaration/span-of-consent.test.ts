import { expect, test } from "vitest";
import { HOUR, plus } from "../../core/time.ts";
import { aDeclaration, T0 } from "../../tests/support/records-facts.ts";
import { spanOfConsent } from "./span-of-consent.ts";

const TO = plus(T0, HOUR);
const waiting = aDeclaration("d", { from: T0, to: TO });

test("of a declaration that waits it is said what an answer given now would cover", () => {
  expect(spanOfConsent(waiting, plus(T0, -1))).toEqual({ past: "none", countsFrom: T0 });
  expect(spanOfConsent(waiting, T0)).toEqual({ past: "none", countsFrom: T0 });
  expect(spanOfConsent(waiting, plus(T0, 1))).toEqual({ past: "part", countsFrom: plus(T0, 1) });
  expect(spanOfConsent(waiting, TO)).toEqual({ past: "whole", countsFrom: null });
});

test("of an answered one it is said as of the answer, whatever the time is", () => {
  const answered = { ...waiting, decidedAt: plus(T0, 10) };

  expect(spanOfConsent({ ...answered, state: "consented" }, plus(TO, HOUR))).toEqual({ past: "part", countsFrom: plus(T0, 10) });
  expect(spanOfConsent({ ...answered, state: "refused" }, T0)).toEqual({ past: "part", countsFrom: null });
});
