import fc from "fast-check";
import { expect, test } from "vitest";
import type { FindingChange } from "../../core/casework/subject.ts";
import type { Finding } from "../../core/judging/finding.ts";
import { HOUR, plus } from "../../core/time.ts";
import { aFinding } from "../../tests/support/case-facts.ts";
import { FindingsDesk } from "../../tests/support/findings-desk.ts";
import { runs } from "../../tests/support/runs.ts";
import { totalOf } from "../incident/standing-counts.ts";

const SEED = 20_261_123;
const A3 = { status: "confirmed", level: "A3" } as const;

interface Happening {
  readonly finding: Finding;
  readonly change: FindingChange;
}

function hour(n: number, over: Partial<Finding> = {}): Finding {
  const start = plus(aFinding().period.start, n * HOUR);
  return aFinding({ id: `h${n}:${over.rule ?? "EXCEED-HOUR"}`, period: { start, end: plus(start, HOUR) }, ...over });
}

/** What happens to one finding, in this order: it opens, and it may be confirmed, fall and come back. */
const life = fc
  .record({
    n: fc.nat(60).map((n) => n * 5),
    rule: fc.constantFrom("EXCEED-HOUR" as const, "EXCEED-HOUR" as const, "FUG-PENDING" as const),
    ways: fc.constantFrom("", "c", "w", "cw", "wr", "cwr"),
  })
  .map(({ n, rule, ways }): readonly Happening[] => {
    const way = { c: "confirmed", w: "withdrawn", r: "reinstated" } as const;
    const changes = [...ways].map((letter): Happening => {
      const change = way[letter as keyof typeof way];
      const over = change === "confirmed" ? A3 : change === "withdrawn" ? ({ status: "withdrawn" } as const) : {};
      return { change, finding: hour(n, { rule, ...over }) };
    });
    return [{ change: "opened", finding: hour(n, { rule }) }, ...changes];
  });

const lives = fc.uniqueArray(life, {
  selector: ([first]) => first?.finding.id,
  minLength: 2,
  maxLength: 40,
  size: "max",
});

/** The lives woven into one order: `picks` says whose turn it is. */
function woven(all: readonly (readonly Happening[])[], picks: readonly number[]): readonly Happening[] {
  const left = all.map((one) => [...one]);
  const order: Happening[] = [];
  for (let i = 0; left.some((one) => one.length > 0); i++) {
    const waiting = left.filter((one) => one.length > 0);
    const next = waiting[(picks[i % picks.length] ?? 0) % waiting.length]?.shift();
    if (next !== undefined) order.push(next);
  }
  return order;
}

/** What people see once everything has happened, without what remembers the order: ids, numbers, times. */
async function seenAfter(order: readonly Happening[], desk = new FindingsDesk()) {
  for (const { finding, change } of order) {
    desk.now = plus(desk.now, 1);
    await desk.happen(finding, change);
  }
  const incidents = await desk.incidents();
  const standing = [...desk.findings.values()].filter((f) => f.status !== "withdrawn");
  const inCase = new Map<string, string[]>();
  for (const { id } of standing) {
    const own = (await desk.caseOf(id))?.id ?? "none";
    inCase.set(own, [...(inCase.get(own) ?? []), id].sort());
  }
  const cases = (await desk.cases()).filter((c) => totalOf(c.standing) > 0);
  return {
    incidents: incidents.map(({ family, from, to, standing: counts, highest }) => ({ family, from, to, counts, highest })),
    cases: cases
      .map((c) => ({ findings: inCase.get(c.id), state: c.state, level: c.level, standing: c.standing }))
      .sort((a, b) => ((a.findings?.[0] ?? "") < (b.findings?.[0] ?? "") ? -1 : 1)),
    unowned: inCase.get("none") ?? [],
  };
}

// Behaviour
test("whatever the order in which findings come, are confirmed, fall and come back, the same ones lie in one case of the same level and state", async () => {
  await fc.assert(
    fc.asyncProperty(lives, fc.array(fc.nat(99), { minLength: 1, maxLength: 120, size: "max" }), async (all, picks) => {
      const oneByOne = await seenAfter(all.flat());

      expect(await seenAfter(woven(all, picks))).toEqual(oneByOne);
      expect(oneByOne.unowned).toEqual([]);
      expect(oneByOne.cases).toHaveLength(oneByOne.incidents.length);
      for (const { findings, standing } of oneByOne.cases) expect(findings).toHaveLength(totalOf(standing));
    }),
    { numRuns: runs(300), seed: SEED },
  );
});

/** 120 hours of which some exceed, so that there are several incidents. */
const hours = fc
  .uniqueArray(fc.nat(11), { minLength: 3, maxLength: 9 })
  .map((days) => days.flatMap((day) => [0, 1, 2, 5, 9].map((n) => hour(day * 48 + n))));

test("30 sets of hours give the same cases in order, late and doubled, and shuffled", async () => {
  await fc.assert(
    fc.asyncProperty(hours, fc.infiniteStream(fc.nat(1_000)), async (set, chances) => {
      const open = (finding: Finding): Happening => ({ finding, change: "opened" });
      const inOrder = [...set].sort((a, b) => a.period.start - b.period.start);
      const shuffled = set.map((f) => ({ f, at: chances.next().value ?? 0 })).sort((a, b) => a.at - b.at);
      const doubled = inOrder.toReversed().flatMap((f): readonly Happening[] => [open(f), { finding: f, change: "revised" }]);

      const seen = await seenAfter(inOrder.map(open));
      expect(await seenAfter(shuffled.map(({ f }) => open(f)))).toEqual(seen);
      expect(await seenAfter(doubled)).toEqual(seen);
    }),
    { numRuns: 30, seed: SEED },
  );
});

// Behaviour
test("one more hour costs as much after 8,000 findings of a case as after ten", async () => {
  const desk = new FindingsDesk();
  const costs = new Map<number, readonly number[]>();
  for (let n = 0; n < 8_030; n++) {
    desk.now = plus(aFinding().period.start, (n + 1) * HOUR);
    [desk.reads, desk.writes] = [0, 0];
    await desk.happen(hour(n));
    const [row] = n % 100 === 12 ? await desk.cases() : [];
    if (row !== undefined) {
      const days = await Promise.all((await desk.incidents()).map((i) => JSON.stringify(i).length));
      costs.set(n, [desk.reads, desk.writes, Math.round((JSON.stringify(row).length + (days[0] ?? 0)) / 100)]);
    }
  }

  const [early, late] = [costs.get(12) ?? [], costs.get(8_012) ?? []];
  expect(late.slice(0, 2)).toEqual(early.slice(0, 2));
  expect(late[2]).toBe(early[2]);
  expect(await desk.cases()).toMatchObject([{ standing: { A2: 8_030 } }]);
  // One line a day and one for the opening.
  expect(desk.timeline.length).toBeLessThan(8_030 / 24 + 3);
}, 60_000);

test("corrections after a case was archived open no case", async () => {
  const desk = new FindingsDesk();
  for (let n = 0; n < 48; n++) await desk.happen(hour(n, A3));
  await desk.steps(`case:${hour(0).id}`, "rejected", "archived");
  for (let n = 0; n < 48; n++) await desk.happen(hour(n, { ...A3, value: 240 + n }), "revised");

  expect(await desk.cases()).toMatchObject([{ state: "archived", standing: { A3: 48 } }]);
});
