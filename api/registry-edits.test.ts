import { afterEach, expect, test } from "vitest";
import { REVISIONS } from "../core/records/revision.ts";
import { HOUR, plus } from "../core/time.ts";
import { type ApiFixture, MN, startApi, twoPlants } from "../tests/support/api-fixture.ts";
import { T0 } from "../tests/support/records-facts.ts";

let open: ApiFixture | undefined;
afterEach(async () => {
  await open?.api.close();
  open = undefined;
});

/** An API whose registry has two plants, at version 1. */
async function withPlants(): Promise<ApiFixture> {
  open = await startApi();
  await open.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
  return open;
}

const FIRST = { "if-match": '"1"' };

async function outletsOf({ as }: ApiFixture): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return (await as("admin", "GET", "/api/v1/registry")).json<{ outlets: { id: string; name: string }[] }>().outlets;
}

test("the registry carries the tag of its version, and a change answers with the new one", async () => {
  const { as } = await withPlants();

  const before = await as("admin", "GET", "/api/v1/registry");
  const changed = await as("admin", "PUT", "/api/v1/registry", { payload: before.json() });
  const after = await as("admin", "GET", "/api/v1/registry");

  expect(before.headers["etag"]).toBe('"1"');
  expect(changed.headers["etag"]).toBe('"2"');
  expect(after.headers["etag"]).toBe('"2"');
});

test("a document that was made from another version is refused, one without a condition replaces any", async () => {
  const fixture = await withPlants();
  const payload = { ...twoPlants(), devices: [{ mn: MN }] };
  const put = (tag?: string) =>
    fixture.as("admin", "PUT", "/api/v1/registry", { payload, ...(tag !== undefined && { headers: { "if-match": tag } }) });

  const stale = await put('"7"');
  const taken = [await put('"1"'), await put('W/"2"'), await put("*"), await put('"9", "4"'), await put()];

  expect(stale.statusCode).toBe(412);
  expect(stale.json()).toMatchObject({ code: "precondition-failed" });
  expect(taken.map((answer) => answer.statusCode)).toEqual([200, 200, 200, 200, 200]);
});

test("fields of a row are changed and nothing else, and the row stays in its place", async () => {
  const fixture = await withPlants();

  const answer = await fixture.as("admin", "PATCH", "/api/v1/registry/outlets/e1-DA001", {
    payload: { name: "窑头" },
    headers: FIRST,
  });

  expect(answer.statusCode).toBe(200);
  expect(answer.headers["etag"]).toBe('"2"');
  expect(await outletsOf(fixture)).toEqual([
    { id: "e1-DA001", enterprise: "e1", code: "DA001", name: "窑头", kind: "stack" },
    { id: "e2-DA001", enterprise: "e2", code: "DA001", name: "窑尾", kind: "stack" },
  ]);
});

test("a row that is not there is added with the id of the path, so that a device is registered by its own fields", async () => {
  const fixture = await withPlants();

  const answer = await fixture.as("admin", "PATCH", "/api/v1/registry/devices/SIM410102000000000000002", {
    payload: { edition: "2017" },
    headers: FIRST,
  });

  expect(answer.statusCode).toBe(200);
  const { devices } = (await fixture.as("admin", "GET", "/api/v1/registry")).json<{ devices: unknown[] }>();
  expect(devices).toHaveLength(2);
});

test("null removes a field, but the parent of a first-level cell is null by its own meaning", async () => {
  const fixture = await withPlants();
  const patch = (row: string, payload: object, version: number) =>
    fixture.as("admin", "PATCH", `/api/v1/registry/${row}`, { payload, headers: { "if-match": `"${version}"` } });

  const answers = [await patch("people/p1", { phone: null }, 1), await patch("cells/g1", { parent: null, name: "演示区" }, 2)];

  expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200]);
  const document = (await fixture.as("admin", "GET", "/api/v1/registry")).json<{ people: unknown; cells: unknown[] }>();
  expect(document.people).toEqual([{ id: "p1", name: "演示甲" }]);
  expect(document.cells[0]).toMatchObject({ id: "g1", parent: null, name: "演示区" });
});

