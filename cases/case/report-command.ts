import { z } from "zod";
import type { Where } from "../../core/casework/collection.ts";
import type { FieldProblem } from "../../core/casework/refusal.ts";
import { type CaseworkReader, command } from "../../core/casework/subject.ts";
import type { Actor } from "../../core/people/actor.ts";
import { reachOf } from "../../core/people/reach.ts";
import type { RegistryIndex } from "../../core/registry/grid.ts";
import { ok } from "../../core/result.ts";
import { routeCell } from "../shared/route.ts";
import { Code, Id, LineOfText, Text } from "../shared/wire-forms.ts";
import { REPORT_SOURCES } from "./case.ts";
import { CASES } from "./case-collection.ts";
import { nextNumber, type RunningNumber, toEffects } from "./case-effects.ts";
import type { CaseRefusalCodes } from "./case-refusal-codes.ts";
import { openReportedCase, type ReportAsked } from "./open-reported.ts";
import { mostOpenReports } from "./report-sources.ts";

const ReportCase = z
  .strictObject({
    source: z.enum(REPORT_SOURCES),
    title: LineOfText.min(1),
    cell: Id,
    enterprise: Id.nullish(),
    outlet: Id.nullish(),
    description: Text,
    category: Code,
    reporter: LineOfText.nullish(),
  })
  .transform(({ enterprise = null, outlet = null, reporter, ...rest }): ReportAsked => {
    const known = reporter === undefined || reporter === null || reporter === "" ? {} : { reporter };
    return { ...rest, enterprise, outlet, ...known };
  });

/** People report a case: a patrol, the hotline, the enterprise itself, an upper level. */
export const REPORT_CASE = command<null, ReportAsked, ReportFacts, CaseRefusalCodes>({
  type: "report-case",
  format: 2,
  place: null,
  summary: "Report a case",
  power: "report-case",
  body: ReportCase,
  sealed: ["reporter"],
  audit: { action: "case.report", fields: ["source", "cell"] },
  problemsOf: ({ body, actor, index }) => whatDoesNotExistFor(actor, body, index),
  needs: async ({ body, actor, moment }, reader) => ({
    number: await nextNumber(routeCell(moment.index, body.cell).division, moment.now, reader),
    open: await openReportsOf(actor, reader),
  }),
  decide: ({ body, actor, moment }, { number, open }) => {
    const command = { ...body, actor };
    const decision = openReportedCase({ ...moment, command, open, numberAfter: number.next, year: number.year });
    return decision.ok ? ok(toEffects(decision.value, number)) : decision;
  },
});

interface ReportFacts {
  readonly number: RunningNumber;
  /** How many reports of the account are open, counted up to the bound. */
  readonly open: number;
}

async function openReportsOf(actor: Actor, reader: CaseworkReader): Promise<number> {
  const where: Where = [
    { field: "reportedBy", in: [actor.id] },
    { field: "open", in: [true] },
  ];
  return (await reader.list(CASES, { where, order: "newest", limit: mostOpenReports(actor) })).items.length;
}

/** What the caller may not see does not exist for the caller. */
function whatDoesNotExistFor(
  actor: Actor,
  { cell, enterprise, outlet }: ReportAsked,
  index: RegistryIndex,
): readonly FieldProblem[] {
  const reach = reachOf(actor, index);
  const own = index.cellById.get(cell);
  const reaches = reach.everything || reach.cells.has(cell) || reach.enterprises.has(own?.enterprise ?? "");
  const sees = (id: string): boolean => index.enterpriseById.has(id) && (reach.everything || reach.enterprises.has(id));
  const problems: FieldProblem[] = [];
  if (own === undefined || !reaches) problems.push({ pointer: "/cell", code: "unknown-cell", facts: { id: cell } });
  if (enterprise !== null && !sees(enterprise)) {
    problems.push({ pointer: "/enterprise", code: "unknown-enterprise", facts: { id: enterprise } });
  }
  if (outlet !== null && !sees(index.outletById.get(outlet)?.enterprise ?? "")) {
    problems.push({ pointer: "/outlet", code: "unknown-outlet", facts: { id: outlet } });
  }
  return problems;
}
