import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { AllowedStep, Case } from "../../../core/casework/case.ts";
import { descendantsOf } from "../../../core/registry/grid.ts";
import { parseIso } from "../../../core/time.ts";
import type { KnownProblem } from "../../../words/problems.ts";
import { type Api, type ApiContext, audit, type View, viewOf } from "../../api-context.ts";
import { bodyProblem, problem } from "../../http/api-problem.ts";
import { tellingOf } from "../../http/language.ts";
import { AnyId } from "../../http/primitives.ts";
import { madeId, runCommand } from "../../http/run-command.ts";
import { defined, scopedPage } from "../../http/scoped-page.ts";
import { seesCase, seesEnterprise, seesOutlet } from "../../scope.ts";
import { CaseDetailOut, type CaseDetailWire, CasePage, CaseQuery, ReportCase, Transition } from "./schema.ts";
import { caseToDetail, caseToWire } from "./wire.ts";

const CaseParams = z.object({ id: AnyId });

/** Cases: the queue, one case with its history and next steps, reports of people, steps. */
export function caseRoutes(app: Api, context: ApiContext): void {
  readRoutes(app, context);
  writeRoutes(app, context);
}

function readRoutes(app: Api, context: ApiContext): void {
  const { records } = context.deps;

  app.get(
    "/api/v1/cases",
    {
      schema: {
        summary: "Cases, most recently changed first",
        tags: ["cases"],
        querystring: CaseQuery,
        response: { 200: CasePage },
      },
    },
    async (request) => {
      const { scope, index } = await viewOf(request, context);
      const { state, cell, enterprise, limit, cursor, ...rest } = request.query;
      const filter = defined({
        ...rest,
        states: state,
        cells: cell === undefined ? undefined : [...descendantsOf(index, cell), cell],
        enterprises: enterprise === undefined ? undefined : [enterprise],
      });
      const page = await scopedPage(
        { limit, cursor },
        (part) => records.cases({ ...filter, ...part }),
        (item) => seesCase(scope, item),
      );
      return { items: page.items.map((item) => caseToWire(item, tellingOf(request, index))), next: page.next };
    },
  );

  app.get(
    "/api/v1/cases/:id",
    { schema: { summary: "One case", tags: ["cases"], params: CaseParams, response: { 200: CaseDetailOut } } },
    async (request) => {
      const view = await viewOf(request, context);
      return detailOf(await visibleCase(request.params.id, view, context), context, { request, view });
    },
  );
}

function writeRoutes(app: Api, context: ApiContext): void {
  const { commands, records } = context.deps;

  app.post(
    "/api/v1/cases",
    {
      config: { idempotent: true },
      schema: { summary: "Report a case", tags: ["cases"], body: ReportCase, response: { 201: CaseDetailOut } },
    },
    async (request, reply) => {
      const view = await viewOf(request, context);
      checkPlace(request.body, view);
      const { reporter, enterprise, outlet, ...rest } = request.body;
      const result = await runCommand(commands, {
        type: "report-case",
        actor: view.actor,
        ...rest,
        enterprise: enterprise ?? null,
        outlet: outlet ?? null,
        ...(reporter === undefined || reporter === null || reporter === "" ? {} : { reporter }),
      });
      const id = madeId(result, "caseId");
      await audit(context, view.actor.id, {
        action: "case.report",
        subject: id,
        detail: { source: rest.source, cell: rest.cell },
      });
      const made = await records.case(id);
      if (made === undefined) throw new Error("a reported case is not there");
      return reply.code(201).send(await detailOf(made, context, { request, view }));
    },
  );

  app.post(
    "/api/v1/cases/:id/transitions",
    {
      config: { idempotent: true },
      schema: { summary: "Take a step", tags: ["cases"], params: CaseParams, body: Transition, response: { 200: CaseDetailOut } },
    },
    async (request) => {
      const view = await viewOf(request, context);
      const subject = await visibleCase(request.params.id, view, context);
      const { to, version, note, ...rest } = request.body;
      const fields = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
      checkFields(
        fields,
        context.deps.allowedSteps(subject).find((s) => s.to === to),
      );
      await runCommand(commands, { type: "transition", actor: view.actor, caseId: subject.id, to, version, note, fields });
      await audit(context, view.actor.id, { action: "case.transition", subject: subject.id, detail: { to, version } });
      return detailOf((await records.case(subject.id)) ?? subject, context, { request, view });
    },
  );
}

async function visibleCase(id: string, view: View, context: ApiContext): Promise<Case> {
  const subject = await context.deps.records.case(id);
  if (subject === undefined || !seesCase(view.scope, subject)) throw problem("not-found");
  return subject;
}

async function detailOf(
  subject: Case,
  context: ApiContext,
  { request, view }: { readonly request: FastifyRequest; readonly view: View },
): Promise<CaseDetailWire> {
  const timeline = await context.deps.records.timeline(subject.id);
  const story = { timeline, allowed: context.deps.allowedSteps(subject) };
  return caseToDetail(subject, story, { reader: view.actor, telling: tellingOf(request, view.index) });
}

/** What the caller may not see does not exist for the caller. */
function checkPlace(body: z.output<typeof ReportCase>, { scope, index }: View): void {
  const errors: KnownProblem[] = [];
  const { cell, enterprise, outlet } = body;
  const add = (field: "cell" | "enterprise" | "outlet", id: string): number =>
    errors.push({ pointer: `/${field}`, code: `unknown-${field}`, facts: { id } });
  const ownCell = index.cellById.get(cell);
  const reaches =
    scope.everything || scope.cells.has(cell) || (ownCell?.enterprise !== undefined && scope.enterprises.has(ownCell.enterprise));
  if (ownCell === undefined || !reaches) add("cell", cell);
  if (enterprise && !(index.enterpriseById.has(enterprise) && seesEnterprise(scope, enterprise))) add("enterprise", enterprise);
  if (outlet && !(index.outletById.has(outlet) && seesOutlet(scope, outlet))) add("outlet", outlet);
  if (errors.length > 0) throw bodyProblem(...errors);
}

/** A field that the step takes as an instant carries an offset, as every time does. */
function checkFields(fields: Readonly<Record<string, string>>, step: AllowedStep | undefined): void {
  const errors = (step?.fields ?? []).flatMap(({ name, type }): readonly KnownProblem[] => {
    const text = fields[name];
    if (type !== "instant" || text === undefined || text === "" || parseIso(text) !== undefined) return [];
    const code = parseIso(`${text}Z`) === undefined ? "not-a-time" : "time-without-offset";
    return [{ pointer: `/${name}`, code, facts: {} }];
  });
  if (errors.length > 0) throw bodyProblem(...errors);
}
