import { expect, test } from "vitest";
import { type BeijingDate, instant } from "../time.ts";
import { type EmptySeriesFacts, whyEmpty } from "./empty-series.ts";

const at = (text: string) => instant(Date.parse(text));
const day = (text: string) => text as BeijingDate;
const NOW = at("2026-11-25T00:00:00Z");
const FACTS: EmptySeriesFacts = {
  basis: "hour",
  from: at("2026-11-23T00:00:00Z"),
  now: NOW,
  measured: { since: null, until: null },
  newest: [{ basis: "hour", at: at("2026-11-24T12:00:00Z") }],
  hasEarlier: true,
  missingBefore: null,
  days: { first: day("2026-11-23"), last: day("2026-11-24") },
};
const why = (over: Partial<EmptySeriesFacts>) => whyEmpty({ ...FACTS, ...over });

// Behaviour
test("an empty series says why: ahead, let go, not measured, before or after its time, nothing yet, another kind, silent, a gap", () => {
  expect([
    why({ from: NOW }),
    why({ missingBefore: at("2026-11-24T00:00:00Z") }),
    why({ measured: null, newest: [] }),
    why({ measured: { since: day("2026-11-25"), until: null } }),
    why({ measured: { since: null, until: day("2026-11-23") } }),
    why({ newest: [] }),
    why({ newest: [{ basis: "realtime", at: NOW }] }),
    why({ newest: [{ basis: "hour", at: at("2026-11-22T23:00:00Z") }] }),
    why({ hasEarlier: false }),
    why({}),
  ]).toEqual([
    { code: "future", facts: {} },
    { code: "let-go", facts: { before: at("2026-11-24T00:00:00Z") } },
    { code: "not-measured", facts: {} },
    { code: "before-registered", facts: { since: "2026-11-25" } },
    { code: "after-end", facts: { until: "2026-11-23" } },
    { code: "nothing-yet", facts: {} },
    { code: "other-basis", facts: { basis: "hour", has: ["realtime"] } },
    { code: "silent-since", facts: { basis: "hour", since: at("2026-11-22T23:00:00Z") } },
    { code: "before-first", facts: {} },
    { code: "gap", facts: { basis: "hour", newest: at("2026-11-24T12:00:00Z") } },
  ]);
});

test("the day on which an outlet begins is its first, and the day on which it ends is not its own", () => {
  expect(why({ measured: { since: day("2026-11-24"), until: null } }).code).toBe("gap");
  expect(why({ measured: { since: null, until: day("2026-11-24") } }).code).toBe("gap");
});

test("what was measured once is no longer called not measured when its channel is gone", () => {
  expect(why({ measured: null }).code).toBe("gap");
});
