import fc from "fast-check";
import { expect, test } from "vitest";
import type { Page } from "../../core/casework/collection.ts";
import type { FindingFilter, RecordsStore } from "../../core/records/records.ts";
import { HOUR, type Instant, plus } from "../../core/time.ts";
import { aBatch, aFinding, T0 } from "../support/records-facts.ts";

/** What the lists of every store promise: filters, order, pages. */
export function recordsListsContract(open: () => Promise<RecordsStore>): void {
  findingsContract(open);
  pagesContract(open);
}

function period(start: Instant) {
  return { start, end: plus(start, HOUR) };
}

function idsOf(page: Page<{ readonly id: string }>): readonly string[] {
  return page.items.map((item) => item.id);
}

function findingsContract(open: () => Promise<RecordsStore>): void {
  test("findings pass each filter and all filters together", async () => {
    const store = await open();
    await store.commit(
      aBatch(1, {
        findings: [
          aFinding("a"),
          aFinding("b", { outlet: "e1-B1", rule: "FUG-UNREPORTED", period: period(plus(T0, HOUR)) }),
          aFinding("c", { status: "confirmed", level: "A3", caseId: "case:c", period: period(plus(T0, 2 * HOUR)) }),
        ],
      }),
    );
    const found = async (filter: Omit<FindingFilter, "limit">) => idsOf(await store.findings({ ...filter, limit: 10 }));

    expect(await found({})).toEqual(["c", "b", "a"]);
    expect(await found({ ids: ["a", "c", "unknown"] })).toEqual(["c", "a"]);
    expect(await found({ outlets: ["e1-B1"] })).toEqual(["b"]);
    expect(await found({ outlets: ["e1-B1", "e1-DA001"] })).toEqual(["c", "b", "a"]);
    expect(await found({ rule: "FUG-UNREPORTED" })).toEqual(["b"]);
    expect(await found({ status: "confirmed" })).toEqual(["c"]);
    expect(await found({ level: "A2" })).toEqual(["b", "a"]);
    expect(await found({ caseIds: ["case:c", "case:x"] })).toEqual(["c"]);
    expect(await found({ from: plus(T0, HOUR) })).toEqual(["c", "b"]);
    expect(await found({ to: plus(T0, HOUR) })).toEqual(["a"]);
    expect(await found({ outlets: ["e1-DA001"], level: "A3", from: T0, status: "provisional" })).toEqual([]);
  });

  test("findings that were not withdrawn are counted by outlet", async () => {
    const store = await open();
    const findings = [
      aFinding("a"),
      aFinding("b", { status: "confirmed" }),
      aFinding("c", { status: "withdrawn" }),
      aFinding("d", { outlet: "e1-B1", status: "withdrawn" }),
      aFinding("e", { outlet: "e2-DA001", status: "exempted" }),
    ];
    await store.commit(aBatch(1, { findings }));

    expect(await store.standingFindings(["e1-DA001", "e1-B1", "e1-DA001", "none"])).toEqual(new Map([["e1-DA001", 2]]));
    expect(await store.standingFindings([])).toEqual(new Map());
  });

  test("an empty list as a filter lets nothing pass", async () => {
    const store = await open();
    await store.commit(aBatch(1, { findings: [aFinding("a")] }));
    const nothing = { items: [], next: null };

    expect(await store.findings({ outlets: [], limit: 10 })).toEqual(nothing);
    expect(await store.findings({ ids: [], limit: 10 })).toEqual(nothing);
    expect(await store.findings({ caseIds: [], limit: 10 })).toEqual(nothing);
    expect(await store.findingIds([], 10)).toEqual({ ids: [], count: 0 });
  });

  test("the newest findings of some cases are named, beside how many there are", async () => {
    const store = await open();
    const linked = (id: string, hour: number, caseId: string | null) =>
      aFinding(id, { caseId, period: period(plus(T0, hour * HOUR)) });
    await store.commit(
      aBatch(1, {
        findings: [linked("a", 0, "case:a"), linked("b", 1, "case:b"), linked("c", 2, "case:a"), linked("d", 3, null)],
      }),
    );

    expect(await store.findingIds(["case:a", "case:b"], 2)).toEqual({ ids: ["c", "b"], count: 3 });
    expect(await store.findingIds(["case:a"], 9)).toEqual({ ids: ["c", "a"], count: 2 });
    expect(await store.findingIds(["case:x"], 9)).toEqual({ ids: [], count: 0 });
  });

  test("a finding is found under what it is now and no longer under what it was", async () => {
    const store = await open();
    await store.commit(aBatch(1, { findings: [aFinding("a")] }));
    const now = aFinding("a", { status: "withdrawn", level: "A1", caseId: "case:a" });

    await store.commit(aBatch(2, { findings: [now] }));

    expect(await store.findings({ status: "provisional", limit: 10 })).toEqual({ items: [], next: null });
    expect(await store.findings({ status: "withdrawn", level: "A1", caseIds: ["case:a"], limit: 10 })).toEqual({
      items: [now],
      next: null,
    });
  });
}

