import fc from "fast-check";
import { expect, test } from "vitest";
import type { Page } from "../../core/casework/collection.ts";
import type { CaseFilter, DeclarationFilter, FindingFilter, RecordsStore } from "../../core/judging/records.ts";
import { HOUR, type Instant, plus } from "../../core/time.ts";
import { aBatch, aCase, aDeclaration, aFinding, T0 } from "../support/records-facts.ts";

/** What the lists of every store promise: filters, order, pages. */
export function recordsListsContract(open: () => Promise<RecordsStore>): void {
  findingsContract(open);
  casesContract(open);
  declarationsContract(open);
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
    expect(await found({ caseId: "case:c" })).toEqual(["c"]);
    expect(await found({ from: plus(T0, HOUR) })).toEqual(["c", "b"]);
    expect(await found({ to: plus(T0, HOUR) })).toEqual(["a"]);
    expect(await found({ outlets: ["e1-DA001"], level: "A3", from: T0, status: "provisional" })).toEqual([]);
  });

  test("an empty list as a filter lets nothing pass", async () => {
    const store = await open();
    await store.commit(aBatch(1, { findings: [aFinding("a")], cases: [aCase("a")], declarations: [aDeclaration("a")] }));
    const nothing = { items: [], next: null };

    expect(await store.findings({ outlets: [], limit: 10 })).toEqual(nothing);
    expect(await store.findings({ ids: [], limit: 10 })).toEqual(nothing);
    expect(await store.cases({ cells: [], limit: 10 })).toEqual(nothing);
    expect(await store.cases({ states: [], limit: 10 })).toEqual(nothing);
    expect(await store.cases({ enterprises: [], limit: 10 })).toEqual(nothing);
    expect(await store.declarations({ enterprises: [], limit: 10 })).toEqual(nothing);
    expect(await store.declarations({ states: [], limit: 10 })).toEqual(nothing);
  });

  test("a finding is found under what it is now and no longer under what it was", async () => {
    const store = await open();
    await store.commit(aBatch(1, { findings: [aFinding("a")] }));
    const now = aFinding("a", { status: "withdrawn", level: "A1", caseId: "case:a" });

    await store.commit(aBatch(2, { findings: [now] }));

    expect(await store.findings({ status: "provisional", limit: 10 })).toEqual({ items: [], next: null });
    expect(await store.findings({ status: "withdrawn", level: "A1", caseId: "case:a", limit: 10 })).toEqual({
      items: [now],
      next: null,
    });
  });
}

function casesContract(open: () => Promise<RecordsStore>): void {
  test("cases pass each filter and all filters together, most recently changed first", async () => {
    const store = await open();
    await store.commit(
      aBatch(1, {
        cases: [
          aCase("a", { state: "handling", overdue: true }),
          aCase("b", { cell: "g2-b", enterprise: "e2", outlet: "e2-DA001", changedAt: plus(T0, HOUR) }),
          aCase("c", { enterprise: null, outlet: null, changedAt: plus(T0, 2 * HOUR) }),
        ],
      }),
    );
    const found = async (filter: Omit<CaseFilter, "limit">) => idsOf(await store.cases({ ...filter, limit: 10 }));

    expect(await found({})).toEqual(["c", "b", "a"]);
    expect(await found({ states: ["handling", "closed"] })).toEqual(["a"]);
    expect(await found({ cells: ["g2-a"] })).toEqual(["c", "a"]);
    expect(await found({ enterprises: ["e1", "e2"] })).toEqual(["b", "a"]);
    expect(await found({ outlet: "e2-DA001" })).toEqual(["b"]);
    expect(await found({ overdue: true })).toEqual(["a"]);
    expect(await found({ overdue: false })).toEqual(["c", "b"]);
    expect(await found({ cells: ["g2-a"], overdue: false, states: ["reported"] })).toEqual(["c"]);
  });

  test("open cases of an outlet are those that nobody has finished, oldest first", async () => {
    const store = await open();
    await store.commit(
      aBatch(1, {
        cases: [
          aCase("young", { openedAt: plus(T0, HOUR), changedAt: T0 }),
          aCase("old", { changedAt: plus(T0, 2 * HOUR), state: "closed" }),
          aCase("x1", { state: "archived" }),
          aCase("x2", { state: "dismissed" }),
          aCase("x3", { state: "rejected" }),
          aCase("elsewhere", { outlet: "e2-DA001" }),
        ],
      }),
    );

    expect((await store.openCases("e1-DA001")).map((item) => item.id)).toEqual(["old", "young"]);
  });

  test("a case comes back as it was committed", async () => {
    const store = await open();
    const full = aCase("c1", {
      deadline: { at: plus(T0, HOUR), kind: "triage", source: "default [D]" },
      findings: ["f1", "f2"],
      lastFindingAt: T0,
      heldFrom: "handling",
    });

    await store.commit(aBatch(1, { cases: [full] }));

    expect(await store.case("c1")).toEqual(full);
  });
}