test("a row whose id is made of several fields is found by them and may change them", async () => {
  const fixture = await withPlants();
  const id = encodeURIComponent(`${MN}//a21026/`);

  const answer = await fixture.as("admin", "PATCH", `/api/v1/registry/channels/${id}`, {
    payload: { validFrom: "2026-01-01" },
    headers: FIRST,
  });
  const other = await fixture.as("admin", "PATCH", `/api/v1/registry/channels/${encodeURIComponent(`${MN}//a34000/`)}`, {
    payload: { outlet: "e1-DA001", device: MN, factor: "a34001", unit: "mg/m3" },
    headers: { "if-match": '"2"' },
  });

  expect(answer.statusCode).toBe(200);
  expect(other.json()).toMatchObject({ code: "registry-invalid", errors: [{ pointer: "", code: "id-differs" }] });
});

test("a row is removed, and one that is not there is not found", async () => {
  const fixture = await withPlants();
  const remove = (row: string, version: number) =>
    fixture.as("admin", "DELETE", `/api/v1/registry/${row}`, { headers: { "if-match": `"${version}"` } });

  const removed = await remove("limits/e2-so2", 1);
  const again = await remove("limits/e2-so2", 2);

  expect(removed.statusCode).toBe(200);
  expect(again.statusCode).toBe(404);
  const { limits } = (await fixture.as("admin", "GET", "/api/v1/registry")).json<{ limits: { id: string }[] }>();
  expect(limits.map((limit) => limit.id)).toEqual(["e1-so2"]);
});

test.each([
  [
    "a field of a wrong form",
    "PATCH",
    "outlets/e1-DA001",
    { kind: "chimney" },
    [{ pointer: "/kind", code: "not-allowed-value" }],
  ],
  ["an unknown field", "PATCH", "outlets/e1-DA001", { colour: "red" }, [{ pointer: "/colour", code: "unknown-field" }]],
  [
    "a reference to nothing",
    "PATCH",
    "outlets/e1-DA001",
    { enterprise: "e9" },
    [{ pointer: "/enterprise", code: "unknown-enterprise" }],
  ],
  ["another id than the path", "PATCH", "outlets/e1-DA001", { id: "x" }, [{ pointer: "/id", code: "id-differs" }]],
  [
    "a row that others refer to",
    "DELETE",
    "outlets/e1-DA001",
    undefined,
    [{ code: "unknown-outlet" }, { code: "unknown-outlet" }],
  ],
] as const)("%s is refused and nothing changes", async (_what, method, row, payload, errors) => {
  const fixture = await withPlants();

  const answer = await fixture.as("admin", method, `/api/v1/registry/${row}`, {
    headers: FIRST,
    ...(payload !== undefined && { payload }),
  });

  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({ code: "registry-invalid", errors });
  expect(await fixture.records.registrySeq()).toBe(1);
});

test("a change of a row says which version it was made from, or it is refused", async () => {
  const fixture = await withPlants();
  const url = "/api/v1/registry/outlets/e1-DA001";
  const rename = (headers: Record<string, string>) => fixture.as("admin", "PATCH", url, { payload: { name: "x" }, headers });

  const without = [await rename({}), await fixture.as("admin", "DELETE", url)];
  const stale = [await rename({ "if-match": '"0"' }), await rename({ "if-match": "nonsense" })];
  const known = await rename({ "if-match": "*" });

  expect(without.map((answer) => answer.json<{ code: string }>().code)).toEqual([
    "precondition-required",
    "precondition-required",
  ]);
  expect(without.map((answer) => answer.statusCode)).toEqual([428, 428]);
  expect(stale.map((answer) => answer.statusCode)).toEqual([412, 412]);
  expect(known.statusCode).toBe(200);
});

