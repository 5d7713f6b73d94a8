import fc from "fast-check";
import { expect, test } from "vitest";
import { totalOf } from "../../cases/incident/standing-counts.ts";
import { NO_STATEMENTS } from "../../core/judging/declared-emission.ts";
import { DEVICE_MATTERS } from "../../core/judging/device-matters.ts";
import { findingIdOf } from "../../core/judging/finding.ts";
import type { PeriodKey } from "../../core/judging/period.ts";
import { indexRegistry } from "../../core/registry/grid.ts";
import type { LimitBasis, LimitUse } from "../../core/registry/limit.ts";
import type { Registry } from "../../core/registry/registry.ts";
import { startOfBeijingDay } from "../../core/time.ts";
import { standingOf } from "../../judge/facts-of-period.ts";
import { plansOf } from "../../judge/place-plans.ts";
import { endOf } from "../../rules/period/watermarks.ts";
import { MemoryRecords } from "../../storage/memory/memory-records.ts";
import { everythingOf } from "../support/everything-of.ts";
import { Reading } from "../support/journal-reading.ts";
import { runs, seed } from "../support/runs.ts";
import { journalOf, story } from "../support/story.ts";

type Everything = Awaited<ReturnType<typeof everythingOf>>;

async function outcomeOf(happenings: typeof story extends fc.Arbitrary<infer T> ? T : never): Promise<Everything> {
  const entries = await journalOf(happenings);
  const records = new MemoryRecords();
  const reading = new Reading(entries, records);
  while (await reading.judge(50)) await reading.commit();
  return everythingOf(records, entries.length);
}

/** The ids of what stands when every hour and day is judged once more, at the end, with all that is known by then. */
function judgedAnew(end: Everything): readonly string[] {
  const index = indexRegistry(end.registry as Registry);
  const hours = end.hours.flat();
  const days = hours.map(({ start, ...hour }): PeriodKey => ({ ...hour, basis: "day", start: startOfBeijingDay(start) }));
  const verdicts = [...hours, ...days].flatMap((key) => {
    const { outlet, pollutant, basis, start } = key;
    const plan = plansOf(index).of(outlet, pollutant);
    if (plan === undefined) return [];
    const hourOf = (wanted: string, at: number) =>
      hours.find((h) => h.outlet === outlet && h.pollutant === wanted && h.start === at);
    const facts = {
      outlet: plan.outlet,
      pollutant,
      period: { start, end: endOf(key) },
      now: end.position.engineAt,
      limits: (basis: LimitBasis, use: LimitUse = "judge") => plan.limits(basis, start, use),
      hour: hourOf,
      day: () => undefined,
      counted: () => [],
      found: (at: number) => {
        const hour = hourOf(pollutant, at);
        return hour && standingOf(hour);
      },
      statements: () => ({
        ...NO_STATEMENTS,
        declarations: end.declarations.filter((d) => d.enterprise === plan.outlet.enterprise),
      }),
    };
    return plan.rules.filter((rule) => rule.period === basis).flatMap((rule) => rule.judge(facts).verdicts);
  });
  return verdicts.flatMap((v) => (v.verdict === "exceeding" || v.verdict === "exempt" ? [findingIdOf(v)] : [])).sort();
}

test("after any story, those findings stand that a judge who sees everything at once would find", async () => {
  await fc.assert(
    fc.asyncProperty(story, async (happenings) => {
      const end = await outcomeOf(happenings);

      // What a door noticed stands in no reading.
      const measured = end.findings.filter((f) => !Object.values<string>(DEVICE_MATTERS).includes(f.pollutant));
      const standing = measured.filter((f) => f.status !== "withdrawn").map((f) => f.id);
      expect(standing.sort()).toEqual(judgedAnew(end));
    }),
    { numRuns: runs(120), seed: seed(20_261_123) },
  );
});

test("after any story, every finding that stands has its case or its deadline, and every timeline leads to its case's state", async () => {
  await fc.assert(
    fc.asyncProperty(story, async (happenings) => {
      const { findings, cases, timelines, deadlines } = await outcomeOf(happenings);

      const owned = { findings: 0, cases: cases.reduce((sum, c) => sum + totalOf(c.standing), 0) };
      for (const finding of findings.filter((f) => f.status === "provisional" || f.status === "confirmed")) {
        const { outlet, pollutant, period } = finding;
        const isAwaited = deadlines.some((d) => d.id.startsWith(`ask:${outlet}|${pollutant}|hour|${period.start}`));
        if (finding.status === "provisional" && finding.family === "exceedance") expect(isAwaited).toBe(true);
        // A lead of data quality opens no case.
        if (finding.level === "A1") continue;
        let own = cases.find((c) => c.id === finding.caseId);
        while (own?.mergedInto != null) own = cases.find((c) => c.id === own?.mergedInto);
        expect(["engine", "import"]).toContain(own?.source);
        owned.findings += 1;
      }
      expect(owned.cases).toBe(owned.findings);
      for (const [i, timeline] of timelines.entries()) {
        expect(timeline.map((line) => line.index)).toEqual(timeline.map((_, position) => position));
        expect(timeline.map((line) => line.from)).toEqual([null, ...timeline.slice(0, -1).map((line) => line.to)]);
        expect(timeline.at(-1)?.to).toBe(cases[i]?.state);
      }
      for (const open of cases.filter((c) => c.state === "signal")) {
        expect(totalOf(open.standing)).toBeGreaterThan(0);
        expect(deadlines.some((d) => d.subject === open.id) || open.supervised).toBe(true);
      }
      expect(new Set(cases.map((c) => c.number)).size).toBe(cases.length);
    }),
    { numRuns: runs(120), seed: seed(20_261_123) },
  );
});
