import { expect, test } from "vitest";
import { WEEKDAYS_ONLY } from "../../core/casework/working-calendar.ts";
import type { Actor } from "../../core/people/actor.ts";
import { anActor, NOW, twoDistricts } from "../../tests/support/case-facts.ts";
import { caseworkReader } from "../../tests/support/casework-reader.ts";
import type { ReportAsked } from "./open-reported.ts";
import { REPORT_CASE } from "./report-command.ts";

const INDEX = twoDistricts();
const MOMENT = { now: NOW, seq: 88, index: INDEX, calendar: WEEKDAYS_ONLY };
const SENT = { source: "hotline", title: "厂区扬尘", cell: "g3-a1", description: "料堆", category: "dust" };

function read(over: object = {}): ReportAsked {
  const parsed = REPORT_CASE.body.safeParse({ ...SENT, ...over });
  if (!parsed.success) throw new Error("the report is not read");
  return parsed.data;
}

function problemsOf(actor: Actor, over: object): readonly string[] {
  const problems = REPORT_CASE.problemsOf?.({ row: null, body: read(over), actor, index: INDEX }) ?? [];
  return problems.map((p) => `${p.pointer} ${p.code}`);
}

async function report(actor: Actor, body: ReportAsked) {
  const asked = { row: null, body, actor, moment: MOMENT };
  return REPORT_CASE.decide(asked, await REPORT_CASE.needs(asked, caseworkReader([], [], { "410199-2026": 11 })));
}

test("what a report leaves out is not known, and blanks are nobody's name", () => {
  expect(read()).toEqual({ ...SENT, enterprise: null, outlet: null });
  expect(read({ reporter: null, enterprise: null, outlet: null })).toEqual({ ...SENT, enterprise: null, outlet: null });
  expect(read({ reporter: "  " })).toEqual({ ...SENT, enterprise: null, outlet: null });
});

test("what a report names is kept, without blanks round it", () => {
  const named = { enterprise: "e1", outlet: "e1-B1", reporter: " 张三 " };

  expect(read(named)).toEqual({ ...SENT, ...named, reporter: "张三" });
});

test.each([{ title: " " }, { source: "engine" }, { cell: "" }, { level: "A4" }])("a report with %j is not read", (over) => {
  expect(REPORT_CASE.body.safeParse({ ...SENT, ...over }).success).toBe(false);
});

const EVERYWHERE = anActor("administrator");
const STREET = anActor("street-officer");
const SPECIALIST = anActor("enterprise-specialist");

test.each([
  ["an administrator of what is there", EVERYWHERE, { cell: "h2", enterprise: "e2", outlet: "e1-B1" }, []],
  [
    "an administrator of what is not there",
    EVERYWHERE,
    { cell: "zz", enterprise: "zz", outlet: "zz" },
    ["/cell unknown-cell", "/enterprise unknown-enterprise", "/outlet unknown-outlet"],
  ],
  ["a street of its own", STREET, { cell: "g3-a2", enterprise: "e3", outlet: "e1-DA001" }, []],
  [
    "a street of what is another's",
    STREET,
    { cell: "g2-b", enterprise: "e2", outlet: "e2-DA001" },
    ["/cell unknown-cell", "/enterprise unknown-enterprise", "/outlet unknown-outlet"],
  ],
  ["an enterprise of its own cell", SPECIALIST, { cell: "g4-e1", enterprise: "e1", outlet: "e1-B1" }, []],
  ["an enterprise of a cell that is no enterprise's", SPECIALIST, { cell: "g3-a1" }, ["/cell unknown-cell"]],
])("what somebody may not see does not exist in a report: %s", (_who, actor, over, problems) => {
  expect(problemsOf(actor, over)).toEqual(problems);
});

test("a report opens a case with the next number of the division of its cell", async () => {
  const decision = await report(STREET, read());

  expect(decision).toMatchObject({
    ok: true,
    value: { id: "case:report:88", writes: [{ row: { number: "410199-2026-0012" } }], counters: { "410199-2026": 12 } },
  });
});

test("a report for another street's cell is declined", async () => {
  expect(await report(STREET, read({ cell: "g2-b" }))).toMatchObject({ ok: false, error: { code: "outside-your-cells" } });
});