function declarationsContract(open: () => Promise<RecordsStore>): void {
  test("declarations pass each filter and all filters together, newest submitted first", async () => {
    const store = await open();
    await store.commit(
      aBatch(1, {
        declarations: [
          aDeclaration("a", { outlets: ["e1-DA001", "e1-B1", "e1-B1"] }),
          aDeclaration("b", { enterprise: "e2", outlets: ["e2-B1"], submittedAt: plus(T0, HOUR) }),
          aDeclaration("c", { state: "consented", submittedAt: plus(T0, 2 * HOUR) }),
        ],
      }),
    );
    const found = async (filter: Omit<DeclarationFilter, "limit">) => idsOf(await store.declarations({ ...filter, limit: 10 }));

    expect(await found({})).toEqual(["c", "b", "a"]);
    expect(await found({ enterprises: ["e2"] })).toEqual(["b"]);
    expect(await found({ outlet: "e1-B1" })).toEqual(["a"]);
    expect(await found({ states: ["submitted", "refused"] })).toEqual(["b", "a"]);
    expect(await found({ outlet: "e1-DA001", states: ["consented"], enterprises: ["e1"] })).toEqual(["c"]);
  });

  test("all declarations that name an outlet come oldest first, and not under an outlet they name no more", async () => {
    const store = await open();
    await store.commit(
      aBatch(1, {
        declarations: [
          aDeclaration("young", { submittedAt: plus(T0, HOUR), state: "refused" }),
          aDeclaration("old", { outlets: ["e1-DA001", "e1-B1"] }),
          aDeclaration("elsewhere", { outlets: ["e2-B1"] }),
        ],
      }),
    );

    await store.commit(aBatch(2, { declarations: [aDeclaration("old")] }));

    expect((await store.declarationsOf("e1-DA001")).map((declaration) => declaration.id)).toEqual(["old", "young"]);
    expect(await store.declarationsOf("e1-B1")).toEqual([]);
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
    await store.commit(aBatch(1, { cases: [aCase("a"), aCase("b"), aCase("c"), aCase("d")] }));

    const first = await store.cases({ limit: 2 });
    const second = await store.cases({ limit: 2, cursor: first.next ?? "" });

    expect([...idsOf(first), ...idsOf(second)]).toEqual(["d", "c", "b", "a"]);
    expect(second.next).toBeNull();
  });

  test("pages of cases and declarations with equal times lose and double nothing", async () => {
    const store = await open();
    const ids = ["a", "b", "c", "d", "e"];
    await store.commit(aBatch(1, { cases: ids.map((id) => aCase(id)), declarations: ids.map((id) => aDeclaration(id)) }));

    const cases = await everyPage((cursor) => store.cases({ limit: 2, ...cursor }), 2);
    const declarations = await everyPage((cursor) => store.declarations({ limit: 2, ...cursor }), 2);

    expect(cases).toEqual(ids.toReversed());
    expect(declarations).toEqual(ids.toReversed());
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
    await expect(store.cases({ limit: 1, cursor })).rejects.toMatchObject({ name: "BadCursorError" });
    await expect(store.declarations({ limit: 1, cursor })).rejects.toMatchObject({ name: "BadCursorError" });
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
