import { expect, onTestFinished, test } from "vitest";
import { NO_LOG } from "../../core/log.ts";
import type { LookedAt, RoleHealth } from "../../core/readiness/readiness.ts";
import { instant, plus } from "../../core/time.ts";
import { Readiness, type ReadinessDeps } from "./readiness.ts";

const T0 = instant(Date.UTC(2026, 10, 23));
const WELL: RoleHealth = { isRunning: true, away: [] };
const CALM = { away: [], waiting: { entries: 0, oldestMs: 0 } } as const;

/** An installation whose parts say what the test wants, at a time that the test moves. */
function desk(change: Partial<ReadinessDeps> = {}) {
  const found = {
    roles: { gateway: { ...WELL, journal: "ok" }, pipeline: WELL } as LookedAt["roles"],
    stores: CALM as LookedOnly,
  };
  const at = { ms: 0 };
  const asked = { roles: 0 };
  const lines: string[] = [];
  const note = (_: object, message: string): void => void lines.push(message);
  const readiness = new Readiness({
    askRoles: async () => {
      asked.roles += 1;
      return found.roles;
    },
    askStores: async () => found.stores,
    log: { ...NO_LOG, warn: note, info: note },
    nowMs: () => at.ms,
    systemTime: () => plus(T0, at.ms),
    ...change,
  });
  onTestFinished(() => readiness.close());
  return { readiness, found, at, asked, lines };
}
type LookedOnly = Pick<LookedAt, "away" | "waiting">;

test("ready is where every part answers; the detail names each", async () => {
  const { readiness } = desk({ restarted: { count: 2, at: "2026-11-23T00:00:00.000Z" } });
  expect(await readiness.state()).toEqual({
    ready: true,
    detail: {
      ...{ journal: "ok", gateway: "ok", pipeline: "ok", entriesWaiting: 0 },
      api: "restarted 2 times, last at 2026-11-23T00:00:00.000Z",
    },
    problems: [],
  });
});

// Behaviour
test("whoever asks for readiness within a second of another, or at the same time, makes nobody be asked again", async () => {
  const { readiness, at, asked } = desk();
  await Promise.all([readiness.state(), readiness.state(), readiness.state()]);
  at.ms = 999;
  await readiness.state();
  expect(asked.roles).toBe(1);
  at.ms = 1_000;
  await readiness.state();
  expect(asked.roles).toBe(2);
});

test("a problem keeps the moment at which it began until it is over, and is logged at its beginning and end", async () => {
  const { readiness, found, at, lines } = desk();
  const { roles } = found;
  await readiness.state();
  found.roles = { ...roles, pipeline: "silent" };
  at.ms = 10_000;
  await readiness.state();
  at.ms = 70_000;
  found.roles = { gateway: "absent", pipeline: "silent" };
  const later = await readiness.state();
  found.roles = { ...roles, pipeline: { ...WELL, isRunning: false } };
  at.ms = 80_000;
  const waits = await readiness.state();
  found.roles = roles;
  at.ms = 90_000;
  const well = await readiness.state();

  expect(later.problems).toEqual([
    { code: "role-absent", facts: { role: "gateway" }, since: plus(T0, 70_000) },
    { code: "role-silent", facts: { role: "pipeline" }, since: plus(T0, 10_000) },
  ]);
  expect(later.detail).toEqual({ gateway: "absent", pipeline: "silent", entriesWaiting: 0 });
  expect(waits.detail).toMatchObject({ pipeline: "waits" });
  expect([later.ready, waits.ready, well.ready]).toEqual([false, false, true]);
  expect(lines).toEqual(["not ready", "ready again"]);
});

test("entries wait since the oldest of them came, and a long-term store that is away is named beside a ready product", async () => {
  const { readiness, found, at } = desk();
  found.stores = { away: [{ store: "series", trouble: "no-answer" }], waiting: { entries: 4, oldestMs: 90_000 } };
  const { problems, ready, detail } = await readiness.state();
  expect(problems.map(({ code, since }) => [code, since])).toEqual([
    ["store-away", T0],
    ["entries-wait", plus(T0, -90_000)],
  ]);
  expect([ready, detail]).toMatchObject([false, { influx: "away", entriesWaiting: 4 }]);

  at.ms = 5_000;
  found.stores = { ...found.stores, waiting: CALM.waiting };
  expect(await readiness.state()).toMatchObject({ ready: true, problems: [{ code: "store-away", since: T0 }] });
});
