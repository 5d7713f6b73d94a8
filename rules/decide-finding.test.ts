import fc from "fast-check";
import { expect, test } from "vitest";
import type { Finding, Verdict } from "../core/judging/finding.ts";
import type { PeriodState } from "../core/judging/period.ts";
import type { Instant } from "../core/time.ts";
import { aLimit, anHour, at, factsOf } from "../tests/support/hour-facts.ts";
import { type DecisionContext, decideFinding, withdrawFinding } from "./decide-finding.ts";
import { EXCEED_HOUR } from "./exceedance/exceed-hour/exceed-hour.ts";

const NOW = at("2026-11-23T09:05:00+08:00");
const NOON = at("2026-11-24T12:00:00+08:00");

function context(over: Partial<DecisionContext> = {}): DecisionContext {
  return { enterprise: "e1", now: NOW, seq: 7, ...over };
}

function verdictOf(value: number, now: Instant = NOW, flag = "N", limit = aLimit()): Verdict {
  return verdictOn(anHour({ value, flag }), now, limit);
}

function verdictOn(hour: PeriodState, now: Instant, limit = aLimit()): Verdict {
  const [verdict] = EXCEED_HOUR.judge(factsOf({ hour, limits: [limit], now })).verdicts;
  if (verdict === undefined) throw new Error("no verdict");
  return verdict;
}

function opened(value = 230.5): Finding {
  const decision = decideFinding(undefined, verdictOf(value), context());
  if (decision === undefined) throw new Error("nothing opened");
  return decision.next;
}

test("an exceeding verdict opens a finding with its first line of history", () => {
  const decision = decideFinding(undefined, verdictOf(230.5), context());

  expect(decision?.change).toBe("opened");
  expect(decision?.next).toMatchObject({
    id: "e1-DA001:a21026:EXCEED-HOUR:2026-11-23T00:00:00.000Z",
    enterprise: "e1",
    caseId: null,
  });
  expect(decision?.next.history).toEqual([
    { at: NOW, seq: 7, status: "provisional", level: "A2", value: 230.5, reason: { code: "limit-exceeded", facts: {} } },
  ]);
});

test("compliant and unjudgeable hours open nothing", () => {
  expect(decideFinding(undefined, verdictOf(200), context())).toBeUndefined();
  expect(decideFinding(undefined, verdictOf(500, NOW, "D"), context())).toBeUndefined();
});

test("the same verdict again changes nothing", () => {
  expect(decideFinding(opened(), verdictOf(230.5), context({ seq: 8 }))).toBeUndefined();
});

test("a corrected value that still exceeds revises the finding and keeps its case and its history", () => {
  const current = { ...opened(), caseId: "case:1" };
  const decision = decideFinding(current, verdictOf(240), context({ seq: 8 }));

  expect(decision).toMatchObject({ change: "revised", next: { value: 240, caseId: "case:1" } });
  expect(decision?.next.history[0]).toEqual(current.history[0]);
  expect(decision?.next.history).toHaveLength(2);
});

// Behaviour
test("a compliant correction withdraws the finding and says so", () => {
  const decision = decideFinding(opened(), verdictOf(180), context({ seq: 8 }));

  expect(decision).toMatchObject({ change: "withdrawn", next: { status: "withdrawn", value: 180 } });
  expect(decision?.next.history.at(-1)).toMatchObject({
    status: "withdrawn",
    value: 180,
    reason: { code: "within-limit", facts: {} },
    seq: 8,
  });
});

test("a limit that was corrected upwards withdraws the finding and says that it was the limit", () => {
  const decision = decideFinding(opened(), verdictOf(230.5, NOW, "N", aLimit({ value: 300 })), context({ seq: 8 }));

  expect(decision?.next).toMatchObject({ status: "withdrawn", value: 230.5, limit: { value: 300 } });
  expect(decision?.next.history.at(-1)).toMatchObject({ status: "withdrawn", reason: { code: "limit-changed", facts: {} } });
});

test("data that turn out invalid withdraw the finding as unjudgeable, not as compliant", () => {
  const decision = decideFinding(opened(), verdictOf(230.5, NOW, "D"), context({ seq: 8 }));

  expect(decision).toMatchObject({ change: "withdrawn", next: { status: "withdrawn", validity: "flagged" } });
  expect(decision?.next.history.at(-1)?.reason.code).toBe("flagged-data");
});

test("a withdrawn finding stays withdrawn without news and is reinstated by a new exceedance", () => {
  const withdrawn = decideFinding(opened(), verdictOf(180), context({ seq: 8 }))?.next;

  expect(decideFinding(withdrawn, verdictOf(150), context({ seq: 9 }))).toBeUndefined();
  expect(decideFinding(withdrawn, verdictOf(230.5), context({ seq: 9 }))).toMatchObject({
    change: "reinstated",
    next: { status: "provisional", history: { length: 3 } },
  });
});