function pagesContract(open: () => Promise<RecordsStore>): void {
  test("going through all pages gives every finding once, in order, however many begin at the same time", async () => {
    const store = await open();
    let run = 0;
    const hoursById = fc.dictionary(fc.stringMatching(/^[a-zA-Z0-9:é演-]{1,3}$/), fc.integer({ min: 0, max: 2 }), { maxKeys: 9 });

    await fc.assert(
      fc.asyncProperty(hoursById, fc.integer({ min: 1, max: 4 }), async (hours, limit) => {
        run += 1;
        const outlet = `outlet-${run}`;
        const findings = Object.entries(hours).map(([id, hour]) =>
          aFinding(`${run}:${id}`, { outlet, period: period(plus(T0, hour * HOUR)) }),
        );
        await store.commit(aBatch(run, { findings }));

        const seen = await everyPage((cursor) => store.findings({ outlets: [outlet], limit, ...cursor }), limit);

        const newestFirst = findings.toSorted(
          (a, b) => b.period.start - a.period.start || Buffer.compare(Buffer.from(b.id), Buffer.from(a.id)),
        );
        expect(seen).toEqual(newestFirst.map((finding) => finding.id));
      }),
      { numRuns: 40 },
    );
  });

  test("the last page has no next, also when it is full", async () => {
    const store = await open();
    await store.commit(aBatch(1, { findings: ["a", "b", "c", "d"].map((id) => aFinding(id)) }));

    const first = await store.findings({ limit: 2 });
    const second = await store.findings({ limit: 2, cursor: first.next ?? "" });

    expect([...idsOf(first), ...idsOf(second)]).toEqual(["d", "c", "b", "a"]);
    expect(second.next).toBeNull();
  });

  test.each([
    ["no base64url", "***"],
    ["no JSON", Buffer.from("nonsense").toString("base64url")],
    ["no pair", Buffer.from("[1]").toString("base64url")],
    ["no time", Buffer.from('["1","a"]').toString("base64url")],
    ["a time no number holds", Buffer.from('[1e300,"a"]').toString("base64url")],
    ["no id", Buffer.from("[1,2]").toString("base64url")],
    ["an id with a NUL", Buffer.from('[1,"\\u0000"]').toString("base64url")],
  ])("a cursor that is %s is refused as such", async (_what, cursor) => {
    const store = await open();

    await expect(store.findings({ limit: 1, cursor })).rejects.toMatchObject({ name: "BadCursorError" });
  });
}

/** The ids of all pages, one after the other. Every page but the last must be full. */
async function everyPage(
  load: (cursor: { readonly cursor?: string }) => Promise<Page<{ readonly id: string }>>,
  limit: number,
): Promise<readonly string[]> {
  const seen: string[] = [];
  let page = await load({});
  for (; page.next !== null; page = await load({ cursor: page.next })) {
    expect(page.items).toHaveLength(limit);
    seen.push(...idsOf(page));
  }
  return [...seen, ...idsOf(page)];
}