test("an unknown table is a wrong path", async () => {
  const { as } = await withPlants();

  const answer = await as("admin", "PATCH", "/api/v1/registry/toString/x", { payload: {}, headers: FIRST });

  expect(answer.json()).toMatchObject({ code: "invalid-path" });
});

test("who changed which row stands in the audit", async () => {
  const fixture = await withPlants();

  await fixture.as("admin", "DELETE", "/api/v1/registry/limits/e2-so2", { headers: FIRST });

  expect((await fixture.identity.audit(1))[0]).toMatchObject({ action: "registry.delete-row", subject: "limits/e2-so2" });
});

test("a preview answers what a document would change and what would become of findings, and changes nothing", async () => {
  const edits = await withPlants();
  const before = await edits.as("admin", "GET", "/api/v1/registry");

  const answer = await edits.as("admin", "PUT", "/api/v1/registry?preview=true", { payload: before.json() });

  expect(answer.json()).toEqual({
    ...{ changed: {}, warnings: [], revised: [] },
    preview: { withdraws: { confirmed: 1, provisional: 2, exempted: 0 }, opens: 3, revises: 4, complete: true },
  });
  expect((await edits.as("admin", "GET", "/api/v1/registry")).headers["etag"]).toBe(before.headers["etag"]);
  const wrong = await edits.as("admin", "PUT", "/api/v1/registry?preview=perhaps", { payload: before.json() });
  expect(wrong.json()).toMatchObject({ code: "invalid-query", errors: [{ pointer: "/preview" }] });
});

test("the health of the registry says how much is left of what is judged again", async () => {
  const edits = await withPlants();
  const span = { outlet: "e1-DA001", pollutant: "a21026", basis: "hour", from: T0, to: plus(T0, HOUR) } as const;
  const revision = { id: "revision:7", seq: 7, at: T0, state: "open", spans: [span, { ...span, basis: "day" }] } as const;
  const judging = async () => (await edits.as("admin", "GET", "/api/v1/registry/health")).json().judging;

  expect(await judging()).toBeNull();
  await edits.commit({ subjects: [{ collection: REVISIONS, row: revision }], counters: { "revision-span:revision:7": 1 } });

  expect(await judging()).toEqual({ since: "2026-11-23T00:00:00.000Z", spans: 2, left: 1 });
});

test("one row is read as the document has it, with the tag of its version; a row that is not there is not found", async () => {
  const { as } = await withPlants();

  const row = await as("admin", "GET", "/api/v1/registry/outlets/e1-DA001");
  const none = await as("admin", "GET", "/api/v1/registry/upstreams/nothing");

  expect(row.json()).toEqual((await as("admin", "GET", "/api/v1/registry")).json<{ outlets: object[] }>().outlets[0]);
  expect(row.headers["etag"]).toBe('"1"');
  expect(none.statusCode).toBe(404);
});

// Behaviour
test("what registry health misses names the row that it is about, as a row is read and changed", async () => {
  const fixture = await withPlants();
  const { limits: _, ...plants } = twoPlants();
  await fixture.commit({ registries: [{ seq: 2, at: T0, registry: { ...plants, limits: [], people: [] } }] });

  const { items, others } = (await fixture.as("admin", "GET", "/api/v1/registry/health")).json<{
    items: { warnings: Warning[] }[];
    others: Warning[];
  }>();
  const warnings = [...items.flatMap((item) => item.warnings), ...others];

  expect(others.find(({ code }) => code === "nobody-registered")?.row).toBeNull();
  expect(others.find(({ code }) => code === "outlet-without-limit")?.row).toEqual({ collection: "outlets", id: "e1-DA001" });
  for (const { row } of warnings) {
    if (row === null) continue;
    const path = `/api/v1/registry/${row.collection}/${encodeURIComponent(row.id)}`;
    expect((await fixture.as("admin", "GET", path)).statusCode, path).toBe(200);
  }
});

interface Warning {
  readonly code: string;
  readonly row: { readonly collection: string; readonly id: string } | null;
}