// Behaviour
test("the same verdict after noon confirms the finding and says that the time for marking is over", () => {
  const decision = decideFinding(opened(), verdictOf(230.5, NOON), context({ now: NOON, seq: 50 }));

  expect(decision).toMatchObject({ change: "confirmed", next: { status: "confirmed", level: "A3" } });
  expect(decision?.next.history.at(-1)).toEqual({
    at: NOON,
    seq: 50,
    status: "confirmed",
    level: "A3",
    value: 230.5,
    reason: { code: "time-for-marking-over", facts: {} },
  });
});

test("another value after noon confirms the finding with the reason of the value", () => {
  const decision = decideFinding(opened(), verdictOf(240, NOON), context({ now: NOON, seq: 50 }));

  expect(decision?.next.history.at(-1)).toMatchObject({ status: "confirmed", value: 240, reason: { code: "limit-exceeded" } });
});

// Behaviour
test("marks that come too late leave a confirmed finding confirmed, and its history says that it is disputed", () => {
  const confirmed = decideFinding(opened(), verdictOf(230.5, NOON), context({ now: NOON, seq: 50 }))?.next;
  const marked = verdictOn(anHour({ value: 230.5, late: { flag: "D" } }), NOON);
  const decision = decideFinding(confirmed, marked, context({ now: NOON, seq: 51 }));

  expect(decision).toMatchObject({ change: "revised", next: { status: "confirmed", level: "A3", disputed: true } });
  expect(decision?.next.history.at(-1)?.reason).toEqual({ code: "disputed", facts: {} });
  expect(decideFinding(decision?.next, marked, context({ seq: 52 }))).toBeUndefined();
  expect(decideFinding(decision?.next, { ...marked, value: 240 }, context({ seq: 52 }))?.next.history.at(-1)?.reason.code).toBe(
    "limit-exceeded",
  );
});

test("a verdict reached after that noon confirms a provisional finding, and a confirmed one keeps its confirmation at the same value", () => {
  const confirmed = decideFinding(opened(), verdictOf(230.5, NOON), context({ now: NOON, seq: 50 }));

  expect(confirmed).toMatchObject({ change: "confirmed", next: { status: "confirmed", level: "A3" } });
  expect(decideFinding(confirmed?.next, verdictOf(230.5, NOON), context({ seq: 51 }))).toBeUndefined();
});

test("a provisional verdict of another value makes a confirmed finding provisional again", () => {
  const confirmed: Finding = { ...opened(), status: "confirmed", level: "A3" };

  expect(decideFinding(confirmed, verdictOf(240), context({ seq: 51 }))).toMatchObject({
    change: "revised",
    next: { status: "provisional", level: "A2" },
  });
});

test("an exempt verdict opens an exempted finding", () => {
  const exempt: Verdict = { ...verdictOf(230.5), rule: "FUG-CONSENTED", verdict: "exempt", status: "exempted", level: "A0" };
  const decision = decideFinding(undefined, exempt, context());

  expect(decision).toMatchObject({ change: "exempted", next: { status: "exempted", level: "A0" } });
  expect(decideFinding({ ...opened(), status: "withdrawn" }, exempt, context())?.change).toBe("exempted");
  expect(decideFinding(opened(), exempt, context())?.change).toBe("exempted");
});

test("a changed limit or another answer to a declaration revises a finding whose value stayed", () => {
  const other = verdictOf(230.5);
  const { limit } = verdictOf(230.5, NOW, "N", aLimit({ value: 100 }));
  const declarationsConsidered = [
    { id: "declaration:1", covers: false, from: NOW, to: NOW, why: { code: "refused", facts: {} } } as const,
  ];

  expect(decideFinding(opened(), { ...other, limit }, context())?.change).toBe("revised");
  expect(decideFinding({ ...opened(), limit: null }, other, context())?.change).toBe("revised");
  expect(decideFinding(opened(), { ...other, declarationsConsidered }, context())?.change).toBe("revised");
});

test("a finding for which no rule speaks any more is withdrawn once, with the reason given", () => {
  const decision = withdrawFinding(opened(), { code: "no-limit", facts: {} }, context({ seq: 9 }));

  expect(decision?.next.history.at(-1)).toMatchObject({ status: "withdrawn", reason: { code: "no-limit", facts: {} } });
  expect(decision && withdrawFinding(decision.next, { code: "no-limit", facts: {} }, context({ seq: 10 }))).toBeUndefined();
});

// Behaviour
test("whatever versions of an hour arrive, history only grows and the last version decides", () => {
  const version = fc.record({
    value: fc.constantFrom(150, 200, 201, 300),
    flag: fc.constantFrom("N", "N", "D"),
    late: fc.boolean(),
  });

  fc.assert(
    fc.property(fc.array(version, { minLength: 1, maxLength: 12 }), (versions) => {
      let current: Finding | undefined;
      versions.forEach(({ value, flag, late }, seq) => {
        const now = late ? NOON : NOW;
        const next = decideFinding(current, verdictOf(value, now, flag), context({ now, seq }))?.next ?? current;
        expect(next?.history.slice(0, current?.history.length ?? 0)).toEqual(current?.history ?? next?.history.slice(0, 0));
        current = next;
      });
      const last = versions.at(-1);
      const exceeds = last !== undefined && last.flag === "N" && last.value > 200;
      expect(current !== undefined && current.status !== "withdrawn").toBe(exceeds);
    }),
  );
});
