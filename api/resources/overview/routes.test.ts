import { afterEach, beforeEach, expect, test } from "vitest";
import { type ApiFixture, startApi, twoPlants } from "../../../tests/support/api-fixture.ts";
import { ORIGIN } from "../../../tests/support/reading-origin.ts";
import { aCase, aVerdict, caseWrites, T0 } from "../../../tests/support/records-facts.ts";
import type { OverviewWire } from "./schema.ts";

let fixture: ApiFixture;
beforeEach(async () => {
  fixture = await startApi();
  const plants = twoPlants();
  const second = { id: "e1-DA002", enterprise: "e1", code: "DA002", name: "窑头", kind: "stack" } as const;
  const nowhere = { id: "e3-DA001", enterprise: "e3", code: "DA001", name: "锅炉", kind: "stack" } as const;
  const limitOf = (outlet: string) => plants.limits.slice(0, 1).map((row) => ({ ...row, id: outlet, outlet }));
  const registry = {
    ...plants,
    enterprises: [...plants.enterprises, { id: "e3", name: "无网格厂" }],
    outlets: [...plants.outlets, second, nowhere],
    limits: [...plants.limits, ...limitOf("e1-DA002"), ...limitOf("e3-DA001")],
  };
  const exceeding = ["e1-DA001", "e1-DA002", "e3-DA001"].map((outlet) => aVerdict({ outlet }));
  const readings = exceeding.map(({ outlet }, i) => ({
    ...{ messageId: i + 1, seq: i + 1, receivedAt: T0, transport: "mqtt", mn: "SIM", topic: "", raw: new Uint8Array() },
    ...{ isControl: false, rejections: [], quirks: [] },
    readings: [{ outlet, pollutant: "a21026", basis: "realtime", at: T0, value: 60, flag: "N", ...ORIGIN }],
  })) as Parameters<typeof fixture.intake.apply>[0];
  await fixture.intake.apply(readings, exceeding.length);
  await fixture.commit({
    registries: [{ seq: 1, at: T0, registry }],
    verdicts: exceeding,
    subjects: caseWrites(
      aCase("case:1", { cell: "g3-1", enterprise: "e1", supervised: true, rule: "FUG-UNREPORTED" }),
      aCase("case:2", { cell: "g2-2", enterprise: "e2", state: "archived" }),
    ),
  });
});
afterEach(() => fixture.api.close());

const overview = async (who: Parameters<ApiFixture["as"]>[0]): Promise<OverviewWire> =>
  (await fixture.as(who, "GET", "/api/v1/overview")).json<OverviewWire>();

const STREET_ONE = { cell: "g2-1", exceeding: 2, open: 1, overdue: 0, supervised: 1, undeclared: 1 };

test("the figures of a street are those of its cells summed up, and a street with nothing to do stands last with zeros", async () => {
  const { streets, total } = await overview("admin");

  expect(streets).toMatchObject([STREET_ONE, { cell: "g2-2", exceeding: 0, open: 0, supervised: 0, undeclared: 0 }]);
  expect(total).toEqual({ exceeding: 2, open: 1, overdue: 0, supervised: 1, undeclared: 1 });
});

test("of two districts a leader reads the streets and figures of the own one alone", async () => {
  const other = { id: "h1", level: 1, parent: null, kind: "district", division: "410198", name: "另一区" } as const;
  const plants = twoPlants();
  const cells = [...plants.cells.map((c) => (c.id === "g2-2" ? { ...c, parent: "h1" } : c)), other];
  await fixture.commit({ registries: [{ seq: 2, at: T0, registry: { ...plants, cells } }] });

  const { streets } = await overview({ roles: ["leader"], cells: ["g1"] });

  expect(streets).toMatchObject([{ ...STREET_ONE, exceeding: 1 }]);
  expect(streets).toHaveLength(1);
});
