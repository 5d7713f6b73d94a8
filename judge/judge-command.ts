import { decideTransition } from "../cases/case/decide-transition.ts";
import { openReportedCase } from "../cases/case/open-reported.ts";
import { decideDeclaration, submitDeclaration } from "../cases/declaration/declarations.ts";
import { routeCell } from "../cases/route.ts";
import type { Command, CommandOutcome } from "../core/casework/command.ts";
import type { Declaration } from "../core/casework/declaration.ts";
import type { Refusal } from "../core/casework/refusal.ts";
import { WEEKDAYS_ONLY } from "../core/casework/working-calendar.ts";
import { never } from "../core/result.ts";
import { beijingDate, startOfHour } from "../core/time.ts";
import { applyCase } from "./apply-finding.ts";
import { judgeHour } from "./judge-hours.ts";
import type { Turn } from "./turn.ts";

/** The State Council's holidays are data that a bureau enters; the product ships no invented dates. */
const CALENDAR = WEEKDAYS_ONLY;

type Of<T extends Command["type"]> = Extract<Command, { readonly type: T }>;

/** Decides one command and leaves its outcome for whoever waits for it. */
export async function judgeCommand(turn: Turn, command: Command): Promise<void> {
  const outcome = await decide(turn, command);
  turn.set.putOutcome(outcome);
}

async function decide(turn: Turn, command: Command): Promise<CommandOutcome> {
  switch (command.type) {
    case "transition":
      return takeStep(turn, command);
    case "report-case":
      return reportCase(turn, command);
    case "declare":
      return declare(turn, command);
    case "decide-declaration":
      return answerDeclaration(turn, command);
    default:
      return never(command);
  }
}

async function takeStep(turn: Turn, request: Of<"transition">): Promise<CommandOutcome> {
  const current = await turn.set.case(request.caseId);
  if (current === undefined) return refused(turn, notFound("case-not-found", request.caseId));
  const findings = await turn.set.findingsOf(current);
  const { index, now, seq } = turn;
  const decision = decideTransition({ current, findings, request, index, now, seq, calendar: CALENDAR });
  if (!decision.ok) return refused(turn, decision.error);
  await applyCase(turn, decision.value);
  return done(turn, { caseId: current.id });
}

async function reportCase(turn: Turn, command: Of<"report-case">): Promise<CommandOutcome> {
  const { index, now, seq } = turn;
  const year = beijingDate(now).slice(0, 4);
  const counterKey = `${routeCell(index, command.cell).division}-${year}`;
  const numberAfter = (await turn.set.counter(counterKey)) + 1;
  const decision = openReportedCase({ command, index, numberAfter, year, now, seq, calendar: CALENDAR });
  if (!decision.ok) return refused(turn, decision.error);
  turn.set.setCounter(counterKey, numberAfter);
  await applyCase(turn, decision.value);
  return done(turn, { caseId: decision.value.next.id });
}

async function declare(turn: Turn, command: Of<"declare">): Promise<CommandOutcome> {
  const { index, now, seq } = turn;
  const decision = submitDeclaration(command, { index, now, seq, calendar: CALENDAR });
  if (!decision.ok) return refused(turn, decision.error);
  await putDeclaration(turn, decision.value);
  return done(turn, { declarationId: decision.value.id });
}

async function answerDeclaration(turn: Turn, command: Of<"decide-declaration">): Promise<CommandOutcome> {
  const current = await turn.set.declaration(command.declarationId);
  if (current === undefined) return refused(turn, notFound("declaration-not-found", command.declarationId));
  const { index, now, seq } = turn;
  const decision = decideDeclaration(current, command, { index, now, seq, calendar: CALENDAR });
  if (!decision.ok) return refused(turn, decision.error);
  await putDeclaration(turn, decision.value);
  return done(turn, { declarationId: current.id });
}

/**
 * Stores a declaration and looks again at the hours in its window: what was pending may now be consented or unreported.
 */
async function putDeclaration(turn: Turn, declaration: Declaration): Promise<void> {
  turn.set.putDeclaration(declaration);
  turn.set.putEvent({
    seq: turn.seq,
    at: turn.now,
    type: "declaration",
    subject: declaration.id,
    outlet: declaration.outlets[0] ?? null,
    cell: null,
    enterprise: declaration.enterprise,
    data: { state: declaration.state },
  });
  for (const outlet of declaration.outlets) {
    for (const pollutant of declaration.pollutants) {
      const hours = await turn.set.hours(outlet, pollutant, startOfHour(declaration.from), declaration.to);
      for (const hour of hours) await judgeHour(turn, hour);
    }
  }
}

function done(turn: Turn, result: Readonly<Record<string, unknown>>): CommandOutcome {
  return { seq: turn.seq, ok: true, result };
}

function refused(turn: Turn, refusal: Refusal): CommandOutcome {
  return { seq: turn.seq, ok: false, refusal };
}

function notFound(code: "case-not-found" | "declaration-not-found", id: string): Refusal {
  return { status: 404, code, facts: { id } };
}
