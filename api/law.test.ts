import { afterEach, beforeEach, expect, test } from "vitest";
import { startApi, twoPlants } from "../tests/support/api-fixture.ts";
import { day } from "../tests/support/hour-facts.ts";
import { aLawRow } from "../tests/support/law-facts.ts";
import { T0 } from "../tests/support/records-facts.ts";
import type { LawRowWire } from "./resources/law/schema.ts";

let fixture: Awaited<ReturnType<typeof startApi>>;
const ROWS = [
  aLawRow({ confidence: "G", value: 100, note: { zh: "注", en: "note" } }),
  aLawRow({
    id: "odour",
    pollutant: null,
    substance: { zh: "臭气浓度", en: "odour" },
    appliesTo: { builtAfter: day("1994-05-31") },
  }),
];

beforeEach(async () => {
  fixture = await startApi();
  const registry = { ...twoPlants(), people: ["p1", "p2"].map((id) => ({ id, name: id })) };
  const outlets = registry.outlets.map((o) => ({
    ...o,
    kind: "stack" as const,
    law: { sector: "boiler", validFrom: day("2025-01-01") },
  }));
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: { ...registry, outlets, law: ROWS } }] });
});
afterEach(() => fixture.api.close());

const READ = { standard: "GB 13271-2014", table: "表 2", page: "3", value: 90, oxygenReference: 9 };
const PATH = "/api/v1/law/row-1/confirmation";

/** A token of a member of the bureau, another account each time. */
async function bureau(name: string, person: string | null = null): Promise<Record<string, string>> {
  const made = await fixture.as("admin", "POST", "/api/v1/tokens", {
    payload: { name, roles: ["bureau-staff"], cells: ["g1"], person },
  });
  return { authorization: `Bearer ${made.json<{ token: string }>().token}` };
}

async function rows(query = ""): Promise<readonly LawRowWire[]> {
  return (await fixture.as("admin", "GET", `/api/v1/law${query}`)).json<{ items: LawRowWire[] }>().items;
}

test("the law goes out row by row: how sure it is, what it may do, and the outlets that it applies to", async () => {
  const [row, odour] = await rows("?lang=zh");

  expect(row).toMatchObject({
    ...{ id: "row-1", standard: "GB 13271-2014", name: "SO₂", confidence: "G", standing: "disabled", note: "注", value: 100 },
    ...{ confidenceText: "一般知识，未见来源", standingText: "停用：须两人核对标准原文", confirmation: [], when: null },
  });
  expect(row?.outlets.length).toBeGreaterThan(1);
  expect(odour).toMatchObject({
    name: "臭气浓度",
    standing: "without-factor",
    appliesTo: { builtAfter: "1994-05-31" },
    outlets: [],
  });
  const [first = ""] = row?.outlets ?? [];
  expect((await rows(`?outlet=${first}`)).map(({ id }) => id)).toEqual(["row-1"]);
});

// Behaviour
test("two accounts of the bureau that type the same put a row of the law into force, both stand in the audit, and one takes it back", async () => {
  const [a, b] = [await bureau("甲", "p1"), await bureau("乙", "p2")];
  const post = (headers: Record<string, string>, payload: object) =>
    fixture.api.inject({ method: "POST", url: PATH, headers, payload });

  const first = await post(a, READ);
  const same = await post(a, { ...READ });
  const other = await post(b, { ...READ, page: "4" });
  const second = await post(b, READ);
  const third = await post(b, READ);

  expect(first.json()).toMatchObject({ row: { standing: "disabled", value: 100, confirmation: [{ page: "3" }] } });
  expect([same.statusCode, same.json().code]).toEqual([409, "law-second-person"]);
  expect([other.statusCode, other.json()]).toMatchObject([409, { code: "law-typings-differ", facts: { fields: ["page"] } }]);
  expect(second.json()).toMatchObject({ row: { standing: "judges", value: 90, oxygenReference: 9 }, revised: [] });
  expect([third.statusCode, third.json().code]).toEqual([409, "law-confirmed"]);

  const gone = await fixture.api.inject({ method: "DELETE", url: PATH, headers: a });
  const again = await fixture.api.inject({ method: "DELETE", url: PATH, headers: a });
  const audit = (await fixture.as("admin", "GET", "/api/v1/audit")).json<{ items: { action: string }[] }>().items;

  expect(gone.json()).toMatchObject({ row: { standing: "disabled", value: 100, confirmation: [] } });
  expect(again.statusCode).toBe(404);
  expect(audit.map(({ action }) => action).filter((action) => action.startsWith("law."))).toHaveLength(3);
});

test("a reading without its figure, of an unknown row, by nobody in particular or by an administrator is refused", async () => {
  const [a, nobody] = [await bureau("甲", "p1"), await bureau("乙")];
  const { value: _, ...without } = READ;
  const post = (url: string, payload: object) => fixture.api.inject({ method: "POST", url, headers: a, payload });

  expect((await post(PATH, without)).json()).toMatchObject({ status: 400, code: "law-figure-missing" });
  expect((await post("/api/v1/law/none/confirmation", READ)).statusCode).toBe(404);
  const nameless = await fixture.api.inject({ method: "POST", url: PATH, headers: nobody, payload: READ });
  expect([nameless.statusCode, nameless.json().code]).toEqual([409, "law-person-needed"]);
  expect((await fixture.as("admin", "POST", PATH, { payload: READ })).statusCode).toBe(403);
});

test("the registry document goes out and comes in without the law, which stays", async () => {
  const document = (await fixture.as("admin", "GET", "/api/v1/registry")).json<Record<string, unknown>>();
  const refused = await fixture.as("admin", "PUT", "/api/v1/registry", { payload: { ...document, law: [] } });

  expect(Object.keys(document)).not.toContain("law");
  expect(refused.statusCode).toBe(400);
});
