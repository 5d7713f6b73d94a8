import { describe, expect, test } from "vitest";
import { keyOf, type LookedAt, makesUnready, NEEDED_ROLES, type NotReady, notReady, type RoleHealth } from "./readiness.ts";

const WELL: RoleHealth = { isRunning: true, away: [] };
const ALL_WELL: LookedAt = { roles: { gateway: WELL, pipeline: WELL }, away: [], waiting: { entries: 0, oldestMs: 0 } };

const looked = (change: Partial<LookedAt>): LookedAt => ({ ...ALL_WELL, ...change });
const gateway = (change: Partial<RoleHealth>): LookedAt => looked({ roles: { gateway: { ...WELL, ...change }, pipeline: WELL } });

test("where every role answers, every store too, and nothing waits, nothing is wrong", () => {
  expect(notReady(ALL_WELL)).toEqual([]);
});

describe.each(NEEDED_ROLES)("the %s", (role) => {
  test.each([
    ["absent", { code: "role-absent", facts: { role } }],
    ["silent", { code: "role-silent", facts: { role } }],
    [
      { isRunning: false, away: [] },
      { code: "role-waits", facts: { role } },
    ],
  ] as const)("answers %j", (answer, problem) => {
    expect(notReady(looked({ roles: { ...ALL_WELL.roles, [role]: answer } }))).toEqual([problem]);
  });
});

test.each([
  ["full", "journal-full"],
  ["failed", "journal-failed"],
] as const)("a journal that is %s is %s", (journal, code) => {
  expect(notReady(gateway({ journal }))).toEqual([{ code, facts: {} }]);
  expect(notReady(gateway({ journal, isRunning: false }))).toEqual([{ code, facts: {} }]);
  expect(notReady(gateway({ journal: "ok" }))).toEqual([]);
});

test("a store is named once, as it was found when it was asked, else as a role met it", () => {
  const told = gateway({
    away: [
      { store: "records", trouble: "connection-lost" },
      { store: "series", trouble: "wrong-token" },
    ],
  });

  expect(notReady({ ...told, away: [{ store: "records", trouble: "no-answer" }] })).toEqual([
    { code: "store-away", facts: { store: "records", trouble: "no-answer" } },
    { code: "store-away", facts: { store: "series", trouble: "wrong-token" } },
  ]);
});

// Behaviour
test("an installation is not ready while the oldest entry has waited for more than a minute", () => {
  expect(notReady(looked({ waiting: { entries: 7, oldestMs: 60_000 } }))).toEqual([]);
  expect(notReady(looked({ waiting: { entries: 7, oldestMs: 61_500 } }))).toEqual([
    { code: "entries-wait", facts: { entries: 7, oldestSeconds: 61 } },
  ]);
});

test("a long-term store that is away makes nobody wait, every other problem does", () => {
  const away = (store: "records" | "series" | "journal" | "intake"): NotReady => ({
    code: "store-away",
    facts: { store, trouble: "no-answer" },
  });
  expect([away("series"), away("records"), away("journal"), away("intake")].map(makesUnready)).toEqual([false, true, true, true]);
  expect(makesUnready({ code: "role-silent", facts: { role: "gateway" } })).toBe(true);
});

test("a problem is the same at two looks whatever its figures, and another one of another role or store", () => {
  const waits = (entries: number): NotReady => ({ code: "entries-wait", facts: { entries, oldestSeconds: entries } });
  expect(keyOf(waits(1))).toBe(keyOf(waits(2)));
  const others: readonly NotReady[] = [
    { code: "role-silent", facts: { role: "gateway" } },
    { code: "role-silent", facts: { role: "pipeline" } },
    { code: "role-absent", facts: { role: "pipeline" } },
    { code: "store-away", facts: { store: "records", trouble: "no-answer" } },
    { code: "store-away", facts: { store: "series", trouble: "no-answer" } },
    { code: "journal-full", facts: {} },
    waits(1),
  ];
  expect(new Set(others.map(keyOf)).size).toBe(others.length);
});
