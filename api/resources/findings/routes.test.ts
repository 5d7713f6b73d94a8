import { afterEach, beforeEach, expect, test } from "vitest";
import type { AppliedLimit } from "../../../core/judging/applied-limit.ts";
import { HOUR, plus } from "../../../core/time.ts";
import { type ApiFixture, startApi, twoPlants } from "../../../tests/support/api-fixture.ts";
import { aCase, aFinding, caseWrites, T0 } from "../../../tests/support/records-facts.ts";
import type { FindingDetailWire } from "./schema.ts";

const LIMIT: AppliedLimit = {
  id: "e1-so2",
  value: 50,
  comparator: "<=",
  unit: "mg/m3",
  source: "permit",
  validFrom: "2025-01-01",
  basis: "hour-mean",
};
const FINDING = aFinding("f1", {
  limit: LIMIT,
  steps: [{ code: "comparison", facts: { value: 70.25, limit: LIMIT, outside: true } }],
  declarationsConsidered: [
    {
      id: "declaration:1",
      covers: false,
      from: T0,
      to: plus(T0, HOUR),
      why: { code: "consented-late", facts: { decidedAt: plus(T0, HOUR) } },
    },
  ],
});

let fixture: ApiFixture;

beforeEach(async () => {
  fixture = await startApi();
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }], findings: [FINDING] });
});
afterEach(() => fixture.api.close());

async function finding(query: string, headers: Readonly<Record<string, string>> = {}): Promise<FindingDetailWire> {
  return (await fixture.as("admin", "GET", `/api/v1/findings/f1${query}`, { headers })).json();
}

test("a finding is said in Chinese when no language is asked for, with codes and facts beside the words", async () => {
  expect(await finding("")).toMatchObject({
    sentence: "2026-11-23 08:00-09:00 窑尾 SO₂ 小时均值 70.25 mg/m³，高于限值 50 mg/m³（排污许可证，2025-01-01 起）。",
    shortSentence: "窑尾 SO₂ 小时均值 70.25 mg/m³，高于限值 50 mg/m³",
    history: [{ reason: "均值不符合限值", code: "limit-exceeded", facts: {} }],
    steps: [
      {
        name: "比较",
        input: "70.25 mg/m³ 与 ≤ 50 mg/m³",
        output: "不符合限值",
        source: "排污许可证",
        quoted: null,
        code: "comparison",
        facts: { value: 70.25, limit: LIMIT, outside: true },
      },
    ],
    declarationsConsidered: [
      {
        covers: false,
        from: "2026-11-23T00:00:00.000Z",
        to: "2026-11-23T01:00:00.000Z",
        why: "给出同意晚于排放开始（2026-11-23 09:00），不溯及既往",
        code: "consented-late",
        facts: { decidedAt: T0 + HOUR },
      },
    ],
  });
});

// Behaviour
test("steps, reasons and why a declaration does not cover are English in an English answer", async () => {
  const english = await finding("?lang=en");

  expect(english).toMatchObject({
    sentence:
      "2026-11-23 08:00-09:00 窑尾 SO₂ hour mean 70.25 mg/m³, above the limit of 50 mg/m³ (discharge permit, in force from 2025-01-01).",
    history: [{ reason: "the mean breaks the limit" }],
    steps: [
      { name: "Comparison", input: "70.25 mg/m³ against ≤ 50 mg/m³", output: "breaks the limit", source: "discharge permit" },
    ],
    declarationsConsidered: [
      { why: "consented to after the emission began (2026-11-23 09:00); consent does not work backwards" },
    ],
  });
  expect(JSON.stringify(english).replaceAll("窑尾", "")).not.toMatch(/\p{Script=Han}/u);
});

test("the address wins over the header, and the header over Chinese", async () => {
  const chinese = (await finding("?lang=zh", { "accept-language": "en" })).sentence;

  expect(chinese).toContain("小时均值");
  expect((await finding("", { "accept-language": "en-GB, zh;q=0.5" })).sentence).toContain("hour mean");
});

test("a finding of a case that was merged goes out with the case that goes on, and is found under it", async () => {
  const [living, merged] = [
    aCase("case:a"),
    aCase("case:b", { number: "410199-2026-0002", state: "archived", mergedInto: "case:a" }),
  ];
  const [a, b] = [aFinding("fa", { caseId: "case:a" }), aFinding("fb", { caseId: "case:b" })];
  await fixture.commit({ findings: [a, b], subjects: caseWrites(living, merged) });
  const ask = async (path: string) => (await fixture.as("admin", "GET", `/api/v1/${path}`)).json();
  const found = async (query: string) =>
    (await ask(`findings?${query}`)).items.map((f: FindingDetailWire) => [f.id, f.caseId]).sort();

  const both = [
    ["fa", "case:a"],
    ["fb", "case:a"],
  ];
  expect(await found("caseId=case:a")).toEqual(both);
  expect(await found("case=case:a")).toEqual(both);
  expect(await found("caseId=case:b")).toEqual([["fb", "case:a"]]);
  expect(await ask("findings/fb")).toMatchObject({ caseId: "case:a" });
  expect(await ask("cases/case:a")).toMatchObject({ findings: ["fb", "fa"], findingCount: 2, mergedInto: null, incidents: [] });
  expect(await ask("cases/case:b")).toMatchObject({ findings: ["fb"], mergedInto: "case:a", allowed: [] });
  expect((await ask("cases")).items).toMatchObject([
    { id: "case:b", findingCount: 1 },
    { id: "case:a", findingCount: 2, standing: 0 },
  ]);
});
