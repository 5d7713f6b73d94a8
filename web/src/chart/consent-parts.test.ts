import { expect, test } from "vitest";
import { consentParts } from "./consent-parts.ts";

const [FROM, CUT, TO] = ["2026-11-23T00:00:00.000Z", "2026-11-23T02:20:00.000Z", "2026-11-23T04:00:00.000Z"];
const [from, cut, to] = [FROM, CUT, TO].map((iso) => Date.parse(iso));

// Behaviour
test("a declared window is drawn as consented from when consent counts, and as declared alone before", () => {
  expect(consentParts({ from: FROM, to: TO, state: "consented", countsFrom: CUT })).toEqual([
    { from, to: cut, isConsented: false },
    { from: cut, to, isConsented: true },
  ]);
  expect(consentParts({ from: FROM, to: TO, state: "consented", countsFrom: FROM })).toEqual([{ from, to, isConsented: true }]);
});

test("a window without consent, or with one that came when it was over, is drawn as declared alone", () => {
  const whole = [{ from, to, isConsented: false }];

  expect(consentParts({ from: FROM, to: TO, state: "submitted", countsFrom: CUT })).toEqual(whole);
  expect(consentParts({ from: FROM, to: TO, state: "consented", countsFrom: null })).toEqual(whole);
});
