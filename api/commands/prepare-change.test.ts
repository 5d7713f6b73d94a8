import { expect, test } from "vitest";
import type { Registry } from "../../core/registry/registry.ts";
import type { BeijingDate } from "../../core/time.ts";
import { MemoryRecords } from "../../storage/memory/memory-records.ts";
import { twoPlants } from "../../tests/support/api-fixture.ts";
import { aFinding } from "../../tests/support/case-facts.ts";
import { aBatch, aCase, caseWrites, T0 } from "../../tests/support/records-facts.ts";
import { prepareChange } from "./prepare-change.ts";

const SECRETS = {
  hash: (clear: string) => ({ set: true as const, stored: clear }),
  seal: (clear: string) => ({ set: true as const, stored: clear }),
  matches: () => true,
  unseal: (sealed: { readonly stored: string }) => sealed.stored,
};
const PLANTS = twoPlants();
const withoutFirstOutlet: Partial<Registry> = {
  outlets: PLANTS.outlets.slice(1),
  channels: PLANTS.channels.slice(1),
  limits: PLANTS.limits.slice(1),
};

async function prepare(change: Partial<Registry>, records: MemoryRecords, withdraw = false) {
  const document = { ...PLANTS, ...change };
  const isOwnDoor = (host: string, port: number) => host === "localhost" && port === 9212;
  return prepareChange({ records, secrets: SECRETS, clock: { now: () => T0 }, isOwnDoor }, document, {
    ...{ newest: { seq: 1, registry: PLANTS }, expected: undefined, withdraw },
  });
}

async function records(over: Parameters<typeof aBatch>[1]): Promise<MemoryRecords> {
  const store = new MemoryRecords();
  await store.commit(aBatch(2, over));
  return store;
}

const ON_LIMIT = aFinding({
  limit: {
    ...{ id: "e1-so2", comparator: "<=", value: 100, unit: "mg/m3", basis: "hour-mean" },
    ...{ source: "permit", validFrom: "2025-01-01" as BeijingDate },
  },
});

// Behaviour
test("an outlet that findings stand on may not be left out, but may be ended", async () => {
  const store = await records({
    findings: [ON_LIMIT],
    subjects: caseWrites(aCase("case:1", { outlet: "e1-DA001", cell: "g2-1" })),
  });

  expect(await prepare(withoutFirstOutlet, store)).toEqual({
    ok: false,
    error: {
      code: "findings-stand-on-it",
      problems: [{ pointer: "/outlets", code: "findings-stand-on-it", facts: { id: "e1-DA001", findings: 1, cases: 1 } }],
    },
  });
  const ended = PLANTS.outlets.map((outlet) => ({ ...outlet, validTo: "2026-12-01" as BeijingDate }));
  expect(await prepare({ outlets: ended }, store)).toMatchObject({ ok: true });
});

// Behaviour
test("an outlet that findings stand on may not be given to another enterprise", async () => {
  const store = await records({ findings: [ON_LIMIT] });
  const outlets = PLANTS.outlets.map((outlet) => (outlet.id === "e1-DA001" ? { ...outlet, enterprise: "e2" } : outlet));

  expect(await prepare({ outlets }, store)).toMatchObject({
    ok: false,
    error: {
      code: "findings-stand-on-it",
      problems: [{ pointer: "/outlets", facts: { id: "e1-DA001", findings: 1, cases: 0 } }],
    },
  });
  expect(await prepare({ outlets }, new MemoryRecords())).toMatchObject({ ok: true });
  expect(await prepare({ outlets }, store, true)).toMatchObject({ ok: true });
});

test("an outlet whose every finding was withdrawn, and one that nothing was found of, may be left out", async () => {
  expect(await prepare(withoutFirstOutlet, new MemoryRecords())).toMatchObject({ ok: true });
  const store = await records({ findings: [{ ...ON_LIMIT, status: "withdrawn" }] });
  expect(await prepare(withoutFirstOutlet, store)).toMatchObject({ ok: true });
});

test("a cell that cases belong to, or below which findings lie, may not be left out", async () => {
  const cells = PLANTS.cells
    .filter((cell) => cell.id !== "g3-1")
    .map((cell) => (cell.id === "g4-1" ? { ...cell, parent: "g2-1" } : cell));

  const answer = await prepare({ cells }, await records({ findings: [ON_LIMIT] }));

  expect(answer).toMatchObject({
    ok: false,
    error: { problems: [{ pointer: "/cells", facts: { id: "g3-1", findings: 1, cases: 0 } }] },
  });
});

test("whoever says that the findings are to be withdrawn may leave out what they stand on", async () => {
  const store = await records({ findings: [ON_LIMIT] });

  expect(await prepare(withoutFirstOutlet, store, true)).toMatchObject({ ok: true });
});

test("a limit that is left out is said with the count of the findings that compare with it; one that only has another id is not", async () => {
  const store = await records({
    findings: [ON_LIMIT, { ...ON_LIMIT, id: "second" }, { ...ON_LIMIT, id: "third", status: "withdrawn" }],
  });
  const warningsOf = async (limits: Registry["limits"]) => {
    const answer = await prepare({ limits }, store);
    return answer.ok ? answer.value.warnings.filter((warning) => warning.code === "limit-withdraws") : answer;
  };

  expect(await warningsOf(PLANTS.limits.slice(1))).toEqual([
    {
      pointer: "/limits",
      code: "limit-withdraws",
      facts: { limit: "e1-so2", outlet: "e1-DA001", pollutant: "a21026", findings: 2, more: false },
    },
  ]);
  expect(await warningsOf(PLANTS.limits.map((row) => ({ ...row, id: `new-${row.id}`, source: "permit 2" })))).toEqual([]);
});

test("open cases of a cell that has ended are said with their count and the cell that they go to", async () => {
  const [open, archived] = [aCase("case:1", { cell: "g2-1" }), aCase("case:2", { cell: "g2-1", state: "archived" })];
  const cells = PLANTS.cells.map((cell) => (cell.id === "g2-1" ? { ...cell, validTo: "2026-11-23" as BeijingDate } : cell));

  const answer = await prepare({ cells }, await records({ subjects: caseWrites(open, archived) }));

  expect(answer.ok && answer.value.warnings).toContainEqual({
    pointer: "/cells",
    code: "cases-handed-over",
    facts: { cell: "g2-1", to: "g1", cases: 1 },
  });
});

// Behaviour
test("an upstream that is our own door is refused, and nothing changes", async () => {
  const password = { set: true as const, stored: "sealed" };
  const upstream = (id: string, port: number) => {
    return { id, name: id, host: "localhost", port, edition: "2017", enterprises: ["e1"], password } as const;
  };
  const store = await records({});

  expect(await prepare({ upstreams: [upstream("city", 9300), upstream("loop", 9212)] }, store)).toEqual({
    ok: false,
    error: {
      code: "registry-invalid",
      problems: [{ pointer: "/upstreams/1/host", code: "upstream-is-own-door", facts: { host: "localhost", port: 9212 } }],
    },
  });
  expect(JSON.stringify(await prepare({ upstreams: [upstream("city", 9300)] }, store))).not.toContain("own-door");
});
